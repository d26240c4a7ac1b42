/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli/help.h"
#include "app/cli/options.h"
#include "app/cli/say.h"
#include "app/cli/spare.h"
#include "app/cli/stop.h"
#include "data/words.h"

enum { CELL_WORDS = 7 };

/* Options that may stand before the command: how many words, 0 when the word is none of them. */
static int leading(const char *word)
{
    if (strcmp(word, "--lang") == 0) {
        return 2;
    }
    bool one =
        strncmp(word, "--lang=", 7) == 0 || strcmp(word, "--quiet") == 0 || strcmp(word, "-q") == 0;
    return one ? 1 : 0;
}

static int welcome(bil_lang lang)
{
    bil_text text;
    bil_text_init(&text);
    cli_put_welcome(&text, lang);
    return cli_deliver(lang, NULL, &text);
}

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

static int unknown(bil_lang lang, const char *word, const char *second)
{
    bil_text known;
    bil_text_init(&known);
    const int code = list_under(&known, word) && !known.failed
                         ? unknown_second(lang, word, second, known.bytes)
                         : unknown_command(lang, word);
    bil_text_release(&known);
    return code;
}

/* The command that starts at argv[at], two words first; *words is how many it took. */
static const cli_command *command_at(int argc, const char *const *argv, int at, int *words)
{
    if (at + 1 < argc) {
        char both[64];
        int length = snprintf(both, sizeof both, "%s %s", argv[at], argv[at + 1]);
        *words = 2;
        const cli_command *command = NULL;
        if (length > 0 && (size_t)length < sizeof both) {
            command = cli_command_find(both);
        }
        if (command != NULL) {
            return command;
        }
    }
    *words = 1;
    return cli_command_find(argv[at]);
}

/* Parses the words around the command's name and runs it. */
static int run(const cli_command *command, bil_lang lang, int argc, const char *const *argv, int at,
               int words)
{
    cli_call call = {.command = command, .lang = lang};
    cli_parsed *parsed = NULL;
    int code = bil_status_exit_code(BIL_E_NOMEM);
    const char **rest = calloc((size_t)argc + 1, sizeof *rest);
    if (rest == NULL) {
        return code;
    }
    int count = 0;
    for (int i = 1; i < argc; i++) {
        if (i < at || i >= at + words) {
            rest[count++] = argv[i];
        }
    }
    if (cli_parse(&parsed, &call, count, rest, &code)) {
        code = cli_spares_inputs(&call) ? command->run(&call) : bil_status_exit_code(BIL_E_USAGE);
    }
    cli_parsed_free(parsed);
    free(rest);
    return code;
}

int main(int argc, char **argv_in)
{
    const char *const *argv = (const char *const *)argv_in;
    cli_stop_init();
    if (argc == CELL_WORDS && strcmp(argv[1], "simulate") == 0 && strcmp(argv[2], "--cell") == 0) {
        return cli_run_cell(argv[3], argv[4], argv[5], argv[6]);
    }
    bil_lang lang = cli_language(argc, argv);
    int at = 1;
    while (at < argc && leading(argv[at]) > 0) {
        at += leading(argv[at]);
    }
    if (at >= argc) {
        return welcome(lang);
    }
    if (argv[at][0] == '-') {
        if (cli_asks_for(argc, argv, "help", 'h')) {
            cli_call call = {.command = cli_command_find("help"), .lang = lang};
            return cli_run_help(&call);
        }
        if (strcmp(argv[at], "--version") == 0) {
            cli_call call = {.command = cli_command_find("version"), .lang = lang};
            return cli_run_version(&call);
        }
        return unknown_command(lang, argv[at]);
    }
    int words = 0;
    const cli_command *command = command_at(argc, argv, at, &words);
    if (command == NULL) {
        return unknown(lang, argv[at], at + 1 < argc ? argv[at + 1] : NULL);
    }
    if (cli_asks_for(argc, argv, "help", 'h')) {
        bil_text text;
        bil_text_init(&text);
        cli_put_command_help(&text, lang, command);
        return cli_deliver(lang, NULL, &text);
    }
    return run(command, lang, argc, argv, at, words);
}
