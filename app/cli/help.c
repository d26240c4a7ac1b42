/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/help.h"

#include <stdio.h>
#include <string.h>

#include "app/cli/say.h"
#include "app/cli/unknown.h"
#include "data/json.h"
#include "engine/version.h"

enum { WIDTH = 80, COLUMN = 30 };

void cli_put_welcome(bil_text *out, bil_lang lang)
{
    static const cli_word lines[] = {CLI_W_WHAT_1, CLI_W_WHAT_2, CLI_W_WHAT_3};
    static const struct {
        const char *line;
        cli_word says;
    } next[] = {{"bilancia doctor", CLI_W_START_DOCTOR},
                {"bilancia propose CASO.case.json", CLI_W_START_PROPOSE},
                {"bilancia --help", CLI_W_START_HELP}};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        bil_text_addf(out, "%s\n", cli_say(lang, lines[i]));
    }
    bil_text_addf(out, "\n%s\n", cli_say(lang, CLI_W_START));
    for (size_t i = 0; i < sizeof next / sizeof next[0]; i++) {
        bil_text_add(out, "  ");
        cli_pad(out, next[i].line, 34);
        bil_text_addf(out, "%s\n", cli_say(lang, next[i].says));
    }
}

static void heading(bil_text *out, bil_lang lang, cli_word word)
{
    bil_text_addf(out, "\n%s:\n", cli_say(lang, word));
}

/* "  name    what it says", the words wrapped in their column. */
static void entry(bil_text *out, const char *name, const char *words)
{
    size_t length = bil_utf8_length(name);
    bil_text_add(out, "  ");
    if (length + 4 > COLUMN) {
        bil_text_addf(out, "%s\n", name);
        for (size_t i = 0; i < COLUMN; i++) {
            bil_text_add(out, " ");
        }
    } else {
        cli_pad(out, name, COLUMN - 2);
    }
    cli_wrap(out, COLUMN, COLUMN, WIDTH, words);
}

void cli_put_help(bil_text *out, bil_lang lang)
{
    bil_text_addf(out, "%s: bilancia %s %s\n\n", cli_say(lang, CLI_W_USAGE),
                  cli_say(lang, CLI_W_COMMAND), cli_say(lang, CLI_W_OPTIONS_PLACE));
    bil_text_addf(out, "%s\n%s\n", cli_say(lang, CLI_W_WHAT_1), cli_say(lang, CLI_W_WHAT_3));
    heading(out, lang, CLI_W_COMMANDS);
    for (size_t i = 0; i < cli_command_count; i++) {
        entry(out, cli_commands[i]->name, cli_pick(lang, cli_commands[i]->summary));
    }
    bil_text_add(out, "\n");
    cli_wrap(out, 0, 0, WIDTH, cli_say(lang, CLI_W_HELP_MORE));
    cli_wrap(out, 0, 0, WIDTH, cli_say(lang, CLI_W_HELP_STREAMS));
}

void cli_put_usage(bil_text *out, bil_lang lang, const cli_command *command)
{
    bil_text_addf(out, "bilancia %s %s", command->name, cli_say(lang, CLI_W_OPTIONS_PLACE));
    for (size_t i = 0; i < command->operand_count; i++) {
        const cli_operand *operand = &command->operands[i];
        bil_text_addf(out, operand->optional ? " [%s]" : " %s", cli_pick(lang, operand->name));
        bil_text_add(out, operand->many ? "…" : "");
    }
}

static void put_option_name(bil_text *out, bil_lang lang, const cli_option *option)
{
    if (option->letter != '\0') {
        bil_text_addf(out, "-%c, ", option->letter);
    }
    bil_text_addf(out, "--%s", option->name);
    if (option->kind != CLI_FLAG) {
        bil_text_addf(out, " %s", cli_pick(lang, option->value));
    }
}

static void put_option_help(bil_text *out, bil_lang lang, const cli_option *option)
{
    bil_text_add(out, cli_pick(lang, option->help));
    if (option->kind == CLI_CHOICE) {
        bil_text_addf(out, " (%s:", cli_say(lang, CLI_W_ONE_OF));
        for (size_t i = 0; option->choices[i] != NULL; i++) {
            bil_text_addf(out, "%s %s", i == 0 ? "" : ",", option->choices[i]);
        }
        bil_text_add(out, ")");
    }
    if (option->initial != NULL) {
        bil_text_addf(out, " [%s: %s]", cli_say(lang, CLI_W_INITIAL), option->initial);
    }
}

void cli_put_option(bil_text *out, bil_lang lang, const cli_option *option, cli_entry put)
{
    bil_text name;
    bil_text words;
    bil_text_init(&name);
    bil_text_init(&words);
    put_option_name(&name, lang, option);
    put_option_help(&words, lang, option);
    if (name.failed || words.failed) {
        out->failed = true;
    } else {
        put(out, name.bytes, words.bytes);
    }
    bil_text_release(&name);
    bil_text_release(&words);
}

void cli_put_exits(bil_text *out, bil_lang lang, const cli_command *command, cli_entry put)
{
    int codes[CLI_EXITS_MAX];
    const size_t count = cli_exits(codes, command);
    for (size_t i = 0; i < count; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%d", codes[i]);
        put(out, number, cli_pick(lang, cli_exit_words(codes[i])));
    }
}

void cli_put_command_help(bil_text *out, bil_lang lang, const cli_command *command)
{
    bil_text_addf(out, "%s: ", cli_say(lang, CLI_W_USAGE));
    cli_put_usage(out, lang, command);
    bil_text_add(out, "\n\n");
    cli_wrap(out, 0, 0, WIDTH, cli_pick(lang, command->text));
    if (command->operand_count > 0) {
        heading(out, lang, CLI_W_OPERANDS);
        for (size_t i = 0; i < command->operand_count; i++) {
            entry(out, cli_pick(lang, command->operands[i].name),
                  cli_pick(lang, command->operands[i].help));
        }
    }
    heading(out, lang, CLI_W_OPTIONS);
    const cli_option *option = NULL;
    for (size_t i = 0; (option = cli_option_at(command, i)) != NULL; i++) {
        cli_put_option(out, lang, option, entry);
    }
    heading(out, lang, CLI_W_EXAMPLES);
    for (size_t i = 0; i < command->example_count; i++) {
        bil_text_addf(out, "  bilancia %s\n      %s\n", command->examples[i].line,
                      cli_pick(lang, command->examples[i].says));
    }
    heading(out, lang, CLI_W_EXITS);
    cli_put_exits(out, lang, command, entry);
}

/* ---- for other programs ---------------------------------------------------------------------- */

static void put_choices(bil_json_writer *json, const char *const *choices)
{
    if (choices == NULL) {
        return;
    }
    bil_json_inline(json);
    bil_json_begin_array(json, "values");
    for (size_t i = 0; choices[i] != NULL; i++) {
        bil_json_put_text(json, NULL, choices[i]);
    }
    bil_json_end_array(json);
}

static void put_option(bil_json_writer *json, const cli_option *option)
{
    const char letter[2] = {option->letter, '\0'};
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "name", option->name);
    bil_json_put_text(json, "letter", option->letter == '\0' ? NULL : letter);
    bil_json_put_bool(json, "takes_value", option->kind != CLI_FLAG);
    put_choices(json, option->choices);
    bil_json_put_text(json, "default", option->initial);
    bil_json_put_words(json, "help", option->help);
    bil_json_end_object(json);
}

static void put_command(bil_json_writer *json, const cli_command *command)
{
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "name", command->name);
    bil_json_put_words(json, "summary", command->summary);
    bil_json_put_words(json, "text", command->text);
    bil_json_begin_array(json, "operands");
    for (size_t i = 0; i < command->operand_count; i++) {
        const cli_operand *operand = &command->operands[i];
        bil_json_begin_object(json, NULL);
        bil_json_put_words(json, "name", operand->name);
        bil_json_put_bool(json, "optional", operand->optional);
        bil_json_put_bool(json, "many", operand->many);
        put_choices(json, operand->choices);
        bil_json_put_words(json, "help", operand->help);
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
    bil_json_begin_array(json, "options");
    const cli_option *option = NULL;
    for (size_t i = 0; (option = cli_option_at(command, i)) != NULL; i++) {
        put_option(json, option);
    }
    bil_json_end_array(json);
    bil_json_begin_array(json, "examples");
    for (size_t i = 0; i < command->example_count; i++) {
        bil_json_begin_object(json, NULL);
        bil_json_put_text(json, "line", command->examples[i].line);
        bil_json_put_words(json, "says", command->examples[i].says);
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
    bil_json_inline(json);
    bil_json_begin_array(json, "exits");
    int codes[CLI_EXITS_MAX];
    size_t count = cli_exits(codes, command);
    for (size_t i = 0; i < count; i++) {
        bil_json_put_integer(json, NULL, codes[i]);
    }
    bil_json_end_array(json);
    bil_json_end_object(json);
}

static void put_description(bil_text *out, const cli_command *only)
{
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-commands");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_text(&json, "program", "bilancia");
    bil_json_put_text(&json, "program_version", BIL_VERSION);
    bil_json_begin_array(&json, "commands");
    for (size_t i = 0; i < cli_command_count; i++) {
        if (only == NULL || only == cli_commands[i]) {
            put_command(&json, cli_commands[i]);
        }
    }
    bil_json_end_array(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

int cli_run_help(const cli_call *call)
{
    const cli_command *command = NULL;
    if (!cli_named_command(&command, call)) {
        return bil_status_exit_code(BIL_E_USAGE);
    }
    bil_text text;
    bil_text_init(&text);
    if (cli_is(call, CLI_FORMAT, "json", false)) {
        put_description(&text, command);
    } else if (command != NULL) {
        cli_put_command_help(&text, call->lang, command);
    } else {
        cli_put_help(&text, call->lang);
    }
    return cli_deliver(call->lang, NULL, &text);
}

bool cli_named_command(const cli_command **out, const cli_call *call)
{
    *out = NULL;
    if (call->operands[0] == NULL) {
        return true;
    }
    char name[64];
    (void)snprintf(name, sizeof name, "%s%s%s", call->operands[0],
                   call->operands[1] == NULL ? "" : " ",
                   call->operands[1] == NULL ? "" : call->operands[1]);
    *out = cli_command_find(name);
    if (*out == NULL) {
        const bool one = cli_command_find(call->operands[0]) != NULL;
        (void)cli_unknown(call->lang, one ? name : call->operands[0],
                          one ? NULL : call->operands[1]);
    }
    return *out != NULL;
}
