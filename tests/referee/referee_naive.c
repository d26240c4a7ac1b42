/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The referee's own referee: all phases at once, every set of sources, every cent placed by hand,
 * values in floating point straight from the formulas. Slow, and therefore only for small worlds;
 * it shares with the enumeration the reading of the files (referee_view.c) and nothing else. */

#include "tests/referee/referee_naive.h"

#include <string.h>

enum { PLANS_MAX = 400000 };

typedef struct {
    const ref_world *world;
    ref_view views[REF_PHASES];
    ref_choice choices[REF_PHASES];
} plan;

/* --- rules, subject by subject ------------------------------------------------------------------
 */

/* Subjects 0 … services − 1, then sources. */
bool ref_naive_matches(const ref_world *world, const ref_selector *list, int count, int subject)
{
    for (int i = 0; i < count; i++) {
        if (subject < world->service_count
                ? ref_matches_service(world, list[i].text, subject)
                : ref_matches_source(world, list[i].text, subject - world->service_count)) {
            return true;
        }
    }
    return false;
}

static bool subject_there(const ref_world *world, const ref_choice *choice, int subject)
{
    if (subject < world->service_count) {
        return choice->quantity[subject] > 0;
    }
    return (choice->used >> (subject - world->service_count) & 1U) != 0;
}

bool ref_naive_there(const ref_world *world, const ref_choice *choice, const ref_selector *list,
                     int count)
{
    for (int i = 0; i < world->service_count + world->source_count; i++) {
        if (ref_naive_matches(world, list, count, i) && subject_there(world, choice, i)) {
            return true;
        }
    }
    return false;
}

static int quantity_of(const ref_world *world, const ref_choice *choice, const ref_selector *list,
                       int count)
{
    int sum = 0;
    for (int s = 0; s < world->service_count; s++) {
        sum += ref_naive_matches(world, list, count, s) ? choice->quantity[s] : 0;
    }
    return sum;
}

static bool exclusive_pair(const ref_world *world, const ref_choice *choice, const ref_rule *rule)
{
    const int count = world->service_count + world->source_count;
    const ref_selector *const other = rule->b_count > 0 ? rule->b : rule->a;
    const int other_count = rule->b_count > 0 ? rule->b_count : rule->a_count;
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            if (i != j && subject_there(world, choice, i) && subject_there(world, choice, j) &&
                ref_naive_matches(world, rule->a, rule->a_count, i) &&
                ref_naive_matches(world, other, other_count, j)) {
                return true;
            }
        }
    }
    return false;
}

static bool rule_broken(const ref_view *view, const ref_choice *choice, const ref_rule *rule)
{
    const ref_world *const world = view->world;
    const long double parameter = (long double)rule->parameter_e4 / 10000.0L;
    const long double most = rule->period == REF_WEEK ? parameter * 52 / 12 : parameter;
    if (!ref_in_dates(rule->dates, view->first_day)) {
        return false;
    }
    if (rule->form == REF_EXCLUSIVE) {
        return exclusive_pair(world, choice, rule);
    }
    if (rule->form == REF_REQUIRES) {
        return ref_naive_there(world, choice, rule->a, rule->a_count) &&
               !ref_naive_there(world, choice, rule->b, rule->b_count);
    }
    if (rule->form == REF_THRESHOLD) {
        return ref_naive_there(world, choice, rule->a, rule->a_count) &&
               quantity_of(world, choice, rule->b, rule->b_count) >= most - 1e-12L;
    }
    if (rule->form == REF_SLOT) {
        return quantity_of(world, choice, rule->a, rule->a_count) > most + 1e-12L;
    }
    return false;
}

/* What `b` comes to in the m-th month of a phase. */
static int usage_in_month(const plan *all, const ref_rule *rule, int phase, int month)
{
    const ref_world *const world = all->world;
    const ref_choice *const choice = &all->choices[phase];
    int sum = 0;
    if (!ref_in_dates(rule->dates, all->views[phase].first_day) ||
        !ref_naive_there(world, choice, rule->a, rule->a_count)) {
        return 0;
    }
    for (int s = 0; s < world->service_count; s++) {
        if (ref_naive_matches(world, rule->b, rule->b_count, s) &&
            (month == 0 || !world->services[s].one_off)) {
            sum += choice->quantity[s];
        }
    }
    return sum;
}

static bool allowance_broken(const plan *all, const ref_rule *rule)
{
    const ref_world *const world = all->world;
    int months = 0;
    for (int t = 0; t < world->phase_count; t++) {
        months += world->phases[t].months;
    }
    for (int first = 0; first == 0 || first + 12 <= months; first++) {
        int sum = 0;
        int month = 0;
        for (int t = 0; t < world->phase_count; t++) {
            for (int m = 0; m < world->phases[t].months; m++, month++) {
                const bool inside = month >= first && month < first + 12;
                sum += inside ? usage_in_month(all, rule, t, m) : 0;
            }
        }
        if ((int64_t)sum * 10000 > rule->parameter_e4) {
            return true;
        }
    }
    return false;
}

/* --- lines ---------------------------------------------------------------------------------------
 */

static int coverage(const ref_view *view, const int quantity[REF_SERVICES], int need)
{
    int sum = view->world->needs[need].already;
    for (int s = 0; s < view->world->service_count; s++) {
        sum += view->world->services[s].effect[view->world->needs[need].domain] * quantity[s];
    }
    return sum > view->target[need] ? view->target[need] : sum;
}

/* Would this quantity of this service, the others as they are, break a lock? */
static bool breaks_lock(const ref_world *world, const int quantity[REF_SERVICES], int service)
{
    for (int i = 0; i < world->fixed_count; i++) {
        if (world->fixed[i].service == service && quantity[service] != world->fixed[i].quantity) {
            return true;
        }
    }
    for (int i = 0; i < world->in_place_count; i++) {
        if (world->in_place[i].service == service && world->in_place[i].keep &&
            quantity[service] < world->in_place[i].quantity) {
            return true;
        }
    }
    for (int i = 0; i < world->must_count; i++) {
        int matching = 0;
        for (int s = 0; s < world->service_count; s++) {
            matching += quantity[s] > 0 && ref_matches_service(world, world->must[i].text, s);
        }
        if (matching == 0) {
            return true;
        }
    }
    return false;
}

static bool line_needed(const ref_view *view, const ref_choice *choice, int service)
{
    const ref_world *const world = view->world;
    const ref_service *const s = &world->services[service];
    ref_choice less = *choice;
    less.quantity[service] -= s->step;
    if (less.quantity[service] < s->min) {
        less.quantity[service] = 0;
    }
    if (breaks_lock(world, less.quantity, service)) {
        return true;
    }
    bool offered = false;
    for (int n = 0; n < world->need_count; n++) {
        if (coverage(view, less.quantity, n) != coverage(view, choice->quantity, n)) {
            return true;
        }
        offered = offered || s->effect[world->needs[n].domain] != 0;
    }
    for (int i = 0; offered && i < world->rule_count; i++) {
        if (world->rules[i].form == REF_REQUIRES && rule_broken(view, &less, &world->rules[i])) {
            return true;
        }
    }
    return false;
}

static int64_t hours_of(const ref_view *view, unsigned sources)
{
    int64_t given = 0;
    for (int r = 0; r < view->world->source_count; r++) {
        if ((sources >> r & 1U) != 0 && view->world->sources[r].hours &&
            view->presence[r] != REF_ABSENT) {
            given += view->amount[r];
        }
    }
    return given;
}

/* Is a service limited by hours, and may none but these sources give them? */
static bool depends_on(const ref_view *view, int service, unsigned sources)
{
    bool limited = false;
    for (int r = 0; r < view->world->source_count; r++) {
        if (view->world->sources[r].hours && view->pays[r][service]) {
            limited = true;
            if ((sources >> r & 1U) == 0) {
                return false;
            }
        }
    }
    return limited;
}

/* Every set of sources has the hours for the services that only these sources may serve. */
static bool hours_placed(const ref_view *view, const ref_choice *choice)
{
    for (unsigned sources = 0; sources < 1U << view->world->source_count; sources++) {
        int64_t asked = 0;
        for (int s = 0; s < view->world->service_count; s++) {
            asked += depends_on(view, s, sources) ? choice->quantity[s] : 0;
        }
        if (asked > hours_of(view, sources)) {
            return false;
        }
    }
    return true;
}

static bool phase_broken(const ref_view *view, const ref_choice *choice)
{
    const ref_world *const world = view->world;
    for (int i = 0; i < world->rule_count; i++) {
        if (rule_broken(view, choice, &world->rules[i])) {
            return true;
        }
    }
    for (int s = 0; s < world->service_count; s++) {
        for (int other = 0; other < s; other++) {
            if (choice->quantity[s] > 0 && choice->quantity[other] > 0 &&
                world->services[s].group[0] != '\0' &&
                strcmp(world->services[s].group, world->services[other].group) == 0) {
                return true;
            }
        }
        if (choice->quantity[s] > 0 && !line_needed(view, choice, s)) {
            return true;
        }
    }
    for (int i = 0; i < world->must_count; i++) {
        if (quantity_of(world, choice, &world->must[i], 1) == 0) {
            return true;
        }
    }
    return !hours_placed(view, choice);
}

/* A one-off bought twice, or a continuous service with an idle phase between active ones. */
static bool course_broken(const plan *all, int service)
{
    const ref_service *const s = &all->world->services[service];
    int active = 0;
    int first = -1;
    int last = -1;
    for (int t = 0; t < all->world->phase_count; t++) {
        if (all->choices[t].quantity[service] > 0) {
            active++;
            first = first < 0 ? t : first;
            last = t;
        }
    }
    return (s->one_off && active > 1) || (s->continuous && active > 0 && last - first >= active);
}

static bool plan_broken(const plan *all)
{
    const ref_world *const world = all->world;
    for (int t = 0; t < world->phase_count; t++) {
        if (phase_broken(&all->views[t], &all->choices[t])) {
            return true;
        }
    }
    for (int s = 0; s < world->service_count; s++) {
        if (course_broken(all, s)) {
            return true;
        }
    }
    for (int i = 0; i < world->rule_count; i++) {
        if (world->rules[i].form == REF_ALLOWANCE && allowance_broken(all, &world->rules[i])) {
            return true;
        }
    }
    return false;
}

/* --- value and search
 * ------------------------------------------------------------------------------ */

static long double curve_at(const ref_world *world, long double share)
{
    for (int i = 1; i < world->curve_count; i++) {
        const long double x0 = world->curve[i - 1].share / 100.0L;
        const long double x1 = world->curve[i].share / 100.0L;
        if (share <= x1 || i == world->curve_count - 1) {
            const long double y0 = world->curve[i - 1].value / 100.0L;
            const long double y1 = world->curve[i].value / 100.0L;
            return y0 + (share - x0) * (y1 - y0) / (x1 - x0);
        }
    }
    return 1;
}

static void value_plan(const plan *all, long double *out_shortfall, long double *out_score)
{
    static const long double priority[] = {1, 1.25L, 1.5L};
    const ref_world *const world = all->world;
    long double total = 0;
    long double shortfall = 0;
    long double score = 0;
    for (int t = 0; t < world->phase_count; t++) {
        for (int n = 0; n < world->need_count; n++) {
            const ref_need *const need = &world->needs[n];
            const int target = all->views[t].target[n];
            if (target == 0) {
                continue;
            }
            const long double w = world->levels[need->domain][need->level].weight_e4 / 10000.0L *
                                  priority[need->priority - 1] * world->phases[t].months;
            const long double c =
                coverage(&all->views[t], all->choices[t].quantity, n) / (long double)target;
            const long double miss = ref_floor_pct(world, n) / 100.0L - c;
            total += w;
            shortfall += miss > 0 ? w * miss : 0;
            score += w * curve_at(world, c);
        }
    }
    *out_shortfall = shortfall / total;
    *out_score = score / total;
}

/* The sources' sets and offers of all phases, turned like the wheels of one counter. Returns false
 * after the last position. */
static bool turn(plan *all, int wheels[REF_PHASES][REF_SERVICES], unsigned sets[REF_PHASES])
{
    for (int t = 0; t < all->world->phase_count; t++) {
        const ref_view *const view = &all->views[t];
        if (sets[t] != 0) {
            sets[t] = (sets[t] - 1) & view->decide;
            return true;
        }
        sets[t] = view->decide;
        for (int s = 0; s < all->world->service_count; s++) {
            if (++wheels[t][s] < view->offer_count[s]) {
                return true;
            }
            wheels[t][s] = 0;
        }
    }
    return false;
}

static void read_wheels(plan *all, int wheels[REF_PHASES][REF_SERVICES],
                        const unsigned sets[REF_PHASES])
{
    for (int t = 0; t < all->world->phase_count; t++) {
        all->choices[t].used = sets[t];
        for (int r = 0; r < all->world->source_count; r++) {
            all->choices[t].used |= all->views[t].presence[r] == REF_ACTIVE ? 1U << r : 0;
        }
        for (int s = 0; s < all->world->service_count; s++) {
            const ref_offer *const offer = &all->views[t].offers[s][wheels[t][s]];
            all->choices[t].quantity[s] = offer->quantity;
            all->choices[t].provider[s] = offer->provider;
            all->choices[t].unit_cents[s] = offer->unit_cents;
        }
    }
}

/* Number of positions; 0 when some service has no possible offer, negative when there are too many.
 */
static int64_t positions(const plan *all)
{
    int64_t product = 1;
    for (int t = 0; t < all->world->phase_count; t++) {
        for (int s = 0; s < all->world->service_count; s++) {
            product *= all->views[t].offer_count[s];
            if (product > PLANS_MAX) {
                return -1;
            }
        }
        for (unsigned bits = all->views[t].decide; bits != 0; bits &= bits - 1) {
            product *= 2;
        }
    }
    return product > PLANS_MAX ? -1 : product;
}

bool ref_enumerate_naively(ref_answer *out, const ref_world *world)
{
    static plan all;
    int wheels[REF_PHASES][REF_SERVICES] = {{0}};
    unsigned sets[REF_PHASES] = {0};
    memset(out, 0, sizeof *out);
    memset(&all, 0, sizeof all);
    all.world = world;
    for (int t = 0; t < world->phase_count; t++) {
        ref_view_build(&all.views[t], world, t);
        sets[t] = all.views[t].decide;
    }
    const int64_t count = positions(&all);
    if (count <= 0) {
        return count == 0;
    }
    do {
        long double shortfall = 0;
        long double score = 0;
        out->vectors++;
        read_wheels(&all, wheels, sets);
        value_plan(&all, &shortfall, &score);
        const bool better = !out->feasible || shortfall < out->shortfall - 1e-12L ||
                            (shortfall < out->shortfall + 1e-12L && score > out->score + 1e-12L);
        if (!better || plan_broken(&all)) {
            continue;
        }
        bool paid = true;
        for (int t = 0; t < world->phase_count; t++) {
            paid = paid && ref_naive_pay(&all.views[t], &all.choices[t]);
        }
        if (paid) {
            out->feasible = true;
            out->shortfall = shortfall;
            out->score = score;
            memcpy(out->choices, all.choices, sizeof all.choices);
        }
    } while (turn(&all, wheels, sets));
    return true;
}
