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

static void check_must(bil_checking *check, const bil_phase_facts *phase)
{
    const bil_wishes *wishes = &check->person->wishes;
    for (size_t i = 0; i < wishes->must_count; i++) {
        if (!has_active(check, phase, &wishes->must[i], BIL_NONE)) {
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
    for (size_t i = 0; i < person->wishes.fixed_count; i++) {
        const bil_fixed *fixed = &person->wishes.fixed[i];
        bil_big quantity = quantity_of(check, phase, fixed->service);
        if (quantity != fixed->quantity) {
            const char *code = service_code(check, fixed->service);
            bil_check_numbers(check, bil_check_thing_place(phase, "line", code),
                              BIL_CHECK_WISH_FIXED, "", fixed->quantity, quantity);
        }
    }
    for (size_t i = 0; i < person->in_place_count; i++) {
        const bil_in_place *row = &person->in_place[i];
        bil_big quantity = quantity_of(check, phase, row->service);
        if (row->keep && quantity < row->quantity) {
            const char *code = service_code(check, row->service);
            bil_check_numbers(check, bil_check_thing_place(phase, "line", code),
                              BIL_CHECK_WISH_KEEP, "≥ ", row->quantity, quantity);
        }
    }
}

void bil_check_wishes(bil_checking *check)
{
    for (size_t t = 0; t < check->phase_count; t++) {
        check_must(check, &check->phases[t]);
        check_must_not(check, &check->phases[t]);
        check_quantities(check, &check->phases[t]);
    }
}

bool bil_check_locked(const bil_checking *check, const bil_phase_facts *phase, const bil_line *line,
                      bil_big lowered)
{
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
        if (bil_selector_matches_service(check->catalogue, &wishes->must[i], line->service) &&
            !has_active(check, phase, &wishes->must[i], line->service)) {
            return true;
        }
    }
    return false;
}
