/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_IRREDUCIBLE_H
#define BIL_SOLVER_IRREDUCIBLE_H

/* No line may be longer than it serves (model §4): taking one step off any line that is not locked
 * lowers the coverage of some need in that phase, or breaks a `requires` rule. */

#include "solver/funding.h"
#include "solver/model.h"

/* The quantity one step down: q − step, or 0 when that falls below the least. */
int64_t bil_lowered(const bil_offer *offer, int64_t quantity);

/* Can the line of an offer be lowered without loss? Integers only. With a funding, a source that
 * pays nothing but the line that ends is out of use with it, and a rule that it woke asks for
 * nothing any more; with NULL, what the choice uses stays in use. */
bool bil_reducible(const bil_view *view, const bil_view_phase *phase, const bil_choice *choice,
                   const bil_funding_found *funding, size_t offer);

/* Adds to the model what forbids the line of this offer to be reducible (model phase `i`). */
void bil_model_add_irreducible(bil_model *model, size_t i, size_t offer);

/* Lowers reducible lines, first those that cost most, until none is left. Quantities only fall. */
void bil_reduce(const bil_view *view, const bil_view_phase *phase, bil_choice *choice);

#endif
