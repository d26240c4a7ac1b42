/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/money.h"

#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide;

bool bil_add(int64_t *out, int64_t a, int64_t b)
{
    wide sum = (wide)a + b;
    if (sum > INT64_MAX || sum < INT64_MIN) {
        return false;
    }
    *out = (int64_t)sum;
    return true;
}

bool bil_mul(int64_t *out, int64_t a, int64_t b)
{
    wide product = (wide)a * b;
    if (product > INT64_MAX || product < INT64_MIN) {
        return false;
    }
    *out = (int64_t)product;
    return true;
}

int64_t bil_add_capped(int64_t a, int64_t b)
{
    int64_t sum = 0;
    if (bil_add(&sum, a, b)) {
        return sum;
    }
    return a > 0 ? INT64_MAX : INT64_MIN;
}

int64_t bil_mul_capped(int64_t a, int64_t b)
{
    int64_t product = 0;
    if (bil_mul(&product, a, b)) {
        return product;
    }
    return (a > 0) == (b > 0) ? INT64_MAX : INT64_MIN;
}

int64_t bil_div_floor(int64_t a, int64_t b)
{
    BIL_ASSERT(b > 0);
    int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

int64_t bil_div_ceil(int64_t a, int64_t b)
{
    BIL_ASSERT(b > 0);
    int64_t quotient = a / b;
    return a % b > 0 ? quotient + 1 : quotient;
}

int64_t bil_div_round(int64_t a, int64_t b)
{
    BIL_ASSERT(a >= 0 && b > 0);
    int64_t rest = a % b;
    return a / b + (rest >= b - rest ? 1 : 0);
}

int64_t bil_share(int64_t cents, int64_t basis_points)
{
    /* 10¹⁴ × 10⁴ + 5 000 stays below 2⁶³; beyond the documented range the wide product keeps the
     * answer exact as long as it fits at all. */
    BIL_ASSERT(cents >= 0 && basis_points >= 0 && basis_points <= 10000);
    return (int64_t)(((wide)cents * basis_points + 5000) / 10000);
}

int64_t bil_month_from_day(int64_t cents_per_day)
{
    BIL_ASSERT(cents_per_day >= 0 && cents_per_day <= INT64_MAX / 365 - 12);
    return bil_div_round(cents_per_day * 365, 12);
}

int64_t bil_month_from_payments(int64_t cents, int64_t payments_per_year)
{
    int64_t year = 0;
    bool fits = bil_mul(&year, cents, payments_per_year);
    BIL_ASSERT(fits);
    return bil_div_floor(year, 12);
}

/* Digits of `value` in groups of three, most significant first; returns the bytes written. */
static size_t write_grouped(char *out, uint64_t value, char separator)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    size_t size = length > 0 ? (size_t)length : 0;
    size_t at = 0;
    for (size_t i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0) {
            out[at++] = separator;
        }
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return at;
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
}

static char group_separator(bil_lang lang)
{
    return lang == BIL_LANG_IT ? '.' : ',';
}

static char decimal_separator(bil_lang lang)
{
    return lang == BIL_LANG_IT ? ',' : '.';
}

void bil_money_format(char *out, size_t size, int64_t cents, bil_lang lang)
{
    BIL_ASSERT(size >= 40);
    uint64_t whole = magnitude(cents);
    char euro[32];
    (void)write_grouped(euro, whole / 100, group_separator(lang));
    const char *sign = cents < 0 ? "-" : "";
    unsigned rest = (unsigned)(whole % 100);
    if (lang == BIL_LANG_IT) {
        (void)snprintf(out, size, "%s%s,%02u\xC2\xA0\xE2\x82\xAC", sign, euro, rest);
    } else {
        (void)snprintf(out, size, "%s\xE2\x82\xAC%s.%02u", sign, euro, rest);
    }
}

void bil_integer_format(char *out, size_t size, int64_t value, bil_lang lang)
{
    BIL_ASSERT(size >= 40);
    size_t at = 0;
    if (value < 0) {
        out[at++] = '-';
    }
    (void)write_grouped(out + at, magnitude(value), group_separator(lang));
}

void bil_hundredths_format(char *out, size_t size, int64_t hundredths, bil_lang lang)
{
    BIL_ASSERT(size >= 40);
    uint64_t whole = magnitude(hundredths);
    size_t at = 0;
    if (hundredths < 0) {
        out[at++] = '-';
    }
    at += write_grouped(out + at, whole / 100, group_separator(lang));
    unsigned rest = (unsigned)(whole % 100);
    if (rest == 0) {
        return;
    }
    if (rest % 10 == 0) {
        (void)snprintf(out + at, size - at, "%c%u", decimal_separator(lang), rest / 10);
    } else {
        (void)snprintf(out + at, size - at, "%c%02u", decimal_separator(lang), rest);
    }
}
