/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_APART_H
#define BIL_SOLVER_APART_H

/* How far a plan is from one that is known: which quantities moved, in how many services. */

#include "solver/funding.h"
#include "solver/model.h"

/* What says that an offer's quantity is no longer what it was: the sum of the columns is 1 when it
 * moved; or, with `gone`, the one column is 0. */
typedef struct {
    uint32_t columns[2];
    size_t count;
    bool gone;
} bil_moved;

/* Adds what is needed. The columns may be 0 though the quantity moved, never 1 when it did not. */
bil_moved bil_model_moved(bil_model *model, size_t phase, size_t offer, int64_t quantity);

/* A plan to stay away from. */
typedef struct {
    const bil_choice *choices; /* per phase of the view; only quantities are read */
    unsigned phases;           /* as bits: in each of these at least two services must differ */
} bil_apart;

/* Tells the model which services the plans have: what the stage "shared" counts. */
void bil_apart_share(bil_model *model, const bil_apart *plans, size_t count);

/* Adds the rows that keep the model's phases apart from the plan. A service differs when its
 * quantity or its provider does. */
void bil_apart_add(bil_model *model, const bil_apart *plan);

#endif
