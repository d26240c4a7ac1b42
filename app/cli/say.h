/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_SAY_H
#define BIL_APP_CLI_SAY_H

/* What the program says: its words (the table `cli` of po/it.po), messages on standard error, lists
 * of faults. Nothing here depends on the system's locale. */

#include "engine/error.h"
#include "engine/text.h"

typedef enum {
#define BIL_WORD(name, it, en) CLI_W_##name,
#include "po/cli.def"
#undef BIL_WORD
    CLI_W_COUNT
} cli_word;

const char *cli_say(bil_lang lang, cli_word word);
const char *cli_pick(bil_lang lang, bil_words words);

/* The sentence with up to two texts in its places (`%s`), added to `out`. */
void cli_put(bil_text *out, bil_lang lang, cli_word word, const char *a, const char *b);

/* Wrapped text: the first line starts where the pen stands (`column`), the others `indent` in. */
void cli_wrap(bil_text *out, size_t column, size_t indent, size_t width, const char *text);

/* The text up to `width` columns, then spaces; at least two of them. */
void cli_pad(bil_text *out, const char *text, size_t width);

/* "bilancia: …" on standard error. */
void cli_complain(bil_lang lang, cli_word word, const char *a, const char *b);
void cli_complain_error(bil_lang lang, const bil_error *err);
void cli_note(bil_lang lang, cli_word word, const char *a);

/* Every fault with place, found, expected and remedy, then how many there are. `warnings`: also
 * those that are only warnings. */
void cli_put_faults(bil_text *out, bil_lang lang, const bil_faults *faults, bool warnings);
void cli_put_fault_count(bil_text *out, bil_lang lang, const bil_faults *faults);

/* The whole text on standard error, released. */
void cli_to_stderr(bil_text *text);

/* To the file named (atomically) or standard output, released; gives the exit code 0, 70, 73 or 74
 * and has then complained. */
int cli_deliver(bil_lang lang, const char *path, bil_text *text);

/* Bytes of the part of `text` that fits `width` columns, broken at a space. */
size_t cli_fit(const char *text, size_t width, size_t *skip);

#endif
