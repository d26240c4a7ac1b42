/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/master.h"

/* How much of the best prices so far goes into the next ones. */
#define SMOOTHING 0.3

/* Bound and master further apart than so many times the gap asked for: far. */
#define ROUGH 5.0

/* Less than this share of the gap asked for, or of one person lacking, is no progress. */
#define LITTLE 0.2
#define LITTLE_LACKING 0.2
enum { STILL_MOST = 2 };

/* So little of one person lacking in shares of packages is none. */
#define SHARES_DO 1e-4

/* Of a person, before anything is known; less is hardly the answer. */
#define USUAL_WORTH 0.5

/* How far master and bound were. */
typedef struct {
    double master;
    double bound;
    int still; /* rounds since they moved */
} progress;

/* Is nothing told of the bound? Then straight lines will do to the end. */
static bool never_fine(const bil_sharing *r)
{
    return r->settings->objective == BIL_OBJECTIVE_LEXIMIN && !r->counting;
}

/* Where the bound is not exact, the last of it takes as long as all else, and gives nothing. */
static bool no_progress(progress *p, const bil_sharing *r, double master)
{
    const double little = r->counting ? LITTLE_LACKING : LITTLE * bil_run_gap(r) * fabs(master);
    const double moved = (master - p->master) + (p->bound - r->best_bound);
    p->still = (!r->rough || never_fine(r)) && moved < little ? p->still + 1 : 0;
    p->master = master;
    p->bound = r->best_bound;
    return p->still >= STILL_MOST;
}

/* The worth of scores is told as a level: a small share of the level is a far smaller one of the
 * worth where the curve is flat. */
double bil_run_gap(const bil_sharing *r)
{
    const double gap = (double)r->settings->gap_e9 * 1e-9;
    const bil_worth *welfare = r->valued.welfare;
    if (welfare == NULL || r->count == 0) {
        return gap;
    }
    const double value = r->has_keys ? r->shares_value / (double)r->count : USUAL_WORTH;
    const double level = bil_worth_score(welfare, value);
    return gap * fmin(1.0, level * bil_worth_slope(welfare, level) / fmax(value, USUAL_WORTH));
}

void bil_run_note_keys(bil_sharing *r, const bil_mastered *mastered)
{
    memcpy(r->keys, mastered->key, r->count * sizeof *r->keys);
    r->shares_value = mastered->value;
    r->has_keys = true;
}

static bool shares_do(const bil_mastered *mastered)
{
    return mastered->within && mastered->value > -SHARES_DO;
}

/* One search for prices. */
typedef struct {
    bil_sharing *run;
    bil_master *master;
    bil_mastered now;
    progress earlier;
    bool bent;  /* by slopes: see allocate_slopes.c */
    bool mixed; /* were the prices asked the master's own, or mixed with the best? */
    bool done;
} seeking;

/* Everybody at the prices; done when nothing is to be had of a master any more. */
static bil_status price_all(seeking *s, int round, bil_error *err)
{
    bil_sharing *r = s->run;
    double bound = HUGE_VAL;
    r->now.round = round + 1;
    r->out->rounds++;
    const bil_status status = bil_run_price(r, &bound, err);
    if (status != BIL_OK || atomic_load(&r->stop)) {
        s->done = true;
        return status;
    }
    if (bound < r->best_bound) {
        r->best_bound = bound;
        memcpy(r->best_prices, r->prices, r->store->row_count * sizeof *r->prices);
    }
    s->done = r->counting && bound < -1e-5; /* somebody is lacking, whatever is done */
    return status;
}

/* What the master says: enough, or the next prices. */
static void take_prices(seeking *s, int round, size_t before)
{
    bil_sharing *r = s->run;
    const bil_mastered *now = &s->now;
    bil_run_note_keys(r, now);
    r->shares_do = s->bent && r->counting && shares_do(now);
    s->done = r->shares_do || (s->bent && no_progress(&s->earlier, r, now->value));
    if (s->done) {
        return; /* the prices asked last stay */
    }
    const double gap = (r->best_bound - now->value) / fmax(1.0, fabs(now->value));
    const bool few_new = round > 2 && r->record_count - before < r->count;
    r->rough = r->rough && (never_fine(r) || (!few_new && gap > ROUGH * bil_run_gap(r)));
    const bool nothing_new = round > 0 && r->record_count == before;
    s->done = now->optimal && ((nothing_new && !s->mixed) || gap <= bil_run_gap(r) * 0.2);
    s->mixed = !s->done && !nothing_new; /* else the master's own prices have to be asked */
    const double best = s->mixed ? SMOOTHING : 0.0;
    for (size_t row = 0; row < r->store->row_count; row++) {
        r->prices[row] = best * r->best_prices[row] + (1.0 - best) * now->price[row];
    }
}

static bil_status solve_master(seeking *s, bil_error *err)
{
    bil_master_settings settings;
    bil_run_master_settings(&settings, s->run);
    return bil_master_solve(&s->now, s->master, &settings, err);
}

/* While it is counted how many are lacking: do the packages at hand do? Else their prices are the
 * first to try. */
static bil_status ask_shares(seeking *s, bil_error *err)
{
    bil_sharing *r = s->run;
    if (!s->bent || !r->counting) {
        return BIL_OK;
    }
    const bil_status status = solve_master(s, err);
    if (status == BIL_OK) {
        bil_run_note_keys(r, &s->now);
        r->shares_do = shares_do(&s->now);
        s->done = r->shares_do;
    }
    if (status == BIL_OK && !r->shares_do) {
        memcpy(r->prices, s->now.price, r->store->row_count * sizeof *r->prices);
    }
    return status;
}

/* Rounds of prices over the packages of `store`, of everybody or of the sample. */
bil_status bil_run_seek_prices(bil_sharing *r, bil_allocate_stage stage, int rounds, bil_error *err)
{
    seeking s = {.run = r,
                 .earlier = {.master = -HUGE_VAL, .bound = HUGE_VAL},
                 .bent =
                     r->count > BIL_WHOLE_MOST && (r->valued.welfare != NULL || r->least != NULL)};
    bil_status status = bil_master_new(&s.master, r->store, err);
    r->now.stage = stage;
    r->rough = r->counting ? r->rough : true;
    r->shares_do = false;
    if (status == BIL_OK) {
        status = bil_run_first_prices(r, s.master, err);
    }
    if (status == BIL_OK) {
        status = ask_shares(&s, err);
    }
    for (int round = 0; status == BIL_OK && round < rounds && !s.done && !atomic_load(&r->stop);
         round++) {
        const size_t before = r->record_count;
        status = price_all(&s, round, err);
        if (status == BIL_OK && !s.done) {
            status = solve_master(&s, err);
            if (status == BIL_OK) {
                take_prices(&s, round, before);
            }
        }
    }
    bil_master_free(s.master);
    return status;
}
