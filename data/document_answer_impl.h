/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_ANSWER_IMPL_H
#define BIL_DATA_DOCUMENT_ANSWER_IMPL_H

/* The sentences of an answer, for table and page alike: an answer is a title, a verdict, and lists
 * of sentences under headings, with the difference between two plans among them. A list may have
 * lists under its rows. */

#include "data/document_answer.h"
#include "data/document_difference_impl.h"

/* "Perché c’è «…»", and the verdict's sentence. Added to `out`. */
void bil_doc_answer_title(const bil_doc *doc, const bil_answer *answer, bil_text *out);
const char *bil_doc_answer_verdict(const bil_doc *doc, const bil_answer *answer);

/* The other plan against the plan at hand in one sentence: coverage and public money. "" without
 * another plan, or when neither differs. */
void bil_doc_answer_in_short(const bil_doc *doc, const bil_answer *answer, bil_text *out);

/* The heading above the difference: what the other plan is. */
bil_word bil_doc_answer_other(const bil_answer *answer);

/* Rows of sentences, one after another; a row of level 1 belongs to the row of level 0 before it,
 * and so on. Texts live in the document's scratch. */
enum { BIL_DOC_LEVELS = 3 };

typedef struct {
    const char *text;
    int level;
} bil_doc_item;

typedef struct {
    const bil_doc *doc;
    bil_doc_item *items;
    size_t count;
    size_t room;
    bool failed;
} bil_doc_items;

/* What a line covers; who pays it and why; what forbids something; what more euros would buy. `out`
 * is empty but for its `doc`. */
void bil_doc_answer_covers(bil_doc_items *out, const bil_answer *answer);
void bil_doc_answer_payers(bil_doc_items *out, const bil_answer *answer);
void bil_doc_answer_conflict(bil_doc_items *out, const bil_answer *answer);
void bil_doc_answer_next(bil_doc_items *out, const bil_answer *answer);

/* Does more money from a payer show less coverage than less money did? The tolerance does that. */
bool bil_doc_answer_next_gives(const bil_answer *answer);

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
