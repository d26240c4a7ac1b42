/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_AMENDMENT_H
#define BIL_ENGINE_AMENDMENT_H

/* An old plan and the one that takes its place: what changes, as in the amendment of a contract,
 * and for each thing that the person loses why. */

#include "engine/check.h"
#include "engine/difference.h"

/* Why a line is smaller than it was or gone, or a need less covered. */
typedef enum {
    /* the line cannot be what it was, whatever the rest of the plan */
    BIL_REDUCED_UNKNOWN,  /* the catalogue no longer has the service */
    BIL_REDUCED_DATES,    /* the service is not in force */
    BIL_REDUCED_WISH,     /* a wish or lock of the case; `what` is its selector or service */
    BIL_REDUCED_HAND,     /* a line set by hand; `what` is the reason recorded there */
    BIL_REDUCED_LIMIT,    /* the service's minimum, maximum or step */
    BIL_REDUCED_PROVIDER, /* nobody gives as much: gone, or no room; `what` is who gave it, or "" */
    BIL_REDUCED_PAYERS,   /* nobody may pay all of it */
    /* it need not be */
    BIL_REDUCED_GOAL,     /* the goals it serves are lower, or reached without so much of it */
    BIL_REDUCED_REPLACED, /* others cover the same; `what` lists their codes, ';' between */
    BIL_REDUCED_USELESS,  /* it was longer than it serves, or serves no need */
    BIL_REDUCED_ONCE,     /* bought once, and now in another phase; `what` is its number */
    /* it could not stand beside the rest of the new plan: found by trying */
    BIL_REDUCED_RULE,      /* `what` is the rule's id */
    BIL_REDUCED_BUDGET,    /* public money */
    BIL_REDUCED_SOURCE,    /* a source's ceiling or hours; `what` is its code */
    BIL_REDUCED_MONEY,     /* those who may pay have nothing left */
    BIL_REDUCED_ALLOWANCE, /* what must stay with the person */
    /* it could: fewer lines change so, and the rest holds */
    BIL_REDUCED_CHOICE,
    /* of needs only */
    BIL_REDUCED_ALREADY, /* what was covered before is less */
    BIL_REDUCED_LINES,   /* by the lines that are smaller; `what` lists their codes */
    BIL_REDUCED_EFFECT,  /* the same lines count for less in today's catalogue */
    BIL_REDUCED_COUNT
} bil_reduced;

/* "unknown", "dates", …; NULL out of range. */
const char *bil_reduced_name(bil_reduced reason);

/* Something that the person has less of in a phase: a line, or the coverage of a need. */
typedef struct {
    size_t phase;
    bool is_need;
    const char *code; /* service code, or need id */
    bil_index index;  /* service or need; BIL_NONE when not known any more */
    int64_t before;   /* units, or hundredths */
    int64_t after;
    bil_reduced reason;
    const char *what; /* as the reason says; "" = nothing */
    bil_words text;   /* the sentence for people */
} bil_reduction;

typedef struct {
    bil_arena *arena;
    bil_plan *old;        /* aligned to the case (engine/align.h); owned */
    bil_plan *plan;       /* the new one; without phases it says why there is none. Owned */
    int64_t give_e6;      /* what could be given up of each phase's score × 10⁶ */
    int64_t best_e9;      /* the best score of the case, with the least essential shortfall */
    size_t fresh_changed; /* lines that the plan with the best score would change */
    int64_t reduction_e9; /* Σ months × weight × share lost ÷ Σ months × weight */
    bil_verdict broken;   /* what of the old plan no longer holds, its figures aside */
    size_t added;
    size_t removed;
    size_t changed; /* of the others */
    bil_difference difference;
    const bil_reduction *reductions; /* by phase: lines in the catalogue's order, then needs */
    size_t reduction_count;
} bil_amendment;

void bil_amendment_free(bil_amendment *amendment); /* accepts NULL */

#endif
