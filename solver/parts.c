/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/parts.h"

#include <inttypes.h>
#include <stdio.h>

#include "engine/money.h"
#include "engine/words.h"
#include "solver/person.h"

/* A ceiling, hours or a place that this case does not have is no part of it. */
static void switch_off_absent(bil_parts_of *parts)
{
    const bil_case *person = parts->person;
    const bil_catalogue *catalogue = person->catalogue;
    for (size_t i = 0; i < person->in_place_count; i++) {
        parts->off[BIL_PART_KEEP][i] = !person->in_place[i].keep;
    }
    for (size_t i = 0; i < person->override_count; i++) {
        parts->off[BIL_PART_OVERRIDE][i] = person->overrides[i].kind != BIL_OVERRIDE_LINE;
    }
    for (size_t n = 0; n < person->need_count; n++) {
        int64_t wanted = person->needs[n].at_least;
        for (size_t t = 0; t < person->phase_count; t++) {
            const int64_t here = bil_case_at_least(person, n, t);
            wanted = here > wanted ? here : wanted;
        }
        parts->off[BIL_PART_AT_LEAST][n] = wanted == 0;
    }
    for (size_t r = 0; r < catalogue->rule_count; r++) {
        parts->off[BIL_PART_RULE][r] = bil_case_rule_waived(person, (bil_index)r);
    }
    bool budget = false;
    for (size_t t = 0; t < person->phase_count; t++) {
        budget = budget || person->phases[t].budget.public_monthly_cents != BIL_UNLIMITED;
    }
    parts->off[BIL_PART_BUDGET][0] = !budget;
    for (size_t s = 0; s < catalogue->source_count; s++) {
        bool limit = false;
        for (size_t t = 0; t < person->phase_count; t++) {
            limit =
                limit || bil_phase_source_limit(&person->phases[t], (bil_index)s) != BIL_UNLIMITED;
        }
        parts->off[BIL_PART_LIMIT][s] = !limit;
        parts->off[BIL_PART_HOURS][s] = catalogue->sources[s].form != BIL_FORM_HOURS ||
                                        bil_case_source_of(person, (bil_index)s) == NULL;
    }
    for (size_t p = 0; p < catalogue->provider_count; p++) {
        parts->off[BIL_PART_PLACE][p] = true;
    }
    for (size_t p = 0; p < catalogue->provider_count; p++) {
        const size_t first = bil_view_place(catalogue, p);
        if (catalogue->providers[p].capacity_month < BIL_QUANTITY_MAX) {
            parts->off[BIL_PART_PLACE][first] = false;
        }
    }
}

bil_status bil_parts_init(bil_parts_of *out, const bil_case *person,
                          const bil_propose_settings *settings, int64_t score_e9, bil_arena *arena,
                          bil_error *err)
{
    const bil_catalogue *catalogue = person->catalogue;
    *out = (bil_parts_of){.person = person,
                          .settings = settings,
                          .score_e9 = score_e9,
                          .sizes = {[BIL_PART_MUST] = person->wishes.must_count,
                                    [BIL_PART_MUST_NOT] = person->wishes.must_not_count,
                                    [BIL_PART_FIXED] = person->wishes.fixed_count,
                                    [BIL_PART_KEEP] = person->in_place_count,
                                    [BIL_PART_OVERRIDE] = person->override_count,
                                    [BIL_PART_AT_LEAST] = person->need_count,
                                    [BIL_PART_RULE] = catalogue->rule_count,
                                    [BIL_PART_BUDGET] = 1,
                                    [BIL_PART_LIMIT] = catalogue->source_count,
                                    [BIL_PART_HOURS] = catalogue->source_count,
                                    [BIL_PART_PLACE] = catalogue->provider_count,
                                    [BIL_PART_ALLOWANCE] = 1}};
    for (int kind = 0; kind < BIL_PART_KINDS; kind++) {
        out->off[kind] = bil_arena_alloc(arena, out->sizes[kind] + 1, sizeof(bool));
        if (out->off[kind] == NULL) {
            return bil_fail_nomem(err);
        }
    }
    switch_off_absent(out);
    return BIL_OK;
}

/* With room for what the optimiser leaves open. */
static bool reaches(const bil_parts_of *parts, const bil_person *solved)
{
    return parts->score_e9 < 0 || solved->score * 1e9 >= (double)parts->score_e9 - 2000.0;
}

bil_status bil_parts_possible(const bil_parts_of *parts, bool *out, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_relaxation relaxed = {.rules = parts->off[BIL_PART_RULE],
                                    .must = parts->off[BIL_PART_MUST],
                                    .must_not = parts->off[BIL_PART_MUST_NOT],
                                    .fixed = parts->off[BIL_PART_FIXED],
                                    .keep = parts->off[BIL_PART_KEEP],
                                    .overrides = parts->off[BIL_PART_OVERRIDE],
                                    .at_least = parts->off[BIL_PART_AT_LEAST],
                                    .limits = parts->off[BIL_PART_LIMIT],
                                    .hours = parts->off[BIL_PART_HOURS],
                                    .places = parts->off[BIL_PART_PLACE],
                                    .public_budget = parts->off[BIL_PART_BUDGET][0],
                                    .allowance = parts->off[BIL_PART_ALLOWANCE][0]};
    bil_view view;
    bil_run run = {.settings = parts->settings,
                   .feasibility_only = parts->score_e9 < 0,
                   .score_only = parts->score_e9 >= 0};
    bil_person solved = {.status = BIL_GROUP_INFEASIBLE};
    bil_status status = bil_view_build(&view, parts->person, &relaxed, arena, err);
    bool impossible = false;
    for (size_t t = 0; status == BIL_OK && t < view.phase_count; t++) {
        impossible = impossible || view.phases[t].impossible;
    }
    if (status == BIL_OK && !impossible) {
        status = bil_person_solve(&solved, &run, &view, arena, err);
    }
    *out = solved.status == BIL_GROUP_STOPPED ||
           (solved.status == BIL_GROUP_SOLVED && reaches(parts, &solved));
    bil_arena_free(arena);
    return status;
}

/* --- words ----------------------------------------------------------------------------------- */

/* The name of what a selector names, else the selector as it was written. */
static bil_words subject(const bil_catalogue *catalogue, const bil_selector *selector)
{
    if (selector->kind == BIL_SELECT_SERVICE && selector->index != BIL_NONE) {
        return catalogue->services[selector->index].name;
    }
    if (selector->kind == BIL_SELECT_SOURCE && selector->index != BIL_NONE) {
        return catalogue->sources[selector->index].name;
    }
    return (bil_words){selector->text, selector->text};
}

typedef struct {
    char text[48];
} short_text;

static short_text number(int64_t value)
{
    short_text out;
    (void)snprintf(out.text, sizeof out.text, "%" PRId64, value);
    return out;
}

static bil_words counted(bil_arena *arena, bil_answer_word word, bil_words what, int64_t quantity)
{
    const short_text digits = number(quantity);
    const bil_words values[] = {what, {digits.text, digits.text}};
    return bil_answer_fill(arena, word, values, 2);
}

static bil_words about(bil_arena *arena, bil_answer_word word, bil_words what)
{
    return bil_answer_fill(arena, word, &what, 1);
}

static bil_conflict describe(const bil_case *person, bil_part part, bil_arena *arena)
{
    const bil_catalogue *catalogue = person->catalogue;
    const bil_wishes *wishes = &person->wishes;
    const size_t i = part.index;
    const bil_service *service = NULL;
    switch (part.kind) {
    case BIL_PART_MUST:
        return (bil_conflict){
            "must", wishes->must[i].text,
            about(arena, BIL_A_CONFLICT_MUST, subject(catalogue, &wishes->must[i]))};
    case BIL_PART_MUST_NOT:
        return (bil_conflict){
            "must_not", wishes->must_not[i].text,
            about(arena, BIL_A_CONFLICT_MUST_NOT, subject(catalogue, &wishes->must_not[i]))};
    case BIL_PART_FIXED:
        service = &catalogue->services[wishes->fixed[i].service];
        return (bil_conflict){
            "fixed", service->code,
            counted(arena, BIL_A_CONFLICT_FIXED, service->name, wishes->fixed[i].quantity)};
    case BIL_PART_KEEP:
        service = &catalogue->services[person->in_place[i].service];
        return (bil_conflict){"keep", service->code,
                              about(arena, BIL_A_CONFLICT_KEEP, service->name)};
    case BIL_PART_OVERRIDE:
        service = &catalogue->services[person->overrides[i].service];
        return (bil_conflict){
            "override", service->code,
            counted(arena, BIL_A_CONFLICT_OVERRIDE, service->name, person->overrides[i].quantity)};
    case BIL_PART_AT_LEAST:
        return (bil_conflict){"at_least", person->needs[i].id,
                              about(arena, BIL_A_CONFLICT_AT_LEAST,
                                    catalogue->domains[person->needs[i].domain].name)};
    case BIL_PART_RULE:
        return (bil_conflict){"rule", catalogue->rules[i].id, catalogue->rules[i].text};
    case BIL_PART_BUDGET:
        return (bil_conflict){"budget", "public", bil_answer_words(BIL_A_CONFLICT_BUDGET)};
    case BIL_PART_LIMIT:
        return (bil_conflict){"limit", catalogue->sources[i].code,
                              about(arena, BIL_A_CONFLICT_LIMIT, catalogue->sources[i].name)};
    case BIL_PART_HOURS:
        return (bil_conflict){"hours", catalogue->sources[i].code,
                              about(arena, BIL_A_CONFLICT_HOURS, catalogue->sources[i].name)};
    case BIL_PART_PLACE:
        return (bil_conflict){
            "place", catalogue->providers[i].code,
            about(arena, BIL_A_CONFLICT_PLACE,
                  (bil_words){catalogue->providers[i].name, catalogue->providers[i].name})};
    case BIL_PART_ALLOWANCE:
        return (bil_conflict){"allowance", "personal", bil_answer_words(BIL_A_CONFLICT_ALLOWANCE)};
    case BIL_PART_KINDS:
        break;
    }
    return (bil_conflict){"", "", {"", ""}};
}

bil_status bil_part_words(bil_conflict *out, const bil_case *person, bil_part part,
                          bil_arena *arena, bil_error *err)
{
    *out = describe(person, part, arena);
    out->what = bil_arena_text(arena, out->what);
    return out->what == NULL || out->text.it == NULL || out->text.en == NULL ? bil_fail_nomem(err)
                                                                             : BIL_OK;
}
