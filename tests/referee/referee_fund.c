/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who can pay what, to the cent.
 *
 * Ceilings hold as months × recurring + one-offs ≤ months × monthly ceiling. The payments of a
 * phase are a flow from the sources (under the public total, or the pensions' room, or on their
 * own) to the health and social part of each line; pensions pass a gate as wide as what is due.
 * Without one-offs everything is counted in cents a month and a flow in integers is a funding. With
 * one-offs it is counted in cents of the whole phase: a source's recurring flow must then be a
 * multiple of the months. Once each source's recurring total is a whole number of cents a month,
 * the recurring and the one-off payments are two flows with integral bounds of their own, so whole
 * cents can be found: it is enough to branch on those totals. */

#include "tests/referee/referee.h"
#include "tests/referee/referee_flow.h"

ref_fund_counts ref_fund_seen = {0, 0, 0, 0, 0};

enum { ROOT, END, PUBLIC, PENSIONS, FIRST_SOURCE };
enum { SEARCH_DEPTH = 4000, NODES_MAX = 20000 };

static int node_source(int source)
{
    return FIRST_SOURCE + 3 * source;
}

static int node_line(const ref_view *view, int service)
{
    return FIRST_SOURCE + 3 * view->world->source_count + 3 * service;
}

ref_cost ref_line_cost(const ref_view *view, const ref_choice *choice, int service)
{
    ref_cost cost;
    const int quantity = choice->quantity[service];
    cost.cost = choice->unit_cents[service] * quantity;
    cost.health = ref_share(cost.cost, view->world->services[service].health_bp);
    cost.social = cost.cost - cost.health;
    cost.due = view->due_per_unit[service] * quantity;
    if (cost.due > cost.social) {
        cost.due = cost.social;
    }
    return cost;
}

void ref_absorbed(const ref_view *view, const ref_choice *choice, int64_t out[REF_SOURCES])
{
    const ref_world *const world = view->world;
    for (int r = 0; r < world->source_count; r++) {
        out[r] = view->amount[r];
    }
    for (int i = 0; i < world->rule_count; i++) {
        const ref_rule *const rule = &world->rules[i];
        if (rule->form != REF_ABSORBS || !ref_rule_triggered(view, choice, i)) {
            continue;
        }
        for (int r = 0; r < world->source_count; r++) {
            if ((view->rules[i].b >> (REF_SOURCE_BIT + r) & 1U) == 0) {
                continue;
            }
            if (!rule->has_parameter) {
                out[r] = 0;
            } else if (out[r] >= 0) {
                const int64_t left = out[r] - rule->parameter_e4 / 10000;
                out[r] = left > 0 ? left : 0;
            }
        }
    }
}

static bool is_pension(const ref_source *source)
{
    return source->kind == REF_FROM_PENSION && !source->pool && !source->hours;
}

int64_t ref_pension_room(const ref_view *view, const ref_choice *choice,
                         const int64_t amount[REF_SOURCES])
{
    const ref_world *const world = view->world;
    int64_t allowance = world->allowance_home;
    int64_t sum = 0;
    for (int s = 0; s < world->service_count; s++) {
        if (choice->quantity[s] > 0 && world->services[s].setting == REF_RESIDENTIAL) {
            allowance = world->allowance_residence;
        }
    }
    for (int r = 0; r < world->source_count; r++) {
        const bool in_use =
            (choice->used >> r & 1U) != 0 ||
            ((ref_misread & REF_MISREAD_PENSION) != 0 && view->presence[r] != REF_ABSENT);
        if (is_pension(&world->sources[r]) && in_use) {
            sum += amount[r];
        }
    }
    return sum > allowance ? sum - allowance : 0;
}

/* May this source pay at all in this choice? */
static bool can_pay(const ref_view *view, const ref_choice *choice, int source)
{
    if (view->world->sources[source].hours || view->presence[source] == REF_ABSENT) {
        return false;
    }
    return (view->decide >> source & 1U) == 0 || (choice->used >> source & 1U) != 0;
}

static bool may_pay_line(const ref_view *view, const ref_choice *choice, int source, int service)
{
    return view->pays[source][service] && can_pay(view, choice, source) &&
           (choice->alone[source] == 0 || (choice->alone[source] >> service & 1U) != 0);
}

static void add_sources(ref_graph *graph, const ref_view *view, const ref_choice *choice,
                        int64_t times)
{
    const ref_world *const world = view->world;
    int64_t amount[REF_SOURCES];
    ref_absorbed(view, choice, amount);
    const int64_t room = ref_pension_room(view, choice, amount);
    ref_graph_edge(graph, ROOT, PUBLIC, 0,
                   view->public_cents < 0 ? REF_ENDLESS : view->public_cents * times);
    ref_graph_edge(graph, ROOT, PENSIONS, 0, room * times);
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const source = &world->sources[r];
        if (!can_pay(view, choice, r)) {
            continue;
        }
        const int parent = source->is_public ? PUBLIC : is_pension(source) ? PENSIONS : ROOT;
        const bool must_pay = (view->decide & choice->used) >> r & 1U;
        ref_graph_edge(graph, parent, node_source(r), must_pay ? 1 : 0,
                       amount[r] < 0 ? REF_ENDLESS : amount[r] * times);
        ref_graph_edge(graph, node_source(r), node_source(r) + 1, 0, REF_ENDLESS);
        ref_graph_edge(graph, node_source(r), node_source(r) + 2, 0, REF_ENDLESS);
    }
}

bool ref_may_pay_part(const ref_source *source, ref_part part)
{
    if (is_pension(source)) {
        return part == REF_PART_DUE; /* and through it the social part */
    }
    return (part == REF_PART_HEALTH &&
            (source->side == REF_PAYS_HEALTH || source->side == REF_PAYS_ANY)) ||
           (part == REF_PART_SOCIAL && source->side != REF_PAYS_HEALTH);
}

static bool is_forced(const ref_choice *choice, int source, int service, ref_part part)
{
    for (int i = 0; i < choice->forced_count; i++) {
        if (choice->forced[i].source == source && choice->forced[i].service == service &&
            choice->forced[i].part == part) {
            return true;
        }
    }
    return false;
}

static void add_line(ref_graph *graph, const ref_view *view, const ref_choice *choice, int service,
                     int64_t times)
{
    const ref_world *const world = view->world;
    ref_cost cost = ref_line_cost(view, choice, service);
    const bool one_off = world->services[service].one_off && (ref_misread & REF_MISREAD_ONCE) == 0;
    const int64_t k = one_off || times == 0 ? 1 : times;
    if (one_off && times == 0) { /* in whole cents a month, see fundable_by_month */
        cost.health = (cost.health + view->months - 1) / view->months;
        cost.social = (cost.social + view->months - 1) / view->months;
        cost.due /= view->months;
    }
    const int gate = node_line(view, service);
    const int health = gate + 1;
    const int social = gate + 2;
    ref_graph_edge(graph, health, END, cost.health * k, cost.health * k);
    ref_graph_edge(graph, social, END, cost.social * k, cost.social * k);
    ref_graph_edge(graph, gate, social, 0, cost.due * k);
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const source = &world->sources[r];
        const int from = node_source(r) + (one_off ? 2 : 1);
        if (!may_pay_line(view, choice, r, service)) {
            continue;
        }
        for (int part = 0; part < REF_PARTS; part++) {
            if (ref_may_pay_part(source, (ref_part)part)) {
                const bool forced = is_forced(choice, r, service, (ref_part)part);
                ref_graph_edge(graph, from, gate + part, forced ? k : 0, REF_ENDLESS);
            }
        }
    }
}

typedef struct {
    int64_t low[REF_SOURCES]; /* recurring cents a month of each source */
    int64_t high[REF_SOURCES];
} ref_box;

/* A cut of the network: the sources (and the two groups) beyond it. A group beyond takes its
 * members with it at the price of the group's ceiling. */
typedef struct {
    unsigned sources;
    bool of_public;
    bool of_pensions;
} ref_cut;

/* What the lines of one kind could at most be paid by the sources this side of a cut. */
static int64_t payable(const ref_view *view, const ref_choice *choice, const ref_cut *cut,
                       bool one_off, int64_t *out_wanted)
{
    const ref_world *const world = view->world;
    int64_t sum = 0;
    *out_wanted = 0;
    for (int s = 0; s < world->service_count; s++) {
        bool health = false;
        bool social = false;
        bool gate = false;
        if (choice->quantity[s] == 0 || world->services[s].one_off != one_off) {
            continue;
        }
        for (int r = 0; r < world->source_count; r++) {
            const ref_source *const source = &world->sources[r];
            if ((cut->sources >> r & 1U) != 0 || !may_pay_line(view, choice, r, s)) {
                continue;
            }
            gate = gate || is_pension(source);
            health = health || source->side == REF_PAYS_HEALTH || source->side == REF_PAYS_ANY;
            social = social || (source->side != REF_PAYS_HEALTH && !is_pension(source));
        }
        const ref_cost cost = ref_line_cost(view, choice, s);
        sum += (health ? cost.health : 0) + (social ? cost.social : gate ? cost.due : 0);
        *out_wanted += cost.cost;
    }
    return sum;
}

/* The ceilings a cut goes through; negative when one of them is endless. */
static int64_t ceilings_of(const ref_view *view, const ref_choice *choice, const ref_cut *cut)
{
    const ref_world *const world = view->world;
    int64_t amount[REF_SOURCES];
    ref_absorbed(view, choice, amount);
    int64_t sum = cut->of_pensions ? ref_pension_room(view, choice, amount) : 0;
    if (cut->of_public) {
        if (view->public_cents < 0) {
            return -1;
        }
        sum += view->public_cents;
    }
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const source = &world->sources[r];
        const bool with_group =
            source->is_public ? cut->of_public : is_pension(source) && cut->of_pensions;
        if ((cut->sources >> r & 1U) == 0 || with_group || !can_pay(view, choice, r)) {
            continue;
        }
        if (amount[r] < 0) {
            return -1;
        }
        sum += amount[r];
    }
    return sum;
}

/* What whole cents demand of every cut. With k the month's cents set aside there for one-offs,
 * months × k ≥ what one-offs cannot get elsewhere, and k ≤ ceilings − what the recurring lines
 * cannot get elsewhere; k is whole, so the first bound may be rounded up. */
static bool cuts_leave_room(const ref_view *view, const ref_choice *choice)
{
    const ref_world *const world = view->world;
    unsigned of_public = 0;
    unsigned of_pensions = 0;
    for (int r = 0; r < world->source_count; r++) {
        of_public |= world->sources[r].is_public ? 1U << r : 0;
        of_pensions |= is_pension(&world->sources[r]) ? 1U << r : 0;
    }
    for (unsigned i = 0; i < 4U << world->source_count; i++) {
        ref_cut cut = {i >> 2, (i & 1U) != 0, (i & 2U) != 0};
        int64_t once = 0;
        int64_t recurring = 0;
        cut.sources |= (cut.of_public ? of_public : 0) | (cut.of_pensions ? of_pensions : 0);
        const int64_t ceilings = ceilings_of(view, choice, &cut);
        if (ceilings < 0) {
            continue;
        }
        const int64_t once_paid = payable(view, choice, &cut, true, &once);
        const int64_t recurring_paid = payable(view, choice, &cut, false, &recurring);
        const int64_t missing = once - once_paid;
        if ((missing + view->months - 1) / view->months > ceilings - (recurring - recurring_paid)) {
            return false;
        }
    }
    return true;
}

/* The first source whose recurring flow is not whole cents a month; -1 when all are. */
static int broken_source(const ref_world *world, int64_t flow[REF_NODES][REF_NODES], int64_t months)
{
    for (int r = 0; r < world->source_count; r++) {
        if (flow[node_source(r)][node_source(r) + 1] % months != 0) {
            return r;
        }
    }
    return -1;
}

/* Each source's recurring cents a month. */
static void read_shares(const ref_world *world, int64_t flow[REF_NODES][REF_NODES], int64_t times,
                        int64_t out_shares[REF_SOURCES])
{
    for (int r = 0; r < world->source_count; r++) {
        out_shares[r] = flow[node_source(r)][node_source(r) + 1] / times;
    }
}

static bool search_whole_cents(const ref_graph *graph, const ref_view *view,
                               int64_t out_shares[REF_SOURCES])
{
    static ref_box stack[SEARCH_DEPTH + 4];
    static int64_t flow[REF_NODES][REF_NODES];
    static ref_graph bounded;
    const int64_t months = view->months;
    uint64_t nodes = 0;
    int depth = 1;
    for (int r = 0; r < REF_SOURCES; r++) {
        stack[0].low[r] = 0;
        stack[0].high[r] = REF_ENDLESS / months;
    }
    while (depth > 0) {
        const ref_box box = stack[--depth];
        bounded = *graph;
        for (int r = 0; r < view->world->source_count; r++) {
            ref_graph_edge(&bounded, node_source(r), node_source(r) + 1, box.low[r] * months,
                           box.high[r] * months);
        }
        nodes++;
        if (nodes > NODES_MAX || depth >= SEARCH_DEPTH) {
            ref_fund_seen.given_up++;
            return false;
        }
        if (!ref_circulate(&bounded, flow)) {
            continue;
        }
        const int r = broken_source(view->world, flow, months);
        if (nodes > ref_fund_seen.nodes_most) {
            ref_fund_seen.nodes_most = nodes;
        }
        if (r < 0) {
            read_shares(view->world, flow, months, out_shares);
            return true;
        }
        /* The two whole numbers next to it are looked at first, the rest of the range last. */
        const int64_t below = flow[node_source(r)][node_source(r) + 1] / months;
        const int64_t low[] = {box.low[r], below + 2, below + 1, below};
        const int64_t high[] = {below - 1, box.high[r], below + 1, below};
        for (int i = 0; i < 4; i++) {
            if (low[i] <= high[i]) {
                stack[depth] = box;
                stack[depth].low[r] = low[i];
                stack[depth++].high[r] = high[i];
            }
        }
    }
    ref_fund_seen.gaps++;
    return false;
}

static void build_graph(ref_graph *graph, const ref_view *view, const ref_choice *choice,
                        int64_t times)
{
    ref_graph_clear(graph, node_line(view, view->world->service_count));
    add_sources(graph, view, choice, times == 0 ? 1 : times);
    for (int s = 0; s < view->world->service_count; s++) {
        if (choice->quantity[s] > 0) {
            add_line(graph, view, choice, s, times);
        }
    }
    ref_graph_edge(graph, END, ROOT, 0, REF_ENDLESS);
}

/* An easy sufficient condition: one-offs are paid out of whole cents a month, each part rounded up
 * to months × some cents. What is too much is then taken off some payer, who still keeps a cent:
 * it is less than the months. */
static bool fundable_by_month(const ref_view *view, const ref_choice *choice,
                              int64_t out_shares[REF_SOURCES])
{
    static ref_graph graph;
    static int64_t flow[REF_NODES][REF_NODES];
    build_graph(&graph, view, choice, 0);
    if (!ref_circulate(&graph, flow)) {
        return false;
    }
    read_shares(view->world, flow, 1, out_shares);
    return true;
}

/* Fills each source's recurring cents a month of some funding; false when there is none. */
static bool find_shares(const ref_view *view, const ref_choice *choice,
                        int64_t out_shares[REF_SOURCES])
{
    static ref_graph graph;
    static int64_t flow[REF_NODES][REF_NODES];
    const ref_world *const world = view->world;
    bool recurring = false;
    bool one_offs = false;
    for (int s = 0; s < world->service_count; s++) {
        if (choice->quantity[s] > 0 && choice->unit_cents[s] > 0) {
            recurring = recurring || !world->services[s].one_off;
            one_offs = one_offs || world->services[s].one_off;
        }
    }
    const int64_t times = one_offs ? view->months : 1;
    build_graph(&graph, view, choice, times);
    ref_fund_seen.flows++;
    if (!ref_circulate(&graph, flow)) {
        return false;
    }
    if (!recurring || times == 1) {
        read_shares(world, flow, times, out_shares);
        return true;
    }
    if (fundable_by_month(view, choice, out_shares)) {
        return true;
    }
    ref_fund_seen.searches++;
    if (!cuts_leave_room(view, choice)) {
        ref_fund_seen.gaps++;
        return false;
    }
    return search_whole_cents(&graph, view, out_shares);
}

bool ref_fundable(const ref_view *view, const ref_choice *choice)
{
    int64_t shares[REF_SOURCES];
    return find_shares(view, choice, shares);
}

/* Reads who pays what on the lines of one kind. */
static void read_payments(const ref_view *view, const ref_choice *choice, bool one_off,
                          int64_t flow[REF_NODES][REF_NODES],
                          int64_t out_paid[REF_SERVICES][REF_SOURCES])
{
    for (int s = 0; s < view->world->service_count; s++) {
        if (choice->quantity[s] == 0 || view->world->services[s].one_off != one_off) {
            continue;
        }
        const int line = node_line(view, s);
        for (int r = 0; r < view->world->source_count; r++) {
            const int from = node_source(r) + (one_off ? 2 : 1);
            out_paid[s][r] = flow[from][line] + flow[from][line + 1] + flow[from][line + 2];
        }
    }
}

/* Takes the lines of one kind out of a graph. */
static void drop_kind(ref_graph *graph, const ref_view *view, bool one_off)
{
    for (int s = 0; s < view->world->service_count; s++) {
        const int line = node_line(view, s);
        if (view->world->services[s].one_off != one_off) {
            continue;
        }
        ref_graph_edge(graph, line + REF_PART_HEALTH, END, 0, 0);
        ref_graph_edge(graph, line + REF_PART_SOCIAL, END, 0, 0);
        for (int r = 0; r < view->world->source_count; r++) {
            for (int part = 0; part < REF_PARTS; part++) {
                graph->low[node_source(r) + (one_off ? 2 : 1)][line + part] = 0;
            }
        }
    }
}

/* The lines of one kind alone, sources holding what `shares` leaves them or gives them. */
static bool pay_kind(const ref_view *view, const ref_choice *choice, bool one_off,
                     const int64_t shares[REF_SOURCES], int64_t out_paid[REF_SERVICES][REF_SOURCES])
{
    static ref_graph graph;
    static int64_t flow[REF_NODES][REF_NODES];
    const ref_world *const world = view->world;
    const int64_t months = view->months;
    build_graph(&graph, view, choice, one_off ? months : 1);
    drop_kind(&graph, view, !one_off);
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const source = &world->sources[r];
        const int parent = source->is_public ? PUBLIC : is_pension(source) ? PENSIONS : ROOT;
        const int node = node_source(r);
        if (!one_off) {
            graph.low[parent][node] = 0;
            ref_graph_edge(&graph, node, node + 1, shares[r], shares[r]);
            continue;
        }
        graph.high[parent][node] -= months * shares[r];
        graph.high[ROOT][parent] -= parent == ROOT ? 0 : months * shares[r];
        graph.low[parent][node] = shares[r] > 0 ? 0 : graph.low[parent][node];
    }
    if (!ref_circulate(&graph, flow)) {
        return false;
    }
    read_payments(view, choice, one_off, flow, out_paid);
    return true;
}

bool ref_pay(const ref_view *view, const ref_choice *choice,
             int64_t out_paid[REF_SERVICES][REF_SOURCES])
{
    int64_t shares[REF_SOURCES] = {0};
    for (int s = 0; s < REF_SERVICES; s++) {
        for (int r = 0; r < REF_SOURCES; r++) {
            out_paid[s][r] = 0;
        }
    }
    return find_shares(view, choice, shares) && pay_kind(view, choice, false, shares, out_paid) &&
           pay_kind(view, choice, true, shares, out_paid);
}
