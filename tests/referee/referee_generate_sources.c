/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may pay: pools, pensions, family money, measures held by the person, hours; and the rules
 * between them. */

#include "tests/referee/referee.h"

#include <string.h>

enum {
    COMUNE,
    ASL,
    MIXED,
    PENSION,
    SECOND_PENSION,
    FAMILY,
    MEASURE,
    DONOR,
    HOURS,
    MORE_HOURS,
    ROLES
};

static const int role_percent[ROLES] = {92, 80, 30, 55, 20, 35, 45, 12, 95, 50};
static const int pension_percent[ROLES] = {95, 60, 15, 100, 60, 20, 15, 5, 95, 50};

static bool has_help(const ref_world *world)
{
    for (int s = 0; s < world->service_count; s++) {
        if (world->services[s].help) {
            return true;
        }
    }
    return false;
}

static void shape_source(ref_source *source, ref_random *random, int role)
{
    static const ref_side measure_sides[] = {REF_PAYS_ANY, REF_PAYS_HEALTH, REF_PAYS_SOCIAL,
                                             REF_PAYS_ANY, REF_PAYS_PERSON};
    static const ref_side family_sides[] = {REF_PAYS_PERSON, REF_PAYS_PERSON, REF_PAYS_ANY};
    source->payments = 12;
    source->pool = role <= MIXED || role == DONOR;
    source->is_public = role <= MIXED;
    if (role == COMUNE) {
        source->kind = REF_FROM_SOCIAL;
        source->side = REF_PAYS_SOCIAL;
    } else if (role == ASL) {
        source->kind = REF_FROM_HEALTH;
        source->side = REF_PAYS_HEALTH;
    } else if (role == MIXED) {
        source->kind = REF_FROM_SOCIOSANITARIO;
        source->side = REF_PAYS_ANY;
    } else if (role == PENSION || role == SECOND_PENSION) {
        source->kind = REF_FROM_PENSION;
        source->side = REF_PAYS_PERSON;
        source->payments = ref_chance(random, 60) ? 13 : 12;
    } else if (role == FAMILY) {
        source->kind = REF_FROM_FAMILY;
        source->side = family_sides[ref_between(random, 0, 2)];
    } else if (role == MEASURE) {
        source->kind = (ref_source_kind)ref_between(random, 0, 2);
        source->side = measure_sides[ref_between(random, 0, 4)];
        source->is_public = ref_chance(random, 80);
        source->payments = ref_chance(random, 80) ? 12 : 1;
    } else if (role == DONOR) {
        source->kind = REF_FROM_THIRD_SECTOR;
        source->side = REF_PAYS_ANY;
    } else {
        source->kind = ref_chance(random, 50) ? REF_FROM_FAMILY : REF_FROM_THIRD_SECTOR;
        source->side = REF_PAYS_PERSON;
        source->hours = true;
    }
}

static void add_eligibility(ref_world *world, int source, ref_selector selector, bool allow)
{
    if (world->eligibility_count < REF_ELIGIBILITY) {
        ref_eligibility *const row = &world->eligibility[world->eligibility_count++];
        row->source = source;
        row->selector = selector;
        row->allow = allow;
    }
}

static void make_eligibility(ref_world *world, ref_random *random, int source)
{
    static const ref_selector all = {"*"};
    static const ref_selector help = {"tag:help"};
    const bool pension = world->sources[source].kind == REF_FROM_PENSION;
    const int roll = (int)ref_between(
        random, world->theme == REF_THEME_PENSIONS && pension && ref_chance(random, 50) ? 80 : 0,
        99);
    if (world->sources[source].hours) {
        ref_selector only = help;
        for (int s = 0; s < world->service_count && roll < 40; s++) {
            if (world->services[s].help) {
                (void)snprintf(only.text, REF_SELECTOR, "service:%s", world->services[s].code);
            }
        }
        add_eligibility(world, source, only, true);
        return;
    }
    if (roll < 80) {
        add_eligibility(world, source, all, true);
    }
    if (roll >= 45) {
        add_eligibility(world, source, ref_any_selector(world, random), roll >= 80);
    }
    if (roll >= 65) {
        add_eligibility(world, source, ref_any_selector(world, random), true);
    }
}

void ref_generate_sources(ref_world *world, ref_random *random)
{
    const int *const percent = world->theme == REF_THEME_PENSIONS ? pension_percent : role_percent;
    const int most = world->size == REF_TINY ? 3 : 5;
    int order[ROLES];
    int cash = 0;
    for (int i = 0; i < ROLES; i++) {
        order[i] = i;
    }
    for (int i = 0; i < ROLES; i++) {
        const int other = (int)ref_between(random, i, ROLES - 1);
        const int role = order[other];
        order[other] = order[i];
        order[i] = role;
        const bool hours = role >= HOURS;
        if (!ref_chance(random, percent[role]) || (hours && !has_help(world)) ||
            world->source_count == REF_SOURCES || (!hours && cash == most)) {
            continue;
        }
        const int r = world->source_count++;
        cash += hours ? 0 : 1;
        (void)snprintf(world->sources[r].code, REF_CODE, "R%d", r + 1);
        shape_source(&world->sources[r], random, role);
        world->sources[r].dates = ref_any_dates(world, random, hours ? 0 : 8);
        make_eligibility(world, random, r);
    }
    if (world->source_count == 0) {
        (void)snprintf(world->sources[0].code, REF_CODE, "R1");
        shape_source(&world->sources[0], random, COMUNE);
        make_eligibility(world, random, 0);
        world->source_count = 1;
    }
}

/* --- rules ---------------------------------------------------------------------------------------
 */

/* A source a rule may name: hours that are only available are left out, for nothing says when
 * they are in use. */
static bool nameable(const ref_world *world, int source)
{
    const ref_source *const r = &world->sources[source];
    return !r->hours || (world->holdings[source].listed && world->holdings[source].active);
}

static ref_selector any_source(const ref_world *world, ref_random *random)
{
    ref_selector selector;
    const int first = (int)ref_between(random, 0, world->source_count - 1);
    (void)snprintf(selector.text, REF_SELECTOR, "service:S1");
    for (int i = 0; i < world->source_count; i++) {
        const int r = (first + i) % world->source_count;
        if (nameable(world, r)) {
            (void)snprintf(selector.text, REF_SELECTOR, "source:%s", world->sources[r].code);
            break;
        }
    }
    return selector;
}

/* Services by a selector without `kind:` (which could be taken for a source's kind). */
static ref_selector any_service(const ref_world *world, ref_random *random)
{
    ref_selector selector = ref_any_selector(world, random);
    while (strncmp(selector.text, "kind:", 5) == 0) {
        selector = ref_any_selector(world, random);
    }
    return selector;
}

/* A selector of services that are bought by the month: "monthly quantity" says nothing of others.
 */
static ref_selector any_monthly(const ref_world *world, ref_random *random)
{
    for (int tries = 0; tries < 20; tries++) {
        const ref_selector selector = any_service(world, random);
        bool good = true;
        for (int s = 0; s < world->service_count; s++) {
            good = good &&
                   (!world->services[s].one_off || !ref_matches_service(world, selector.text, s));
        }
        if (good) {
            return selector;
        }
    }
    ref_selector first;
    (void)snprintf(first.text, REF_SELECTOR, "service:S1"); /* never a one-off */
    return first;
}

static ref_selector any_subject(const ref_world *world, ref_random *random)
{
    return ref_chance(random, 40) ? any_source(world, random) : any_service(world, random);
}

static void quantity_parameter(ref_rule *rule, ref_random *random, int low, int high)
{
    rule->has_parameter = true;
    if (ref_chance(random, 35)) {
        static const int64_t weekly[] = {2500, 5000, 7500, 10000, 12500, 4000};
        rule->period = REF_WEEK;
        rule->parameter_e4 = ref_pick(random, weekly, sizeof weekly / sizeof *weekly);
    } else {
        rule->period = REF_MONTH;
        rule->parameter_e4 = ref_between(random, low, high) * 10000;
        rule->parameter_e4 += ref_chance(random, 15) ? 5000 : 0;
    }
}

/* A pool without a limit has no amount that could fall, so absorptions leave it alone. */
static bool has_amount(const ref_world *world, int source)
{
    if (!world->sources[source].pool) {
        return true;
    }
    bool limited = world->budget.by_source[source] >= 0;
    for (int t = 0; t < world->phase_count; t++) {
        const ref_phase *const phase = &world->phases[t];
        limited = limited && (!phase->has_budget || phase->budget.by_source[source] >= 0);
    }
    return limited;
}

static void add_absorption(ref_world *world, ref_rule *rule, ref_random *random)
{
    const ref_random before = *random;
    rule->b_count = 0;
    for (int r = 0; r < world->source_count; r++) {
        ref_selector of_source;
        (void)snprintf(of_source.text, REF_SELECTOR, "source:%s", world->sources[r].code);
        if (has_amount(world, r) && !world->sources[r].hours && rule->b_count < 2 &&
            ref_chance(random, 60) && strcmp(of_source.text, rule->a[0].text) != 0) {
            rule->b[rule->b_count++] = of_source;
        }
    }
    if (rule->b_count == 0) { /* nothing to absorb: an ordinary exclusion instead */
        *random = before;
        rule->form = REF_EXCLUSIVE;
        rule->b[rule->b_count++] = any_subject(world, random);
        return;
    }
    rule->has_parameter = ref_chance(random, 65);
    rule->parameter_e4 = ref_between(random, 1, world->services[0].price_cents * 4 + 2) * 10000;
    rule->period = REF_MONTH;
}

static void fill_rule(ref_world *world, ref_rule *rule, ref_random *random)
{
    rule->a_count = 1;
    rule->b_count = 1;
    rule->a[0] = any_subject(world, random);
    rule->b[0] = any_subject(world, random);
    rule->period = REF_MONTH;
    switch (rule->form) {
    case REF_EXCLUSIVE:
        if (ref_chance(random, 50)) {
            rule->b_count = 0;
            rule->a_count = (int)ref_between(random, 1, REF_SUBJECTS);
        } else if (ref_chance(random, 30)) {
            rule->b_count = 2;
        }
        for (int i = 1; i < REF_SUBJECTS; i++) {
            rule->a[i] = any_subject(world, random);
            rule->b[i] = any_subject(world, random);
        }
        break;
    case REF_THRESHOLD:
        rule->b[0] = any_monthly(world, random);
        quantity_parameter(rule, random, 1, 6);
        break;
    case REF_ALLOWANCE:
        rule->b[0] = any_monthly(world, random);
        rule->period = REF_YEAR;
        rule->has_parameter = true;
        rule->parameter_e4 = ref_between(random, 1, ref_chance(random, 50) ? 12 : 40) * 10000;
        break;
    case REF_JOINT_CAP:
        rule->a[0] = any_source(world, random);
        rule->b[0] = any_service(world, random);
        break;
    case REF_REQUIRES:
        rule->b_count = ref_chance(random, 30) ? 2 : 1;
        rule->b[1] = any_subject(world, random);
        break;
    case REF_ABSORBS:
        add_absorption(world, rule, random);
        break;
    case REF_SLOT:
    case REF_FORMS:
        rule->b_count = 0;
        rule->a_count = (int)ref_between(random, 1, 2);
        rule->a[0] = any_monthly(world, random);
        rule->a[1] = any_monthly(world, random);
        quantity_parameter(rule, random, 2, 7);
        break;
    }
}

void ref_generate_rules(ref_world *world, ref_random *random)
{
    static const int64_t counts[] = {0, 1, 1, 2, 2, 3, 3, 4};
    world->rule_count = world->theme == REF_THEME_RULES
                            ? (int)ref_between(random, 3, REF_RULES)
                            : (int)ref_pick(random, counts, sizeof counts / sizeof *counts);
    for (int i = 0; i < world->rule_count; i++) {
        ref_rule *const rule = &world->rules[i];
        (void)snprintf(rule->id, REF_CODE, "D%02d", i + 1);
        rule->form = (ref_form)ref_between(random, 0, REF_FORMS - 1);
        if (world->theme == REF_THEME_TIME && ref_chance(random, 45)) {
            rule->form = REF_ALLOWANCE;
        }
        rule->dates = ref_any_dates(world, random, 12);
        fill_rule(world, rule, random);
    }
}
