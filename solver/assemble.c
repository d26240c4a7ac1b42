/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/assemble.h"

#include "engine/date.h"
#include "engine/version.h"

bil_plan *bil_plan_heading(const bil_case *person, bil_profile profile)
{
    bil_arena *arena = bil_arena_new();
    bil_plan *plan = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *plan);
    if (plan == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    const bil_catalogue *catalogue = person->catalogue;
    plan->arena = arena;
    plan->case_id = bil_arena_text(arena, person->id);
    plan->catalogue_name = bil_arena_text(arena, catalogue->name);
    plan->catalogue_version = bil_arena_text(arena, catalogue->version);
    plan->catalogue_sha256 = bil_arena_text(arena, catalogue->sha256);
    plan->case_sha256 = bil_arena_text(arena, person->sha256);
    plan->engine = BIL_VERSION;
    plan->profile = bil_profile_name(profile);
    if (plan->case_id == NULL || plan->catalogue_name == NULL || plan->catalogue_version == NULL ||
        plan->catalogue_sha256 == NULL || plan->case_sha256 == NULL) {
        bil_plan_free(plan);
        return NULL;
    }
    return plan;
}

typedef struct {
    bil_plan *plan;
    const bil_view *view;
    const bil_person *solved;
} assembly;

static bool active_before(const assembly *a, size_t t, bil_index service)
{
    if (t == 0) {
        return false;
    }
    const bil_view_phase *before = &a->view->phases[t - 1];
    for (size_t o = 0; o < before->offer_count; o++) {
        if (before->offers[o].service == service && a->solved->choices[t - 1]->quantity[o] > 0) {
            return true;
        }
    }
    return false;
}

static bool fill_funding(const assembly *a, size_t t, size_t o, bil_line *line)
{
    const bil_view_phase *phase = &a->view->phases[t];
    bil_funding *funding = bil_arena_alloc(a->plan->arena, phase->payer_count + 1, sizeof *funding);
    if (funding == NULL) {
        return false;
    }
    for (size_t r = 0; r < phase->payer_count; r++) {
        const int64_t cents = a->solved->fundings[t]->cents[o * phase->payer_count + r];
        if (cents > 0) {
            funding[line->funding_count++] =
                (bil_funding){.code = a->view->catalogue->sources[phase->payers[r].source].code,
                              .source = phase->payers[r].source,
                              .cents = cents};
        }
    }
    line->funding = funding;
    return true;
}

static bool fill_line(const assembly *a, size_t t, size_t o, bil_line *line)
{
    const bil_view_phase *phase = &a->view->phases[t];
    const bil_offer *offer = &phase->offers[o];
    const bil_service *service = bil_offer_service(a->view, offer);
    const bool in_place = bil_case_in_place_of(a->view->person, offer->service) != NULL;
    const bool runs = in_place || active_before(a, t, offer->service);
    *line =
        (bil_line){.code = service->code,
                   .service = offer->service,
                   .provider = offer->provider,
                   .provider_code = offer->provider == BIL_NONE
                                        ? NULL
                                        : a->view->catalogue->providers[offer->provider].code,
                   .quantity = a->solved->choices[t]->quantity[o],
                   .one_off = service->one_off,
                   .in_place = in_place,
                   .starts_on = runs ? phase->start
                                     : bil_date_add_days(phase->start, service->activation_days)};
    return fill_funding(a, t, o, line);
}

/* Cash and hours together, by catalogue order. */
static bool fill_sources(const assembly *a, size_t t, bil_plan_phase *out)
{
    const bil_view_phase *phase = &a->view->phases[t];
    const char **codes = bil_arena_alloc(
        a->plan->arena, phase->payer_count + phase->helper_count + 1, sizeof *codes);
    if (codes == NULL) {
        return false;
    }
    for (size_t s = 0; s < a->view->catalogue->source_count; s++) {
        const size_t r = bil_view_payer(phase, (bil_index)s);
        const size_t h = bil_view_helper(phase, (bil_index)s);
        if ((r != SIZE_MAX && a->solved->fundings[t]->used[r]) ||
            (h != SIZE_MAX && a->solved->fundings[t]->drawn[h])) {
            codes[out->sources_used_count++] = a->view->catalogue->sources[s].code;
        }
    }
    out->sources_used = codes;
    return true;
}

static bool fill_phase(const assembly *a, size_t t, bil_plan_phase *out)
{
    const bil_view_phase *phase = &a->view->phases[t];
    bil_line *lines = bil_arena_alloc(a->plan->arena, phase->offer_count + 1, sizeof *lines);
    if (lines == NULL) {
        return false;
    }
    out->months = phase->months;
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (a->solved->choices[t]->quantity[o] > 0 &&
            !fill_line(a, t, o, &lines[out->line_count++])) {
            return false;
        }
    }
    out->lines = lines;
    return fill_sources(a, t, out);
}

bil_status bil_assemble(bil_plan *plan, const bil_view *view, const bil_person *solved,
                        bil_error *err)
{
    const assembly a = {.plan = plan, .view = view, .solved = solved};
    bil_plan_phase *phases = bil_arena_alloc(plan->arena, view->phase_count, sizeof *phases);
    if (phases == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < view->phase_count; t++) {
        if (!fill_phase(&a, t, &phases[t])) {
            return bil_fail_nomem(err);
        }
    }
    plan->phases = phases;
    plan->phase_count = view->phase_count;
    plan->status = solved->proven ? BIL_PLAN_OPTIMAL : BIL_PLAN_FEASIBLE;
    plan->proven = solved->proven;
    plan->gap_e9 = solved->proven ? 0 : (int64_t)(solved->gap * 1e9 + 0.5);
    return BIL_OK;
}
