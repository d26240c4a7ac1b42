/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli/help.h"
#include "app/cli/options.h"
#include "app/cli/say.h"
#include "app/cli/spare.h"
#include "app/cli/stop.h"
#include "app/cli/unknown.h"

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
        return cli_unknown(lang, argv[at], NULL);
    }
    int words = 0;
    const cli_command *command = command_at(argc, argv, at, &words);
    if (command == NULL) {
        return cli_unknown(lang, argv[at], at + 1 < argc ? argv[at + 1] : NULL);
    }
    if (cli_asks_for(argc, argv, "help", 'h')) {
        bil_text text;
        bil_text_init(&text);
        cli_put_command_help(&text, lang, command);
        return cli_deliver(lang, NULL, &text);
    }
    return run(command, lang, argc, argv, at, words);
}
