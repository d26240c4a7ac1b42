/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_impl.h"

#include <stdio.h>
#include <string.h>

#include "engine/words.h"

static const bil_words words_table[] = {
#define BIL_WORD(name, it, en) {it, en},
#include "po/document.def"
#undef BIL_WORD
};

/* One unit of quantity, by the key catalogues write; Italian keys are known too. */
typedef struct {
    const char *key_en;
    const char *key_it;
    bil_word one;
    bil_word many;
} unit_words;

static const unit_words units[] = {
    {"hour", "ore", BIL_W_UNIT_HOUR_ONE, BIL_W_UNIT_HOUR_MANY},
    {"day", "giorni", BIL_W_UNIT_DAY_ONE, BIL_W_UNIT_DAY_MANY},
    {"night", "notti", BIL_W_UNIT_NIGHT_ONE, BIL_W_UNIT_NIGHT_MANY},
    {"week", "settimane", BIL_W_UNIT_WEEK_ONE, BIL_W_UNIT_WEEK_MANY},
    {"month", "mesi", BIL_W_UNIT_MONTH_ONE, BIL_W_UNIT_MONTH_MANY},
    {"session", "sedute", BIL_W_UNIT_SESSION_ONE, BIL_W_UNIT_SESSION_MANY},
    {"visit", "visite", BIL_W_UNIT_VISIT_ONE, BIL_W_UNIT_VISIT_MANY},
    {"meal", "pasti", BIL_W_UNIT_MEAL_ONE, BIL_W_UNIT_MEAL_MANY},
    {"trip", "viaggi", BIL_W_UNIT_TRIP_ONE, BIL_W_UNIT_TRIP_MANY},
    {"contact", "contatti", BIL_W_UNIT_CONTACT_ONE, BIL_W_UNIT_CONTACT_MANY},
    {"package", "pacchetti", BIL_W_UNIT_PACKAGE_ONE, BIL_W_UNIT_PACKAGE_MANY},
    {"piece", "pezzi", BIL_W_UNIT_PIECE_ONE, BIL_W_UNIT_PIECE_MANY},
    {"unit", "unità", BIL_W_UNIT_UNIT_ONE, BIL_W_UNIT_UNIT_MANY},
    {"place", "posti", BIL_W_UNIT_PLACE_ONE, BIL_W_UNIT_PLACE_MANY},
};

static const struct {
    const char *code;
    bil_word name;
} axes[] = {
    {"CASA", BIL_W_AXIS_CASA}, {"LAV", BIL_W_AXIS_LAV}, {"SOC", BIL_W_AXIS_SOC},
    {"APP", BIL_W_AXIS_APP},   {"SAL", BIL_W_AXIS_SAL}, {"AUT", BIL_W_AXIS_AUT},
    {"FAM", BIL_W_AXIS_FAM},   {"TUT", BIL_W_AXIS_TUT},
};

const char *bil_doc_word(const bil_doc *doc, bil_word word)
{
    BIL_ASSERT(word < BIL_W_COUNT);
    return bil_words_in(words_table[word], doc->options.lang);
}

const char *bil_doc_text(const bil_doc *doc, bil_words words)
{
    return bil_words_in(words, doc->options.lang);
}

const char *bil_doc_kind_name(const bil_doc *doc, size_t kind)
{
    static const bil_word names[BIL_DOC_KINDS] = {
        BIL_W_KIND_SOCIAL, BIL_W_KIND_HEALTH, BIL_W_KIND_MIXED, BIL_W_KIND_PENSION,
        BIL_W_KIND_FAMILY, BIL_W_KIND_THIRD,  BIL_W_KIND_OTHER,
    };
    BIL_ASSERT(kind < BIL_DOC_KINDS);
    return bil_doc_word(doc, names[kind]);
}

const char *bil_doc_kind_easy(const bil_doc *doc, size_t kind)
{
    static const bil_word names[BIL_DOC_KINDS] = {
        BIL_W_EASY_SOCIAL, BIL_W_EASY_HEALTH, BIL_W_EASY_MIXED, BIL_W_EASY_PENSION,
        BIL_W_EASY_FAMILY, BIL_W_EASY_THIRD,  BIL_W_EASY_OTHER,
    };
    BIL_ASSERT(kind < BIL_DOC_KINDS);
    return bil_doc_word(doc, names[kind]);
}

const char *bil_doc_confidence_name(const bil_doc *doc, size_t confidence)
{
    static const bil_word names[BIL_DOC_CONFS] = {BIL_W_CONF_S, BIL_W_CONF_P, BIL_W_CONF_G,
                                                  BIL_W_CONF_LIST};
    BIL_ASSERT(confidence < BIL_DOC_CONFS);
    return bil_doc_word(doc, names[confidence]);
}

const char *bil_doc_axis_name(const bil_doc *doc, const char *axis)
{
    for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++) {
        if (bil_text_same_ascii(axes[i].code, axis)) {
            return bil_doc_word(doc, axes[i].name);
        }
    }
    return axis;
}

const char *bil_doc_unit(const bil_doc *doc, const char *unit, bool one)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const unit_words *row = &units[i];
        if (strcmp(row->key_en, unit) == 0 || strcmp(row->key_it, unit) == 0 ||
            strcmp(words_table[row->one].it, unit) == 0) {
            return bil_doc_word(doc, one ? row->one : row->many);
        }
    }
    return unit;
}

void bil_doc_sentence_add(const bil_doc *doc, bil_text *out, bil_word word, const char *a,
                          const char *b)
{
    const char *const values[2] = {a, b};
    bil_words_put(out, bil_doc_word(doc, word), values, 2);
}

bil_doc_phrase bil_doc_sentence(const bil_doc *doc, bil_word word, const char *a, const char *b)
{
    bil_doc_phrase out = {{0}};
    const char *const values[2] = {a, b};
    bil_filling filling = {.sentence = bil_doc_word(doc, word), .values = values, .count = 2};
    const char *piece = NULL;
    size_t length = 0;
    size_t size = 0;
    while (bil_fill_next(&filling, &piece, &length)) {
        /* Callers put short texts here: numbers, dates, quantities. */
        BIL_ASSERT(size + length < sizeof out.text);
        memcpy(out.text + size, piece, length);
        size += length;
    }
    return out;
}

bil_doc_short bil_doc_money(const bil_doc *doc, int64_t cents)
{
    bil_doc_short out = {{0}};
    bil_money_format(out.text, sizeof out.text, cents, doc->options.lang);
    return out;
}

bil_doc_short bil_doc_number(const bil_doc *doc, int64_t value)
{
    bil_doc_short out = {{0}};
    bil_integer_format(out.text, sizeof out.text, value, doc->options.lang);
    return out;
}

/* Rounded down, so that 100 % means all of it; 0 only when there is nothing. */
bil_word bil_doc_amendment_check(const bil_doc *doc)
{
    const bil_word word = bil_doc_check_word(doc);
    return word == BIL_W_CHECK_PASSED ? BIL_W_AMEND_CHECKED : word;
}

const char *bil_doc_technical_status(const bil_doc *doc)
{
    return doc->plan->status == BIL_PLAN_INFEASIBLE ? bil_doc_word(doc, BIL_W_TECHNICAL_NO_PLAN)
                                                    : bil_plan_status_name(doc->plan->status);
}

bil_word bil_doc_repairs_lead(const bil_plan *plan)
{
    return plan->repair_count == 1 ? BIL_W_REPAIRS_LEAD_ONE : BIL_W_REPAIRS_LEAD;
}

const char *bil_doc_percent_space(const bil_doc *doc)
{
    return doc->options.lang == BIL_LANG_IT ? "\xC2\xA0" : "";
}

bil_doc_short bil_doc_percent(const bil_doc *doc, int64_t part, int64_t whole)
{
    bil_doc_short out = {{0}};
    int64_t percent = 0;
    if (whole > 0 && part >= whole) {
        percent = 100;
    } else if (whole > 0 && part > 0) {
        percent = part > INT64_MAX / 100 ? part / (whole / 100 + 1) : part * 100 / whole;
        percent = percent == 0 ? 1 : percent;
    }
    (void)snprintf(out.text, sizeof out.text, "%d%s%%", (int)percent, bil_doc_percent_space(doc));
    return out;
}

bil_doc_short bil_doc_points_e9(const bil_doc *doc, int64_t e9)
{
    bil_doc_short number = {{0}};
    int64_t tenths = bil_div_floor(e9, 1000000);
    bil_hundredths_format(number.text, sizeof number.text, tenths * 10, doc->options.lang);
    return number;
}

bil_doc_short bil_doc_percent_e9(const bil_doc *doc, int64_t e9)
{
    bil_doc_short number = bil_doc_points_e9(doc, e9);
    bil_doc_short out = {{0}};
    (void)snprintf(out.text, sizeof out.text, "%.40s%s%%", number.text, bil_doc_percent_space(doc));
    return out;
}

bil_doc_short bil_doc_decimal_e9(const bil_doc *doc, int64_t e9)
{
    bil_doc_short out = {{0}};
    int64_t whole = e9 / 1000000000;
    int64_t rest = (e9 % 1000000000) / 100000;
    (void)snprintf(out.text, sizeof out.text, "%d%c%04d", (int)whole,
                   doc->options.lang == BIL_LANG_IT ? ',' : '.', (int)(rest < 0 ? -rest : rest));
    return out;
}

bil_doc_short bil_doc_date(const bil_doc *doc, bil_date date)
{
    bil_doc_short out = {{0}};
    bil_date_format_words(out.text, sizeof out.text, date, doc->options.lang);
    return out;
}

bil_doc_short bil_doc_date_with(const bil_doc *doc, bil_date date, bil_doc_preposition how)
{
    /* Italian days whose name starts with a vowel; the first of the month is an ordinal. */
    int day = date % 100;
    bool elided = day == 8 || day == 11;
    static const char *const it[3][2] = {{"dal ", "dall’"}, {"Dal ", "Dall’"}, {"al ", "all’"}};
    static const char *const en[3] = {"from ", "From ", "to "};
    bil_doc_short words = bil_doc_date(doc, date);
    bil_doc_short out = {{0}};
    if (doc->options.lang == BIL_LANG_EN) {
        (void)snprintf(out.text, sizeof out.text, "%s%.40s", en[how], words.text);
    } else if (day == 1 && words.text[0] == '1') {
        (void)snprintf(out.text, sizeof out.text, "%s1º%.38s", it[how][0], words.text + 1);
    } else {
        (void)snprintf(out.text, sizeof out.text, "%s%.40s", it[how][elided ? 1 : 0], words.text);
    }
    return out;
}

bil_doc_phrase bil_doc_quantity(const bil_doc *doc, int64_t hundredths, const char *unit)
{
    bil_doc_phrase out = {{0}};
    if (strcmp(unit, "euro") == 0) {
        bil_money_format(out.text, sizeof out.text, hundredths, doc->options.lang);
        return out;
    }
    char number[48];
    bil_hundredths_format(number, sizeof number, hundredths, doc->options.lang);
    char name[200];
    bil_text_shorten(name, sizeof name, bil_doc_unit(doc, unit, hundredths == 100));
    (void)snprintf(out.text, sizeof out.text, "%s\xC2\xA0%s", number, name);
    return out;
}

bil_doc_phrase bil_doc_months(const bil_doc *doc, int months)
{
    bil_doc_phrase out = {{0}};
    (void)snprintf(out.text, sizeof out.text, "%d\xC2\xA0%s", months,
                   bil_doc_word(doc, months == 1 ? BIL_W_UNIT_MONTH_ONE : BIL_W_UNIT_MONTH_MANY));
    return out;
}

bil_doc_phrase bil_doc_phase_title(const bil_doc *doc, size_t phase)
{
    if (doc->phase_count == 1) {
        return bil_doc_sentence(doc, BIL_W_ONE_PHASE, NULL, NULL);
    }
    return bil_doc_sentence(doc, BIL_W_PHASE_OF, bil_doc_number(doc, (int64_t)phase + 1).text,
                            bil_doc_number(doc, (int64_t)doc->phase_count).text);
}

bil_doc_phrase bil_doc_phase_short(const bil_doc *doc, size_t phase)
{
    bil_doc_phrase out = {{0}};
    if (doc->phase_count == 1) {
        return bil_doc_sentence(doc, BIL_W_PER_MONTH, NULL, NULL);
    }
    (void)snprintf(out.text, sizeof out.text, "%s\xC2\xA0%zu", bil_doc_word(doc, BIL_W_PHASE_SHORT),
                   phase + 1);
    return out;
}

bil_doc_phrase bil_doc_phase_dates(const bil_doc *doc, size_t phase)
{
    bil_doc_phrase out = {{0}};
    bil_doc_short from = bil_doc_date_with(doc, doc->from[phase], BIL_DOC_FROM);
    bil_doc_short to = bil_doc_date_with(doc, doc->to[phase], BIL_DOC_TO);
    bil_doc_phrase months = bil_doc_months(doc, doc->plan->phases[phase].months);
    (void)snprintf(out.text, sizeof out.text, "%s %s · %.60s", from.text, to.text, months.text);
    return out;
}

bool bil_doc_has_plan(const bil_doc *doc)
{
    return doc->phase_count > 0;
}

bil_word bil_doc_check_word(const bil_doc *doc)
{
    if (!doc->plan->checked) {
        return BIL_W_CHECK_MISSING;
    }
    return doc->plan->check_passed ? BIL_W_CHECK_PASSED : BIL_W_CHECK_FAILED;
}

bil_doc_phrase bil_doc_status(const bil_doc *doc)
{
    switch (doc->plan->status) {
    case BIL_PLAN_OPTIMAL:
        return bil_doc_sentence(doc, BIL_W_STATUS_OPTIMAL, NULL, NULL);
    case BIL_PLAN_FEASIBLE:
        return bil_doc_sentence(doc, BIL_W_STATUS_FEASIBLE,
                                bil_doc_percent_e9(doc, doc->plan->gap_e9).text, NULL);
    case BIL_PLAN_INFEASIBLE:
        return bil_doc_sentence(doc, BIL_W_STATUS_INFEASIBLE, NULL, NULL);
    case BIL_PLAN_STOPPED:
        break;
    }
    return bil_doc_sentence(
        doc, bil_doc_has_plan(doc) ? BIL_W_STATUS_STOPPED : BIL_W_STATUS_STOPPED_EMPTY, NULL, NULL);
}
