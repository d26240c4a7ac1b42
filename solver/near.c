/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/near.h"

#include <math.h>
#include <string.h>

#include "engine/outcome.h"

static bil_aim near_aim(const bil_run *run, bool first)
{
    static const bil_stage stages[] = {
        BIL_STAGE_SHORTFALL, BIL_STAGE_SCORE, BIL_STAGE_CHANGED_LINES, BIL_STAGE_REDUCTION,
        BIL_STAGE_PUBLIC,    BIL_STAGE_TOTAL, BIL_STAGE_LINES,         BIL_STAGE_ORDER};
    const size_t skip = first ? 0 : 2;
    const size_t count = sizeof stages / sizeof stages[0] - skip;
    bil_aim aim = {.stage_count = count,
                   .family_first = run->profile == BIL_PROFILE_LEAST_FAMILY_BURDEN};
    memcpy(aim.stages, stages + skip, count * sizeof *stages);
    return aim;
}

/* No floor at all: nothing is known yet. */
static void set_free(bil_aim *aim, const bil_view *view)
{
    for (size_t t = 0; t < view->phase_count; t++) {
        for (size_t n = 0; n < view->person->need_count; n++) {
            aim->shortfall[t] +=
                (double)bil_need_weight(&view->person->needs[n]) * (double)view->phases[t].months;
        }
    }
}

static int64_t covered(const bil_view *view, const bil_view_phase *phase, const bil_choice *choice,
                       size_t need)
{
    int64_t sum = view->person->needs[need].already_covered;
    for (size_t o = 0; o < phase->offer_count; o++) {
        sum += phase->offers[o].effects[need] * choice->quantity[o];
    }
    return sum < phase->targets[need] ? sum : phase->targets[need];
}

/* Does the profile give up a share of the score, of which nothing is known yet? */
static bool is_loose(const bil_run *run, const bil_view *view)
{
    return run->profile == BIL_PROFILE_PREFERENCES_FIRST && view->person->wishes.prefer_count > 0 &&
           run->settings->give_e6 < 0;
}

/* What of a phase's score may be given up, in [0, 1]. */
static double give_of(const bil_run *run, const bil_view *view, double score)
{
    return is_loose(run, view) ? fmax(0.05 * score, run->give) : run->give;
}

/* Shortfall of the plan, and its score less what may be given up. */
static void set_floor(bil_aim *aim, const bil_run *run, const bil_view *view, size_t t,
                      const bil_choice *choice)
{
    const bil_view_phase *phase = &view->phases[t];
    double measure = 0.0;
    double score = 0.0;
    for (size_t n = 0; n < view->person->need_count; n++) {
        const bil_need *need = &view->person->needs[n];
        const int64_t target = phase->targets[n];
        if (target <= 0) {
            continue;
        }
        const int64_t reach = covered(view, phase, choice, n);
        const double weight = (double)bil_need_weight(need) * phase->months;
        const double lack = (double)need->floor_bp / 1e4 - (double)reach / (double)target;
        measure += weight;
        score += weight * (double)bil_curve_value_e9(view->catalogue, reach, target) / 1e9;
        aim->shortfall[t] += lack > 0.0 ? weight * lack : 0.0;
    }
    const double share = measure > 0.0 ? score / measure : 0.0;
    aim->score[t] = fmax(0.0, score - measure * give_of(run, view, share));
}

bil_status bil_near_solve(bil_person *out, bil_run *run, const bil_view *view, bil_arena *arena,
                          bil_error *err)
{
    const double give = run->give;
    const bool once = view->phase_count == 1 && !is_loose(run, view);
    bil_aim *aim = bil_arena_alloc(arena, 1, sizeof *aim);
    if (aim == NULL) {
        return bil_fail_nomem(err);
    }
    *aim = near_aim(run, true);
    set_free(aim, view);
    run->aim = aim;
    run->give = once ? give : 0.0; /* a single phase can give up its part at once */
    bil_status status = bil_person_solve(out, run, view, arena, err);
    run->give = give;
    if (once || status != BIL_OK || out->status != BIL_GROUP_SOLVED || run->stopped) {
        run->aim = NULL;
        return status;
    }
    *aim = near_aim(run, false);
    for (size_t t = 0; t < view->phase_count; t++) {
        set_floor(aim, run, view, t, out->choices[t]);
    }
    bil_person nearer = {.status = BIL_GROUP_STOPPED};
    status = bil_person_solve(&nearer, run, view, arena, err);
    run->aim = NULL;
    if (status == BIL_OK && nearer.status == BIL_GROUP_SOLVED) {
        nearer.proven = nearer.proven && out->proven;
        *out = nearer;
    } else if (status == BIL_OK) {
        out->proven = false; /* the first plan would do: only a limit keeps it from being found */
    }
    return status;
}
