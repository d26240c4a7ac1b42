/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outcomes, metrics, intervals, means and winners with memory taken away: either there is none, or
 * the answer is the same; and nothing is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/winners.h"
#include "solver/metrics.h"
#include "tests/support/build.h"
#include "tests/support/starve.h"

enum { PERSONS = 9 };

typedef struct {
    world *w;
    bil_applicant who;
} sample;

/* What of the answer is looked at; a district of the same person, over and over. */
typedef struct {
    int64_t score;
    int64_t low;
    int64_t mean;
    size_t matched;
} answer;

/* The plan's arena grows by what is scratch: it gets one for the occasion. */
static bil_status fill(bil_outcomes **out, const sample *s)
{
    bil_plan plan = s->w->plan;
    plan.arena = bil_arena_new();
    bil_status status =
        plan.arena == NULL ? BIL_E_NOMEM : bil_outcomes_new(out, &s->w->catalogue, PERSONS, NULL);
    for (size_t i = 0; status == BIL_OK && i < PERSONS; i++) {
        status = bil_outcomes_fill(*out, i, &s->who, &plan, NULL);
        if (status == BIL_OK) {
            (*out)->rows[i].score_e9 = (int64_t)i * 100000000;
        }
    }
    bil_arena_free(plan.arena);
    return status;
}

static bil_status means(answer *out, const bil_metrics *metrics,
                        const bil_bootstrap_settings *settings)
{
    bil_metrics *mean = NULL;
    const bil_metrics *const runs[] = {metrics, metrics};
    const bil_status status = bil_metrics_mean(&mean, runs, 2, settings, NULL);
    if (status == BIL_OK) {
        out->mean = bil_metrics_find(mean, BIL_METRIC_SCORE_MEAN, NULL)->value;
    }
    bil_metrics_free(mean);
    return status;
}

static bil_status winners(answer *out)
{
    static const bil_scored list[] = {{"b", 1}, {"a", 2}};
    bil_arena *arena = bil_arena_new();
    bil_winners found = {0};
    const bil_status status =
        arena == NULL ? BIL_E_NOMEM : bil_winners_compare(&found, list, 2, list, 2, 1, arena, NULL);
    out->matched = found.matched;
    bil_arena_free(arena);
    return status;
}

static bil_status run(answer *out, const sample *s)
{
    bil_outcomes *outcomes = NULL;
    bil_metrics *metrics = NULL;
    bil_bootstrap_settings settings;
    bil_bootstrap_settings_init(&settings);
    settings.resamples = 20;
    bil_status status = fill(&outcomes, s);
    if (status == BIL_OK) {
        status = bil_metrics_compute(&metrics, outcomes, NULL);
    }
    if (status == BIL_OK) {
        status = bil_metrics_add_intervals(metrics, outcomes, &settings, NULL);
    }
    if (status == BIL_OK) {
        out->score = metrics->values[BIL_METRIC_SCORE_MEAN].value;
        out->low = metrics->values[BIL_METRIC_SCORE_MEAN].low;
        status = means(out, metrics, &settings);
    }
    if (status == BIL_OK) {
        status = winners(out);
    }
    bil_metrics_free(metrics);
    bil_outcomes_free(outcomes);
    return status;
}

static sample build(void)
{
    sample s = {.w = world_new()};
    world_domain(s.w, "abitare", "CASA");
    world_service(s.w, "S01", 2000);
    world_effect(s.w, "abitare", 100);
    world_pool(s.w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_phase(s.w, 6);
    world_need(s.w, "n1", "abitare", 1000);
    world_pays(s.w, world_line(s.w, 0, "S01", 5), "COM", 10000);
    world_finish(s.w);
    s.who = (bil_applicant){.person = &s.w->person};
    return s;
}

static void starve_each(void (*starve)(size_t, starve_mode), starve_mode mode)
{
    sample s = build();
    answer whole = {0};
    assert_int_equal(run(&whole, &s), BIL_OK);
    assert_int_equal(whole.score, 400000000);
    assert_int_equal(whole.matched, 2);
    const size_t before = starve_live();
    bool struck = true;
    size_t refused = 0;
    for (size_t n = 1; struck; n++) {
        answer found = {0};
        starve(n, mode);
        const bil_status status = run(&found, &s);
        struck = starve_end();
        assert_int_equal(status, struck ? BIL_E_NOMEM : BIL_OK);
        refused += struck ? 1 : 0;
        if (!struck) {
            assert_int_equal(found.low, whole.low);
            assert_int_equal(found.mean, whole.mean);
        }
        assert_int_equal(starve_live(), before);
    }
    assert_true(refused > 5);
    world_free(s.w);
}

static void metrics_survive_any_allocation_that_fails(void **state)
{
    (void)state;
    starve_each(starve_memory, STARVE_ONCE);
    starve_each(starve_memory, STARVE_FOREVER);
    starve_each(starve_arenas, STARVE_ONCE);
    starve_each(starve_arenas, STARVE_FOREVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metrics_survive_any_allocation_that_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
