/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person asked for or against, and what stays as it is today. `prefer` is no obligation
 * and is not checked. */

#include "engine/check_impl.h"

static const char *service_code(const bil_checking *check, bil_index service)
{
    return service < check->catalogue->service_count ? check->catalogue->services[service].code
                                                     : "?";
}

static bil_big quantity_of(const bil_checking *check, const bil_phase_facts *phase,
                           bil_index service)
{
    return service < check->catalogue->service_count ? phase->quantity[service] : 0;
}

/* Is a service other than `but` (BIL_NONE: any) active and chosen by the selector? */
static bool has_active(const bil_checking *check, const bil_phase_facts *phase,
                       const bil_selector *selector, bil_index but)
{
    for (size_t i = 0; i < phase->active_count; i++) {
        if (phase->active[i] != but &&
            bil_selector_matches_service(check->catalogue, selector, phase->active[i])) {
            return true;
        }
    }
    return false;
}

/* Does a line of the phase other than `but` meet the wish by its provider? */
static bool has_provider(const bil_checking *check, const bil_phase_facts *phase,
                         const bil_selector *wish, const bil_line *but)
{
    for (size_t i = 0; i < phase->plan->line_count; i++) {
        const bil_line *line = &phase->plan->lines[i];
        if (line != but && line->quantity > 0 &&
            bil_case_wish_met_by(check->person, wish, line->service, line->provider)) {
            return true;
        }
    }
    return false;
}

static bool has_source(const bil_checking *check, const bil_phase_facts *phase,
                       const bil_selector *wish)
{
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        if (phase->sources[s].used &&
            bil_selector_matches_source(check->catalogue, wish, (bil_index)s)) {
            return true;
        }
    }
    return false;
}

static bool must_is_met(const bil_checking *check, const bil_phase_facts *phase,
                        const bil_selector *wish)
{
    return wish->kind == BIL_SELECT_SOURCE     ? has_source(check, phase, wish)
           : wish->kind == BIL_SELECT_PROVIDER ? has_provider(check, phase, wish, NULL)
                                               : has_active(check, phase, wish, BIL_NONE);
}

static void check_must(bil_checking *check, const bil_phase_facts *phase)
{
    const bil_wishes *wishes = &check->person->wishes;
    for (size_t i = 0; i < wishes->must_count; i++) {
        if (!must_is_met(check, phase, &wishes->must[i])) {
            bil_check_report(check, bil_check_thing_place(phase, "must", wishes->must[i].text),
                             BIL_CHECK_WISH_MUST, wishes->must[i].text, "0");
        }
    }
}

static void check_must_not(bil_checking *check, const bil_phase_facts *phase)
{
    const bil_wishes *wishes = &check->person->wishes;
    for (size_t i = 0; i < phase->plan->line_count; i++) {
        const bil_line *line = &phase->plan->lines[i];
        for (size_t k = 0; k < wishes->must_not_count && line->quantity > 0; k++) {
            if (bil_selector_matches_service(check->catalogue, &wishes->must_not[k],
                                             line->service)) {
                bil_check_report(check, bil_check_line_place(check, phase, i),
                                 BIL_CHECK_WISH_MUST_NOT, "0", wishes->must_not[k].text);
            }
        }
    }
}

static void check_quantities(bil_checking *check, const bil_phase_facts *phase)
{
    const bil_case *person = check->person;
    for (size_t i = 0; i < person->override_count; i++) {
        const bil_override *hand = &person->overrides[i];
        if (hand->kind != BIL_OVERRIDE_LINE ||
            (hand->phase != SIZE_MAX && hand->phase != phase->number)) {
            continue;
        }
        bil_big quantity = quantity_of(check, phase, hand->service);
        if (quantity != hand->quantity) {
            bil_check_numbers(
                check, bil_check_thing_place(phase, "line", service_code(check, hand->service)),
                BIL_CHECK_WISH_OVERRIDE, "", hand->quantity, quantity);
        }
    }
    for (size_t i = 0; i < person->wishes.fixed_count; i++) {
        const bil_fixed *fixed = &person->wishes.fixed[i];
        bil_big quantity = quantity_of(check, phase, fixed->service);
        if (quantity != fixed->quantity &&
            bil_case_line_by_hand(person, fixed->service, phase->number) == NULL) {
            const char *code = service_code(check, fixed->service);
            bil_check_numbers(check, bil_check_thing_place(phase, "line", code),
                              BIL_CHECK_WISH_FIXED, "", fixed->quantity, quantity);
        }
    }
    for (size_t i = 0; i < person->in_place_count; i++) {
        const bil_in_place *row = &person->in_place[i];
        bil_big quantity = quantity_of(check, phase, row->service);
        if (row->keep && quantity < row->quantity &&
            bil_case_line_by_hand(person, row->service, phase->number) == NULL) {
            const char *code = service_code(check, row->service);
            bil_check_numbers(check, bil_check_thing_place(phase, "line", code),
                              BIL_CHECK_WISH_KEEP, "≥ ", row->quantity, quantity);
        }
    }
}

/* Needs that must be covered at least so far. */
static void check_at_least(bil_checking *check, const bil_phase_facts *phase)
{
    for (size_t n = 0; n < check->person->need_count; n++) {
        const int64_t wanted = bil_case_at_least(check->person, n, phase->number);
        if (phase->reach[n] < wanted) {
            bil_check_numbers(check,
                              bil_check_thing_place(phase, "need", check->person->needs[n].id),
                              BIL_CHECK_WISH_AT_LEAST, "≥ ", wanted, phase->reach[n]);
        }
    }
}

void bil_check_wishes(bil_checking *check)
{
    for (size_t t = 0; t < check->phase_count; t++) {
        check_must(check, &check->phases[t]);
        check_must_not(check, &check->phases[t]);
        check_quantities(check, &check->phases[t]);
        check_at_least(check, &check->phases[t]);
    }
}

/* Does a source that the wish means pay on this line? */
static bool pays(const bil_checking *check, const bil_line *line, const bil_selector *wish)
{
    for (size_t k = 0; k < line->funding_count; k++) {
        if (line->funding[k].cents > 0 &&
            bil_selector_matches_source(check->catalogue, wish, line->funding[k].source)) {
            return true;
        }
    }
    return false;
}

/* Is a source that must be used, and is not in use already, paid out on this line alone? */
static bool only_payment(const bil_checking *check, const bil_phase_facts *phase,
                         const bil_selector *wish, const bil_line *line)
{
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        if (phase->sources[s].active &&
            bil_selector_matches_source(check->catalogue, wish, (bil_index)s)) {
            return false;
        }
    }
    for (size_t i = 0; i < phase->plan->line_count; i++) {
        const bil_line *other = &phase->plan->lines[i];
        if (other != line && pays(check, other, wish)) {
            return false;
        }
    }
    return pays(check, line, wish);
}

bool bil_check_asked(const bil_checking *check, const bil_phase_facts *phase, const bil_line *line,
                     bil_big lowered)
{
    const bil_override *hand = bil_case_line_by_hand(check->person, line->service, phase->number);
    if (hand != NULL) {
        return lowered < hand->quantity;
    }
    const bil_fixed *fixed = bil_case_fixed_of(check->person, line->service);
    if (fixed != NULL && lowered < fixed->quantity) {
        return true;
    }
    const bil_in_place *row = bil_case_in_place_of(check->person, line->service);
    if (row != NULL && row->keep && lowered < row->quantity) {
        return true;
    }
    const bil_wishes *wishes = &check->person->wishes;
    for (size_t i = 0; i < wishes->must_count && lowered <= 0; i++) {
        const bil_selector *wish = &wishes->must[i];
        if (bil_selector_matches_service(check->catalogue, wish, line->service) &&
            !has_active(check, phase, wish, line->service)) {
            return true;
        }
        if (wish->kind == BIL_SELECT_PROVIDER &&
            bil_case_wish_met_by(check->person, wish, line->service, line->provider) &&
            !has_provider(check, phase, wish, line)) {
            return true;
        }
    }
    return false;
}

bool bil_check_locked(const bil_checking *check, const bil_phase_facts *phase, const bil_line *line,
                      bil_big lowered)
{
    const bil_wishes *wishes = &check->person->wishes;
    bool locked = bil_check_asked(check, phase, line, lowered);
    for (size_t i = 0; i < wishes->must_count && lowered <= 0; i++) {
        locked = locked || (wishes->must[i].kind == BIL_SELECT_SOURCE &&
                            only_payment(check, phase, &wishes->must[i], line));
    }
    return locked;
}
