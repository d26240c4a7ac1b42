/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shell completion, written from the table of commands. */
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/say.h"
#include "engine/case.h"

/* Text inside single quotes of a shell; zsh also wants `special` characters with a backslash. */
static void put_quoted(bil_text *out, const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            bil_text_add(out, "'\\''");
        } else if (strchr(special, *text) != NULL) {
            bil_text_addf(out, "\\%c", *text);
        } else {
            bil_text_add_n(out, text, 1);
        }
    }
}

/* The possible values of an option, with spaces between; nothing when any text will do. */
static void put_values(bil_text *out, const cli_option *option)
{
    if (option->kind == CLI_CHOICE) {
        for (size_t i = 0; option->choices[i] != NULL; i++) {
            bil_text_addf(out, "%s%s", i == 0 ? "" : " ", option->choices[i]);
        }
    } else if (option->kind == CLI_PROFILE_NAME) {
        for (int i = 0; i <= BIL_PROFILE_PREFERENCES_FIRST; i++) {
            bil_text_addf(out, "%s%s", i == 0 ? "" : " ", bil_profile_name((bil_profile)i));
        }
    }
}

static bool has_values(const cli_option *option)
{
    return option->kind == CLI_CHOICE || option->kind == CLI_PROFILE_NAME;
}

static bool same_first_word(const char *a, const char *b)
{
    const size_t size = strcspn(a, " ");
    return strcspn(b, " ") == size && strncmp(a, b, size) == 0;
}

/* Does no command before this one begin with the same word? */
static bool is_first_of_word(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (same_first_word(cli_commands[i]->name, cli_commands[index]->name)) {
            return false;
        }
    }
    return true;
}

/* The first words of all commands, each once. */
static void put_first_words(bil_text *out)
{
    for (size_t i = 0; i < cli_command_count; i++) {
        const char *name = cli_commands[i]->name;
        if (is_first_of_word(i)) {
            bil_text_addf(out, "%s%.*s", i == 0 ? "" : " ", (int)strcspn(name, " "), name);
        }
    }
}

/* The second words of the commands of two that begin like this one. */
static void put_second_words(bil_text *out, const char *like)
{
    const char *before = "";
    for (size_t i = 0; i < cli_command_count; i++) {
        const char *space = strchr(cli_commands[i]->name, ' ');
        if (space != NULL && same_first_word(cli_commands[i]->name, like)) {
            bil_text_addf(out, "%s%s", before, space + 1);
            before = " ";
        }
    }
}

/* ---- bash ------------------------------------------------------------------------------------ */

static void bash_options(bil_text *out, const cli_command *command)
{
    const cli_option *option = NULL;
    bil_text_add(out, "        case $prev in\n");
    for (size_t i = 0; (option = cli_option_at(command, i)) != NULL; i++) {
        if (option->kind == CLI_FLAG) {
            continue;
        }
        bil_text_addf(out, "        --%s", option->name);
        if (option->letter != '\0') {
            bil_text_addf(out, "|-%c", option->letter);
        }
        bil_text_add(out, ") ");
        if (has_values(option)) {
            bil_text_add(out, "_bilancia_words '");
            put_values(out, option);
            bil_text_add(out, "'");
        } else if (option->kind == CLI_FILE) {
            bil_text_add(out, "_bilancia_files");
        } else if (option->kind == CLI_FOLDER) {
            bil_text_add(out, "_bilancia_folders");
        } else {
            bil_text_add(out, ":");
        }
        bil_text_add(out, "; return ;;\n");
    }
    bil_text_add(out, "        esac\n        if [[ $cur == -* ]]; then\n"
                      "            _bilancia_words '");
    for (size_t i = 0; (option = cli_option_at(command, i)) != NULL; i++) {
        bil_text_addf(out, "%s--%s", i == 0 ? "" : " ", option->name);
    }
    bil_text_add(out, "'\n");
}

static void bash_operands(bil_text *out, const cli_command *command)
{
    if (command->operand_count == 0) {
        bil_text_add(out, "        fi ;;\n");
        return;
    }
    const cli_operand *operand = &command->operands[0];
    bil_text_add(out, "        else\n            ");
    if (operand->kind == CLI_CHOICE) {
        bil_text_add(out, "_bilancia_words '");
        for (size_t i = 0; operand->choices[i] != NULL; i++) {
            bil_text_addf(out, "%s%s", i == 0 ? "" : " ", operand->choices[i]);
        }
        bil_text_add(out, "'");
    } else if (operand->kind == CLI_COMMAND_NAME) {
        bil_text_add(out, "_bilancia_words '");
        put_first_words(out);
        bil_text_add(out, "'");
    } else {
        bil_text_add(out, operand->kind == CLI_FOLDER ? "_bilancia_folders" : "_bilancia_files");
    }
    bil_text_add(out, "\n        fi ;;\n");
}

static void put_bash(bil_text *out)
{
    bil_text_add(out,
                 "# bilancia completion bash\n"
                 "_bilancia_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\"); }\n"
                 "_bilancia_files() { compopt -o filenames 2>/dev/null\n"
                 "    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); }\n"
                 "_bilancia_folders() { compopt -o filenames 2>/dev/null\n"
                 "    mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); }\n"
                 "_bilancia()\n{\n"
                 "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
                 "    local command='' word i\n"
                 "    if [[ $cur == '=' ]]; then\n        cur=''\n"
                 "    elif [[ $prev == '=' ]]; then\n"
                 "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n    fi\n"
                 "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                 "        word=${COMP_WORDS[i]}\n"
                 "        case \"$command:$word\" in\n");
    for (size_t i = 0; i < cli_command_count; i++) {
        const char *name = cli_commands[i]->name;
        const char *space = strchr(name, ' ');
        bil_text_addf(out, "        ':%.*s') command='%.*s' ;;\n", (int)strcspn(name, " "), name,
                      (int)strcspn(name, " "), name);
        if (space != NULL) {
            bil_text_addf(out, "        '%.*s:%s') command='%s' ;;\n", (int)(space - name), name,
                          space + 1, name);
        }
    }
    bil_text_add(out, "        esac\n    done\n    case $command in\n    '') _bilancia_words '");
    put_first_words(out);
    bil_text_add(out, " --help --version --lang' ;;\n");
    for (size_t i = 0; i < cli_command_count; i++) {
        const cli_command *command = cli_commands[i];
        const char *space = strchr(command->name, ' ');
        if (space != NULL && is_first_of_word(i)) {
            bil_text_addf(out, "    '%.*s') _bilancia_words '", (int)(space - command->name),
                          command->name);
            put_second_words(out, command->name);
            bil_text_add(out, "' ;;\n");
        }
        bil_text_addf(out, "    '%s')\n", command->name);
        bash_options(out, command);
        bash_operands(out, command);
    }
    bil_text_add(out, "    esac\n}\ncomplete -F _bilancia bilancia\n");
}

/* ---- zsh ------------------------------------------------------------------------------------- */

static void zsh_option(bil_text *out, bil_lang lang, const cli_option *option)
{
    static const char *const special = "[]:\\";
    bil_text_add(out, " \\\n            ");
    if (option->letter != '\0') {
        bil_text_addf(out, "'(-%c --%s)'{-%c,--%s}'[", option->letter, option->name, option->letter,
                      option->name);
    } else {
        bil_text_addf(out, "'--%s[", option->name);
    }
    put_quoted(out, cli_pick(lang, option->help), special);
    bil_text_add(out, "]");
    if (option->kind != CLI_FLAG) {
        bil_text_add(out, ":");
        put_quoted(out, cli_pick(lang, option->value), special);
        bil_text_add(out, ":");
    }
    if (has_values(option)) {
        bil_text_add(out, "(");
        put_values(out, option);
        bil_text_add(out, ")");
    } else if (option->kind == CLI_FILE) {
        bil_text_add(out, "_files");
    } else if (option->kind == CLI_FOLDER) {
        bil_text_add(out, "_files -/");
    }
    bil_text_add(out, "'");
}

static void zsh_operand(bil_text *out, const cli_command *command)
{
    if (command->operand_count == 0) {
        return;
    }
    const cli_operand *operand = &command->operands[0];
    bil_text_add(out, " \\\n            '*: :");
    if (operand->kind == CLI_CHOICE) {
        bil_text_add(out, "(");
        for (size_t i = 0; operand->choices[i] != NULL; i++) {
            bil_text_addf(out, "%s%s", i == 0 ? "" : " ", operand->choices[i]);
        }
        bil_text_add(out, ")");
    } else if (operand->kind == CLI_COMMAND_NAME) {
        bil_text_add(out, "(");
        put_first_words(out);
        bil_text_add(out, ")");
    } else {
        bil_text_add(out, operand->kind == CLI_FOLDER ? "_files -/" : "_files");
    }
    bil_text_add(out, "'");
}

static void put_zsh(bil_text *out, bil_lang lang)
{
    bil_text_add(out, "#compdef bilancia\n_bilancia() {\n"
                      "    local -a said\n"
                      "    said=(${words[2,CURRENT-1]:#-*})\n"
                      "    local command=$said[1] taken=1\n"
                      "    if (( CURRENT == 2 )); then\n        local -a commands=(\n");
    for (size_t i = 0; i < cli_command_count; i++) {
        const char *name = cli_commands[i]->name;
        bil_text_addf(out, "            '%.*s:", (int)strcspn(name, " "), name);
        put_quoted(out, cli_pick(lang, cli_commands[i]->summary), ":\\");
        bil_text_add(out, "'\n");
    }
    bil_text_add(out, "        )\n        _describe command commands\n        return\n    fi\n");
    for (size_t i = 0; i < cli_command_count; i++) {
        const char *name = cli_commands[i]->name;
        const char *space = strchr(name, ' ');
        if (space != NULL && is_first_of_word(i)) {
            bil_text_addf(out,
                          "    if [[ $command == %.*s ]]; then\n"
                          "        if (( CURRENT == 3 )); then\n"
                          "            compadd ",
                          (int)(space - name), name);
            put_second_words(out, name);
            bil_text_add(out, "\n            return\n        fi\n"
                              "        command=\"$command $said[2]\" taken=2\n    fi\n");
        }
    }
    bil_text_add(out, "    shift $taken words\n    (( CURRENT -= taken ))\n"
                      "    case $command in\n");
    for (size_t i = 0; i < cli_command_count; i++) {
        const cli_command *command = cli_commands[i];
        const cli_option *option = NULL;
        bil_text_addf(out, "    '%s')\n        _arguments", command->name);
        for (size_t k = 0; (option = cli_option_at(command, k)) != NULL; k++) {
            zsh_option(out, lang, option);
        }
        zsh_operand(out, command);
        bil_text_add(out, " ;;\n");
    }
    bil_text_add(out, "    esac\n}\n"
                      "if [[ $funcstack[1] == _bilancia ]]; then\n    _bilancia \"$@\"\nelse\n"
                      "    compdef _bilancia bilancia\nfi\n");
}

/* ---- fish ------------------------------------------------------------------------------------ */

static void fish_option(bil_text *out, bil_lang lang, const cli_command *command,
                        const cli_option *option)
{
    bil_text_addf(out, "complete -c bilancia -n '__bilancia_is %s' -l %s", command->name,
                  option->name);
    if (option->letter != '\0') {
        bil_text_addf(out, " -s %c", option->letter);
    }
    if (has_values(option)) {
        bil_text_add(out, " -x -a '");
        put_values(out, option);
        bil_text_add(out, "'");
    } else if (option->kind == CLI_FILE) {
        bil_text_add(out, " -r -F");
    } else if (option->kind == CLI_FOLDER) {
        bil_text_add(out, " -x -a '(__fish_complete_directories)'");
    } else if (option->kind != CLI_FLAG) {
        bil_text_add(out, " -x");
    }
    bil_text_add(out, " -d '");
    /* In fish a quote inside quotes is written \' and a backslash \\. */
    for (const char *at = cli_pick(lang, option->help); *at != '\0'; at++) {
        bil_text_addf(out, *at == '\'' || *at == '\\' ? "\\%c" : "%c", *at);
    }
    bil_text_add(out, "'\n");
}

static void put_fish(bil_text *out, bil_lang lang)
{
    bil_text_add(out, "# bilancia completion fish\n"
                      "function __bilancia_is\n"
                      "    set -l said (string match -v -- '-*' (commandline -opc))\n"
                      "    set -l last (math 1 + (count $argv))\n"
                      "    test (count $said) -ge $last; and "
                      "test \"$said[2..$last]\" = \"$argv\"\nend\n"
                      "function __bilancia_at\n"
                      "    set -l said (string match -v -- '-*' (commandline -opc))\n"
                      "    test (count $said) -eq (math 1 + (count $argv)); and begin\n"
                      "        test (count $argv) -eq 0; or test \"$said[2]\" = \"$argv\"\n"
                      "    end\nend\n");
    for (size_t i = 0; i < cli_command_count; i++) {
        const cli_command *command = cli_commands[i];
        const char *space = strchr(command->name, ' ');
        int first = (int)strcspn(command->name, " ");
        bil_text_addf(out, "complete -c bilancia -f -n '__bilancia_at' -a '%.*s' -d '", first,
                      command->name);
        put_quoted(out, cli_pick(lang, command->summary), "");
        bil_text_add(out, "'\n");
        if (space != NULL) {
            bil_text_addf(out, "complete -c bilancia -f -n '__bilancia_at %.*s' -a '%s'\n", first,
                          command->name, space + 1);
        }
        const cli_option *option = NULL;
        for (size_t k = 0; (option = cli_option_at(command, k)) != NULL; k++) {
            fish_option(out, lang, command, option);
        }
    }
}

int cli_run_completion(const cli_call *call)
{
    const char *shell = call->operands[0];
    bil_text text;
    bil_text_init(&text);
    if (strcmp(shell, "bash") == 0) {
        put_bash(&text);
    } else if (strcmp(shell, "zsh") == 0) {
        put_zsh(&text, call->lang);
    } else {
        put_fish(&text, call->lang);
    }
    return cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
}
