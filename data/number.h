/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_NUMBER_H
#define BIL_DATA_NUMBER_H

/* Written numbers to integers and back, digit by digit: no double and no locale on the way. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    BIL_NUMBER_OK,
    BIL_NUMBER_MALFORMED,
    BIL_NUMBER_TOO_PRECISE, /* digits would be lost */
    BIL_NUMBER_TOO_LARGE
} bil_number_result;

/* Digits with an optional minus. No other sign, no space. *out is written only on BIL_NUMBER_OK. */
bil_number_result bil_number_integer(int64_t *out, const char *text, size_t size);

/* Digits with an optional minus, fraction and exponent, as value × 10^digits; `rounded` half away
 * from zero, else any digit that would be lost is refused. */
bil_number_result bil_number_decimal(int64_t *out, const char *text, size_t size, int digits,
                                     bool rounded);

enum { BIL_DECIMAL_SIZE = 24 };

/* value / 10^digits exactly, without trailing zeros beyond `decimals_min` (0 or 1) decimals.
 * digits 0–18; `size` ≥ BIL_DECIMAL_SIZE. */
void bil_decimal_format(char *out, size_t size, int64_t value, int digits, int decimals_min);

#endif
