/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A concave worth of the score inside a person's model.
 *
 * One column holds the score, one the worth, and the worth is at most each of some tangents: a
 * polygon around the curve. Its optimum is never less than the true one, so the bound holds; where
 * an answer lies above the curve by more than a hair, the tangent at its score is added and the
 * search goes on. What a package is worth is always reckoned from the curve itself. */
#include <math.h>

#include "solver/pricing_impl.h"
#include "solver/stages.h"

enum { TANGENTS = 10 };

#define HAIR_LEAST 1e-8
#define HAIR_MOST 1e-7

/* Smaller or greater ones are no coefficients (lp.h). */
#define SMALLEST 1e-4
#define SIZE_MOST 99.0
#define NOTHING 1e-9

/* Both coefficients about as far from 1, and none too great. */
static double size_of(double slope)
{
    return fmin(1.0 / sqrt(slope), SIZE_MOST);
}

/* What the worth is at score 0 along the tangent, as the model holds it. */
static double limit_of(const bil_worth *welfare, double score)
{
    const double slope = bil_worth_slope(welfare, score);
    return size_of(slope) * BIL_SCORE_SCALE * (bil_worth_of(welfare, score) - slope * score);
}

static void add_tangent(bil_question *q, double score)
{
    const bil_worth *welfare = q->request->valued.welfare;
    const double slope = bil_worth_slope(welfare, score);
    const double limit = limit_of(welfare, score);
    bil_lp *lp = &q->model.lp;
    (void)bil_lp_add_row(lp, -HUGE_VAL,
                         limit <= NOTHING    ? 0.0
                         : limit <= SMALLEST ? SMALLEST /* never below the curve */
                                             : limit,
                         bil_model_name(&q->model, "tangent", lp->row_count, "", 0), "");
    bil_lp_term_add(lp, q->worth_column, size_of(slope));
    bil_lp_term_add(lp, q->score_column, -size_of(slope) * slope);
}

/* How far the polygon may lie above the curve at the answer: a millionth of score, but neither less
 * than the search can tell nor more than is small in any case. */
static double hair(const bil_worth *welfare, double score)
{
    const double slope = bil_worth_slope(welfare, score);
    const double fine = fmax(HAIR_LEAST, fmin(HAIR_MOST, 1e-6 * slope));
    const double limit = limit_of(welfare, score);
    const double coarse = 2.0 * SMALLEST / BIL_SCORE_SCALE / size_of(slope);
    return limit > NOTHING && limit <= SMALLEST ? fmax(fine, coarse) : fine;
}

/* The score's column is at most the score. */
static void add_score(bil_question *q)
{
    bil_lp *lp = &q->model.lp;
    const size_t columns = lp->column_count;
    double left_out = 0.0;
    bil_lp_clear_objective(lp);
    bil_stage_add_score(&q->model, 1.0);
    for (size_t j = 0; j < columns; j++) {
        const double value = lp->columns[j].cost;
        left_out += fabs(value) < SMALLEST ? fmax(0.0, value * lp->columns[j].upper) : 0.0;
    }
    q->score_column = bil_lp_add_column(lp, 0.0, BIL_SCORE_SCALE, false,
                                        bil_model_name(&q->model, "score", 0, "", 0), "");
    q->worth_column = bil_lp_add_column(lp, 0.0, BIL_SCORE_SCALE, false,
                                        bil_model_name(&q->model, "worth", 0, "", 0), "");
    q->score_row =
        bil_lp_add_row(lp, -HUGE_VAL, left_out, bil_model_name(&q->model, "scored", 0, "", 0), "");
    bil_lp_term_add(lp, q->score_column, 1.0);
    for (size_t j = 0; j < columns; j++) {
        if (fabs(lp->columns[j].cost) >= SMALLEST) {
            bil_lp_term_add(lp, (uint32_t)j, -lp->columns[j].cost);
        }
    }
    bil_lp_clear_objective(lp);
}

/* Thinly where the curve bends little. */
void bil_question_add_welfare(bil_question *q)
{
    const bil_worth *welfare = q->request->valued.welfare;
    if (welfare == NULL) {
        return;
    }
    add_score(q);
    for (int k = 0; k < TANGENTS; k++) {
        const double y = log1p(1.0 / welfare->shift) * k / (TANGENTS - 1);
        add_tangent(q, fmin(1.0, welfare->shift * expm1(y)));
    }
}

bool bil_question_refine(bil_question *q)
{
    const bil_worth *welfare = q->request->valued.welfare;
    q->excess = 0.0;
    if (welfare == NULL) {
        return false;
    }
    const bil_lp *lp = &q->model.lp;
    const bil_lp_row *row = &lp->rows[q->score_row];
    double score = row->upper;
    for (size_t k = row->first; k < row->first + row->count; k++) {
        if (lp->terms[k].column != q->score_column) {
            score -= lp->terms[k].value * q->x[lp->terms[k].column];
        }
    }
    score = fmin(fmax(score / BIL_SCORE_SCALE, 0.0), 1.0);
    const double excess = q->x[q->worth_column] / BIL_SCORE_SCALE - bil_worth_of(welfare, score);
    q->excess = fmax(0.0, excess);
    if (excess <= hair(welfare, score)) {
        return false;
    }
    add_tangent(q, score);
    return true;
}
