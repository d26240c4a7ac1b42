/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_SWING_H
#define BIL_SOLVER_SWING_H

/* A choice sought by swinging over the limits: one group's package is exchanged at a time, the
 * exchange that gains most when what goes beyond a limit costs its price times a pressure. While a
 * limit is broken the pressure rises, while all hold it falls, so that the choice goes to and fro
 * across the limits, where the good ones lie. After some exchanges without anything better some
 * groups of the best choice so far are changed at random, and it goes on from there. It gets far
 * where many rows are tight and much is missing to the bound; where little is missing, halves
 * (solver/halves.h) do better. Nothing is proven. What is found fits: uses are compared coarsely,
 * but what is kept is added up in full. The same settings and the same work give the same answer on
 * every machine, unless the tick stops it. With more than 50,000 rows nothing is sought.
 *
 * The idea is strategic oscillation: F. Glover, "Heuristics for integer programming using surrogate
 * constraints", Decision Sciences 8 (1977) 156–166. */

#include "solver/packages.h"

/* Where the search stands: it goes its own way, and on from there when asked again. Once that leads
 * no further, it goes on from the better choice that it is given. */
typedef struct bil_swing bil_swing;

typedef struct {
    const double *limits; /* per row */
    const double *prices; /* per row, ≥ 0 */
    double loss;          /* packages that lose more against their group's best at the prices are
                             left out, in values */
    uint64_t seed;
} bil_swing_settings;

/* Every group must have a package. `packages` is borrowed and stays as it is; limits and prices are
 * copied. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_swing_new(bil_swing **out, const bil_packages *packages,
                                        const bil_swing_settings *settings, bil_error *err);
void bil_swing_free(bil_swing *swing); /* accepts NULL */

typedef struct {
    double bound;                /* no choice is worth more; HUGE_VAL = unknown */
    int64_t work;                /* how much: uses compared, some 10⁹ a second */
    bool (*tick)(void *payload); /* false = stop; may be NULL */
    void *payload;
} bil_swing_work;

/* `package`, per group, is a choice within the limits and becomes a better one when one was found;
 * `*better` says whether it did. */
void bil_swing_improve(uint32_t *package, bool *better, bil_swing *swing,
                       const bil_swing_work *work);

#endif
