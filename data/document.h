/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_H
#define BIL_DATA_DOCUMENT_H

/* A plan as people read it: a table for the terminal, a page for screen and paper.
 *
 * Both are pure functions of plan, case and catalogue: no clock, no locale, no file. The program
 * proposes and people decide, and every document says so. */

#include "engine/robustness.h"
#include "engine/text.h"

typedef struct {
    bil_lang lang;
    size_t width;                     /* columns of the table, 80 to 200; 0 = 100 */
    bool colour;                      /* ANSI colours in the table; the caller respects NO_COLOR */
    bil_date printed_on;              /* written in the provenance when not 0 */
    const bil_robustness *robustness; /* of the plan; NULL = no word about it */
} bil_document_options;

/* Italian, 100 columns, no colour, no date. */
void bil_document_options_init(bil_document_options *options);

/* `--format table`: UTF-8 text with line ends. `catalogue` is the one the case was read against.
 * A plan without phases (no plan exists) prints the reasons. Adds to `out`; `out` is left as it was
 * when there is no memory. */
BIL_MUST_CHECK bil_status bil_document_table(bil_text *out, const bil_plan *plan,
                                             const bil_case *person, const bil_catalogue *catalogue,
                                             const bil_document_options *options, bil_error *err);

/* `--format html`: one self-contained, accessible page, A4 when printed, without scripts. */
BIL_MUST_CHECK bil_status bil_document_html(bil_text *out, const bil_plan *plan,
                                            const bil_case *person, const bil_catalogue *catalogue,
                                            const bil_document_options *options, bil_error *err);

#endif
