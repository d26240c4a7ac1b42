/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a seed to a tiny world: time, domains, levels, curve, services, copay, providers. */

#include "tests/referee/referee.h"

#include <string.h>

const char *const ref_tag_names[REF_TAGS] = {"alfa", "beta", "help"};
const char *const ref_kind_names[3] = {"social", "health", "sociosanitario"};
const char *const ref_setting_names[5] = {"home", "community", "day", "residential", "cash"};
const char *const ref_form_names[REF_FORMS] = {"exclusive", "threshold", "allowance", "joint_cap",
                                               "requires",  "absorbs",   "slot"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Dates that begin or end about a phase's first day, so that being in force changes between
 * phases; open otherwise. */
ref_dates ref_any_dates(const ref_world *world, ref_random *random, int percent)
{
    ref_dates dates = {ref_chance(random, 50) ? 20200101 : 0, 0};
    if (!ref_chance(random, percent)) {
        return dates;
    }
    int before = 0;
    const int phase = (int)ref_between(random, 0, world->phase_count - 1);
    for (int t = 0; t < phase; t++) {
        before += world->phases[t].months;
    }
    const ref_date first_day = ref_add_months(world->start, before);
    const ref_date edge = ref_add_day(first_day, (int)ref_between(random, -1, 1));
    if (ref_chance(random, 50)) {
        dates.from = edge;
    } else {
        dates.to = edge;
    }
    return dates;
}

static void make_time(ref_world *world, ref_random *random)
{
    static const int64_t days[] = {1, 1, 1, 15, 28};
    const int most = world->size == REF_TINY ? 3 : 14;
    const int roll = world->theme == REF_THEME_TIME ? 99 : (int)ref_between(random, 0, 99);
    world->start = (ref_date)(20270000 + 100 * ref_between(random, 1, 12) +
                              ref_pick(random, days, COUNT(days)));
    world->phase_count = roll < 50 ? 1 : roll < 85 ? 2 : 3;
    if (roll == 99 && ref_chance(random, 15)) {
        world->phase_count = REF_PHASES;
    }
    for (int t = 0; t < world->phase_count; t++) {
        world->phases[t].months = (int)ref_between(random, 1, most);
    }
}

static int any_target(ref_random *random)
{
    /* A set with a modest least common multiple, some of them awkward. */
    static const int64_t targets[] = {100, 150, 200, 250,  300,  400,  500,  600, 750, 800,
                                      900, 333, 700, 1000, 1037, 1100, 1200, 600, 400, 500};
    return (int)ref_pick(random, targets, COUNT(targets));
}

static void make_levels(ref_world *world, ref_random *random, int domain)
{
    static const int64_t weights[] = {5000, 10000, 15000, 20000, 25000, 40000, 12500};
    static const int64_t floors[] = {0, 20, 30, 50, 65, 80, 100, 33};
    for (int level = 1; level < REF_LEVELS; level++) {
        ref_level *const row = &world->levels[domain][level];
        row->target = any_target(random);
        row->floor_pct = (int)ref_pick(random, floors, COUNT(floors));
        row->weight_e4 = (int)ref_pick(random, weights, COUNT(weights));
        /* Levels grow: a heavier one asks for no less. */
        const ref_level *const lower = row - 1;
        row->target = row->target < lower->target ? lower->target : row->target;
        row->floor_pct = row->floor_pct < lower->floor_pct ? lower->floor_pct : row->floor_pct;
        row->weight_e4 = row->weight_e4 < lower->weight_e4 ? lower->weight_e4 : row->weight_e4;
    }
}

static void make_domains(ref_world *world, ref_random *random)
{
    static const char *const axes[] = {"CASA", "LAV", "SOC"};
    world->domain_count = (int)ref_between(random, 2, REF_DOMAINS);
    for (int d = 0; d < world->domain_count; d++) {
        (void)snprintf(world->domains[d].code, REF_CODE, "d%d", d + 1);
        world->domains[d].axis = axes[ref_between(random, 0, 2)];
        world->levels[d][0].target = 0;
        world->levels[d][0].floor_pct = 0;
        world->levels[d][0].weight_e4 = 5000;
        make_levels(world, random, d);
    }
}

/* Concave, through (0,0) and (1,1); often the model's own. */
static void make_curve(ref_world *world, ref_random *random)
{
    static const ref_curve_point own[] = {{0, 0}, {50, 65}, {80, 90}, {100, 100}};
    static const ref_curve_point others[][4] = {{{0, 0}, {20, 50}, {60, 80}, {100, 100}},
                                                {{0, 0}, {35, 60}, {75, 95}, {100, 100}},
                                                {{0, 0}, {50, 50}, {75, 75}, {100, 100}},
                                                {{0, 0}, {10, 40}, {90, 99}, {100, 100}},
                                                {{0, 0}, {100, 100}, {0, 0}, {0, 0}}};
    const ref_curve_point *const curve =
        ref_chance(random, 55) ? own : others[ref_between(random, 0, (int64_t)COUNT(others) - 1)];
    world->curve_count = curve[1].share == 100 ? 2 : 4;
    memcpy(world->curve, curve, (size_t)world->curve_count * sizeof *curve);
}

static int64_t any_price(const ref_world *world, ref_random *random)
{
    const int roll = (int)ref_between(random, 0, 99);
    if (world->size == REF_TINY) {
        return ref_between(random, 1, 5);
    }
    if (roll < 8) {
        return ref_between(random, 1, 9);
    }
    if (roll > 95) {
        return ref_between(random, 60000, 900000);
    }
    if (roll < 30) {
        return ref_between(random, 10, 500);
    }
    return roll < 80 ? ref_between(random, 500, 6000) : ref_between(random, 6000, 60000);
}

/* A minimum that is no multiple of the step, or none at all. */
static void shape_bounds(ref_service *service, ref_random *random)
{
    const int roll = (int)ref_between(random, 0, 99);
    if (service->step > 1 && roll < 35 && service->max > service->min) {
        service->min--;
        service->max -= roll < 15 ? 1 : 0;
    } else if (roll > 90) {
        service->min = 0;
    }
}

static void make_role(const ref_world *world, ref_service *service, ref_random *random, bool plain)
{
    const bool small = world->size == REF_TINY;
    const int least = world->theme == REF_THEME_TIME ? 30 : 0;
    const int roll = plain ? 0 : (int)ref_between(random, least, 99);
    service->unit = "hour";
    service->step = 1;
    service->min = 1;
    service->max = 1;
    service->price_cents = any_price(world, random);
    if (roll < 56) {
        const int sizes = (int)ref_between(random, 0, 9);
        service->step = sizes < 7 ? 1 : sizes < 9 ? 2 : 3;
        service->min = service->step * (ref_chance(random, 75) ? 1 : 2);
        service->max = service->min + service->step * (int)ref_between(random, small ? 0 : 1, 3);
        shape_bounds(service, random);
        if (roll > 51) {
            service->price_cents = 0; /* offered for nothing */
        }
    } else if (roll < 74) {
        service->continuous = true;
        service->unit = "month";
        if (!small && ref_chance(random, 50)) {
            service->unit = "day";
            service->price_cents = ref_between(random, 30, 9000);
        }
    } else if (roll < 88) {
        service->one_off = true;
        service->unit = "piece";
        service->max = ref_chance(random, 75) ? 1 : 2;
    } else {
        service->help = true;
        service->price_cents = 0;
        service->min = 1;
        service->max = (int)ref_between(random, 2, 4);
    }
}

static void make_effects(ref_world *world, ref_random *random, ref_service *service)
{
    static const int64_t units[] = {50, 75, 100, 125, 150, 200, 250, 300, 333, 400, 500, 1};
    if (ref_chance(random, 4)) {
        return; /* covers nothing at all */
    }
    const int domains = ref_chance(random, 65) ? 1 : 2;
    for (int i = 0; i < domains; i++) {
        service->effect[ref_between(random, 0, world->domain_count - 1)] =
            (int)ref_pick(random, units, COUNT(units)) * (service->max == 1 ? 2 : 1);
    }
}

static void make_services(ref_world *world, ref_random *random)
{
    static const int64_t shares[] = {0,    0,    0,    0,    10000, 5000, 3333,
                                     6667, 2500, 4050, 9999, 5000,  1};
    static const char *const groups[] = {"g1", "g2"};
    static const char *const classes[] = {"c1", "c2"};
    const int copay_percent = world->theme == REF_THEME_PENSIONS ? 92 : 50;
    const int health_percent = world->theme == REF_THEME_PENSIONS ? 45 : 85;
    const int dates_percent = world->theme == REF_THEME_TIME ? 18 : 8;
    world->service_count = world->size == REF_PLAIN
                               ? REF_SERVICES - (int)ref_between(random, 0, 3) / 2
                               : (int)ref_between(random, 3, 4);
    for (int s = 0; s < world->service_count; s++) {
        ref_service *const service = &world->services[s];
        (void)snprintf(service->code, REF_CODE, "S%d", s + 1);
        service->kind = (ref_kind)ref_between(random, 0, 2);
        service->setting = (ref_setting)ref_between(random, 0, 4);
        if (world->theme == REF_THEME_PENSIONS && ref_chance(random, 35)) {
            service->setting = REF_RESIDENTIAL;
        }
        make_role(world, service, random, s == 0);
        service->health_bp =
            ref_chance(random, health_percent) ? (int)ref_pick(random, shares, COUNT(shares)) : 0;
        service->group = ref_chance(random, 22) ? groups[ref_between(random, 0, 1)] : "";
        service->copay_class =
            ref_chance(random, copay_percent) ? classes[ref_between(random, 0, 1)] : "";
        service->tags = (unsigned)ref_between(random, 0, 3);
        if (service->help) {
            service->health_bp = 0;
            service->copay_class = "";
            service->tags |= 4U;
        }
        service->dates = ref_any_dates(world, random, dates_percent);
        make_effects(world, random, service);
    }
}

/* What one unit of a class's services costs at most: dues are drawn below that and a bit above. */
static int64_t dearest(const ref_world *world, const char *copay_class)
{
    int64_t most = 2;
    for (int s = 0; s < world->service_count; s++) {
        const ref_service *const service = &world->services[s];
        const int64_t price = ref_month_price(service, service->price_cents);
        if (strcmp(service->copay_class, copay_class) == 0 && price > most) {
            most = price;
        }
    }
    return most;
}

static void make_copay(ref_world *world, ref_random *random)
{
    static const char *const classes[] = {"c1", "c2"};
    for (int c = 0; c < 2; c++) {
        const int rows = (int)ref_between(random, 1, 3);
        const int64_t most = dearest(world, classes[c]) * 5 / 4;
        int64_t isee = 0;
        int64_t user = ref_chance(random, 50) ? 0 : ref_between(random, 0, most / 4);
        const ref_dates dates = ref_any_dates(world, random, 10);
        const bool touching = ref_chance(random, 50);
        for (int i = 0; i < rows; i++) {
            ref_copay_row *const row = &world->copay[world->copay_count++];
            row->copay_class = classes[c];
            row->isee_from = i == 0 || touching ? isee : isee + 1;
            isee += ref_between(random, 100000, 1500000);
            row->isee_to = isee;
            row->user_from = user;
            user += ref_between(random, 0, (most - user) / 2);
            row->user_to = user;
            row->dates = dates;
        }
    }
}

static void make_providers(ref_world *world, ref_random *random)
{
    static const char *const zones[] = {"pavia", "pavia", "lodi", "", "*"};
    if (!ref_chance(random, 25)) {
        return;
    }
    const int services = (int)ref_between(random, 1, 2);
    for (int i = 0; i < services; i++) {
        const int s = (int)ref_between(random, 0, world->service_count - 1);
        const ref_service *const service = &world->services[s];
        const int rows = (int)ref_between(random, 1, 3);
        bool taken = service->help;
        for (int j = 0; j < world->provider_count; j++) {
            taken = taken || world->providers[j].service == s;
        }
        for (int j = 0; j < rows && !taken; j++) {
            ref_provider *const row = &world->providers[world->provider_count];
            (void)snprintf(row->code, REF_CODE, "P%d", world->provider_count + 1);
            world->provider_count++;
            row->service = s;
            row->zone = zones[ref_between(random, 0, 4)];
            row->price_cents = service->price_cents * ref_between(random, 60, 140) / 100 + 1;
            row->capacity = ref_chance(random, 50) ? -1 : (int)ref_between(random, 1, service->max);
            row->dates = ref_any_dates(world, random, 15);
        }
    }
}

ref_selector ref_any_selector(const ref_world *world, ref_random *random)
{
    ref_selector selector;
    const int s = (int)ref_between(random, 0, world->service_count - 1);
    const ref_service *const service = &world->services[s];
    const int form = (int)ref_between(random, 0, 9);
    (void)snprintf(selector.text, REF_SELECTOR, "service:%s", service->code);
    if (form == 5) {
        (void)snprintf(selector.text, REF_SELECTOR, "kind:%s", ref_kind_names[service->kind]);
    } else if (form == 6) {
        (void)snprintf(selector.text, REF_SELECTOR, "setting:%s",
                       ref_setting_names[service->setting]);
    } else if (form == 7 && (service->tags & 3U) != 0) {
        (void)snprintf(selector.text, REF_SELECTOR, "tag:%s",
                       ref_tag_names[(service->tags & 1U) != 0 ? 0 : 1]);
    } else if (form == 8 && service->group[0] != '\0') {
        (void)snprintf(selector.text, REF_SELECTOR, "group:%s", service->group);
    } else if (form == 9) {
        for (int d = 0; d < world->domain_count; d++) {
            if (service->effect[d] > 0) {
                (void)snprintf(selector.text, REF_SELECTOR, "axis:%s", world->domains[d].axis);
            }
        }
    }
    return selector;
}

/* Takes locks away one by one until a plan exists. */
static void soften(ref_world *world)
{
    ref_answer answer;
    for (int i = 0; i < 4; i++) {
        ref_enumerate(&answer, world);
        if (answer.feasible) {
            return;
        }
        if (i == 0) {
            world->must_count = 0;
        } else if (i == 1) {
            world->fixed_count = 0;
        } else {
            for (int j = 0; j < world->in_place_count; j++) {
                world->in_place[j].keep = false;
            }
        }
    }
}

void ref_generate(ref_world *world, uint64_t seed, ref_size size)
{
    ref_random random = {seed * UINT64_C(0x2545f4914f6cdd1d) + (uint64_t)size};
    memset(world, 0, sizeof *world);
    world->seed = seed;
    world->size = size;
    world->theme = (ref_theme)(seed % REF_THEMES);
    world->district = "pavia";
    world->granted = -1;
    make_time(world, &random);
    make_domains(world, &random);
    make_curve(world, &random);
    make_services(world, &random);
    make_copay(world, &random);
    make_providers(world, &random);
    ref_generate_sources(world, &random);
    ref_generate_case(world, &random);
    ref_generate_rules(world, &random);
    if (size == REF_EDGE || ref_chance(&random, 55)) {
        soften(world);
    }
}
