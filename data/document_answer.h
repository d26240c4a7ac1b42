/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_ANSWER_H
#define BIL_DATA_DOCUMENT_ANSWER_H

/* Answers as people read them, and as other programs do. Pure functions, as in document.h. */

#include "data/document.h"
#include "engine/answer.h"

/* For the terminal. `out` is left as it was when there is no memory. */
BIL_MUST_CHECK bil_status bil_document_answer_table(bil_text *out, const bil_answer *answer,
                                                    const bil_case *person,
                                                    const bil_document_options *options,
                                                    bil_error *err);

/* One self-contained, accessible page. */
BIL_MUST_CHECK bil_status bil_document_answer_html(bil_text *out, const bil_answer *answer,
                                                   const bil_case *person,
                                                   const bil_document_options *options,
                                                   bil_error *err);

/* { "format": "bilancia-explanation", "version": 1, … }: docs/schemas/explanation.schema.json. */
BIL_MUST_CHECK bil_status bil_answer_write(bil_text *out, const bil_answer *answer,
                                           const bil_case *person, bil_error *err);

#endif
