/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/decisions.h"

#include <string.h>

#include "engine/check.h"
#include "engine/difference.h"

static bool breaks_rule(const bil_plan *plan, const char *rule)
{
    for (size_t i = 0; i < plan->waived_count; i++) {
        if (strcmp(plan->waived[i].rule, rule) == 0) {
            return true;
        }
    }
    return false;
}

/* Does a line by hand go beyond what the catalogue says of its service? */
static bool beyond_service(const bil_service *service, int64_t quantity)
{
    return quantity > 0 && (quantity < service->min_month || quantity > service->max_month ||
                            (service->step > 1 && quantity % service->step != 0));
}

/* Does a line of the plan take more than the provider has room for? */
static bool beyond_place(const bil_plan *plan, const bil_case *person, const bil_decision *row)
{
    for (size_t t = 0; t < plan->phase_count; t++) {
        for (size_t i = 0; i < plan->phases[t].line_count; i++) {
            const bil_line *line = &plan->phases[t].lines[i];
            if (line->provider != BIL_NONE && strcmp(line->code, row->service) == 0 &&
                strcmp(line->provider_code, row->provider) == 0 &&
                line->quantity > person->catalogue->providers[line->provider].capacity_month) {
                return true;
            }
        }
    }
    return false;
}

static bil_decision describe(const bil_plan *plan, const bil_case *person, const bil_override *row)
{
    const bil_catalogue *catalogue = person->catalogue;
    bil_decision out = {
        .phase = row->phase, .quantity = row->quantity, .reason = row->reason, .by = row->by};
    switch (row->kind) {
    case BIL_OVERRIDE_RULE:
        out.rule = catalogue->rules[row->rule].id;
        out.quantity = 0;
        out.breaks = breaks_rule(plan, out.rule);
        break;
    case BIL_OVERRIDE_LINE:
        out.service = catalogue->services[row->service].code;
        out.breaks = beyond_service(&catalogue->services[row->service], row->quantity);
        break;
    case BIL_OVERRIDE_PLACE:
        out.service = catalogue->services[row->service].code;
        out.provider = catalogue->providers[row->provider].code;
        out.breaks = beyond_place(plan, person, &out);
        break;
    }
    return out;
}

/* Solves without decision `i`. */
static bil_status price(bil_decision *out, const bil_plan *plan, const bil_case *person, size_t i,
                        const bil_propose_settings *settings, bil_error *err)
{
    const bil_change drop = {.kind = BIL_CHANGE_DROP_OVERRIDE, .index = i};
    bil_propose_settings quick = *settings;
    bil_case *without = NULL;
    bil_plan *other = NULL;
    bil_verdict verdict = {0};
    quick.no_conflict = true;
    bil_status status = bil_case_changed(&without, person, &drop, 1, "", err);
    if (status == BIL_OK) {
        status = bil_propose(&other, without, &quick, err);
    }
    if (status == BIL_OK && other->phase_count > 0) {
        status = bil_check(&verdict, other, without, other->arena, err);
    }
    if (status == BIL_OK) {
        out->needed = other->status == BIL_PLAN_INFEASIBLE;
        out->costed = other->proven && plan->proven && other->phase_count > 0 && verdict.count == 0;
    }
    if (status == BIL_OK && out->costed) {
        const bil_figures before = bil_figures_of(other, without);
        const bil_figures after = bil_figures_of(plan, person);
        out->score_e9 = before.score_e9 - after.score_e9;
        out->public_cents = after.public_cents - before.public_cents;
    }
    bil_plan_free(other);
    bil_case_free(without);
    return status;
}

static bil_status keep_texts(bil_decision *row, bil_arena *arena, bil_error *err)
{
    const char **const texts[] = {&row->service, &row->provider, &row->rule, &row->reason,
                                  &row->by};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (*texts[i] != NULL) {
            *texts[i] = bil_arena_text(arena, *texts[i]);
            if (*texts[i] == NULL) {
                return bil_fail_nomem(err);
            }
        }
    }
    return BIL_OK;
}

bil_status bil_decisions_price(bil_plan *plan, const bil_case *person,
                               const bil_propose_settings *settings, bil_error *err)
{
    bil_decision *rows = bil_arena_alloc(plan->arena, person->override_count + 1, sizeof *rows);
    if (rows == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < person->override_count; i++) {
        rows[i] = describe(plan, person, &person->overrides[i]);
        bil_status status = keep_texts(&rows[i], plan->arena, err);
        if (status == BIL_OK) {
            status = price(&rows[i], plan, person, i, settings, err);
        }
        if (status != BIL_OK) {
            return status;
        }
    }
    plan->overrides = rows;
    plan->override_count = person->override_count;
    return BIL_OK;
}
