/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/referee/referee_verify.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* One phase of the plan as read, with what its lines come to. */
typedef struct {
    ref_view view;
    ref_choice choice;
    const ref_node *node;
    ref_cost cost[REF_SERVICES];
    int64_t paid[REF_SERVICES][REF_SOURCES];
    int64_t monthly[REF_SOURCES]; /* recurring cents a month of each source */
    int64_t once[REF_SOURCES];
    int64_t amount[REF_SOURCES]; /* after absorption */
} reading;

static bool fault(char why[REF_WHY], const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fault(char why[REF_WHY], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(why, REF_WHY, format, arguments);
    va_end(arguments);
    return false;
}

static int find_service(const ref_world *world, const char *code)
{
    for (int s = 0; s < world->service_count; s++) {
        if (strcmp(world->services[s].code, code) == 0) {
            return s;
        }
    }
    return -1;
}

static int find_source(const ref_world *world, const char *code)
{
    for (int r = 0; r < world->source_count; r++) {
        if (strcmp(world->sources[r].code, code) == 0) {
            return r;
        }
    }
    return -1;
}

static bool is_offered(const ref_view *view, int service, const ref_node *line)
{
    const char *const provider = ref_string(line, "provider");
    for (int i = 0; i < view->offer_count[service]; i++) {
        const ref_offer *const offer = &view->offers[service][i];
        const char *const code =
            offer->provider < 0 ? "" : view->world->providers[offer->provider].code;
        if (offer->quantity > 0 && offer->quantity == ref_integer(line, "quantity") &&
            offer->unit_cents == ref_integer(line, "unit_price_cents") &&
            strcmp(provider, code) == 0) {
            return true;
        }
    }
    return false;
}

static int find_provider(const ref_world *world, int service, const char *code)
{
    for (int p = 0; p < world->provider_count; p++) {
        if (world->providers[p].service == service && strcmp(world->providers[p].code, code) == 0) {
            return p;
        }
    }
    return -1;
}

static bool marked_in_place(const ref_world *world, int service)
{
    for (int i = 0; i < world->in_place_count; i++) {
        if (world->in_place[i].service == service) {
            return true;
        }
    }
    return false;
}

static bool read_funding(char why[REF_WHY], reading *phase, int service, const ref_node *line)
{
    const ref_world *const world = phase->view.world;
    const ref_node *const funding = ref_member(line, "funding");
    const char *const code = world->services[service].code;
    for (const ref_node *part = funding == NULL ? NULL : funding->child; part != NULL;
         part = part->next) {
        const int r = find_source(world, ref_string(part, "source"));
        const int64_t cents = ref_integer(part, "cents");
        if (r < 0 || cents <= 0 || phase->paid[service][r] != 0) {
            return fault(why, "%s: a payment is unknown, twice, or of no cents", code);
        }
        if (world->sources[r].hours || phase->view.presence[r] == REF_ABSENT ||
            !phase->view.pays[r][service]) {
            return fault(why, "%s: %s may not pay", code, world->sources[r].code);
        }
        phase->paid[service][r] = cents;
        phase->choice.used |= 1U << r;
        if (world->services[service].one_off) {
            phase->once[r] += cents;
        } else {
            phase->monthly[r] += cents;
        }
    }
    return true;
}

static bool read_line(char why[REF_WHY], reading *phase, const ref_node *line)
{
    const ref_world *const world = phase->view.world;
    const int s = find_service(world, ref_string(line, "service"));
    if (s < 0 || phase->choice.quantity[s] > 0 || !is_offered(&phase->view, s, line)) {
        return fault(why, "line %s: unknown, twice, or a quantity, price or provider not offered",
                     ref_string(line, "service"));
    }
    phase->choice.quantity[s] = (int)ref_integer(line, "quantity");
    phase->choice.provider[s] = find_provider(world, s, ref_string(line, "provider"));
    phase->choice.unit_cents[s] = ref_integer(line, "unit_price_cents");
    phase->cost[s] = ref_line_cost(&phase->view, &phase->choice, s);
    if (phase->cost[s].cost != ref_integer(line, "cost_cents") ||
        phase->cost[s].health != ref_integer(line, "health_cents") ||
        phase->cost[s].social != ref_integer(line, "social_cents") ||
        phase->cost[s].due != ref_integer(line, "person_due_cents")) {
        return fault(why, "line %s: cost, parts or due", world->services[s].code);
    }
    if (ref_true(line, "one_off") != world->services[s].one_off ||
        ref_true(line, "in_place") != marked_in_place(world, s)) {
        return fault(why, "line %s: one_off or in_place", world->services[s].code);
    }
    return read_funding(why, phase, s, line);
}

static bool read_phase(char why[REF_WHY], reading *phase, const ref_world *world, int index,
                       const ref_node *node)
{
    memset(phase, 0, sizeof *phase);
    ref_view_build(&phase->view, world, index);
    phase->node = node;
    for (int r = 0; r < world->source_count; r++) {
        phase->choice.used |= phase->view.presence[r] == REF_ACTIVE ? 1U << r : 0;
    }
    if (ref_integer(node, "months") != phase->view.months) {
        return fault(why, "months");
    }
    const ref_node *const lines = ref_member(node, "lines");
    for (const ref_node *line = lines == NULL ? NULL : lines->child; line != NULL;
         line = line->next) {
        if (!read_line(why, phase, line)) {
            return false;
        }
    }
    for (int s = 0; s < world->service_count; s++) {
        bool possible = phase->choice.quantity[s] > 0;
        for (int i = 0; i < phase->view.offer_count[s]; i++) {
            possible = possible || phase->view.offers[s][i].quantity == 0;
        }
        if (!possible) {
            return fault(why, "%s must be there", world->services[s].code);
        }
    }
    ref_absorbed(&phase->view, &phase->choice, phase->amount);
    return true;
}

static bool lines_are_paid(char why[REF_WHY], const reading *phase)
{
    const ref_world *const world = phase->view.world;
    for (int s = 0; s < world->service_count; s++) {
        int64_t all = 0;
        int64_t health = 0;
        int64_t social = 0;
        int64_t pensions = 0;
        for (int r = 0; r < world->source_count; r++) {
            const ref_source *const source = &world->sources[r];
            const int64_t cents = phase->paid[s][r];
            all += cents;
            health += source->side == REF_PAYS_HEALTH ? cents : 0;
            social +=
                source->side == REF_PAYS_SOCIAL || source->side == REF_PAYS_PERSON ? cents : 0;
            pensions += source->kind == REF_FROM_PENSION && !source->pool ? cents : 0;
        }
        if (all != phase->cost[s].cost || health > phase->cost[s].health ||
            social > phase->cost[s].social || pensions > phase->cost[s].due) {
            return fault(why,
                         "line %s: payers %" PRId64 " of %" PRId64 ", health %" PRId64
                         ", social %" PRId64 ", pensions %" PRId64,
                         world->services[s].code, all, phase->cost[s].cost, health, social,
                         pensions);
        }
    }
    return true;
}

static bool ceilings_hold(char why[REF_WHY], const reading *phase)
{
    const ref_world *const world = phase->view.world;
    const int64_t months = phase->view.months;
    int64_t of_public = 0;
    int64_t of_pensions = 0;
    for (int r = 0; r < world->source_count; r++) {
        const int64_t spent = months * phase->monthly[r] + phase->once[r];
        if (phase->amount[r] >= 0 && spent > months * phase->amount[r]) {
            return fault(why, "%s pays more than it has", world->sources[r].code);
        }
        of_public += world->sources[r].is_public ? spent : 0;
        of_pensions +=
            world->sources[r].kind == REF_FROM_PENSION && !world->sources[r].pool ? spent : 0;
    }
    if (phase->view.public_cents >= 0 && of_public > months * phase->view.public_cents) {
        return fault(why, "public ceiling");
    }
    if (of_pensions > months * ref_pension_room(&phase->view, &phase->choice, phase->amount)) {
        return fault(why, "personal allowance");
    }
    return true;
}

static bool coverage_is_right(char why[REF_WHY], const reading *phase)
{
    const ref_world *const world = phase->view.world;
    const ref_node *const list = ref_member(phase->node, "coverage");
    if (ref_length(list) != world->need_count) {
        return fault(why, "coverage: how many");
    }
    for (int n = 0; n < world->need_count; n++) {
        const ref_node *const row = ref_element(list, n);
        char id[16];
        (void)snprintf(id, sizeof id, "n%d", n + 1);
        if (strcmp(ref_string(row, "need"), id) != 0 ||
            ref_integer(row, "target") != phase->view.target[n] ||
            ref_integer(row, "covered") != ref_covered(&phase->view, &phase->choice, n) ||
            ref_integer(row, "already") != world->needs[n].already) {
            return fault(why, "coverage of %s", id);
        }
    }
    return true;
}

static bool totals_are_right(char why[REF_WHY], const reading *phase)
{
    const ref_world *const world = phase->view.world;
    const ref_node *const totals = ref_member(phase->node, "totals");
    const ref_node *const by_source = ref_member(totals, "by_source");
    int64_t cost = 0;
    int64_t of_public = 0;
    int64_t of_person = 0;
    int64_t left = 0;
    for (int s = 0; s < world->service_count; s++) {
        cost += world->services[s].one_off ? 0 : phase->cost[s].cost;
    }
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const source = &world->sources[r];
        const int64_t said = ref_integer(by_source, source->code);
        of_public += source->is_public ? phase->monthly[r] : 0;
        of_person += !source->pool && !source->is_public ? phase->monthly[r] : 0;
        if (source->kind == REF_FROM_PENSION && !source->hours && !source->pool &&
            (phase->choice.used >> r & 1U) != 0) {
            left += phase->amount[r] - phase->monthly[r];
        }
        if ((said == INT64_MIN ? 0 : said) != phase->monthly[r]) {
            return fault(why, "totals by source: %s", source->code);
        }
    }
    if (cost != ref_integer(totals, "cost_cents") ||
        of_public != ref_integer(totals, "public_cents") ||
        of_person != ref_integer(totals, "person_cents") ||
        left != ref_integer(totals, "left_to_person_cents")) {
        return fault(why,
                     "totals: cost %" PRId64 " public %" PRId64 " person %" PRId64 " left %" PRId64,
                     cost, of_public, of_person, left);
    }
    return true;
}

/* Hours that are only available may be listed or not. */
static bool used_is_right(char why[REF_WHY], const reading *phase)
{
    const ref_world *const world = phase->view.world;
    const ref_node *const list = ref_member(phase->node, "sources_used");
    unsigned said = 0;
    unsigned free_to_say = 0;
    for (const ref_node *node = list == NULL ? NULL : list->child; node != NULL;
         node = node->next) {
        const int r = find_source(world, node->text);
        if (r < 0 || (said >> r & 1U) != 0) {
            return fault(why, "sources_used: unknown or twice");
        }
        said |= 1U << r;
    }
    for (int r = 0; r < world->source_count; r++) {
        if (world->sources[r].hours && phase->view.presence[r] == REF_OPTIONAL) {
            free_to_say |= 1U << r;
        }
    }
    if (((said ^ phase->choice.used) & ~free_to_say) != 0) {
        return fault(why, "sources_used: %x, expected %x", said, phase->choice.used);
    }
    return true;
}

/* For each service, the sources in use if its line were not there. */
static void used_without(const reading *phase, unsigned out[REF_SERVICES])
{
    const ref_world *const world = phase->view.world;
    for (int s = 0; s < REF_SERVICES; s++) {
        out[s] = 0;
        for (int r = 0; r < world->source_count; r++) {
            out[s] |= phase->view.presence[r] == REF_ACTIVE ? 1U << r : 0;
            for (int other = 0; other < world->service_count; other++) {
                out[s] |= other != s && phase->paid[other][r] > 0 ? 1U << r : 0;
            }
        }
    }
}

static bool phase_is_right(char why[REF_WHY], const reading *phase)
{
    if (!ref_quantities_allowed(&phase->view, &phase->choice)) {
        return fault(why, "exclusive group or must");
    }
    if (!ref_rules_allow(&phase->view, &phase->choice)) {
        return fault(why, "a rule is broken");
    }
    unsigned without[REF_SERVICES];
    used_without(phase, without);
    unsigned reducible = ref_reducible(&phase->view, &phase->choice, without);
    for (int s = 0; s < phase->view.world->service_count; s++) {
        for (int r = 0; r < phase->view.world->source_count; r++) {
            const bool asked = (ref_payable_alone(&phase->view, &phase->choice, r) >> s & 1U) != 0;
            reducible &= asked && (without[s] >> r & 1U) == 0 ? ~(1U << s) : ~0U;
        }
    }
    if (reducible != 0) {
        return fault(why, "a line is reducible");
    }
    if (!ref_hours_suffice(&phase->view, &phase->choice)) {
        return fault(why, "hours");
    }
    return lines_are_paid(why, phase) && ceilings_hold(why, phase) &&
           coverage_is_right(why, phase) && totals_are_right(why, phase) &&
           used_is_right(why, phase);
}

static bool unmet_is_right(char why[REF_WHY], const ref_world *world, const reading phases[],
                           const ref_node *plan)
{
    const ref_node *const list = ref_member(plan, "unmet");
    int expected = 0;
    for (int n = 0; n < world->need_count; n++) {
        bool unmet = false;
        bool said = false;
        char id[16];
        (void)snprintf(id, sizeof id, "n%d", n + 1);
        for (int t = 0; t < world->phase_count; t++) {
            unmet = unmet ||
                    ref_covered(&phases[t].view, &phases[t].choice, n) < phases[t].view.target[n];
        }
        for (const ref_node *row = list == NULL ? NULL : list->child; row != NULL;
             row = row->next) {
            said = said || strcmp(ref_string(row, "need"), id) == 0;
        }
        if (said != unmet) {
            return fault(why, "unmet: %s", id);
        }
        expected += unmet ? 1 : 0;
    }
    return ref_length(list) == expected ? true : fault(why, "unmet: how many");
}

static bool near(long double a, double b)
{
    const long double difference = a - (long double)b;
    return difference < 1e-6L && difference > -1e-6L;
}

/* What each phase's lines are worth; the plan must say the sum. */
static bool figures_are_right(char why[REF_WHY], const ref_world *world, const reading phases[],
                              const ref_node *plan, ref_quality by_phase[REF_PHASES])
{
    const ref_scale scale = ref_scale_of(world);
    ref_quality sum = {0, 0, 0};
    for (int t = 0; t < world->phase_count; t++) {
        int covered[REF_DOMAINS] = {0};
        for (int n = 0; n < world->need_count; n++) {
            covered[n] = ref_covered(&phases[t].view, &phases[t].choice, n);
        }
        by_phase[t] = ref_phase_quality(&phases[t].view, &scale, covered);
        sum = ref_quality_sum(sum, by_phase[t]);
    }
    const long double shortfall = (long double)sum.shortfall / (long double)scale.shortfall_unit;
    const long double score = (long double)sum.score / (long double)scale.score_unit;
    if (!near(shortfall, ref_real(plan, "essential_shortfall")) ||
        !near(score, ref_real(plan, "score"))) {
        return fault(why, "figures: its lines give shortfall %.9Lf and score %.9Lf", shortfall,
                     score);
    }
    return true;
}

static bool is_best(char why[REF_WHY], const ref_world *world, const ref_answer *answer,
                    const ref_quality by_phase[REF_PHASES], const ref_node *plan)
{
    ref_quality sum = {0, 0, 0};
    for (int t = 0; t < world->phase_count; t++) {
        sum = ref_quality_sum(sum, by_phase[t]);
    }
    const double said_shortfall = ref_real(plan, "essential_shortfall");
    const double said_score = ref_real(plan, "score");
    if (!near(answer->shortfall, said_shortfall) || !near(answer->score, said_score)) {
        return fault(why, "%s: shortfall %.9f and score %.9f, the best are %.9Lf and %.9Lf",
                     ref_quality_compare(sum, answer->best) > 0 ? "BETTER THAN THE BEST"
                                                                : "not the best",
                     said_shortfall, said_score, answer->shortfall, answer->score);
    }
    return true;
}

bool ref_verify_lines(char why[REF_WHY], const ref_world *world, const ref_node *plan,
                      ref_quality by_phase[REF_PHASES])
{
    static reading phases[REF_PHASES];
    ref_view views[REF_PHASES];
    ref_choice choices[REF_PHASES];
    char detail[REF_WHY] = "";
    if (!ref_true(plan, "proven")) {
        return fault(why, "not proven");
    }
    if (ref_length(ref_member(plan, "phases")) != world->phase_count) {
        return fault(why, "number of phases");
    }
    for (int t = 0; t < world->phase_count; t++) {
        const ref_node *const node = ref_element(ref_member(plan, "phases"), t);
        if (!read_phase(detail, &phases[t], world, t, node) ||
            !phase_is_right(detail, &phases[t])) {
            return fault(why, "phase %d: %.200s", t + 1, detail);
        }
        views[t] = phases[t].view;
        choices[t] = phases[t].choice;
    }
    if (!ref_phases_agree(views, choices, world->phase_count)) {
        return fault(why, "one-off twice, continuity or allowance");
    }
    return unmet_is_right(why, world, phases, plan) &&
           figures_are_right(why, world, phases, plan, by_phase);
}

bool ref_verify(char why[REF_WHY], const ref_world *world, const ref_answer *answer,
                const ref_node *plan)
{
    ref_quality by_phase[REF_PHASES];
    memset(by_phase, 0, sizeof by_phase);
    const char *const expected = answer->feasible ? "optimal" : "infeasible";
    const char *const status = ref_string(plan, "status");
    if (strcmp(status, expected) != 0) {
        return fault(why, "status %s, expected %s", status, expected);
    }
    if (!answer->feasible) {
        return ref_length(ref_member(plan, "phases")) == 0 ? true
                                                           : fault(why, "infeasible with phases");
    }
    return ref_verify_lines(why, world, plan, by_phase) &&
           is_best(why, world, answer, by_phase, plan);
}
