/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The money of a case: sources the person has or can ask for, and the budget. */

#include <string.h>

#include "data/case_impl.h"
#include "data/limits.h"
#include "data/named_impl.h"
#include "data/words.h"

static const bil_words nothing = {"", ""};

static bil_source_status read_status(const bil_json_value *value)
{
    const char *text = "";
    if (bil_json_is_null(value) || !bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return BIL_SOURCE_ACTIVE;
    }
    if (strcmp(text, "available") == 0) {
        return BIL_SOURCE_AVAILABLE;
    }
    if (strcmp(text, "active") != 0) {
        bil_json_fault(value, NULL, (bil_words){"active o available", "active or available"},
                       nothing);
    }
    return BIL_SOURCE_ACTIVE;
}

static void read_cash(bil_case_source *out, const bil_source *row, const bil_json_value *amount,
                      const bil_json_value *hours)
{
    out->amount_cents = row->typical_cents;
    if (!bil_json_is_null(amount)) {
        out->amount_given = bil_json_get_integer(&out->amount_cents, amount, 0, BIL_CENTS_MAX);
    }
    if (!bil_json_is_null(hours)) {
        bil_json_fault(hours, NULL,
                       (bil_words){"«amount_cents»: questa fonte è in denaro",
                                   "\"amount_cents\": this source is money"},
                       nothing);
    }
}

static void read_hours(bil_case_source *out, const bil_json_value *whole,
                       const bil_json_value *amount, const bil_json_value *hours)
{
    if (!bil_json_is_null(amount)) {
        bil_json_fault(amount, NULL,
                       (bil_words){"«hours» (ore al mese): questa fonte è in ore",
                                   "\"hours\" (hours a month): this source is hours"},
                       nothing);
    }
    if (bil_json_is_null(hours)) {
        bil_json_fault(whole, "—",
                       (bil_words){"la chiave «hours» (ore al mese) di una fonte in ore",
                                   "the key \"hours\" (hours a month) of a source in hours"},
                       nothing);
    } else {
        (void)bil_json_get_integer(&out->hours_month, hours, 0, BIL_QUANTITY_MAX);
    }
}

static void read_source(bil_case_loader *loader, bil_case_source *out, bil_placed *placed,
                        const bil_json_value *value)
{
    enum { CODE, STATUS, AMOUNT, HOURS, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"code", true}, {"status", false}, {"amount_cents", false}, {"hours", false}};
    const bil_json_value *found[MEMBERS];
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    out->source = bil_named_source(loader->catalogue, found[CODE]);
    out->status = read_status(found[STATUS]);
    placed->index = out->source;
    placed->value = found[CODE] == NULL ? value : found[CODE];
    if (out->source == BIL_NONE) {
        return;
    }
    const bil_source *row = &loader->catalogue->sources[out->source];
    if (row->form == BIL_FORM_HOURS) {
        read_hours(out, value, found[AMOUNT], found[HOURS]);
    } else {
        read_cash(out, row, found[AMOUNT], found[HOURS]);
    }
}

void bil_case_read_sources(bil_case_loader *loader, const bil_json_value *value)
{
    size_t count = 0;
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_CASE_LIST_MAX)) {
        return;
    }
    size_t listed = bil_json_count(value);
    bil_case_source *read = bil_case_alloc(loader, listed, sizeof *read);
    bil_case_source *sorted = bil_case_alloc(loader, listed, sizeof *sorted);
    bil_placed *placed = bil_case_alloc(loader, listed, sizeof *placed);
    if (read == NULL || sorted == NULL || placed == NULL) {
        return;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        placed[count].place = count;
        read_source(loader, &read[count], &placed[count], at);
        count++;
    }
    count = bil_case_order(placed, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = read[placed[i].place];
    }
    loader->person->sources = sorted;
    loader->person->source_count = count;
}

/* One member of by_source: its key is a source's code. */
static void read_limit(const bil_case_loader *loader, bil_source_limit *limit,
                       const bil_json_value *value)
{
    const bil_catalogue *catalogue = loader->catalogue;
    const char *code = bil_json_key(value);
    limit->source = bil_named_source_at(catalogue, value, code);
    limit->monthly_cents = BIL_UNLIMITED;
    if (limit->source != BIL_NONE && catalogue->sources[limit->source].form == BIL_FORM_HOURS) {
        bil_json_fault(value, code,
                       (bil_words){"una fonte in denaro: le ore si dicono in «sources»",
                                   "a source of money: hours are told in \"sources\""},
                       nothing);
    }
    if (!bil_json_is_null(value)) {
        (void)bil_json_get_integer(&limit->monthly_cents, value, 0, BIL_CENTS_MAX);
    }
}

static void read_limits(bil_case_loader *loader, bil_budget *out, const bil_json_value *value)
{
    size_t count = 0;
    size_t kept = 0;
    if (bil_json_is_null(value) || !bil_json_expect_object(value, BIL_CASE_LIST_MAX)) {
        return;
    }
    size_t listed = bil_json_count(value);
    bil_source_limit *read = bil_case_alloc(loader, listed, sizeof *read);
    bil_source_limit *sorted = bil_case_alloc(loader, listed, sizeof *sorted);
    bil_placed *placed = bil_case_alloc(loader, listed, sizeof *placed);
    if (read == NULL || sorted == NULL || placed == NULL) {
        return;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        read_limit(loader, &read[count], at);
        placed[count] = (bil_placed){read[count].source, count, at};
        count++;
    }
    count = bil_case_order(placed, count);
    for (size_t i = 0; i < count; i++) {
        if (read[placed[i].place].monthly_cents != BIL_UNLIMITED) { /* null: no limit */
            sorted[kept++] = read[placed[i].place];
        }
    }
    out->by_source = sorted;
    out->by_source_count = kept;
}

void bil_case_read_budget(bil_case_loader *loader, bil_budget *out, const bil_json_value *value)
{
    enum { PUBLIC, BY_SOURCE, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {{"public_monthly_cents", true},
                                                   {"by_source", false}};
    const bil_json_value *found[MEMBERS];
    *out = (bil_budget){.public_monthly_cents = BIL_UNLIMITED};
    if (value == NULL) {
        return;
    }
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    if (!bil_json_is_null(found[PUBLIC])) {
        (void)bil_json_get_integer(&out->public_monthly_cents, found[PUBLIC], 0, BIL_CENTS_MAX);
    }
    read_limits(loader, out, found[BY_SOURCE]);
}
