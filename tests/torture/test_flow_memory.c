/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/starve.h"
#include "tests/torture/way.h"

/* Whatever allocation fails, alone or with all that follow: the run says that there is no memory or
 * gives the very same answer, leaves whole files only, and loses nothing. The leak check of the
 * sanitizers sees to what libraries hold for us. */

typedef void starver(size_t n, starve_mode mode);

/* `rarer`: after the first so many, ever fewer are tried. 0 = all of them. */
static size_t starve_all(const char *person, starver *starve, starve_mode mode, size_t rarer)
{
    way w;
    way_open(&w, "tests/data/broken/base", person);
    const size_t before = starve_live();
    size_t refused = 0;
    bool struck = true;
    for (size_t n = 1; struck; n += rarer == 0 ? 1 : 1 + n / rarer) {
        const bool was = n % 2 == 0;
        way_reset(&w, was);
        starve(n, mode);
        const bil_status status = way_run(&w);
        struck = starve_end();
        if (status != BIL_E_NOMEM && status != BIL_OK) {
            fail_msg("allocation %zu: status %s", n, bil_status_name(status));
        }
        assert_true(struck || status == BIL_OK);
        assert_true(status == BIL_E_NOMEM || mode == STARVE_ONCE || !struck);
        way_look(&w, status, was);
        if (starve_live() != before) {
            fail_msg("allocation %zu: %zu blocks are lost", n, starve_live() - before);
        }
        refused += status == BIL_E_NOMEM;
    }
    way_close(&w);
    return refused;
}

/* Every allocation; and a good part of the pieces of arenas, each way. */
static void starve_each_way(const char *person)
{
    assert_true(starve_all(person, starve_memory, STARVE_ONCE, 0) > 100);
    assert_true(starve_all(person, starve_memory, STARVE_FOREVER, 0) > 100);
    assert_true(starve_all(person, starve_arenas, STARVE_ONCE, 80) > 200);
    assert_true(starve_all(person, starve_arenas, STARVE_FOREVER, 40) > 100);
}

static void a_plan_survives_any_allocation_that_fails(void **state)
{
    (void)state;
    starve_each_way("tests/data/broken/base/case.json");
}

static void phases_that_clash_survive_it_too(void **state)
{
    (void)state;
    starve_each_way("tests/torture/course.case.json");
}

static void so_does_the_search_for_why_there_is_no_plan(void **state)
{
    (void)state;
    starve_each_way("tests/torture/no-plan.case.json");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_survives_any_allocation_that_fails),
        cmocka_unit_test(phases_that_clash_survive_it_too),
        cmocka_unit_test(so_does_the_search_for_why_there_is_no_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
