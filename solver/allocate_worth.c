/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the next 1,000 € or the next unit a month gives.
 *
 * The prices that prove the bound say at most that much, and where the last unit is spoken for they
 * can say anything: to plans that are kept it is worth everything, to all others nothing. Here the
 * shares of the packages found are sought with so much more of each row in turn; in large districts
 * the last unit is one of many, and the price does. */
#include <math.h>
#include <string.h>

#include "solver/allocate_impl.h"

#define THOUSAND_EURO 100000.0 /* in cents */

enum { PERSONS_MOST = 2000 };

static bil_status value_of(double *value, bool *found, bil_sharing *r, bil_master *master,
                           bil_error *err)
{
    bil_master_settings settings;
    bil_mastered shared;
    bil_run_master_settings(&settings, r);
    settings.start = r->best_prices;
    const bil_status status = bil_master_solve(&shared, master, &settings, err);
    *found = status == BIL_OK && shared.optimal && shared.within;
    *value = *found ? shared.value : 0.0;
    return status;
}

static bil_status ask_rows(bil_sharing *r, bil_master *master, bil_error *err)
{
    bil_allocation *out = r->out;
    double now = 0.0;
    bool found = false;
    bil_status status = value_of(&now, &found, r, master, err);
    for (size_t row = 0; status == BIL_OK && found && row < out->shared.row_count; row++) {
        const bool pool = out->shared.rows[row].kind == BIL_SHARED_POOL;
        const double limit = r->limits[row];
        double more = 0.0;
        bool known = false;
        if (!(out->next[row] > 0.0) || out->shared.rows[row].kind == BIL_SHARED_SHORTFALL) {
            continue;
        }
        r->limits[row] = limit + (pool ? THOUSAND_EURO : 1.0);
        status = value_of(&more, &known, r, master, err);
        r->limits[row] = limit;
        if (known) {
            out->next[row] = fmin(out->next[row], fmax(0.0, more - now));
        }
    }
    return status;
}

bil_status bil_run_ask_next(bil_sharing *r, bil_error *err)
{
    bil_allocation *out = r->out;
    out->next = bil_arena_alloc(out->arena, out->shared.row_count + 1, sizeof *out->next);
    if (out->next == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t row = 0; row < out->shared.row_count; row++) {
        const bool pool = out->shared.rows[row].kind == BIL_SHARED_POOL;
        out->next[row] = out->prices[row] * (pool ? THOUSAND_EURO : 1.0);
    }
    if (!out->has_prices || r->count > PERSONS_MOST || atomic_load(&r->stop)) {
        return BIL_OK;
    }
    bil_master *master = NULL;
    bil_status status = bil_master_new(&master, r->store, err);
    if (status == BIL_OK) {
        status = ask_rows(r, master, err);
    }
    bil_master_free(master);
    return status;
}
