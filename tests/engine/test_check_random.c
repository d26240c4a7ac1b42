/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/check_world.h"

/* A small generator of our own: the same plans on every machine. */
typedef struct {
    uint64_t state;
} dice;

static uint64_t roll(dice *d)
{
    d->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = d->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint64_t below(dice *d, uint64_t count)
{
    return roll(d) % count;
}

/* Mostly plausible, sometimes the worst there is. */
static int64_t any_number(dice *d)
{
    static const int64_t worst[] = {INT64_MAX, INT64_MIN, INT64_MIN + 1,   -1,
                                    0,         1,         INT64_C(1) << 62};
    switch (below(d, 4)) {
    case 0:
        return worst[below(d, sizeof worst / sizeof worst[0])];
    case 1:
        return (int64_t)roll(d);
    default:
        return (int64_t)below(d, 200);
    }
}

static bil_index any_index(dice *d, size_t count)
{
    switch (below(d, 8)) {
    case 0:
        return BIL_NONE;
    case 1:
        return (bil_index)roll(d);
    default:
        return (bil_index)below(d, count);
    }
}

static const char *any_text(dice *d)
{
    static const char endless[] = "un nome lungo lungo lungo lungo lungo lungo lungo lungo lungo "
                                  "lungo lungo lungo lungo lungo lungo lungo lungo lungo lungo";
    static const char *const texts[] = {"", "S01", "n1", "COM", "FH", "\xC3\xA0\xC3\xA8", endless};
    uint64_t which = below(d, sizeof texts / sizeof texts[0] + 1);
    return which < sizeof texts / sizeof texts[0] ? texts[which] : NULL;
}

static void garbage_phase(dice *d, world *w, size_t t)
{
    bil_plan_phase *phase = &w->plan_phases[t];
    phase->months = (int)(below(d, 3) == 0 ? (uint64_t)any_number(d) & 0xFFFF : 6);
    phase->line_count = below(d, 12);
    for (size_t i = 0; i < phase->line_count; i++) {
        bil_line *line = &w->lines[t][i];
        bil_funding *funding = bil_arena_alloc(w->arena, 4, sizeof *funding);
        assert_non_null(funding);
        for (size_t k = 0; k < 4; k++) {
            funding[k] =
                (bil_funding){any_text(d), any_index(d, w->catalogue.source_count), any_number(d)};
        }
        *line = (bil_line){any_text(d),
                           any_index(d, w->catalogue.service_count),
                           any_text(d),
                           any_index(d, w->catalogue.provider_count),
                           any_number(d),
                           any_number(d),
                           any_number(d),
                           any_number(d),
                           any_number(d),
                           any_number(d),
                           below(d, 2) == 0,
                           below(d, 2) == 0,
                           (bil_date)any_number(d),
                           funding,
                           below(d, 5)};
    }
    phase->coverage_count = below(d, 6);
    phase->coverage = w->coverage[t];
    for (size_t i = 0; i < phase->coverage_count; i++) {
        w->coverage[t][i] = (bil_coverage){any_text(d), any_index(d, w->person.need_count),
                                           any_number(d), any_number(d), any_number(d)};
    }
    phase->sources_used_count = below(d, 10);
    for (size_t i = 0; i < phase->sources_used_count; i++) {
        size_t known = below(d, w->catalogue.source_count);
        w->used[t][i] = below(d, 3) == 0 ? any_text(d) : w->sources[known].code;
    }
    phase->totals = (bil_totals){any_number(d), any_number(d),   any_number(d),
                                 any_number(d), w->by_source[t], below(d, 8)};
    for (size_t i = 0; i < phase->totals.by_source_count; i++) {
        w->by_source[t][i] =
            (bil_funding){any_text(d), any_index(d, w->catalogue.source_count), any_number(d)};
    }
}

static void add_rules(world *w)
{
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "*;source:MIS", "", -1);
    world_rule(w, "D02", BIL_RULE_EXCLUSIVE, "service:S01;source:MIS", "axis:LAV;source:FH", -1);
    world_rule(w, "D03", BIL_RULE_THRESHOLD, "*", "*", 5)->period = BIL_PERIOD_WEEK;
    world_rule(w, "D04", BIL_RULE_ALLOWANCE, "*", "*", 5);
    world_rule(w, "D05", BIL_RULE_ABSORBS, "source:IND", "source:PENS;source:FAM", 100);
    world_rule(w, "D06", BIL_RULE_ABSORBS, "*", "source:MIS", -1);
    world_rule(w, "D07", BIL_RULE_SLOT, "*", "", 3);
    world_rule(w, "D08", BIL_RULE_REQUIRES, "*", "service:S04;source:IND", -1);
    world_rule(w, "D09", BIL_RULE_JOINT_CAP, "source:COM;source:FNA", "*", -1);
    world_fix(w, "S02", 3);
    world_today(w, "S03", 2, true);
    world_must(w, "setting:day");
    world_must_not(w, "group:RES");
}

static void garbage_never_breaks_the_checker(void **state)
{
    (void)state;
    dice d = {2027};
    for (int round = 0; round < 3000; round++) {
        world *w = check_world_empty();
        add_rules(w);
        for (size_t t = 0; t < 2; t++) {
            garbage_phase(&d, w, t);
        }
        uint64_t status = below(&d, 6);
        w->plan.status = (bil_plan_status)status;
        w->plan.phase_count = below(&d, 4) == 0 ? below(&d, 3) : 2;
        w->plan.case_id = any_text(&d);
        w->plan.score_e9 = any_number(&d);
        w->plan.shortfall_e9 = any_number(&d);
        w->plan.unmet = w->unmet;
        w->plan.unmet_count = below(&d, 5);
        for (size_t i = 0; i < w->plan.unmet_count; i++) {
            w->unmet[i] = (bil_unmet){.need_id = any_text(&d),
                                      .need = any_index(&d, w->person.need_count),
                                      .missing = any_number(&d)};
        }
        bil_verdict verdict;
        bil_error err = {0};
        assert_int_equal(bil_check(&verdict, &w->plan, &w->person, w->arena, &err), BIL_OK);
        if (w->plan.status != BIL_PLAN_INFEASIBLE) {
            assert_true(verdict.count > 0);
        }
        for (size_t i = 0; i < verdict.count; i++) {
            const bil_violation *v = &verdict.items[i];
            assert_non_null(v->rule);
            assert_true(strlen(v->where) > 0 && v->expected != NULL && v->found != NULL);
            assert_true(strlen(v->text.it) > 0 && strlen(v->text.en) > 0);
        }
        world_free(w);
    }
}

/* Any figures the two independent computations could disagree on. */
static bool is_figure(const char *id)
{
    static const char *const figures[] = {"line.price",    "line.cost",     "line.split",
                                          "line.due",      "line.in-place", "figure.coverage",
                                          "figure.totals", "figure.score",  "figure.shortfall",
                                          "figure.unmet",  "line.unknown"};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        if (strcmp(id, figures[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void random_lines(dice *d, world *w, size_t t)
{
    for (size_t s = 0; s < w->catalogue.service_count; s++) {
        if (below(d, 2) == 0) {
            continue;
        }
        bool tutor = strcmp(w->services[s].code, "S10") == 0;
        bil_line *line =
            world_line(w, t, tutor ? "S10@coop" : w->services[s].code, (int64_t)below(d, 30));
        for (size_t r = 0; r < w->catalogue.source_count; r++) {
            if (w->sources[r].form == BIL_FORM_CASH && below(d, 3) == 0) {
                world_pays(w, line, w->sources[r].code, 1 + (int64_t)below(d, 9000));
            }
        }
    }
    /* What is in use, said by the plan's own words. */
    for (size_t r = 0; r < w->catalogue.source_count; r++) {
        bool used = w->sources[r].form == BIL_FORM_CASH
                        ? strcmp(w->sources[r].code, "PENS") == 0
                        : strcmp(w->sources[r].code, "FH") == 0 || below(d, 2) == 0;
        for (size_t i = 0; i < w->plan_phases[t].line_count && !used; i++) {
            for (size_t k = 0; k < w->lines[t][i].funding_count; k++) {
                used = used || w->lines[t][i].funding[k].source == r;
            }
        }
        if (used) {
            world_uses(w, t, w->sources[r].code);
        }
    }
}

static void random_case(dice *d, world *w)
{
    w->phases[0].months = 1 + (int)below(d, 24);
    w->person.isee_cents = (int64_t)below(d, 3000000) - 1;
    w->copay[0].user_to_cents = (int64_t)below(d, 3000);
    for (size_t s = 0; s < w->catalogue.service_count; s++) {
        w->services[s].health_share_bp = (int64_t)below(d, 10001);
        w->services[s].price_cents = (int64_t)below(d, 50000);
        w->services[s].copay_class = below(d, 2) == 0 ? "sad" : "";
    }
    for (size_t e = 0; e < w->catalogue.effect_count; e++) {
        w->effects[e].hundredths = 1 + (int64_t)below(d, 300);
    }
    for (size_t n = 0; n < w->person.need_count; n++) {
        w->needs[n].weight_e4 = (int64_t)below(d, 50000);
        w->needs[n].floor_bp = (int64_t)below(d, 10001);
        w->needs[n].already_covered = (int64_t)below(d, 300);
        w->targets[0][n] = (int64_t)below(d, 4000);
        w->targets[1][n] = (int64_t)below(d, 3) * 777;
    }
}

static void expect_no_figure(const bil_verdict *verdict, int round)
{
    for (size_t i = 0; i < verdict->count; i++) {
        const bil_violation *v = &verdict->items[i];
        if (is_figure(v->rule)) {
            fail_msg("round %d: %s: %s: expected %s, found %s", round, v->rule, v->where,
                     v->expected, v->found);
        }
    }
}

static void planner_and_checker_compute_the_same_figures(void **state)
{
    (void)state;
    dice d = {1955};
    for (int round = 0; round < 3000; round++) {
        world *w = check_world_empty();
        add_rules(w);
        random_case(&d, w);
        random_lines(&d, w, 0);
        random_lines(&d, w, 1);
        world_finish(w);
        bil_verdict verdict;
        assert_int_equal(bil_check(&verdict, &w->plan, &w->person, w->arena, NULL), BIL_OK);
        expect_no_figure(&verdict, round);
        world_free(w);
    }
}

/* Hall: hours suffice exactly when every set of services finds enough hours in the sources that
 * may serve one of them. */
static bool hours_suffice(const world *w, size_t services, size_t helpers)
{
    for (unsigned set = 1; set < 1U << services; set++) {
        int64_t wanted = 0;
        int64_t given = 0;
        for (size_t s = 0; s < services; s++) {
            wanted += (set >> s & 1U) != 0 ? w->lines[0][s].quantity : 0;
        }
        for (size_t h = 0; h < helpers; h++) {
            bool serves = false;
            for (size_t s = 0; s < services; s++) {
                serves = serves || ((set >> s & 1U) != 0 &&
                                    bil_source_may_pay(&w->catalogue, (bil_index)h, (bil_index)s));
            }
            given += serves ? w->has[h].hours_month : 0;
        }
        if (given < wanted) {
            return false;
        }
    }
    return true;
}

/* Four services and four helpers, each pair allowed by the toss of a coin. */
static world *random_hours(dice *d)
{
    static const char *const services[] = {"A", "B", "C", "D"};
    static const char *const helpers[] = {"H1", "H2", "H3", "H4"};
    world *w = world_new();
    world_domain(w, "d", "CASA");
    for (size_t i = 0; i < 4; i++) {
        world_service(w, services[i], 0);
        world_effect(w, "d", 1);
    }
    for (size_t h = 0; h < 4; h++) {
        world_hours(w, helpers[h]);
    }
    world_hours(w, "ALL");
    world_may(w, "ALL", "*"); /* not listed: every service lives on hours */
    world_phase(w, 1);
    world_need(w, "n", "d", 1000);
    for (size_t i = 0; i < 16; i++) {
        char selector[] = "service:?";
        selector[8] = services[i % 4][0];
        if (below(d, 2) == 0) {
            world_may(w, helpers[i / 4], selector);
        }
    }
    for (size_t i = 0; i < 4; i++) {
        world_has(w, helpers[i], BIL_SOURCE_ACTIVE, (int64_t)below(d, 8));
        world_uses(w, 0, helpers[i]);
        world_line(w, 0, services[i], 1 + (int64_t)below(d, 5));
    }
    world_finish(w);
    return w;
}

static void the_flow_of_hours_agrees_with_every_subset(void **state)
{
    (void)state;
    dice d = {77};
    size_t enough = 0;
    for (int round = 0; round < 4000; round++) {
        world *w = random_hours(&d);
        bool right = hours_suffice(w, 4, 4);
        enough += right ? 1 : 0;
        expect_ids(w, right ? "" : "ceiling.hours");
        world_free(w);
    }
    assert_true(enough > 400 && enough < 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(garbage_never_breaks_the_checker),
        cmocka_unit_test(planner_and_checker_compute_the_same_figures),
        cmocka_unit_test(the_flow_of_hours_agrees_with_every_subset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
