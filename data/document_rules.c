/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_rules.h"

#include <stdio.h>
#include <string.h>

#include "data/document_allocation.h"
#include "data/document_impl.h"
#include "data/document_table_impl.h"
#include "data/json.h"
#include "engine/words.h"

enum { RULE_WIDTH = 17, CELL_WIDTH = 11, COLUMNS_MOST = 5, FIGURE_SIZE = 48, E6 = 1000000 };

static const char *say(bil_lang lang, bil_word word)
{
    const bil_doc doc = {.options.lang = lang};
    return bil_doc_word(&doc, word);
}

static bil_status done(const bil_text *out, bil_error *err)
{
    return out->failed ? bil_fail_nomem(err) : BIL_OK;
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void put_value(bil_json_writer *json, const bil_metric_value *value)
{
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "metric", bil_metric_of(value->metric).code);
    if (value->part != NULL) {
        bil_json_put_text(json, "part", value->part);
    }
    bil_metric_value_put(json, "mean", value, value->value);
    if (value->has_interval) {
        bil_metric_value_put(json, "low", value, value->low);
        bil_metric_value_put(json, "high", value, value->high);
    }
    bil_json_end_object(json);
}

bil_status bil_document_rules_json(bil_text *out, const bil_rules_report *report, bil_error *err)
{
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-rules");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_text(&json, "profile", report->profile);
    bil_json_put_integer(&json, "persons", report->persons);
    bil_json_put_integer(&json, "districts", (int64_t)report->districts);
    bil_json_put_integer(&json, "first_seed", report->first_seed);
    bil_json_put_decimal(&json, "gap", report->gap_e9, 9);
    bil_json_begin_array(&json, "rules");
    for (size_t r = 0; r < report->rule_count; r++) {
        const bil_rule_report *rule = &report->rules[r];
        bil_json_begin_object(&json, NULL);
        bil_json_put_text(&json, "rule", rule->code);
        bil_json_put_integer(&json, "runs", (int64_t)rule->runs);
        bil_json_put_integer(&json, "failed", (int64_t)rule->failed);
        bil_json_begin_array(&json, "metrics");
        for (size_t i = 0; rule->mean != NULL && i < rule->mean->count; i++) {
            put_value(&json, &rule->mean->values[i]);
        }
        bil_json_end_array(&json);
        bil_json_end_object(&json);
    }
    bil_json_end_array(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
    return done(out, err);
}

/* --- figures for people ----------------------------------------------------------------------- */

/* Three decimals, euro with two, or a whole number. */
static void format(char out[FIGURE_SIZE], bil_metric metric, int64_t value, bil_lang lang)
{
    const bil_metric_unit unit = bil_metric_of(metric).unit;
    const bool fine = bil_metric_unit_decimals(unit) > 0;
    const bool money = unit == BIL_METRIC_UNIT_CENTS;
    const int64_t size = value < 0 ? -value : value;
    const int64_t thousandths = (size + E6 / 2) / E6;
    const char *minus = value < 0 && (!fine || thousandths > 0) ? "−" : "";
    const char *point = lang == BIL_LANG_IT ? "," : ".";
    if (fine) {
        (void)snprintf(out, FIGURE_SIZE, "%s%lld%s%03lld", minus, (long long)(thousandths / 1000),
                       point, (long long)(thousandths % 1000));
    } else if (money) {
        (void)snprintf(out, FIGURE_SIZE, "%s%lld%s%02lld", minus, (long long)(size / 100), point,
                       (long long)(size % 100));
    } else {
        (void)snprintf(out, FIGURE_SIZE, "%s%lld", minus, (long long)size);
    }
}

static const bil_metric_value *find(const bil_rule_report *rule, bil_metric metric,
                                    const char *part)
{
    return rule->mean == NULL ? NULL : bil_metrics_find(rule->mean, metric, part);
}

static void put_title(bil_text *out, const bil_rules_report *report, bil_lang lang)
{
    char districts[24];
    char persons[24];
    (void)snprintf(districts, sizeof districts, "%zu", report->districts);
    (void)snprintf(persons, sizeof persons, "%lld", (long long)report->persons);
    const char *const values[] = {districts, persons, report->profile};
    bil_words_put(out, say(lang, BIL_W_RULES_BENCH_TITLE), values, 3);
}

static void put_failures(bil_text *out, const bil_rules_report *report, bil_lang lang)
{
    for (size_t r = 0; r < report->rule_count; r++) {
        const bil_rule_report *rule = &report->rules[r];
        if (rule->failed > 0) {
            char failed[24];
            (void)snprintf(failed, sizeof failed, "%zu", rule->failed);
            const char *const values[] = {rule->code, failed};
            bil_text_add(out, "\n");
            bil_words_put(out, say(lang, BIL_W_RULES_BENCH_FAILED), values, 2);
            bil_text_add(out, "\n");
        }
    }
}

/* --- the table -------------------------------------------------------------------------------- */

static const struct {
    bil_metric metric;
    bil_word word;
} columns[] = {
    {BIL_METRIC_SCORE_MEAN, BIL_W_RULES_BENCH_SCORE},
    {BIL_METRIC_SCORE_P10, BIL_W_RULES_BENCH_P10},
    {BIL_METRIC_SCORE_MIN, BIL_W_RULES_BENCH_LEAST},
    {BIL_METRIC_ESSENTIAL_MET, BIL_W_RULES_BENCH_ESSENTIAL},
    {BIL_METRIC_SERVED, BIL_W_RULES_BENCH_SERVED},
    {BIL_METRIC_WAITING_MONEY, BIL_W_RULES_BENCH_WAITING},
    {BIL_METRIC_GINI, BIL_W_RULES_BENCH_GINI},
    {BIL_METRIC_ENVY, BIL_W_RULES_BENCH_ENVY},
    {BIL_METRIC_PRICE_OF_FAIRNESS, BIL_W_RULES_BENCH_PRICE},
    {BIL_METRIC_UNSPENT_SHARE, BIL_W_RULES_BENCH_UNSPENT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

bil_status bil_document_rules_table(bil_text *out, const bil_rules_report *report, bil_lang lang,
                                    bil_error *err)
{
    put_title(out, report, lang);
    bil_text_add(out, "\n\n");
    bil_pen_left(out, say(lang, BIL_W_RULES_BENCH_RULE), RULE_WIDTH);
    for (size_t c = 0; c < COLUMNS; c++) {
        bil_pen_right(out, say(lang, columns[c].word), CELL_WIDTH);
    }
    bil_text_add(out, "\n");
    for (size_t r = 0; r < report->rule_count; r++) {
        bil_pen_left(out, report->rules[r].code, RULE_WIDTH);
        for (size_t c = 0; c < COLUMNS; c++) {
            const bil_metric_value *value = find(&report->rules[r], columns[c].metric, NULL);
            char figure[FIGURE_SIZE] = "–";
            if (value != NULL && value->defined) {
                format(figure, columns[c].metric, value->value, lang);
            }
            bil_pen_right(out, figure, CELL_WIDTH);
        }
        bil_text_add(out, "\n");
    }
    put_failures(out, report, lang);
    return done(out, err);
}

/* --- the page --------------------------------------------------------------------------------- */

typedef struct {
    bil_metric metric;
    const char *part;
} column;

static void put_cell(bil_text *out, const bil_metric_value *value, bil_lang lang)
{
    char mean[FIGURE_SIZE];
    char low[FIGURE_SIZE];
    char high[FIGURE_SIZE];
    if (value == NULL || !value->defined) {
        bil_text_add(out, " – |");
        return;
    }
    format(mean, value->metric, value->value, lang);
    if (!value->has_interval) {
        bil_text_addf(out, " %s |", mean);
        return;
    }
    format(low, value->metric, value->low, lang);
    format(high, value->metric, value->high, lang);
    bil_text_addf(out, " %s (%s; %s) |", mean, low, high);
}

static void put_block(bil_text *out, const bil_rules_report *report, bil_lang lang,
                      const column *list, size_t count)
{
    bil_text_addf(out, "\n| %s |", say(lang, BIL_W_RULES_BENCH_RULE));
    for (size_t c = 0; c < count; c++) {
        const char *code = bil_metric_of(list[c].metric).code;
        bil_text_addf(out, " `%s%s%s` |", code, list[c].part == NULL ? "" : ":",
                      list[c].part == NULL ? "" : list[c].part);
    }
    bil_text_add(out, "\n|---|");
    for (size_t c = 0; c < count; c++) {
        bil_text_add(out, "---|");
    }
    bil_text_add(out, "\n");
    for (size_t r = 0; r < report->rule_count; r++) {
        bil_text_addf(out, "| `%s` |", report->rules[r].code);
        for (size_t c = 0; c < count; c++) {
            put_cell(out, find(&report->rules[r], list[c].metric, list[c].part), lang);
        }
        bil_text_add(out, "\n");
    }
    bil_text_add(out, "\n");
    for (size_t c = 0; c < count; c++) {
        if (c == 0 || list[c].metric != list[c - 1].metric) {
            const bil_metric_about about = bil_metric_of(list[c].metric);
            bil_text_addf(out, "%s`%s`: %s", c == 0 ? "" : "; ", about.code,
                          bil_words_in(about.name, lang));
        }
    }
    bil_text_add(out, ".\n");
}

/* The next figure after the one at hand, of those that some rule has. */
static bool next_column(column *at, const bil_rules_report *report, size_t *rule, size_t *place)
{
    for (; *rule < report->rule_count; (*rule)++, *place = 0) {
        const bil_metrics *mean = report->rules[*rule].mean;
        for (; mean != NULL && *place < mean->count; (*place)++) {
            *at = (column){mean->values[*place].metric, mean->values[*place].part};
            bool known = false;
            for (size_t before = 0; before < *rule && !known; before++) {
                known = find(&report->rules[before], at->metric, at->part) != NULL;
            }
            if (!known) {
                (*place)++;
                return true;
            }
        }
    }
    return false;
}

bil_status bil_document_rules_markdown(bil_text *out, const bil_rules_report *report, bil_lang lang,
                                       bil_error *err)
{
    column list[COLUMNS_MOST];
    size_t count = 0;
    size_t rule = 0;
    size_t place = 0;
    bil_text_add(out, "# ");
    put_title(out, report, lang);
    bil_text_addf(out, "\n\n%s\n\n", say(lang, BIL_W_RULES_BENCH_HOW));
    for (size_t r = 0; r < report->rule_count; r++) {
        bil_text_addf(out, "- `%s`: %s\n", report->rules[r].code,
                      bil_words_in(report->rules[r].says, lang));
    }
    while (next_column(&list[count], report, &rule, &place)) {
        count++;
        if (count == COLUMNS_MOST) {
            put_block(out, report, lang, list, count);
            count = 0;
        }
    }
    if (count > 0) {
        put_block(out, report, lang, list, count);
    }
    put_failures(out, report, lang);
    return done(out, err);
}
