/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ALLOCATE_PROGRESS_H
#define BIL_SOLVER_ALLOCATE_PROGRESS_H

/* What whoever asks for a district's allocation chooses, and is told while it is made. Apart from
 * allocate.h, so that other programs need nothing of how it is done. */

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    BIL_OBJECTIVE_UTILITARIAN,     /* the greatest sum of scores */
    BIL_OBJECTIVE_ESSENTIAL_FIRST, /* least essential shortfall, then the greatest sum of scores */
    BIL_OBJECTIVE_MAX_MIN,         /* the greatest least score, then the greatest sum of scores */
    BIL_OBJECTIVE_LEXIMIN,         /* the greatest least score, then the greatest next, and so on */
    BIL_OBJECTIVE_NASH,            /* the greatest product of scores: α-fair with α = 1 */
    BIL_OBJECTIVE_ALPHA            /* the greatest α-fair sum (worth.h) */
} bil_objective;

/* "utilitarian", "essential-first", "max-min", "leximin", "nash", "alpha"; NULL out of range. */
const char *bil_objective_name(bil_objective objective);
bool bil_objective_parse(bil_objective *out, const char *name);

typedef enum {
    BIL_ALLOCATE_START,  /* the persons as today */
    BIL_ALLOCATE_SAMPLE, /* prices of a part of the district */
    BIL_ALLOCATE_PRICES, /* prices of the whole */
    BIL_ALLOCATE_CHOICE  /* one package per person */
} bil_allocate_stage;

/* What 1,000 € more of a pool are worth, in scores, in the months in which they are worth most. */
typedef struct {
    const char *source; /* code */
    double worth;
} bil_allocate_price;

typedef struct {
    bil_allocate_stage stage;
    int pass;    /* of the objective's priorities, from 0 */
    int round;   /* of the stage, from 1 */
    size_t done; /* persons of the round */
    size_t persons;
    size_t packages;
    bool has_value;
    double value; /* of the best allocation so far: scores, or in the first of two passes what is
                     missing below the floors, as a negative number */
    bool has_bound;
    double bound;
    const bil_allocate_price *pools; /* at the prices of the bound; while it is told */
    size_t pool_count;
    const double *asked; /* per shared row: the prices at which persons are asked now */
    size_t row_count;
} bil_allocate_progress;

#endif
