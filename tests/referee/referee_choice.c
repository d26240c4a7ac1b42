/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one phase's quantities must satisfy, money apart. */

#include "tests/referee/referee.h"

#include <string.h>

unsigned ref_active_services(const ref_choice *choice, int count)
{
    unsigned active = 0;
    for (int s = 0; s < count; s++) {
        if (choice->quantity[s] > 0) {
            active |= 1U << s;
        }
    }
    return active;
}

int ref_covered(const ref_view *view, const ref_choice *choice, int need)
{
    const ref_world *const world = view->world;
    const ref_need *const n = &world->needs[need];
    int covered = n->already;
    for (int s = 0; s < world->service_count; s++) {
        covered += choice->quantity[s] * world->services[s].effect[n->domain];
    }
    return covered < view->target[need] ? covered : view->target[need];
}

/* A wish for a provider is met by a line of it, one for a service by a line of that. */
static bool line_meets(const ref_world *world, const ref_choice *choice, int service,
                       const char *selector)
{
    const int provider = choice->provider[service];
    if (choice->quantity[service] == 0) {
        return false;
    }
    return strncmp(selector, "provider:", 9) == 0
               ? provider >= 0 && strcmp(world->providers[provider].code, selector + 9) == 0
               : ref_matches_service(world, selector, service);
}

static bool must_holds(const ref_view *view, const ref_choice *choice)
{
    const ref_world *const world = view->world;
    for (int i = 0; i < world->must_count; i++) {
        bool found = strncmp(world->must[i].text, "source:", 7) == 0; /* see ref_rules_allow */
        for (int s = 0; s < world->service_count; s++) {
            found = found || line_meets(world, choice, s, world->must[i].text);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static bool covered_at_least(const ref_view *view, const ref_choice *choice)
{
    for (int n = 0; n < view->world->need_count; n++) {
        const int asked = view->world->at_least[n];
        const int most = asked < view->target[n] ? asked : view->target[n];
        if (ref_covered(view, choice, n) < most) {
            return false;
        }
    }
    return true;
}

bool ref_quantities_allowed(const ref_view *view, const ref_choice *choice)
{
    const ref_world *const world = view->world;
    for (int s = 0; s < world->service_count; s++) {
        const char *const group = world->services[s].group;
        for (int other = s + 1; other < world->service_count; other++) {
            if (group[0] != '\0' && choice->quantity[s] > 0 && choice->quantity[other] > 0 &&
                strcmp(group, world->services[other].group) == 0) {
                return false;
            }
        }
    }
    return must_holds(view, choice) && covered_at_least(view, choice);
}

static bool requires_hold(const ref_view *view, const ref_choice *choice, unsigned used)
{
    const unsigned present =
        ref_active_services(choice, view->world->service_count) | used << REF_SOURCE_BIT;
    for (int i = 0; i < view->world->rule_count; i++) {
        const ref_rule_view *const rule = &view->rules[i];
        if (rule->in_force && view->world->rules[i].form == REF_REQUIRES &&
            (present & rule->a) != 0 && (present & rule->b) == 0) {
            return false;
        }
    }
    return true;
}

/* A line is locked when lowering it would break `fixed`, a kept quantity or a `must`. */
static bool locked(const ref_view *view, const ref_choice *lowered, int service)
{
    const ref_world *const world = view->world;
    if (ref_hand_of(view, service) != NULL) {
        return true;
    }
    for (int i = 0; i < world->fixed_count; i++) {
        if (world->fixed[i].service == service &&
            lowered->quantity[service] != world->fixed[i].quantity) {
            return true;
        }
    }
    for (int i = 0; i < world->in_place_count; i++) {
        const ref_in_place *const row = &world->in_place[i];
        if (row->keep && row->service == service && lowered->quantity[service] < row->quantity) {
            return true;
        }
    }
    return !must_holds(view, lowered);
}

bool ref_covers_a_need(const ref_world *world, int service)
{
    for (int n = 0; n < world->need_count; n++) {
        if (world->services[service].effect[world->needs[n].domain] > 0) {
            return true;
        }
    }
    return false;
}

bool ref_requires_without(const ref_view *view, const ref_choice *choice, int service,
                          unsigned used)
{
    ref_choice without = *choice;
    without.quantity[service] = 0;
    return requires_hold(view, &without, used);
}

static int lowered_to(const ref_view *view, const ref_choice *choice, int service)
{
    const ref_service *const s = &view->world->services[service];
    const int less = choice->quantity[service] - s->step;
    return less < s->min ? 0 : less;
}

bool ref_ends(const ref_view *view, const ref_choice *choice, int service)
{
    return choice->quantity[service] > 0 && lowered_to(view, choice, service) == 0;
}

/* Every line that is not locked loses coverage of some need, or breaks a `requires`, when it is
 * lowered; one that covers none of the person's needs is never there unless locked. */
unsigned ref_reducible(const ref_view *view, const ref_choice *choice,
                       const unsigned still_used[REF_SERVICES])
{
    const ref_world *const world = view->world;
    unsigned reducible = 0;
    for (int s = 0; s < world->service_count; s++) {
        if (choice->quantity[s] == 0) {
            continue;
        }
        ref_choice lowered = *choice;
        lowered.quantity[s] = lowered_to(view, choice, s);
        const unsigned used = lowered.quantity[s] == 0 ? still_used[s] : choice->used;
        bool loses = locked(view, &lowered, s);
        for (int n = 0; n < world->need_count; n++) {
            loses = loses || ref_covered(view, &lowered, n) < ref_covered(view, choice, n);
        }
        if (!loses && (!ref_covers_a_need(world, s) || requires_hold(view, &lowered, used))) {
            reducible |= 1U << s;
        }
    }
    return (ref_misread & REF_MISREAD_REDUCIBLE) != 0 ? 0 : reducible;
}

/* Hours: every set of services needs no more than the sources that may serve one of them have. By
 * Hall's theorem that is enough for sharing the hours out. */
bool ref_hours_suffice(const ref_view *view, const ref_choice *choice)
{
    const ref_world *const world = view->world;
    for (unsigned set = 1; set < 1U << world->service_count; set++) {
        int asked = 0;
        int64_t given = 0;
        for (int s = 0; s < world->service_count; s++) {
            if ((set >> s & 1U) != 0 && view->limited_by_hours[s]) {
                asked += choice->quantity[s];
            }
        }
        for (int r = 0; r < world->source_count; r++) {
            bool serves = false;
            for (int s = 0; s < world->service_count; s++) {
                serves = serves || ((set >> s & 1U) != 0 && view->pays[r][s]);
            }
            if (serves && world->sources[r].hours && view->presence[r] != REF_ABSENT) {
                given += view->amount[r];
            }
        }
        if (asked > given) {
            return false;
        }
    }
    return true;
}

bool ref_rule_triggered(const ref_view *view, const ref_choice *choice, int rule)
{
    const unsigned present =
        ref_active_services(choice, view->world->service_count) | choice->used << REF_SOURCE_BIT;
    return view->rules[rule].in_force && (view->rules[rule].a & present) != 0;
}

static int sum_quantities(const ref_view *view, const ref_choice *choice, unsigned bits,
                          bool one_off)
{
    int sum = 0;
    for (int s = 0; s < view->world->service_count; s++) {
        if ((bits >> s & 1U) != 0 && view->world->services[s].one_off == one_off) {
            sum += choice->quantity[s];
        }
    }
    return sum;
}

void ref_rule_quantity(const ref_view *view, const ref_choice *choice, int rule, int *out_monthly,
                       int *out_once)
{
    *out_monthly = sum_quantities(view, choice, view->rules[rule].b, false);
    *out_once = sum_quantities(view, choice, view->rules[rule].b, true);
}

/* Quantity against a parameter: by the month, or by the week with q × 12 against parameter × 52. */
static int64_t over_parameter(const ref_rule *rule, int quantity)
{
    if (rule->period == REF_WEEK) {
        return (int64_t)quantity * 12 * 10000 - rule->parameter_e4 * 52;
    }
    return (int64_t)quantity * 10000 - rule->parameter_e4;
}

static bool exclusive_holds(unsigned in_a, unsigned in_b, bool has_b)
{
    if (!has_b) {
        return (in_a & (in_a - 1)) == 0; /* at most one */
    }
    const unsigned both = in_a | in_b;
    /* A pair needs two different subjects: one that stands alone in `a` and `b` is none. */
    return in_a == 0 || in_b == 0 || (both & (both - 1)) == 0;
}

bool ref_rules_allow(const ref_view *view, const ref_choice *choice)
{
    const ref_world *const world = view->world;
    const unsigned present =
        ref_active_services(choice, world->service_count) | choice->used << REF_SOURCE_BIT;
    for (int i = 0; i < world->rule_count; i++) {
        const ref_rule *const rule = &world->rules[i];
        const ref_rule_view *const seen = &view->rules[i];
        if (!seen->in_force) {
            continue;
        }
        if (rule->form == REF_EXCLUSIVE &&
            !exclusive_holds(present & seen->a, present & seen->b, rule->b_count > 0)) {
            return false;
        }
        if (rule->form == REF_THRESHOLD && (present & seen->a) != 0 &&
            over_parameter(rule, sum_quantities(view, choice, seen->b, false) +
                                     sum_quantities(view, choice, seen->b, true)) >= 0) {
            return false;
        }
        if (rule->form == REF_SLOT &&
            over_parameter(rule, sum_quantities(view, choice, seen->a, false) +
                                     sum_quantities(view, choice, seen->a, true)) > 0) {
            return false;
        }
    }
    for (int r = 0; r < world->source_count; r++) {
        if (ref_must_use(world, r) && (choice->used >> r & 1U) == 0) {
            return false;
        }
    }
    return requires_hold(view, choice, choice->used);
}

/* Usage of an allowance's `b` in each month: the quantity of the phase, a one-off in the phase's
 * first month. Only months in which the rule is in force and something of `a` is in use count. */
static bool allowance_holds(const ref_view views[], const ref_choice choices[], int phase_count,
                            int rule)
{
    int64_t usage[REF_PHASES * 14] = {0};
    int total = 0;
    for (int t = 0; t < phase_count; t++) {
        int monthly = 0;
        int once = 0;
        if (ref_rule_triggered(&views[t], &choices[t], rule)) {
            ref_rule_quantity(&views[t], &choices[t], rule, &monthly, &once);
        }
        for (int m = 0; m < views[t].months; m++) {
            usage[total + m] = monthly + (m == 0 ? once : 0);
        }
        total += views[t].months;
    }
    const int width = total < 12 || (ref_misread & REF_MISREAD_WINDOW) != 0 ? total : 12;
    for (int first = 0; first + width <= total; first++) {
        int64_t sum = 0;
        for (int m = 0; m < width; m++) {
            sum += usage[first + m];
        }
        if (sum * 10000 > views[0].world->rules[rule].parameter_e4) {
            return false;
        }
    }
    return true;
}

bool ref_phases_agree(const ref_view views[], const ref_choice choices[], int phase_count)
{
    const ref_world *const world = views[0].world;
    for (int s = 0; s < world->service_count; s++) {
        int bought = 0;
        int runs = 0;
        for (int t = 0; t < phase_count; t++) {
            const bool active = choices[t].quantity[s] > 0;
            bought += active ? 1 : 0;
            runs += active && (t == 0 || choices[t - 1].quantity[s] == 0) ? 1 : 0;
        }
        if ((world->services[s].one_off && bought > 1 &&
             (ref_misread & REF_MISREAD_ONE_OFF) == 0) ||
            (world->services[s].continuous && runs > 1 &&
             (ref_misread & REF_MISREAD_CONTINUITY) == 0)) {
            return false;
        }
    }
    for (int i = 0; i < world->rule_count; i++) {
        if (world->rules[i].form == REF_ALLOWANCE &&
            !allowance_holds(views, choices, phase_count, i)) {
            return false;
        }
    }
    return true;
}
