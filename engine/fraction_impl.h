/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_FRACTION_IMPL_H
#define BIL_ENGINE_FRACTION_IMPL_H

/* A sum of fractions with unlike denominators, rounded half up as if it had been computed exactly.
 *
 * A common denominator of a person's needs over six phases has thousands of bits. It is never
 * formed: the fractional parts are compared with the half bit by bit, all terms in step, and the
 * comparison stops at the first bit that decides. */

#include <stddef.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 bil_wide;

/* top / bottom, with 0 ≤ top < 2¹²⁷ and 0 < bottom < 2¹²⁶. */
typedef struct {
    bil_wide top;
    bil_wide bottom;
} bil_fraction;

/* round-half-up(Σ terms), which must be below 2⁶². Uses `terms` as scratch. */
int64_t bil_fraction_sum_round(bil_fraction *terms, size_t count);

#endif
