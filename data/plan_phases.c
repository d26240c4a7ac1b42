/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The phases of a plan file: lines, funding, coverage, totals. */

#include <string.h>

#include "data/limits.h"
#include "data/plan_impl.h"

static const bil_words nothing = {"", ""};

static void read_funding(bil_plan_loader *loader, bil_funding *funding, const bil_json_value *value)
{
    enum { SOURCE, CENTS, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {{"source", true}, {"cents", true}};
    const bil_json_value *found[MEMBERS];
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    funding->code = bil_plan_code(loader, found[SOURCE]);
    funding->source = bil_catalogue_find_source(loader->catalogue, funding->code);
    funding->cents = bil_plan_cents(found[CENTS]);
}

/* The provider's row for the line's service: the one in force when the phase starts, else any. */
static bil_index find_provider(const bil_plan_loader *loader, const bil_line *line)
{
    const bil_catalogue *catalogue = loader->catalogue;
    bil_index first = BIL_NONE;
    for (size_t i = 0; line->provider_code != NULL && i < catalogue->provider_count; i++) {
        const bil_provider *row = &catalogue->providers[i];
        if (row->service != line->service || strcmp(row->code, line->provider_code) != 0) {
            continue;
        }
        if (loader->start != 0 && bil_validity_holds(row->validity, loader->start)) {
            return (bil_index)i;
        }
        first = first == BIL_NONE ? (bil_index)i : first;
    }
    return first;
}

enum {
    SERVICE,
    PROVIDER,
    QUANTITY,
    UNIT_PRICE,
    COST,
    HEALTH,
    SOCIAL,
    PERSON_DUE,
    ONE_OFF,
    IN_PLACE,
    STARTS_ON,
    FUNDING,
    NOTE,
    LINE_MEMBERS
};

static const bil_json_field line_fields[LINE_MEMBERS] = {
    {"service", true},       {"provider", false},
    {"quantity", true},      {"unit_price_cents", false},
    {"cost_cents", false},   {"health_cents", false},
    {"social_cents", false}, {"person_due_cents", false},
    {"one_off", false},      {"in_place", false},
    {"starts_on", false},    {"funding", false},
    {"note", false}};

static bil_date read_date(const bil_json_value *value)
{
    const char *text = "";
    bil_date date = 0;
    if (!bil_json_is_null(value) && bil_json_get_text(&text, value, 64) &&
        !bil_date_parse(&date, text, strlen(text))) {
        bil_json_fault(value, NULL,
                       (bil_words){"una data vera, AAAA-MM-GG", "a real date, YYYY-MM-DD"},
                       nothing);
    }
    return date;
}

static void read_line(bil_plan_loader *loader, bil_line *line, const bil_json_value *value)
{
    const bil_json_value *found[LINE_MEMBERS];
    size_t count = 0;
    (void)bil_json_get_members(found, value, line_fields, LINE_MEMBERS);
    line->code = bil_plan_code(loader, found[SERVICE]);
    line->service = bil_catalogue_find_service(loader->catalogue, line->code);
    line->provider_code =
        bil_json_is_null(found[PROVIDER]) ? NULL : bil_plan_code(loader, found[PROVIDER]);
    line->provider = find_provider(loader, line);
    if (found[QUANTITY] != NULL) {
        (void)bil_json_get_integer(&line->quantity, found[QUANTITY], -BIL_QUANTITY_MAX,
                                   BIL_QUANTITY_MAX);
    }
    line->unit_price_cents = bil_plan_cents(found[UNIT_PRICE]);
    line->cost_cents = bil_plan_cents(found[COST]);
    line->health_cents = bil_plan_cents(found[HEALTH]);
    line->social_cents = bil_plan_cents(found[SOCIAL]);
    line->person_due_cents = bil_plan_cents(found[PERSON_DUE]);
    line->one_off = bil_plan_bool(found[ONE_OFF]);
    line->in_place = bil_plan_bool(found[IN_PLACE]);
    line->starts_on = read_date(found[STARTS_ON]);
    bil_funding *funding = bil_plan_list(loader, &line->funding_count, found[FUNDING],
                                         BIL_PLAN_FUNDING_MAX, sizeof *funding);
    const bil_json_value *at = line->funding_count == 0 ? NULL : bil_json_first(found[FUNDING]);
    for (; at != NULL; at = bil_json_next(at)) {
        read_funding(loader, &funding[count++], at);
    }
    line->funding = funding;
}

static void read_coverage(bil_plan_loader *loader, bil_coverage *coverage,
                          const bil_json_value *value)
{
    enum { NEED, TARGET, COVERED, ALREADY, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"need", true}, {"target", false}, {"covered", false}, {"already", false}};
    const bil_json_value *found[MEMBERS];
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    coverage->need_id = bil_plan_code(loader, found[NEED]);
    coverage->need =
        loader->person == NULL ? BIL_NONE : bil_case_find_need(loader->person, coverage->need_id);
    coverage->target = bil_plan_cents(found[TARGET]);
    coverage->covered = bil_plan_cents(found[COVERED]);
    coverage->already = bil_plan_cents(found[ALREADY]);
}

static void read_by_source(bil_plan_loader *loader, bil_totals *totals, const bil_json_value *value)
{
    size_t count = 0;
    if (bil_json_is_null(value) || !bil_json_expect_object(value, BIL_PLAN_LINES_MAX)) {
        return;
    }
    bil_funding *items = bil_plan_alloc(loader, bil_json_count(value), sizeof *items);
    for (const bil_json_value *at = bil_json_first(value); items != NULL && at != NULL;
         at = bil_json_next(at)) {
        items[count].code = bil_plan_key(loader, at);
        items[count].source = bil_catalogue_find_source(loader->catalogue, items[count].code);
        items[count].cents = bil_plan_cents(at);
        count++;
    }
    totals->by_source = items;
    totals->by_source_count = count;
}

static void read_totals(bil_plan_loader *loader, bil_totals *totals, const bil_json_value *value)
{
    enum { COST_CENTS, PUBLIC_CENTS, PERSON_CENTS, LEFT, BY_SOURCE, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {{"cost_cents", false},
                                                   {"public_cents", false},
                                                   {"person_cents", false},
                                                   {"left_to_person_cents", false},
                                                   {"by_source", false}};
    const bil_json_value *found[MEMBERS];
    if (bil_json_is_null(value)) {
        return;
    }
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    totals->cost_cents = bil_plan_cents(found[COST_CENTS]);
    totals->public_cents = bil_plan_cents(found[PUBLIC_CENTS]);
    totals->person_cents = bil_plan_cents(found[PERSON_CENTS]);
    totals->left_to_person_cents = bil_plan_cents(found[LEFT]);
    read_by_source(loader, totals, found[BY_SOURCE]);
}

static void read_phase(bil_plan_loader *loader, bil_plan_phase *phase, const bil_json_value *value)
{
    enum { MONTHS, LINES, COVERAGE, SOURCES_USED, TOTALS, PHASE_NOTE, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {{"months", true},    {"lines", true},
                                                   {"coverage", false}, {"sources_used", false},
                                                   {"totals", false},   {"note", false}};
    const bil_json_value *found[MEMBERS];
    const bil_json_value *at = NULL;
    int64_t months = 1;
    size_t count = 0;
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    if (found[MONTHS] != NULL) {
        (void)bil_json_get_integer(&months, found[MONTHS], 1, BIL_PHASE_MONTHS_MAX);
    }
    phase->months = (int)months;
    bil_line *lines =
        bil_plan_list(loader, &phase->line_count, found[LINES], BIL_PLAN_LINES_MAX, sizeof *lines);
    at = phase->line_count == 0 ? NULL : bil_json_first(found[LINES]);
    for (; at != NULL; at = bil_json_next(at)) {
        read_line(loader, &lines[count++], at);
    }
    phase->lines = lines;
    bil_coverage *coverage = bil_plan_list(loader, &phase->coverage_count, found[COVERAGE],
                                           BIL_PLAN_LINES_MAX, sizeof *coverage);
    count = 0;
    at = phase->coverage_count == 0 ? NULL : bil_json_first(found[COVERAGE]);
    for (; at != NULL; at = bil_json_next(at)) {
        read_coverage(loader, &coverage[count++], at);
    }
    phase->coverage = coverage;
    phase->sources_used =
        bil_plan_codes(loader, &phase->sources_used_count, found[SOURCES_USED], BIL_PLAN_LINES_MAX);
    read_totals(loader, &phase->totals, found[TOTALS]);
}

void bil_plan_read_phases(bil_plan_loader *loader, const bil_json_value *value)
{
    size_t count = 0;
    bil_plan *plan = loader->plan;
    bil_plan_phase *phases =
        bil_plan_list(loader, &plan->phase_count, value, BIL_PHASES_MAX, sizeof *phases);
    const bil_json_value *at = plan->phase_count == 0 ? NULL : bil_json_first(value);
    for (; at != NULL; at = bil_json_next(at)) {
        const bil_case *person = loader->person;
        bool known = person != NULL && count < person->phase_count;
        loader->start = known ? person->phases[count].start : 0;
        read_phase(loader, &phases[count++], at);
    }
    plan->phases = phases;
}
