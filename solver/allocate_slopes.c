/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person at given prices, where the score counts by a curve or has to reach a level: along
 * straight lines first (pricing_slopes.c); what is left between bound and best, where it is much,
 * is searched by the model of the curve for so long. */
#include "solver/allocate_impl.h"

#include <math.h>

/* Nodes: nearly every line is searched to its end with a tenth of them. */
enum { PACKAGES_MOST = 8, LINE_NODES = 300, FINE_NODES = 40 };

/* Of the gap asked for: so much of a person's bound is not worth a search. */
#define OPEN_SHARE 0.2
/* While it is counted how many are lacking: of one. */
#define OPEN_LACKING 1e-3

/* Where nothing else is known. */
#define USUAL_SCORE 0.8

bool bil_run_by_slopes(const bil_sharing *r, size_t i)
{
    return r->count > BIL_WHOLE_MOST &&
           (r->valued.welfare != NULL || bil_run_score_floor(r, i) > 0.0);
}

bool bil_run_keeps_score(const bil_sharing *r, size_t i, double score)
{
    return !bil_run_has_floor(r, i) || r->settings->score_floors == NULL ||
           score >= r->settings->score_floors[i] - BIL_SCORE_SLACK;
}

bool bil_run_straighten(bil_price_request *request, const bil_sharing *r, size_t i)
{
    if (!bil_run_by_slopes(r, i)) {
        return false;
    }
    request->valued.welfare = NULL;
    request->valued.score = r->slopes[i] > 0.0 && !r->counting ? r->slopes[i] : 1.0;
    request->score_floor = 0.0;
    return true;
}

double bil_run_worth_along(const bil_price_request *request, const bil_sharing *r, uint32_t package)
{
    const bil_packages *p = r->store;
    const bil_record *it = r->records[p->tag[package]];
    /* by the store, but for the value, which is that of the curve */
    return bil_package_worth(p, package, request->prices) - p->value[package] +
           bil_value_of(&request->valued, it->score, it->shortfall, it->public_cents);
}

/* What is at hand of a person, the one as today left out: that need not be a plan. */
static bil_status list_points(bil_points *out, const bil_sharing *r, size_t i, const double *prices,
                              bil_arena *arena, bil_error *err)
{
    const bil_packages *p = r->store;
    bil_price_request flat = {.valued = r->valued, .prices = prices};
    flat.valued.score = 0.0;
    bil_point *items = bil_arena_alloc(arena, p->group_size[i] + 1, sizeof *items);
    size_t count = 0;
    if (items == NULL) {
        return bil_fail_nomem(err);
    }
    for (uint32_t j = p->next[p->head[i]]; j != BIL_NO_PACKAGE; j = p->next[j]) {
        items[count++] = (bil_point){.score = r->records[p->tag[j]]->score,
                                     .rest = bil_run_worth_along(&flat, r, j)};
    }
    *out = (bil_points){.items = items, .count = count, .guess = USUAL_SCORE};
    return BIL_OK;
}

static bil_status keep_near(bil_slot *out, const bil_sharing *r, size_t i, const bil_priced *found,
                            bil_error *err)
{
    if (!bil_run_keeps_score(r, i, found->score)) {
        return BIL_OK;
    }
    bil_record *it = bil_record_new(i, found, r->persons[i]->phase_count);
    if (it == NULL) {
        return bil_fail_nomem(err);
    }
    it->next = out->near;
    out->near = it;
    return BIL_OK;
}

/* By the model of the curve, from what the lines have left. */
static bil_status search_on(bil_slot *out, const bil_sharing *r, size_t i, bil_pricer *pricer,
                            const bil_price_request *asked, double best, bil_arena *arena,
                            bil_error *err)
{
    bil_price_request request = *asked;
    bil_priced found;
    bil_error own = {0};
    request.gap = 0.5 * asked->gap;
    request.has_known = best > -HUGE_VAL;
    request.known = request.has_known ? best + request.gap : 0.0;
    request.node_limit = request.has_known ? FINE_NODES : 0;
    const bil_status status =
        bil_price_person(&found, pricer, r->persons[i], &request, arena, &own);
    if (status != BIL_OK) {
        return status == BIL_E_NOMEM ? bil_fail_nomem(err) : BIL_OK; /* the lines' bound holds */
    }
    out->by_optimiser = out->by_optimiser || found.by_optimiser;
    if (found.possible) {
        out->bound = fmin(out->bound, found.bound);
    }
    return found.has_package ? keep_near(out, r, i, &found, err) : BIL_OK;
}

bil_status bil_run_price_by_slopes(bil_slot *out, const bil_sharing *r, size_t i,
                                   bil_pricer *pricer, const bil_price_request *asked,
                                   bil_arena *arena, bil_error *err)
{
    bil_priced found[PACKAGES_MOST];
    bil_priced_list list = {.items = found, .most = PACKAGES_MOST};
    bil_points points;
    bil_sloped told;
    bil_price_request request = *asked;
    request.node_limit = LINE_NODES;
    request.gap = r->counting ? OPEN_LACKING : OPEN_SHARE * bil_run_gap(r);
    bil_status status = list_points(&points, r, i, request.prices, arena, err);
    if (status == BIL_OK) {
        status =
            bil_price_by_slopes(&told, &list, pricer, r->persons[i], &request, &points, arena, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    out->possible = told.possible;
    out->by_optimiser = told.by_optimiser;
    out->bound = told.possible ? told.bound : -HUGE_VAL;
    out->slope = told.slope;
    for (size_t k = list.count; status == BIL_OK && k-- > 0;) {
        status = keep_near(out, r, i, &found[k], err);
    }
    const bool search = !r->rough || !(told.best > -HUGE_VAL);
    if (status == BIL_OK && told.possible && search && told.bound - told.best > request.gap) {
        status = search_on(out, r, i, pricer, &request, told.best, arena, err);
    }
    return status;
}
