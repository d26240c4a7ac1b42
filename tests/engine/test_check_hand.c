/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person decides by hand, and what must be covered or used, before the checker. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/check_world.h"

/* S02 in the first phase: so much, paid by the health pool. */
static void nurse(world *w, int64_t hours)
{
    line_of(w, 0, "S02")->quantity = hours;
    payment_of(w, 0, "S02", "ASL")->cents = hours * 3000;
    world_finish(w);
}

static void only_a_hand_goes_beyond_the_limits_of_a_service(void **state)
{
    world *w = *state;
    w->services[1].max_month = 3;
    nurse(w, 4);
    assert_int_equal(expect_ids(w, "line.quantity")->count, 2); /* in both phases */
    bil_override *hand = world_by_hand(w, "S02", 4, SIZE_MAX);
    expect_ids(w, "");
    hand->phase = 1;
    assert_string_equal(violation_of(expect_ids(w, "line.quantity"), "line.quantity")->where,
                        "phase 1, line S02");
    hand->phase = SIZE_MAX;
    hand->quantity = 5; /* another quantity than the one on record */
    expect_ids(w, "line.quantity wish.override");
}

static void below_the_minimum_and_off_the_step_too(void **state)
{
    world *w = *state;
    w->services[1].min_month = 6;
    w->services[1].step = 3;
    nurse(w, 4);
    expect_ids(w, "line.quantity line.step");
    (void)world_by_hand(w, "S02", 4, SIZE_MAX);
    expect_ids(w, "");
}

static void what_a_hand_takes_away_stays_away(void **state)
{
    world *w = *state;
    bil_override *hand = world_by_hand(w, "S10", 0, 0);
    world_finish(w);
    expect_ids(w, "");
    hand->phase = 1;
    const bil_violation *v = violation_of(expect_ids(w, "wish.override"), "wish.override");
    assert_string_equal(v->where, "phase 2, line S10");
    assert_string_equal(v->expected, "0");
    assert_string_equal(v->found, "3");
}

static void a_hand_goes_before_what_was_fixed_or_kept(void **state)
{
    world *w = *state;
    world_fix(w, "S02", 9);
    world_today(w, "S03", 7, true);
    world_finish(w);
    expect_ids(w, "wish.fixed wish.keep");
    (void)world_by_hand(w, "S02", 4, SIZE_MAX);
    bil_override *hand = world_by_hand(w, "S03", 4, 1);
    assert_string_equal(violation_of(expect_ids(w, "wish.keep"), "wish.keep")->where,
                        "phase 1, line S03");
    hand->phase = SIZE_MAX;
    expect_ids(w, "");
}

static void a_line_by_hand_may_cover_nothing_more(void **state)
{
    world *w = *state;
    world_target(w, 0, "n1", 1000); /* S01 alone is enough */
    world_finish(w);
    assert_int_equal(expect_ids(w, "irreducible")->count, 2);
    (void)world_by_hand(w, "S02", 4, 0);
    const bil_verdict *verdict = expect_ids(w, "irreducible");
    assert_int_equal(verdict->count, 1);
    assert_string_equal(verdict->items[0].where, "phase 1, line S01");
    world_target(w, 0, "n1", 1200);
    world_finish(w);
    expect_ids(w, "");
}

static void a_service_that_covers_nothing_is_there_if_a_hand_says_so(void **state)
{
    world *w = *state;
    world_pays(w, world_line(w, 0, "S07", 2), "COM", 2000);
    world_finish(w);
    expect_ids(w, "line.offered irreducible");
    (void)world_by_hand(w, "S07", 2, 0);
    expect_ids(w, "");
}

static void a_rule_set_aside_is_told_and_breaks_nothing(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01;service:S02", "", -1);
    world_rule(w, "D02", BIL_RULE_THRESHOLD, "service:S01", "service:S03", 4);
    assert_int_equal(expect_ids(w, "D01 D02")->waived_count, 0);
    (void)world_waive(w, "D01");
    const bil_verdict *verdict = expect_ids(w, "D02");
    assert_int_equal(verdict->waived_count, 2); /* once in each phase */
    assert_string_equal(verdict->waived[0].rule, "D01");
    assert_string_equal(verdict->waived[0].where, "phase 1, rule D01");
    assert_string_equal(verdict->waived[1].where, "phase 2, rule D01");
    (void)world_waive(w, "D02");
    assert_int_equal(expect_ids(w, "")->waived_count, 4);
    w->catalogue.rule_count = 1; /* set aside, and not broken */
    w->person.override_count = 1;
    remove_line(w, 0, "S02");
    remove_line(w, 1, "S02");
    world_finish(w);
    assert_int_equal(expect_ids(w, "")->waived_count, 0);
}

static void absorption_set_aside_takes_nothing_off(void **state)
{
    world *w = *state;
    world_rule(w, "D05", BIL_RULE_ABSORBS, "source:MIS", "source:PENS", 34000);
    w->catalogue.allowance_home_cents = 0;
    world_finish(w);
    expect_ids(w, "D05 ceiling.source ceiling.allowance");
    (void)world_waive(w, "D05");
    world_finish(w);
    assert_int_equal(expect_ids(w, "")->waived_count, 2);
}

static void a_place_granted_is_room_whatever_the_row(void **state)
{
    world *w = *state;
    world_finish(w);
    w->providers[0].capacity_month = 2;
    const bil_violation *v = violation_of(expect_ids(w, "line.provider"), "line.provider");
    assert_string_equal(v->expected, "≤ 2");
    bil_override *place = world_grant(w, "coop", "S10", 3);
    expect_ids(w, "");
    place->quantity = 2;
    expect_ids(w, "line.provider");
    place->quantity = 3;
    w->providers[0].validity.to = 20261231; /* the row of the year before */
    *world_provider(w, "coop", "S10", 1400) = w->providers[0];
    w->providers[1].validity = (bil_validity){.from = 20270101};
    line_of(w, 1, "S10")->provider = 1;
    expect_ids(w, "");
}

static void what_must_be_covered_is_covered_in_every_phase(void **state)
{
    world *w = *state;
    world_finish(w);
    w->needs[0].at_least = 1200; /* exactly what S01 and S02 give */
    expect_ids(w, "");
    w->needs[0].at_least = 1201;
    const bil_violation *v = violation_of(expect_ids(w, "wish.at-least"), "wish.at-least");
    assert_string_equal(v->where, "phase 1, need n1");
    assert_string_equal(v->expected, "≥ 1201");
    assert_string_equal(v->found, "1200");
    w->needs[0].already_covered = 1; /* what there is already counts */
    world_finish(w);
    expect_ids(w, "");
    world_target(w, 0, "n1", 1190); /* never more than the target of the phase */
    world_target(w, 1, "n1", 1190);
    w->needs[0].at_least = 3000;
    w->needs[0].already_covered = 0;
    world_finish(w);
    expect_ids(w, "");
}

static void a_source_that_must_be_there_is_in_use(void **state)
{
    world *w = *state;
    world_finish(w);
    world_must(w, "source:MIS");
    world_must(w, "source:FH");   /* hours of the family, in use today */
    world_must(w, "source:PENS"); /* the same, whatever it pays */
    expect_ids(w, "");
    world_must(w, "source:IND");
    assert_string_equal(violation_of(expect_ids(w, "wish.must"), "wish.must")->where,
                        "phase 1, must source:IND");
}

static void a_provider_that_must_be_there_has_a_line(void **state)
{
    world *w = *state;
    world_finish(w);
    world_must(w, "provider:coop");
    const bil_verdict *verdict = expect_ids(w, "wish.must"); /* S10 is there in phase 2 only */
    assert_int_equal(verdict->count, 1);
    assert_string_equal(verdict->items[0].where, "phase 1, must provider:coop");
    world_must(w, "provider:onlus");
    assert_int_equal(expect_ids(w, "wish.must")->count, 3);
}

static void the_last_line_of_a_provider_or_source_is_locked(void **state)
{
    world *w = *state;
    world_target(w, 1, "n2", 1500); /* S08 alone gives 15 hours: S10 covers nothing more */
    w->services[7].min_month = 15;
    w->services[9].min_month = 3;
    world_finish(w);
    assert_string_equal(violation_of(expect_ids(w, "irreducible"), "irreducible")->where,
                        "phase 2, line S10");
    world_must(w, "provider:coop");
    expect_ids(w, "wish.must"); /* of phase 1; the line of phase 2 is now locked */
    w->person.wishes.must_count = 0;
    world_must(w, "source:FAM");
    expect_ids(w, "irreducible"); /* it pays for S01 too */
    payment_of(w, 1, "S10", "COM")->cents = 2200;
    world_pays(w, line_of(w, 1, "S10"), "FAM", 2000);
    payment_of(w, 1, "S01", "COM")->cents = 12000;
    bil_line *line = line_of(w, 1, "S01");
    size_t kept = 0;
    for (size_t i = 0; i < line->funding_count; i++) {
        ((bil_funding *)(uintptr_t)line->funding)[kept] = line->funding[i];
        kept += strcmp(line->funding[i].code, "FAM") != 0 ? 1 : 0;
    }
    line->funding_count = kept;
    world_finish(w);
    expect_ids(w, ""); /* the family pays here alone */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_CHECK_WORLD(only_a_hand_goes_beyond_the_limits_of_a_service),
        IN_CHECK_WORLD(below_the_minimum_and_off_the_step_too),
        IN_CHECK_WORLD(what_a_hand_takes_away_stays_away),
        IN_CHECK_WORLD(a_hand_goes_before_what_was_fixed_or_kept),
        IN_CHECK_WORLD(a_line_by_hand_may_cover_nothing_more),
        IN_CHECK_WORLD(a_service_that_covers_nothing_is_there_if_a_hand_says_so),
        IN_CHECK_WORLD(a_rule_set_aside_is_told_and_breaks_nothing),
        IN_CHECK_WORLD(absorption_set_aside_takes_nothing_off),
        IN_CHECK_WORLD(a_place_granted_is_room_whatever_the_row),
        IN_CHECK_WORLD(what_must_be_covered_is_covered_in_every_phase),
        IN_CHECK_WORLD(a_source_that_must_be_there_is_in_use),
        IN_CHECK_WORLD(a_provider_that_must_be_there_has_a_line),
        IN_CHECK_WORLD(the_last_line_of_a_provider_or_source_is_locked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
