/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `bench mmkp`: a public problem with explicit packages, by the district's master and search. */
#include "app/cli/progress_impl.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "app/cli/terminal.h"
#include "data/mmkp.h"
#include "data/number.h"
#include "solver/explicit_rules.h"

enum { EXIT_NO_PLAN = 10, EXIT_NO_TIME = 11, LIMIT_MS = 30000, LABEL_WIDTH = 24, PER_LINE = 20 };

typedef struct {
    cli_progress progress;
    int64_t limit_ms;
} watch;

static bool goes_on(const bil_explicit_tick *now, void *payload)
{
    watch *w = payload;
    (void)now;
    return cli_progress_goes_on(&w->progress, CLI_W_STOPPING_CHOICE) &&
           cli_clock_ms() - w->progress.started_ms < w->limit_ms;
}

static void put_value(bil_json_writer *json, const char *key, int64_t value, int digits)
{
    if (digits == 0) {
        bil_json_put_integer(json, key, value);
    } else {
        bil_json_put_decimal(json, key, value, digits);
    }
}

static const struct {
    const char *name;
    bil_explicit_rule rule;
} rules[] = {{"utilitarian", BIL_RULE_UTILITARIAN},
             {"max-min", BIL_RULE_MAX_MIN},
             {"leximin", BIL_RULE_LEXIMIN},
             {"nash", BIL_RULE_NASH},
             {"alpha", BIL_RULE_ALPHA}};

static const char *rule_of(const cli_call *call, bil_explicit_rule *rule)
{
    size_t k = 0;
    while (k + 1 < sizeof rules / sizeof *rules && !cli_is(call, CLI_RULE, rules[k].name, k == 0)) {
        k++;
    }
    *rule = rules[k].rule;
    return rules[k].name;
}

/* What the rule says of everybody's utilities. */
static void put_measures(bil_json_writer *json, const bil_mmkp *problem,
                         const bil_explicit_ruled *answer)
{
    put_value(json, "sum", answer->sum, problem->value_digits);
    put_value(json, "least", answer->least, problem->value_digits);
    if (answer->fair) {
        put_value(json, "equal", answer->equal, answer->equal_digits);
        bil_json_put_integer(json, "nothing", answer->nothing);
    }
}

static void put_json(bil_text *out, const cli_call *call, const bil_mmkp *problem,
                     const bil_explicit_ruled *answer, int64_t elapsed_ms)
{
    bil_explicit_rule rule = BIL_RULE_UTILITARIAN;
    const bool found = answer->status == BIL_EXPLICIT_FOUND;
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    if (found) {
        put_value(&json, "value", answer->value, answer->digits);
        put_value(&json, "bound", answer->bound, answer->digits);
        bil_json_put_decimal(&json, "gap", answer->gap_e9, 9);
    } else {
        bil_json_put_null(&json, "value");
        bil_json_put_null(&json, "bound");
        bil_json_put_null(&json, "gap");
    }
    bil_json_put_bool(&json, "proven", answer->proven);
    bil_json_put_decimal(&json, "seconds", elapsed_ms, 3);
    bil_json_put_text(&json, "rule", rule_of(call, &rule));
    if (found) {
        put_measures(&json, problem, answer);
    }
    bil_json_inline(&json);
    bil_json_begin_array(&json, "choice");
    for (uint32_t g = 0; found && g < problem->group_count; g++) {
        bil_json_put_integer(&json, NULL, answer->choice[g]);
    }
    bil_json_end_array(&json);
    bil_json_inline(&json);
    bil_json_begin_array(&json, "utilities");
    for (uint32_t g = 0; found && g < problem->group_count; g++) {
        put_value(&json, NULL, problem->value[problem->first[g] + answer->choice[g]],
                  problem->value_digits);
    }
    bil_json_end_array(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

static void put_row(bil_text *out, bil_lang lang, cli_word word, const char *value)
{
    cli_pad(out, cli_say(lang, word), LABEL_WIDTH);
    bil_text_addf(out, "%s\n", value);
}

static void put_number(bil_text *out, bil_lang lang, cli_word word, int64_t value, int digits)
{
    char number[BIL_DECIMAL_SIZE + 2];
    bil_decimal_format(number, sizeof number, value, digits, 0);
    put_row(out, lang, word, number);
}

static void put_table(bil_text *out, bil_lang lang, const bil_mmkp *problem,
                      const bil_explicit_ruled *answer, int64_t elapsed_ms)
{
    if (answer->status != BIL_EXPLICIT_FOUND) {
        bil_text_addf(out, "%s\n",
                      cli_say(lang, answer->status == BIL_EXPLICIT_INFEASIBLE
                                        ? CLI_W_MMKP_INFEASIBLE
                                        : CLI_W_MMKP_STOPPED));
        return;
    }
    put_number(out, lang, CLI_W_MMKP_VALUE, answer->value, answer->digits);
    put_number(out, lang, CLI_W_MMKP_BOUND, answer->bound, answer->digits);
    put_number(out, lang, CLI_W_MMKP_GAP, answer->gap_e9, 7);
    put_number(out, lang, CLI_W_MMKP_SUM, answer->sum, problem->value_digits);
    put_number(out, lang, CLI_W_MMKP_LEAST, answer->least, problem->value_digits);
    if (answer->fair) {
        put_number(out, lang, CLI_W_MMKP_EQUAL, answer->equal, answer->equal_digits);
        put_number(out, lang, CLI_W_MMKP_NOTHING, answer->nothing, 0);
    }
    put_row(out, lang, CLI_W_MMKP_PROVEN, cli_say(lang, answer->proven ? CLI_W_YES : CLI_W_NO));
    put_number(out, lang, CLI_W_MMKP_SECONDS, elapsed_ms, 3);
    bil_text_addf(out, "%s\n", cli_say(lang, CLI_W_MMKP_CHOICE));
    for (uint32_t g = 0; g < problem->group_count; g++) {
        const bool last = g + 1 == problem->group_count || (g + 1) % PER_LINE == 0;
        bil_text_addf(out, "%s%u%s", g % PER_LINE == 0 ? "  " : " ", (unsigned)answer->choice[g],
                      last ? "\n" : "");
    }
}

static bil_status solve(bil_explicit_ruled *answer, int64_t *elapsed_ms, const cli_call *call,
                        const bil_mmkp *problem, bil_error *err)
{
    watch w = {.limit_ms = cli_number(call, CLI_TIME_LIMIT, LIMIT_MS)};
    bil_rule_settings settings;
    bil_rule_settings_init(&settings);
    (void)rule_of(call, &settings.rule);
    settings.alpha_e6 = cli_number(call, CLI_ALPHA, 0);
    settings.search.seed = (uint64_t)cli_number(call, CLI_SEED, 1);
    settings.search.tick = goes_on;
    settings.search.payload = &w;
    cli_progress_init(&w.progress, call);
    cli_stop_work_begins();
    const bil_status status = bil_explicit_rule_solve(answer, problem, &settings, err);
    cli_stop_work_ends();
    *elapsed_ms = cli_clock_ms() - w.progress.started_ms;
    return status;
}

static int answer_to(const cli_call *call, const bil_mmkp *problem)
{
    bil_error err = {0};
    bil_explicit_ruled answer;
    int64_t elapsed_ms = 0;
    if (solve(&answer, &elapsed_ms, call, problem, &err) != BIL_OK) {
        cli_complain_error(call->lang, &err);
        return bil_status_exit_code(err.status);
    }
    bil_text text;
    bil_text_init(&text);
    if (cli_is(call, CLI_FORMAT, "json", false)) {
        put_json(&text, call, problem, &answer, elapsed_ms);
    } else {
        put_table(&text, call->lang, problem, &answer, elapsed_ms);
    }
    const int code = cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
    if (code != 0 || answer.status == BIL_EXPLICIT_FOUND) {
        return code;
    }
    return answer.status == BIL_EXPLICIT_INFEASIBLE ? EXIT_NO_PLAN : EXIT_NO_TIME;
}

/* --alpha belongs to the rule of that name, and the rule wants it. */
static bool goes_together(const cli_call *call)
{
    const bool wanted = cli_is(call, CLI_RULE, "alpha", false);
    const bool given = cli_text(call, CLI_ALPHA, NULL) != NULL;
    if (wanted == given) {
        return true;
    }
    cli_complain(call->lang, wanted ? CLI_W_ALPHA_MISSING : CLI_W_ALPHA_UNUSED, NULL, NULL);
    cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia bench mmkp", NULL);
    return false;
}

int cli_run_bench_mmkp(const cli_call *call)
{
    if (!goes_together(call)) {
        return bil_status_exit_code(BIL_E_USAGE);
    }
    bil_error err = {0};
    bil_faults faults;
    bil_mmkp *problem = NULL;
    bil_arena *arena = bil_arena_new();
    int code = bil_status_exit_code(BIL_E_NOMEM);
    if (arena != NULL) {
        bil_faults_init(&faults, arena);
        const bil_status status = bil_mmkp_load(
            &problem, call->operands[0], cli_text(call, CLI_PROBLEM, NULL), arena, &faults, &err);
        if (status == BIL_OK) {
            code = answer_to(call, problem);
        } else {
            cli_complain_error(call->lang, &err);
            cli_tell_faults(call, &faults);
            code = bil_status_exit_code(status);
        }
    }
    bil_arena_free(arena);
    return code;
}
