/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/report.h"

#include <inttypes.h>
#include <stdio.h>

#include "engine/money.h"
#include "engine/report_words.h"
#include "engine/words.h"

static const bil_words words_table[] = {
#define BIL_WORD(name, it, en) {it, en},
#include "po/report.def"
#undef BIL_WORD
};

bil_words bil_report_words(bil_report_word word)
{
    BIL_ASSERT(word < BIL_R_COUNT);
    return words_table[word];
}

bil_words bil_report_fill(bil_arena *arena, bil_report_word word, const bil_words *values,
                          size_t count)
{
    return bil_words_fill(arena, bil_report_words(word), values, count);
}

#define E9 INT64_C(1000000000)

static const struct {
    const char *name;
    int64_t parts;
} units[] = {
    [BIL_REPORT_TEXT] = {"text", 1},
    [BIL_REPORT_PERSONS] = {"persons", 10},
    [BIL_REPORT_POINTS] = {"points", E9 / 100},
    [BIL_REPORT_SHARE] = {"share", E9},
    [BIL_REPORT_INDEX] = {"index", E9},
    [BIL_REPORT_CENTS] = {"cents", 100},
    [BIL_REPORT_NUMBER] = {"number", 10},
};

enum { UNITS = sizeof units / sizeof units[0], NUMBER = 40, INDEX_PARTS = 1000 };

const char *bil_report_unit_name(bil_report_unit unit)
{
    return (size_t)unit < UNITS ? units[unit].name : NULL;
}

int64_t bil_report_unit_parts(bil_report_unit unit)
{
    return (size_t)unit < UNITS ? units[unit].parts : 1;
}

/* value ÷ by, half away from zero. */
static int64_t rounded(int64_t value, int64_t by)
{
    return value < 0 ? -((-value + by / 2) / by) : (value + by / 2) / by;
}

/* Tenths, the decimal only when there is one. */
static void put_tenths(char *out, size_t size, int64_t tenths, bil_lang lang)
{
    bil_hundredths_format(out, size, tenths * 10, lang);
}

/* Points in tenths; below one, two figures: "0,38", "0,051". */
static void put_points(char *out, size_t size, int64_t value, bil_lang lang)
{
    const int64_t point = bil_report_unit_parts(BIL_REPORT_POINTS);
    const int64_t amount = value < 0 ? -value : value;
    int64_t unit = point / 10; /* of the last figure */
    int decimals = 1;
    for (; unit > 1 && amount > 0 && amount / unit < 10 && amount < point; decimals++) {
        unit /= 10;
    }
    int64_t figures = rounded(amount, unit);
    if (decimals == 1 || unit * figures == point) {
        put_tenths(out, size, rounded(value, point / 10), lang);
        return;
    }
    for (; figures % 10 == 0; figures /= 10) {
        decimals--;
    }
    (void)snprintf(out, size, "%s0%c%0*" PRId64, value < 0 ? "-" : "",
                   lang == BIL_LANG_IT ? ',' : '.', decimals, figures);
}

void bil_report_format(char *out, size_t size, bil_report_unit unit, int64_t value, bil_lang lang)
{
    char number[NUMBER];
    switch (unit) {
    case BIL_REPORT_TEXT:
        out[0] = '\0';
        return;
    case BIL_REPORT_PERSONS:
    case BIL_REPORT_NUMBER:
        put_tenths(out, size, value, lang);
        return;
    case BIL_REPORT_POINTS:
        put_points(out, size, value, lang);
        return;
    case BIL_REPORT_SHARE:
        put_tenths(number, sizeof number, rounded(value, E9 / 1000), lang);
        (void)snprintf(out, size, lang == BIL_LANG_IT ? "%s\u00a0%%" : "%s%%", number);
        return;
    case BIL_REPORT_INDEX: {
        const int64_t thousandths = rounded(value, E9 / INDEX_PARTS);
        const int64_t size_of = thousandths < 0 ? -thousandths : thousandths;
        (void)snprintf(out, size, "%s%" PRId64 "%c%03d", thousandths < 0 ? "-" : "",
                       size_of / INDEX_PARTS, lang == BIL_LANG_IT ? ',' : '.',
                       (int)(size_of % INDEX_PARTS));
        return;
    }
    case BIL_REPORT_CENTS:
        bil_integer_format(number, sizeof number, rounded(value, 100), lang);
        (void)snprintf(out, size, lang == BIL_LANG_IT ? "%s\u00a0€" : "€%s", number);
        return;
    }
}

void bil_report_free(bil_report *report)
{
    if (report != NULL) {
        bil_arena_free(report->arena);
    }
}
