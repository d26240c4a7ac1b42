/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/spare.h"

#include <stdio.h>
#include <string.h>

#include "app/cli/say.h"
#include "app/cli/terminal.h"
#include "data/catalogue.h"
#include "data/district.h"
#include "data/file.h"

enum { OPTION_ROOM = 32 }; /* "--" and the longest name */

static bool is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* Where this option of the call writes; NULL = it does not. An answer that goes nowhere else goes
 * to standard output. */
static const char *output_of(const cli_call *call, const cli_option *option)
{
    const char *otherwise = option->id == CLI_OUTPUT && option->kind == CLI_FILE ? "-" : NULL;
    return option->writes ? cli_text(call, option->id, otherwise) : NULL;
}

/* ---- outputs and inputs ---------------------------------------------------------------------- */

static bool same_as_member(const char *output, const char *folder, const char *name)
{
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, folder, name);
    const bool same = !path.failed && bil_file_same(output, path.bytes);
    bil_text_release(&path);
    return same;
}

/* Is it one of the files that are read of a district's or a catalogue's folder? */
static bool is_in_folder(const char *output, const char *folder)
{
    bool found = same_as_member(output, folder, BIL_DISTRICT_FILE) ||
                 same_as_member(output, folder, BIL_DISTRICT_PERSONS);
    for (int i = 0; !found && i < BIL_CATALOGUE_FILES; i++) {
        found = same_as_member(output, folder, bil_catalogue_file_name((bil_catalogue_file)i));
    }
    return found;
}

static bool takes_place_of(const char *output, cli_kind kind, const char *input)
{
    return kind == CLI_FOLDER ? is_in_folder(output, input)
                              : bil_file_same(output, is_standard(input) ? "/dev/stdin" : input);
}

bool cli_spares(const cli_call *call, cli_kind kind, const char *input)
{
    const cli_option *option = NULL;
    const bool file = kind == CLI_FILE || kind == CLI_FOLDER;
    for (size_t k = 0; file && input != NULL; k++) {
        if ((option = cli_option_at(call->command, k)) == NULL) {
            break;
        }
        const char *output = output_of(call, option);
        if (output != NULL && !is_standard(output) && takes_place_of(output, kind, input)) {
            char name[OPTION_ROOM];
            (void)snprintf(name, sizeof name, "--%s", option->name);
            cli_complain(call->lang, CLI_W_WRITES_OVER_INPUT, name, output);
            return false;
        }
    }
    return true;
}

static bool spares_operands(const cli_call *call)
{
    bool spared = true;
    cli_kind kind = CLI_TEXT;
    for (size_t i = 0; spared && i < call->command->operand_count; i++) {
        kind = call->command->operands[i].kind;
        spared = cli_spares(call, kind, call->operands[i]);
    }
    for (size_t i = 0; spared && call->more != NULL && call->more[i] != NULL; i++) {
        spared = cli_spares(call, kind, call->more[i]);
    }
    return spared;
}

static bool spares_options(const cli_call *call)
{
    const cli_option *option = NULL;
    bool spared = true;
    for (size_t k = 0; spared && (option = cli_option_at(call->command, k)) != NULL; k++) {
        spared = option->writes || cli_spares(call, option->kind, cli_text(call, option->id, NULL));
    }
    return spared;
}

/* The one that is found when the line names none, too. */
static bool spares_catalogue(const cli_call *call)
{
    bil_text folder;
    bil_text_init(&folder);
    const char *named = cli_text(call, CLI_CATALOGUE, NULL);
    const bool spared = cli_find_catalogue(&folder, named, NULL) != BIL_OK ||
                        cli_spares(call, CLI_FOLDER, folder.bytes);
    bil_text_release(&folder);
    return spared;
}

/* ---- outputs among themselves ---------------------------------------------------------------- */

static bool same_place(const char *a, const char *b)
{
    return is_standard(a) || is_standard(b) ? is_standard(a) && is_standard(b)
                                            : bil_file_same(a, b);
}

static bool outputs_differ(const cli_call *call)
{
    const cli_option *one = NULL;
    const cli_option *other = NULL;
    for (size_t i = 0; (one = cli_option_at(call->command, i)) != NULL; i++) {
        const char *path = output_of(call, one);
        for (size_t k = 0; path != NULL && k < i; k++) {
            other = cli_option_at(call->command, k);
            const char *before = output_of(call, other);
            if (before != NULL && same_place(path, before)) {
                cli_complain(call->lang, CLI_W_SAME_PLACE, other->name, one->name);
                return false;
            }
        }
    }
    return true;
}

bool cli_spares_inputs(const cli_call *call)
{
    return outputs_differ(call) && spares_operands(call) && spares_options(call) &&
           spares_catalogue(call);
}
