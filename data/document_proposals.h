/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_PROPOSALS_H
#define BIL_DATA_DOCUMENT_PROPOSALS_H

/* Several plans of one person side by side, as people read them and as other programs do. Pure
 * functions, as in document.h. The set has at least one plan, each with phases and checked, and
 * today's. */

#include "data/document.h"
#include "engine/proposals.h"

/* For the terminal. `out` is left as it was when there is no memory. */
BIL_MUST_CHECK bil_status bil_document_proposals_table(bil_text *out, const bil_proposals *all,
                                                       const bil_case *person,
                                                       const bil_document_options *options,
                                                       bil_error *err);

/* One self-contained, accessible page. */
BIL_MUST_CHECK bil_status bil_document_proposals_html(bil_text *out, const bil_proposals *all,
                                                      const bil_case *person,
                                                      const bil_document_options *options,
                                                      bil_error *err);

/* { "format": "bilancia-proposals", "version": 1, …, "plans": [ … ] }:
 * docs/schemas/proposals.schema.json. */
BIL_MUST_CHECK bil_status bil_document_proposals_json(bil_text *out, const bil_proposals *all,
                                                      bil_error *err);

#endif
