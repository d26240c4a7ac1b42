/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_MMKP_H
#define BIL_ENGINE_MMKP_H

/* A multiple-choice multidimensional knapsack: a district whose packages are given. One item of
 * every group, no resource used beyond its capacity, as much value as possible. */

#include <stddef.h>
#include <stdint.h>

#include "engine/arena.h"

enum { BIL_MMKP_DIGITS_MAX = 6 };

typedef struct {
    bil_arena *arena; /* borrowed */
    uint32_t group_count;
    uint32_t resource_count;
    size_t *first;  /* per group, and one more: its items */
    int64_t *value; /* per item × 10^value_digits */
    int64_t *use;   /* item × resource, × 10^use_digits */
    int64_t *limit; /* per resource, × 10^use_digits */
    int value_digits;
    int use_digits;
} bil_mmkp;

#endif
