/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_STAGES_H
#define BIL_SOLVER_STAGES_H

/* What is best (model §5): the priorities, one objective each, settled one after another. */

#include "solver/model.h"

/* BIL_STAGE_CHANGES counts the months in which a service differs from what is in place today;
 * BIL_STAGE_CHANGED_LINES the lines that differ from the plan to stay near to, and
 * BIL_STAGE_REDUCTION is the coverage that is lost against it, weighted as the score is. */
typedef enum {
    BIL_STAGE_SHORTFALL,
    BIL_STAGE_SCORE,
    BIL_STAGE_PREFER,
    BIL_STAGE_OUTSIDE,
    BIL_STAGE_FAMILY_HOURS,
    BIL_STAGE_FAMILY_MONEY,
    BIL_STAGE_RESIDENTIAL,
    BIL_STAGE_DAY,
    BIL_STAGE_CHANGES,
    BIL_STAGE_PROVIDERS,
    BIL_STAGE_SHARED,
    BIL_STAGE_CHANGED_LINES,
    BIL_STAGE_REDUCTION,
    BIL_STAGE_PUBLIC,
    BIL_STAGE_TOTAL,
    BIL_STAGE_LINES,
    BIL_STAGE_ORDER,
    BIL_STAGE_COUNT
} bil_stage;

/* "shortfall", "score", "preferences", "outside", …; NULL out of range. */
const char *bil_stage_name(bil_stage stage);
bool bil_stage_parse(bil_stage *out, const char *name);

/* The stages of a profile in order; returns how many. `list` has room for BIL_STAGE_COUNT + 1.
 * The score appears twice for "preferences first": before them (loosely) and after. */
size_t bil_stages_of(bil_profile profile, const bil_case *person, bil_stage *list);

/* Greatest is best: score and preferences. Of the others, least. */
bool bil_stage_seeks_more(bil_stage stage);

/* Scores and shortfalls inside the model are multiplied by this, for the optimiser's tolerances. */
#define BIL_SCORE_SCALE 1000.0

/* Σ months × weights of needs with a target over the phases of the model: what score and shortfall
 * of the group are measured by. 0 when no need has a target. */
double bil_model_measure(const bil_model *model);

/* Months of the model's phases together. */
double bil_model_months(const bil_model *model);

/* Puts the stage's objective on the model (adding the columns and rows it needs, the first time).
 * False when the objective is empty: there is nothing to decide. */
bool bil_stage_set(bil_model *model, bil_stage stage);

/* What part of a person's shortfall one need of one phase is, when all of it is missing. */
double bil_stage_share(const bil_model *model, size_t phase, size_t need);

/* Adds `times` the objective of these stages to the one on the model. Nothing when no need has a
 * target. */
void bil_stage_add_shortfall(bil_model *model, double times);
void bil_stage_add_score(bil_model *model, double times);

/* Adds the row that keeps the stage at `value` give or take `give` (in the objective's unit). */
void bil_stage_hold(bil_model *model, bil_stage stage, double value, double give);

/* How far a stage may drift when its row is held, from rounding alone. */
double bil_stage_slack(bil_stage stage);

#endif
