/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_WORLD_H
#define BIL_ENGINE_WORLD_H

/* Imagined worlds: a case and its catalogue in which prices, delays, attendance, hours and needs
 * turn out otherwise, as far as the catalogue's uncertainty says. Integers only.
 *
 * Every draw depends on the seed, the number of the world, what varies and which row of the
 * catalogue (or need of the case) it is, and on nothing else: the same seed gives the same worlds,
 * and world 7 is the same whether ten are made or a thousand. */

#include "engine/case.h"

/* 64 bits for one draw: bil_random with these keys. */
uint64_t bil_world_random(uint64_t seed, uint64_t world, bil_varies what, bil_index index);

/* Basis points from low to high, both included: all alike without a mode, else the inverse of the
 * triangular distribution, rounded towards the nearer end. */
int64_t bil_world_draw(const bil_uncertainty *row, uint64_t random);

/* World number `world` of a case. What changes is a copy in `arena`, the rest belongs to `person`
 * and its catalogue, which must outlive it; nothing of it is to be freed singly.
 *
 * - price: of a service and of all its providers, by the same share, rounded half up. What the
 *   person owes stays as the copay table says.
 * - delay: everything that is not in place is asked for on the first day of the plan. Days beyond
 *   the catalogue's are lost to the phases they fall in: a service delivers (days − lost) ÷ days of
 *   its effects there, in basis points rounded half up. A shorter delay gains nothing.
 * - attendance: a share of the effects, while the cost stays. Both shares are multiplied.
 * - hours a month of sources of hours, targets of needs: rounded half up.
 *
 * Money, wishes and locks stay as they are. */
BIL_MUST_CHECK bil_status bil_world_make(bil_case **out, const bil_case *person, uint64_t seed,
                                         uint64_t world, bil_arena *arena, bil_error *err);

#endif
