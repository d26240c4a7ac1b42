/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/propose.h"

#include "engine/outcome.h"
#include "solver/assemble.h"
#include "solver/near.h"
#include "solver/notes.h"
#include "solver/repair.h"

void bil_propose_settings_init(bil_propose_settings *settings)
{
    *settings = (bil_propose_settings){.profile = BIL_PROFILE_BALANCED, .give_e6 = -1, .doubt = 1};
}

const char *bil_optimiser_name(void)
{
    return bil_lp_engine_version();
}

static bool any_impossible(const bil_view *view)
{
    for (size_t t = 0; t < view->phase_count; t++) {
        if (view->phases[t].impossible) {
            return true;
        }
    }
    return false;
}

/* What cannot hold together, and what would make a plan possible. */
static bil_status say_why_not(bil_plan *plan, const bil_case *person,
                              const bil_propose_settings *settings, bil_error *err)
{
    const bil_repair_request request = {
        .person = person, .settings = settings, .score_e9 = -1, .wishes = true};
    bil_repairs found = {0};
    if (settings->no_conflict) {
        return BIL_OK;
    }
    bil_status status = bil_repairs_find(&found, &request, plan->arena, err);
    if (status == BIL_OK) {
        status = bil_conflict_words(&plan->conflict, person, found.conflict, found.conflict_count,
                                    plan->arena, err);
    }
    plan->conflict_count = found.conflict_count;
    plan->repairs = found.repairs;
    plan->repair_count = found.repair_count;
    return status;
}

static bil_status finish(bil_plan *plan, const bil_view *view, const bil_person *solved,
                         const bil_propose_settings *settings, bil_error *err)
{
    bil_status status = BIL_OK;
    switch (solved->status) {
    case BIL_GROUP_SOLVED:
        status = bil_assemble(plan, view, solved, err);
        if (status == BIL_OK) {
            status = bil_outcome_fill(plan, view->person, err);
        }
        if (status == BIL_OK) {
            status = bil_notes_fill(plan, view, solved, err);
        }
        break;
    case BIL_GROUP_INFEASIBLE:
        plan->status = BIL_PLAN_INFEASIBLE;
        plan->proven = true;
        status = say_why_not(plan, view->person, settings, err);
        break;
    case BIL_GROUP_STOPPED:
        plan->status = BIL_PLAN_STOPPED;
        break;
    }
    return status;
}

bil_status bil_propose(bil_plan **out, const bil_case *person, const bil_propose_settings *settings,
                       bil_error *err)
{
    const bil_profile profile = settings->profile_given ? settings->profile : person->profile;
    const int64_t give =
        settings->give_e6 >= 0 ? settings->give_e6 : person->catalogue->score_tolerance_e6;
    bil_plan *plan = bil_plan_heading(person, profile);
    bil_arena *arena = bil_arena_new();
    const bil_relaxation held = {.within = settings->within, .near = settings->near};
    bil_view view;
    bil_run run = {.settings = settings, .profile = profile, .give = (double)give / 1e6};
    bil_person solved = {.status = BIL_GROUP_INFEASIBLE};
    bil_status status = BIL_OK;
    if (plan == NULL || arena == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    const bool plain = settings->within == NULL && settings->near == NULL;
    status = bil_view_build(&view, person, plain ? NULL : &held, arena, err);
    if (status == BIL_OK && !any_impossible(&view)) {
        status = settings->near != NULL ? bil_near_solve(&solved, &run, &view, arena, err)
                                        : bil_person_solve(&solved, &run, &view, arena, err);
    }
    if (status == BIL_OK) {
        status = finish(plan, &view, &solved, settings, err);
    }
    if (status == BIL_OK) {
        *out = plan;
        plan = NULL;
    }
out:
    bil_plan_free(plan);
    bil_arena_free(arena);
    return status;
}

bil_status bil_export_model(bil_text *model, bil_text *name_map, const bil_case *person,
                            const char *format, const char *stage, bil_error *err)
{
    bil_stage which = BIL_STAGE_SCORE;
    if (stage != NULL && !bil_stage_parse(&which, stage)) {
        return bil_fail_with(err, BIL_E_USAGE, "stage", "non conosco la priorità «%s»",
                             "unknown priority \"%s\"", stage);
    }
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_view view;
    bil_model built;
    size_t members[BIL_PHASES_MAX];
    for (size_t t = 0; t < person->phase_count; t++) {
        members[t] = t;
    }
    bil_status status = bil_view_build(&view, person, NULL, arena, err);
    if (status == BIL_OK) {
        status = bil_model_build(&built, &view, members, view.phase_count, arena, err);
    }
    if (status == BIL_OK) {
        if (built.impossible) { /* no row says what the offers lack: say it with one */
            (void)bil_lp_add_row(&built.lp, 1.0, 1.0, "impossible", "a lock nobody can meet");
            bil_lp_term_add(&built.lp, 0, 0.0);
        }
        (void)bil_stage_set(&built, which);
        status = bil_lp_write(model, name_map, &built.lp, format, err);
    }
    bil_arena_free(arena);
    return status;
}
