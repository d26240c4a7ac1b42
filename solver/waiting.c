/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/waiting.h"

#include <math.h>
#include <string.h>

/* A gain in score too small to be worth a plan's trouble, and how much more than today the cheapest
 * plan must cover. */
#define GAIN_LEAST 1e-6
#define GAIN_ASKED 0.01

/* Beside what is scarce, score and public money decide among equals only. */
#define SCORE_WEIGHT 1e-3
#define THRIFT 1e-12

typedef struct {
    bil_pricer *pricer;
    const bil_allocation *allocation;
    size_t person;
    const bil_allotted *today;
    const bil_case *who;
    bil_arena *arena;
    double *prices;
} question;

/* The best package with only these kinds of rows at their prices. */
static bil_status best(question *q, bool money, bool places, double least, double score,
                       bil_priced *out, bil_error *err)
{
    const bil_shared *shared = &q->allocation->shared;
    for (size_t r = 0; r < shared->row_count; r++) {
        const bool counts = (shared->rows[r].kind == BIL_SHARED_POOL && money) ||
                            (shared->rows[r].kind == BIL_SHARED_CAPACITY && places);
        q->prices[r] = counts ? q->allocation->prices[r] : 0.0;
    }
    const bil_price_request request = {.valued = {.score = score, .thrift = THRIFT},
                                       .prices = q->prices,
                                       .gap = 1e-9,
                                       .score_floor = least};
    return bil_price_person(out, q->pricer, q->who, &request, q->arena, err);
}

/* Is any package a gain, all being free? The first that is found will do: no best is looked for. */
static bil_status gains_at_all(question *q, bool *out, bil_error *err)
{
    bil_priced found;
    memset(q->prices, 0, q->allocation->shared.row_count * sizeof *q->prices);
    const bil_price_request request = {.valued = {.score = 1.0},
                                       .prices = q->prices,
                                       .gap = 1.0,
                                       .has_known = true,
                                       .known = q->today->score + GAIN_LEAST};
    const bil_status status = bil_price_person(&found, q->pricer, q->who, &request, q->arena, err);
    *out = status == BIL_OK && found.has_package && found.score > q->today->score + GAIN_LEAST;
    return status;
}

/* Is there a package worth more than staying as today, at these prices? */
static bil_status gains(question *q, bool money, bool places, bool *out, bil_error *err)
{
    bil_priced found;
    double today = q->today->score - THRIFT * (double)q->today->public_cents;
    const bil_status status = best(q, money, places, 0.0, 1.0, &found, err);
    for (size_t k = 0; k < q->today->use_count; k++) {
        today -= q->prices[q->today->uses[k].row] * q->today->uses[k].amount;
    }
    *out = status == BIL_OK && found.has_package && found.worth > today + GAIN_LEAST &&
           found.score > q->today->score + GAIN_LEAST;
    return status;
}

static double used_today(const question *q, uint32_t row)
{
    for (size_t k = 0; k < q->today->use_count; k++) {
        if (q->today->uses[k].row == row) {
            return q->today->uses[k].amount;
        }
    }
    return 0.0;
}

static bil_status list_lacking(question *q, const bil_priced *found, bil_waiting *out,
                               bil_error *err)
{
    out->lacking = bil_arena_alloc(q->arena, found->use_count + 1, sizeof *out->lacking);
    if (out->lacking == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < found->use_count; k++) {
        const uint32_t row = found->uses[k].row;
        const double left = q->allocation->shared.rows[row].limit - q->allocation->used[row];
        const double more = found->uses[k].amount - used_today(q, row) - fmax(0.0, left);
        if (more > 0.0) {
            out->lacking[out->lacking_count++] = (bil_use){.row = row, .amount = more};
        }
    }
    return BIL_OK;
}

static bil_status ask(question *q, bil_error *err)
{
    q->today = &q->allocation->persons[q->person];
    q->prices = bil_arena_alloc(q->arena, q->allocation->shared.row_count + 1, sizeof *q->prices);
    return q->prices == NULL ? bil_fail_nomem(err) : BIL_OK;
}

bil_status bil_waiting_gains(bil_waiting *out, bil_pricer *pricer, const bil_allocation *allocation,
                             size_t person, const bil_case *who, bil_arena *arena, bil_error *err)
{
    question q = {pricer, allocation, person, NULL, who, arena, NULL};
    *out = (bil_waiting){.score = -1.0};
    const bil_status status = ask(&q, err);
    return status == BIL_OK ? gains_at_all(&q, &out->gains, err) : status;
}

/* The plan that takes least of what is scarce. */
static bil_status seek_least(question *q, bil_waiting *out, bil_error *err)
{
    bil_priced found;
    bil_status status =
        best(q, true, true, q->today->score + GAIN_ASKED, SCORE_WEIGHT, &found, err);
    if (status == BIL_OK && !found.has_package) { /* nothing covers so much more */
        status = best(q, true, true, q->today->score + GAIN_LEAST, SCORE_WEIGHT, &found, err);
    }
    if (status == BIL_OK && found.has_package) {
        out->score = found.score;
        status = list_lacking(q, &found, out, err);
    }
    return status;
}

bil_status bil_waiting_why(bil_waiting *out, bil_pricer *pricer, const bil_allocation *allocation,
                           size_t person, const bil_case *who, bil_arena *arena, bil_error *err)
{
    question q = {pricer, allocation, person, NULL, who, arena, NULL};
    bil_status status = bil_waiting_gains(out, pricer, allocation, person, who, arena, err);
    if (status != BIL_OK || !out->gains) {
        return status;
    }
    status = ask(&q, err);
    if (status == BIL_OK) {
        status = gains(&q, false, true, &out->with_money, err);
    }
    if (status == BIL_OK) {
        status = gains(&q, true, false, &out->with_places, err);
    }
    return status == BIL_OK ? seek_least(&q, out, err) : status;
}
