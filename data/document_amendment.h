/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_AMENDMENT_H
#define BIL_DATA_DOCUMENT_AMENDMENT_H

/* An amendment as people read and sign it, and as other programs do. Pure functions, as in
 * document.h; the amendment must have a new plan with phases. */

#include "data/document.h"
#include "engine/amendment.h"

/* For the terminal. `out` is left as it was when there is no memory. */
BIL_MUST_CHECK bil_status bil_document_amendment_table(bil_text *out,
                                                       const bil_amendment *amendment,
                                                       const bil_case *person,
                                                       const bil_document_options *options,
                                                       bil_error *err);

/* One self-contained, accessible page to print and sign, with the new plan in it. */
BIL_MUST_CHECK bil_status bil_document_amendment_html(bil_text *out, const bil_amendment *amendment,
                                                      const bil_case *person,
                                                      const bil_document_options *options,
                                                      bil_error *err);

/* { "format": "bilancia-amendment", "version": 1, … }: docs/schemas/amendment.schema.json. */
BIL_MUST_CHECK bil_status bil_amendment_write(bil_text *out, const bil_amendment *amendment,
                                              const bil_case *person, bil_error *err);

#endif
