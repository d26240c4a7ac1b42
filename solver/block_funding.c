/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "solver/model.h"

/* Who pays (model §3.2–3.5), in euro a month.
 *
 * Health and social parts that the very same payers may pay are poured together: one row per such
 * class instead of one per line. Within a class any split of the totals over its lines is open to
 * every payer, so nothing is lost; pensions, which may pay only what is due line by line, are
 * limited by the class's total due, and a split by line exists whenever the totals fit. Half-cent
 * roundings of the health share are slack here and settled by the exact funding afterwards. */

typedef struct {
    uint64_t payers;   /* who may pay, pensions included */
    uint64_t pensions; /* of these, pensions */
    bool health;
    double slack;   /* half a cent for each line whose split is not whole, all together */
    double most;    /* the class's greatest total */
    uint32_t above; /* cents of rounding, see add_rounding; BIL_NO_COLUMN when all is whole */
    uint32_t below;
} money_class;

typedef struct {
    bil_model *model;
    bil_model_phase *phase;
    money_class *classes;
    size_t count;
    size_t *health_of; /* per offer, SIZE_MAX = none */
    size_t *social_of;
} funding;

static double euro(int64_t cents)
{
    const int64_t whole = cents / 100;
    return (double)whole + (double)(cents % 100) / 100.0;
}

/* Weight of a cent in the month: a one-off is spread over the phase. */
static double per_month(const funding *f, size_t o)
{
    const bil_offer *offer = &f->phase->phase->offers[o];
    return bil_offer_service(f->model->view, offer)->one_off ? 1.0 / (double)f->phase->phase->months
                                                             : 1.0;
}

static double share_of(const funding *f, size_t o, bool health)
{
    const int64_t bp =
        bil_offer_service(f->model->view, &f->phase->phase->offers[o])->health_share_bp;
    return (double)(health ? bp : 10000 - bp) / 10000.0;
}

/* Euro a month of one part for one unit of quantity. */
static double part_price(const funding *f, size_t o, bool health)
{
    return euro(f->phase->phase->offers[o].unit_price) * share_of(f, o, health) * per_month(f, o);
}

/* What rounding may move on one part of a line while it is active: half a cent when the split is
 * not whole, and all of a price too small for a coefficient. */
static double line_slack(const funding *f, size_t o, bool health)
{
    const bil_offer *offer = &f->phase->phase->offers[o];
    const int64_t bp = bil_offer_service(f->model->view, offer)->health_share_bp;
    const double price = part_price(f, o, health);
    double slack = offer->unit_price * bp % 10000 == 0 ? 0.0 : 0.005 * per_month(f, o);
    slack += price < BIL_MODEL_TINY ? price * (double)offer->high : 0.0;
    return slack > 0.0 ? fmax(slack, BIL_MODEL_TINY) : 0.0;
}

static size_t class_of(funding *f, uint64_t payers, uint64_t pensions, bool health)
{
    for (size_t k = 0; k < f->count; k++) {
        if (f->classes[k].payers == payers && f->classes[k].pensions == pensions) {
            f->classes[k].health = f->classes[k].health && health;
            return k;
        }
    }
    f->classes[f->count] = (money_class){.payers = payers, .pensions = pensions, .health = health};
    return f->count++;
}

static void sort_into_classes(funding *f)
{
    const bil_view_phase *p = f->phase->phase;
    for (size_t o = 0; o < p->offer_count; o++) {
        const bil_offer *offer = &p->offers[o];
        const int64_t bp = bil_offer_service(f->model->view, offer)->health_share_bp;
        f->health_of[o] = SIZE_MAX;
        f->social_of[o] = SIZE_MAX;
        if (offer->unit_price == 0) {
            continue;
        }
        if (bp > 0) {
            f->health_of[o] = class_of(f, offer->payers_health, 0, true);
        }
        if (bp < 10000) {
            const uint64_t pensions = offer->due_unit > 0 ? offer->payers_pension : 0;
            f->social_of[o] = class_of(f, offer->payers_social | pensions, pensions, false);
        }
        for (int health = 0; health < 2; health++) {
            const size_t k = health != 0 ? f->health_of[o] : f->social_of[o];
            if (k != SIZE_MAX) {
                const double price = part_price(f, o, health != 0);
                f->classes[k].slack += line_slack(f, o, health != 0);
                f->classes[k].most += price * (double)offer->high;
            }
        }
    }
}

/* Columns, in cents, by which the class's total may lie above and below the sum of its parts: at
 * most what rounding moves on the lines that are active. */
static void add_rounding(funding *f, size_t k)
{
    money_class *class = &f->classes[k];
    class->above = BIL_NO_COLUMN;
    class->below = BIL_NO_COLUMN;
    if (class->slack <= 0.0) {
        return;
    }
    bil_model *model = f->model;
    const size_t t = f->phase->phase->index;
    class->above = bil_lp_add_column(&model->lp, 0.0, 100.0 * class->slack, false,
                                     bil_model_name(model, "up", k, "cents", t), "");
    class->below = bil_lp_add_column(&model->lp, 0.0, 100.0 * class->slack, false,
                                     bil_model_name(model, "dn", k, "cents", t), "");
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, 0.0, bil_model_name(model, "round", k, "", t), "");
    bil_lp_term_add(&model->lp, class->above, 1.0);
    bil_lp_term_add(&model->lp, class->below, 1.0);
    for (size_t o = 0; o < f->phase->phase->offer_count; o++) {
        for (int health = 0; health < 2; health++) {
            if ((health != 0 ? f->health_of[o] : f->social_of[o]) == k) {
                bil_lp_term_add(&model->lp, f->phase->active[o],
                                -100.0 * line_slack(f, o, health != 0));
            }
        }
    }
}

static bool bottomless(const funding *f, size_t r)
{
    const bil_payer *payer = &f->phase->phase->payers[r];
    return payer->cap == BIL_UNLIMITED && !payer->flagged && !payer->pension &&
           f->model->view->catalogue->sources[payer->source].is_public;
}

/* Where a public pool without limit of its own may pay, other public money that no rule watches
 * adds nothing: the exact funding chooses among them later. */
static bool redundant(const funding *f, const money_class *class, size_t r)
{
    const bil_payer *payer = &f->phase->phase->payers[r];
    const bool is_public = f->model->view->catalogue->sources[payer->source].is_public;
    const bil_relaxation *relaxed = f->model->view->relaxed;
    if (!is_public || payer->flagged || payer->pension ||
        (relaxed != NULL && relaxed->each_payer)) {
        return false;
    }
    for (size_t other = 0; other < f->phase->phase->payer_count; other++) {
        if ((class->payers >> other & 1U) != 0 && bottomless(f, other)) {
            return other != r && (!bottomless(f, r) || other < r);
        }
    }
    return false;
}

static double payer_room(const funding *f, size_t r, double most)
{
    const int64_t cap = f->phase->phase->payers[r].cap;
    return cap == BIL_UNLIMITED ? most : fmin(euro(cap), most);
}

static void add_payment(funding *f, size_t k, size_t r)
{
    bil_model_phase *phase = f->phase;
    bil_model_payment *grown =
        bil_arena_grow(f->model->arena, phase->payments, phase->payment_count,
                       &phase->payment_capacity, phase->payment_count + 1, sizeof *grown);
    if (grown == NULL) {
        f->model->lp.out_of_memory = true;
        return;
    }
    phase->payments = grown;
    const char *code = f->model->view->catalogue->sources[phase->phase->payers[r].source].code;
    const double room = payer_room(f, r, f->classes[k].most + f->classes[k].slack);
    const uint32_t column = bil_lp_add_column(
        &f->model->lp, 0.0, room, false,
        bil_model_name(f->model, "z", k * BIL_PAYERS_MAX + r, code, phase->phase->index), code);
    phase->payments[phase->payment_count++] = (bil_model_payment){.column = column, .payer = r};
    bil_lp_term_add(&f->model->lp, column, 1.0);
}

static void add_lines(funding *f, size_t k, double sign)
{
    for (size_t o = 0; o < f->phase->phase->offer_count; o++) {
        for (int health = 0; health < 2; health++) {
            if ((health != 0 ? f->health_of[o] : f->social_of[o]) != k) {
                continue;
            }
            const double price = part_price(f, o, health != 0);
            if (price >= BIL_MODEL_TINY) {
                bil_lp_term_add(&f->model->lp, f->phase->steps[o],
                                sign * price * f->phase->unit[o]);
            }
        }
    }
}

/* Σ pensions ≤ Σ due, where what is due is less than the whole part. */
static void add_due_row(funding *f, size_t k, size_t first, size_t last)
{
    bil_model_phase *phase = f->phase;
    const size_t t = phase->phase->index;
    if (f->classes[k].pensions == 0) {
        return;
    }
    (void)bil_lp_add_row(&f->model->lp, -HUGE_VAL, 0.0, bil_model_name(f->model, "due", k, "", t),
                         "");
    if (f->classes[k].above != BIL_NO_COLUMN) {
        bil_lp_term_add(&f->model->lp, f->classes[k].above, -0.01);
    }
    for (size_t i = first; i < last; i++) {
        if (phase->phase->payers[phase->payments[i].payer].pension) {
            bil_lp_term_add(&f->model->lp, phase->payments[i].column, 1.0);
        }
    }
    for (size_t o = 0; o < phase->phase->offer_count; o++) {
        if (f->social_of[o] == k) {
            const bil_offer *offer = &phase->phase->offers[o];
            const double due =
                fmin(euro(offer->due_unit) * per_month(f, o), part_price(f, o, false));
            if (due >= BIL_MODEL_TINY) {
                bil_lp_term_add(&f->model->lp, phase->steps[o], -due * phase->unit[o]);
            }
        }
    }
}

static void add_classes(funding *f)
{
    bil_model_phase *phase = f->phase;
    for (size_t k = 0; k < f->count; k++) {
        const money_class *class = &f->classes[k];
        const size_t first = phase->payment_count;
        add_rounding(f, k);
        (void)bil_lp_add_row(
            &f->model->lp, 0.0, 0.0,
            bil_model_name(f->model, "pay", k, class->health ? "h" : "s", phase->phase->index), "");
        if (class->above != BIL_NO_COLUMN) {
            bil_lp_term_add(&f->model->lp, class->above, -0.01);
            bil_lp_term_add(&f->model->lp, class->below, 0.01);
        }
        for (size_t r = 0; r < phase->phase->payer_count; r++) {
            if ((class->payers >> r & 1U) != 0 && !redundant(f, class, r)) {
                add_payment(f, k, r);
            }
        }
        add_lines(f, k, -1.0);
        add_due_row(f, k, first, phase->payment_count);
    }
}

static double total_most(const funding *f)
{
    double most = 0.0;
    for (size_t k = 0; k < f->count; k++) {
        most += f->classes[k].most + f->classes[k].slack;
    }
    return most;
}

/* What may still be paid by a source that others absorb: a column ≤ max(0, cap − Σ absorbed). */
static uint32_t absorbed_room(funding *f, size_t r, double cap)
{
    bil_model *model = f->model;
    const bil_view_phase *p = f->phase->phase;
    const char *code = model->view->catalogue->sources[p->payers[r].source].code;
    uint32_t room = BIL_NO_COLUMN;
    double certainly = 0.0;
    double at_most = 0.0;
    uint32_t awake[64];
    double amounts[64];
    size_t count = 0;
    for (size_t i = 0; i < p->rule_count && count < 64; i++) {
        const bil_view_rule *rule = &p->rules[i];
        const bil_rule *row = &model->view->catalogue->rules[rule->rule];
        bool touches = false;
        for (size_t j = 0; j < rule->b_source_count; j++) {
            touches = touches || rule->b_sources[j] == p->payers[r].source;
        }
        if (row->form != BIL_RULE_ABSORBS || !touches) {
            continue;
        }
        const double amount = row->has_parameter ? fmin(euro(row->parameter_e4 / 10000), cap) : cap;
        bool certain = false;
        const uint32_t column = bil_model_awake(model, f->phase, rule, &certain);
        if (certain) {
            certainly += amount;
        } else if (column != BIL_NO_COLUMN && amount > 0.0) {
            awake[count] = column;
            amounts[count++] = amount;
            at_most += amount;
        }
    }
    if (certainly == 0.0 && count == 0) {
        return BIL_NO_COLUMN;
    }
    const double left = fmax(0.0, cap - certainly);
    room = bil_lp_add_column(&model->lp, 0.0, left, false,
                             bil_model_name(model, "room", r, code, p->index), code);
    if (count == 0 || left == 0.0) {
        return room;
    }
    /* room ≤ left − Σ amount × awake, or 0 when that is below 0: `some` tells which */
    uint32_t some = BIL_NO_COLUMN;
    if (at_most > left) {
        some = bil_lp_add_column(&model->lp, 0.0, 1.0, true,
                                 bil_model_name(model, "some", r, code, p->index), code);
        (void)bil_lp_add_row(&model->lp, -HUGE_VAL, 0.0,
                             bil_model_name(model, "some_on", r, code, p->index), code);
        bil_lp_term_add(&model->lp, room, 1.0);
        bil_lp_term_add(&model->lp, some, -left);
    }
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, some == BIL_NO_COLUMN ? left : at_most,
                         bil_model_name(model, "absorbed", r, code, p->index), code);
    bil_lp_term_add(&model->lp, room, 1.0);
    for (size_t i = 0; i < count; i++) {
        bil_lp_term_add(&model->lp, awake[i], amounts[i]);
    }
    if (some != BIL_NO_COLUMN) {
        bil_lp_term_add(&model->lp, some, at_most - left);
    }
    return room;
}

/* + Σ payments of a source, on the open row. */
static void add_payer_terms(funding *f, size_t r)
{
    const bil_model_phase *phase = f->phase;
    for (size_t i = 0; i < phase->payment_count; i++) {
        if (phase->payments[i].payer == r) {
            bil_lp_term_add(&f->model->lp, phase->payments[i].column, 1.0);
        }
    }
}

/* The source's amount, but no more than matters: beyond all it could pay and all that rules can
 * take from it by a stated amount, more is the same. Keeps coefficients of a size. */
static double cap_that_matters(const funding *f, size_t r, double most)
{
    const bil_view_phase *p = f->phase->phase;
    double taken = 0.0;
    if (p->payers[r].pension) {
        return euro(p->payers[r].cap); /* all of it counts as income */
    }
    for (size_t i = 0; i < p->rule_count; i++) {
        const bil_rule *row = &f->model->view->catalogue->rules[p->rules[i].rule];
        const bool stated = row->form == BIL_RULE_ABSORBS && row->has_parameter;
        taken += stated ? euro(row->parameter_e4 / 10000) : 0.0;
    }
    return fmin(euro(p->payers[r].cap), most + taken + 1.0);
}

/* Σ payments of a source ≤ what it has. Fills rooms[r] for the allowance. */
static void add_source_rows(funding *f, uint32_t *rooms)
{
    bil_model_phase *phase = f->phase;
    const double most = total_most(f);
    for (size_t r = 0; r < phase->phase->payer_count; r++) {
        const bil_payer *payer = &phase->phase->payers[r];
        const bool unlimited = payer->cap == BIL_UNLIMITED;
        rooms[r] = BIL_NO_COLUMN;
        if (unlimited && phase->uses[r] == BIL_NO_COLUMN) {
            continue;
        }
        rooms[r] = unlimited ? BIL_NO_COLUMN : absorbed_room(f, r, cap_that_matters(f, r, most));
        const char *code = f->model->view->catalogue->sources[payer->source].code;
        const double cap = payer_room(f, r, most);
        if (rooms[r] != BIL_NO_COLUMN) {
            (void)bil_lp_add_row(&f->model->lp, -HUGE_VAL, 0.0,
                                 bil_model_name(f->model, "rest", r, code, phase->phase->index),
                                 code);
            add_payer_terms(f, r);
            bil_lp_term_add(&f->model->lp, rooms[r], -1.0);
        }
        (void)bil_lp_add_row(&f->model->lp, -HUGE_VAL, phase->uses[r] == BIL_NO_COLUMN ? cap : 0.0,
                             bil_model_name(f->model, "source", r, code, phase->phase->index),
                             code);
        add_payer_terms(f, r);
        if (phase->uses[r] != BIL_NO_COLUMN) {
            bil_lp_term_add(&f->model->lp, phase->uses[r], -cap);
        }
    }
}

/* A used source pays at least a cent: a decision without payment would be a word only. */
static void add_use_rows(funding *f)
{
    bil_model_phase *phase = f->phase;
    bool once = false;
    for (size_t o = 0; o < phase->phase->offer_count; o++) {
        once = once || bil_offer_service(f->model->view, &phase->phase->offers[o])->one_off;
    }
    const double cent = once ? 0.01 / (double)phase->phase->months : 0.01;
    for (size_t r = 0; r < phase->phase->payer_count; r++) {
        if (phase->uses[r] == BIL_NO_COLUMN) {
            continue;
        }
        const char *code = f->model->view->catalogue->sources[phase->phase->payers[r].source].code;
        (void)bil_lp_add_row(&f->model->lp, 0.0, HUGE_VAL,
                             bil_model_name(f->model, "cent", r, code, phase->phase->index), code);
        add_payer_terms(f, r);
        bil_lp_term_add(&f->model->lp, phase->uses[r], -fmax(cent, BIL_MODEL_TINY));
    }
}

static void add_public_row(funding *f)
{
    bil_model_phase *phase = f->phase;
    const int64_t cap = phase->phase->public_cap;
    if (cap == BIL_UNLIMITED || euro(cap) >= total_most(f)) {
        return;
    }
    (void)bil_lp_add_row(&f->model->lp, -HUGE_VAL, euro(cap),
                         bil_model_name(f->model, "public", 0, "", phase->phase->index), "");
    for (size_t i = 0; i < phase->payment_count; i++) {
        const bil_payer *payer = &phase->phase->payers[phase->payments[i].payer];
        if (f->model->view->catalogue->sources[payer->source].is_public) {
            bil_lp_term_add(&f->model->lp, phase->payments[i].column, 1.0);
        }
    }
}

/* 1 exactly when a residential line is active. */
static void add_residence(funding *f)
{
    bil_model_phase *phase = f->phase;
    const bil_catalogue *catalogue = f->model->view->catalogue;
    const bil_view_phase *p = phase->phase;
    bool any = false;
    for (size_t o = 0; o < p->offer_count; o++) {
        any = any || catalogue->services[p->offers[o].service].setting == BIL_SETTING_RESIDENTIAL;
    }
    if (!any || catalogue->allowance_home_cents == catalogue->allowance_residence_cents) {
        return;
    }
    phase->residence = bil_lp_add_column(&f->model->lp, 0.0, 1.0, true,
                                         bil_model_name(f->model, "res", 0, "", p->index), "");
    (void)bil_lp_add_row(&f->model->lp, -HUGE_VAL, 0.0,
                         bil_model_name(f->model, "stays", 0, "", p->index), "");
    bil_lp_term_add(&f->model->lp, phase->residence, 1.0);
    for (size_t o = 0; o < p->offer_count; o++) {
        if (catalogue->services[p->offers[o].service].setting == BIL_SETTING_RESIDENTIAL) {
            bil_lp_term_add(&f->model->lp, phase->active[o], -1.0);
        }
    }
    for (size_t o = 0; o < p->offer_count; o++) {
        if (catalogue->services[p->offers[o].service].setting == BIL_SETTING_RESIDENTIAL) {
            (void)bil_lp_add_row(&f->model->lp, 0.0, HUGE_VAL,
                                 bil_model_name(f->model, "lives", o, "", p->index), "");
            bil_lp_term_add(&f->model->lp, phase->residence, 1.0);
            bil_lp_term_add(&f->model->lp, phase->active[o], -1.0);
        }
    }
}

/* + Σ payments of pensions, on the open row. */
static void add_pension_terms(funding *f)
{
    for (size_t i = 0; i < f->phase->payment_count; i++) {
        if (f->phase->phase->payers[f->phase->payments[i].payer].pension) {
            bil_lp_term_add(&f->model->lp, f->phase->payments[i].column, 1.0);
        }
    }
}

/* − Σ pensions in use, on the open row; those in use for certain go to its upper limit. */
static void subtract_pensions_in_use(funding *f, const uint32_t *rooms)
{
    bil_lp *lp = &f->model->lp;
    const bil_view_phase *p = f->phase->phase;
    double certain = 0.0;
    for (size_t r = 0; r < p->payer_count; r++) {
        if (!p->payers[r].pension) {
            continue;
        }
        if (rooms[r] != BIL_NO_COLUMN) {
            bil_lp_term_add(lp, rooms[r], -1.0);
        } else if (f->phase->uses[r] != BIL_NO_COLUMN) {
            bil_lp_term_add(lp, f->phase->uses[r], -euro(p->payers[r].cap));
        } else {
            certain += euro(p->payers[r].cap);
        }
    }
    if (!lp->out_of_memory) {
        lp->rows[lp->row_count - 1].upper += certain;
    }
}

/* Σ pensions paid ≤ max(0, Σ pensions in use − allowance), the allowance depending on living in a
 * residence. When nothing about the pensions is open, the ceiling is one of two constants. */
static void add_allowance(funding *f, const uint32_t *rooms)
{
    bil_model_phase *phase = f->phase;
    bil_model *model = f->model;
    const bil_view_phase *p = phase->phase;
    const bool dropped = model->view->relaxed != NULL && model->view->relaxed->allowance;
    double fixed = 0.0;
    double most = 0.0;
    bool open = false;
    for (size_t r = 0; r < p->payer_count; r++) {
        if (p->payers[r].pension) {
            most += euro(p->payers[r].cap);
            fixed += euro(p->payers[r].cap);
            open = open || rooms[r] != BIL_NO_COLUMN || phase->uses[r] != BIL_NO_COLUMN;
        }
    }
    if (most == 0.0 || dropped) {
        return;
    }
    add_residence(f);
    const double home = euro(model->view->catalogue->allowance_home_cents);
    const double residence = phase->residence == BIL_NO_COLUMN
                                 ? home
                                 : euro(model->view->catalogue->allowance_residence_cents);
    const char *name = bil_model_name(model, "allowance", 0, "", p->index);
    if (!open) {
        const double at_home = fmax(0.0, fixed - home);
        const double away = fmax(0.0, fixed - residence);
        (void)bil_lp_add_row(&model->lp, -HUGE_VAL, at_home, name, "");
        add_pension_terms(f);
        if (phase->residence != BIL_NO_COLUMN) {
            bil_lp_term_add(&model->lp, phase->residence, at_home - away);
        }
        return;
    }
    /* Σ paid ≤ Σ in use − allowance, or nothing at all: `enough` tells which */
    const double worst = fmax(home, residence);
    const uint32_t enough = bil_lp_add_column(&model->lp, 0.0, 1.0, true,
                                              bil_model_name(model, "enough", 0, "", p->index), "");
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, worst - home, name, "");
    add_pension_terms(f);
    bil_lp_term_add(&model->lp, enough, worst);
    if (phase->residence != BIL_NO_COLUMN) {
        bil_lp_term_add(&model->lp, phase->residence, residence - home);
    }
    subtract_pensions_in_use(f, rooms);
    for (size_t r = 0; r < p->payer_count; r++) {
        if (p->payers[r].pension && rooms[r] != BIL_NO_COLUMN && phase->uses[r] != BIL_NO_COLUMN) {
            const char *code = model->view->catalogue->sources[p->payers[r].source].code;
            (void)bil_lp_add_row(&model->lp, -HUGE_VAL, 0.0,
                                 bil_model_name(model, "in_use", r, code, p->index), code);
            bil_lp_term_add(&model->lp, rooms[r], 1.0);
            bil_lp_term_add(&model->lp, phase->uses[r], -euro(p->payers[r].cap));
        }
    }
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, 0.0,
                         bil_model_name(model, "enough_on", 0, "", p->index), "");
    add_pension_terms(f);
    bil_lp_term_add(&model->lp, enough, -most);
}

void bil_block_funding(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        funding f = {.model = model, .phase = &model->phases[i]};
        f.classes = bil_arena_alloc(model->arena, 2 * p->offer_count + 1, sizeof *f.classes);
        f.health_of = bil_arena_alloc(model->arena, p->offer_count + 1, sizeof *f.health_of);
        f.social_of = bil_arena_alloc(model->arena, p->offer_count + 1, sizeof *f.social_of);
        uint32_t *rooms = bil_arena_alloc(model->arena, p->payer_count + 1, sizeof *rooms);
        if (f.classes == NULL || f.health_of == NULL || f.social_of == NULL || rooms == NULL) {
            model->lp.out_of_memory = true;
            return;
        }
        sort_into_classes(&f);
        add_classes(&f);
        add_source_rows(&f, rooms);
        add_use_rows(&f);
        add_public_row(&f);
        add_allowance(&f, rooms);
    }
}
