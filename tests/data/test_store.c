/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/store.h"

static void a_log_reset_is_safe_only_where_the_fault_was_fixed(void **state)
{
    (void)state;
    assert_false(bil_store_version_wal_safe(0));
    assert_false(bil_store_version_wal_safe(3007000));
    assert_false(bil_store_version_wal_safe(3040001));
    assert_false(bil_store_version_wal_safe(3044005));
    assert_true(bil_store_version_wal_safe(3044006));
    assert_false(bil_store_version_wal_safe(3045000));
    assert_false(bil_store_version_wal_safe(3050006));
    assert_true(bil_store_version_wal_safe(3050007));
    assert_false(bil_store_version_wal_safe(3051002));
    assert_true(bil_store_version_wal_safe(3051003));
    assert_true(bil_store_version_wal_safe(3053000));
    assert_true(bil_store_version_wal_safe(4000000));
}

static void the_linked_engine_is_judged_by_the_version_it_reports(void **state)
{
    (void)state;
    char *rest = NULL;
    long number = strtol(bil_store_engine_version(), &rest, 10) * 1000000;
    assert_int_equal(*rest, '.');
    number += strtol(rest + 1, &rest, 10) * 1000;
    assert_int_equal(*rest, '.');
    number += strtol(rest + 1, &rest, 10);
    assert_int_equal(bil_store_engine_wal_safe(), bil_store_version_wal_safe((int)number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_reset_is_safe_only_where_the_fault_was_fixed),
        cmocka_unit_test(the_linked_engine_is_judged_by_the_version_it_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
