/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds between phases, and between the services of one: number and length of phases,
 * one-offs bought once, continuous services without gaps, exclusive groups. */

#include <stdio.h>
#include <string.h>

#include "engine/check_impl.h"

static void check_lengths(bil_checking *check)
{
    if (check->plan->phase_count != check->person->phase_count) {
        bil_check_numbers(check, bil_check_plan_place(), BIL_CHECK_PHASES, "",
                          (bil_big)check->person->phase_count, (bil_big)check->plan->phase_count);
    }
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        if (phase->plan->months != phase->given->months) {
            bil_check_numbers(check, bil_check_phase_place(phase), BIL_CHECK_PHASES, "",
                              phase->given->months, phase->plan->months);
        }
    }
}

/* Every phase after the first in which a one-off is bought is one too many. */
static void check_once(bil_checking *check, bil_index service)
{
    size_t bought = 0;
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        if (phase->quantity[service] == 0) {
            continue;
        }
        bought++;
        if (bought > 1) {
            bil_place place =
                bil_check_thing_place(phase, "line", check->catalogue->services[service].code);
            bil_check_numbers(check, place, BIL_CHECK_LINE_ONE_OFF, "≤ ", 1, (bil_big)bought);
        }
    }
}

static void check_continuity(bil_checking *check, bil_index service)
{
    size_t first = BIL_NOWHERE;
    size_t last = 0;
    for (size_t t = 0; t < check->phase_count; t++) {
        if (check->phases[t].quantity[service] > 0) {
            first = first == BIL_NOWHERE ? t : first;
            last = t;
        }
    }
    for (size_t t = first; first != BIL_NOWHERE && t < last; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        if (phase->quantity[service] == 0) {
            bil_place place =
                bil_check_thing_place(phase, "line", check->catalogue->services[service].code);
            bil_check_numbers(check, place, BIL_CHECK_PHASE_CONTINUITY, "≥ ", 1, 0);
        }
    }
}

/* Codes of the group's active services, "S01, S02"; says each group at its first member. */
static void check_group(bil_checking *check, const bil_phase_facts *phase, size_t first)
{
    const bil_service *services = check->catalogue->services;
    const char *group = services[phase->active[first]].exclusive_group;
    char found[160] = "";
    size_t at = 0;
    size_t members = 0;
    for (size_t i = 0; i < phase->active_count; i++) {
        const bil_service *service = &services[phase->active[i]];
        if (strcmp(service->exclusive_group, group) != 0) {
            continue;
        }
        if (i < first) {
            return; /* said already */
        }
        members++;
        int added = at < sizeof found ? snprintf(found + at, sizeof found - at, "%s%s",
                                                 members > 1 ? ", " : "", service->code)
                                      : 0;
        at += added > 0 ? (size_t)added : 0;
    }
    if (members > 1) {
        bil_check_report(check, bil_check_thing_place(phase, "group", group),
                         BIL_CHECK_GROUP_EXCLUSIVE, "≤ 1", found);
    }
}

void bil_check_phases(bil_checking *check)
{
    check_lengths(check);
    for (size_t s = 0; s < check->catalogue->service_count; s++) {
        if (check->catalogue->services[s].one_off) {
            check_once(check, (bil_index)s);
        }
        if (check->catalogue->services[s].continuous) {
            check_continuity(check, (bil_index)s);
        }
    }
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        for (size_t i = 0; i < phase->active_count; i++) {
            const bil_service *service = &check->catalogue->services[phase->active[i]];
            if (service->exclusive_group[0] != '\0') {
                check_group(check, phase, i);
            }
        }
    }
}
