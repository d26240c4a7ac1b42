/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_FUNDING_H
#define BIL_SOLVER_FUNDING_H

/* Who pays every cent, found in exact integers for quantities that are settled: a transport
 * problem from payers to the health and social parts of the lines (model §6). */

#include "solver/view.h"

/* A phase's decision: quantities per offer, and which flagged sources it uses. */
typedef struct {
    int64_t *quantity; /* per offer */
    bool *uses;        /* per payer: it may be used (always true for those without a flag) */
    bool *draws;       /* per helper: the same for hours */
} bil_choice;

typedef struct {
    bool feasible;
    int64_t *cents;       /* offer × payer: cents a month, or once for a one-off */
    bool *used;           /* per payer: it pays a cent, or is active */
    bool *drawn;          /* per helper: it gives an hour, or is active */
    int64_t public_cents; /* of the whole phase: months × recurring + one-offs */
} bil_funding_found;

typedef struct {
    bool family_first; /* spare family money before public money */
    bool roughly;      /* a funding missed by the last cents of a one-off may be missed */
    /* What a cent of each payer costs, ≥ 0, to a millionth of the dearest: the cheapest funding
     * comes before all else. NULL = nothing. */
    const double *prices;
    const int64_t *most; /* per payer, at most so many cents a month; NULL = none */
} bil_funding_wish;

/* Who is in use, and the public money of the phase, from the cents. */
void bil_funding_note(bil_funding_found *out, const bil_view *view, const bil_view_phase *phase);

/* Cents are placed so that public money is least for these quantities (family money before it if
 * wished), then by catalogue order of the sources. `out` lives in `arena`. */
BIL_MUST_CHECK bil_status bil_fund(bil_funding_found *out, const bil_view *view,
                                   const bil_view_phase *phase, const bil_choice *choice,
                                   const bil_funding_wish *wish, bil_arena *arena, bil_error *err);

/* Is something in a rule's `a` in use? `used` and `drawn` per payer and helper; may be NULL when
 * only what is active counts. */
bool bil_rule_awake(const bil_view *view, const bil_view_phase *phase, const bil_view_rule *rule,
                    const int64_t *quantity, const bool *used, const bool *drawn);

#endif
