/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least score, then the next, and so on, in the model of a handful of persons.
 *
 * The sum of the k least scores is the greatest value of k·r - Σ max(0, r - score) over r, so that
 * one more column for r and one for each person's distance make it linear. The sums of the least
 * one, the least two, … as great as possible, one after another, are the scores sorted, each as
 * great as possible: each stage keeps what those before have reached. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/allocate_whole.h"
#include "solver/stages.h"

/* What a stage's answer may lack of what is kept, in scores. */
#define GIVE 2e-7
/* Sums nearer than this are the same. */
#define SAME 1e-6
#define SMALLEST 1e-4

/* The scores of a choice, sorted, and their sums from the least on. */
typedef struct {
    double sums[BIL_WHOLE_MOST];
} ladder;

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static ladder ladder_of(const bil_sharing *r, const uint32_t *choice)
{
    ladder out = {{0.0}};
    for (size_t i = 0; i < r->count; i++) {
        out.sums[i] = r->records[r->store->tag[choice[i]]]->score;
    }
    qsort(out.sums, r->count, sizeof *out.sums, by_size);
    for (size_t k = 1; k < r->count; k++) {
        out.sums[k] += out.sums[k - 1];
    }
    return out;
}

/* Higher at the first step where they differ. */
static bool higher(const ladder *a, const ladder *b, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (fabs(a->sums[k] - b->sums[k]) > SAME / 2) {
            return a->sums[k] > b->sums[k];
        }
    }
    return false;
}

/* --- the model -------------------------------------------------------------------------------- */

static const char *name_of(bil_whole *w, const char *kind, size_t a, size_t b)
{
    char *name = bil_arena_alloc(w->lp.arena, 48, 1);
    if (name == NULL) {
        w->lp.out_of_memory = true;
        return "";
    }
    (void)snprintf(name, 48, "%s%zu_%zu", kind, a, b);
    return name;
}

/* A column that is at most the person's score. */
static uint32_t add_score(bil_whole *w, size_t i)
{
    const bil_sharing *r = w->run;
    const bil_member *it = &w->members[i];
    const double today = BIL_SCORE_SCALE * r->records[i]->score;
    const uint32_t column = bil_lp_add_column(&w->lp, 0.0, it->there ? BIL_SCORE_SCALE : today,
                                              false, name_of(w, "height", i, 0), "");
    if (!it->there) {
        return column;
    }
    double left_out = today < SMALLEST ? today : 0.0;
    for (size_t j = 0; j < it->short_count; j++) {
        const double value = it->score_of[j];
        left_out +=
            fabs(value) < SMALLEST ? fmax(0.0, value * it->q.model.lp.columns[j].upper) : 0.0;
    }
    (void)bil_lp_add_row(&w->lp, -HUGE_VAL, left_out <= 0.0 ? 0.0 : fmax(left_out, SMALLEST),
                         name_of(w, "reach", i, 0), "");
    bil_lp_term_add(&w->lp, column, 1.0);
    bil_lp_term_add(&w->lp, it->today, today < SMALLEST ? 0.0 : -today);
    for (size_t j = 0; j < it->short_count; j++) {
        if (fabs(it->score_of[j]) >= SMALLEST) {
            bil_lp_term_add(&w->lp, it->first + (uint32_t)j, -it->score_of[j]);
        }
    }
    return column;
}

/* The columns of the sum of the k + 1 least scores; as costs or as the open row's terms. */
static void add_sum(bil_whole *w, const uint32_t *scores, size_t k, double least)
{
    const size_t count = w->run->count;
    uint32_t distance[BIL_WHOLE_MOST];
    const uint32_t level =
        bil_lp_add_column(&w->lp, 0.0, BIL_SCORE_SCALE, false, name_of(w, "level", k, 0), "");
    for (size_t i = 0; i < count; i++) {
        distance[i] =
            bil_lp_add_column(&w->lp, 0.0, BIL_SCORE_SCALE, false, name_of(w, "away", k, i), "");
        (void)bil_lp_add_row(&w->lp, 0.0, HUGE_VAL, name_of(w, "under", k, i), "");
        bil_lp_term_add(&w->lp, distance[i], 1.0);
        bil_lp_term_add(&w->lp, scores[i], 1.0);
        bil_lp_term_add(&w->lp, level, -1.0);
    }
    if (k < w->step) {
        (void)bil_lp_add_row(&w->lp, least > SMALLEST ? least : 0.0, HUGE_VAL,
                             name_of(w, "kept", k, 0), "");
        bil_lp_term_add(&w->lp, level, (double)(k + 1));
    } else {
        w->lp.columns[level].cost = (double)(k + 1);
    }
    for (size_t i = 0; i < count; i++) {
        if (k < w->step) {
            bil_lp_term_add(&w->lp, distance[i], -1.0);
        } else {
            w->lp.columns[distance[i]].cost = -1.0;
        }
    }
}

/* Instead of the objective. Who has what was to be kept does not lose it. */
static void add_order(bil_whole *w)
{
    const bil_sharing *r = w->run;
    const ladder now = ladder_of(r, r->choice);
    uint32_t scores[BIL_WHOLE_MOST] = {0};
    bil_lp_clear_objective(&w->lp);
    w->constant = 0.0;
    for (size_t i = 0; i < r->count; i++) {
        scores[i] = add_score(w, i);
        if (w->members[i].there && bil_run_has_floor(r, i) && r->choice[i] != r->store->head[i]) {
            w->lp.columns[w->members[i].today].upper = 0.0;
        }
    }
    for (size_t k = 0; k <= w->step; k++) {
        add_sum(w, scores, k, BIL_SCORE_SCALE * (now.sums[k] - GIVE));
    }
}

static bool better(const bil_whole *w, const uint32_t *choice)
{
    const ladder old = ladder_of(w->run, w->run->choice);
    const ladder new = ladder_of(w->run, choice);
    return higher(&new, &old, w->run->count);
}

bil_status bil_run_in_order(bil_sharing *r, bil_error *err)
{
    bil_status status = BIL_OK;
    if (r->count > BIL_WHOLE_MOST || !r->has_choice) {
        return BIL_OK;
    }
    r->out->places_proven = 0;
    bool sure = true;
    for (size_t k = 0; status == BIL_OK && k < r->count && !atomic_load(&r->stop); k++) {
        bil_whole w = {
            .run = r, .step = k, .add_order = add_order, .better = better, .bound = HUGE_VAL};
        status = bil_whole_solve(&w, err);
        const ladder now = ladder_of(r, r->choice);
        r->out->least_bound = k == 0 ? fmin(r->out->least_bound, w.bound) : r->out->least_bound;
        sure = sure && w.bound - now.sums[k] <= SAME;
        r->out->places_proven += sure ? 1 : 0;
    }
    return status;
}
