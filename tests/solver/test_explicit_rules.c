/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules on problems whose packages are given: each equals trying every choice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/explicit_rules.h"
#include "solver/welfare.h"

enum { GROUPS_MOST = 6, ITEMS_MOST = 5, ROWS_MOST = 3, SEEDS = 200 };

static bil_error err;

typedef struct {
    bil_mmkp problem;
    size_t first[GROUPS_MOST + 1];
    int64_t value[GROUPS_MOST * ITEMS_MOST];
    int64_t use[GROUPS_MOST * ITEMS_MOST * ROWS_MOST];
    int64_t limit[ROWS_MOST];
} tiny;

static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int64_t below(uint64_t *state, int64_t count)
{
    return (int64_t)(draw(state) % (uint64_t)count);
}

/* Values from 0 to `most`, of which many are equal when it is small; every third problem has items
 * worth nothing. */
static void make(tiny *t, bil_arena *arena, uint64_t seed, int64_t most)
{
    uint64_t state = seed;
    bil_mmkp *p = &t->problem;
    memset(t, 0, sizeof *t);
    *p = (bil_mmkp){.arena = arena,
                    .group_count = (uint32_t)(1 + below(&state, GROUPS_MOST)),
                    .resource_count = (uint32_t)(1 + below(&state, ROWS_MOST)),
                    .first = t->first,
                    .value = t->value,
                    .use = t->use,
                    .limit = t->limit};
    size_t items = 0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        t->first[g] = items;
        items += (size_t)(1 + below(&state, ITEMS_MOST));
    }
    t->first[p->group_count] = items;
    for (size_t i = 0; i < items; i++) {
        t->value[i] = seed % 3 == 0 && below(&state, 3) == 0 ? 0 : 1 + below(&state, most);
        for (uint32_t r = 0; r < p->resource_count; r++) {
            t->use[i * p->resource_count + r] = below(&state, 10) + t->value[i] * 10 / most;
        }
    }
    for (uint32_t r = 0; r < p->resource_count; r++) {
        t->limit[r] = (5 + below(&state, 9)) * p->group_count;
    }
}

static bool next_choice(const bil_mmkp *p, uint32_t *choice)
{
    for (uint32_t g = 0; g < p->group_count; g++) {
        if (++choice[g] < p->first[g + 1] - p->first[g]) {
            return true;
        }
        choice[g] = 0;
    }
    return false;
}

static int ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

static void utilities_of(int64_t *sorted, const bil_mmkp *p, const uint32_t *choice)
{
    for (uint32_t g = 0; g < p->group_count; g++) {
        sorted[g] = p->value[p->first[g] + choice[g]];
    }
    qsort(sorted, p->group_count, sizeof *sorted, ascending);
}

/* The three orders, each on utilities in ascending order: is `a` better? */
typedef struct {
    bil_explicit_rule rule;
    int64_t alpha_e6;
} rule_case;

static double sum_of(const int64_t *a, uint32_t count, int64_t alpha_e6, uint32_t *nothing)
{
    double sum = 0.0;
    *nothing = 0;
    for (uint32_t g = 0; g < count; g++) {
        if (a[g] == 0 && alpha_e6 >= BIL_ALPHA_ONE) {
            (*nothing)++;
        } else {
            sum += bil_welfare((double)a[g], alpha_e6);
        }
    }
    return sum;
}

static int compare(const rule_case *rule, const int64_t *a, const int64_t *b, uint32_t count)
{
    uint32_t a_nothing = 0;
    uint32_t b_nothing = 0;
    if (rule->rule == BIL_RULE_LEXIMIN) {
        for (uint32_t g = 0; g < count; g++) {
            if (a[g] != b[g]) {
                return a[g] > b[g] ? 1 : -1;
            }
        }
        return 0;
    }
    if (rule->rule == BIL_RULE_MAX_MIN && a[0] != b[0]) {
        return a[0] > b[0] ? 1 : -1;
    }
    const int64_t alpha_e6 = rule->rule == BIL_RULE_NASH    ? BIL_ALPHA_ONE
                             : rule->rule == BIL_RULE_ALPHA ? rule->alpha_e6
                                                            : 0;
    const double x = sum_of(a, count, alpha_e6, &a_nothing);
    const double y = sum_of(b, count, alpha_e6, &b_nothing);
    if (a_nothing != b_nothing) {
        return a_nothing < b_nothing ? 1 : -1;
    }
    const double near = 1e-11 * (fabs(x) + fabs(y));
    return x > y + near ? 1 : x < y - near ? -1 : 0;
}

static bool try_all(int64_t *best, const bil_mmkp *p, const rule_case *rule)
{
    uint32_t choice[GROUPS_MOST] = {0};
    bool found = false;
    do {
        int64_t sorted[GROUPS_MOST];
        int64_t value = 0;
        if (bil_mmkp_fits(&value, p, choice)) {
            utilities_of(sorted, p, choice);
            if (!found || compare(rule, sorted, best, p->group_count) > 0) {
                memcpy(best, sorted, sizeof sorted);
                found = true;
            }
        }
    } while (next_choice(p, choice));
    return found;
}

static void look_at_value(const bil_explicit_ruled *out, const rule_case *rule,
                          const int64_t *sorted, uint32_t count)
{
    uint32_t nothing = 0;
    int64_t sum = 0;
    for (uint32_t g = 0; g < count; g++) {
        sum += sorted[g];
    }
    assert_int_equal(out->sum, sum);
    assert_int_equal(out->least, sorted[0]);
    assert_int_equal(out->bound, out->value);
    assert_int_equal(out->gap_e9, 0);
    if (rule->rule == BIL_RULE_UTILITARIAN) {
        assert_int_equal(out->value, sum);
    } else if (!out->fair) {
        assert_int_equal(out->value, sorted[0]);
    } else {
        const int64_t alpha_e6 = rule->rule == BIL_RULE_NASH ? BIL_ALPHA_ONE : rule->alpha_e6;
        const double value = sum_of(sorted, count, alpha_e6, &nothing);
        assert_true(fabs((double)out->value / pow(10.0, out->digits) - value) <=
                    1e-12 * fabs(value) + 1e-14);
        assert_int_equal(out->nothing, nothing);
    }
}

static int solve_and_compare(const rule_case *rule, uint64_t seed, int64_t most)
{
    tiny t;
    int64_t best[GROUPS_MOST];
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    make(&t, arena, seed, most);
    bil_rule_settings settings;
    bil_rule_settings_init(&settings);
    settings.rule = rule->rule;
    settings.alpha_e6 = rule->alpha_e6;
    settings.search.rounds = 4;
    bil_explicit_ruled out;
    assert_int_equal(bil_explicit_rule_solve(&out, &t.problem, &settings, &err), BIL_OK);
    assert_true(out.proven);
    const bool found = try_all(best, &t.problem, rule);
    if (found) {
        int64_t sorted[GROUPS_MOST];
        int64_t value = 0;
        assert_int_equal(out.status, BIL_EXPLICIT_FOUND);
        assert_true(bil_mmkp_fits(&value, &t.problem, out.choice));
        utilities_of(sorted, &t.problem, out.choice);
        assert_int_equal(compare(rule, sorted, best, t.problem.group_count), 0);
        look_at_value(&out, rule, sorted, t.problem.group_count);
    } else {
        assert_int_equal(out.status, BIL_EXPLICIT_INFEASIBLE);
    }
    bil_arena_free(arena);
    return found ? 0 : 1;
}

static void all_seeds(const rule_case *rule)
{
    int none = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        none += solve_and_compare(rule, seed, seed % 2 == 0 ? 4 : 100);
    }
    assert_in_range(none, 1, SEEDS / 2);
}

static void the_greatest_sum_equals_trying_everything(void **state)
{
    (void)state;
    const rule_case rule = {.rule = BIL_RULE_UTILITARIAN};
    all_seeds(&rule);
}

static void max_min_equals_trying_everything_and_so_does_its_sum(void **state)
{
    (void)state;
    const rule_case rule = {.rule = BIL_RULE_MAX_MIN};
    all_seeds(&rule);
}

static void leximin_equals_trying_everything(void **state)
{
    (void)state;
    const rule_case rule = {.rule = BIL_RULE_LEXIMIN};
    all_seeds(&rule);
}

static void nash_equals_trying_everything(void **state)
{
    (void)state;
    const rule_case rule = {.rule = BIL_RULE_NASH};
    all_seeds(&rule);
}

static void alpha_fair_equals_trying_everything(void **state)
{
    (void)state;
    static const int64_t alphas[] = {0, 500000, 999999, 1000000, 1500000, 2000000, 7000000};
    for (size_t k = 0; k < sizeof alphas / sizeof *alphas; k++) {
        const rule_case rule = {.rule = BIL_RULE_ALPHA, .alpha_e6 = alphas[k]};
        all_seeds(&rule);
    }
}

/* u⁻¹⁹ of 1 and of 100 are 38 digits apart: what separates the choices is still seen. */
static void a_great_alpha_still_tells_large_utilities_apart(void **state)
{
    (void)state;
    size_t first[] = {0, 3, 6};
    int64_t value[] = {1, 80, 81, 1, 90, 99};
    int64_t use[] = {0, 5, 6, 0, 5, 6};
    int64_t limit[] = {11};
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    const bil_mmkp problem = {.arena = arena,
                              .group_count = 2,
                              .resource_count = 1,
                              .first = first,
                              .value = value,
                              .use = use,
                              .limit = limit};
    bil_rule_settings settings;
    bil_rule_settings_init(&settings);
    settings.rule = BIL_RULE_ALPHA;
    settings.alpha_e6 = BIL_ALPHA_MAX;
    bil_explicit_ruled out;
    assert_int_equal(bil_explicit_rule_solve(&out, &problem, &settings, &err), BIL_OK);
    assert_true(out.proven);
    assert_int_equal(out.choice[0], 2);
    assert_int_equal(out.choice[1], 1);
    settings.rule = BIL_RULE_NASH;
    assert_int_equal(bil_explicit_rule_solve(&out, &problem, &settings, &err), BIL_OK);
    assert_int_equal(out.choice[0], 1);
    assert_int_equal(out.choice[1], 2);
    bil_arena_free(arena);
}

static void what_a_rule_cannot_take_is_refused(void **state)
{
    (void)state;
    size_t first[] = {0, 1};
    int64_t value[] = {-1};
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    const bil_mmkp problem = {
        .arena = arena, .group_count = 1, .first = first, .value = value, .limit = value};
    bil_rule_settings settings;
    bil_rule_settings_init(&settings);
    bil_explicit_ruled out;
    settings.rule = BIL_RULE_NASH;
    assert_int_equal(bil_explicit_rule_solve(&out, &problem, &settings, &err), BIL_E_DATA);
    settings.rule = BIL_RULE_ALPHA;
    settings.alpha_e6 = BIL_ALPHA_MAX + 1;
    assert_int_equal(bil_explicit_rule_solve(&out, &problem, &settings, &err), BIL_E_USAGE);
    bil_arena_free(arena);
}

static void welfare_is_what_its_formula_says(void **state)
{
    (void)state;
    assert_true(fabs(bil_welfare(5.0, 0) - 5.0) < 1e-15);
    assert_true(fabs(bil_welfare(5.0, BIL_ALPHA_ONE) - log(5.0)) < 1e-15);
    assert_true(fabs(bil_welfare(4.0, 2 * BIL_ALPHA_ONE) + 0.25) < 1e-15);
    assert_true(fabs(bil_welfare(4.0, BIL_ALPHA_ONE / 2) - 4.0) < 1e-15);
    assert_true(bil_welfare(0.0, BIL_ALPHA_ONE / 2) >= 0.0);
    assert_true(bil_welfare(0.0, BIL_ALPHA_ONE) <= -HUGE_VAL);
    assert_true(bil_welfare(0.0, 3 * BIL_ALPHA_ONE) <= -HUGE_VAL);
    for (int64_t alpha = 0; alpha <= BIL_ALPHA_MAX; alpha += 250000) {
        const double all = bil_welfare(7.5, alpha);
        assert_true(fabs(bil_welfare_equal(all, alpha) - 7.5) < 1e-9);
        assert_true(bil_welfare(7.6, alpha) > all);
    }
    assert_true(bil_welfare_equal(-HUGE_VAL, BIL_ALPHA_ONE) <= 0.0);
    assert_true(bil_welfare_equal(-HUGE_VAL, 2 * BIL_ALPHA_ONE) <= 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(welfare_is_what_its_formula_says),
        cmocka_unit_test(the_greatest_sum_equals_trying_everything),
        cmocka_unit_test(max_min_equals_trying_everything_and_so_does_its_sum),
        cmocka_unit_test(leximin_equals_trying_everything),
        cmocka_unit_test(nash_equals_trying_everything),
        cmocka_unit_test(alpha_fair_equals_trying_everything),
        cmocka_unit_test(a_great_alpha_still_tells_large_utilities_apart),
        cmocka_unit_test(what_a_rule_cannot_take_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
