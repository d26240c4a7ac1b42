/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/workers.h"

enum { ITEMS = 5000 };

typedef struct {
    uint64_t results[ITEMS];
    atomic_int done_times[ITEMS];
    atomic_int begun;
    atomic_int ended;
    size_t fails_from; /* SIZE_MAX = none does */
    size_t fails_every;
    bool fails_at_once;
    size_t stop_after;
    size_t last_told;
} office;

static office *office_new(void)
{
    office *o = calloc(1, sizeof *o);
    assert_non_null(o);
    o->fails_from = SIZE_MAX;
    o->fails_every = 1;
    o->stop_after = SIZE_MAX;
    return o;
}

static bil_status begin(void **room, void *payload, bil_error *err)
{
    office *o = payload;
    if (o->fails_at_once) {
        return bil_fail(err, BIL_E_NOMEM, "room", "niente posto", "no room");
    }
    atomic_fetch_add(&o->begun, 1);
    *room = malloc(1); /* a leak would be seen */
    return BIL_OK;
}

static void end(void *room, void *payload)
{
    office *o = payload;
    atomic_fetch_add(&o->ended, 1);
    free(room);
}

static bil_status item(size_t index, void *room, void *payload, bil_error *err)
{
    office *o = payload;
    uint64_t mix = index + 1;
    assert_non_null(room);
    for (size_t k = 0; k < index % 97 + 3; k++) { /* some take longer */
        mix = mix * 6364136223846793005U + 1442695040888963407U;
    }
    o->results[index] = mix;
    atomic_fetch_add(&o->done_times[index], 1);
    if (index >= o->fails_from && (index - o->fails_from) % o->fails_every == 0) {
        char where[32];
        (void)snprintf(where, sizeof where, "%zu", index);
        return bil_fail(err, BIL_E_DATA, where, "guasto", "fault");
    }
    return BIL_OK;
}

static bool tick(size_t done, void *payload)
{
    office *o = payload;
    o->last_told = done;
    return done < o->stop_after;
}

static bil_work work_of(office *o)
{
    return (bil_work){.begin = begin, .end = end, .item = item, .tick = tick, .payload = o};
}

static void every_item_is_done_once_and_the_same_with_any_number_of_threads(void **state)
{
    (void)state;
    static const int threads[] = {-3, 0, 1, 2, 3, 8, 64, 1000};
    office *one = office_new();
    bil_work work = work_of(one);
    assert_int_equal(bil_workers_run(NULL, &work, ITEMS, 1, NULL), BIL_OK);
    for (size_t k = 0; k < sizeof threads / sizeof *threads; k++) {
        office *many = office_new();
        size_t done = 0;
        work = work_of(many);
        assert_int_equal(bil_workers_run(&done, &work, ITEMS, threads[k], NULL), BIL_OK);
        assert_int_equal(done, ITEMS);
        assert_memory_equal(many->results, one->results, sizeof one->results);
        for (size_t i = 0; i < ITEMS; i++) {
            assert_int_equal(atomic_load(&many->done_times[i]), 1);
        }
        assert_int_equal(atomic_load(&many->begun), atomic_load(&many->ended));
        assert_true(atomic_load(&many->begun) <= BIL_WORKERS_MAX);
        free(many);
    }
    free(one);
}

static void of_several_failures_that_of_the_first_item_is_reported(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 8; threads *= 2) {
        for (int again = 0; again < 20; again++) {
            office *o = office_new();
            bil_error err = {0};
            const bil_work work = work_of(o);
            o->fails_from = 40 + (size_t)again;
            assert_int_equal(bil_workers_run(NULL, &work, ITEMS, threads, &err), BIL_E_DATA);
            assert_int_equal(strtol(err.where, NULL, 10), 40 + again);
            assert_int_equal(atomic_load(&o->begun), atomic_load(&o->ended));
            free(o);
        }
    }
}

static void a_failure_of_a_late_item_lets_all_before_it_be_done(void **state)
{
    (void)state;
    office *o = office_new();
    const bil_work work = work_of(o);
    o->fails_from = ITEMS - 1;
    assert_int_equal(bil_workers_run(NULL, &work, ITEMS, 4, NULL), BIL_E_DATA);
    for (size_t i = 0; i < ITEMS; i++) {
        assert_int_equal(atomic_load(&o->done_times[i]), 1);
    }
    free(o);
}

static void a_thread_that_cannot_begin_is_a_failure_and_nothing_is_done(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 4; threads++) {
        office *o = office_new();
        bil_error err = {0};
        size_t done = 7;
        const bil_work work = work_of(o);
        o->fails_at_once = true;
        assert_int_equal(bil_workers_run(&done, &work, ITEMS, threads, &err), BIL_E_NOMEM);
        assert_string_equal(err.where, "room");
        assert_int_equal(done, 0);
        assert_int_equal(atomic_load(&o->ended), 0);
        free(o);
    }
}

static void a_tick_that_says_no_stops_the_work_without_a_failure(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 4; threads++) {
        office *o = office_new();
        size_t done = 0;
        const bil_work work = work_of(o);
        o->stop_after = 100;
        assert_int_equal(bil_workers_run(&done, &work, ITEMS, threads, NULL), BIL_OK);
        assert_true(done >= 1 && done <= ITEMS);
        size_t counted = 0;
        for (size_t i = 0; i < ITEMS; i++) {
            counted += (size_t)atomic_load(&o->done_times[i]);
        }
        assert_int_equal(counted, done);
        assert_true(threads > 1 || done == 100);
        free(o);
    }
}

static void no_items_are_no_work_and_no_room_is_needed(void **state)
{
    (void)state;
    office *o = office_new();
    size_t done = 7;
    bil_work work = work_of(o);
    assert_int_equal(bil_workers_run(&done, &work, 0, 4, NULL), BIL_OK);
    assert_int_equal(done, 0);
    assert_int_equal(atomic_load(&o->begun), atomic_load(&o->ended));
    free(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once_and_the_same_with_any_number_of_threads),
        cmocka_unit_test(of_several_failures_that_of_the_first_item_is_reported),
        cmocka_unit_test(a_failure_of_a_late_item_lets_all_before_it_be_done),
        cmocka_unit_test(a_thread_that_cannot_begin_is_a_failure_and_nothing_is_done),
        cmocka_unit_test(a_tick_that_says_no_stops_the_work_without_a_failure),
        cmocka_unit_test(no_items_are_no_work_and_no_room_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
