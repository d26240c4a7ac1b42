/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/course.h"

#include <string.h>

enum { YEAR = 12 };

static int64_t quantity_of(const bil_view_phase *phase, const bil_choice *choice, bil_index service)
{
    int64_t sum = 0;
    for (size_t o = 0; o < phase->offer_count; o++) {
        sum += phase->offers[o].service == service ? choice->quantity[o] : 0;
    }
    return sum;
}

static bool bought_twice(const bil_view *view, const bil_choice *const *choices, bil_index service,
                         bil_clash *clash)
{
    size_t times = 0;
    for (size_t t = 0; t < view->phase_count && times < 2; t++) {
        if (quantity_of(&view->phases[t], choices[t], service) > 0) {
            *(times == 0 ? &clash->first : &clash->second) = t;
            times++;
        }
    }
    return times == 2;
}

static bool skips(const bil_view *view, const bil_choice *const *choices, bil_index service,
                  bil_clash *clash)
{
    size_t last = SIZE_MAX; /* the phase it was last active in */
    for (size_t t = 0; t < view->phase_count; t++) {
        if (quantity_of(&view->phases[t], choices[t], service) == 0) {
            continue;
        }
        if (last != SIZE_MAX && t > last + 1) {
            clash->first = last;
            clash->middle = last + 1;
            clash->second = t;
            return true;
        }
        last = t;
    }
    return false;
}

static const bil_view_rule *rule_in(const bil_view_phase *phase, bil_index rule)
{
    for (size_t k = 0; k < phase->rule_count; k++) {
        if (phase->rules[k].rule == rule) {
            return &phase->rules[k];
        }
    }
    return NULL;
}

/* What the rule counts in one phase: per month, and once for one-offs. */
static void counted(const bil_view *view, size_t t, const bil_choice *choice,
                    const bil_funding_found *funding, bil_index rule, int64_t *monthly,
                    int64_t *once)
{
    const bil_view_phase *phase = &view->phases[t];
    const bil_view_rule *r = rule_in(phase, rule);
    *monthly = 0;
    *once = 0;
    if (r == NULL ||
        !bil_rule_awake(view, phase, r, choice->quantity, funding->used, funding->drawn)) {
        return;
    }
    for (size_t i = 0; i < r->b_service_count; i++) {
        const int64_t quantity = quantity_of(phase, choice, r->b_services[i]);
        if (view->catalogue->services[r->b_services[i]].one_off) {
            *once += quantity;
        } else {
            *monthly += quantity;
        }
    }
}

static bool beyond_year(const bil_view *view, const bil_choice *const *choices,
                        const bil_funding_found *const *fundings, bil_index rule, bil_clash *clash)
{
    int64_t monthly[BIL_PHASES_MAX];
    int64_t once[BIL_PHASES_MAX];
    int length = 0;
    for (size_t t = 0; t < view->phase_count; t++) {
        counted(view, t, choices[t], fundings[t], rule, &monthly[t], &once[t]);
        length += view->phases[t].months;
    }
    const int window = length < YEAR ? length : YEAR;
    for (int from = 0; from + window <= length; from++) {
        int64_t sum = 0;
        bool inside[BIL_PHASES_MAX] = {false};
        for (size_t t = 0, start = 0; t < view->phase_count; t++) {
            const int begin = (int)start;
            const int end = begin + view->phases[t].months;
            const int first = from > begin ? from : begin;
            const int last = from + window < end ? from + window : end;
            if (last > first) {
                inside[t] = true;
                sum += monthly[t] * (last - first) + once[t];
            }
            start = (size_t)end;
        }
        if (sum * 10000 > view->catalogue->rules[rule].parameter_e4) {
            memcpy(clash->together, inside, sizeof inside);
            return true;
        }
    }
    return false;
}

bil_clash bil_course_clash(const bil_view *view, const bil_choice *const *choices,
                           const bil_funding_found *const *fundings)
{
    bil_clash clash = {.kind = BIL_CLASH_NONE};
    for (size_t s = 0; view->phase_count > 1 && s < view->catalogue->service_count; s++) {
        const bil_service *service = &view->catalogue->services[s];
        clash.service = (bil_index)s;
        if (service->one_off && bought_twice(view, choices, (bil_index)s, &clash)) {
            clash.kind = BIL_CLASH_TWICE;
            return clash;
        }
        if (service->continuous && skips(view, choices, (bil_index)s, &clash)) {
            clash.kind = BIL_CLASH_GAP;
            return clash;
        }
    }
    for (size_t i = 0; view->phase_count > 1 && i < view->catalogue->rule_count; i++) {
        const bool off =
            view->relaxed != NULL && view->relaxed->rules != NULL && view->relaxed->rules[i];
        if (view->catalogue->rules[i].form == BIL_RULE_ALLOWANCE && !off &&
            !bil_case_rule_waived(view->person, (bil_index)i) &&
            beyond_year(view, choices, fundings, (bil_index)i, &clash)) {
            clash.kind = BIL_CLASH_YEAR;
            clash.rule = (bil_index)i;
            return clash;
        }
    }
    return clash;
}
