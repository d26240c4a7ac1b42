/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/number.h"

#include <string.h>

#include "engine/money.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum { DIGITS_MAX = 64 };

/* The parts of a written number: sign, digits without the point, power of ten of the last one. */
typedef struct {
    bool negative;
    char digits[DIGITS_MAX]; /* each 0–9 */
    size_t count;
    int64_t exponent;
    bool plain; /* neither point nor exponent */
} number;

static bool number_digits(number *out, const char *text, size_t size, size_t *at)
{
    size_t start = *at;
    for (; *at < size && is_digit(text[*at]); (*at)++) {
        if (out->count == 0 && text[*at] == '0') {
            continue; /* leading zeros weigh nothing */
        }
        if (out->count == DIGITS_MAX) {
            return false;
        }
        out->digits[out->count++] = (char)(text[*at] - '0');
    }
    return *at > start;
}

static bool number_exponent(number *out, const char *text, size_t size, size_t *at)
{
    bool down = false;
    if (*at < size && (text[*at] == '+' || text[*at] == '-')) {
        down = text[*at] == '-';
        (*at)++;
    }
    size_t start = *at;
    int64_t power = 0;
    for (; *at < size && is_digit(text[*at]); (*at)++) {
        power = power < 100000 ? power * 10 + (text[*at] - '0') : power;
    }
    out->exponent += down ? -power : power;
    return *at > start;
}

static bool number_read(number *out, const char *text, size_t size)
{
    size_t at = 0;
    *out = (number){.plain = true};
    if (at < size && text[at] == '-') {
        out->negative = true;
        at++;
    }
    if (!number_digits(out, text, size, &at)) {
        return false;
    }
    if (at < size && text[at] == '.') {
        at++;
        size_t start = at;
        if (!number_digits(out, text, size, &at)) {
            return false;
        }
        out->exponent -= (int64_t)(at - start);
        out->plain = false;
    }
    if (at < size && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        out->plain = false;
        if (!number_exponent(out, text, size, &at)) {
            return false;
        }
    }
    return at == size;
}

/* digits × 10^shift as an integer; rounds half up when `rounded`, else loses nothing. */
static bil_number_result number_scale(int64_t *out, const number *read, int64_t shift, bool rounded)
{
    int64_t value = 0;
    int64_t kept = shift < 0 ? (int64_t)read->count + shift : (int64_t)read->count;
    for (int64_t i = 0; i < kept; i++) {
        if (!bil_mul(&value, value, 10) || !bil_add(&value, value, read->digits[i])) {
            return BIL_NUMBER_TOO_LARGE;
        }
    }
    for (int64_t i = 0; i < shift && value != 0; i++) {
        if (!bil_mul(&value, value, 10)) {
            return BIL_NUMBER_TOO_LARGE;
        }
    }
    bool up = kept >= 0 && kept < (int64_t)read->count && read->digits[kept] >= 5;
    if (rounded && up && !bil_add(&value, value, 1)) {
        return BIL_NUMBER_TOO_LARGE;
    }
    for (int64_t i = kept < 0 ? 0 : kept; !rounded && i < (int64_t)read->count; i++) {
        if (read->digits[i] != 0) {
            return BIL_NUMBER_TOO_PRECISE;
        }
    }
    *out = read->negative ? -value : value;
    return BIL_NUMBER_OK;
}

bil_number_result bil_number_integer(int64_t *out, const char *text, size_t size)
{
    number read;
    if (!number_read(&read, text, size) || !read.plain) {
        return BIL_NUMBER_MALFORMED;
    }
    return number_scale(out, &read, 0, false);
}

bil_number_result bil_number_decimal(int64_t *out, const char *text, size_t size, int digits,
                                     bool rounded)
{
    number read;
    if (!number_read(&read, text, size)) {
        return BIL_NUMBER_MALFORMED;
    }
    return number_scale(out, &read, read.exponent + digits, rounded);
}

void bil_decimal_format(char *out, size_t size, int64_t value, int digits, int decimals_min)
{
    char text[BIL_DECIMAL_SIZE];
    BIL_ASSERT(digits >= 0 && digits <= 18 && decimals_min >= 0 && size >= BIL_DECIMAL_SIZE);
    uint64_t left = value < 0 ? ~(uint64_t)value + 1 : (uint64_t)value;
    size_t at = sizeof text - 1;
    text[at] = '\0';
    bool writing = false; /* trailing zeros are left out until a digit counts */
    for (int place = digits; place > 0; place--) {
        char digit = (char)('0' + left % 10);
        left /= 10;
        if (writing || digit != '0' || place <= decimals_min) {
            writing = true;
            text[--at] = digit;
        }
    }
    if (digits == 0 && decimals_min > 0) {
        text[--at] = '0';
        writing = true;
    }
    if (writing) {
        text[--at] = '.';
    }
    do {
        text[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        text[--at] = '-';
    }
    memcpy(out, text + at, sizeof text - at);
}
