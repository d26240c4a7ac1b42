/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/pipeline.h"

#include <stdio.h>
#include <string.h>

#include "data/case.h"
#include "data/case_change.h"
#include "data/catalogue.h"
#include "data/file.h"
#include "data/json.h"
#include "data/plan.h"
#include "scenarios/decisions.h"
#include "scenarios/robust.h"
#include "solver/amendment.h"
#include "solver/explain.h"

bil_status bil_pipeline_open(bil_pipeline *run, bil_error *err)
{
    *run = (bil_pipeline){0};
    run->arena = bil_arena_new();
    if (run->arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_faults_init(&run->faults, run->arena);
    bil_text_init(&run->case_text);
    return BIL_OK;
}

void bil_pipeline_close(bil_pipeline *run)
{
    bil_robustness_free(run->robustness);
    bil_plan_free(run->plan);
    bil_proposals_free(run->proposals);
    if (run->population.district == NULL) {
        bil_case_free(run->person);
    }
    bil_population_free(&run->population);
    bil_text_release(&run->case_text);
    bil_catalogue_free(run->catalogue);
    bil_arena_free(run->arena);
    *run = (bil_pipeline){0};
}

bil_status bil_pipeline_catalogue(bil_pipeline *run, const char *folder, bil_error *err)
{
    BIL_ASSERT(run->arena != NULL && run->catalogue == NULL);
    return bil_catalogue_load(&run->catalogue, folder, &run->faults, err);
}

bil_status bil_pipeline_case(bil_pipeline *run, const char *folder, const char *case_path,
                             bil_error *err)
{
    BIL_ASSERT(run->person == NULL);
    bil_status status = bil_pipeline_catalogue(run, folder, err);
    if (status == BIL_OK) {
        status = bil_file_read(&run->case_text, case_path, BIL_JSON_SIZE_MAX, err);
    }
    if (status == BIL_OK) {
        status = bil_case_read(&run->person, case_path, run->case_text.bytes, run->case_text.size,
                               run->catalogue, &run->faults, err);
    }
    return status;
}

/* Puts the verdict into the plan; it lives as long as the plan. */
static bil_status judge(bil_plan *plan, const bil_case *person, bil_error *err)
{
    bil_verdict verdict = {0};
    bil_status status = bil_check(&verdict, plan, person, plan->arena, err);
    if (status == BIL_OK) {
        plan->checked = true;
        plan->check_passed = verdict.count == 0;
        plan->violations = verdict.items;
        plan->violation_count = verdict.count;
        plan->waived = verdict.waived;
        plan->waived_count = verdict.waived_count;
    }
    return status;
}

/* Stopped before any plan: nothing that could be checked, and no answer to show. */
static bool is_empty(const bil_plan *plan)
{
    return plan->status == BIL_PLAN_STOPPED && plan->phase_count == 0;
}

/* The same, and a plan that does not pass is a fault of ours. */
static bil_status judge_own(bil_plan *plan, const bil_case *person, bil_error *err)
{
    bil_status status = is_empty(plan) ? BIL_OK : judge(plan, person, err);
    if (status == BIL_OK && !is_empty(plan) && !plan->check_passed) {
        status = bil_fail(err, BIL_E_INTERNAL, "check",
                          "il piano trovato non supera il controllo indipendente: non va usato",
                          "the plan found does not pass the independent check: do not use it");
    }
    return status;
}

bil_status bil_pipeline_propose(bil_pipeline *run, const bil_propose_settings *settings,
                                bil_error *err)
{
    BIL_ASSERT(run->person != NULL && run->plan == NULL);
    bil_status status = bil_propose(&run->plan, run->person, settings, err);
    if (status == BIL_OK) {
        status = judge_own(run->plan, run->person, err);
    }
    if (status == BIL_OK && run->plan->phase_count > 0) {
        status = bil_decisions_price(run->plan, run->person, settings, err);
    }
    return status;
}

/* Takes one plan out of the set, and leaves the rest. */
static void keep_only(bil_pipeline *run, bil_proposals *all, size_t index)
{
    run->plan = all->plans[index];
    all->plans[index] = NULL;
    bil_proposals_free(all);
}

bil_status bil_pipeline_alternatives(bil_pipeline *run, const bil_alternatives *wanted,
                                     const bil_propose_settings *settings, bil_error *err)
{
    BIL_ASSERT(run->person != NULL && run->plan == NULL && run->proposals == NULL);
    bil_proposals *all = NULL;
    bil_status status = bil_alternatives_find(&all, run->person, wanted, settings, err);
    if (status != BIL_OK) {
        return status;
    }
    for (size_t i = 0; i < all->count; i++) {
        status = judge_own(all->plans[i], run->person, err);
        if (status != BIL_OK || all->plans[i]->phase_count == 0) {
            keep_only(run, all, i);
            return status;
        }
    }
    status = judge(all->today, run->person, err);
    if (status == BIL_OK && all->count > 0) {
        status = bil_decisions_price(all->plans[0], run->person, settings, err);
    }
    run->proposals = all;
    return status;
}

/* Is there a repair of that number, and a reason if it wants one? */
static bil_status can_apply(const bil_plan *plan, int64_t number, const char *reason,
                            bil_error *err)
{
    if (plan->status != BIL_PLAN_INFEASIBLE) {
        return bil_fail(err, BIL_E_USAGE, "--apply-repair",
                        "il caso ha già un piano: niente da riparare",
                        "the case has a plan already: nothing to repair");
    }
    if (number < 1 || (uint64_t)number > plan->repair_count) {
        char count[24];
        (void)snprintf(count, sizeof count, "%zu", plan->repair_count);
        return bil_fail_with(err, BIL_E_USAGE, "--apply-repair",
                             "non c’è un rimedio con questo numero: ce ne sono %s",
                             "there is no repair with this number: there are %s", count);
    }
    const bil_repair *repair = &plan->repairs[number - 1];
    const bool blank = reason == NULL || reason[strspn(reason, " \t\n")] == '\0';
    for (size_t i = 0; i < repair->change_count; i++) {
        if (bil_change_needs_reason(&repair->changes[i]) && blank) {
            return bil_fail(err, BIL_E_USAGE, "--reason",
                            "questo rimedio è una scelta di chi lo applica: scrivi il motivo",
                            "this repair is a choice of who applies it: write the reason");
        }
    }
    return BIL_OK;
}

bil_status bil_pipeline_apply_repair(bil_text *out, const bil_pipeline *run, int64_t number,
                                     const char *reason, bil_error *err)
{
    BIL_ASSERT(run->plan != NULL);
    bil_arena *arena = bil_arena_new();
    bil_case *again = NULL;
    bil_faults faults;
    bil_status status = arena == NULL ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK) {
        bil_faults_init(&faults, arena);
        status = can_apply(run->plan, number, reason, err);
    }
    if (status == BIL_OK) {
        const bil_repair *repair = &run->plan->repairs[number - 1];
        status = bil_case_change_text(out, run->case_text.bytes, run->case_text.size, run->person,
                                      repair->changes, repair->change_count,
                                      reason == NULL ? "" : reason, err);
    }
    if (status == BIL_OK) { /* never a file that cannot be read */
        status = bil_case_read(&again, "", out->bytes, out->size, run->catalogue, &faults, err);
    }
    bil_case_free(again);
    bil_arena_free(arena);
    return status;
}

bil_status bil_pipeline_robust(bil_pipeline *run, const bil_propose_settings *settings,
                               uint64_t seed, size_t worlds, bil_error *err)
{
    BIL_ASSERT(run->plan != NULL && run->robustness == NULL);
    return bil_robust_try(&run->robustness, run->plan, run->person, settings, seed, worlds, err);
}

static bool differs(const char *named, const char *actual)
{
    return named != NULL && named[0] != '\0' && strcmp(named, actual) != 0;
}

/* The plan that was read. */
static bil_status judge_read(bil_pipeline *run, bil_error *err)
{
    run->catalogue_differs = differs(run->plan->catalogue_sha256, run->catalogue->sha256);
    run->case_differs = differs(run->plan->case_sha256, run->person->sha256);
    return judge(run->plan, run->person, err);
}

bil_status bil_pipeline_check(bil_pipeline *run, const char *plan_path, bil_error *err)
{
    BIL_ASSERT(run->person != NULL && run->plan == NULL);
    const bil_status status =
        bil_plan_load(&run->plan, plan_path, 0, run->catalogue, run->person, &run->faults, err);
    return status == BIL_OK ? judge_read(run, err) : status;
}

/* The person of the population with this id; NULL = nobody. */
static bil_case *resident(const bil_population *population, const char *id)
{
    for (size_t i = 0; id != NULL && i < population->count; i++) {
        if (strcmp(population->persons[i].person->id, id) == 0) {
            return population->persons[i].person;
        }
    }
    return NULL;
}

/* The plan is read twice: what its lines mean depends on the person it names. */
static bil_status read_of_resident(bil_pipeline *run, const bil_plan_file *file, bil_error *err)
{
    const bil_catalogue *catalogue = run->population.district->catalogue;
    bil_plan *named = NULL;
    const bil_status status = bil_plan_read(&named, file, catalogue, NULL, &run->faults, err);
    if (status != BIL_OK) {
        return status;
    }
    run->person = resident(&run->population, named->case_id);
    if (run->person == NULL) {
        const char *id = named->case_id == NULL ? "" : named->case_id;
        (void)bil_fail_with(err, BIL_E_DATA, file->path,
                            "nel distretto non c’è nessuno con l’id del piano («case_id»): «%s»",
                            "nobody of the district has the plan's id (\"case_id\"): \"%s\"", id);
    }
    bil_plan_free(named);
    return run->person == NULL
               ? BIL_E_DATA
               : bil_plan_read(&run->plan, file, catalogue, run->person, &run->faults, err);
}

bil_status bil_pipeline_check_resident(bil_pipeline *run, const char *district,
                                       const char *plan_path, bil_error *err)
{
    BIL_ASSERT(run->catalogue != NULL && run->person == NULL && run->plan == NULL);
    bil_text text;
    bil_text_init(&text);
    bil_status status =
        bil_population_load(&run->population, district, run->catalogue, &run->faults, err);
    if (status == BIL_OK) {
        status = bil_file_read(&text, plan_path, BIL_JSON_SIZE_MAX, err);
    }
    if (status == BIL_OK) {
        const bil_plan_file file = {.path = plan_path, .bytes = text.bytes, .size = text.size};
        status = read_of_resident(run, &file, err);
    }
    bil_text_release(&text);
    return status == BIL_OK ? judge_read(run, err) : status;
}

bil_status bil_pipeline_explain(bil_answer **out, bil_pipeline *run, bil_ask ask,
                                const char *question, const char *plan_path,
                                const bil_propose_settings *settings, bil_error *err)
{
    bil_subject subject;
    bil_status status = BIL_OK;
    *out = NULL;
    if (question != NULL) {
        status = bil_subject_parse(&subject, question, run->person, run->arena, err);
    }
    if (status == BIL_OK) {
        status = plan_path != NULL ? bil_pipeline_check(run, plan_path, err)
                                   : bil_pipeline_propose(run, settings, err);
    }
    if (status == BIL_OK && differs(run->plan->case_id, run->person->id)) {
        return bil_fail_with(
            err, BIL_E_DATA, "--plan", "il piano è di un’altra persona: %s non è quella del caso",
            "the plan is another person's: %s is not the case's", run->plan->case_id);
    }
    if (status != BIL_OK || run->plan->phase_count == 0) {
        return status;
    }
    if (run->plan->phase_count != run->person->phase_count) {
        return bil_fail(err, BIL_E_DATA, "--plan",
                        "il piano non ha le fasi del caso: chiedi di un piano di questo caso",
                        "the plan does not have the case's phases: ask of a plan of this case");
    }
    return bil_explain(out, ask, question == NULL ? NULL : &subject, run->person, run->plan,
                       settings, err);
}

bil_status bil_pipeline_replan(bil_amendment **out, bil_pipeline *run, const char *plan_path,
                               const bil_propose_settings *settings, bil_error *err)
{
    BIL_ASSERT(run->person != NULL);
    bil_plan *old = NULL;
    bil_status status =
        bil_plan_load(&old, plan_path, 0, run->catalogue, run->person, &run->faults, err);
    if (status == BIL_OK) {
        status = bil_amendment_find(out, run->person, old, settings, err);
    }
    bil_plan_free(old);
    return status;
}

bil_status bil_pipeline_export(bil_text *model, bil_text *names, const bil_pipeline *run,
                               const char *format, const char *stage, bil_error *err)
{
    BIL_ASSERT(run->person != NULL);
    return bil_export_model(model, names, run->person, format, stage, err);
}
