/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/irreducible.h"

#include <math.h>

int64_t bil_lowered(const bil_offer *offer, int64_t quantity)
{
    return quantity - offer->step >= offer->low ? quantity - offer->step : 0;
}

static int64_t raw_cover(const bil_view *view, const bil_view_phase *phase, const int64_t *quantity,
                         size_t need)
{
    int64_t covered = view->person->needs[need].already_covered;
    for (size_t o = 0; o < phase->offer_count; o++) {
        covered += phase->offers[o].effects[need] * quantity[o];
    }
    return covered;
}

static bool lowers_coverage(const bil_view *view, const bil_view_phase *phase,
                            const int64_t *quantity, size_t offer, int64_t delta)
{
    for (size_t n = 0; n < view->person->need_count; n++) {
        const int64_t loss = phase->offers[offer].effects[n] * delta;
        if (loss > 0 && raw_cover(view, phase, quantity, n) - loss < phase->targets[n]) {
            return true;
        }
    }
    return false;
}

static bool service_among(const bil_index *list, size_t count, bil_index service)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == service) {
            return true;
        }
    }
    return false;
}

static bool other_active(const bil_view_phase *phase, const int64_t *quantity, size_t except,
                         const bil_index *services, size_t count)
{
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (o != except && quantity[o] > 0 &&
            service_among(services, count, phase->offers[o].service)) {
            return true;
        }
    }
    return false;
}

static bool source_in_use(const bil_view_phase *phase, const bil_choice *choice,
                          const bil_funding_found *funding, bil_index source, size_t except)
{
    const size_t r = bil_view_payer(phase, source);
    if (r != SIZE_MAX && funding != NULL && !phase->payers[r].active) {
        for (size_t o = 0; o < phase->offer_count; o++) {
            if (o != except && funding->cents[o * phase->payer_count + r] > 0) {
                return true;
            }
        }
        return false;
    }
    if (r != SIZE_MAX) {
        return phase->payers[r].active || (phase->payers[r].flagged && choice->uses[r]);
    }
    const size_t h = bil_view_helper(phase, source);
    return h != SIZE_MAX &&
           (phase->helpers[h].active || (phase->helpers[h].flagged && choice->draws[h]));
}

/* Would ending this line leave an `a` of some rule without its `b`? */
static bool breaks_requires(const bil_view *view, const bil_view_phase *phase,
                            const bil_choice *choice, const bil_funding_found *funding,
                            size_t offer)
{
    const bil_index service = phase->offers[offer].service;
    for (size_t k = 0; k < phase->rule_count; k++) {
        const bil_view_rule *rule = &phase->rules[k];
        if (view->catalogue->rules[rule->rule].form != BIL_RULE_REQUIRES ||
            !service_among(rule->b_services, rule->b_service_count, service)) {
            continue;
        }
        bool a =
            other_active(phase, choice->quantity, offer, rule->a_services, rule->a_service_count);
        bool b =
            other_active(phase, choice->quantity, offer, rule->b_services, rule->b_service_count);
        for (size_t i = 0; i < rule->a_source_count; i++) {
            a = a || source_in_use(phase, choice, funding, rule->a_sources[i], offer);
        }
        for (size_t i = 0; i < rule->b_source_count; i++) {
            b = b || source_in_use(phase, choice, NULL, rule->b_sources[i], offer);
        }
        if (a && !b) {
            return true;
        }
    }
    return false;
}

/* Would a source that must be used have nothing to pay without this line? Without a funding it may
 * be so. */
static bool pays_alone(const bil_view *view, const bil_view_phase *phase,
                       const bil_funding_found *funding, const bil_selector *wish, size_t offer)
{
    bool here = false;
    for (size_t r = 0; r < phase->payer_count; r++) {
        if (!bil_selector_matches_source(view->catalogue, wish, phase->payers[r].source)) {
            continue;
        }
        if (phase->payers[r].active) {
            return false;
        }
        here = here || funding == NULL || funding->cents[offer * phase->payer_count + r] > 0;
        for (size_t o = 0; funding != NULL && o < phase->offer_count; o++) {
            if (o != offer && funding->cents[o * phase->payer_count + r] > 0) {
                return false;
            }
        }
    }
    return here;
}

/* Would ending this line leave a `must` unmet? */
static bool breaks_must(const bil_view *view, const bil_view_phase *phase, const bil_choice *choice,
                        const bil_funding_found *funding, size_t offer)
{
    const bil_wishes *wishes = &view->person->wishes;
    for (size_t w = 0; w < wishes->must_count; w++) {
        if (!bil_view_must(view, w)) {
            continue;
        }
        if (wishes->must[w].kind == BIL_SELECT_SOURCE &&
            pays_alone(view, phase, funding, &wishes->must[w], offer)) {
            return true;
        }
        if (!bil_case_wish_met_by(view->person, &wishes->must[w], phase->offers[offer].service,
                                  phase->offers[offer].provider)) {
            continue;
        }
        bool other = false;
        for (size_t o = 0; o < phase->offer_count; o++) {
            other = other ||
                    (o != offer && choice->quantity[o] > 0 &&
                     bil_case_wish_met_by(view->person, &wishes->must[w], phase->offers[o].service,
                                          phase->offers[o].provider));
        }
        if (!other) {
            return true;
        }
    }
    return false;
}

bool bil_reducible(const bil_view *view, const bil_view_phase *phase, const bil_choice *choice,
                   const bil_funding_found *funding, size_t offer)
{
    const bil_offer *o = &phase->offers[offer];
    const int64_t quantity = choice->quantity[offer];
    if (quantity == 0 || o->fixed > 0) {
        return false;
    }
    const int64_t lowered = bil_lowered(o, quantity);
    if (o->kept > 0 && lowered < o->kept) {
        return false;
    }
    if (lowers_coverage(view, phase, choice->quantity, offer, quantity - lowered)) {
        return false;
    }
    return lowered > 0 || (!breaks_must(view, phase, choice, funding, offer) &&
                           !breaks_requires(view, phase, choice, funding, offer));
}

/* A witness column: 1 says that need `n` would lose. Returns BIL_NO_COLUMN when it never could. */
static uint32_t add_witness(bil_model *model, bil_model_phase *phase, size_t offer, size_t n,
                            uint32_t lowest)
{
    const bil_view_phase *p = phase->phase;
    const bil_offer *o = &p->offers[offer];
    const char *id = model->view->person->needs[n].id;
    const int64_t effect = o->effects[n];
    if (effect == 0 || p->targets[n] <= model->view->person->needs[n].already_covered) {
        return BIL_NO_COLUMN;
    }
    double most = (double)model->view->person->needs[n].already_covered;
    for (size_t k = 0; k < p->offer_count; k++) {
        most += (double)(p->offers[k].effects[n] * p->offers[k].high);
    }
    const uint32_t witness =
        bil_lp_add_column(&model->lp, 0.0, 1.0, true,
                          bil_model_name(model, "v", model->lp.column_count, id, p->index), id);
    /* covered ≤ target − 1 + what the last step gives, else anything (hundredths / 100) */
    const double limit = (double)(p->targets[n] - 1 + effect * o->step) / 100.0;
    const double extra = (double)(effect * (o->low - o->step)) / 100.0;
    most = most / 100.0 + 1.0;
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL,
                         most - (double)model->view->person->needs[n].already_covered / 100.0,
                         bil_model_name(model, "loses", model->lp.row_count, id, p->index), id);
    for (size_t k = 0; k < p->offer_count; k++) {
        bil_lp_term_add(&model->lp, phase->steps[k],
                        phase->unit[k] * (double)p->offers[k].effects[n] / 100.0);
    }
    if (most > limit) {
        bil_lp_term_add(&model->lp, witness, most - limit);
    }
    if (lowest != BIL_NO_COLUMN && extra > 0.0) {
        bil_lp_term_add(&model->lp, lowest, -extra);
    } else if (lowest == BIL_NO_COLUMN && extra > 0.0 && !model->lp.out_of_memory) {
        model->lp.rows[model->lp.row_count - 1].upper += extra; /* one level: always the lowest */
    }
    return witness;
}

/* A column that may be 1 only at the least quantity, where a step down ends the line. */
static uint32_t add_lowest(bil_model *model, bil_model_phase *phase, size_t offer)
{
    const bil_view_phase *p = phase->phase;
    const bil_offer *o = &p->offers[offer];
    if (o->low == o->high) {
        return BIL_NO_COLUMN;
    }
    const char *code = bil_offer_service(model->view, o)->code;
    const uint32_t lowest = bil_lp_add_column(
        &model->lp, 0.0, 1.0, true,
        bil_model_name(model, "low", model->lp.column_count, code, p->index), code);
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, (double)bil_offer_steps(o, o->high),
                         bil_model_name(model, "at_low", model->lp.row_count, code, p->index),
                         code);
    bil_lp_term_add(&model->lp, phase->steps[offer], 1.0);
    bil_lp_term_add(&model->lp, lowest, (double)bil_offer_steps(o, o->high - o->low));
    return lowest;
}

/* excuse ≤ 1 − Σ (activity of the others that would keep the promise), at the least quantity. */
static void add_excuse_rows(bil_model *model, bil_model_phase *phase, size_t offer, uint32_t excuse,
                            const bil_activity *others, size_t count)
{
    const char *code = bil_offer_service(model->view, &phase->phase->offers[offer])->code;
    for (size_t i = 0; i < count; i++) {
        if (!others[i].certain && others[i].count == 0) {
            continue;
        }
        (void)bil_lp_add_row(
            &model->lp, -HUGE_VAL, others[i].certain ? 0.0 : 1.0,
            bil_model_name(model, "excuse", model->lp.row_count, code, phase->phase->index), code);
        bil_lp_term_add(&model->lp, excuse, 1.0);
        for (size_t c = 0; c < others[i].count; c++) {
            if (others[i].columns[c] != phase->active[offer]) {
                bil_lp_term_add(&model->lp, others[i].columns[c], 1.0);
            }
        }
    }
}

static uint32_t new_excuse(bil_model *model, bil_model_phase *phase, size_t offer, uint32_t lowest)
{
    const char *code = bil_offer_service(model->view, &phase->phase->offers[offer])->code;
    const uint32_t excuse = bil_lp_add_column(
        &model->lp, 0.0, 1.0, true,
        bil_model_name(model, "e", model->lp.column_count, code, phase->phase->index), code);
    if (lowest != BIL_NO_COLUMN) {
        (void)bil_lp_add_row(
            &model->lp, -HUGE_VAL, 0.0,
            bil_model_name(model, "excuse_low", model->lp.row_count, code, phase->phase->index),
            code);
        bil_lp_term_add(&model->lp, excuse, 1.0);
        bil_lp_term_add(&model->lp, lowest, -1.0);
    }
    return excuse;
}

/* Could this line be what a `must` needs: by its service or provider, or by a source that pays it?
 */
static bool may_meet(const bil_view *view, const bil_view_phase *phase, const bil_selector *wish,
                     const bil_offer *offer)
{
    for (size_t r = 0; wish->kind == BIL_SELECT_SOURCE && r < phase->payer_count; r++) {
        const uint64_t payers = offer->payers_health | offer->payers_social | offer->payers_pension;
        if ((payers >> r & 1U) != 0 && !phase->payers[r].active &&
            bil_selector_matches_source(view->catalogue, wish, phase->payers[r].source)) {
            return true;
        }
    }
    return bil_case_wish_met_by(view->person, wish, offer->service, offer->provider);
}

/* Ending the line may be excused by a `must` that only it meets. */
static size_t add_must_excuses(bil_model *model, bil_model_phase *phase, size_t offer,
                               uint32_t lowest, uint32_t *out)
{
    const bil_view_phase *p = phase->phase;
    const bil_wishes *wishes = &model->view->person->wishes;
    size_t count = 0;
    for (size_t w = 0; w < wishes->must_count; w++) {
        if (!bil_view_must(model->view, w) ||
            !may_meet(model->view, p, &wishes->must[w], &p->offers[offer])) {
            continue;
        }
        out[count] = new_excuse(model, phase, offer, lowest);
        for (size_t k = 0; k < p->offer_count; k++) {
            if (k != offer && bil_case_wish_met_by(model->view->person, &wishes->must[w],
                                                   p->offers[k].service, p->offers[k].provider)) {
                const bil_activity other = {.columns = &phase->active[k], .count = 1};
                add_excuse_rows(model, phase, offer, out[count], &other, 1);
            }
        }
        count++;
    }
    return count;
}

/* excuse ≤ Σ (activity of what wakes the rule, this line aside): an excuse only when it is asked
 * for. */
static void add_asked_row(bil_model *model, bil_model_phase *phase, size_t offer, uint32_t excuse,
                          const bil_activity *askers, size_t count, const char *rule)
{
    for (size_t i = 0; i < count; i++) {
        if (askers[i].certain) {
            return;
        }
    }
    (void)bil_lp_add_row(
        &model->lp, -HUGE_VAL, 0.0,
        bil_model_name(model, "asked", model->lp.row_count, rule, phase->phase->index), rule);
    bil_lp_term_add(&model->lp, excuse, 1.0);
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; c < askers[i].count; c++) {
            if (askers[i].columns[c] != phase->active[offer]) {
                bil_lp_term_add(&model->lp, askers[i].columns[c], -1.0);
            }
        }
    }
}

/* … or by a `requires` rule of which it is the only `b` while some `a` is active. */
static size_t add_requires_excuses(bil_model *model, bil_model_phase *phase, size_t offer,
                                   uint32_t lowest, uint32_t *out)
{
    const bil_view_phase *p = phase->phase;
    size_t count = 0;
    for (size_t k = 0; k < p->rule_count; k++) {
        const bil_view_rule *rule = &p->rules[k];
        if (model->view->catalogue->rules[rule->rule].form != BIL_RULE_REQUIRES ||
            !service_among(rule->b_services, rule->b_service_count, p->offers[offer].service)) {
            continue;
        }
        bil_activity *a = NULL;
        bil_activity *b = NULL;
        const size_t a_count =
            bil_model_subjects(model, phase, rule->a_services, rule->a_service_count,
                               rule->a_sources, rule->a_source_count, &a);
        const size_t b_count =
            bil_model_subjects(model, phase, rule->b_services, rule->b_service_count,
                               rule->b_sources, rule->b_source_count, &b);
        out[count] = new_excuse(model, phase, offer, lowest);
        add_excuse_rows(model, phase, offer, out[count], b, b_count);
        add_asked_row(model, phase, offer, out[count], a, a_count,
                      model->view->catalogue->rules[rule->rule].id);
        count++;
    }
    return count;
}

void bil_model_add_irreducible(bil_model *model, size_t i, size_t offer)
{
    bil_model_phase *phase = &model->phases[i];
    const bil_view_phase *p = phase->phase;
    const bil_offer *o = &p->offers[offer];
    if (o->fixed > 0 || (o->kept > 0 && o->low == o->high)) {
        return; /* locked at its one quantity: that is reason enough */
    }
    const size_t needs = model->view->person->need_count;
    const size_t room = needs + model->view->person->wishes.must_count + p->rule_count + 2;
    uint32_t *reasons = bil_arena_alloc(model->arena, room, sizeof *reasons);
    if (reasons == NULL) {
        model->lp.out_of_memory = true;
        return;
    }
    const uint32_t lowest = add_lowest(model, phase, offer);
    size_t count = 0;
    if (o->kept > 0 && lowest != BIL_NO_COLUMN) {
        reasons[count++] = lowest; /* kept: the least quantity needs no reason */
    }
    for (size_t n = 0; n < needs; n++) {
        const uint32_t witness = add_witness(model, phase, offer, n, lowest);
        if (witness != BIL_NO_COLUMN) {
            reasons[count++] = witness;
        }
    }
    count += add_must_excuses(model, phase, offer, lowest, reasons + count);
    count += add_requires_excuses(model, phase, offer, lowest, reasons + count);
    const char *code = bil_offer_service(model->view, o)->code;
    (void)bil_lp_add_row(&model->lp, 0.0, HUGE_VAL,
                         bil_model_name(model, "reason", model->lp.row_count, code, p->index),
                         code);
    for (size_t k = 0; k < count; k++) {
        bil_lp_term_add(&model->lp, reasons[k], 1.0);
    }
    bil_lp_term_add(&model->lp, phase->active[offer], -1.0);
}

void bil_reduce(const bil_view *view, const bil_view_phase *phase, bil_choice *choice)
{
    for (;;) {
        size_t worst = SIZE_MAX;
        for (size_t o = 0; o < phase->offer_count; o++) {
            if (bil_reducible(view, phase, choice, NULL, o) &&
                (worst == SIZE_MAX ||
                 phase->offers[o].unit_price > phase->offers[worst].unit_price)) {
                worst = o;
            }
        }
        if (worst == SIZE_MAX) {
            return;
        }
        choice->quantity[worst] = bil_lowered(&phase->offers[worst], choice->quantity[worst]);
    }
}
