/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_FLOW_H
#define BIL_ENGINE_FLOW_H

/* What is told of a waiting list that moves, period by period: from one allocation to the next.
 * docs/howto/provare-uno-scenario.md says what each figure means. */

#include <stddef.h>
#include <stdint.h>

typedef enum {
    BIL_FLOW_PERSONS,        /* who is there when money and places are shared */
    BIL_FLOW_ARRIVED,        /* since the allocation before */
    BIL_FLOW_LEFT,           /* since the allocation before, plan or not */
    BIL_FLOW_ENDED,          /* plans that ended since then, and their persons with them */
    BIL_FLOW_IMPROVED,       /* persons whose review found that they need less */
    BIL_FLOW_RUNNING,        /* who has a plan of the district, new or older */
    BIL_FLOW_STARTED,        /* of these, whose first plan it is */
    BIL_FLOW_REDUCED,        /* of these, whose plan could not go on whole: a smaller one does */
    BIL_FLOW_LOST,           /* whose plan could not go on, and who has none now */
    BIL_FLOW_WAITING,        /* without a plan of the district, though one would cover more */
    BIL_FLOW_WAITING_MONEY,  /* of these, for want of money */
    BIL_FLOW_WAITING_PLACE,  /* of places */
    BIL_FLOW_WAITING_EITHER, /* of either, or of both */
    BIL_FLOW_AS_TODAY,       /* without a plan of the district, and none would cover more */
    BIL_FLOW_NOT_REACHED,    /* no plan satisfies their own rules, or their model failed */
    BIL_FLOW_WAITED,         /* months that those who start have waited, in the mean: hundredths */
    BIL_FLOW_LONGEST,        /* months that whoever waits longest has waited so far */
    BIL_FLOW_SCORE,          /* mean over all who are there, × 10⁹ */
    BIL_FLOW_SHORTFALL,      /* the same, of essential needs */
    BIL_FLOW_PUBLIC,         /* public money of the period's plans, cents */
    BIL_FLOW_FIGURES
} bil_flow_figure;

typedef enum {
    BIL_FLOW_STATE, /* of a moment: over all periods its mean counts, by their months */
    BIL_FLOW_EVENT  /* what happened in a period: over all periods its sum counts */
} bil_flow_kind;

const char *bil_flow_code(bil_flow_figure figure); /* "persons", …; NULL out of range */
bil_flow_figure bil_flow_find(const char *code);   /* BIL_FLOW_FIGURES when there is none */
int bil_flow_decimals(bil_flow_figure figure);     /* of its values: 0, 2 or 9 */
bil_flow_kind bil_flow_kind_of(bil_flow_figure figure);

typedef struct {
    int month; /* from 1 */
    int months;
    int64_t values[BIL_FLOW_FIGURES];
} bil_flow_period;

/* A figure over all periods, × 10⁶ (euro for money, months for months, persons for persons): a sum
 * or a mean by its kind; how long those who start have waited is their mean. 0 without periods. */
int64_t bil_flow_whole_e6(const bil_flow_period *periods, size_t count, bil_flow_figure figure);

/* A period's figure in the same unit. */
int64_t bil_flow_value_e6(const bil_flow_period *period, bil_flow_figure figure);

#endif
