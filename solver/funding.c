/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/funding.h"

#include <math.h>
#include <string.h>

#include "engine/money.h"
#include "solver/flow.h"
#include "solver/funding_impl.h"

/* Costs per cent, from what matters most: to use a source the choice counts on (first cent), the
 * prices of payers, family money when it is to be spared, public money, catalogue order. A path
 * crosses fewer than a hundred arcs, so each weight is above what a whole path can gather below
 * it; only prices may weigh little beside the family's money, and are seldom asked with it. */
#define COST_FIRST_CENT (INT64_C(1) << 54)
#define COST_DEAREST (INT64_C(1) << 47)
#define COST_FAMILY (INT64_C(1) << 26)
#define COST_PUBLIC (INT64_C(1) << 14)

double bil_funding_price(const double *prices, const bil_view_phase *phase, size_t payer)
{
    double most = 0.0;
    if (prices == NULL) {
        return 0.0;
    }
    for (size_t r = 0; r < phase->payer_count; r++) {
        most = prices[r] > most ? prices[r] : most;
    }
    return most > 0.0 ? prices[payer] / most : 0.0;
}

static bool service_active(const bil_view_phase *phase, const int64_t *quantity, bil_index service)
{
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (phase->offers[o].service == service && quantity[o] > 0) {
            return true;
        }
    }
    return false;
}

static bool source_used(const bil_view_phase *phase, bil_index source, const bool *used,
                        const bool *drawn)
{
    const size_t payer = bil_view_payer(phase, source);
    if (payer != SIZE_MAX) {
        return phase->payers[payer].active || (used != NULL && used[payer]);
    }
    const size_t helper = bil_view_helper(phase, source);
    return helper != SIZE_MAX &&
           (phase->helpers[helper].active || (drawn != NULL && drawn[helper]));
}

bool bil_rule_awake(const bil_view *view, const bil_view_phase *phase, const bil_view_rule *rule,
                    const int64_t *quantity, const bool *used, const bool *drawn)
{
    (void)view;
    for (size_t i = 0; i < rule->a_service_count; i++) {
        if (service_active(phase, quantity, rule->a_services[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < rule->a_source_count; i++) {
        if (source_used(phase, rule->a_sources[i], used, drawn)) {
            return true;
        }
    }
    return false;
}

static bool contains(const bil_index *list, size_t count, bil_index value)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

/* A payer's month after what other sources in use absorb of it. */
static int64_t absorbed_cap(const bil_view *view, const bil_view_phase *phase, size_t payer,
                            const int64_t *quantity, const bool *used, const bool *drawn)
{
    int64_t cap = phase->payers[payer].cap;
    for (size_t i = 0; i < phase->rule_count; i++) {
        const bil_view_rule *rule = &phase->rules[i];
        const bil_rule *row = &view->catalogue->rules[rule->rule];
        if (row->form != BIL_RULE_ABSORBS || cap == BIL_UNLIMITED ||
            !contains(rule->b_sources, rule->b_source_count, phase->payers[payer].source) ||
            !bil_rule_awake(view, phase, rule, quantity, used, drawn)) {
            continue;
        }
        cap = row->has_parameter ? cap - row->parameter_e4 / 10000 : 0;
    }
    return cap > 0 ? cap : 0;
}

static bool residential(const bil_view *view, const bil_view_phase *phase, const int64_t *quantity)
{
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (quantity[o] > 0 &&
            bil_offer_service(view, &phase->offers[o])->setting == BIL_SETTING_RESIDENTIAL) {
            return true;
        }
    }
    return false;
}

/* What pensions may pay in a month: their sum in use less the personal allowance. */
static int64_t pension_cap(const bil_view *view, const bil_view_phase *phase,
                           const int64_t *quantity, const int64_t *caps, const bool *used)
{
    if (view->relaxed != NULL && view->relaxed->allowance) {
        return BIL_CENTS_MAX;
    }
    int64_t sum = residential(view, phase, quantity) ? -view->catalogue->allowance_residence_cents
                                                     : -view->catalogue->allowance_home_cents;
    for (size_t r = 0; r < phase->payer_count; r++) {
        if (phase->payers[r].pension && (phase->payers[r].active || used[r])) {
            sum += caps[r];
        }
    }
    return sum > 0 ? sum : 0;
}

/* The network of one month. A one-off weighs on the month with its cost divided by the phase's
 * months, so its flow is counted in units of `months` cents. */
typedef struct {
    const bil_view *view;
    const bil_view_phase *phase;
    const bil_choice *choice;
    const bil_funding_wish *wish;
    bil_arena *arena;
    bil_flow flow;
    uint32_t start;
    uint32_t finish;
    uint32_t publics;     /* public money */
    uint32_t pensions[2]; /* pensions that are not public, and that are */
    uint32_t *payer_nodes;
    int64_t *caps;
    bool reward;  /* pay for the first cent of the sources the choice counts on */
    bool modest;  /* what is due on a one-off is rounded down to whole months, so that nothing is
                     left over when it is paid */
    size_t *arcs; /* offer × payer × {health, social} → arc + 1, 0 = none */
    int64_t demand;
} network;

static size_t arc_slot(const network *net, size_t offer, size_t payer, size_t part)
{
    return (offer * net->phase->payer_count + payer) * 2 + part;
}

static int64_t units_of(const network *net, const bil_offer *offer, int64_t cents)
{
    return bil_offer_service(net->view, offer)->one_off ? bil_div_ceil(cents, net->phase->months)
                                                        : cents;
}

static void add_payer(network *net, size_t r)
{
    const bil_payer *payer = &net->phase->payers[r];
    const bil_source *source = &net->view->catalogue->sources[payer->source];
    const bool counts = payer->active || net->choice->uses[r];
    net->payer_nodes[r] = bil_flow_node(&net->flow);
    if (!counts) {
        return;
    }
    const uint32_t from = payer->pension      ? net->pensions[source->is_public ? 1 : 0]
                          : source->is_public ? net->publics
                                              : net->start;
    int64_t cost = (int64_t)r;
    cost += source->is_public ? COST_PUBLIC : 0;
    cost += net->wish->family_first && source->kind == BIL_SOURCE_FAMILY ? COST_FAMILY : 0;
    cost += llround(bil_funding_price(net->wish->prices, net->phase, r) * (double)COST_DEAREST);
    int64_t cap = net->caps[r] == BIL_UNLIMITED ? BIL_CENTS_MAX * 10 : net->caps[r];
    if (net->reward && payer->flagged && cap > 0) {
        (void)bil_flow_arc(&net->flow, from, net->payer_nodes[r], 1, cost - COST_FIRST_CENT);
        cap--;
    }
    (void)bil_flow_arc(&net->flow, from, net->payer_nodes[r], cap, cost);
}

static void add_part_arcs(network *net, size_t o, uint64_t payers, size_t part, uint32_t node,
                          int64_t units)
{
    for (size_t r = 0; r < net->phase->payer_count; r++) {
        if ((payers >> r & 1U) != 0) {
            net->arcs[arc_slot(net, o, r, part)] =
                1 + bil_flow_arc(&net->flow, net->payer_nodes[r], node, units, 0);
        }
    }
}

static void add_line(network *net, size_t o)
{
    const bil_offer *offer = &net->phase->offers[o];
    const int64_t quantity = net->choice->quantity[o];
    if (quantity == 0 || offer->unit_price == 0) {
        return;
    }
    const bil_parts parts = bil_offer_parts(net->view, offer, quantity);
    const int64_t health = units_of(net, offer, parts.health);
    const int64_t social = units_of(net, offer, parts.social);
    const int64_t due = net->modest && bil_offer_service(net->view, offer)->one_off
                            ? bil_div_floor(parts.due, net->phase->months)
                            : units_of(net, offer, parts.due);
    if (health > 0) {
        const uint32_t node = bil_flow_node(&net->flow);
        (void)bil_flow_arc(&net->flow, node, net->finish, health, 0);
        add_part_arcs(net, o, offer->payers_health, 0, node, health);
    }
    if (social > 0) {
        const uint32_t node = bil_flow_node(&net->flow);
        (void)bil_flow_arc(&net->flow, node, net->finish, social, 0);
        add_part_arcs(net, o, offer->payers_social, 1, node, social);
        const uint32_t owed = bil_flow_node(&net->flow);
        (void)bil_flow_arc(&net->flow, owed, node, due, 0);
        add_part_arcs(net, o, offer->payers_pension, 1, owed, due);
    }
    net->demand += health + social;
}

/* The arcs above the payers. `split` is the pensions' room given to public pensions: only when
 * some pensions are public and some are not do the two ceilings cross, and it must be searched. */
static void add_ceilings(network *net, int64_t pension_room, int64_t split)
{
    const int64_t public_cap =
        net->phase->public_cap == BIL_UNLIMITED ? BIL_CENTS_MAX * 10 : net->phase->public_cap;
    net->start = bil_flow_node(&net->flow);
    net->finish = bil_flow_node(&net->flow);
    net->publics = bil_flow_node(&net->flow);
    net->pensions[0] = bil_flow_node(&net->flow);
    net->pensions[1] = bil_flow_node(&net->flow);
    (void)bil_flow_arc(&net->flow, net->start, net->publics, public_cap, 0);
    (void)bil_flow_arc(&net->flow, net->start, net->pensions[0], pension_room - split, 0);
    (void)bil_flow_arc(&net->flow, net->publics, net->pensions[1], split, 0);
}

static bil_status run(network *net, int64_t pension_room, int64_t split, int64_t *sent,
                      bil_error *err)
{
    const bil_view_phase *phase = net->phase;
    bil_flow_init(&net->flow, net->arena);
    net->demand = 0;
    memset(net->arcs, 0, phase->offer_count * phase->payer_count * 2 * sizeof *net->arcs);
    add_ceilings(net, pension_room, split);
    for (size_t r = 0; r < phase->payer_count; r++) {
        add_payer(net, r);
    }
    for (size_t o = 0; o < phase->offer_count; o++) {
        add_line(net, o);
    }
    return bil_flow_run(sent, &net->flow, net->start, net->finish, err);
}

/* The most that can be funded is concave in the split: narrow it from both sides. */
static bil_status search_split(network *net, int64_t room, int64_t *sent, bil_error *err)
{
    int64_t low = 0;
    int64_t high = room;
    while (high - low > 2) {
        const int64_t left = low + (high - low) / 3;
        const int64_t right = high - (high - low) / 3;
        int64_t at_left = 0;
        int64_t at_right = 0;
        bil_status status = run(net, room, left, &at_left, err);
        if (status == BIL_OK) {
            status = run(net, room, right, &at_right, err);
        }
        if (status != BIL_OK) {
            return status;
        }
        if (at_left >= at_right) {
            high = right; /* on a plateau the lesser public share is as good */
        } else {
            low = left;
        }
    }
    int64_t best = -1;
    int64_t best_split = low;
    for (int64_t split = low; split <= high; split++) {
        const bil_status status = run(net, room, split, sent, err);
        if (status != BIL_OK) {
            return status;
        }
        if (*sent > best) {
            best = *sent;
            best_split = split;
        }
    }
    return run(net, room, best_split, sent, err);
}

static bil_status solve(network *net, int64_t *sent, bil_error *err)
{
    bool public_pension = false;
    bool own_pension = false;
    for (size_t r = 0; r < net->phase->payer_count; r++) {
        const bil_payer *payer = &net->phase->payers[r];
        if (payer->pension) {
            const bool is_public = net->view->catalogue->sources[payer->source].is_public;
            public_pension = public_pension || is_public;
            own_pension = own_pension || !is_public;
        }
    }
    int64_t room =
        pension_cap(net->view, net->phase, net->choice->quantity, net->caps, net->choice->uses);
    room = room < BIL_CENTS_MAX * 10 ? room : BIL_CENTS_MAX * 10;
    if (public_pension && own_pension) {
        return search_split(net, room, sent, err);
    }
    return run(net, room, public_pension ? room : 0, sent, err);
}

/* Cents of one line's part from the units that flowed; a one-off's last payer takes what is left
 * after the division by months. False when rounding left something unpaid. */
static bool read_part(const network *net, size_t o, size_t part, int64_t cents, int64_t due,
                      int64_t *out)
{
    const bil_view_phase *phase = net->phase;
    const int64_t scale =
        bil_offer_service(net->view, &phase->offers[o])->one_off ? phase->months : 1;
    int64_t left = cents;
    for (size_t pass = 0; pass < 2; pass++) { /* pensions first: they alone have the due limit */
        for (size_t r = 0; r < phase->payer_count; r++) {
            const size_t arc = net->arcs[arc_slot(net, o, r, part)];
            if (arc == 0 || phase->payers[r].pension != (pass == 0)) {
                continue;
            }
            int64_t paid = bil_flow_on(&net->flow, arc - 1) * scale;
            paid = paid < left ? paid : left;
            if (phase->payers[r].pension) {
                paid = paid < due ? paid : due;
                due -= paid;
            }
            out[o * phase->payer_count + r] += paid;
            left -= paid;
        }
    }
    return left == 0;
}

void bil_funding_note(bil_funding_found *out, const bil_view *view, const bil_view_phase *phase)
{
    out->public_cents = 0;
    for (size_t r = 0; r < phase->payer_count; r++) {
        const bool is_public = view->catalogue->sources[phase->payers[r].source].is_public;
        out->used[r] = phase->payers[r].active;
        for (size_t o = 0; o < phase->offer_count; o++) {
            const int64_t cents = out->cents[o * phase->payer_count + r];
            const int64_t times =
                bil_offer_service(view, &phase->offers[o])->one_off ? 1 : phase->months;
            out->used[r] = out->used[r] || cents > 0;
            out->public_cents += is_public ? cents * times : 0;
        }
    }
}

/* A choice that counts on a source must be able to use it: at least a cent, at least an hour. */
static bool all_used(const bil_view_phase *phase, const bil_choice *choice,
                     const bil_funding_found *out)
{
    for (size_t r = 0; r < phase->payer_count; r++) {
        if (phase->payers[r].flagged && choice->uses[r] && !out->used[r]) {
            return false;
        }
    }
    for (size_t h = 0; h < phase->helper_count; h++) {
        if (phase->helpers[h].flagged && choice->draws[h] && !out->drawn[h]) {
            return false;
        }
    }
    return true;
}

/* One-offs in a phase of several months: the network counts in whole months of cents, which can
 * miss a funding that fits only to the last cent. */
static bool weighs_once(const bil_view *view, const bil_view_phase *phase, const bil_choice *choice)
{
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (phase->months > 1 && choice->quantity[o] > 0 && phase->offers[o].unit_price > 0 &&
            bil_offer_service(view, &phase->offers[o])->one_off) {
            return true;
        }
    }
    return false;
}

static bool read_cents(const network *net, bil_funding_found *out)
{
    const bil_view_phase *phase = net->phase;
    bool whole = true;
    for (size_t o = 0; o < phase->offer_count; o++) {
        const int64_t quantity = net->choice->quantity[o];
        if (quantity == 0 || phase->offers[o].unit_price == 0) {
            continue;
        }
        const bil_parts parts = bil_offer_parts(net->view, &phase->offers[o], quantity);
        whole = read_part(net, o, 0, parts.health, 0, out->cents) && whole;
        whole = read_part(net, o, 1, parts.social, parts.due, out->cents) && whole;
    }
    bil_funding_note(out, net->view, phase);
    return whole;
}

/* Hours: helpers → services, whole units; the same network without money. */
static bil_status draw_hours(bil_funding_found *out, const bil_view *view,
                             const bil_view_phase *phase, const bil_choice *choice,
                             bil_arena *arena, bool *enough, bil_error *err)
{
    (void)view;
    bil_flow flow;
    bil_flow_init(&flow, arena);
    const uint32_t start = bil_flow_node(&flow);
    const uint32_t finish = bil_flow_node(&flow);
    size_t arcs[BIL_HELPERS_MAX][2] = {{0}};
    uint32_t nodes[BIL_HELPERS_MAX] = {0};
    for (size_t h = 0; h < phase->helper_count; h++) {
        const bil_helper *helper = &phase->helpers[h];
        nodes[h] = bil_flow_node(&flow);
        const bool counts = helper->active || choice->draws[h];
        const int64_t hours = counts ? helper->hours : 0;
        const int64_t first = helper->flagged && hours > 0 ? 1 : 0;
        arcs[h][0] = bil_flow_arc(&flow, start, nodes[h], first, (int64_t)h - COST_FIRST_CENT);
        arcs[h][1] = bil_flow_arc(&flow, start, nodes[h], hours - first, (int64_t)h);
    }
    int64_t demand = 0;
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (!phase->offers[o].hours_limited || choice->quantity[o] == 0) {
            continue;
        }
        const uint32_t node = bil_flow_node(&flow);
        (void)bil_flow_arc(&flow, node, finish, choice->quantity[o], 0);
        demand += choice->quantity[o];
        for (size_t h = 0; h < phase->helper_count; h++) {
            if ((phase->offers[o].helpers >> h & 1U) != 0) {
                (void)bil_flow_arc(&flow, nodes[h], node, choice->quantity[o], 0);
            }
        }
    }
    int64_t sent = 0;
    const bil_status status = bil_flow_run(&sent, &flow, start, finish, err);
    for (size_t h = 0; status == BIL_OK && h < phase->helper_count; h++) {
        out->drawn[h] = phase->helpers[h].active ||
                        bil_flow_on(&flow, arcs[h][0]) + bil_flow_on(&flow, arcs[h][1]) > 0;
    }
    *enough = sent == demand;
    return status;
}

/* Mostly the sources the choice counts on pay anyway; a reward for their first cent is kept for
 * when they do not, because it may move that cent to a line of its own. */
static bil_status try_network(network *net, bil_funding_found *out, bil_error *err)
{
    const size_t cells = net->phase->offer_count * net->phase->payer_count + 1;
    for (int attempt = 0; attempt < 2 && !out->feasible; attempt++) {
        int64_t sent = 0;
        net->reward = attempt > 0;
        memset(out->cents, 0, cells * sizeof *out->cents);
        const bil_status status = solve(net, &sent, err);
        if (status != BIL_OK || sent < net->demand) {
            return status;
        }
        out->feasible = read_cents(net, out) && all_used(net->phase, net->choice, out);
    }
    return BIL_OK;
}

bil_status bil_fund(bil_funding_found *out, const bil_view *view, const bil_view_phase *phase,
                    const bil_choice *choice, const bil_funding_wish *wish, bil_arena *arena,
                    bil_error *err)
{
    const size_t cells = phase->offer_count * phase->payer_count + 1;
    network net = {.view = view, .phase = phase, .choice = choice, .wish = wish, .arena = arena};
    memset(out, 0, sizeof *out);
    out->cents = bil_arena_alloc(arena, cells, sizeof *out->cents);
    out->used = bil_arena_alloc(arena, phase->payer_count + 1, sizeof *out->used);
    out->drawn = bil_arena_alloc(arena, phase->helper_count + 1, sizeof *out->drawn);
    net.arcs = bil_arena_alloc(arena, cells * 2, sizeof *net.arcs);
    net.payer_nodes = bil_arena_alloc(arena, phase->payer_count + 1, sizeof *net.payer_nodes);
    net.caps = bil_arena_alloc(arena, phase->payer_count + 1, sizeof *net.caps);
    if (out->cents == NULL || out->used == NULL || out->drawn == NULL || net.arcs == NULL ||
        net.payer_nodes == NULL || net.caps == NULL) {
        return bil_fail_nomem(err);
    }
    bool hours = false;
    bil_status status = draw_hours(out, view, phase, choice, arena, &hours, err);
    if (status != BIL_OK || !hours) {
        return status;
    }
    for (size_t r = 0; r < phase->payer_count; r++) {
        net.caps[r] = absorbed_cap(view, phase, r, choice->quantity, choice->uses, choice->draws);
        if (wish->most != NULL && wish->most[r] < net.caps[r]) {
            net.caps[r] = wish->most[r];
        }
    }
    status = try_network(&net, out, err);
    if (status != BIL_OK) {
        return status;
    }
    if (!out->feasible && !wish->roughly && weighs_once(view, phase, choice)) {
        const bil_whole_limits limits = {
            .caps = net.caps,
            .pension_room = pension_cap(view, phase, choice->quantity, net.caps, choice->uses),
            .family_first = wish->family_first,
            .prices = wish->prices};
        memset(out->cents, 0, cells * sizeof *out->cents);
        status =
            bil_fund_whole(&out->feasible, out->cents, view, phase, choice, &limits, arena, err);
        if (status == BIL_OK && out->feasible) {
            bil_funding_note(out, view, phase);
            out->feasible = all_used(phase, choice, out);
        }
        if (status == BIL_OK && !out->feasible) { /* not found, which does not mean not there */
            net.modest = true;
            status = try_network(&net, out, err);
        }
    }
    return status;
}
