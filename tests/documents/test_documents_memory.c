/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without memory a document is not written at all: no half page, no leak. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/document_proposals.h"
#include "tests/documents/fixture.h"
#include "tests/documents/fixture_proposals.h"
#include "tests/support/starve.h"

typedef bil_status (*document_writer)(bil_text *, const bil_plan *, const bil_case *,
                                      const bil_catalogue *, const bil_document_options *,
                                      bil_error *);

static void starve(document_writer write, const bil_plan *plan)
{
    bil_document_options options;
    bil_document_options_init(&options);
    bil_status status = BIL_E_NOMEM;
    size_t runs = 0;
    while (status != BIL_OK) {
        bil_text out;
        bil_text_init(&out);
        starve_memory(++runs, STARVE_ONCE);
        status = write(&out, plan, fixture_case(), fixture_catalogue(), &options, NULL);
        (void)starve_end();
        assert_true(status == BIL_OK || status == BIL_E_NOMEM);
        assert_true((status == BIL_OK) == (out.size > 0));
        bil_text_release(&out);
    }
    assert_true(runs > 3);
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

typedef bil_status (*sides_writer)(bil_text *, const bil_proposals *, const bil_case *,
                                   const bil_document_options *, bil_error *);

static bil_status write_json(bil_text *out, const bil_proposals *all, const bil_case *person,
                             const bil_document_options *options, bil_error *err)
{
    (void)person;
    (void)options;
    return bil_document_proposals_json(out, all, err);
}

static void plans_side_by_side_are_whole_or_absent(void **state)
{
    (void)state;
    static const sides_writer writers[] = {bil_document_proposals_table,
                                           bil_document_proposals_html, write_json};
    bil_document_options options;
    bil_document_options_init(&options);
    bil_proposals *all = proposals_build(3);
    for (size_t i = 0; i < 3; i++) {
        bil_status status = BIL_E_NOMEM;
        size_t runs = 0;
        while (status != BIL_OK) {
            bil_text out;
            bil_text_init(&out);
            starve_memory(++runs, STARVE_ONCE);
            status = writers[i](&out, all, fixture_case(), &options, NULL);
            (void)starve_end();
            assert_true(status == BIL_OK || status == BIL_E_NOMEM);
            bil_text_release(&out);
        }
        assert_true(runs > 3);
    }
    proposals_drop(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_whole_or_absent),
        cmocka_unit_test(the_page_is_whole_or_absent),
        cmocka_unit_test(plans_side_by_side_are_whole_or_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
