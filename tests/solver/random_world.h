/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SOLVER_RANDOM_WORLD_H
#define BIL_TESTS_SOLVER_RANDOM_WORLD_H

/* Small worlds with a bit of everything, the same for the same seed. */

#include <stdint.h>

#include "tests/support/build.h"

/* From 0 to `count` - 1; moves the seed on. */
unsigned random_below(uint64_t *seed, unsigned count);

/* Two needs, three to five services of all kinds, pools, a pension, family money and hours, up to
 * three rules, perhaps wishes. `phases` 1 to 3. Money is in whole steps of ten cents. */
world *random_world(uint64_t seed, int phases);

#endif
