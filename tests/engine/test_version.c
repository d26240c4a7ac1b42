/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bilancia.h"

static void the_library_says_the_version_of_its_headers(void **state)
{
    (void)state;
    assert_string_equal(bil_version(), BIL_VERSION);
}

static void the_version_has_three_numbers(void **state)
{
    (void)state;
    int dots = 0;
    for (const char *at = bil_version(); *at != '\0'; at++) {
        assert_true(*at == '.' || (*at >= '0' && *at <= '9'));
        dots += *at == '.' ? 1 : 0;
    }
    assert_int_equal(dots, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_says_the_version_of_its_headers),
        cmocka_unit_test(the_version_has_three_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
