/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_FLOW_IMPL_H
#define BIL_SCENARIOS_FLOW_IMPL_H

/* The list of those who ever came, as it moves. Months are counted from 0. */

#include "scenarios/flow.h"

typedef struct {
    const char *id;
    const char *like; /* the id of the district's person they are, or are like */
    bool newcomer;    /* like somebody, with nothing in place yet */
    int came;
    bool here;
    bil_plan *plan; /* that runs; owned */
    bool runs;
    bool redo;      /* it runs, but is made anew: only the score is kept */
    bool dropped;   /* it does not fit any more: they have what is left over */
    int first_plan; /* the month of the first plan; negative = none yet */
    int plan_from;  /* the month from which this plan's months count */
    int reviewed;   /* the month of the last review, or of the first plan */
    size_t phase;   /* of their own path, in the last months that were shared out */
    int lighter;    /* how often a review found that less is needed */
    int64_t score_e9;
    int64_t *once; /* hundredths covered by what was bought once, per need of the case */
    size_t once_count;
} bil_flow_person;

typedef struct {
    bil_arena *arena;
    const char *folder;
    const bil_catalogue *catalogue;
    const bil_allocate_order *order;
    bil_flow flow; /* as it is this month */
    bil_flow_person *list;
    size_t count;
    size_t room;
    int64_t twelfths; /* of a person on the way */
    size_t arrivals;  /* so far */
    bil_date first_day;
    bil_population base; /* the district this month: the persons who may be there */
    size_t *here;        /* rows of the list, in the order of the population that is shared out */
    size_t here_count;
    int64_t *least_e9; /* the same order */
    bil_flow_period *now;
} bil_flow_world;

/* Brings the list from month `from` to month `to`; counts what happened in `now`. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_flow_move(bil_flow_world *world, int from, int to, bil_error *err);

/* Puts those who are here in the place of the base's persons, as they are in `months` months from
 * `month`; the plans that run are theirs. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_flow_gather(bil_flow_world *world, int month, int months,
                                          bil_error *err);

/* Lets go of the plans and scores that did not fit, so that money and places can be shared again;
 * false when all fitted. */
bool bil_flow_let_go(bil_flow_world *world, bil_allocated *done);

/* What became of them: counts in `now`, keeps the plans that run. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_flow_note(bil_flow_world *world, bil_allocated *done, int month,
                                        bil_error *err);

#endif
