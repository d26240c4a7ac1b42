/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/random.h"

#include "engine/error.h"

/* Sebastiano Vigna's splitmix64 step, public domain: https://prng.di.unimi.it/splitmix64.c */
static uint64_t mix(uint64_t state)
{
    uint64_t z = state + UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint64_t bil_random(uint64_t seed, uint64_t a, uint64_t b, uint64_t c)
{
    return mix(mix(mix(mix(seed) ^ a) ^ b) ^ c);
}

uint64_t bil_random_key(const char *name)
{
    uint64_t key = UINT64_C(0xCBF29CE484222325);
    for (; *name != '\0'; name++) {
        key = (key ^ (unsigned char)*name) * UINT64_C(0x100000001B3);
    }
    return key;
}

int64_t bil_random_between(uint64_t random, int64_t low, int64_t high)
{
    if (high <= low) {
        return low;
    }
    const uint64_t choices = (uint64_t)(high - low) + 1;
    BIL_ASSERT(choices <= UINT32_MAX);
    return low + (int64_t)((random >> 32) * choices >> 32);
}

size_t bil_random_pick(uint64_t random, const int64_t *weights, size_t count)
{
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += weights[i];
    }
    int64_t at = bil_random_between(random, 0, total - 1);
    size_t i = 0;
    while (i + 1 < count && at >= weights[i]) {
        at -= weights[i];
        i++;
    }
    return i;
}
