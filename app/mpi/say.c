/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/mpi/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/words.h"

const char *mpi_words(bil_lang lang, mpi_word word)
{
    static const bil_words words[] = {
#define BIL_WORD(name, it, en) {it, en},
#include "po/mpi.def"
#undef BIL_WORD
    };
    return bil_words_in(words[word], lang);
}

void mpi_say(bil_lang lang, mpi_word word, const char *a, const char *b)
{
    const char *const values[] = {a, b};
    bil_text text;
    bil_text_init(&text);
    bil_text_add(&text, "bilancia-mpi: ");
    bil_words_put(&text, mpi_words(lang, word), values, 2);
    bil_text_add(&text, "\n");
    if (!text.failed && text.bytes != NULL) {
        (void)fwrite(text.bytes, 1, text.size, stderr); /* one write: ranks do not mix lines */
        (void)fflush(stderr);
    }
    bil_text_release(&text);
}

bil_lang mpi_language(int argc, char *const *argv)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0) {
            return strcmp(argv[i] + 7, "en") == 0 ? BIL_LANG_EN : BIL_LANG_IT;
        }
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc) {
            return strcmp(argv[i + 1], "en") == 0 ? BIL_LANG_EN : BIL_LANG_IT;
        }
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]); /* NOLINT(concurrency-mt-unsafe): before any thread */
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "en", 2) == 0 ? BIL_LANG_EN : BIL_LANG_IT;
        }
    }
    return BIL_LANG_IT;
}
