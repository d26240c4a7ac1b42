/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manual pages in man's own format, written from the table of commands. */
#include <stdio.h>
#include <string.h>

#include "app/cli/help.h"
#include "app/cli/say.h"
#include "engine/version.h"

/* Running text: what roff would take as its own is disarmed. */
static void put(bil_text *out, const char *text)
{
    if (*text == '.' || *text == '\'') {
        bil_text_add(out, "\\&");
    }
    for (; *text != '\0'; text++) {
        if (*text == '\\') {
            bil_text_add(out, "\\e");
        } else if (*text == '-') {
            bil_text_add(out, "\\-");
        } else {
            bil_text_add_n(out, text, 1);
        }
    }
}

static void section(bil_text *out, bil_lang lang, cli_word title)
{
    bil_text_addf(out, ".SH \"%s\"\n", cli_say(lang, title));
}

/* ".TP", the term in bold, its words below. */
static void entry(bil_text *out, const char *term, const char *words)
{
    bil_text_add(out, ".TP\n\\fB");
    put(out, term);
    bil_text_add(out, "\\fR\n");
    put(out, words);
    bil_text_add(out, "\n");
}

/* "bilancia-catalogue-check". */
static void page_name(char *out, size_t size, const cli_command *command)
{
    (void)snprintf(out, size, "bilancia%s%s", command == NULL ? "" : "-",
                   command == NULL ? "" : command->name);
    for (char *at = out; *at != '\0'; at++) {
        *at = *at == ' ' ? '-' : *at;
    }
}

static void put_title(bil_text *out, bil_lang lang, const cli_command *command, bil_words summary)
{
    char name[80];
    page_name(name, sizeof name, command);
    bil_text_addf(out, ".\\\" bilancia man %s\n.TH \"%s\" 1 \"\" \"bilancia %s\" \"%s\"\n",
                  command == NULL ? "" : command->name, name, BIL_VERSION,
                  cli_say(lang, CLI_W_MAN_MANUAL));
    /* No justification and no hyphens: words stay searchable. */
    bil_text_add(out, ".ad l\n.nh\n");
    section(out, lang, CLI_W_MAN_NAME);
    put(out, name);
    bil_text_add(out, " \\- ");
    put(out, cli_pick(lang, summary));
    bil_text_add(out, "\n");
    section(out, lang, CLI_W_MAN_SYNOPSIS);
}

static void put_environment(bil_text *out, bil_lang lang)
{
    section(out, lang, CLI_W_MAN_ENVIRONMENT);
    entry(out, "BILANCIA_CATALOGUE", cli_say(lang, CLI_W_MAN_CATALOGUE));
    entry(out, "NO_COLOR", cli_say(lang, CLI_W_MAN_NO_COLOR));
    entry(out, "LC_ALL, LC_MESSAGES, LANG", cli_say(lang, CLI_W_MAN_LANG));
}

static void put_program_page(bil_text *out, bil_lang lang)
{
    static const bil_words summary = {"compone e controlla budget di salute",
                                      "compose and check health budgets"};
    put_title(out, lang, NULL, summary);
    bil_text_addf(out, "\\fBbilancia\\fR %s %s\n", cli_say(lang, CLI_W_COMMAND),
                  cli_say(lang, CLI_W_OPTIONS_PLACE));
    section(out, lang, CLI_W_MAN_DESCRIPTION);
    put(out, cli_say(lang, CLI_W_WHAT_1));
    bil_text_add(out, "\n");
    put(out, cli_say(lang, CLI_W_WHAT_2));
    bil_text_add(out, "\n");
    put(out, cli_say(lang, CLI_W_WHAT_3));
    bil_text_add(out, "\n.PP\n");
    put(out, cli_say(lang, CLI_W_HELP_STREAMS));
    bil_text_add(out, "\n");
    section(out, lang, CLI_W_MAN_COMMANDS);
    for (size_t i = 0; i < cli_command_count; i++) {
        char name[80];
        page_name(name, sizeof name, cli_commands[i]);
        bil_text_add(out, ".TP\n.BR ");
        put(out, name);
        bil_text_add(out, " (1)\n");
        put(out, cli_pick(lang, cli_commands[i]->summary));
        bil_text_add(out, "\n");
    }
    section(out, lang, CLI_W_MAN_EXITS);
    cli_put_exits(out, lang, NULL, entry);
    put_environment(out, lang);
}

static void put_options(bil_text *out, bil_lang lang, const cli_command *command)
{
    section(out, lang, CLI_W_MAN_OPTIONS);
    const cli_option *option = NULL;
    for (size_t i = 0; (option = cli_option_at(command, i)) != NULL; i++) {
        cli_put_option(out, lang, option, entry);
    }
}

static void put_command_page(bil_text *out, bil_lang lang, const cli_command *command)
{
    put_title(out, lang, command, command->summary);
    bil_text usage;
    bil_text_init(&usage);
    cli_put_usage(&usage, lang, command);
    put(out, usage.failed ? "" : usage.bytes);
    out->failed = out->failed || usage.failed;
    bil_text_release(&usage);
    bil_text_add(out, "\n");
    section(out, lang, CLI_W_MAN_DESCRIPTION);
    put(out, cli_pick(lang, command->text));
    bil_text_add(out, "\n");
    if (command->operand_count > 0) {
        section(out, lang, CLI_W_MAN_OPERANDS);
        for (size_t i = 0; i < command->operand_count; i++) {
            entry(out, cli_pick(lang, command->operands[i].name),
                  cli_pick(lang, command->operands[i].help));
        }
    }
    put_options(out, lang, command);
    section(out, lang, CLI_W_MAN_EXAMPLES);
    for (size_t i = 0; i < command->example_count; i++) {
        bil_text line;
        bil_text_init(&line);
        bil_text_addf(&line, "bilancia %s", command->examples[i].line);
        entry(out, line.failed ? "" : line.bytes, cli_pick(lang, command->examples[i].says));
        out->failed = out->failed || line.failed;
        bil_text_release(&line);
    }
    section(out, lang, CLI_W_MAN_EXITS);
    cli_put_exits(out, lang, command, entry);
    put_environment(out, lang);
    section(out, lang, CLI_W_MAN_SEE);
    bil_text_add(out, ".BR bilancia (1)\n");
}

static void put_page(bil_text *out, bil_lang lang, const cli_command *command)
{
    if (command == NULL) {
        put_program_page(out, lang);
    } else {
        put_command_page(out, lang, command);
    }
}

/* Every page as "folder/bilancia-propose.1". */
static int write_all(bil_lang lang, const char *folder)
{
    int code = 0;
    for (size_t i = 0; i <= cli_command_count && code == 0; i++) {
        const cli_command *command = i == 0 ? NULL : cli_commands[i - 1];
        char name[80];
        bil_text path;
        bil_text text;
        bil_text_init(&path);
        bil_text_init(&text);
        page_name(name, sizeof name, command);
        bil_text_addf(&path, "%s/%s.1", folder, name);
        put_page(&text, lang, command);
        text.failed = text.failed || path.failed;
        code = cli_deliver(lang, path.failed ? NULL : path.bytes, &text);
        bil_text_release(&path);
    }
    return code;
}

int cli_run_man(const cli_call *call)
{
    const cli_command *command = NULL;
    const char *output = cli_text(call, CLI_OUTPUT, NULL);
    if (!cli_named_command(&command, call)) {
        return bil_status_exit_code(BIL_E_USAGE);
    }
    if (cli_given(call, CLI_ALL)) {
        if (output == NULL) {
            cli_complain(call->lang, CLI_W_MISSING_OPTION, "-o", NULL);
            return bil_status_exit_code(BIL_E_USAGE);
        }
        return write_all(call->lang, output);
    }
    bil_text text;
    bil_text_init(&text);
    put_page(&text, call->lang, command);
    return cli_deliver(call->lang, output, &text);
}
