/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_RANDOM_H
#define BIL_ENGINE_RANDOM_H

/* Draws, the first ones without a state: each depends on its keys alone, so that the same keys give
 * the same draw on every machine, in any order, however many others are made. Integers only. */

#include <stddef.h>
#include <stdint.h>

/* 64 bits for one draw: splitmix64's mixing, once for each of the four keys. */
uint64_t bil_random(uint64_t seed, uint64_t a, uint64_t b, uint64_t c);

/* Draws with a state, for a search: splitmix64. */
static inline uint64_t bil_random_next(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* From 0 to count - 1, by the lower 32 bits. */
static inline uint32_t bil_random_below(uint64_t random, uint32_t count)
{
    return (uint32_t)((random & UINT32_MAX) * count >> 32);
}

/* A key for a name: FNV-1a, 64 bits. */
uint64_t bil_random_key(const char *name);

/* From low to high, both included, by the upper 32 bits; high - low < 2³², and none of the values
 * is likelier than another by more than (high - low) ÷ 2³². low when high is below it. */
int64_t bil_random_between(uint64_t random, int64_t low, int64_t high);

/* The place of the drawn weight among `count` weights ≥ 0; the last when all are 0. */
size_t bil_random_pick(uint64_t random, const int64_t *weights, size_t count);

#endif
