/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ELECTION_IMPL_H
#define BIL_SOLVER_ELECTION_IMPL_H

/* Between election.c and the rules that have a file of their own. */

#include "solver/election.h"

typedef struct {
    const bil_election *election;
    bool *chosen;    /* per project */
    int64_t *points; /* per project, of all voters */
    int64_t left;    /* cents */
} bil_electing;

void bil_electing_take(bil_electing *x, size_t project);
bool bil_electing_fits(const bil_electing *x, size_t project); /* not chosen, and can be paid */

BIL_MUST_CHECK bil_status bil_electing_equal_shares(bil_electing *x, bil_arena *arena,
                                                    bil_error *err);

#endif
