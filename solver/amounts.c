/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An amount of money first, then a plan inside it. */
#include <stdlib.h>
#include <string.h>

#include "solver/rule_impl.h"

/* What one unit of weight gets, in cents × 2⁴⁰: a total is below 2⁵⁰, a weight below 2⁴⁰. */
__extension__ typedef unsigned __int128 wide;
enum { UNIT_BITS = 40, LEVEL_BITS = 90 };

static int64_t amount_at(const bil_amount_sheet *sheet, const int64_t *weights, size_t k,
                         wide level)
{
    const int64_t least = sheet->least[k];
    const int64_t most = sheet->most[k] > least ? sheet->most[k] : least;
    const wide weight = (wide)weights[k];
    /* beyond what anybody may have: no product that could overflow */
    if (weight > 0 && level / ((wide)1 << UNIT_BITS) > (wide)sheet->total / weight + 1) {
        return sheet->total < most ? (sheet->total > least ? sheet->total : least) : most;
    }
    const int64_t own = (int64_t)((weight * level) >> UNIT_BITS);
    return own < least ? least : own > most ? most : own;
}

static bool within(const bil_amount_sheet *sheet, const int64_t *weights, wide level)
{
    int64_t left = sheet->total;
    for (size_t k = 0; k < sheet->count; k++) {
        left -= amount_at(sheet, weights, k, level);
        if (left < 0) {
            return false;
        }
    }
    return true;
}

void bil_amounts_level(const bil_amount_sheet *sheet, const int64_t *weights)
{
    wide level = 0;
    for (int bit = LEVEL_BITS; bit-- > 0;) {
        const wide more = level | (wide)1 << bit;
        level = within(sheet, weights, more) ? more : level;
    }
    for (size_t k = 0; k < sheet->count; k++) {
        sheet->amounts[k] = amount_at(sheet, weights, k, level);
    }
}

/* --- the lists of a sheet --------------------------------------------------------------------- */

typedef struct {
    bil_serving serving;
    const bil_rule_question *question;
    bil_claimant *claimants;
    bil_record **best; /* per person, when it was asked for */
    int *months;
    int64_t *least;
    int64_t *most;
    int64_t *amounts; /* of one year */
    int64_t *purses;  /* per claimant and year */
} paying;

/* What a person would take were there no end to pools and places. */
static bil_status find_best(bil_serving *s, bil_pricer *pricer, size_t person, void *payload,
                            bil_error *err)
{
    paying *p = payload;
    const bil_case *who = s->run.persons[person];
    const bil_price_request request = bil_serving_request(s, person);
    bil_arena *arena = bil_arena_new();
    bil_priced found = {0};
    bil_error own = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = s->run.failed[person]
                            ? BIL_OK
                            : bil_price_person(&found, pricer, who, &request, arena, &own);
    if (status != BIL_OK) {
        status = bil_serving_note(s, person, status, &own, err);
    } else if (found.has_package) {
        p->best[person] = bil_record_new(person, &found, who->phase_count);
        status = p->best[person] == NULL ? bil_fail_nomem(err) : BIL_OK;
    }
    bil_arena_free(arena);
    return status;
}

static bil_status fill_year(paying *p, size_t year, bool ask_most, bil_amount_rule *rule,
                            bil_error *err)
{
    bil_serving *s = &p->serving;
    const bil_district *d = p->question->district;
    const size_t years = s->run.out->shared.years;
    const size_t count = p->question->count;
    bil_amount_sheet sheet = {.question = p->question,
                              .district = d,
                              .claimants = p->claimants,
                              .count = count,
                              .months = p->months,
                              .least = p->least,
                              .most = p->most,
                              .amounts = p->amounts,
                              .tick = bil_run_master_tick,
                              .payload = &p->serving.run};
    for (size_t k = 0; k < d->pool_count; k++) {
        sheet.total += d->pools[k].yearly_cents;
    }
    for (size_t k = 0; k < count; k++) {
        const size_t i = p->claimants[k].index;
        p->months[k] = bil_serving_months(s, i, year);
        p->least[k] = bil_serving_money(s, bil_serving_has(s, i), year);
        p->most[k] = !ask_most            ? INT64_MAX
                     : p->best[i] == NULL ? p->least[k]
                                          : bil_serving_money(s, p->best[i], year);
    }
    const bil_status status = rule(&sheet, err);
    for (size_t k = 0; status == BIL_OK && k < count; k++) {
        p->purses[k * years + year] = p->amounts[k];
    }
    return status;
}

static bil_status make_room(paying *p, bil_error *err)
{
    const size_t room = p->question->count + 1;
    p->best = calloc(room, sizeof(bil_record *));
    p->months = calloc(room, sizeof *p->months);
    p->least = calloc(room, sizeof *p->least);
    p->most = calloc(room, sizeof *p->most);
    p->amounts = calloc(room, sizeof *p->amounts);
    p->purses = calloc(room * (p->serving.run.out->shared.years + 1), sizeof *p->purses);
    p->claimants = bil_claimants_in_order(p->question, bil_by_request);
    return p->best == NULL || p->months == NULL || p->least == NULL || p->most == NULL ||
                   p->amounts == NULL || p->purses == NULL || p->claimants == NULL
               ? bil_fail_nomem(err)
               : BIL_OK;
}

static bil_status pay(paying *p, bool ask_most, bil_amount_rule *rule, bil_error *err)
{
    bil_serving *s = &p->serving;
    bil_status status = make_room(p, err);
    if (status == BIL_OK && ask_most) {
        status = bil_serving_each(s, find_best, p, err);
    }
    const size_t years = status == BIL_OK ? s->run.out->shared.years : 0;
    for (size_t year = 0; status == BIL_OK && year < years; year++) {
        status = fill_year(p, year, ask_most, rule, err);
    }
    for (size_t k = 0; status == BIL_OK && k < p->question->count && bil_run_tell(&s->run, k);
         k++) {
        status = bil_serving_improve(s, p->claimants[k].index, &p->purses[k * years], err);
    }
    return status;
}

bil_status bil_serve_amounts(bil_allocation **out, const bil_rule_question *question, bool ask_most,
                             bil_amount_rule *rule, bil_error *err)
{
    paying p = {.question = question};
    bil_status status = bil_serving_open(&p.serving, question, err);
    if (status == BIL_OK) {
        status = pay(&p, ask_most, rule, err);
    }
    for (size_t i = 0; p.best != NULL && i < question->count; i++) {
        bil_record_free(p.best[i]);
    }
    free((void *)p.best);
    free(p.months);
    free(p.least);
    free(p.most);
    free(p.amounts);
    free(p.purses);
    free(p.claimants);
    return bil_serving_close(out, &p.serving, status, err);
}
