/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the plan says of itself: coverage, totals, needs not full, sources in use. */

#include <string.h>

#include "engine/check_impl.h"

/* ---- coverage ---- */

static bil_big lack(const bil_phase_facts *phase, size_t need)
{
    bil_big target = phase->given->targets[need];
    return target - bil_check_covered(phase, need);
}

static void check_coverage_row(bil_checking *check, const bil_phase_facts *phase,
                               const bil_coverage *row)
{
    const bil_need *need = &check->person->needs[row->need];
    bil_place place = bil_check_thing_place(phase, "need", need->id);
    if (row->target != phase->given->targets[row->need]) {
        bil_check_numbers(check, place, BIL_CHECK_FIGURE_COVERAGE, "target ",
                          phase->given->targets[row->need], row->target);
    }
    if (row->already != need->already_covered) {
        bil_check_numbers(check, place, BIL_CHECK_FIGURE_COVERAGE, "already ",
                          need->already_covered, row->already);
    }
    bil_big covered = bil_check_covered(phase, row->need);
    if (row->covered != covered) {
        bil_check_numbers(check, place, BIL_CHECK_FIGURE_COVERAGE, "covered ", covered,
                          row->covered);
    }
}

/* How often each need stands in a list of the plan. */
static size_t *new_counts(bil_checking *check, size_t count)
{
    size_t *counts = bil_arena_alloc(check->scratch, count, sizeof *counts);
    if (counts == NULL) {
        check->out_of_memory = true;
    }
    return counts;
}

static void check_coverage(bil_checking *check, const bil_phase_facts *phase)
{
    size_t *seen = new_counts(check, check->person->need_count);
    if (seen == NULL) {
        return;
    }
    for (size_t i = 0; i < phase->plan->coverage_count; i++) {
        const bil_coverage *row = &phase->plan->coverage[i];
        if (row->need >= check->person->need_count) {
            bil_check_report(check, bil_check_thing_place(phase, "need", row->need_id),
                             BIL_CHECK_LINE_UNKNOWN, "need", row->need_id);
            continue;
        }
        seen[row->need]++;
        check_coverage_row(check, phase, row);
    }
    for (size_t n = 0; n < check->person->need_count; n++) {
        if (seen[n] != 1) {
            bil_check_numbers(check,
                              bil_check_thing_place(phase, "need", check->person->needs[n].id),
                              BIL_CHECK_FIGURE_COVERAGE, "rows ", 1, (bil_big)seen[n]);
        }
    }
}

/* ---- totals ---- */

static void check_total(bil_checking *check, const bil_phase_facts *phase, const char *name,
                        bil_big right, int64_t found)
{
    if (found != right) {
        bil_check_numbers(check, bil_check_thing_place(phase, "total", name),
                          BIL_CHECK_FIGURE_TOTALS, "", right, found);
    }
}

static void check_sums(bil_checking *check, const bil_phase_facts *phase)
{
    const bil_totals *totals = &phase->plan->totals;
    bil_big cost = 0;
    bil_big by_public = 0;
    bil_big by_person = 0;
    bil_big left = 0;
    for (size_t i = 0; i < phase->plan->line_count; i++) {
        const bil_line *line = &phase->plan->lines[i];
        cost += bil_check_is_one_off(check, line) ? 0 : line->cost_cents;
    }
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        const bil_source *row = &check->catalogue->sources[s];
        const bil_source_facts *facts = &phase->sources[s];
        by_public += row->is_public ? facts->paid_month : 0;
        by_person += row->holder == BIL_HOLDER_PERSON && !row->is_public ? facts->paid_month : 0;
        if (bil_check_is_pension(row)) {
            left += (facts->used ? facts->month : 0) - facts->paid_month;
        }
    }
    check_total(check, phase, "cost_cents", cost, totals->cost_cents);
    check_total(check, phase, "public_cents", by_public, totals->public_cents);
    check_total(check, phase, "person_cents", by_person, totals->person_cents);
    check_total(check, phase, "left_to_person_cents", left, totals->left_to_person_cents);
}

static void check_by_source(bil_checking *check, const bil_phase_facts *phase)
{
    const bil_totals *totals = &phase->plan->totals;
    size_t *seen = new_counts(check, check->catalogue->source_count);
    if (seen == NULL) {
        return;
    }
    for (size_t i = 0; i < totals->by_source_count; i++) {
        const bil_funding *row = &totals->by_source[i];
        if (row->source >= check->catalogue->source_count) {
            bil_check_report(check, bil_check_thing_place(phase, "total", row->code),
                             BIL_CHECK_LINE_UNKNOWN, "source", row->code);
            continue;
        }
        const char *code = check->catalogue->sources[row->source].code;
        check_total(check, phase, code, phase->sources[row->source].paid_month, row->cents);
        seen[row->source]++;
    }
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        const char *code = check->catalogue->sources[s].code;
        if (seen[s] > 1) {
            bil_check_numbers(check, bil_check_thing_place(phase, "total", code),
                              BIL_CHECK_FIGURE_TOTALS, "rows ", 1, (bil_big)seen[s]);
        } else if (seen[s] == 0) {
            check_total(check, phase, code, phase->sources[s].paid_month, 0);
        }
    }
}

/* ---- unmet ---- */

static bil_big worst_lack(const bil_checking *check, size_t need)
{
    bil_big worst = 0;
    for (size_t t = 0; t < check->phase_count; t++) {
        bil_big here = lack(&check->phases[t], need);
        worst = here > worst ? here : worst;
    }
    return worst;
}

static void check_unmet(bil_checking *check)
{
    const bil_plan *plan = check->plan;
    size_t *seen = new_counts(check, check->person->need_count);
    if (seen == NULL) {
        return;
    }
    for (size_t i = 0; i < plan->unmet_count; i++) {
        const bil_unmet *row = &plan->unmet[i];
        if (row->need >= check->person->need_count) {
            bil_place place = {BIL_NOWHERE, BIL_NOWHERE, "unmet", row->need_id};
            bil_check_report(check, place, BIL_CHECK_LINE_UNKNOWN, "need", row->need_id);
            continue;
        }
        seen[row->need]++;
        bil_big missing = worst_lack(check, row->need);
        if (row->missing != missing) {
            bil_place place = {BIL_NOWHERE, BIL_NOWHERE, "unmet",
                               check->person->needs[row->need].id};
            bil_check_numbers(check, place, BIL_CHECK_FIGURE_UNMET, "", missing, row->missing);
        }
    }
    for (size_t n = 0; n < check->person->need_count; n++) {
        size_t right = worst_lack(check, n) > 0 ? 1 : 0;
        bil_place place = {BIL_NOWHERE, BIL_NOWHERE, "unmet", check->person->needs[n].id};
        if (seen[n] != right) {
            bil_check_numbers(check, place, BIL_CHECK_FIGURE_UNMET, "rows ", (bil_big)right,
                              (bil_big)seen[n]);
        }
    }
}

/* ---- sources in use ---- */

static bool serves_something(const bil_checking *check, const bil_phase_facts *phase,
                             bil_index source)
{
    for (size_t i = 0; i < phase->active_count; i++) {
        if (bil_source_may_pay(check->catalogue, source, phase->active[i])) {
            return true;
        }
    }
    return false;
}

/* Hours that are there for the asking may be named when something lives on them; which of them
 * are needed is settled with the hours. Every other source is named exactly when it is used. */
static void check_source_named(bil_checking *check, const bil_phase_facts *phase, bil_index source)
{
    const bil_source *row = &check->catalogue->sources[source];
    const bil_source_facts *facts = &phase->sources[source];
    bool right = facts->named == facts->used;
    if (row->form == BIL_FORM_HOURS && !facts->active) {
        right = !facts->named || (facts->used && serves_something(check, phase, source));
    }
    if (!right) {
        bil_check_report(check, bil_check_thing_place(phase, "source", row->code),
                         BIL_CHECK_FIGURE_SOURCES_USED, facts->named ? "" : row->code,
                         facts->named ? row->code : "");
    }
}

static void check_sources_used(bil_checking *check, const bil_phase_facts *phase)
{
    size_t *seen = new_counts(check, check->catalogue->source_count);
    if (seen == NULL) {
        return;
    }
    for (size_t i = 0; i < phase->plan->sources_used_count; i++) {
        const char *code = phase->plan->sources_used[i];
        bil_index source =
            code == NULL ? BIL_NONE : bil_catalogue_find_source(check->catalogue, code);
        if (source == BIL_NONE) {
            bil_check_report(check, bil_check_thing_place(phase, "source", code),
                             BIL_CHECK_LINE_UNKNOWN, "source", code);
            continue;
        }
        seen[source]++;
        if (seen[source] == 2) {
            bil_check_report(check, bil_check_thing_place(phase, "source", code),
                             BIL_CHECK_FIGURE_SOURCES_USED, "≤ 1", code);
        }
    }
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        check_source_named(check, phase, (bil_index)s);
    }
}

void bil_check_figures(bil_checking *check)
{
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        check_coverage(check, phase);
        check_sums(check, phase);
        check_by_source(check, phase);
        check_sources_used(check, phase);
    }
    if (check->plan->phase_count == check->person->phase_count) {
        check_unmet(check);
    }
}
