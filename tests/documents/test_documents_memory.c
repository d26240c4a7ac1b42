/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without memory a document is not written at all: no half page, no leak. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/document.h"
#include "tests/documents/fixture.h"

/* The linker asks for these names. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t calls;
static size_t failing; /* 0 = none */

static bool fails(void)
{
    calls++;
    return failing != 0 && calls == failing;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

typedef bil_status (*document_writer)(bil_text *, const bil_plan *, const bil_case *,
                                      const bil_catalogue *, const bil_document_options *,
                                      bil_error *);

static void starve(document_writer write, const bil_plan *plan)
{
    bil_document_options options;
    bil_document_options_init(&options);
    bil_status status = BIL_E_NOMEM;
    for (failing = 1; status != BIL_OK; failing++) {
        bil_text out;
        bil_text_init(&out);
        calls = 0;
        status = write(&out, plan, fixture_case(), fixture_catalogue(), &options, NULL);
        assert_true(status == BIL_OK || status == BIL_E_NOMEM);
        assert_true((status == BIL_OK) == (out.size > 0));
        bil_text_release(&out);
    }
    assert_true(failing > 4);
    failing = 0;
}

static void the_table_is_whole_or_absent(void **state)
{
    (void)state;
    starve(bil_document_table, fixture_plan());
    starve(bil_document_table, fixture_infeasible());
}

static void the_page_is_whole_or_absent(void **state)
{
    (void)state;
    starve(bil_document_html, fixture_plan());
    starve(bil_document_html, fixture_infeasible());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_whole_or_absent),
        cmocka_unit_test(the_page_is_whole_or_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
