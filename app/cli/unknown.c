/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/unknown.h"

#include <stdio.h>
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/say.h"
#include "data/words.h"
#include "engine/text.h"

/* The commands of two words that begin with this one, with commas between; false when none does. */
static bool list_under(bil_text *out, const char *word)
{
    const size_t size = strlen(word);
    for (size_t i = 0; i < cli_command_count; i++) {
        const char *name = cli_commands[i]->name;
        if (strncmp(name, word, size) == 0 && name[size] == ' ') {
            bil_text_addf(out, "%s%s", out->size == 0 ? "" : ", ", name);
        }
    }
    return out->size > 0;
}

/* The first word is known, the second (NULL = none) is not. */
static int unknown_second(bil_lang lang, const char *word, const char *second, const char *known)
{
    char both[64];
    const bool named = second != NULL && second[0] != '-';
    (void)snprintf(both, sizeof both, "%s%s%s", word, named ? " " : "", named ? second : "");
    cli_complain(lang, CLI_W_UNKNOWN_SECOND, both, known);
    if (strcmp(word, "bench") == 0) {
        cli_complain(lang, CLI_W_BENCH_SPEED, NULL, NULL);
    }
    cli_complain(lang, CLI_W_SEE_HELP, "bilancia", NULL);
    return bil_status_exit_code(BIL_E_USAGE);
}

static int unknown_command(bil_lang lang, const char *word)
{
    const char *names[32];
    size_t count = 0;
    for (; count < cli_command_count && count < 32; count++) {
        names[count] = cli_commands[count]->name;
    }
    bool option = word[0] == '-';
    cli_complain(lang, option ? CLI_W_UNKNOWN_OPTION : CLI_W_UNKNOWN_COMMAND, word, NULL);
    const char *near_it = bil_nearest(word, names, count, sizeof names[0]);
    if (near_it != NULL) {
        cli_complain(lang, CLI_W_PERHAPS, near_it, NULL);
    }
    cli_complain(lang, CLI_W_SEE_HELP, "bilancia", NULL);
    return bil_status_exit_code(BIL_E_USAGE);
}

int cli_unknown(bil_lang lang, const char *word, const char *second)
{
    bil_text known;
    bil_text_init(&known);
    const int code = list_under(&known, word) && !known.failed
                         ? unknown_second(lang, word, second, known.bytes)
                         : unknown_command(lang, word);
    bil_text_release(&known);
    return code;
}
