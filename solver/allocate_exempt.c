/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bound on the least score of all persons.
 *
 * The level exempts who cannot reach it, the least score exempts nobody: it is also no more than
 * what the worst off of them could have with all money and all places to themselves. */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>

/* What could be shown of one person. */
static bil_status find_most(double *out, const bil_sharing *r, size_t i, bil_pricer *pricer,
                            bil_error *err)
{
    bil_priced found;
    bil_error own = {0};
    bil_arena *arena = bil_arena_new();
    double *free_of_charge =
        arena == NULL ? NULL
                      : bil_arena_alloc(arena, r->store->row_count + 1, sizeof *free_of_charge);
    bil_status status = free_of_charge == NULL ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK) {
        const bil_price_request request = {
            .valued = {.score = 1.0}, .prices = free_of_charge, .room = r->limits};
        const bil_status answer =
            bil_price_person(&found, pricer, r->persons[i], &request, arena, &own);
        status = answer == BIL_E_NOMEM ? bil_fail_nomem(err) : BIL_OK;
        *out = answer != BIL_OK ? 1.0 : found.possible ? found.bound : 0.0;
        *out = fmax(*out, r->records[i]->score); /* as today may be more than any plan */
    }
    bil_arena_free(arena);
    return status;
}

static size_t next_exempt(const double *alone, const bool *seen, size_t count)
{
    size_t next = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!seen[i] && (next == SIZE_MAX || alone[i] < alone[next])) {
            next = i;
        }
    }
    return next;
}

/* From who has least alone on, until all others have as much alone. */
static bil_status lower(bil_sharing *r, const double *alone, bool *seen, bil_error *err)
{
    bil_pricer *pricer = NULL;
    bil_status status = bil_pricer_new(&pricer, &r->out->shared, err);
    while (status == BIL_OK) {
        const size_t i = next_exempt(alone, seen, r->count);
        if (i == SIZE_MAX || alone[i] >= r->out->least_bound) {
            break;
        }
        double most = 1.0;
        status = find_most(&most, r, i, pricer, err);
        r->out->least_bound = fmin(r->out->least_bound, most);
        r->out->priced++;
        seen[i] = true;
    }
    bil_pricer_free(pricer);
    return status;
}

bil_status bil_run_bound_least(bil_sharing *r, const double *alone, bil_error *err)
{
    r->out->least_bound = r->out->level_bound;
    bool *seen = calloc(r->count + 1, sizeof *seen);
    bil_status status = seen == NULL ? bil_fail_nomem(err) : bil_run_begin_pass(r, 1.0, err);
    if (status == BIL_OK) {
        status = lower(r, alone, seen, err);
    }
    bil_run_end_pass(r);
    free(seen);
    return status;
}
