/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/align.h"

#include <string.h>

#include "engine/outcome.h"

typedef struct {
    bil_plan *plan; /* the new one */
    const bil_plan *old;
    const bil_case *person;
    const bil_catalogue *catalogue;
    bil_plan_phase *phases; /* the new plan's */
    bool failed;
} aligning;

static const char *keep(aligning *a, const char *text)
{
    if (text == NULL) {
        return NULL;
    }
    const char *copy = bil_arena_text(a->plan->arena, text);
    a->failed = a->failed || copy == NULL;
    return copy;
}

static bil_line keep_line(aligning *a, const bil_line *line)
{
    bil_line out = *line;
    out.code = keep(a, line->code);
    out.provider_code = keep(a, line->provider_code);
    out.service = bil_catalogue_find_service(a->catalogue, line->code);
    out.provider = BIL_NONE;
    if (line->provider_code != NULL && out.service != BIL_NONE) {
        out.provider = bil_catalogue_find_provider(a->catalogue, line->provider_code, out.service);
    }
    bil_funding *funding = bil_arena_alloc(a->plan->arena, line->funding_count, sizeof *funding);
    a->failed = a->failed || funding == NULL;
    for (size_t i = 0; !a->failed && i < line->funding_count; i++) {
        funding[i] = line->funding[i];
        funding[i].code = keep(a, line->funding[i].code);
        funding[i].source = bil_catalogue_find_source(a->catalogue, line->funding[i].code);
    }
    out.funding = funding;
    return out;
}

static void keep_lines(aligning *a, const bil_plan_phase *row, bool beyond, bil_plan_phase *out)
{
    bil_line *lines = bil_arena_alloc(a->plan->arena, row->line_count, sizeof *lines);
    a->failed = a->failed || lines == NULL;
    for (size_t i = 0; !a->failed && i < row->line_count; i++) {
        const bil_line *line = &row->lines[i];
        if (line->quantity > 0 && !(beyond && line->one_off)) {
            lines[out->line_count++] = keep_line(a, line);
        }
    }
    out->lines = lines;
}

static void keep_sources(aligning *a, const bil_plan_phase *row, bil_plan_phase *out)
{
    const char **codes = bil_arena_alloc(a->plan->arena, row->sources_used_count, sizeof *codes);
    a->failed = a->failed || codes == NULL;
    for (size_t i = 0; !a->failed && i < row->sources_used_count; i++) {
        codes[out->sources_used_count++] = keep(a, row->sources_used[i]);
    }
    out->sources_used = codes;
}

static bool states_coverage(const bil_plan *plan)
{
    for (size_t t = 0; t < plan->phase_count; t++) {
        if (plan->phases[t].coverage_count > 0) {
            return true;
        }
    }
    return false;
}

static const bil_coverage *stated(const bil_plan_phase *row, const char *need_id)
{
    for (size_t i = 0; i < row->coverage_count; i++) {
        if (strcmp(row->coverage[i].need_id, need_id) == 0) {
            return &row->coverage[i];
        }
    }
    return NULL;
}

/* What the plan says it covers, in place of what today's catalogue makes of its lines. */
static void state_coverage(aligning *a, const bil_plan *filled)
{
    for (size_t t = 0; t < filled->phase_count; t++) {
        const size_t last = a->old->phase_count - 1;
        const bil_plan_phase *row = &a->old->phases[t < last ? t : last];
        const size_t count = filled->phases[t].coverage_count;
        bil_coverage *rows = bil_arena_alloc(a->plan->arena, count, sizeof *rows);
        a->failed = a->failed || rows == NULL;
        for (size_t i = 0; !a->failed && i < count; i++) {
            rows[i] = filled->phases[t].coverage[i];
            const bil_coverage *said = stated(row, rows[i].need_id);
            rows[i].covered = said != NULL ? said->covered : rows[i].covered;
            rows[i].already = said != NULL ? said->already : rows[i].already;
        }
        a->phases[t].coverage = rows;
        a->phases[t].coverage_count = count;
    }
}

/* Figures of today where the plan states none: coverage always, the rest only with `whole`. */
static bil_status fill(aligning *a, bool whole, bil_error *err)
{
    bil_plan filled = *a->plan;
    const bil_status status = bil_outcome_fill(&filled, a->person, err);
    if (status != BIL_OK) {
        return status;
    }
    if (whole) {
        *a->plan = filled;
        return BIL_OK;
    }
    state_coverage(a, &filled);
    return a->failed ? bil_fail_nomem(err) : BIL_OK;
}

static void keep_phases(aligning *a)
{
    const size_t count = a->person->phase_count;
    bil_plan_phase *phases = bil_arena_alloc(a->plan->arena, count, sizeof *phases);
    a->failed = a->failed || phases == NULL;
    for (size_t t = 0; !a->failed && t < count; t++) {
        const size_t last = a->old->phase_count - 1;
        const bil_plan_phase *row = &a->old->phases[t < last ? t : last];
        phases[t].months = a->person->phases[t].months;
        phases[t].totals = (bil_totals){.cost_cents = row->totals.cost_cents,
                                        .public_cents = row->totals.public_cents,
                                        .person_cents = row->totals.person_cents,
                                        .left_to_person_cents = row->totals.left_to_person_cents};
        keep_lines(a, row, t > last, &phases[t]);
        keep_sources(a, row, &phases[t]);
    }
    a->phases = phases;
    a->plan->phases = phases;
    a->plan->phase_count = count;
}

static void keep_heading(aligning *a)
{
    const bil_plan *old = a->old;
    a->plan->case_id = keep(a, old->case_id);
    a->plan->catalogue_name = keep(a, old->catalogue_name);
    a->plan->catalogue_version = keep(a, old->catalogue_version);
    a->plan->catalogue_sha256 = keep(a, old->catalogue_sha256);
    a->plan->case_sha256 = keep(a, old->case_sha256);
    a->plan->engine = keep(a, old->engine);
    a->plan->profile = keep(a, old->profile);
    a->plan->status = old->status;
    a->plan->score_e9 = old->score_e9;
    a->plan->shortfall_e9 = old->shortfall_e9;
}

bil_status bil_plan_align(bil_plan **out, const bil_plan *plan, const bil_case *person,
                          bil_error *err)
{
    if (plan->phase_count == 0) {
        return bil_fail(err, BIL_E_DATA, "phases", "il piano di prima non ha fasi",
                        "the old plan has no phases");
    }
    bil_arena *arena = bil_arena_new();
    bil_plan *made = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *made);
    if (made == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    made->arena = arena;
    aligning a = {.plan = made, .old = plan, .person = person, .catalogue = person->catalogue};
    keep_heading(&a);
    keep_phases(&a);
    const bil_status status =
        a.failed ? bil_fail_nomem(err) : fill(&a, !states_coverage(plan), err);
    if (status != BIL_OK) {
        bil_plan_free(made);
        return status;
    }
    *out = made;
    return BIL_OK;
}
