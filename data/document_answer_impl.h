/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_ANSWER_IMPL_H
#define BIL_DATA_DOCUMENT_ANSWER_IMPL_H

/* The sentences of an answer, for table and page alike: an answer is a title, a verdict, and lists
 * of sentences under headings, with the difference between two plans among them. */

#include "data/document_answer.h"
#include "data/document_difference_impl.h"

/* "Perché c’è «…»", and the verdict's sentence. Added to `out`. */
void bil_doc_answer_title(const bil_doc *doc, const bil_answer *answer, bil_text *out);
const char *bil_doc_answer_verdict(const bil_doc *doc, const bil_answer *answer);

/* One sentence each, by place in the answer's lists. */
void bil_doc_answer_need(const bil_doc *doc, const bil_answer *answer, size_t i, bil_text *out);
void bil_doc_answer_payer(const bil_doc *doc, const bil_answer *answer, size_t i, bil_text *out);
void bil_doc_answer_next(const bil_doc *doc, const bil_answer *answer, size_t i, bil_text *out);

/* A repair: its changes, its price, what it leads to. */
void bil_doc_repair(const bil_doc *doc, const bil_repair *repair, bil_text *out);

/* The sentence above an answer's repairs; NULL when it has no place for repairs. */
const char *bil_doc_answer_takes(const bil_doc *doc, const bil_answer *answer);

/* Repairs of a plan that does not exist, for table and page. Nothing when there are none. */
void bil_table_repairs(bil_text *out, const bil_doc *doc, const bil_repair *repairs, size_t count);
void bil_page_repairs(bil_text *out, const bil_doc *doc, const bil_repair *repairs, size_t count);

/* How the two plans of a difference are called. */
bil_changes_titles bil_doc_answer_sides(const bil_doc *doc, const bil_answer *answer);

#endif
