/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/fraction_impl.h"

#include "engine/error.h"

static size_t bits_of(bil_wide value)
{
    size_t bits = 0;
    for (; value != 0; value >>= 1) {
        bits++;
    }
    return bits;
}

/* The next binary digit of every term's fractional part, summed; remainders move on. */
static int64_t next_bits(bil_fraction *terms, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        terms[i].top *= 2;
        if (terms[i].top >= terms[i].bottom) {
            terms[i].top -= terms[i].bottom;
            sum++;
        }
    }
    return sum;
}

/* How many bits settle the matter: the distance to a half is a fraction over twice the product of
 * all denominators, so when it is less than count / 2^limit it is zero. */
static size_t deciding_bits(const bil_fraction *terms, size_t count)
{
    size_t limit = bits_of(count) + 2;
    for (size_t i = 0; i < count; i++) {
        limit += bits_of(terms[i].bottom);
    }
    return limit;
}

int64_t bil_fraction_sum_round(bil_fraction *terms, size_t count)
{
    enum { FIRST_BITS = 40 };
    BIL_ASSERT(count < (1U << 20));
    int64_t whole = 0;
    for (size_t i = 0; i < count; i++) {
        bil_fraction *term = &terms[i];
        BIL_ASSERT(term->bottom > 0 && term->bottom >> 126 == 0 && term->top >> 127 == 0);
        whole += (int64_t)(term->top / term->bottom);
        term->top %= term->bottom;
    }
    const size_t limit = deciding_bits(terms, count);

    /* After k bits, what is left is worth at least `sum` / 2^k and less than (sum + count) / 2^k.
     */
    int64_t sum = 0;
    for (int k = 0; k < FIRST_BITS; k++) {
        sum = 2 * sum + next_bits(terms, count);
    }
    const int64_t one = INT64_C(1) << FIRST_BITS;
    int64_t low = (sum + one / 2) / one;
    int64_t high = (sum + (int64_t)count + one / 2) / one;
    if (low == high) {
        return whole + low;
    }
    int64_t ahead = sum - (high * one - one / 2); /* of the half between the two */
    for (size_t k = 0; k < limit; k++) {
        if (ahead >= 0) {
            return whole + high;
        }
        if (ahead <= -(int64_t)count) {
            return whole + low;
        }
        ahead = 2 * ahead + next_bits(terms, count);
    }
    return whole + high; /* exactly the half: up */
}
