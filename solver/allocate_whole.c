/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A handful of persons as one model.
 *
 * Prices prove nothing where a gap is left, and with a few persons, who are not alike, one nearly
 * always is. But then all their models fit into one, with the rows they share: its answer is the
 * best there is, and its bound closes the gap. Each person has one column more, 1 when all stays as
 * today: then the rest of the person's columns are 0, and every row of theirs allows it. */
#include "solver/allocate_whole.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/stages.h"

enum { CENTS = 100, ROUNDS = 100, NAME = 48 };

/* So many choices are forbidden. */
enum { FORBIDS = 40 };

/* Nodes times columns, of one attempt, and of all that forbid choices before a last one:
 * deterministic, and some seconds at most. */
enum { WORK = 1500000, WORK_IN_ALL = 2 * WORK };

/* Pools are limited in tens of euro, a shortfall in thousandths: numbers of the same size as
 * all others. */
#define POOL_SCALE 0.1
#define SHORTFALL_SCALE 1e3
#define SHORTFALL_UNITS 1e9

/* Who pays when the solution does not say: a pool is spared. */
#define POOL_CENT 1e-6

/* Cents of rounding beyond a limit are little when they are no more than this share of it. */
#define PLENTY 1e-4

/* Further from a whole number of cents than this: not one. */
#define WHOLE_CENT 1e-3

/* A choice of everybody's that whole cents do not allow, though fractions would. */
typedef struct bil_forbidden {
    const struct bil_forbidden *next;
    bool *involved; /* per person: it takes a difference of theirs */
    double **steps; /* per person, then phase by phase and offer by offer; < 0 = whatever it is;
                       NULL = as today */
} forbidden;

/* --- the persons' models ---------------------------------------------------------------------- */

/* Of each column what it adds to score and shortfall; what is learnt adds columns without any. */
static void list_costs(bil_member *it, double *out, void (*add)(bil_model *, double))
{
    bil_lp *lp = &it->q.model.lp;
    bil_lp_clear_objective(lp);
    add(&it->q.model, 1.0);
    for (size_t j = 0; j < lp->column_count; j++) {
        out[j] = lp->columns[j].cost;
    }
}

static bil_status list_effects(bil_member *it, bil_arena *arena, bil_error *err)
{
    bil_lp *lp = &it->q.model.lp;
    double *costs = bil_arena_alloc(arena, lp->column_count + 1, sizeof *costs);
    it->short_of = bil_arena_alloc(arena, lp->column_count + 1, sizeof *it->short_of);
    it->score_of = bil_arena_alloc(arena, lp->column_count + 1, sizeof *it->score_of);
    if (costs == NULL || it->short_of == NULL || it->score_of == NULL) {
        return bil_fail_nomem(err);
    }
    it->short_count = lp->column_count;
    for (size_t j = 0; j < lp->column_count; j++) {
        costs[j] = lp->columns[j].cost;
    }
    list_costs(it, it->score_of, bil_stage_add_score);
    list_costs(it, it->short_of, bil_stage_add_shortfall);
    for (size_t j = 0; j < lp->column_count; j++) {
        it->short_of[j] /= BIL_SCORE_SCALE;
        lp->columns[j].cost = costs[j];
    }
    return BIL_OK;
}

static bil_status open_member(bil_whole *w, size_t i, bil_error *err)
{
    const bil_sharing *r = w->run;
    bil_member *it = &w->members[i];
    bool impossible = true;
    w->requests[i] = (bil_price_request){.valued = r->valued,
                                         .prices = w->zeros,
                                         .floor = bil_run_floor_lines(r, i),
                                         .score_floor = bil_run_score_floor(r, i)};
    it->q = (bil_question){.pricer = w->pricer,
                           .request = &w->requests[i],
                           .arena = w->arena,
                           .bound = HUGE_VAL,
                           .proven = true};
    bil_status status =
        r->failed[i] ? BIL_OK : bil_question_open(&it->q, r->persons[i], &impossible, err);
    it->there = status == BIL_OK && !impossible;
    if (!it->there) {
        return status;
    }
    it->payers = bil_arena_alloc(w->arena, it->q.view.phase_count + 1, sizeof(bil_payer *));
    if (it->payers == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < it->q.view.phase_count; t++) {
        const bil_view_phase *p = &it->q.view.phases[t];
        it->payers[t] = p->payers;
        for (size_t k = 0; k < p->payer_count; k++) {
            if (r->out->shared.of_source[p->payers[k].source] != 0) {
                bil_question_prices(&it->q, t)[k] += POOL_CENT;
            }
        }
    }
    return list_effects(it, w->arena, err);
}

/* --- the whole -------------------------------------------------------------------------------- */

static const char *name_of(bil_whole *w, const char *kind, size_t person, size_t number)
{
    char *name = bil_arena_alloc(w->lp.arena, NAME, 1);
    if (name == NULL) {
        w->lp.out_of_memory = true;
        return "";
    }
    (void)snprintf(name, NAME, "%s%zu_%zu", kind, person, number);
    return name;
}

/* x ≤ upper (1 - today), x ≥ lower (1 - today). */
static void tie_column(bil_whole *w, const bil_member *it, size_t person, size_t j)
{
    const bil_lp_column *from = &it->q.model.lp.columns[j];
    const uint32_t at = it->first + (uint32_t)j;
    if (from->upper != 0.0) {
        (void)bil_lp_add_row(&w->lp, -HUGE_VAL, from->upper, name_of(w, "most", person, j), "");
        bil_lp_term_add(&w->lp, at, 1.0);
        bil_lp_term_add(&w->lp, it->today, from->upper);
    }
    if (from->lower != 0.0) {
        (void)bil_lp_add_row(&w->lp, from->lower, HUGE_VAL, name_of(w, "least", person, j), "");
        bil_lp_term_add(&w->lp, at, 1.0);
        bil_lp_term_add(&w->lp, it->today, from->lower);
    }
}

static void copy_row(bil_whole *w, const bil_member *it, size_t person, size_t i)
{
    const bil_lp *from = &it->q.model.lp;
    const bil_lp_row *row = &from->rows[i];
    const double sides[] = {row->upper, row->lower};
    for (size_t side = 0; side < 2; side++) {
        const double limit = sides[side];
        if (isinf(limit)) {
            continue;
        }
        (void)bil_lp_add_row(&w->lp, side == 0 ? -HUGE_VAL : limit, side == 0 ? limit : HUGE_VAL,
                             name_of(w, side == 0 ? "above" : "below", person, i), "");
        for (size_t k = row->first; k < row->first + row->count; k++) {
            bil_lp_term_add(&w->lp, it->first + from->terms[k].column, from->terms[k].value);
        }
        bil_lp_term_add(&w->lp, it->today, limit);
    }
}

static void add_member(bil_whole *w, size_t i)
{
    bil_sharing *r = w->run;
    bil_member *it = &w->members[i];
    const double today = BIL_SCORE_SCALE * r->store->value[r->store->head[i]];
    if (!it->there) {
        w->constant += today;
        return;
    }
    const bil_lp *from = &it->q.model.lp;
    it->first = (uint32_t)w->lp.column_count;
    for (size_t j = 0; j < from->column_count; j++) {
        const bil_lp_column *column = &from->columns[j];
        const uint32_t at =
            bil_lp_add_column(&w->lp, fmin(column->lower, 0.0), fmax(column->upper, 0.0),
                              column->integer, name_of(w, "c", i, j), "");
        w->lp.columns[at].cost = column->cost;
    }
    it->today = bil_lp_add_column(&w->lp, 0.0, 1.0, true, name_of(w, "today", i, 0), "");
    w->lp.columns[it->today].cost = today;
    for (size_t j = 0; j < from->column_count; j++) {
        tie_column(w, it, i, j);
    }
    for (size_t row = 0; row < from->row_count; row++) {
        copy_row(w, it, i, row);
    }
}

static double scale_of(const bil_shared_row *row)
{
    switch (row->kind) {
    case BIL_SHARED_POOL:
        return POOL_SCALE / CENTS;
    case BIL_SHARED_SHORTFALL:
        return SHORTFALL_SCALE / SHORTFALL_UNITS;
    case BIL_SHARED_CAPACITY:
        break;
    }
    return 1.0;
}

/* What a person's columns take of row `r`; the price of that row alone is 1 in `one`. */
static void add_taken(bil_whole *w, const bil_member *it, size_t r, const double *one)
{
    const bil_shared *shared = &w->run->out->shared;
    const bil_shared_row *row = &shared->rows[r];
    const bil_model *model = &it->q.model;
    for (size_t j = 0; row->kind == BIL_SHARED_SHORTFALL && j < it->short_count; j++) {
        bil_lp_term_add(&w->lp, it->first + (uint32_t)j, it->short_of[j] * SHORTFALL_SCALE);
    }
    for (size_t t = 0; t < model->phase_count; t++) {
        const bil_model_phase *phase = &model->phases[t];
        const bil_view_phase *p = phase->phase;
        for (size_t k = 0; row->kind == BIL_SHARED_POOL && k < phase->payment_count; k++) {
            const bil_index source = p->payers[phase->payments[k].payer].source;
            bil_lp_term_add(&w->lp, it->first + phase->payments[k].column,
                            bil_shared_money_price(shared, one, p, source) * POOL_SCALE);
        }
        for (size_t o = 0; row->kind == BIL_SHARED_CAPACITY && o < p->offer_count; o++) {
            bil_lp_term_add(&w->lp, it->first + phase->steps[o],
                            phase->unit[o] *
                                bil_shared_unit_price(shared, one, &it->q.view, p, &p->offers[o]));
        }
    }
}

static void add_rows(bil_whole *w, double *one)
{
    bil_sharing *r = w->run;
    const bil_packages *store = r->store;
    for (size_t row = 0; row < store->row_count; row++) {
        const double scale = scale_of(&r->out->shared.rows[row]);
        double fixed = 0.0;
        const size_t at = bil_lp_add_row(&w->lp, -HUGE_VAL, 0.0, name_of(w, "shared", 0, row), "");
        one[row] = 1.0;
        for (size_t i = 0; i < r->count; i++) {
            double today = 0.0;
            const uint32_t package = store->head[i];
            for (uint32_t k = store->first[package]; k < store->first[package + 1]; k++) {
                today += store->row[k] == row ? store->amount[k] * scale : 0.0;
            }
            if (w->members[i].there) {
                /* what is next to nothing is looked at again in whole units */
                bil_lp_term_add(&w->lp, w->members[i].today,
                                fabs(today) < BIL_MODEL_TINY ? 0.0 : today);
                add_taken(w, &w->members[i], row, one);
            } else {
                fixed += today;
            }
        }
        one[row] = 0.0;
        w->lp.rows[at].upper = w->room[row] * scale - fixed;
    }
}

/* --- choices that are forbidden --------------------------------------------------------------- */

/* A term of the open row that is 1 only when the column, whole and at least 0, is not `steps`. Rows
 * that say so are kept for later in `up` and `down`. */
typedef struct {
    uint32_t column;
    uint32_t marker;
    double steps;
} other_steps;

typedef struct {
    other_steps *items;
    size_t count;
    double constant; /* of the terms that are 1 less a column */
} others;

static void differ_by_column(bil_whole *w, const bil_member *it, size_t person, uint32_t j,
                             double steps, others *out)
{
    const double most = it->q.model.lp.columns[j].upper;
    const uint32_t column = it->first + j;
    if (most <= 1.0) {
        bil_lp_term_add(&w->lp, column, steps > 0.5 ? -1.0 : 1.0);
        out->constant += steps > 0.5 ? 1.0 : 0.0;
        return;
    }
    for (int up = 0; up < 2; up++) {
        if (up == 1 ? steps < most : steps > 0.0) {
            const uint32_t marker =
                bil_lp_add_column(&w->lp, 0.0, 1.0, true,
                                  name_of(w, up == 1 ? "up" : "down", person, out->count), "");
            bil_lp_term_add(&w->lp, marker, 1.0);
            out->items[out->count++] =
                (other_steps){.column = column,
                              .marker = marker,
                              .steps = up == 1 ? -(steps + 1.0) : most - steps + 1.0};
        }
    }
}

/* Markers up: x - (steps + 1) up ≥ 0; down: x + (most - steps + 1) down ≤ most. */
static void tie_markers(bil_whole *w, const others *all)
{
    for (size_t k = 0; k < all->count; k++) {
        const other_steps *it = &all->items[k];
        const bool up = it->steps < 0.0;
        const double most = w->lp.columns[it->column].upper;
        (void)bil_lp_add_row(&w->lp, up ? 0.0 : -HUGE_VAL, up ? HUGE_VAL : most,
                             name_of(w, "other", k, it->column), "");
        bil_lp_term_add(&w->lp, it->column, 1.0);
        bil_lp_term_add(&w->lp, it->marker, it->steps);
    }
}

static size_t offers_of(const bil_member *it)
{
    size_t count = 0;
    for (size_t t = 0; it->there && t < it->q.model.phase_count; t++) {
        count += it->q.model.phases[t].phase->offer_count;
    }
    return count;
}

/* Of one who is involved, what has to differ. */
static void differ_by_person(bil_whole *w, const forbidden *choice, size_t i, others *out)
{
    const bil_member *it = &w->members[i];
    const double *steps = choice->steps[i];
    bil_lp_term_add(&w->lp, it->today, steps == NULL ? -1.0 : 1.0);
    out->constant += steps == NULL ? 1.0 : 0.0;
    for (size_t t = 0; steps != NULL && t < it->q.model.phase_count; t++) {
        const bil_model_phase *phase = &it->q.model.phases[t];
        for (size_t o = 0; o < phase->phase->offer_count; o++, steps++) {
            if (*steps >= 0.0) {
                differ_by_column(w, it, i, phase->steps[o], *steps, out);
            }
        }
    }
}

/* Somebody's steps are others: ≥ 1. */
static bil_status add_forbidden(bil_whole *w, const forbidden *choice, bil_error *err)
{
    size_t most = 0;
    for (size_t i = 0; i < w->run->count; i++) {
        most += 2 * offers_of(&w->members[i]);
    }
    others all = {.items = bil_arena_alloc(w->lp.arena, most + 1, sizeof(other_steps))};
    if (all.items == NULL) {
        return bil_fail_nomem(err);
    }
    const size_t row = bil_lp_add_row(&w->lp, 1.0, HUGE_VAL, name_of(w, "not", 0, 0), "");
    for (size_t i = 0; i < w->run->count; i++) {
        if (choice->involved[i]) {
            differ_by_person(w, choice, i, &all);
        }
    }
    w->lp.rows[row].lower -= all.constant;
    tie_markers(w, &all);
    return BIL_OK;
}

/* --- the least part of a choice that takes too much ------------------------------------------- */

/* What a person's lines of phase `t` take of a row at least, when the others are not there:
 * HUGE_VAL if they cannot be paid so. */
static bil_status least_of(bil_whole *w, size_t i, size_t t, const bil_choice *choice, size_t row,
                           double *out, bil_error *err)
{
    const bil_shared *shared = &w->run->out->shared;
    const bil_member *it = &w->members[i];
    const bil_view_phase *p = &it->q.view.phases[t];
    bil_funding_found funding;
    double *prices = bil_arena_alloc(w->lp.arena, p->payer_count + 1, sizeof *prices);
    double *amounts = bil_arena_alloc(w->lp.arena, shared->row_count + 1, sizeof *amounts);
    if (prices == NULL || amounts == NULL) {
        return bil_fail_nomem(err);
    }
    w->zeros[row] = 1.0;
    for (size_t r = 0; r < p->payer_count; r++) {
        prices[r] = bil_shared_money_price(shared, w->zeros, p, p->payers[r].source);
    }
    w->zeros[row] = 0.0;
    const bil_funding_wish wish = {.prices = prices};
    const bil_status status = bil_fund(&funding, &it->q.view, p, choice, &wish, w->lp.arena, err);
    *out = HUGE_VAL;
    if (status == BIL_OK && funding.feasible) {
        bil_shared_add(amounts, shared, &it->q.view, p, choice, &funding);
        *out = amounts[row];
    }
    return status;
}

/* Takes away lines of phase `t` as long as those that remain take too much: `*excess` is what all
 * that is left of the choice takes beyond the limit. */
static bil_status thin_phase(bil_whole *w, size_t i, size_t t, size_t row, double *excess,
                             double *steps, bool *lines, bil_error *err)
{
    const bil_choice *had = &w->members[i].q.choices[t];
    const size_t offers = w->members[i].q.view.phases[t].offer_count;
    bil_choice rest = *had;
    double least = 0.0;
    rest.quantity = bil_arena_alloc(w->lp.arena, offers + 1, sizeof *rest.quantity);
    if (rest.quantity == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(rest.quantity, had->quantity, offers * sizeof *rest.quantity);
    bil_status status = least_of(w, i, t, &rest, row, &least, err);
    for (size_t o = 0; status == BIL_OK && o < offers; o++) {
        double less = least;
        rest.quantity[o] = 0;
        status = had->quantity[o] > 0 ? least_of(w, i, t, &rest, row, &less, err) : BIL_OK;
        if (less <= least && *excess - (least - less) > 0.0) {
            *excess -= least - less;
            least = less;
            steps[o] = -1.0; /* without it: whatever it is */
        } else {
            rest.quantity[o] = had->quantity[o];
            *lines = *lines || had->quantity[o] > 0;
        }
    }
    return status;
}

/* What everybody's lines take of the row at least, beyond its limit. */
static bil_status least_excess(bil_whole *w, size_t row, double *out, bil_error *err)
{
    const bil_packages *store = w->run->store;
    bil_status status = BIL_OK;
    double sum = -w->run->limits[row];
    for (size_t i = 0; status == BIL_OK && i < w->run->count; i++) {
        const bil_member *it = &w->members[i];
        const uint32_t today = store->head[i];
        const bool changed = w->found[i].has_package;
        for (uint32_t k = store->first[today]; !changed && k < store->first[today + 1]; k++) {
            sum += store->row[k] == row ? store->amount[k] : 0.0;
        }
        for (size_t t = 0; status == BIL_OK && changed && t < it->q.view.phase_count; t++) {
            double least = 0.0;
            status = least_of(w, i, t, &it->q.choices[t], row, &least, err);
            sum += least;
        }
    }
    *out = sum;
    return status;
}

static bil_status list_steps(double **out, const bil_whole *w, size_t i, const double *x,
                             bil_error *err)
{
    const bil_member *it = &w->members[i];
    double *next = bil_arena_alloc(w->arena, offers_of(it) + 1, sizeof *next);
    if (next == NULL) {
        return bil_fail_nomem(err);
    }
    *out = next;
    for (size_t t = 0; t < it->q.model.phase_count; t++) {
        const bil_model_phase *phase = &it->q.model.phases[t];
        for (size_t o = 0; o < phase->phase->offer_count; o++) {
            *next++ = round(x[it->first + phase->steps[o]]);
        }
    }
    return BIL_OK;
}

static bool takes_today(const bil_whole *w, size_t i, size_t row)
{
    const bil_packages *store = w->run->store;
    const uint32_t today = store->head[i];
    bool takes = false;
    for (uint32_t k = store->first[today]; k < store->first[today + 1]; k++) {
        takes = takes || store->row[k] == row;
    }
    return takes && w->members[i].there;
}

/* Of the choice only what is needed to take more of `row` than there is. */
static bil_status thin(bil_whole *w, forbidden *choice, size_t row, bil_error *err)
{
    double excess = 0.0;
    bil_status status = w->run->out->shared.rows[row].kind == BIL_SHARED_SHORTFALL
                            ? BIL_OK
                            : least_excess(w, row, &excess, err);
    const bool too_much = excess > 0.0 && excess < HUGE_VAL; /* else other payers might do */
    for (size_t i = 0; status == BIL_OK && too_much && i < w->run->count; i++) {
        double *steps = choice->steps[i];
        bool lines = false;
        for (size_t t = 0;
             status == BIL_OK && steps != NULL && t < w->members[i].q.view.phase_count; t++) {
            status = thin_phase(w, i, t, row, &excess, steps, &lines, err);
            steps += w->members[i].q.view.phases[t].offer_count;
        }
        choice->involved[i] = steps == NULL ? takes_today(w, i, row) : lines;
    }
    return status;
}

/* What takes more of `row` than there is: never all of it again. */
static bil_status forbid(bil_whole *w, const double *x, size_t row, bil_error *err)
{
    forbidden *choice = bil_arena_alloc(w->arena, 1, sizeof *choice);
    double **steps = bil_arena_alloc(w->arena, w->run->count + 1, sizeof *steps);
    bool *involved = bil_arena_alloc(w->arena, w->run->count + 1, sizeof *involved);
    bil_status status =
        choice == NULL || steps == NULL || involved == NULL ? bil_fail_nomem(err) : BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < w->run->count; i++) {
        involved[i] = w->members[i].there;
        if (involved[i] && w->found[i].has_package) {
            status = list_steps(&steps[i], w, i, x, err);
        }
    }
    if (status == BIL_OK) {
        *choice = (forbidden){.next = w->forbidden, .involved = involved, .steps = steps};
        w->forbidden = choice;
        status = thin(w, choice, row, err);
    }
    return status;
}

/* --- from the solution to packages ------------------------------------------------------------ */

/* Who pays how much of the pools is the solution's to say: a payer's ceiling is what it pays there.
 */
static bil_status set_ceilings(bil_whole *w, bil_member *it, const double *x, bil_error *err)
{
    for (size_t t = 0; t < it->q.view.phase_count; t++) {
        bil_view_phase *p = &it->q.view.phases[t];
        const bil_model_phase *phase = &it->q.model.phases[t];
        bil_payer *payers = bil_arena_alloc(w->arena, p->payer_count + 1, sizeof *payers);
        if (payers == NULL) {
            return bil_fail_nomem(err);
        }
        memcpy(payers, it->payers[t], p->payer_count * sizeof *payers);
        for (size_t k = 0; k < p->payer_count; k++) {
            if (w->run->out->shared.of_source[payers[k].source] == 0) {
                continue;
            }
            double cents = 0.0;
            for (size_t m = 0; m < phase->payment_count; m++) {
                cents += phase->payments[m].payer == k ? CENTS * x[phase->payments[m].column] : 0.0;
            }
            const int64_t ceiling = (int64_t)ceil(cents - WHOLE_CENT);
            payers[k].cap =
                payers[k].cap == BIL_UNLIMITED || payers[k].cap > ceiling ? ceiling : payers[k].cap;
        }
        p->payers = payers;
    }
    return BIL_OK;
}

static void drop_ceilings(bil_member *it)
{
    for (size_t t = 0; t < it->q.view.phase_count; t++) {
        it->q.view.phases[t].payers = it->payers[t];
    }
}

/* With the payers as in the solution, as far as whole cents allow; else with any. */
static bil_status settle(bil_whole *w, bil_member *it, bool *settled, bil_lesson *lesson,
                         bil_error *err)
{
    bil_status status = set_ceilings(w, it, it->q.x, err);
    if (status == BIL_OK) {
        status = bil_question_settle(&it->q, settled, lesson, err);
    }
    drop_ceilings(it);
    if (status == BIL_OK && !*settled) {
        status = bil_question_settle(&it->q, settled, lesson, err);
    }
    return status;
}

/* One person's part of the solution; `*learnt` when the model has to learn something first. */
static bil_status read_member(bil_whole *w, size_t i, const double *x, bool *learnt, bil_error *err)
{
    bil_member *it = &w->members[i];
    bil_lesson lesson;
    bool settled = false;
    memset(&w->found[i], 0, sizeof w->found[i]);
    if (!it->there || x[it->today] > 0.5) {
        return BIL_OK;
    }
    it->q.x = x + it->first;
    w->found[i].bound = HUGE_VAL;
    if (bil_question_refine(&it->q)) {
        *learnt = true; /* nothing is lost by it: bounds remain the district's */
        return BIL_OK;
    }
    bil_status status = bil_choices_read(it->q.choices, &it->q.model, it->q.x, w->arena, err);
    if (status == BIL_OK) {
        status = settle(w, it, &settled, &lesson, err);
    }
    if (status == BIL_OK && settled) {
        return bil_question_conclude(&it->q, &w->found[i], err);
    }
    if (status == BIL_OK) {
        bil_lesson_apply(&it->q.model, &lesson);
        w->narrowed = w->narrowed || lesson.offer == SIZE_MAX; /* another funding might have done */
        *learnt = true;
    }
    return status;
}

static void add_up_uses(const bil_whole *w, double *used)
{
    const bil_sharing *r = w->run;
    const bil_packages *store = r->store;
    memset(used, 0, store->row_count * sizeof *used);
    for (size_t i = 0; i < r->count; i++) {
        const uint32_t today = store->head[i];
        const bil_priced *found = &w->found[i];
        for (uint32_t k = store->first[today]; !found->has_package && k < store->first[today + 1];
             k++) {
            used[store->row[k]] += store->amount[k];
        }
        for (size_t k = 0; found->has_package && k < found->use_count; k++) {
            used[found->uses[k].row] += found->uses[k].amount;
        }
        if (found->has_package && r->out->shared.shortfall_row != SIZE_MAX) {
            used[r->out->shared.shortfall_row] += bil_shortfall_units(found->shortfall);
        }
    }
}

/* Cents of rounding may take more than there is. Where there is plenty, that much less room costs
 * nothing to speak of; where there is not, this choice is forbidden, and no other, as long as there
 * are few. */
static bil_status look_at_rows(bil_whole *w, const double *x, double *used, bool *learnt,
                               bil_error *err)
{
    const bil_sharing *r = w->run;
    const bil_packages *store = r->store;
    add_up_uses(w, used);
    size_t scarce = SIZE_MAX;
    for (size_t row = 0; row < store->row_count; row++) {
        const double excess = used[row] - r->limits[row];
        *learnt = *learnt || excess > 0.0;
        scarce = excess > 0.0 && excess > PLENTY * r->limits[row] ? row : scarce;
    }
    w->narrowed = w->narrowed || *learnt;
    if (scarce != SIZE_MAX && w->forbids++ < FORBIDS) {
        return forbid(w, x, scarce, err);
    }
    for (size_t row = 0; row < store->row_count; row++) {
        w->room[row] -= fmax(0.0, used[row] - r->limits[row]);
    }
    return BIL_OK;
}

/* The choice, when it is better than the one at hand. */
static bil_status take(bil_whole *w, const double *used, bil_error *err)
{
    bil_sharing *r = w->run;
    double value = 0.0;
    uint32_t *choice = bil_arena_alloc(w->arena, r->count + 1, sizeof *choice);
    bil_status status = choice == NULL ? bil_fail_nomem(err) : BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < r->count; i++) {
        choice[i] = r->store->head[i];
        if (w->found[i].has_package) {
            bil_record *it = bil_record_new(i, &w->found[i], r->persons[i]->phase_count);
            status = it == NULL ? bil_fail_nomem(err) : bil_run_keep(r, it, err);
            choice[i] = r->stored;
        }
        value += status == BIL_OK ? r->store->value[choice[i]] : 0.0;
    }
    const bool better =
        status == BIL_OK &&
        (w->better != NULL ? w->better(w, choice) : !r->has_choice || value > r->value);
    if (better) {
        r->has_choice = true;
        r->value = value;
        memcpy(r->choice, choice, r->count * sizeof *choice);
        memcpy(r->used, used, r->store->row_count * sizeof *used);
    }
    return status;
}

/* --- the search ------------------------------------------------------------------------------- */

static bool whole_tick(const bil_lp_tick *now, void *payload)
{
    (void)now;
    return bil_run_master_tick(payload);
}

static bil_status build(bil_whole *w, uint32_t **part, bil_error *err)
{
    bil_sharing *r = w->run;
    w->constant = 0.0;
    w->lp.maximise = true;
    for (size_t i = 0; i < r->count; i++) {
        add_member(w, i);
    }
    add_rows(w, w->zeros);
    if (w->add_order != NULL) {
        w->add_order(w);
    }
    for (const forbidden *it = w->forbidden; it != NULL; it = it->next) {
        const bil_status status = add_forbidden(w, it, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    *part = bil_arena_alloc(w->lp.arena, w->lp.column_count + 1, sizeof **part);
    if (*part == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t j = 0; j < w->lp.column_count; j++) {
        (*part)[j] = BIL_KERNEL_NO_PART;
    }
    for (size_t i = 0; i < r->count; i++) {
        for (uint32_t j = w->members[i].first; w->members[i].there && j <= w->members[i].today;
             j++) {
            (*part)[j] = (uint32_t)i;
        }
    }
    return BIL_OK;
}

/* What the kernel found: packages for everybody, or what the models have to learn. */
static bil_status read_all(bil_whole *w, const bil_kernel_result *result, double *used,
                           bool *learnt, bil_error *err)
{
    bil_sharing *r = w->run;
    const double bound = (result->bound + w->constant) / BIL_SCORE_SCALE;
    bil_status status = BIL_OK;
    if (!w->narrowed) {
        double *best = w->add_order != NULL ? &w->bound : &r->best_bound;
        *best = fmin(*best, bound + 1e-9 * (1.0 + fabs(bound)));
    }
    for (size_t i = 0; status == BIL_OK && i < r->count; i++) {
        status = read_member(w, i, result->x, learnt, err);
    }
    if (status == BIL_OK && !*learnt) {
        status = look_at_rows(w, result->x, used, learnt, err);
    }
    return status == BIL_OK && !*learnt ? take(w, used, err) : status;
}

/* Builds, solves, reads; `*over` when nothing more is to be had. */
static bil_status attempt(bil_whole *w, double *used, bool *over, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    uint32_t *part = NULL;
    bool learnt = false;
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_lp_init(&w->lp, arena);
    bil_status status = build(w, &part, err);
    if (status == BIL_OK && w->lp.column_count > 0) {
        const bil_kernel_settings settings = {.node_limit = 1 + WORK / (int64_t)w->lp.column_count,
                                              .part = part,
                                              .tick = whole_tick,
                                              .payload = w->run};
        bil_kernel_result result;
        status = bil_kernel_solve(&result, w->pricer->kernel, &w->lp, &settings, err);
        w->work += w->forbids > 0 || w->run->valued.welfare != NULL
                       ? (1 + result.nodes) * (int64_t)w->lp.column_count
                       : 0;
        if (status == BIL_OK && result.x != NULL &&
            (result.status == BIL_KERNEL_OPTIMAL || result.status == BIL_KERNEL_FEASIBLE)) {
            status = read_all(w, &result, used, &learnt, err);
        }
    }
    /* what worths learn loses nothing, so that more of it is worth the while */
    *over = !learnt || w->work > (w->run->valued.welfare == NULL ? WORK_IN_ALL : WORK);
    bil_arena_free(arena);
    return status;
}

static bil_status make_room(bil_whole *w, bil_error *err)
{
    const size_t rows = w->run->store->row_count;
    const size_t count = w->run->count;
    w->zeros = bil_arena_alloc(w->arena, rows + 1, sizeof *w->zeros);
    w->room = bil_arena_alloc(w->arena, rows + 1, sizeof *w->room);
    w->members = bil_arena_alloc(w->arena, count + 1, sizeof *w->members);
    w->requests = bil_arena_alloc(w->arena, count + 1, sizeof *w->requests);
    w->found = bil_arena_alloc(w->arena, count + 1, sizeof *w->found);
    if (w->zeros == NULL || w->room == NULL || w->members == NULL || w->requests == NULL ||
        w->found == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(w->room, w->run->limits, rows * sizeof *w->room);
    return bil_pricer_new(&w->pricer, &w->run->out->shared, err);
}

bil_status bil_whole_solve(bil_whole *w, bil_error *err)
{
    bil_sharing *r = w->run;
    double *used = calloc(r->store->row_count + 1, sizeof *used);
    w->arena = bil_arena_new();
    bil_status status = w->arena == NULL || used == NULL ? bil_fail_nomem(err) : make_room(w, err);
    for (size_t i = 0; status == BIL_OK && i < r->count; i++) {
        status = open_member(w, i, err);
    }
    bool over = false;
    for (int round = 0; status == BIL_OK && !over && round < ROUNDS && bil_run_tell(r, 0);
         round++) {
        status = attempt(w, used, &over, err);
    }
    bil_pricer_free(w->pricer);
    bil_arena_free(w->arena);
    free(used);
    return status;
}

bil_status bil_run_as_whole(bil_sharing *r, bil_error *err)
{
    bil_whole w = {.run = r};
    return bil_whole_solve(&w, err);
}
