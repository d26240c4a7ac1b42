/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SOLVER_RANDOM_DISTRICT_H
#define BIL_TESTS_SOLVER_RANDOM_DISTRICT_H

/* A handful of persons of one small catalogue who share two pools and a service's and a provider's
 * room, the same for the same seed. Money is in whole steps of ten cents. */

#include <stdint.h>

#include "engine/district.h"
#include "tests/support/build.h"

enum { DISTRICT_PERSONS = 6, DISTRICT_PERSONS_MOST = 12 };

typedef struct {
    world *worlds[DISTRICT_PERSONS_MOST]; /* the catalogue is the first one's */
    const bil_case *persons[DISTRICT_PERSONS_MOST];
    size_t count;
    bil_pool pools[2];
    bil_capacity capacities[2];
    bil_district district;
} random_district;

void random_district_open(random_district *d, uint64_t seed, size_t count);
void random_district_close(random_district *d);

/* All money, of catalogue, persons and pools alike. */
void random_district_scale(random_district *d, int64_t times);

#endif
