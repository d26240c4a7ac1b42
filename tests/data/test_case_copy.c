/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/case.h"
#include "data/catalogue.h"
#include "tests/support/same_case.h"

typedef struct {
    bil_arena *arena;
    bil_faults faults;
    bil_catalogue *catalogue;
} world;

static void open_world(world *w, const char *catalogue)
{
    *w = (world){.arena = bil_arena_new()};
    assert_non_null(w->arena);
    bil_faults_init(&w->faults, w->arena);
    assert_int_equal(bil_catalogue_load(&w->catalogue, catalogue, &w->faults, NULL), BIL_OK);
}

static void close_world(world *w)
{
    bil_catalogue_free(w->catalogue);
    bil_arena_free(w->arena);
}

/* A copy outlives what it was made from, and is the same case. */
static void expect_same(world *w, const char *path)
{
    bil_case *first = NULL;
    bil_case *again = NULL;
    bil_case *copy = NULL;
    assert_int_equal(bil_case_load(&first, path, w->catalogue, &w->faults, NULL), BIL_OK);
    assert_int_equal(bil_case_load(&again, path, w->catalogue, &w->faults, NULL), BIL_OK);
    assert_int_equal(bil_case_copy(&copy, first, w->arena, NULL), BIL_OK);
    assert_null(copy->arena);
    assert_string_equal(copy->sha256, first->sha256);
    bil_case_free(first);
    const char *difference = case_difference(copy, again);
    if (difference != NULL) {
        fail_msg("%s: %s", path, difference);
    }
    for (size_t i = 0; i < copy->need_count; i++) {
        assert_string_equal(copy->needs[i].note, again->needs[i].note);
    }
    bil_case_free(again);
}

static void a_copy_is_the_same_case_and_borrows_nothing(void **state)
{
    (void)state;
    world w;
    glob_t found = {0};
    open_world(&w, "data/catalogue/lombardia");
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    assert_int_equal(glob("data/examples/*.case.json", 0, NULL, &found), 0);
    assert_true(found.gl_pathc > 20);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        expect_same(&w, found.gl_pathv[i]);
    }
    globfree(&found);
    close_world(&w);
    open_world(&w, "tests/data/broken/base"); /* with decisions by hand, ceilings, "*" */
    expect_same(&w, "tests/data/broken/base/case.json");
    close_world(&w);
}

static void a_copy_takes_little_room(void **state)
{
    (void)state;
    world w;
    bil_case *person = NULL;
    bil_case *copy = NULL;
    open_world(&w, "data/catalogue/lombardia");
    assert_int_equal(bil_case_load(&person, "data/examples/doppia-diagnosi.case.json", w.catalogue,
                                   &w.faults, NULL),
                     BIL_OK);
    const size_t before = bil_arena_used(w.arena);
    assert_int_equal(bil_case_copy(&copy, person, w.arena, NULL), BIL_OK);
    assert_true(bil_arena_used(w.arena) - before < 5000);
    bil_case_free(person);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_is_the_same_case_and_borrows_nothing),
        cmocka_unit_test(a_copy_takes_little_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
