/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solver/irreducible.h"
#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

/* ---- by the letter of the model page ---- */

static int64_t covered(const setting *s, const bil_view_phase *p, const int64_t *quantity,
                       size_t need)
{
    const bil_case *person = s->view.person;
    const bil_catalogue *c = s->view.catalogue;
    int64_t sum = person->needs[need].already_covered;
    for (size_t o = 0; o < p->offer_count; o++) {
        const bil_service *service = &c->services[p->offers[o].service];
        for (size_t e = 0; e < service->effect_count; e++) {
            if (service->effects[e].domain == person->needs[need].domain) {
                sum += service->effects[e].hundredths * quantity[o];
            }
        }
    }
    return sum < p->targets[need] ? sum : p->targets[need];
}

static bool matches_active(const setting *s, const bil_view_phase *p, const bil_choice *choice,
                           const bil_selector *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t o = 0; o < p->offer_count; o++) {
            if (choice->quantity[o] > 0 &&
                bil_selector_matches_service(s->view.catalogue, &list[i], p->offers[o].service)) {
                return true;
            }
        }
        for (size_t r = 0; r < p->payer_count; r++) {
            if (bil_selector_matches_source(s->view.catalogue, &list[i], p->payers[r].source) &&
                (p->payers[r].active || (p->payers[r].flagged && choice->uses[r]))) {
                return true;
            }
        }
        for (size_t h = 0; h < p->helper_count; h++) {
            if (bil_selector_matches_source(s->view.catalogue, &list[i], p->helpers[h].source) &&
                (p->helpers[h].active || (p->helpers[h].flagged && choice->draws[h]))) {
                return true;
            }
        }
    }
    return false;
}

/* Every `must` met, and every `requires`. */
static bool promises_kept(const setting *s, const bil_view_phase *p, const bil_choice *choice)
{
    const bil_catalogue *c = s->view.catalogue;
    const bil_wishes *wishes = &s->view.person->wishes;
    for (size_t w = 0; w < wishes->must_count; w++) {
        if (!matches_active(s, p, choice, &wishes->must[w], 1)) {
            return false;
        }
    }
    for (size_t k = 0; k < c->rule_count; k++) {
        const bil_rule *rule = &c->rules[k];
        if (rule->form == BIL_RULE_REQUIRES &&
            matches_active(s, p, choice, rule->a, rule->a_count) &&
            !matches_active(s, p, choice, rule->b, rule->b_count)) {
            return false;
        }
    }
    return true;
}

/* For a choice that keeps its promises: can this line be lowered without loss? */
static bool naive(const setting *s, const bil_view_phase *p, bil_choice *choice, size_t offer)
{
    const bil_offer *o = &p->offers[offer];
    const int64_t quantity = choice->quantity[offer];
    const bil_service *service = bil_offer_service(&s->view, o);
    const int64_t least = service->min_month > o->step ? service->min_month : o->step;
    const bil_in_place *row = bil_case_in_place_of(s->view.person, o->service);
    const int64_t kept = row != NULL && row->keep ? row->quantity : 0;
    if (quantity == 0 || o->fixed > 0) {
        return false;
    }
    const int64_t lowered = quantity - o->step < least ? 0 : quantity - o->step;
    if (lowered < kept) {
        return false;
    }
    bool loses = false;
    int64_t before[8] = {0};
    for (size_t n = 0; n < s->view.person->need_count; n++) {
        before[n] = covered(s, p, choice->quantity, n);
    }
    choice->quantity[offer] = lowered;
    for (size_t n = 0; n < s->view.person->need_count; n++) {
        loses = loses || covered(s, p, choice->quantity, n) < before[n];
    }
    loses = loses || !promises_kept(s, p, choice);
    choice->quantity[offer] = quantity;
    return !loses;
}

static void random_choice(const setting *s, uint64_t *seed, bil_choice *choice)
{
    const bil_view_phase *p = &s->view.phases[0];
    for (size_t o = 0; o < p->offer_count; o++) {
        const bil_offer *offer = &p->offers[o];
        const int64_t levels = (offer->high - offer->low) / offer->step + 1;
        const bool off = offer->fixed <= 0 && offer->kept == 0 && random_below(seed, 3) == 0;
        choice->quantity[o] =
            off ? 0 : offer->low + offer->step * (int64_t)random_below(seed, (unsigned)levels);
    }
    for (size_t r = 0; r < p->payer_count; r++) {
        choice->uses[r] = !p->payers[r].flagged || random_below(seed, 2) == 0;
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        choice->draws[h] = !p->helpers[h].flagged || random_below(seed, 2) == 0;
    }
}

typedef struct {
    int looked;
    int reducible;
} tally;

static void compare_choice(const setting *s, bil_choice *choice, uint64_t number, tally *sum)
{
    const bil_view_phase *p = &s->view.phases[0];
    for (size_t o = 0; o < p->offer_count; o++) {
        const bool expected = naive(s, p, choice, o);
        sum->looked++;
        sum->reducible += expected;
        if (bil_reducible(&s->view, p, choice, NULL, o) != expected) {
            fail_msg("world %d, offer %zu: expected %d", (int)number, o, expected);
        }
    }
}

static void the_test_agrees_with_a_naive_one(void **state)
{
    (void)state;
    uint64_t seed = 3;
    tally sum = {0, 0};
    for (uint64_t number = 0; number < 300; number++) {
        world *w = random_world(number, 1);
        setting s;
        setting_open(&s, w, NULL);
        bil_choice choice = choice_of(&s, 0, "");
        for (int round = 0; round < 40 && !s.model.impossible; round++) {
            random_choice(&s, &seed, &choice);
            if (promises_kept(&s, &s.view.phases[0], &choice)) {
                compare_choice(&s, &choice, number, &sum);
            }
        }
        setting_close(&s);
        world_free(w);
    }
    assert_in_range(sum.reducible, sum.looked / 20, sum.looked - sum.looked / 20);
}

/* ---- the rows ---- */

static void pin(bil_lp *lp, uint32_t column, double value)
{
    (void)bil_lp_add_row(lp, value, value, "pin", "");
    bil_lp_term_add(lp, column, 1.0);
}

static bool has_point(setting *s, const bil_choice *choice)
{
    const bil_model_phase *m = &s->model.phases[0];
    const bil_lp_settings settings = {.doubt = 0};
    bil_lp_result result;
    bil_lp *lp = &s->model.lp;
    const size_t rows = lp->row_count;
    for (size_t o = 0; o < m->phase->offer_count; o++) {
        pin(lp, m->steps[o], (double)choice->quantity[o] / m->unit[o]);
        pin(lp, m->active[o], choice->quantity[o] > 0 ? 1.0 : 0.0);
    }
    for (size_t r = 0; r < m->phase->payer_count; r++) {
        if (m->uses[r] != BIL_NO_COLUMN) {
            pin(lp, m->uses[r], choice->uses[r] ? 1.0 : 0.0);
        }
    }
    for (size_t h = 0; h < m->phase->helper_count; h++) {
        if (m->draws[h] != BIL_NO_COLUMN) {
            pin(lp, m->draws[h], choice->draws[h] ? 1.0 : 0.0);
        }
    }
    bil_lp_clear_objective(lp);
    assert_int_equal(bil_lp_solve(&result, lp, &settings, s->arena, NULL), BIL_OK);
    bil_lp_truncate(lp, rows);
    assert_true(result.status == BIL_LP_OPTIMAL || result.status == BIL_LP_INFEASIBLE);
    return result.status == BIL_LP_OPTIMAL;
}

static bool any_reducible(const setting *s, const bil_choice *choice)
{
    const bil_view_phase *p = &s->view.phases[0];
    for (size_t o = 0; o < p->offer_count; o++) {
        if (bil_reducible(&s->view, p, choice, NULL, o)) {
            return true;
        }
    }
    return false;
}

/* Some choices of one world: allowed by the strict rows exactly when nothing is reducible. */
static void compare_rows(uint64_t number, uint64_t *seed, tally *sum)
{
    world *w = random_world(number, 1);
    setting plain;
    setting strict;
    setting_open(&plain, w, NULL);
    setting_open(&strict, w, NULL);
    bil_choice choice = choice_of(&plain, 0, "");
    for (size_t o = 0; o < plain.view.phases[0].offer_count; o++) {
        bil_model_add_irreducible(&strict.model, 0, o);
    }
    for (int round = 0; round < 25 && !plain.model.impossible; round++) {
        random_choice(&plain, seed, &choice);
        if (!has_point(&plain, &choice)) {
            continue;
        }
        const bool any = any_reducible(&plain, &choice);
        if (has_point(&strict, &choice) == any) {
            fail_msg("world %d, round %d: reducible %d", (int)number, round, any);
        }
        sum->looked++;
        sum->reducible += any;
    }
    setting_close(&plain);
    setting_close(&strict);
    world_free(w);
}

static void the_rows_forbid_reducible_lines_and_nothing_else(void **state)
{
    (void)state;
    uint64_t seed = 4;
    tally sum = {0, 0};
    for (uint64_t number = 0; number < 120; number++) {
        compare_rows(number, &seed, &sum);
    }
    assert_true(sum.reducible > 50 && sum.looked - sum.reducible > 50);
}

static void reducing_ends_where_nothing_is_reducible(void **state)
{
    (void)state;
    uint64_t seed = 9;
    for (uint64_t number = 0; number < 200; number++) {
        world *w = random_world(number, 1);
        setting s;
        setting_open(&s, w, NULL);
        const bil_view_phase *p = &s.view.phases[0];
        bil_choice choice = choice_of(&s, 0, "");
        random_choice(&s, &seed, &choice);
        int64_t before[8] = {0};
        for (size_t n = 0; n < 2; n++) {
            before[n] = covered(&s, p, choice.quantity, n);
        }
        bil_reduce(&s.view, p, &choice);
        for (size_t o = 0; o < p->offer_count; o++) {
            assert_false(bil_reducible(&s.view, p, &choice, NULL, o));
        }
        for (size_t n = 0; n < 2; n++) {
            assert_int_equal(covered(&s, p, choice.quantity, n), before[n]);
        }
        setting_close(&s);
        world_free(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_test_agrees_with_a_naive_one),
        cmocka_unit_test(the_rows_forbid_reducible_lines_and_nothing_else),
        cmocka_unit_test(reducing_ends_where_nothing_is_reducible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
