/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An optimiser that behaves as BIL_LIE says, linked with the real program: what a good optimiser
 * seldom does (fail, spoil a plan, run for minutes) must be tested too.
 *
 *   lazy    a valid plan without any support, not proven
 *   spoil   the same with a need's coverage invented
 *   solver  the optimiser fails
 *   limit   a limit is reached before any plan
 *   slow    works until asked to stop, then gives the lazy plan
 *   empty   works until asked to stop, then gives nothing
 *   deaf    works for a minute without ever looking */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/outcome.h"
#include "engine/version.h"
#include "solver/propose.h"

enum { WAIT_MS = 20, WAITS_MAX = 3000 };

void bil_propose_settings_init(bil_propose_settings *settings)
{
    *settings = (bil_propose_settings){.profile = BIL_PROFILE_BALANCED, .give_e6 = -1};
}

const char *bil_optimiser_name(void)
{
    return "liar";
}

bil_status bil_export_model(bil_text *model, bil_text *name_map, const bil_case *person,
                            const char *format, const char *stage, bil_error *err)
{
    (void)name_map;
    (void)person;
    (void)format;
    (void)stage;
    (void)err;
    bil_text_add(model, "nothing\n");
    return BIL_OK;
}

static bool is(const char *what)
{
    const char *lie = getenv("BIL_LIE"); /* NOLINT(concurrency-mt-unsafe) */
    return lie != NULL && strcmp(lie, what) == 0;
}

static void work(const bil_propose_settings *settings)
{
    bil_progress now = {.stage = "score", .phase_blocks = 2, .stage_index = 1, .stage_count = 4};
    const struct timespec wait = {.tv_nsec = WAIT_MS * 1000000L};
    for (int i = 0; i < WAITS_MAX; i++) {
        now.nodes = i;
        now.has_value = true;
        now.value = 0.25;
        now.bound = 0.75;
        if (!is("deaf") && !settings->progress(&now, settings->payload)) {
            return;
        }
        (void)nanosleep(&wait, NULL);
    }
}

/* Phases without lines, and what they leave uncovered: everything. */
static bil_status fill(bil_plan *plan, const bil_case *person, bil_error *err)
{
    static const char *const used[] = {"P01"};
    bil_plan_phase *phases = bil_arena_alloc(plan->arena, person->phase_count, sizeof *phases);
    bil_unmet *unmet = bil_arena_alloc(plan->arena, person->need_count, sizeof *unmet);
    if (phases == NULL || unmet == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < person->phase_count; t++) {
        phases[t].months = person->phases[t].months;
        phases[t].sources_used = used;
        phases[t].sources_used_count = 1;
    }
    for (size_t i = 0; i < person->need_count; i++) {
        const bil_need *need = &person->needs[i];
        unmet[i] = (bil_unmet){need->id, (bil_index)i, need->target, BIL_UNMET_WORTH, "worth", ""};
    }
    plan->phases = phases;
    plan->phase_count = person->phase_count;
    plan->unmet = unmet;
    plan->unmet_count = person->need_count;
    bil_status status = bil_outcome_fill(plan, person, err);
    if (status == BIL_OK && is("spoil")) {
        plan->score_e9 = 999000000;
    }
    return status;
}

static bil_plan *heading(const bil_case *person)
{
    bil_arena *arena = bil_arena_new();
    bil_plan *plan = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *plan);
    if (plan == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    plan->arena = arena;
    plan->case_id = person->id;
    plan->catalogue_name = person->catalogue->name;
    plan->catalogue_version = person->catalogue->version;
    plan->catalogue_sha256 = person->catalogue->sha256;
    plan->case_sha256 = person->sha256;
    plan->engine = BIL_VERSION;
    plan->profile = bil_profile_name(person->profile);
    plan->status = BIL_PLAN_STOPPED;
    plan->gap_e9 = 500000000;
    return plan;
}

bil_status bil_propose(bil_plan **out, const bil_case *person, const bil_propose_settings *settings,
                       bil_error *err)
{
    if (is("solver")) {
        return bil_fail(err, BIL_E_SOLVER, "", "l'ottimizzatore ha fallito",
                        "the optimiser failed");
    }
    if (is("slow") || is("empty") || is("deaf")) {
        work(settings);
    }
    bil_plan *plan = heading(person);
    if (plan == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = BIL_OK;
    if (!is("limit") && !is("empty")) {
        plan->status = is("slow") ? BIL_PLAN_STOPPED : BIL_PLAN_FEASIBLE;
        status = fill(plan, person, err);
    }
    if (status != BIL_OK) {
        bil_plan_free(plan);
        return status;
    }
    *out = plan;
    return BIL_OK;
}
