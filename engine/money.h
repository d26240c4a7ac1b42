/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_MONEY_H
#define BIL_ENGINE_MONEY_H

/* Money is integer euro cents; shares are basis points (1/10 000). No rounding happens outside
 * this file, and every rounding is half up. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"

/* No amount in a file may exceed this (ten million euro), so sums of thousands of them times a
 * plan's months stay far from overflow. */
#define BIL_CENTS_MAX INT64_C(1000000000)
#define BIL_QUANTITY_MAX INT64_C(1000000)

/* The most of a line set by hand, and the most it may cost, in a month: nobody's budget comes near,
 * a slip of the hand does, and the optimiser sees no larger numbers. */
#define BIL_BY_HAND_QUANTITY_MAX INT64_C(10000)
#define BIL_BY_HAND_CENTS_MAX INT64_C(10000000)

/* Overflow-checked arithmetic: false leaves *out untouched. */
BIL_MUST_CHECK bool bil_add(int64_t *out, int64_t a, int64_t b);
BIL_MUST_CHECK bool bil_mul(int64_t *out, int64_t a, int64_t b);

/* The same, stopping at the ends: a plan may come from a file and hold any number. */
int64_t bil_add_capped(int64_t a, int64_t b);
int64_t bil_mul_capped(int64_t a, int64_t b);

/* floor(a / b) and ceil(a / b) for b > 0 and any sign of a. */
int64_t bil_div_floor(int64_t a, int64_t b);
int64_t bil_div_ceil(int64_t a, int64_t b);

/* round-half-up(a / b) for a ≥ 0, b > 0. */
int64_t bil_div_round(int64_t a, int64_t b);

/* round-half-up(cents × basis_points / 10 000), for 0 ≤ cents ≤ 10¹⁴, 0 ≤ basis_points ≤ 10 000. */
int64_t bil_share(int64_t cents, int64_t basis_points);

/* Price of a day bought for a whole month: round-half-up(price × 365 / 12), a month being one
 * twelfth of a year. */
int64_t bil_month_from_day(int64_t cents_per_day);

/* What a yearly series of payments gives in a month: floor(amount × payments / 12). */
int64_t bil_month_from_payments(int64_t cents, int64_t payments_per_year);

/* "1.234,50 €" or "€1,234.50" (no-break space before € in Italian). `size` ≥ 40. */
void bil_money_format(char *out, size_t size, int64_t cents, bil_lang lang);

/* "1.234" / "1,234", and hundredths as "12,5" / "12.5" without needless zeros. `size` ≥ 40. */
void bil_integer_format(char *out, size_t size, int64_t value, bil_lang lang);
void bil_hundredths_format(char *out, size_t size, int64_t hundredths, bil_lang lang);

#endif
