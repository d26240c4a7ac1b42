/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/stages.h"

#include <math.h>
#include <string.h>

static const char *const names[BIL_STAGE_COUNT] = {
    [BIL_STAGE_SHORTFALL] = "shortfall",
    [BIL_STAGE_SCORE] = "score",
    [BIL_STAGE_PREFER] = "preferences",
    [BIL_STAGE_OUTSIDE] = "outside",
    [BIL_STAGE_FAMILY_HOURS] = "family-hours",
    [BIL_STAGE_FAMILY_MONEY] = "family-money",
    [BIL_STAGE_RESIDENTIAL] = "residential",
    [BIL_STAGE_DAY] = "day",
    [BIL_STAGE_CHANGES] = "changes",
    [BIL_STAGE_PROVIDERS] = "providers",
    [BIL_STAGE_SHARED] = "shared",
    [BIL_STAGE_CHANGED_LINES] = "changed-lines",
    [BIL_STAGE_REDUCTION] = "reduction",
    [BIL_STAGE_PUBLIC] = "public",
    [BIL_STAGE_TOTAL] = "total",
    [BIL_STAGE_LINES] = "lines",
    [BIL_STAGE_ORDER] = "order",
};

const char *bil_stage_name(bil_stage stage)
{
    return (unsigned)stage < BIL_STAGE_COUNT ? names[stage] : NULL;
}

bool bil_stage_parse(bil_stage *out, const char *name)
{
    for (int i = 0; i < BIL_STAGE_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (bil_stage)i;
            return true;
        }
    }
    return false;
}

size_t bil_stages_of(bil_profile profile, const bil_case *person, bil_stage *list)
{
    size_t count = 0;
    list[count++] = BIL_STAGE_SHORTFALL;
    list[count++] = BIL_STAGE_SCORE;
    if (profile == BIL_PROFILE_LEAST_PUBLIC_MONEY) {
        list[count++] = BIL_STAGE_PUBLIC;
    }
    if (person->wishes.prefer_count > 0) {
        list[count++] = BIL_STAGE_PREFER;
        list[count++] = BIL_STAGE_OUTSIDE;
        if (profile == BIL_PROFILE_PREFERENCES_FIRST) {
            list[count++] = BIL_STAGE_SCORE;
        }
    }
    if (profile == BIL_PROFILE_HOME_FIRST) {
        list[count++] = BIL_STAGE_RESIDENTIAL;
        list[count++] = BIL_STAGE_DAY;
    } else if (profile == BIL_PROFILE_LEAST_FAMILY_BURDEN) {
        list[count++] = BIL_STAGE_FAMILY_HOURS;
        list[count++] = BIL_STAGE_FAMILY_MONEY;
    } else if (profile == BIL_PROFILE_FEWEST_CHANGES) {
        list[count++] = BIL_STAGE_CHANGES;
    }
    if (profile != BIL_PROFILE_LEAST_PUBLIC_MONEY) {
        list[count++] = BIL_STAGE_PUBLIC;
    }
    list[count++] = BIL_STAGE_TOTAL;
    list[count++] = BIL_STAGE_LINES;
    list[count++] = BIL_STAGE_ORDER;
    return count;
}

double bil_model_measure(const bil_model *model)
{
    double sum = 0.0;
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        for (size_t n = 0; n < model->view->person->need_count; n++) {
            if (p->targets[n] > 0) {
                sum += (double)p->months * (double)bil_need_weight(&model->view->person->needs[n]);
            }
        }
    }
    return sum;
}

double bil_model_months(const bil_model *model)
{
    int months = 0;
    for (size_t i = 0; i < model->phase_count; i++) {
        months += model->phases[i].phase->months;
    }
    return (double)months;
}

static void cost(bil_model *model, uint32_t column, double value)
{
    if (column != BIL_NO_COLUMN) {
        model->lp.columns[column].cost += value;
    }
}

double bil_stage_share(const bil_model *model, size_t phase, size_t need)
{
    const double weight = (double)bil_need_weight(&model->view->person->needs[need]) *
                          model->phases[phase].phase->months;
    return weight / bil_model_measure(model);
}

void bil_stage_add_shortfall(bil_model *model, double times)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        for (size_t n = 0; n < model->view->person->need_count; n++) {
            cost(model, model->phases[i].missing[n],
                 times * BIL_SCORE_SCALE * bil_stage_share(model, i, n));
        }
    }
}

void bil_stage_add_score(bil_model *model, double times)
{
    const double measure = bil_model_measure(model);
    const bil_curve_point *curve = model->view->catalogue->curve;
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        for (size_t n = 0; n < model->view->person->need_count; n++) {
            const double weight =
                (double)bil_need_weight(&model->view->person->needs[n]) * phase->phase->months;
            for (size_t k = 0; k < model->segments; k++) {
                const double slope = (double)(curve[k + 1].value_e6 - curve[k].value_e6) /
                                     (double)(curve[k + 1].share_e6 - curve[k].share_e6);
                cost(model, phase->fill[n * model->segments + k],
                     times * BIL_SCORE_SCALE * weight / measure * slope);
            }
        }
    }
}

static bool preferred(const bil_model *model, bil_index service)
{
    const bil_wishes *wishes = &model->view->person->wishes;
    for (size_t w = 0; w < wishes->prefer_count; w++) {
        if (bil_selector_matches_service(model->view->catalogue, &wishes->prefer[w], service)) {
            return true;
        }
    }
    return false;
}

/* A column for a wish in a phase: satisfied when a matching line is active. */
static void add_met(bil_model *model, const bil_model_phase *phase, size_t w)
{
    const bil_view_phase *p = phase->phase;
    const bil_selector *wish = &model->view->person->wishes.prefer[w];
    const uint32_t met =
        bil_lp_add_column(&model->lp, 0.0, 1.0, false,
                          bil_model_name(model, "met", w, wish->text, p->index), wish->text);
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, 0.0,
                         bil_model_name(model, "prefer", w, wish->text, p->index), wish->text);
    bil_lp_term_add(&model->lp, met, 1.0);
    for (size_t o = 0; o < p->offer_count; o++) {
        if (bil_selector_matches_service(model->view->catalogue, wish, p->offers[o].service)) {
            bil_lp_term_add(&model->lp, phase->active[o], -1.0);
        }
    }
    cost(model, met, (double)p->months);
}

static void set_prefer(bil_model *model)
{
    const bil_wishes *wishes = &model->view->person->wishes;
    for (size_t i = 0; i < model->phase_count; i++) {
        for (size_t w = 0; w < wishes->prefer_count; w++) {
            add_met(model, &model->phases[i], w);
        }
    }
}

static void set_outside(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        for (size_t o = 0; o < p->offer_count; o++) {
            if (!preferred(model, p->offers[o].service)) {
                cost(model, model->phases[i].active[o], 1.0);
            }
        }
    }
}

static bool family_helps(const bil_model *model, const bil_view_phase *p, const bil_offer *offer)
{
    for (size_t h = 0; h < p->helper_count; h++) {
        if ((offer->helpers >> h & 1U) != 0 &&
            model->view->catalogue->sources[p->helpers[h].source].kind == BIL_SOURCE_FAMILY) {
            return true;
        }
    }
    return false;
}

static void set_family_hours(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        for (size_t o = 0; o < phase->phase->offer_count; o++) {
            if (family_helps(model, phase->phase, &phase->phase->offers[o])) {
                cost(model, phase->steps[o], phase->unit[o] * phase->phase->months);
            }
        }
    }
}

static void set_months_in(bil_model *model, bil_setting setting)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        for (size_t o = 0; o < p->offer_count; o++) {
            if (bil_offer_service(model->view, &p->offers[o])->setting == setting) {
                cost(model, model->phases[i].active[o], (double)p->months);
            }
        }
    }
}

/* What a service is compared with: a quantity, from one provider or from any. */
typedef struct {
    double quantity; /* 0 = it was not there */
    bool any_provider;
    bool lost; /* it cannot stay as it was */
    bil_index provider;
} reference;

static bool refers(const reference *was, const bil_offer *offer, bil_index service)
{
    return offer->service == service &&
           (was->any_provider || (!was->lost && offer->provider == was->provider));
}

/* A service that was not there changes when it is bought, from whomever. */
static void add_new(bil_model *model, const bil_model_phase *phase, bil_index service,
                    double weight)
{
    for (size_t o = 0; o < phase->phase->offer_count; o++) {
        if (phase->phase->offers[o].service == service) {
            cost(model, phase->active[o], weight);
        }
    }
}

/* Σ over the offers that are compared: quantity − bound × active. */
static void add_beyond(bil_model *model, const bil_model_phase *phase, const reference *was,
                       bil_index service, double bound)
{
    for (size_t o = 0; o < phase->phase->offer_count; o++) {
        if (refers(was, &phase->phase->offers[o], service)) {
            bil_lp_term_add(&model->lp, phase->steps[o], phase->unit[o]);
            bil_lp_term_add(&model->lp, phase->active[o], -bound);
        }
    }
}

/* A service that was there: `changed` is 0 only when one of the compared offers is active with the
 * very quantity. Written with the least and the most it can be, so that a solution that is not
 * whole yet already sees most of what a change costs. */
static void add_kept(bil_model *model, bil_model_phase *phase, bil_index service,
                     const reference *was, double weight)
{
    const char *code = model->view->catalogue->services[service].code;
    const bil_view_phase *p = phase->phase;
    const size_t t = p->index;
    double low = HUGE_VAL;
    double high = 0.0;
    for (size_t o = 0; o < p->offer_count; o++) {
        if (refers(was, &p->offers[o], service)) {
            low = fmin(low, (double)p->offers[o].low);
            high = fmax(high, (double)p->offers[o].high);
        }
    }
    if (high <= 0.0) {
        return; /* it changes whatever is decided */
    }
    const uint32_t changed = bil_lp_add_column(
        &model->lp, 0.0, 1.0, true, bil_model_name(model, "new", service, code, t), code);
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, was->quantity - high,
                         bil_model_name(model, "more", service, code, t), code);
    add_beyond(model, phase, was, service, high);
    bil_lp_term_add(&model->lp, changed, was->quantity - high);
    (void)bil_lp_add_row(&model->lp, was->quantity - low, HUGE_VAL,
                         bil_model_name(model, "less", service, code, t), code);
    add_beyond(model, phase, was, service, low);
    bil_lp_term_add(&model->lp, changed, was->quantity - low);
    (void)bil_lp_add_row(&model->lp, 1.0, HUGE_VAL,
                         bil_model_name(model, "there", service, code, t), code);
    for (size_t o = 0; o < p->offer_count; o++) {
        if (refers(was, &p->offers[o], service)) {
            bil_lp_term_add(&model->lp, phase->active[o], 1.0);
        }
    }
    bil_lp_term_add(&model->lp, changed, 1.0);
    cost(model, changed, weight);
}

static reference today(const bil_model *model, bil_index service)
{
    const bil_in_place *row = bil_case_in_place_of(model->view->person, service);
    return (reference){.quantity = row == NULL ? 0.0 : (double)row->quantity,
                       .any_provider = true,
                       .provider = BIL_NONE};
}

static reference before(const bil_view_phase *phase, bil_index service)
{
    const bil_near_line *line = bil_view_near_line(phase, service);
    if (line == NULL) {
        return (reference){.provider = BIL_NONE};
    }
    return (reference){
        .quantity = (double)line->quantity, .lost = line->lost, .provider = line->provider};
}

/* Against what is in place today, by months; or line by line against the plan to stay near to. */
static void set_changes(bil_model *model, bool near)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        bil_model_phase *phase = &model->phases[i];
        const bil_view_phase *p = phase->phase;
        for (size_t o = 0; o < p->offer_count; o++) {
            const bil_index service = p->offers[o].service;
            if (o > 0 && p->offers[o - 1].service == service) {
                continue;
            }
            const reference was = near ? before(p, service) : today(model, service);
            const double weight = near ? 1.0 : (double)p->months;
            if (was.quantity > 0.0) {
                add_kept(model, phase, service, &was, weight);
            } else {
                add_new(model, phase, service, weight);
            }
        }
    }
}

/* Months × weight × the share of the target that was covered and no longer is. */
static void set_reduction(bil_model *model)
{
    const double measure = bil_model_measure(model);
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        const bil_view_phase *p = phase->phase;
        for (size_t n = 0; p->near_covered != NULL && n < model->view->person->need_count; n++) {
            const bil_need *need = &model->view->person->needs[n];
            if (p->targets[n] <= 0 || p->near_covered[n] <= 0) {
                continue;
            }
            const uint32_t lost =
                bil_lp_add_column(&model->lp, 0.0, 1.0, false,
                                  bil_model_name(model, "lost", n, need->id, p->index), need->id);
            (void)bil_lp_add_row(&model->lp, (double)p->near_covered[n] / (double)p->targets[n],
                                 HUGE_VAL, bil_model_name(model, "had", n, need->id, p->index),
                                 need->id);
            bil_lp_term_add(&model->lp, lost, 1.0);
            for (size_t k = 0; k < model->segments; k++) {
                bil_lp_term_add(&model->lp, phase->fill[n * model->segments + k], 1.0);
            }
            cost(model, lost,
                 BIL_SCORE_SCALE * (double)bil_need_weight(need) * p->months / measure);
        }
    }
}

/* Is an offer of the same provider earlier in the list? */
static bool provider_seen(const bil_model *model, const bil_view_phase *p, size_t o)
{
    const bil_provider *rows = model->view->catalogue->providers;
    for (size_t k = 0; k < o; k++) {
        if (p->offers[k].provider != BIL_NONE &&
            strcmp(rows[p->offers[k].provider].code, rows[p->offers[o].provider].code) == 0) {
            return true;
        }
    }
    return false;
}

/* One column for a provider, 1 when any of its offers is active. */
static void add_provider(bil_model *model, bil_model_phase *phase, size_t first)
{
    const bil_view_phase *p = phase->phase;
    const bil_provider *rows = model->view->catalogue->providers;
    const char *code = rows[p->offers[first].provider].code;
    const uint32_t column = bil_lp_add_column(
        &model->lp, 0.0, 1.0, false, bil_model_name(model, "prov", first, code, p->index), code);
    for (size_t o = first; o < p->offer_count; o++) {
        if (p->offers[o].provider != BIL_NONE &&
            strcmp(rows[p->offers[o].provider].code, code) == 0) {
            (void)bil_lp_add_row(&model->lp, 0.0, HUGE_VAL,
                                 bil_model_name(model, "gives", o, code, p->index), code);
            bil_lp_term_add(&model->lp, column, 1.0);
            bil_lp_term_add(&model->lp, phase->active[o], -1.0);
        }
    }
    cost(model, column, (double)p->months);
}

/* Months in which somebody delivers something: named providers, and services bought from nobody
 * named. Help that costs nothing has no provider. */
static void set_providers(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        bil_model_phase *phase = &model->phases[i];
        const bil_view_phase *p = phase->phase;
        for (size_t o = 0; o < p->offer_count; o++) {
            if (p->offers[o].provider == BIL_NONE) {
                cost(model, phase->active[o],
                     p->offers[o].unit_price > 0 ? (double)p->months : 0.0);
            } else if (!provider_seen(model, p, o)) {
                add_provider(model, phase, o);
            }
        }
    }
}

/* Months of services that a plan to be unlike has too. */
static void set_shared(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        for (size_t o = 0; phase->shared != NULL && o < phase->phase->offer_count; o++) {
            cost(model, phase->active[o], phase->shared[o] * phase->phase->months);
        }
    }
}

/* Euro a month, averaged over the group's months. */
static void set_paid(bil_model *model, bool family)
{
    const double months = bil_model_months(model);
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        for (size_t k = 0; k < phase->payment_count; k++) {
            const bil_source *source =
                &model->view->catalogue
                     ->sources[phase->phase->payers[phase->payments[k].payer].source];
            if (family ? source->kind == BIL_SOURCE_FAMILY : source->is_public) {
                cost(model, phase->payments[k].column, phase->phase->months / months);
            }
        }
    }
}

static void set_total(bil_model *model)
{
    const double months = bil_model_months(model);
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        for (size_t o = 0; o < phase->phase->offer_count; o++) {
            const bil_offer *offer = &phase->phase->offers[o];
            const bool once = bil_offer_service(model->view, offer)->one_off;
            const double share = (once ? 1.0 : (double)phase->phase->months) / months;
            const double price = (double)offer->unit_price / 100.0 * share * phase->unit[o];
            cost(model, phase->steps[o], price >= BIL_MODEL_TINY ? price : 0.0);
        }
    }
}

static void set_lines(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        for (size_t o = 0; o < model->phases[i].phase->offer_count; o++) {
            cost(model, model->phases[i].active[o], 1.0);
        }
    }
}

/* Of equal plans the one with less of each, the catalogue's first services before the later. */
static void set_order(bil_model *model)
{
    const double services = (double)model->view->catalogue->service_count + 1.0;
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        for (size_t o = 0; o < phase->phase->offer_count; o++) {
            const double rank = (double)phase->phase->offers[o].service / services;
            cost(model, phase->steps[o], 1.0 + rank);
        }
        for (size_t r = 0; r < phase->phase->payer_count; r++) {
            cost(model, phase->uses[r], 1.0);
        }
        for (size_t h = 0; h < phase->phase->helper_count; h++) {
            cost(model, phase->draws[h], 1.0);
        }
    }
}

static void set(bil_model *model, bil_stage stage)
{
    switch (stage) {
    case BIL_STAGE_SHORTFALL:
        bil_stage_add_shortfall(model, 1.0);
        break;
    case BIL_STAGE_SCORE:
        bil_stage_add_score(model, 1.0);
        break;
    case BIL_STAGE_PREFER:
        set_prefer(model);
        break;
    case BIL_STAGE_OUTSIDE:
        set_outside(model);
        break;
    case BIL_STAGE_FAMILY_HOURS:
        set_family_hours(model);
        break;
    case BIL_STAGE_FAMILY_MONEY:
        set_paid(model, true);
        break;
    case BIL_STAGE_RESIDENTIAL:
        set_months_in(model, BIL_SETTING_RESIDENTIAL);
        break;
    case BIL_STAGE_DAY:
        set_months_in(model, BIL_SETTING_DAY);
        break;
    case BIL_STAGE_CHANGES:
        set_changes(model, false);
        break;
    case BIL_STAGE_CHANGED_LINES:
        set_changes(model, true);
        break;
    case BIL_STAGE_REDUCTION:
        set_reduction(model);
        break;
    case BIL_STAGE_PROVIDERS:
        set_providers(model);
        break;
    case BIL_STAGE_SHARED:
        set_shared(model);
        break;
    case BIL_STAGE_PUBLIC:
        set_paid(model, false);
        break;
    case BIL_STAGE_TOTAL:
        set_total(model);
        break;
    case BIL_STAGE_LINES:
        set_lines(model);
        break;
    case BIL_STAGE_ORDER:
        set_order(model);
        break;
    case BIL_STAGE_COUNT:
        break;
    }
}

bool bil_stage_seeks_more(bil_stage stage)
{
    return stage == BIL_STAGE_SCORE || stage == BIL_STAGE_PREFER;
}

bool bil_stage_set(bil_model *model, bil_stage stage)
{
    bil_lp_clear_objective(&model->lp);
    model->lp.maximise = bil_stage_seeks_more(stage);
    set(model, stage);
    for (size_t j = 0; j < model->lp.column_count; j++) {
        if (model->lp.columns[j].cost != 0.0) {
            return true;
        }
    }
    return false;
}

double bil_stage_slack(bil_stage stage)
{
    switch (stage) {
    case BIL_STAGE_SHORTFALL:
    case BIL_STAGE_SCORE:
    case BIL_STAGE_REDUCTION:
        return 2e-7 * BIL_SCORE_SCALE;
    case BIL_STAGE_FAMILY_MONEY:
    case BIL_STAGE_PUBLIC:
    case BIL_STAGE_TOTAL:
        return 0.002; /* a fifth of a cent a month */
    case BIL_STAGE_PREFER:
    case BIL_STAGE_OUTSIDE:
    case BIL_STAGE_FAMILY_HOURS:
    case BIL_STAGE_RESIDENTIAL:
    case BIL_STAGE_DAY:
    case BIL_STAGE_CHANGES:
    case BIL_STAGE_PROVIDERS:
    case BIL_STAGE_SHARED:
    case BIL_STAGE_CHANGED_LINES:
    case BIL_STAGE_LINES:
        return 0.5; /* whole numbers */
    case BIL_STAGE_ORDER:
    case BIL_STAGE_COUNT:
        break;
    }
    return 1e-6;
}

void bil_stage_hold(bil_model *model, bil_stage stage, double value, double give)
{
    const double slack = give + bil_stage_slack(stage);
    const double lower = model->lp.maximise ? value - slack : -HUGE_VAL;
    const double upper = model->lp.maximise ? HUGE_VAL : value + slack;
    (void)bil_lp_add_row(
        &model->lp, lower, upper,
        bil_model_name(model, "hold", model->lp.row_count, bil_stage_name(stage), 0),
        bil_stage_name(stage));
    for (size_t j = 0; j < model->lp.column_count; j++) {
        const double value_j = model->lp.columns[j].cost;
        if (fabs(value_j) >= 1e-4) {
            bil_lp_term_add(&model->lp, (uint32_t)j, value_j);
        }
    }
}
