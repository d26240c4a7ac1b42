/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/amendment.h"

#include <string.h>

#include "engine/align.h"
#include "solver/reduction.h"

__extension__ typedef __int128 wide;

/* Figures belong to the case they were computed for: that they no longer add up says nothing. The
 * same thing of the same line is told once. */
static bool worth_telling(const bil_violation *violation, const bil_violation *last)
{
    return strncmp(violation->rule, "figure.", 7) != 0 &&
           (last == NULL || strcmp(violation->rule, last->rule) != 0 ||
            strcmp(violation->where, last->where) != 0);
}

static bil_status find_broken(bil_amendment *a, const bil_case *person, const bil_plan *old,
                              bil_error *err)
{
    bil_verdict verdict = {0};
    const bil_status status = bil_check(&verdict, old, person, a->arena, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_violation *items = bil_arena_alloc(a->arena, verdict.count, sizeof *items);
    if (items == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < verdict.count; i++) {
        const bil_violation *last = a->broken.count > 0 ? &items[a->broken.count - 1] : NULL;
        if (worth_telling(&verdict.items[i], last)) {
            items[a->broken.count++] = verdict.items[i];
        }
    }
    a->broken.items = items;
    return BIL_OK;
}

static bil_status check_person(const bil_case *person, const bil_plan *old, bil_error *err)
{
    if (old->case_id == NULL || old->case_id[0] == '\0' || strcmp(old->case_id, person->id) == 0) {
        return BIL_OK;
    }
    return bil_fail_with(err, BIL_E_DATA, "case_id",
                         "il piano di prima è di un’altra persona: «%s»",
                         "the old plan is another person’s: \"%s\"", old->case_id);
}

static bil_status solve(bil_plan **out, const bil_case *person,
                        const bil_propose_settings *settings, bil_error *err)
{
    bil_verdict verdict = {0};
    bil_status status = bil_propose(out, person, settings, err);
    if (status != BIL_OK || (*out)->phase_count == 0) {
        return status;
    }
    status = bil_check(&verdict, *out, person, (*out)->arena, err);
    if (status != BIL_OK) {
        return status;
    }
    (*out)->checked = true;
    (*out)->check_passed = verdict.count == 0;
    (*out)->violations = verdict.items;
    (*out)->violation_count = verdict.count;
    (*out)->waived = verdict.waived;
    (*out)->waived_count = verdict.waived_count;
    return verdict.count == 0
               ? BIL_OK
               : bil_fail(err, BIL_E_INTERNAL, "check",
                          "il piano trovato non supera il controllo indipendente: non va usato",
                          "the plan found does not pass the independent check: do not use it");
}

/* The best score there is, and how much a plan that has it would change. */
static bil_status measure_best(bil_amendment *a, const bil_case *person,
                               const bil_propose_settings *settings, bil_error *err)
{
    bil_propose_settings free_hand = *settings;
    bil_difference difference;
    bil_plan *best = NULL;
    free_hand.near = NULL;
    free_hand.give_e6 = 0;
    free_hand.profile = BIL_PROFILE_BALANCED;
    free_hand.profile_given = true;
    free_hand.no_conflict = true;
    bil_arena *arena = bil_arena_new();
    bil_status status = arena == NULL ? bil_fail_nomem(err) : solve(&best, person, &free_hand, err);
    if (status == BIL_OK && best != NULL && best->phase_count > 0) {
        a->best_e9 = best->score_e9;
        status = bil_difference_of(&difference, a->old, best, person, arena, err);
        a->fresh_changed = status == BIL_OK ? difference.line_count : 0;
    }
    /* cut short, it may be worse than what is told */
    a->best_e9 = a->best_e9 > a->plan->score_e9 ? a->best_e9 : a->plan->score_e9;
    bil_plan_free(best);
    bil_arena_free(arena);
    return status;
}

static void count_lines(bil_amendment *a)
{
    for (size_t i = 0; i < a->difference.line_count; i++) {
        const bil_line_change *line = &a->difference.lines[i];
        if (line->before == 0) {
            a->added++;
        } else if (line->after == 0) {
            a->removed++;
        } else {
            a->changed++;
        }
    }
}

/* Σ months × weight × share lost ÷ Σ months × weight, in 10⁻⁹. */
static int64_t reduction_of(const bil_amendment *a, const bil_case *person)
{
    wide lost = 0; /* a weight is below 2⁴⁰, months below 2¹⁰, shares at most 10⁹ */
    wide measure = 0;
    for (size_t t = 0; t < a->plan->phase_count; t++) {
        for (size_t i = 0; i < a->plan->phases[t].coverage_count; i++) {
            const bil_coverage *now = &a->plan->phases[t].coverage[i];
            const bil_coverage *was = &a->old->phases[t].coverage[i];
            if (now->target <= 0) {
                continue;
            }
            const wide weight =
                (wide)bil_need_weight(&person->needs[now->need]) * a->plan->phases[t].months;
            const int64_t had = was->covered < now->target ? was->covered : now->target;
            const int64_t less = had > now->covered ? had - now->covered : 0;
            lost += weight * less * 1000000000 / now->target;
            measure += weight;
        }
    }
    return measure > 0 ? (int64_t)(lost / measure) : 0;
}

static bil_status fill(bil_amendment *a, const bil_case *person, const bil_plan *old,
                       const bil_propose_settings *settings, bil_error *err)
{
    bil_propose_settings near = *settings;
    bil_status status = bil_plan_align(&a->old, old, person, err);
    if (status == BIL_OK) {
        status = find_broken(a, person, old, err);
    }
    if (status == BIL_OK) {
        near.near = a->old;
        a->give_e6 =
            settings->give_e6 >= 0 ? settings->give_e6 : person->catalogue->score_tolerance_e6;
        status = solve(&a->plan, person, &near, err);
    }
    if (status != BIL_OK || a->plan->phase_count == 0) {
        return status;
    }
    status = bil_difference_of(&a->difference, a->old, a->plan, person, a->arena, err);
    if (status == BIL_OK) {
        count_lines(a);
        a->reduction_e9 = reduction_of(a, person);
        status = measure_best(a, person, settings, err);
    }
    return status == BIL_OK ? bil_reductions_find(a, person, settings, err) : status;
}

bil_status bil_amendment_find(bil_amendment **out, const bil_case *person, const bil_plan *old,
                              const bil_propose_settings *settings, bil_error *err)
{
    bil_status status = check_person(person, old, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_arena *arena = bil_arena_new();
    bil_amendment *made = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *made);
    if (made == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    made->arena = arena;
    status = fill(made, person, old, settings, err);
    if (status != BIL_OK) {
        bil_amendment_free(made);
        return status;
    }
    *out = made;
    return BIL_OK;
}
