/* SPDX-License-Identifier: GPL-3.0-or-later */

/* splitmix64: the same worlds on every machine. */

#include "tests/referee/referee.h"

uint64_t ref_next(ref_random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = random->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int64_t ref_between(ref_random *random, int64_t low, int64_t high)
{
    if (high <= low) {
        return low;
    }
    const uint64_t width = (uint64_t)(high - low) + 1;
    return low + (int64_t)(ref_next(random) % width);
}

bool ref_chance(ref_random *random, int percent)
{
    return ref_between(random, 0, 99) < percent;
}

int64_t ref_pick(ref_random *random, const int64_t *values, size_t count)
{
    return values[ref_between(random, 0, (int64_t)count - 1)];
}
