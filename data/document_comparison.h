/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_COMPARISON_H
#define BIL_DATA_DOCUMENT_COMPARISON_H

/* Two allocations side by side, for programs and for planners. */

#include "data/document.h"
#include "engine/comparison.h"

/* `--format json`: `bilancia-comparison`, one line a person. Adds to `out`. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_document_comparison_json(bil_text *out,
                                                       const bil_comparison *comparison,
                                                       bil_error *err);

/* `--format table`: both, who gains and who loses, groups, the persons who lose and gain most;
 * `all` names every one of them. `out` is left as it was when there is no memory. */
BIL_MUST_CHECK bil_status bil_document_comparison_table(bil_text *out,
                                                        const bil_comparison *comparison,
                                                        const bil_document_options *options,
                                                        bool all, bil_error *err);

#endif
