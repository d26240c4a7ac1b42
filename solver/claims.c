/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who comes first, and by how much one needs more than another. */
#include <stdlib.h>
#include <string.h>

#include "engine/date.h"
#include "engine/random.h"
#include "solver/rule.h"

/* Target and cover are at most some millions of hundredths, a weight below 10⁹ units, a plan at
 * most some hundred months: shares in ten-thousandths keep the sum in 63 bits. */
enum { SHARE = 10000 };

int64_t bil_need_points(const bil_case *person)
{
    int64_t sum = 0;
    int64_t months = 0;
    for (size_t t = 0; t < person->phase_count; t++) {
        const bil_phase *phase = &person->phases[t];
        int64_t points = 0;
        for (size_t n = 0; n < person->need_count; n++) {
            const bil_need *need = &person->needs[n];
            const int64_t target = phase->targets[n];
            const int64_t open = target - need->already_covered;
            if (target > 0 && open > 0) {
                const int64_t share = open >= target ? SHARE : open * SHARE / target;
                points += bil_need_weight(need) * share / SHARE;
            }
        }
        sum += points * phase->months;
        months += phase->months;
    }
    const int64_t points = months > 0 ? sum / months : 0;
    return points > 0 ? points : 1;
}

int bil_days_waited(const bil_claimant *claimant)
{
    const bil_applicant *a = claimant->applicant;
    if (a->requested_on == 0 || a->granted != NULL) {
        return 0;
    }
    const int days = bil_date_days_between(a->requested_on, claimant->person->start);
    return days > 0 ? days : 0;
}

static int ascending(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int bil_by_request(const bil_claimant *a, const bil_claimant *b)
{
    const bil_date x = a->applicant->requested_on;
    const bil_date y = b->applicant->requested_on;
    return x == 0 || y == 0 ? ascending(x == 0, y == 0) : ascending(x, y);
}

/* The band that somebody gave, from high to low, those without one last. */
static int band(const bil_claimant *claimant)
{
    const bil_applicant *a = claimant->applicant;
    return a->intensity_given ? BIL_INTENSITIES - (int)a->intensity : BIL_INTENSITIES + 1;
}

int bil_by_severity(const bil_claimant *a, const bil_claimant *b)
{
    const int by_band = ascending(band(a), band(b));
    const int by_points = by_band != 0 ? by_band : ascending(b->points, a->points);
    return by_points != 0 ? by_points : bil_by_request(a, b);
}

int bil_by_wait(const bil_claimant *a, const bil_claimant *b)
{
    return ascending(bil_days_waited(b), bil_days_waited(a));
}

/* -log₂ of a ticket as a share of 2⁶⁴, × 2²⁰: by squaring, so that it is the same everywhere. */
static uint64_t clock_of(uint64_t ticket)
{
    enum { BITS = 20 };
    int whole = 0;
    uint64_t top = ticket | 1U;
    while ((top >> 63U) == 0) {
        top <<= 1U;
        whole++;
    }
    uint64_t mantissa = top >> 32U; /* in [1, 2), × 2³¹ */
    uint64_t log = 0;
    for (int bit = 0; bit < BITS; bit++) {
        mantissa = mantissa * mantissa >> 31U;
        log <<= 1U;
        if (mantissa >= UINT64_C(1) << 32U) {
            mantissa >>= 1U;
            log |= 1U;
        }
    }
    return ((uint64_t)whole + 1) * (UINT64_C(1) << BITS) - log;
}

int bil_by_lot(const bil_claimant *a, const bil_claimant *b)
{
    const uint64_t x = clock_of(a->ticket) * (uint64_t)b->points;
    const uint64_t y = clock_of(b->ticket) * (uint64_t)a->points;
    return (x > y) - (x < y);
}

/* --- in order --------------------------------------------------------------------------------- */

/* Stable merge sort: qsort has no room for the order. */
static void merge(bil_claimant *out, const bil_claimant *a, size_t a_count, const bil_claimant *b,
                  size_t b_count, bil_claim_order *order)
{
    while (a_count + b_count > 0) {
        const bool first = b_count == 0 || (a_count > 0 && order(a, b) <= 0);
        *out++ = first ? *a++ : *b++;
        a_count -= first ? 1 : 0;
        b_count -= first ? 0 : 1;
    }
}

static void sort(bil_claimant *items, bil_claimant *room, size_t count, bil_claim_order *order)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            const size_t left = count - at;
            const size_t a = left < width ? left : width;
            const size_t b = left - a < width ? left - a : width;
            merge(room + at, items + at, a, items + at + a, b, order);
        }
        memcpy(items, room, count * sizeof *items);
    }
}

static int by_name(const bil_claimant *a, const bil_claimant *b)
{
    return strcmp(a->person->id, b->person->id);
}

bil_claimant *bil_claimants_in_order(const bil_rule_question *question, bil_claim_order *order)
{
    const uint64_t key = bil_random_key("lottery");
    bil_claimant *items = calloc(question->count + 1, sizeof *items);
    bil_claimant *room = calloc(question->count + 1, sizeof *room);
    for (size_t i = 0; items != NULL && i < question->count; i++) {
        const bil_case *person = question->persons[i];
        items[i] = (bil_claimant){
            .applicant = &question->applicants[i],
            .person = person,
            .index = i,
            .points = bil_need_points(person),
            .ticket = bil_random(question->settings->seed, key, bil_random_key(person->id), 0)};
    }
    if (items == NULL || room == NULL) {
        free(items);
        items = NULL;
    } else {
        sort(items, room, question->count, by_name);
        sort(items, room, question->count, order);
    }
    free(room);
    return items;
}
