/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `bench pabulib`: the rules that make sense for votes on projects, side by side. */
#include <string.h>

#include "app/cli/progress_impl.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "app/cli/terminal.h"
#include "data/number.h"
#include "data/pabulib.h"
#include "solver/election.h"

enum { LIMIT_MS = 30000, LABEL_WIDTH = 16, CELL_WIDTH = 13, WIDTH = 100, SIXTH = 6 };

typedef struct {
    cli_progress progress;
    int64_t limit_ms;
} watch;

typedef struct {
    const cli_call *call;
    const char *file;
    const bil_election *election;
    bil_elected done[BIL_ELECT_BY_COUNT];
} tried;

static bool goes_on(void *where)
{
    watch *w = where;
    return cli_progress_goes_on(&w->progress, CLI_W_STOPPING_CHOICE) &&
           cli_clock_ms() - w->progress.started_ms < w->limit_ms;
}

static bil_status try_rules(tried *t, bil_arena *arena, bil_error *err)
{
    watch w = {.limit_ms = cli_number(t->call, CLI_TIME_LIMIT, LIMIT_MS)};
    const bil_elect_settings settings = {
        .seed = (uint64_t)cli_number(t->call, CLI_SEED, 1), .goes_on = goes_on, .where = &w};
    const bil_elected *best = NULL;
    bil_status status = BIL_OK;
    cli_progress_init(&w.progress, t->call);
    cli_stop_work_begins();
    for (bil_elect_by rule = 0; status == BIL_OK && rule < BIL_ELECT_BY_COUNT; rule++) {
        if (bil_elect_applies(rule, t->election->kind)) {
            status = bil_elect(&t->done[rule], rule, t->election, best, &settings, arena, err);
            best = rule == BIL_ELECT_BY_UTILITARIAN ? &t->done[rule] : best;
        }
    }
    cli_stop_work_ends();
    return status;
}

/* --- JSON ------------------------------------------------------------------------------------- */

static const char *reason_code(bil_elect_reason reason)
{
    static const char *const codes[] = {"each-alone", "no-needs", "no-own-money", "no-amounts"};
    return codes[reason];
}

static void put_e6(bil_json_writer *json, const char *key, int64_t value)
{
    if (value < 0) {
        bil_json_put_null(json, key);
    } else {
        bil_json_put_decimal(json, key, value, SIXTH);
    }
}

static void put_json_rule(bil_json_writer *json, const tried *t, bil_elect_by rule)
{
    const bil_elected *a = &t->done[rule];
    const bool amounts = t->election->kind != BIL_VOTE_ORDER;
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "rule", bil_elect_code(rule));
    if (amounts) {
        bil_json_put_integer(json, "total", a->total);
    } else {
        bil_json_put_null(json, "total");
    }
    if (rule == BIL_ELECT_BY_UTILITARIAN) {
        bil_json_put_integer(json, "bound", a->bound);
        bil_json_put_bool(json, "proven", a->proven);
    }
    put_e6(json, "price_of_fairness", amounts ? a->price_e6 : -1);
    bil_json_put_decimal(json, "cost", a->cost_cents, 2);
    bil_json_put_integer(json, "served", a->served);
    if (amounts) {
        bil_json_put_integer(json, "least", a->least);
        put_e6(json, "mean", a->mean_e6);
        put_e6(json, "gini", a->gini_e6);
    }
    if (a->told) {
        bil_json_put_bool(json, "as_funded", a->same_as_told);
    }
    bil_json_inline(json);
    bil_json_begin_array(json, "projects");
    for (uint32_t j = 0; j < t->election->project_count; j++) {
        if (a->chosen[j]) {
            bil_json_put_text(json, NULL, t->election->projects[j].id);
        }
    }
    bil_json_end_array(json);
    bil_json_end_object(json);
}

static void put_json_missing(bil_json_writer *json, const char *rule, bil_elect_reason reason)
{
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "rule", rule);
    bil_json_put_text(json, "why", reason_code(reason));
    bil_json_end_object(json);
}

static void put_json(bil_json_writer *json, const tried *t)
{
    const bil_election *e = t->election;
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "file", t->file);
    bil_json_put_text(json, "name", e->name);
    bil_json_put_text(json, "vote_type", e->vote_type);
    bil_json_put_integer(json, "projects", e->project_count);
    bil_json_put_integer(json, "voters", e->voter_count);
    bil_json_put_decimal(json, "budget", e->budget_cents, 2);
    bil_json_put_text(json, "currency", e->currency);
    bil_json_begin_array(json, "rules");
    for (bil_elect_by rule = 0; rule < BIL_ELECT_BY_COUNT; rule++) {
        if (bil_elect_applies(rule, e->kind)) {
            put_json_rule(json, t, rule);
        }
    }
    bil_json_end_array(json);
    bil_json_begin_array(json, "not_comparable");
    for (bil_elect_by rule = 0; rule < BIL_ELECT_BY_COUNT; rule++) {
        if (!bil_elect_applies(rule, e->kind)) {
            put_json_missing(json, bil_elect_code(rule), BIL_ELECT_NO_AMOUNTS);
        }
    }
    size_t count = 0;
    const bil_elect_missing *missing = bil_elect_missing_rules(&count);
    for (size_t i = 0; i < count; i++) {
        put_json_missing(json, missing[i].code, missing[i].reason);
    }
    bil_json_end_array(json);
    bil_json_end_object(json);
}

/* --- table ------------------------------------------------------------------------------------ */

static void put_number(bil_text *out, int64_t value, int digits)
{
    char number[BIL_DECIMAL_SIZE + 2] = "–";
    if (value >= 0) {
        bil_decimal_format(number, sizeof number, value, digits, 0);
    }
    cli_pad(out, number, CELL_WIDTH);
}

static void put_row(bil_text *out, const tried *t, bil_elect_by rule)
{
    const bil_elected *a = &t->done[rule];
    const bool amounts = t->election->kind != BIL_VOTE_ORDER;
    const bil_lang lang = t->call->lang;
    cli_pad(out, bil_elect_code(rule), LABEL_WIDTH);
    put_number(out, amounts ? a->total : -1, 0);
    put_number(out, amounts && a->price_e6 >= 0 ? a->price_e6 / 100 : -1, 2);
    put_number(out, a->served, 0);
    put_number(out, amounts && a->gini_e6 >= 0 ? a->gini_e6 / 1000 : -1, 3);
    put_number(out, a->cost_cents, 2);
    bil_text_addf(out, "%s\n",
                  !a->told          ? "–"
                  : a->same_as_told ? cli_say(lang, CLI_W_YES)
                                    : cli_say(lang, CLI_W_NO));
}

static void put_reason(bil_text *out, const tried *t, bil_elect_reason reason, cli_word why)
{
    size_t count = 0;
    bool first = true;
    bil_text line;
    bil_text_init(&line);
    for (bil_elect_by rule = 0; reason == BIL_ELECT_NO_AMOUNTS && rule < BIL_ELECT_BY_COUNT;
         rule++) {
        if (!bil_elect_applies(rule, t->election->kind)) {
            bil_text_addf(&line, "%s%s", first ? "" : ", ", bil_elect_code(rule));
            first = false;
        }
    }
    const bil_elect_missing *missing = bil_elect_missing_rules(&count);
    for (size_t i = 0; i < count; i++) {
        if (missing[i].reason == reason) {
            bil_text_addf(&line, "%s%s", first ? "" : ", ", missing[i].code);
            first = false;
        }
    }
    if (!first) {
        bil_text_addf(&line, ": %s", cli_say(t->call->lang, why));
        bil_text_add(out, "  ");
        cli_wrap(out, 2, 4, WIDTH, line.bytes);
    }
    out->failed = out->failed || line.failed;
    bil_text_release(&line);
}

static void put_table(bil_text *out, const tried *t)
{
    static const cli_word columns[] = {CLI_W_PABULIB_TOTAL, CLI_W_PABULIB_PRICE,
                                       CLI_W_PABULIB_SERVED, CLI_W_PABULIB_GINI,
                                       CLI_W_PABULIB_COST};
    const bil_election *e = t->election;
    const bil_lang lang = t->call->lang;
    char number[BIL_DECIMAL_SIZE + 2];
    bil_text_addf(out, "%s%s%s\n", t->file, e->name[0] == '\0' ? "" : " · ", e->name);
    bil_decimal_format(number, sizeof number, e->budget_cents, 2, 0);
    bil_text_addf(out, "%s: %u · %s: %u · %s: %s %s · %s\n\n",
                  cli_say(lang, CLI_W_PABULIB_PROJECTS), (unsigned)e->project_count,
                  cli_say(lang, CLI_W_PABULIB_VOTERS), (unsigned)e->voter_count,
                  cli_say(lang, CLI_W_PABULIB_BUDGET), number, e->currency, e->vote_type);
    cli_pad(out, cli_say(lang, CLI_W_PABULIB_RULE), LABEL_WIDTH);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        cli_pad(out, cli_say(lang, columns[i]), CELL_WIDTH);
    }
    bil_text_addf(out, "%s\n", cli_say(lang, CLI_W_PABULIB_AS_FUNDED));
    for (bil_elect_by rule = 0; rule < BIL_ELECT_BY_COUNT; rule++) {
        if (bil_elect_applies(rule, e->kind)) {
            put_row(out, t, rule);
        }
    }
    const bil_elected *best = &t->done[BIL_ELECT_BY_UTILITARIAN];
    if (e->kind != BIL_VOTE_ORDER) {
        bil_decimal_format(number, sizeof number, best->bound, 0, 0);
        bil_text_add(out, "\n");
        cli_put(out, lang, best->proven ? CLI_W_PABULIB_PROVEN : CLI_W_PABULIB_NOT_PROVEN, number,
                NULL);
        bil_text_add(out, "\n");
    }
    bil_text_addf(out, "\n%s\n", cli_say(lang, CLI_W_PABULIB_NOT_COMPARABLE));
    put_reason(out, t, BIL_ELECT_EACH_ALONE, CLI_W_PABULIB_EACH_ALONE);
    put_reason(out, t, BIL_ELECT_NO_NEEDS, CLI_W_PABULIB_NO_NEEDS);
    put_reason(out, t, BIL_ELECT_NO_OWN_MONEY, CLI_W_PABULIB_NO_OWN_MONEY);
    put_reason(out, t, BIL_ELECT_NO_AMOUNTS, CLI_W_PABULIB_NO_AMOUNTS);
}

/* --- the command ------------------------------------------------------------------------------ */

static int try_file(bil_text *out, bil_json_writer *json, const cli_call *call, const char *file)
{
    bil_error err = {0};
    bil_faults faults;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_status_exit_code(BIL_E_NOMEM);
    }
    bil_faults_init(&faults, arena);
    bil_election *election = NULL;
    tried t = {.call = call, .file = file};
    bil_status status = bil_pabulib_load(&election, file, arena, &faults, &err);
    if (status == BIL_OK) {
        t.election = election;
        status = try_rules(&t, arena, &err);
    }
    if (status != BIL_OK) {
        cli_complain_error(call->lang, &err);
        cli_tell_faults(call, &faults);
    } else if (json != NULL) {
        put_json(json, &t);
    } else {
        bil_text_add(out, out->size == 0 ? "" : "\n\n");
        put_table(out, &t);
    }
    bil_arena_free(arena);
    return bil_status_exit_code(status);
}

int cli_run_bench_pabulib(const cli_call *call)
{
    bil_text text;
    bil_json_writer writer;
    bil_text_init(&text);
    bil_json_writer_init(&writer, &text, false);
    bil_json_writer *json = cli_is(call, CLI_FORMAT, "json", false) ? &writer : NULL;
    if (json != NULL) {
        bil_json_begin_object(json, NULL);
        bil_json_put_text(json, "format", "bilancia-pabulib");
        bil_json_put_integer(json, "version", 1);
        bil_json_begin_array(json, "elections");
    }
    int code = try_file(&text, json, call, call->operands[0]);
    for (size_t i = 0; code == 0 && call->more != NULL && call->more[i] != NULL; i++) {
        code = try_file(&text, json, call, call->more[i]);
    }
    if (code != 0) {
        bil_text_release(&text);
        return code;
    }
    if (json != NULL) {
        bil_json_end_array(json);
        bil_json_end_object(json);
        bil_json_finish(json);
    }
    return cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
}
