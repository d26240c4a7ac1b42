/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `district check`: here the faults are the answer, so they go to standard output. */
#include <stdio.h>

#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/terminal.h"
#include "data/json.h"
#include "engine/money.h"
#include "scenarios/district.h"

enum { LABEL_WIDTH = 30, NUMBER_WIDTH = 18 };

static void put_right(bil_text *out, const char *text)
{
    for (size_t i = bil_utf8_length(text); i < NUMBER_WIDTH; i++) {
        bil_text_add(out, " ");
    }
    bil_text_addf(out, "%s\n", text);
}

static void put_count(bil_text *out, bil_lang lang, const char *label, int64_t value)
{
    char number[48];
    bil_integer_format(number, sizeof number, value, lang);
    cli_pad(out, label, LABEL_WIDTH);
    put_right(out, number);
}

/* A part of the number above. */
static void put_part(bil_text *out, bil_lang lang, cli_word word, int64_t value)
{
    char label[128];
    (void)snprintf(label, sizeof label, "  %s", cli_say(lang, word));
    put_count(out, lang, label, value);
}

static void put_money(bil_text *out, bil_lang lang, const char *label, int64_t cents)
{
    char money[48];
    bil_money_format(money, sizeof money, cents, lang);
    cli_pad(out, label, LABEL_WIDTH);
    put_right(out, money);
}

static void put_persons(bil_text *out, bil_lang lang, const bil_district_summary *s)
{
    static const cli_word intensities[BIL_INTENSITIES] = {
        CLI_W_INTENSITY_LOW, CLI_W_INTENSITY_MEDIUM, CLI_W_INTENSITY_HIGH};
    static const cli_word waits[BIL_WAITING_BANDS] = {CLI_W_WAITING_60, CLI_W_WAITING_120,
                                                      CLI_W_WAITING_240, CLI_W_WAITING_MORE};
    put_count(out, lang, cli_say(lang, CLI_W_PERSONS), s->persons);
    for (size_t i = 0; i < BIL_INTENSITIES; i++) {
        put_part(out, lang, intensities[i], s->by_intensity[i]);
    }
    for (size_t i = 0; i < BIL_WAITING_BANDS; i++) {
        put_part(out, lang, waits[i], s->by_waiting[i]);
    }
    put_count(out, lang, cli_say(lang, CLI_W_NEEDS), s->needs);
    put_count(out, lang, cli_say(lang, CLI_W_WITH_SERVICES), s->in_place);
    put_count(out, lang, cli_say(lang, CLI_W_IN_RESIDENCE), s->residents);
    put_count(out, lang, cli_say(lang, CLI_W_WITH_PLAN), s->granted);
    if (s->budgets > 0) {
        put_money(out, lang, cli_say(lang, CLI_W_MEAN_BUDGET),
                  bil_div_round(s->budget_cents, s->budgets));
    }
}

static void put_shared(bil_text *out, bil_lang lang, const bil_district *district)
{
    const bil_catalogue *catalogue = district->catalogue;
    bil_text_addf(out, "\n%s\n", cli_say(lang, CLI_W_POOLS_YEAR));
    for (size_t i = 0; i < district->pool_count; i++) {
        put_money(out, lang, catalogue->sources[district->pools[i].source].code,
                  district->pools[i].yearly_cents);
    }
    bil_text_addf(out, "\n%s\n", cli_say(lang, CLI_W_CAPACITIES_MONTH));
    for (size_t i = 0; i < district->capacity_count; i++) {
        put_count(out, lang, district->capacities[i].code, district->capacities[i].month_units);
    }
}

static void put_json_shared(bil_json_writer *json, const bil_district *district)
{
    bil_json_begin_object(json, "pools");
    for (size_t i = 0; i < district->pool_count; i++) {
        bil_json_put_integer(json, district->catalogue->sources[district->pools[i].source].code,
                             district->pools[i].yearly_cents);
    }
    bil_json_end_object(json);
    bil_json_begin_object(json, "capacities");
    for (size_t i = 0; i < district->capacity_count; i++) {
        bil_json_put_integer(json, district->capacities[i].code,
                             district->capacities[i].month_units);
    }
    bil_json_end_object(json);
}

static void put_json_summary(bil_json_writer *json, const bil_district_summary *s)
{
    static const char *const waits[BIL_WAITING_BANDS] = {"to_60", "to_120", "to_240", "longer"};
    bil_json_put_text(json, "name", s->district->name);
    bil_json_put_text(json, "sha256", s->district->sha256);
    bil_json_put_integer(json, "persons", s->persons);
    bil_json_begin_object(json, "intensity");
    for (int i = 0; i < BIL_INTENSITIES; i++) {
        bil_json_put_integer(json, bil_intensity_name((bil_intensity)i), s->by_intensity[i]);
    }
    bil_json_end_object(json);
    bil_json_begin_object(json, "waiting_days");
    for (size_t i = 0; i < BIL_WAITING_BANDS; i++) {
        bil_json_put_integer(json, waits[i], s->by_waiting[i]);
    }
    bil_json_end_object(json);
    bil_json_put_integer(json, "needs", s->needs);
    bil_json_put_integer(json, "with_services", s->in_place);
    bil_json_put_integer(json, "residents", s->residents);
    bil_json_put_integer(json, "granted", s->granted);
    if (s->budgets > 0) {
        bil_json_put_integer(json, "mean_public_monthly_cents",
                             bil_div_round(s->budget_cents, s->budgets));
    } else {
        bil_json_put_null(json, "mean_public_monthly_cents");
    }
    put_json_shared(json, s->district);
}

static void put_json(bil_text *out, bil_lang lang, const bil_faults *faults,
                     const bil_district_summary *s)
{
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-district-check");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_bool(&json, "passed", faults->errors == 0);
    bil_json_put_integer(&json, "errors", (int64_t)faults->errors);
    bil_json_put_integer(&json, "not_listed", (int64_t)faults->dropped);
    cli_put_json_faults(&json, lang, faults);
    if (s->district != NULL) {
        put_json_summary(&json, s);
    }
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

static int report(const cli_call *call, const bil_faults *faults, const bil_district_summary *s)
{
    bil_text text;
    bil_text_init(&text);
    if (cli_is(call, CLI_FORMAT, "json", false)) {
        put_json(&text, call->lang, faults, s);
    } else {
        cli_put_faults(&text, call->lang, faults, !cli_given(call, CLI_QUIET));
        if (s->district != NULL) {
            bil_text_addf(&text, "%s\n\n", s->district->name);
            put_persons(&text, call->lang, s);
            put_shared(&text, call->lang, s->district);
            bil_text_add(&text, "\n");
        }
        cli_put_fault_count(&text, call->lang, faults);
    }
    return cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
}

int cli_run_district_check(const cli_call *call)
{
    bil_error err = {0};
    bil_faults faults;
    bil_pipeline run = {0};
    bil_district_summary summary = {0};
    bil_status status = cli_read(&run, call, NULL);
    if (status != BIL_OK) {
        bil_pipeline_close(&run);
        return bil_status_exit_code(status);
    }
    bil_faults_init(&faults, run.arena); /* the catalogue's own were told already */
    status = bil_district_look(&summary, call->operands[0], run.catalogue, &faults, &err);
    int code = bil_status_exit_code(status);
    if (status == BIL_OK || (status == BIL_E_DATA && faults.errors > 0)) {
        const int written = report(call, &faults, &summary);
        code = written == 0 ? code : written;
    } else {
        code = cli_fail(call, &run, &err);
    }
    bil_district_free(summary.district);
    bil_pipeline_close(&run);
    return code;
}
