/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/referee/referee_bite.h"

#include <string.h>

static void drop_rule(ref_world *world, int rule)
{
    world->rule_count--;
    memmove(&world->rules[rule], &world->rules[rule + 1],
            (size_t)(world->rule_count - rule) * sizeof *world->rules);
}

static void drop_form(ref_world *world, ref_form form)
{
    for (int i = world->rule_count - 1; i >= 0; i--) {
        if (world->rules[i].form == form) {
            drop_rule(world, i);
        }
    }
}

static void drop_exclusive(ref_world *world, bool has_b)
{
    for (int i = world->rule_count - 1; i >= 0; i--) {
        if (world->rules[i].form == REF_EXCLUSIVE && (world->rules[i].b_count > 0) == has_b) {
            drop_rule(world, i);
        }
    }
}

static void no_exclusive_list(ref_world *world)
{
    drop_exclusive(world, false);
}

static void no_exclusive_pair(ref_world *world)
{
    drop_exclusive(world, true);
}

static void no_weekly(ref_world *world)
{
    for (int i = world->rule_count - 1; i >= 0; i--) {
        if (world->rules[i].period == REF_WEEK) {
            drop_rule(world, i);
        }
    }
}

static void no_source_subject(ref_world *world)
{
    for (int i = world->rule_count - 1; i >= 0; i--) {
        if (strncmp(world->rules[i].a[0].text, "source:", 7) == 0) {
            drop_rule(world, i);
        }
    }
}

static void no_threshold(ref_world *world)
{
    drop_form(world, REF_THRESHOLD);
}

static void no_allowance(ref_world *world)
{
    drop_form(world, REF_ALLOWANCE);
}

static void no_requires(ref_world *world)
{
    drop_form(world, REF_REQUIRES);
}

static void no_absorbs(ref_world *world)
{
    drop_form(world, REF_ABSORBS);
}

static void no_slot(ref_world *world)
{
    drop_form(world, REF_SLOT);
}

static void no_group(ref_world *world)
{
    for (int s = 0; s < world->service_count; s++) {
        world->services[s].group = "";
    }
}

static void no_copay(ref_world *world)
{
    for (int s = 0; s < world->service_count; s++) {
        world->services[s].copay_class = "";
    }
}

static void isee_zero(ref_world *world)
{
    world->isee = 0;
}

static void isee_unknown(ref_world *world)
{
    world->isee = -1;
}

static void no_pension(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->holdings[r].listed &= world->sources[r].kind != REF_FROM_PENSION;
    }
}

static void no_home_allowance(ref_world *world)
{
    world->allowance_home = 0;
}

static void one_allowance(ref_world *world)
{
    world->allowance_residence = world->allowance_home;
}

static void twelve_payments(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->sources[r].payments = 12;
    }
}

static void no_family_money(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->holdings[r].listed &=
            world->sources[r].kind != REF_FROM_FAMILY || world->sources[r].hours;
    }
}

static void no_measure(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->holdings[r].listed &= !world->sources[r].is_public;
    }
}

static void measures_not_public(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->sources[r].is_public &= world->sources[r].pool;
    }
}

static void all_active(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->holdings[r].active = true;
    }
}

static void own_amounts(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->holdings[r].amount = -1;
    }
}

static void drop_by_source(ref_world *world, bool pools)
{
    for (int r = 0; r < world->source_count; r++) {
        if (world->sources[r].pool == pools) {
            world->budget.by_source[r] = -1;
            for (int t = 0; t < world->phase_count; t++) {
                world->phases[t].budget.by_source[r] = -1;
            }
        }
    }
}

static void no_pool_limit(ref_world *world)
{
    drop_by_source(world, true);
}

static void no_held_limit(ref_world *world)
{
    drop_by_source(world, false);
}

static void no_public_ceiling(ref_world *world)
{
    world->budget.public_cents = -1;
    for (int t = 0; t < world->phase_count; t++) {
        world->phases[t].budget.public_cents = -1;
    }
}

static void public_cent_less(ref_world *world)
{
    world->budget.public_cents -= world->budget.public_cents > 0 ? 1 : 0;
}

static void no_phase_budget(ref_world *world)
{
    for (int t = 0; t < world->phase_count; t++) {
        world->phases[t].has_budget = false;
    }
}

static void no_health(ref_world *world)
{
    for (int s = 0; s < world->service_count; s++) {
        world->services[s].health_bp = 0;
    }
}

static void any_side(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->sources[r].side = REF_PAYS_ANY;
    }
}

static void all_eligible(ref_world *world)
{
    for (int i = 0; i < world->eligibility_count; i++) {
        if (!world->sources[world->eligibility[i].source].hours) {
            (void)snprintf(world->eligibility[i].selector.text, REF_SELECTOR, "*");
            world->eligibility[i].allow = true;
        }
    }
}

static void endless_hours(ref_world *world)
{
    for (int r = 0; r < world->source_count; r++) {
        world->holdings[r].hours = 99;
    }
}

static void no_keep(ref_world *world)
{
    for (int i = 0; i < world->in_place_count; i++) {
        world->in_place[i].keep = false;
    }
}

static void no_fixed(ref_world *world)
{
    world->fixed_count = 0;
}

static void no_must(ref_world *world)
{
    world->must_count = 0;
}

static void no_must_not(ref_world *world)
{
    world->must_not_count = 0;
}

static void always_valid(ref_world *world)
{
    const ref_dates open = {0, 0};
    for (int i = 0; i < REF_SERVICES; i++) {
        world->services[i].dates = open;
        world->sources[i].dates = open;
        world->rules[i].dates = open;
        world->copay[i].dates = open;
        world->providers[i].dates = open;
    }
}

static void no_providers(ref_world *world)
{
    world->provider_count = 0;
}

static void no_zones(ref_world *world)
{
    for (int i = 0; i < world->provider_count; i++) {
        world->providers[i].zone = "*";
    }
}

static void no_capacity(ref_world *world)
{
    for (int i = 0; i < world->provider_count; i++) {
        world->providers[i].capacity = -1;
    }
}

static void no_phase_targets(ref_world *world)
{
    for (int t = 0; t < world->phase_count; t++) {
        for (int n = 0; n < world->need_count; n++) {
            world->phases[t].targets[n] = -1;
        }
    }
}

static void nothing_already(ref_world *world)
{
    for (int n = 0; n < world->need_count; n++) {
        world->needs[n].already = 0;
    }
}

static void no_floor(ref_world *world)
{
    for (int n = 0; n < world->need_count; n++) {
        world->needs[n].floor_pct = 0;
    }
}

static void one_priority(ref_world *world)
{
    for (int n = 0; n < world->need_count; n++) {
        world->needs[n].priority = 1;
    }
}

static void own_curve(ref_world *world)
{
    static const ref_curve_point own[] = {{0, 0}, {50, 65}, {80, 90}, {100, 100}};
    memcpy(world->curve, own, sizeof own);
    world->curve_count = 4;
}

static void step_one(ref_world *world)
{
    for (int s = 0; s < world->service_count; s++) {
        world->services[s].step = 1;
    }
}

static void min_is_step(ref_world *world)
{
    for (int s = 0; s < world->service_count; s++) {
        world->services[s].min = world->services[s].step;
    }
}

const ref_feature ref_features[] = {
    {"rule exclusive, list", no_exclusive_list, 0},
    {"rule exclusive, a and b", no_exclusive_pair, 0},
    {"rule threshold", no_threshold, 0},
    {"rule allowance", no_allowance, 0},
    {"rule requires", no_requires, 0},
    {"rule absorbs", no_absorbs, 0},
    {"rule slot", no_slot, 0},
    {"rule by the week", no_weekly, 0},
    {"rule on a source", no_source_subject, 0},
    {"exclusive group", no_group, 0},
    {"copay", no_copay, 0},
    {"copay by ISEE (0)", isee_zero, 0},
    {"copay by ISEE (unknown)", isee_unknown, 0},
    {"pensions", no_pension, 0},
    {"allowance at home", no_home_allowance, 0},
    {"allowance in a residence", one_allowance, 0},
    {"payments a year", twelve_payments, 0},
    {"family money", no_family_money, 0},
    {"held public measure", no_measure, 0},
    {"held measure under the ceiling", measures_not_public, 0},
    {"available, not active", all_active, 0},
    {"amount of the case", own_amounts, 0},
    {"by_source of a pool", no_pool_limit, 0},
    {"by_source of a held source", no_held_limit, 0},
    {"public ceiling", no_public_ceiling, 0},
    {"public ceiling, last cent", public_cent_less, 0},
    {"budget of a phase", no_phase_budget, 0},
    {"health share", no_health, 0},
    {"sides", any_side, 0},
    {"eligibility", all_eligible, 0},
    {"hours", endless_hours, 0},
    {"kept in place", no_keep, 0},
    {"fixed", no_fixed, 0},
    {"must", no_must, 0},
    {"must not", no_must_not, 0},
    {"validity", always_valid, 0},
    {"providers", no_providers, 0},
    {"providers' zones", no_zones, 0},
    {"providers' capacity", no_capacity, 0},
    {"targets of a phase", no_phase_targets, 0},
    {"already covered", nothing_already, 0},
    {"floors", no_floor, 0},
    {"priority", one_priority, 0},
    {"value curve", own_curve, 0},
    {"step", step_one, 0},
    {"minimum", min_is_step, 0},
    {"misread: share rounded down", NULL, REF_MISREAD_SHARE},
    {"misread: copay rounded down", NULL, REF_MISREAD_COPAY},
    {"misread: day × 31", NULL, REF_MISREAD_DAY},
    {"misread: reducible lines allowed", NULL, REF_MISREAD_REDUCIBLE},
    {"misread: continuity", NULL, REF_MISREAD_CONTINUITY},
    {"misread: one-offs in several phases", NULL, REF_MISREAD_ONE_OFF},
    {"misread: allowance by plan", NULL, REF_MISREAD_WINDOW},
    {"misread: unused pensions counted", NULL, REF_MISREAD_PENSION},
    {"misread: one-offs by the month", NULL, REF_MISREAD_ONCE},
    {"misread: a line's own payer as its reason", NULL, REF_MISREAD_CIRCULAR},
};
const int ref_feature_count = (int)(sizeof ref_features / sizeof *ref_features);

static bool differs(long double a, long double b)
{
    return a - b > 1e-9L || b - a > 1e-9L;
}

bool ref_feature_bites(const ref_world *world, const ref_answer *answer, const ref_feature *feature)
{
    ref_world other = *world;
    ref_answer changed;
    if (feature->spoil != NULL) {
        feature->spoil(&other);
    }
    ref_misread = feature->misread;
    ref_enumerate(&changed, &other);
    ref_misread = 0;
    return changed.feasible != answer->feasible ||
           (answer->feasible && (differs(changed.shortfall, answer->shortfall) ||
                                 differs(changed.score, answer->score)));
}
