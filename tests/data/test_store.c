/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "data/store.h"

static void a_log_reset_is_safe_only_from_the_fixed_version_on(void **state)
{
    (void)state;
    assert_false(bil_store_version_wal_safe(0));
    assert_false(bil_store_version_wal_safe(3007000));
    assert_false(bil_store_version_wal_safe(3040001));
    assert_false(bil_store_version_wal_safe(3051002));
    assert_true(bil_store_version_wal_safe(3051003));
    assert_true(bil_store_version_wal_safe(3053000));
    assert_true(bil_store_version_wal_safe(4000000));
}

static void the_linked_engine_is_judged_by_the_version_it_reports(void **state)
{
    (void)state;
    int major = 0;
    int minor = 0;
    int patch = 0;
    assert_int_equal(sscanf(bil_store_engine_version(), "%d.%d.%d", &major, &minor, &patch), 3);
    int number = major * 1000000 + minor * 1000 + patch;
    assert_int_equal(bil_store_engine_wal_safe(), bil_store_version_wal_safe(number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_reset_is_safe_only_from_the_fixed_version_on),
        cmocka_unit_test(the_linked_engine_is_judged_by_the_version_it_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
