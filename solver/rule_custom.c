/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts or weights that a planner's own model gives: its tables are written here, the model runs
 * in gmpl.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text.h"
#include "solver/rule.h"

#define WEIGHT_MAX                                                                                 \
    4294967296.0 /* with the months of a year, below what amounts may be levelled by */
#define MONTH_EURO_MAX 1e9
#define SHARE_MAX 1e12 /* what a model may write */

enum { CENTS = 100, POINT = 40000, MONTHS = 12 };

typedef struct {
    bil_text text;
    const bil_gmpl *model;
    const bil_amount_sheet *sheet;
} tables;

/* --- one table -------------------------------------------------------------------------------- */

static bool wanted(const tables *t, const char *how, const char *name)
{
    return bil_gmpl_declares(t->model, how, name);
}

/* A name as MathProg writes it: in quotes, those inside doubled. */
static void put_symbol(tables *t, const char *name)
{
    bil_text_add(&t->text, "'");
    for (; *name != '\0'; name++) {
        bil_text_addf(&t->text, "%s%c", *name == '\'' ? "'" : "",
                      *name < ' ' && *name > 0 ? ' ' : *name);
    }
    bil_text_add(&t->text, "'");
}

static void put_euro(tables *t, int64_t cents)
{
    bil_text_addf(&t->text, "%lld.%02lld", (long long)(cents / CENTS), (long long)(cents % CENTS));
}

typedef void put_of_person(tables *t, size_t k);

static void put_table(tables *t, const char *name, put_of_person *put)
{
    if (wanted(t, "param", name)) {
        bil_text_addf(&t->text, "param %s :=\n", name);
        for (size_t k = 0; k < t->sheet->count; k++) {
            bil_text_addf(&t->text, "%zu ", k + 1);
            put(t, k);
            bil_text_add(&t->text, "\n");
        }
        bil_text_add(&t->text, ";\n");
    }
}

/* --- of persons ------------------------------------------------------------------------------- */

static void put_id(tables *t, size_t k)
{
    put_symbol(t, t->sheet->claimants[k].person->id);
}

static void put_points(tables *t, size_t k)
{
    bil_text_addf(&t->text, "%.9g", (double)t->sheet->claimants[k].points / POINT);
}

/* 3 = high, 2 = medium, 1 = low, 0 = nobody said. */
static void put_severity(tables *t, size_t k)
{
    const bil_applicant *a = t->sheet->claimants[k].applicant;
    bil_text_addf(&t->text, "%d", a->intensity_given ? (int)a->intensity + 1 : 0);
}

static void put_waiting(tables *t, size_t k)
{
    bil_text_addf(&t->text, "%d", bil_days_waited(&t->sheet->claimants[k]));
}

/* -1 = unknown. */
static void put_isee(tables *t, size_t k)
{
    const int64_t cents = t->sheet->claimants[k].person->isee_cents;
    if (cents < 0) {
        bil_text_add(&t->text, "-1");
    } else {
        put_euro(t, cents);
    }
}

/* In the year the plan begins; -1 = unknown. */
static void put_age(tables *t, size_t k)
{
    const bil_case *person = t->sheet->claimants[k].person;
    const int years = (int)(person->start / 10000) - person->birth_year;
    bil_text_addf(&t->text, "%d", person->birth_year == 0 ? -1 : years);
}

static void put_area(tables *t, size_t k)
{
    put_symbol(t, t->sheet->claimants[k].person->district);
}

static void put_running(tables *t, size_t k)
{
    bil_text_add(&t->text, t->sheet->claimants[k].applicant->granted == NULL ? "0" : "1");
}

static void put_months(tables *t, size_t k)
{
    bil_text_addf(&t->text, "%d", t->sheet->months[k]);
}

/* Of the pools, for a month of the plan. */
static void put_monthly(tables *t, size_t k, const int64_t *yearly)
{
    const int months = t->sheet->months[k];
    put_euro(t, months > 0 && yearly[k] != INT64_MAX ? yearly[k] / months : 0);
}

static void put_today(tables *t, size_t k)
{
    put_monthly(t, k, t->sheet->least);
}

static void put_best(tables *t, size_t k)
{
    put_monthly(t, k, t->sheet->most);
}

/* --- of the district -------------------------------------------------------------------------- */

static const char *pool_name(const bil_district *d, size_t pool)
{
    return d->catalogue->sources[d->pools[pool].source].code;
}

static void put_pools(tables *t)
{
    const bil_district *d = t->sheet->district;
    if (wanted(t, "set", "POOLS")) {
        bil_text_add(&t->text, "set POOLS :=");
        for (size_t k = 0; k < d->pool_count; k++) {
            bil_text_add(&t->text, " ");
            put_symbol(t, pool_name(d, k));
        }
        bil_text_add(&t->text, ";\n");
    }
    if (wanted(t, "param", "pool")) {
        bil_text_add(&t->text, "param pool :=\n");
        for (size_t k = 0; k < d->pool_count; k++) {
            put_symbol(t, pool_name(d, k));
            bil_text_add(&t->text, " ");
            put_euro(t, d->pools[k].yearly_cents);
            bil_text_add(&t->text, "\n");
        }
        bil_text_add(&t->text, ";\n");
    }
    if (wanted(t, "param", "total")) {
        bil_text_add(&t->text, "param total := ");
        put_euro(t, t->sheet->total);
        bil_text_add(&t->text, ";\n");
    }
}

/* The catalogue's figures for rules, by key: euro where the key ends in _cents. */
static void put_policy(tables *t)
{
    static const char ending[] = "_cents";
    const bil_catalogue *catalogue = t->sheet->district->catalogue;
    const bool keys = wanted(t, "set", "POLICY");
    const bool values = wanted(t, "param", "policy");
    for (int what = 0; what < 2; what++) {
        if (!(what == 0 ? keys : values)) {
            continue;
        }
        bil_text_add(&t->text, what == 0 ? "set POLICY :=\n" : "param policy :=\n");
        for (size_t k = 0; k < catalogue->policy_count; k++) {
            const bil_policy_entry *entry = &catalogue->policy[k];
            const size_t size = strlen(entry->key);
            const bool cents = size > sizeof ending - 1 &&
                               strcmp(entry->key + size - (sizeof ending - 1), ending) == 0;
            put_symbol(t, entry->key);
            bil_text_addf(&t->text, " ");
            if (what == 1 && cents && entry->value >= 0) {
                put_euro(t, entry->value);
            } else if (what == 1) {
                bil_text_addf(&t->text, "%lld", (long long)entry->value);
            }
            bil_text_add(&t->text, "\n");
        }
        bil_text_add(&t->text, ";\n");
    }
}

static void put_all(tables *t)
{
    static const struct {
        const char *name;
        put_of_person *put;
    } columns[] = {
        {"id", put_id},           {"points", put_points},   {"severity", put_severity},
        {"waiting", put_waiting}, {"isee", put_isee},       {"age", put_age},
        {"area", put_area},       {"running", put_running}, {"months", put_months},
        {"today", put_today},     {"best", put_best},
    };
    bil_text_add(&t->text, "data;\n");
    if (wanted(t, "set", "PERSONS")) {
        bil_text_add(&t->text, "set PERSONS :=");
        for (size_t k = 0; k < t->sheet->count; k++) {
            bil_text_addf(&t->text, " %zu", k + 1);
        }
        bil_text_add(&t->text, ";\n");
    }
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        put_table(t, columns[i].name, columns[i].put);
    }
    put_pools(t);
    put_policy(t);
    bil_text_add(&t->text, "end;\n");
}

/* --- what the model gives --------------------------------------------------------------------- */

/* Euro a month: what it says, but no less than what is kept. */
static void give_amounts(bil_amount_sheet *sheet, const double *euro)
{
    for (size_t k = 0; k < sheet->count; k++) {
        const int64_t cents = (int64_t)llround(euro[k] * CENTS) * sheet->months[k];
        sheet->amounts[k] = cents < sheet->least[k] ? sheet->least[k] : cents;
    }
}

/* Parts of all there is, for each month of the plan. */
static bil_status share_by_weights(bil_amount_sheet *sheet, const double *values, bil_error *err)
{
    double most = 0;
    int64_t *weights = calloc(sheet->count + 1, sizeof *weights);
    if (weights == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < sheet->count; k++) {
        most = values[k] > most ? values[k] : most;
    }
    for (size_t k = 0; most > 0 && k < sheet->count; k++) {
        weights[k] = (int64_t)llround(values[k] / most * WEIGHT_MAX) * sheet->months[k];
    }
    bil_amounts_level(sheet, weights);
    free(weights);
    return BIL_OK;
}

static bil_status amounts(bil_amount_sheet *sheet, bil_error *err)
{
    const bil_gmpl *model = sheet->question->settings->model;
    const bool weights = !bil_gmpl_declares(model, "var", "amount");
    const bil_gmpl_wanted wanted = {.name = weights ? "weight" : "amount",
                                    .count = sheet->count,
                                    .most = weights ? SHARE_MAX : MONTH_EURO_MAX,
                                    .tick = sheet->tick,
                                    .payload = sheet->payload};
    tables t = {.model = model, .sheet = sheet};
    double *values = calloc(sheet->count + 1, sizeof *values);
    bil_text_init(&t.text);
    put_all(&t);
    bil_status status = values == NULL || t.text.failed ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK) {
        status = bil_gmpl_solve(values, &wanted, model, t.text.bytes, err);
    }
    if (status == BIL_OK && weights) {
        status = share_by_weights(sheet, values, err);
    } else if (status == BIL_OK) {
        give_amounts(sheet, values);
    }
    bil_text_release(&t.text);
    free(values);
    return status;
}

/* Before anybody's services are looked at: the reader's judgement first, for a name may be missing
 * only because the text is broken. */
bil_status bil_custom_check(const bil_gmpl *model, bil_error *err)
{
    const bil_status status = bil_gmpl_check(model, err);
    const bool amount = bil_gmpl_declares(model, "var", "amount");
    const bool weight = bil_gmpl_declares(model, "var", "weight");
    if (status == BIL_OK && amount && weight) {
        return bil_fail(err, BIL_E_DATA, model->name,
                        "il modello dà sia weight sia amount: deve dare l’uno o l’altro",
                        "the model gives both weight and amount: it must give one of them");
    }
    if (status != BIL_OK || amount || weight) {
        return status;
    }
    return bil_fail(err, BIL_E_DATA, model->name,
                    "manca ciò che il modello dà: una variabile weight o amount per persona",
                    "what the model gives is missing: a variable weight or amount per person");
}

bil_status bil_rule_custom(bil_allocation **out, const bil_rule_question *question, bil_error *err)
{
    const bil_gmpl *model = question->settings->model;
    if (model == NULL) {
        return bil_fail(err, BIL_E_DATA, "custom", "questa regola ha bisogno di un modello",
                        "this rule needs a model");
    }
    const bil_status status = bil_custom_check(model, err);
    if (status != BIL_OK) {
        return status;
    }
    return bil_serve_amounts(out, question, bil_gmpl_declares(model, "param", "best"), amounts,
                             err);
}
