/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `catalogue check`: here the faults are the answer, so they go to standard output. */
#include <string.h>

#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/terminal.h"
#include "data/catalogue.h"
#include "data/json.h"
#include "engine/money.h"

static void put_number(bil_text *out, bil_lang lang, size_t value, size_t width)
{
    char number[48];
    bil_integer_format(number, sizeof number, (int64_t)value, lang);
    for (size_t i = strlen(number); i < width; i++) {
        bil_text_add(out, " ");
    }
    bil_text_add(out, number);
}

static void put_right(bil_text *out, const char *text, size_t width)
{
    for (size_t i = bil_utf8_length(text); i < width; i++) {
        bil_text_add(out, " ");
    }
    bil_text_add(out, text);
}

static void put_table(bil_text *out, bil_lang lang, const bil_catalogue *catalogue)
{
    bil_catalogue_count counts[BIL_CATALOGUE_TABLES];
    bil_catalogue_summary(counts, catalogue);
    bil_text_addf(out, "%s %s  %.12s…\n\n", catalogue->name, catalogue->version, catalogue->sha256);
    cli_pad(out, cli_say(lang, CLI_W_TABLE_FILE), 18);
    put_right(out, cli_say(lang, CLI_W_TABLE_ROWS), 8);
    bil_text_add(out, "       S       P       G");
    put_right(out, cli_say(lang, CLI_W_TABLE_UNSTATED), 11);
    bil_text_add(out, "\n");
    for (size_t i = 0; i < BIL_CATALOGUE_TABLES; i++) {
        const bil_catalogue_count *row = &counts[i];
        cli_pad(out, row->file, 18);
        put_number(out, lang, row->rows, 8);
        if (row->has_confidence) {
            put_number(out, lang, row->read_in_source, 8);
            put_number(out, lang, row->partly, 8);
            put_number(out, lang, row->general, 8);
            put_number(out, lang, row->unstated, 11);
        }
        bil_text_add(out, "\n");
    }
    bil_text_addf(out, "\n%s\n", cli_say(lang, CLI_W_TABLE_KEY));
}

static void put_json_tables(bil_json_writer *json, const bil_catalogue *catalogue)
{
    bil_catalogue_count counts[BIL_CATALOGUE_TABLES];
    bil_catalogue_summary(counts, catalogue);
    bil_json_put_text(json, "name", catalogue->name);
    bil_json_put_text(json, "catalogue_version", catalogue->version);
    bil_json_put_text(json, "sha256", catalogue->sha256);
    bil_json_begin_array(json, "tables");
    for (size_t i = 0; i < BIL_CATALOGUE_TABLES; i++) {
        bil_json_inline(json);
        bil_json_begin_object(json, NULL);
        bil_json_put_text(json, "file", counts[i].file);
        bil_json_put_integer(json, "rows", (int64_t)counts[i].rows);
        if (counts[i].has_confidence) {
            bil_json_put_integer(json, "S", (int64_t)counts[i].read_in_source);
            bil_json_put_integer(json, "P", (int64_t)counts[i].partly);
            bil_json_put_integer(json, "G", (int64_t)counts[i].general);
            bil_json_put_integer(json, "unstated", (int64_t)counts[i].unstated);
        }
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
}

static void put_json(bil_text *out, bil_lang lang, const bil_pipeline *run)
{
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-catalogue-check");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_bool(&json, "passed", run->faults.errors == 0);
    bil_json_put_integer(&json, "errors", (int64_t)run->faults.errors);
    bil_json_put_integer(&json, "not_listed", (int64_t)run->faults.dropped);
    cli_put_json_faults(&json, lang, &run->faults);
    if (run->catalogue != NULL) {
        put_json_tables(&json, run->catalogue);
    }
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

static int report(const bil_pipeline *run, const cli_call *call)
{
    bil_text text;
    bil_text_init(&text);
    if (cli_is(call, CLI_FORMAT, "json", false)) {
        put_json(&text, call->lang, run);
    } else {
        cli_put_faults(&text, call->lang, &run->faults, !cli_given(call, CLI_QUIET));
        if (run->catalogue != NULL) {
            put_table(&text, call->lang, run->catalogue);
        }
        cli_put_fault_count(&text, call->lang, &run->faults);
    }
    return cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
}

int cli_run_catalogue_check(const cli_call *call)
{
    bil_error err = {0};
    bil_text folder;
    bil_text_init(&folder);
    bil_pipeline run = {0};
    bil_status status = bil_pipeline_open(&run, &err);
    if (status == BIL_OK) {
        status = cli_find_catalogue(&folder, call->operands[0], &err);
    }
    if (status == BIL_OK) {
        status = bil_pipeline_catalogue(&run, folder.bytes, &err);
    }
    int code = bil_status_exit_code(status);
    if (status == BIL_OK || (status == BIL_E_DATA && run.faults.errors > 0)) {
        int written = report(&run, call);
        code = written == 0 ? code : written;
    } else {
        code = cli_fail(call, &run, &err);
    }
    bil_pipeline_close(&run);
    bil_text_release(&folder);
    return code;
}
