/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/solver/random_world.h"

static const char *const codes[] = {"S01", "S02", "S03", "S04", "S05"};
static const char *const subjects[] = {"service:S01", "service:S02", "service:S03",
                                       "source:MIS",  "source:FAM",  "source:ORE"};

unsigned random_below(uint64_t *seed, unsigned count)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)((*seed >> 33) % count);
}

static bool chance(uint64_t *seed, unsigned percent)
{
    return random_below(seed, 100) < percent;
}

static int64_t ten_cents(uint64_t *seed, unsigned count)
{
    return 10 * (int64_t)random_below(seed, count);
}

static void add_sources(world *w)
{
    (void)world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
    (void)world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    (void)world_pool(w, "MIS", BIL_SOURCE_SOCIOSANITARIO, BIL_SIDE_ANY);
    (void)world_held(w, "PEN", BIL_SOURCE_PENSION);
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    (void)world_hours(w, "ORE");
}

static void add_service(world *w, uint64_t *seed, const char *code)
{
    const bool helped = chance(seed, 15);
    bil_service *s = world_service(w, code, helped ? 0 : 100 + ten_cents(seed, 300));
    if (chance(seed, 80)) {
        (void)world_effect(w, "casa", 50 + 25 * (int64_t)random_below(seed, 7));
    }
    if (chance(seed, 50) || s->effect_count == 0) {
        (void)world_effect(w, "soc", 50 + 25 * (int64_t)random_below(seed, 7));
    }
    s->max_month = 1 + (int64_t)random_below(seed, 6);
    s->step = 1 + (int64_t)random_below(seed, 2);
    s->min_month = 1 + (int64_t)random_below(seed, 2);
    s->health_share_bp = chance(seed, 30) ? 5000 : chance(seed, 10) ? 10000 : 0;
    s->copay_class = chance(seed, 40) ? "sad" : "";
    s->exclusive_group = chance(seed, 20) ? "posto" : "";
    if (chance(seed, 20)) {
        s->step = 1;
        s->min_month = 1;
        (void)world_place(w, chance(seed, 50) ? BIL_SETTING_RESIDENTIAL : BIL_SETTING_DAY);
    } else {
        s->one_off = chance(seed, 20);
    }
    if (helped) {
        s->health_share_bp = 0;
        static const char *const selectors[] = {"service:S01", "service:S02", "service:S03",
                                                "service:S04", "service:S05"};
        world_may(w, "ORE", selectors[w->catalogue.service_count - 1]);
    }
}

static void add_rules(world *w, uint64_t *seed)
{
    static const char *const ids[] = {"D01", "D02", "D03"};
    static const bil_rule_form forms[] = {BIL_RULE_EXCLUSIVE, BIL_RULE_THRESHOLD,
                                          BIL_RULE_ALLOWANCE, BIL_RULE_REQUIRES,
                                          BIL_RULE_ABSORBS,   BIL_RULE_SLOT};
    const unsigned count = random_below(seed, 4);
    for (unsigned i = 0; i < count; i++) {
        const bil_rule_form form = forms[random_below(seed, 6)];
        const char *a = subjects[random_below(seed, form == BIL_RULE_SLOT ? 3 : 6)];
        const char *b = subjects[random_below(
            seed, form == BIL_RULE_THRESHOLD || form == BIL_RULE_ALLOWANCE ? 3 : 6)];
        int64_t parameter = -1;
        if (form == BIL_RULE_THRESHOLD || form == BIL_RULE_SLOT) {
            parameter = 1 + (int64_t)random_below(seed, 4);
        } else if (form == BIL_RULE_ALLOWANCE) {
            parameter = 6 + (int64_t)random_below(seed, 30);
        } else if (form == BIL_RULE_ABSORBS) {
            a = "source:MIS";
            b = chance(seed, 50) ? "source:PEN" : "source:FAM";
            parameter = chance(seed, 30) ? -1 : ten_cents(seed, 100);
        }
        if (a != b) {
            (void)world_rule(w, ids[i], form, a, form == BIL_RULE_SLOT ? "" : b, parameter);
        }
    }
}

static void add_case(world *w, uint64_t *seed, int phases)
{
    for (int t = 0; t < phases; t++) {
        (void)world_phase(w, 1 + (int)random_below(seed, 9));
    }
    world_need(w, "N1", "casa", 100 + 50 * (int64_t)random_below(seed, 10))->floor_bp =
        chance(seed, 50) ? 5000 : 0;
    world_need(w, "N2", "soc", 100 + 50 * (int64_t)random_below(seed, 10))->priority =
        1 + (int)random_below(seed, 3);
    for (int t = 1; t < phases; t++) {
        world_target(w, (size_t)t, "N1", 50 * (int64_t)random_below(seed, 12));
    }
    (void)world_has(w, "PEN", chance(seed, 70) ? BIL_SOURCE_ACTIVE : BIL_SOURCE_AVAILABLE,
                    ten_cents(seed, 200));
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, ten_cents(seed, 200));
    (void)world_has(w, "ORE", chance(seed, 50) ? BIL_SOURCE_ACTIVE : BIL_SOURCE_AVAILABLE,
                    (int64_t)random_below(seed, 5));
    w->catalogue.allowance_home_cents = ten_cents(seed, 100);
    w->catalogue.allowance_residence_cents = ten_cents(seed, 100);
    world_limit(w, "COM", ten_cents(seed, 600));
    world_limit(w, "MIS", ten_cents(seed, 400));
    if (chance(seed, 70)) {
        world_budget(w, ten_cents(seed, 1500));
    }
    if (chance(seed, 15)) {
        world_today(w, "S01", 1, chance(seed, 50));
    }
    if (chance(seed, 15)) {
        world_must(w, "service:S02");
    }
    if (chance(seed, 25)) {
        world_prefer(w, "service:S03");
    }
}

world *random_world(uint64_t seed, int phases)
{
    world *w = world_new();
    seed = seed * 1000003U + 12345U;
    (void)random_below(&seed, 2);
    (void)world_domain(w, "casa", "CASA");
    (void)world_domain(w, "soc", "SOC");
    add_sources(w);
    const unsigned services = 3 + random_below(&seed, 3);
    for (unsigned s = 0; s < services; s++) {
        add_service(w, &seed, codes[s]);
    }
    (void)world_copay(w, "sad", 0, 10000000, 150, 150);
    world_may(w, "COM", "*");
    world_may(w, "ASL", "*");
    world_may(w, "MIS", chance(&seed, 50) ? "*" : "service:S02");
    world_may(w, "PEN", "*");
    world_may(w, "FAM", chance(&seed, 50) ? "*" : "service:S01");
    add_rules(w, &seed);
    add_case(w, &seed, phases);
    return w;
}
