/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/say.h"

#include <stdio.h>
#include <string.h>

#include "app/cli/stop.h"
#include "data/file.h"
#include "engine/money.h"
#include "engine/words.h"

static const bil_words words_table[] = {
#define BIL_WORD(name, it, en) {it, en},
#include "po/cli.def"
#undef BIL_WORD
};

const char *cli_say(bil_lang lang, cli_word word)
{
    BIL_ASSERT(word < CLI_W_COUNT);
    return bil_words_in(words_table[word], lang);
}

const char *cli_pick(bil_lang lang, bil_words words)
{
    return bil_words_in(words, lang);
}

void cli_put(bil_text *out, bil_lang lang, cli_word word, const char *a, const char *b)
{
    const char *const values[2] = {a, b};
    bil_words_put(out, cli_say(lang, word), values, 2);
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

size_t cli_fit(const char *text, size_t width, size_t *skip)
{
    size_t at = 0;
    size_t space = 0;
    for (size_t columns = 0; text[at] != '\0'; columns++) {
        if (text[at] == ' ') {
            space = at;
        }
        if (columns == width) {
            *skip = space > 0 ? space + 1 : at;
            return space > 0 ? space : at;
        }
        at++;
        while (continues(text[at])) {
            at++;
        }
    }
    *skip = at;
    return at;
}

void cli_wrap(bil_text *out, size_t column, size_t indent, size_t width, const char *text)
{
    for (bool first = true; first || *text != '\0'; first = false) {
        size_t used = first ? column : indent;
        size_t skip = 0;
        size_t size = cli_fit(text, width > used + 10 ? width - used : 10, &skip);
        for (size_t i = 0; !first && i < indent; i++) {
            bil_text_add(out, " ");
        }
        bil_text_add_n(out, text, size);
        bil_text_add(out, "\n");
        text += skip;
    }
}

void cli_pad(bil_text *out, const char *text, size_t width)
{
    size_t length = bil_utf8_length(text);
    bil_text_add(out, text);
    for (size_t i = 0; i < 2 || length + i < width; i++) {
        bil_text_add(out, " ");
    }
}

void cli_to_stderr(bil_text *text)
{
    if (!text->failed && text->bytes != NULL) {
        (void)fwrite(text->bytes, 1, text->size, stderr);
        (void)fflush(stderr);
    }
    bil_text_release(text);
}

void cli_complain(bil_lang lang, cli_word word, const char *a, const char *b)
{
    bil_text text;
    bil_text_init(&text);
    bil_text_add(&text, "bilancia: ");
    cli_put(&text, lang, word, a, b);
    bil_text_add(&text, "\n");
    cli_to_stderr(&text);
}

void cli_note(bil_lang lang, cli_word word, const char *a)
{
    bil_text text;
    bil_text_init(&text);
    bil_text_addf(&text, "bilancia: %s: ", cli_say(lang, CLI_W_WARNING));
    cli_put(&text, lang, word, a, NULL);
    bil_text_add(&text, "\n");
    cli_to_stderr(&text);
}

void cli_complain_error(bil_lang lang, const bil_error *err)
{
    const char *message = lang == BIL_LANG_IT ? err->message_it : err->message_en;
    bool placed = err->where[0] != '\0' && strstr(message, err->where) == NULL;
    (void)fprintf(stderr, "bilancia: %s%s%s%s\n", message, placed ? " (" : "",
                  placed ? err->where : "", placed ? ")" : "");
}

static void put_part(bil_text *out, bil_lang lang, cli_word label, const char *value)
{
    if (value[0] == '\0') {
        return;
    }
    bil_text_add(out, "    ");
    cli_pad(out, cli_say(lang, label), 10);
    cli_wrap(out, 14, 14, 100, value);
}

void cli_put_faults(bil_text *out, bil_lang lang, const bil_faults *faults, bool warnings)
{
    for (size_t i = 0; i < faults->count; i++) {
        const bil_fault *fault = &faults->items[i];
        if (fault->warning && !warnings) {
            continue;
        }
        bil_text_addf(out, "%s  [%s]\n", fault->where,
                      cli_say(lang, fault->warning ? CLI_W_WARNING : CLI_W_ERROR));
        put_part(out, lang, CLI_W_FOUND, fault->found);
        put_part(out, lang, CLI_W_EXPECTED, cli_pick(lang, fault->expected));
        put_part(out, lang, CLI_W_FIX, cli_pick(lang, fault->fix));
    }
}

static void put_count(bil_text *out, bil_lang lang, size_t count, cli_word one, cli_word many)
{
    char number[48];
    bil_integer_format(number, sizeof number, (int64_t)count, lang);
    cli_put(out, lang, count == 1 ? one : many, number, NULL);
}

void cli_put_fault_count(bil_text *out, bil_lang lang, const bil_faults *faults)
{
    size_t shown_errors = 0;
    for (size_t i = 0; i < faults->count; i++) {
        shown_errors += faults->items[i].warning ? 0 : 1;
    }
    size_t warnings = faults->count - shown_errors;
    if (faults->errors == 0) {
        bil_text_add(out, cli_say(lang, CLI_W_NO_FAULTS));
    } else {
        put_count(out, lang, faults->errors, CLI_W_ERRORS_ONE, CLI_W_ERRORS_MANY);
    }
    if (warnings > 0) {
        bil_text_add(out, ", ");
        put_count(out, lang, warnings, CLI_W_WARNINGS_ONE, CLI_W_WARNINGS_MANY);
    }
    if (faults->dropped > 0) {
        char number[48];
        bil_integer_format(number, sizeof number, (int64_t)faults->dropped, lang);
        bil_text_add(out, ", ");
        cli_put(out, lang, CLI_W_DROPPED, number, NULL);
    }
    bil_text_add(out, "\n");
}

int cli_deliver(bil_lang lang, const char *path, bil_text *text)
{
    bil_error err = {0};
    bil_status status = BIL_OK;
    if (text->failed) {
        status = bil_fail_nomem(&err);
    } else {
        bool file = path != NULL && strcmp(path, "-") != 0;
        if (file) {
            cli_stop_hold();
        }
        status = bil_file_write(path, text->bytes == NULL ? "" : text->bytes, text->size, &err);
        if (file) {
            cli_stop_let_go();
        }
    }
    bil_text_release(text);
    if (status != BIL_OK) {
        cli_complain_error(lang, &err);
    }
    return bil_status_exit_code(status);
}
