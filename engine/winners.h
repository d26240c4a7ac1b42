/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_WINNERS_H
#define BIL_ENGINE_WINNERS_H

/* Who gains and who loses between two runs about the same district: person by person, matched by
 * id, whatever the order. Exact: scores are × 10⁹. */

#include "engine/arena.h"
#include "engine/error.h"

typedef struct {
    const char *id;
    int64_t score_e9;
} bil_scored;

typedef struct {
    size_t before; /* index in the first list */
    size_t after;  /* in the second */
    int64_t gain_e9;
} bil_gain;

typedef struct {
    size_t matched; /* won + lost + same */
    size_t won;     /* by the threshold or more */
    size_t lost;
    size_t same;
    size_t only_before; /* whom the other run does not know */
    size_t only_after;
    int64_t won_e9;        /* what the winners gain together */
    int64_t lost_e9;       /* what the losers lose together, as a positive number */
    int64_t moved_e9;      /* of those who neither win nor lose; won − lost + moved = all */
    const bil_gain *gains; /* of the matched, in the order of the second list; in the arena */
} bil_winners;

/* `threshold_e9` > 0: a smaller change is none. An id twice in one list is BIL_E_DATA, naming it.
 * BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_winners_compare(bil_winners *out, const bil_scored *before,
                                              size_t before_count, const bil_scored *after,
                                              size_t after_count, int64_t threshold_e9,
                                              bil_arena *arena, bil_error *err);

#endif
