/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_FLOW_H
#define BIL_SCENARIOS_FLOW_H

/* A waiting list that moves: a district lived through month by month, its money and places shared
 * again every few months.
 *
 * At each such moment, in this order: the district as the changes of that month make it; who left
 * since the last time goes, plans that end take their persons with them; reviews find who needs
 * less; who arrived is there. Then money and places of the months to the next moment are shared:
 * each pool gives its part of the year, what was left over is not there any more. Plans that run
 * are kept, quantity by quantity; of who got better only the score is.
 *
 * Everything drawn depends on the seed, the person's id and the month, and on nothing else: a
 * person who leaves with few leaving leaves with more, too; the same bytes at any speed. */

#include "engine/flow.h"
#include "scenarios/allocate.h"

typedef struct {
    bil_arena *arena;   /* the names of those who came */
    bil_allocated last; /* the last allocation */
    bil_flow_period periods[BIL_FLOW_MONTHS_MAX];
    size_t count;
} bil_flow_lived;

/* Do these changes say that months go by? */
bool bil_flow_asked(const bil_lever_change *const *changes, size_t count);

/* `order` as for bil_allocate_district, its changes with their months; plans are written of the
 * last allocation. The same errors. */
BIL_MUST_CHECK bil_status bil_flow_district(bil_flow_lived *out, const char *folder,
                                            const bil_catalogue *catalogue,
                                            const bil_allocate_order *order, bil_faults *faults,
                                            bil_error *err);
void bil_flow_close(bil_flow_lived *lived);

#endif
