/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/outcome.h"

#include <string.h>

#include "engine/fraction_impl.h"
#include "engine/money.h"

/* Numbers in files stay below 10⁹, so every fraction below fits: see term_of. */
#define TARGET_MAX INT64_C(1000000000)
#define WEIGHT_MAX (INT64_C(1) << 40)

typedef struct {
    bil_plan *plan;
    const bil_case *person;
    const bil_catalogue *catalogue;
    bil_error *err;
} outcome;

/* ---- lines ---- */

static int64_t unit_price(const bil_catalogue *catalogue, const bil_line *line)
{
    const bil_service *service = &catalogue->services[line->service];
    int64_t price = service->price_cents;
    if (line->provider < catalogue->provider_count) {
        price = catalogue->providers[line->provider].price_cents;
    }
    return bil_service_month_price(service, price);
}

/* First phase of the unbroken run of phases, ending here, in which the service is delivered. */
static size_t run_start(const bil_plan *plan, size_t phase, bil_index service)
{
    size_t start = phase;
    while (start > 0) {
        const bil_plan_phase *before = &plan->phases[start - 1];
        bool there = false;
        for (size_t i = 0; i < before->line_count; i++) {
            there = there || (before->lines[i].service == service && before->lines[i].quantity > 0);
        }
        if (!there) {
            break;
        }
        start--;
    }
    return start;
}

static bil_status fill_line(const outcome *o, size_t phase, bil_line *line)
{
    if (line->service >= o->catalogue->service_count) {
        return BIL_OK;
    }
    const bil_service *service = &o->catalogue->services[line->service];
    if (line->quantity < 0 || line->quantity > BIL_QUANTITY_MAX) {
        return bil_fail_with(o->err, BIL_E_DATA, service->code, "quantità fuori misura per %s",
                             "quantity out of range for %s", service->code);
    }
    const bil_phase *when = &o->person->phases[phase];
    line->unit_price_cents = unit_price(o->catalogue, line);
    line->cost_cents = line->unit_price_cents * line->quantity; /* ≤ 3.1 × 10¹⁰ × 10⁶ */
    line->health_cents = bil_share(line->cost_cents, service->health_share_bp);
    line->social_cents = line->cost_cents - line->health_cents;
    int64_t per_unit =
        bil_copay_per_unit(o->catalogue, service->copay_class, o->person->isee_cents, when->start);
    int64_t due = per_unit * line->quantity;
    line->person_due_cents = due < line->social_cents ? due : line->social_cents;
    line->one_off = service->one_off;

    bool today = bil_case_in_place_of(o->person, line->service) != NULL;
    line->in_place = today;
    const bil_phase *first = &o->person->phases[run_start(o->plan, phase, line->service)];
    bil_date ready =
        today ? first->start : bil_date_add_days(first->start, service->activation_days);
    line->starts_on = ready > when->start ? ready : when->start;
    return BIL_OK;
}

/* ---- coverage ---- */

static bil_status add_effects(const outcome *o, size_t phase, const bil_line *line,
                              const bil_need *need, int64_t *covered)
{
    const bil_service *service = &o->catalogue->services[line->service];
    const bil_phase *when = &o->person->phases[phase];
    for (size_t i = 0; i < service->effect_count; i++) {
        int64_t gain = 0;
        if (service->effects[i].domain == need->domain &&
            (!bil_mul(&gain, bil_phase_effect(when, line->service, service->effects[i].hundredths),
                      line->quantity) ||
             !bil_add(covered, *covered, gain))) {
            return bil_fail_with(o->err, BIL_E_DATA, need->id, "copertura fuori misura per %s",
                                 "coverage out of range for %s", need->id);
        }
    }
    return BIL_OK;
}

static bil_status fill_coverage(const outcome *o, size_t phase, bil_plan_phase *out)
{
    bil_coverage *rows = bil_arena_alloc(o->plan->arena, o->person->need_count, sizeof *rows);
    if (rows == NULL) {
        return bil_fail_nomem(o->err);
    }
    for (size_t n = 0; n < o->person->need_count; n++) {
        const bil_need *need = &o->person->needs[n];
        BIL_ASSERT(need->file_order < o->person->need_count);
        int64_t covered = need->already_covered;
        for (size_t i = 0; i < out->line_count; i++) {
            if (out->lines[i].service >= o->catalogue->service_count) {
                continue;
            }
            bil_status status = add_effects(o, phase, &out->lines[i], need, &covered);
            if (status != BIL_OK) {
                return status;
            }
        }
        int64_t target = o->person->phases[phase].targets[n];
        rows[need->file_order] = (bil_coverage){
            .need_id = need->id,
            .need = (bil_index)n,
            .target = target,
            .covered = covered < target ? covered : target,
            .already = need->already_covered,
        };
    }
    out->coverage = rows;
    out->coverage_count = o->person->need_count;
    return BIL_OK;
}

/* ---- totals ---- */

static bool lists_source(const bil_plan_phase *phase, const char *code)
{
    for (size_t i = 0; i < phase->sources_used_count; i++) {
        if (strcmp(phase->sources_used[i], code) == 0) {
            return true;
        }
    }
    return false;
}

static bool subject_at_work(const outcome *o, const bil_plan_phase *phase,
                            const bil_selector *subject)
{
    for (size_t i = 0; i < phase->line_count; i++) {
        if (phase->lines[i].quantity > 0 &&
            bil_selector_matches_service(o->catalogue, subject, phase->lines[i].service)) {
            return true;
        }
    }
    for (size_t i = 0; i < phase->sources_used_count; i++) {
        bil_index source = bil_catalogue_find_source(o->catalogue, phase->sources_used[i]);
        if (bil_selector_matches_source(o->catalogue, subject, source)) {
            return true;
        }
    }
    return false;
}

/* What `absorbs` rules take from a source's month. */
static int64_t absorbed(const outcome *o, size_t phase, const bil_plan_phase *lines,
                        bil_index source, int64_t month)
{
    int64_t left_e4 = month * 10000; /* months stay below 10¹¹ cents */
    for (size_t r = 0; r < o->catalogue->rule_count; r++) {
        const bil_rule *rule = &o->catalogue->rules[r];
        bool acts = false;
        bool hits = false;
        if (rule->form != BIL_RULE_ABSORBS ||
            !bil_case_rule_holds(o->person, (bil_index)r, o->person->phases[phase].start)) {
            continue;
        }
        for (size_t i = 0; i < rule->b_count && !hits; i++) {
            hits = bil_selector_matches_source(o->catalogue, &rule->b[i], source);
        }
        for (size_t i = 0; i < rule->a_count && hits && !acts; i++) {
            acts = subject_at_work(o, lines, &rule->a[i]);
        }
        if (acts) {
            bool all = !rule->has_parameter || rule->parameter_e4 > left_e4;
            left_e4 -= all ? left_e4 : rule->parameter_e4;
        }
    }
    return left_e4 / 10000;
}

/* Monthly sum, after absorption, of the pensions in use. */
static int64_t pensions_month(const outcome *o, size_t phase, const bil_plan_phase *lines)
{
    int64_t sum = 0;
    for (size_t i = 0; i < o->person->source_count; i++) {
        const bil_case_source *listed = &o->person->sources[i];
        const bil_source *row = &o->catalogue->sources[listed->source];
        if (row->kind == BIL_SOURCE_PENSION && row->form == BIL_FORM_CASH &&
            row->holder == BIL_HOLDER_PERSON && lists_source(lines, row->code)) {
            int64_t month = bil_case_source_month(o->person, listed, phase);
            sum += absorbed(o, phase, lines, listed->source, month);
        }
    }
    return sum;
}

/* Adds every line's monthly payments to `paid`, one sum per source of the catalogue. */
static bil_status add_payments(const outcome *o, const bil_plan_phase *phase, int64_t *paid,
                               int64_t *cost)
{
    for (size_t i = 0; i < phase->line_count; i++) {
        const bil_line *line = &phase->lines[i];
        bool fits = line->one_off || bil_add(cost, *cost, line->cost_cents);
        for (size_t j = 0; j < line->funding_count && fits && !line->one_off; j++) {
            const bil_funding *piece = &line->funding[j];
            fits = piece->source >= o->catalogue->source_count ||
                   bil_add(&paid[piece->source], paid[piece->source], piece->cents);
        }
        if (!fits) {
            return bil_fail_with(o->err, BIL_E_DATA, line->code, "importi fuori misura per %s",
                                 "amounts out of range for %s", line->code);
        }
    }
    return BIL_OK;
}

static bil_status fill_totals(const outcome *o, size_t phase, bil_plan_phase *out)
{
    size_t count = o->catalogue->source_count;
    int64_t *paid = bil_arena_alloc(o->plan->arena, count, sizeof *paid);
    bil_funding *by_source = bil_arena_alloc(o->plan->arena, count, sizeof *by_source);
    if (paid == NULL || by_source == NULL) {
        return bil_fail_nomem(o->err);
    }
    bil_totals totals = {.by_source = by_source};
    bil_status status = add_payments(o, out, paid, &totals.cost_cents);
    if (status != BIL_OK) {
        return status;
    }
    int64_t by_pensions = 0;
    for (size_t i = 0; i < count; i++) {
        const bil_source *row = &o->catalogue->sources[i];
        if (paid[i] == 0) {
            continue;
        }
        by_source[totals.by_source_count++] = (bil_funding){row->code, (bil_index)i, paid[i]};
        totals.public_cents += row->is_public ? paid[i] : 0;
        if (row->holder == BIL_HOLDER_PERSON) {
            totals.person_cents += row->is_public ? 0 : paid[i];
            by_pensions += row->kind == BIL_SOURCE_PENSION ? paid[i] : 0;
        }
    }
    totals.left_to_person_cents = pensions_month(o, phase, out) - by_pensions;
    out->totals = totals;
    return BIL_OK;
}

/* ---- score ---- */

/* U(covered / target) as a fraction of 10⁶ parts: piecewise linear in the share. With target < 2³⁰
 * and curve numbers ≤ 10⁶ the bottom stays below 2⁵⁰ and the top below 2⁷⁰. */
static bil_fraction curve_fraction(const bil_catalogue *catalogue, int64_t covered, int64_t target)
{
    BIL_ASSERT(target > 0 && target <= TARGET_MAX);
    BIL_ASSERT(catalogue->curve_count >= 2);
    const bil_curve_point *curve = catalogue->curve;
    int64_t full = covered < target ? covered : target;
    int64_t reached_e6 = full > 0 ? full * 1000000 : 0;
    size_t next = 1;
    while (next + 1 < catalogue->curve_count && reached_e6 > curve[next].share_e6 * target) {
        next++;
    }
    int64_t run = curve[next].share_e6 - curve[next - 1].share_e6;
    int64_t rise = curve[next].value_e6 - curve[next - 1].value_e6;
    int64_t beyond = reached_e6 - curve[next - 1].share_e6 * target;
    BIL_ASSERT(run > 0 && rise >= 0 && beyond >= 0 && curve[next - 1].value_e6 >= 0);
    bil_wide bottom = (bil_wide)run * (bil_wide)target;
    bil_wide top = (bil_wide)curve[next - 1].value_e6 * bottom + (bil_wide)rise * (bil_wide)beyond;
    return (bil_fraction){top, bottom};
}

int64_t bil_curve_value_e9(const bil_catalogue *catalogue, int64_t covered, int64_t target)
{
    bil_fraction value = curve_fraction(catalogue, covered, target);
    value.top *= 1000;
    return bil_fraction_sum_round(&value, 1);
}

typedef struct {
    bil_fraction *score;
    bil_fraction *shortfall;
    size_t count;
    bil_wide weights; /* Σ months × weight */
} score_terms;

/* One need in one phase. Months ≤ 120 < 2⁷ and weight ≤ 2⁴⁰: tops stay below 2¹²⁷ (score: 70 bits
 * + 10 for the thousand + 7 + 40). */
static bil_status term_of(const outcome *o, size_t phase, const bil_coverage *row,
                          score_terms *terms)
{
    const bil_need *need = &o->person->needs[row->need];
    int64_t weight = bil_need_weight(need);
    int months = o->person->phases[phase].months;
    if (row->target <= 0) {
        return BIL_OK;
    }
    if (row->target > TARGET_MAX || weight < 0 || weight > WEIGHT_MAX || months < 0 ||
        months > BIL_PHASE_MONTHS_MAX || need->floor_bp < 0 || need->floor_bp > 10000) {
        return bil_fail_with(o->err, BIL_E_DATA, need->id, "bisogno fuori misura: %s",
                             "need out of range: %s", need->id);
    }
    bil_wide share = (bil_wide)weight * (bil_wide)months;
    bil_fraction value = curve_fraction(o->catalogue, row->covered, row->target);
    value.top *= share * 1000;
    int64_t lack = need->floor_bp * row->target - 10000 * row->covered;
    bil_fraction missing = {(bil_wide)(lack > 0 ? lack : 0) * share * 100000,
                            (bil_wide)row->target};
    terms->score[terms->count] = value;
    terms->shortfall[terms->count] = missing;
    terms->count++;
    terms->weights += share;
    return BIL_OK;
}

static bil_status fill_score(const outcome *o)
{
    bil_plan *plan = o->plan;
    size_t room = plan->phase_count * o->person->need_count;
    score_terms terms = {
        .score = bil_arena_alloc(plan->arena, room, sizeof *terms.score),
        .shortfall = bil_arena_alloc(plan->arena, room, sizeof *terms.shortfall),
    };
    if (terms.score == NULL || terms.shortfall == NULL) {
        return bil_fail_nomem(o->err);
    }
    for (size_t t = 0; t < plan->phase_count; t++) {
        for (size_t i = 0; i < plan->phases[t].coverage_count; i++) {
            bil_status status = term_of(o, t, &plan->phases[t].coverage[i], &terms);
            if (status != BIL_OK) {
                return status;
            }
        }
    }
    plan->score_e9 = INT64_C(1000000000);
    plan->shortfall_e9 = 0;
    if (terms.weights == 0) {
        return BIL_OK;
    }
    for (size_t i = 0; i < terms.count; i++) {
        terms.score[i].bottom *= terms.weights; /* 50 bits + 47 + those of the count */
        terms.shortfall[i].bottom *= terms.weights;
    }
    plan->score_e9 = bil_fraction_sum_round(terms.score, terms.count);
    plan->shortfall_e9 = bil_fraction_sum_round(terms.shortfall, terms.count);
    return BIL_OK;
}

/* ---- unmet needs ---- */

static bil_unmet unmet_row(const bil_plan *plan, const bil_need *need, bil_index index,
                           int64_t missing)
{
    for (size_t i = 0; i < plan->unmet_count; i++) {
        if (plan->unmet[i].need == index) {
            bil_unmet row = plan->unmet[i];
            row.missing = missing;
            return row;
        }
    }
    return (bil_unmet){.need_id = need->id,
                       .need = index,
                       .missing = missing,
                       .reason = BIL_UNMET_WORTH,
                       .reason_code = bil_unmet_reason_name(BIL_UNMET_WORTH),
                       .rule_id = ""};
}

static bil_status fill_unmet(const outcome *o)
{
    bil_plan *plan = o->plan;
    size_t count = o->person->need_count;
    bil_unmet *rows = bil_arena_alloc(plan->arena, count, sizeof *rows);
    if (rows == NULL) {
        return bil_fail_nomem(o->err);
    }
    size_t used = 0;
    for (size_t place = 0; place < count && plan->phase_count > 0; place++) {
        int64_t missing = 0;
        bil_index index = plan->phases[0].coverage[place].need;
        for (size_t t = 0; t < plan->phase_count; t++) {
            const bil_coverage *row = &plan->phases[t].coverage[place];
            int64_t lack = row->target - row->covered;
            missing = lack > missing ? lack : missing;
        }
        if (missing > 0) {
            rows[used++] = unmet_row(plan, &o->person->needs[index], index, missing);
        }
    }
    plan->unmet = rows;
    plan->unmet_count = used;
    return BIL_OK;
}

/* ---- the whole ---- */

static bil_status fill_phase(const outcome *o, size_t phase, bil_plan_phase *out)
{
    size_t count = out->line_count;
    bil_line *lines = bil_arena_alloc(o->plan->arena, count, sizeof *lines);
    if (lines == NULL) {
        return bil_fail_nomem(o->err);
    }
    bil_status status = BIL_OK;
    for (size_t i = 0; i < count && status == BIL_OK; i++) {
        lines[i] = out->lines[i];
        status = fill_line(o, phase, &lines[i]);
    }
    if (status != BIL_OK) {
        return status;
    }
    out->lines = lines;
    status = fill_coverage(o, phase, out);
    return status == BIL_OK ? fill_totals(o, phase, out) : status;
}

bil_status bil_outcome_fill(bil_plan *plan, const bil_case *person, bil_error *err)
{
    /* A copy, so that a plan that cannot be filled stays as it was. */
    bil_plan filled = *plan;
    outcome o = {&filled, person, person->catalogue, err};
    if (plan->phase_count != person->phase_count) {
        return bil_fail(err, BIL_E_DATA, "phases", "le fasi del piano non sono quelle del caso",
                        "the plan's phases are not the case's");
    }
    bil_plan_phase *phases = bil_arena_alloc(plan->arena, plan->phase_count, sizeof *phases);
    if (phases == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = BIL_OK;
    for (size_t t = 0; t < plan->phase_count && status == BIL_OK; t++) {
        phases[t] = plan->phases[t];
        phases[t].months = person->phases[t].months;
        status = fill_phase(&o, t, &phases[t]);
    }
    filled.phases = phases;
    status = status == BIL_OK ? fill_score(&o) : status;
    status = status == BIL_OK ? fill_unmet(&o) : status;
    if (status == BIL_OK) {
        *plan = filled;
    }
    return status;
}
