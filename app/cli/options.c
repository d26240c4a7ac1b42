/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/options.h"

#include <popt.h> /* NOLINT(portability-restrict-system-includes) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli/say.h"
#include "app/cli/terminal.h"
#include "data/number.h"
#include "data/words.h"
#include "engine/case.h"

enum { OPTIONS_MAX = 32 };

struct cli_parsed {
    poptContext context;
    const char **argv;
    char *values[CLI_OPTION_COUNT];
    char *completed[CLI_OPTION_COUNT]; /* "--robust=50" for a bare "--robust" */
    struct poptOption table[OPTIONS_MAX];
};

/* ---- before parsing -------------------------------------------------------------------------- */

static bool starts_with(const char *text, const char *piece)
{
    return strncmp(text, piece, strlen(piece)) == 0;
}

bil_lang cli_language(int argc, const char *const *argv)
{
    const char *asked = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (starts_with(argv[i], "--lang=")) {
            asked = argv[i] + strlen("--lang=");
        } else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc) {
            asked = argv[i + 1];
        }
    }
    if (asked != NULL) {
        return strcmp(asked, "en") == 0 ? BIL_LANG_EN : BIL_LANG_IT;
    }
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = cli_environment(names[i]);
        if (value != NULL) {
            return starts_with(value, "en") ? BIL_LANG_EN : BIL_LANG_IT;
        }
    }
    return BIL_LANG_IT;
}

bool cli_asks_for(int argc, const char *const *argv, const char *name, char letter)
{
    const char little[3] = {'-', letter, '\0'};
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        bool longer = starts_with(argv[i], "--") && strcmp(argv[i] + 2, name) == 0;
        if (longer || strcmp(argv[i], little) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- complaints ------------------------------------------------------------------------------ */

static void say_near(const cli_call *call, const char *near_it)
{
    if (near_it != NULL) {
        cli_complain(call->lang, CLI_W_PERHAPS, near_it, NULL);
    }
    char name[64];
    (void)snprintf(name, sizeof name, "bilancia %s", call->command->name);
    cli_complain(call->lang, CLI_W_SEE_HELP, name, NULL);
}

static void unknown_option(const cli_call *call, const char *word)
{
    const char *names[OPTIONS_MAX];
    size_t count = 0;
    const cli_option *option = NULL;
    while (count < OPTIONS_MAX && (option = cli_option_at(call->command, count)) != NULL) {
        names[count++] = option->name;
    }
    char typed[128];
    bil_text_shorten(typed, sizeof typed, word);
    typed[strcspn(typed, "=")] = '\0';
    cli_complain(call->lang, CLI_W_UNKNOWN_OPTION, typed, NULL);
    const char *near_it = bil_nearest(typed + strspn(typed, "-"), names, count, sizeof names[0]);
    char suggestion[80];
    if (near_it != NULL) {
        (void)snprintf(suggestion, sizeof suggestion, "--%s", near_it);
    }
    say_near(call, near_it == NULL ? NULL : suggestion);
}

static void list_choices(const cli_call *call, const char *const *choices)
{
    bil_text text;
    bil_text_init(&text);
    bil_text_addf(&text, "bilancia: %s:", cli_say(call->lang, CLI_W_ONE_OF));
    for (size_t i = 0; choices[i] != NULL; i++) {
        bil_text_addf(&text, "%s %s", i == 0 ? "" : ",", choices[i]);
    }
    bil_text_add(&text, "\n");
    cli_to_stderr(&text);
}

static bool choice_holds(const cli_call *call, const char *const *choices, const char *value)
{
    size_t count = 0;
    for (; choices[count] != NULL; count++) {
        if (strcmp(choices[count], value) == 0) {
            return true;
        }
    }
    cli_complain(call->lang, CLI_W_BAD_CHOICE, value, NULL);
    list_choices(call, choices);
    say_near(call, bil_nearest(value, choices, count, sizeof choices[0]));
    return false;
}

static bool profile_holds(const cli_call *call, const char *value)
{
    const char *names[BIL_PROFILE_PREFERENCES_FIRST + 2] = {NULL};
    bil_profile profile = BIL_PROFILE_BALANCED;
    if (bil_profile_parse(&profile, value)) {
        return true;
    }
    for (int i = 0; i <= BIL_PROFILE_PREFERENCES_FIRST; i++) {
        names[i] = bil_profile_name((bil_profile)i);
    }
    return choice_holds(call, names, value);
}

/* "0.005", and "0,005" as Italians type it. */
static bool number_holds(const cli_call *call, const cli_option *option, cli_value *value)
{
    char digits[BIL_DECIMAL_SIZE * 2];
    size_t size = strlen(value->text);
    bool fits = size < sizeof digits;
    if (fits) {
        memcpy(digits, value->text, size + 1);
        char *comma = strchr(digits, ',');
        if (comma != NULL && option->digits > 0) {
            *comma = '.';
        }
        fits = bil_number_decimal(&value->number, digits, size, option->digits, false) ==
               BIL_NUMBER_OK;
    }
    if (fits && value->number >= option->min && value->number <= option->max) {
        return true;
    }
    char low[BIL_DECIMAL_SIZE];
    char high[BIL_DECIMAL_SIZE];
    bil_decimal_format(low, sizeof low, option->min, option->digits, 0);
    bil_decimal_format(high, sizeof high, option->max, option->digits, 0);
    cli_complain(call->lang, CLI_W_BAD_NUMBER, value->text, NULL);
    cli_complain(call->lang, CLI_W_NUMBER_RANGE, low, high);
    say_near(call, NULL);
    return false;
}

static bool value_holds(const cli_call *call, const cli_option *option, cli_value *value)
{
    switch (option->kind) {
    case CLI_CHOICE:
        return choice_holds(call, option->choices, value->text);
    case CLI_NUMBER:
        return number_holds(call, option, value);
    case CLI_PROFILE_NAME:
        return profile_holds(call, value->text);
    case CLI_FLAG:
    case CLI_TEXT:
    case CLI_FILE:
    case CLI_FOLDER:
    case CLI_COMMAND_NAME:
        break;
    }
    return true;
}

/* ---- parsing --------------------------------------------------------------------------------- */

static void build_table(cli_parsed *parsed, const cli_command *command)
{
    size_t count = 0;
    const cli_option *option = NULL;
    for (; (option = cli_option_at(command, count)) != NULL; count++) {
        BIL_ASSERT(count + 1 < OPTIONS_MAX);
        parsed->table[count] = (struct poptOption){
            .longName = option->name,
            .shortName = option->letter,
            .argInfo = option->kind == CLI_FLAG ? POPT_ARG_NONE : POPT_ARG_STRING,
            .val = (int)option->id + 1,
        };
    }
}

/* Gives the options that may stand bare the value they then mean: `--robust` followed by no number
 * becomes `--robust=50`. False without memory. */
static bool complete_values(cli_parsed *parsed, const cli_command *command)
{
    const cli_option *option = NULL;
    for (size_t n = 0; (option = cli_option_at(command, n)) != NULL; n++) {
        if (option->bare == NULL) {
            continue;
        }
        char bare[64];
        char whole[96];
        (void)snprintf(bare, sizeof bare, "--%s", option->name);
        (void)snprintf(whole, sizeof whole, "%s=%s", bare, option->bare);
        parsed->completed[option->id] = strdup(whole);
        if (parsed->completed[option->id] == NULL) {
            return false;
        }
        for (size_t i = 0; parsed->argv[i] != NULL && strcmp(parsed->argv[i], "--") != 0; i++) {
            const char *next = parsed->argv[i + 1];
            bool number =
                next != NULL && next[0] != '\0' && strspn(next, "0123456789") == strlen(next);
            if (strcmp(parsed->argv[i], bare) == 0 && !number) {
                parsed->argv[i] = parsed->completed[option->id];
            }
        }
    }
    return true;
}

/* popt's own words for what is wrong; ours are in both languages. */
static void complain(const cli_call *call, poptContext context, int code)
{
    const char *word = poptBadOption(context, POPT_BADOPTION_NOALIAS);
    word = word == NULL ? "" : word;
    if (code == POPT_ERROR_NOARG) {
        cli_complain(call->lang, CLI_W_MISSING_VALUE, word, NULL);
        say_near(call, NULL);
    } else if (code == POPT_ERROR_UNWANTEDARG) {
        cli_complain(call->lang, CLI_W_UNWANTED_VALUE, word, NULL);
        say_near(call, NULL);
    } else {
        unknown_option(call, word);
    }
}

static bool read_options(cli_parsed *parsed, cli_call *call)
{
    int code = 0;
    while ((code = poptGetNextOpt(parsed->context)) > 0) {
        size_t id = (size_t)code - 1;
        const cli_option *option = cli_option_of(call->command, (cli_option_id)id);
        BIL_ASSERT(option != NULL);
        free(parsed->values[id]); /* given twice: the last one counts */
        parsed->values[id] = poptGetOptArg(parsed->context);
        cli_value *value = &call->values[id];
        value->text = option->kind == CLI_FLAG ? "" : parsed->values[id];
        BIL_ASSERT(value->text != NULL);
        if (!value_holds(call, option, value)) {
            return false;
        }
    }
    if (code < -1) {
        complain(call, parsed->context, code);
        return false;
    }
    return true;
}

static bool read_operands(cli_parsed *parsed, cli_call *call)
{
    const cli_command *command = call->command;
    for (size_t i = 0; i < command->operand_count; i++) {
        const cli_operand *operand = &command->operands[i];
        call->operands[i] = poptGetArg(parsed->context);
        if (call->operands[i] == NULL && !operand->optional) {
            cli_complain(call->lang, CLI_W_MISSING_OPERAND, cli_pick(call->lang, operand->name),
                         NULL);
            say_near(call, NULL);
            return false;
        }
        if (call->operands[i] != NULL && operand->kind == CLI_CHOICE &&
            !choice_holds(call, operand->choices, call->operands[i])) {
            return false;
        }
        if (operand->many) {
            call->more = poptGetArgs(parsed->context);
            return true;
        }
    }
    const char *extra = poptGetArg(parsed->context);
    if (extra != NULL) {
        cli_complain(call->lang, CLI_W_EXTRA_OPERAND, extra, NULL);
        say_near(call, NULL);
        return false;
    }
    return true;
}

bool cli_parse(cli_parsed **out, cli_call *call, int argc, const char *const *argv, int *code)
{
    *code = bil_status_exit_code(BIL_E_NOMEM);
    cli_parsed *parsed = calloc(1, sizeof *parsed);
    *out = parsed;
    if (parsed == NULL) {
        return false;
    }
    build_table(parsed, call->command);
    parsed->argv = calloc((size_t)argc + 1, sizeof *parsed->argv);
    if (parsed->argv == NULL) {
        return false;
    }
    memcpy(parsed->argv, argv, (size_t)argc * sizeof *argv);
    if (!complete_values(parsed, call->command)) {
        return false;
    }
    parsed->context =
        poptGetContext("bilancia", argc, parsed->argv, parsed->table, POPT_CONTEXT_KEEP_FIRST);
    if (parsed->context == NULL) {
        return false;
    }
    *code = bil_status_exit_code(BIL_E_USAGE);
    return read_options(parsed, call) && read_operands(parsed, call);
}

void cli_parsed_free(cli_parsed *parsed)
{
    if (parsed == NULL) {
        return;
    }
    for (size_t i = 0; i < CLI_OPTION_COUNT; i++) {
        free(parsed->values[i]);
        free(parsed->completed[i]);
    }
    if (parsed->context != NULL) {
        (void)poptFreeContext(parsed->context);
    }
    free(parsed->argv);
    free(parsed);
}
