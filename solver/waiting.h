/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_WAITING_H
#define BIL_SOLVER_WAITING_H

/* Why somebody got nothing new, and what it would take: the person is priced anew with all pools
 * free, with all places free, with both; then the plan is sought that covers a little more than
 * today and takes least of what is scarce. All else stays as allocated. */

#include "solver/allocate.h"

typedef struct {
    bool gains;       /* with pools and places free there is a plan that covers more */
    bool with_money;  /* so there is with the pools alone free */
    bool with_places; /* so there is with the places alone free */
    double score;     /* of the plan that takes least; negative = none was found */
    bil_use *lacking; /* of each row what it takes beyond today's uses and what is left over; in the
                         arena given */
    size_t lacking_count;
} bil_waiting;

/* For a person who stays as today: `gains` alone, which nothing that others get can change.
 * BIL_E_NOMEM, BIL_E_SOLVER, BIL_E_DATA. */
BIL_MUST_CHECK bil_status bil_waiting_gains(bil_waiting *out, bil_pricer *pricer,
                                            const bil_allocation *allocation, size_t person,
                                            const bil_case *who, bil_arena *arena, bil_error *err);

/* The whole of it, by the allocation's prices and by what it leaves over: they say something of one
 * that was not stopped half-way. */
BIL_MUST_CHECK bil_status bil_waiting_why(bil_waiting *out, bil_pricer *pricer,
                                          const bil_allocation *allocation, size_t person,
                                          const bil_case *who, bil_arena *arena, bil_error *err);

#endif
