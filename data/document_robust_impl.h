/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_ROBUST_IMPL_H
#define BIL_DATA_DOCUMENT_ROBUST_IMPL_H

/* The plan in possible futures: what table and page share. */

#include "data/document_impl.h"

/* Before the lines, and after them. */
typedef enum {
    BIL_DOC_ROBUST_LEAD,
    BIL_DOC_ROBUST_TRIED,
    BIL_DOC_ROBUST_NO_PLAN,
    BIL_DOC_ROBUST_UNDECIDED,
    BIL_DOC_ROBUST_REGRET,
    BIL_DOC_ROBUST_NOT_HELD,
    BIL_DOC_ROBUST_BELOW,
    BIL_DOC_ROBUST_SEED,
    BIL_DOC_ROBUST_PARTS
} bil_doc_robust_part;

enum { BIL_DOC_ROBUST_AFTER = BIL_DOC_ROBUST_REGRET };

/* Adds what there is to say; nothing when it does not apply. */
void bil_doc_robust_say(const bil_doc *doc, bil_doc_robust_part part, bil_text *out);

/* The line of the plan that the index-th counted line is. */
const bil_line *bil_doc_robust_line(const bil_doc *doc, size_t index);

#endif
