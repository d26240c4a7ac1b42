/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SOLVER_HARD_WORLD_H
#define BIL_TESTS_SOLVER_HARD_WORLD_H

/* A random world that asks for too much, more often than not: locks, places that are few, lines
 * decided by hand, needs that must be covered, sources and providers that must be there. */

#include "tests/solver/random_world.h"

world *hard_world(uint64_t seed, int phases);

#endif
