/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_PROPOSALS_IMPL_H
#define BIL_DATA_DOCUMENT_PROPOSALS_IMPL_H

/* What table and page of several plans share: rows with one cell for today and one for each plan,
 * and the sentences about them. Column 0 is today, column i + 1 is plan i. */

#include "data/document_difference_impl.h"
#include "data/document_proposals.h"

enum { BIL_SIDES_MAX = BIL_PROPOSALS_MAX + 1 };

/* Texts live in the document's scratch or in plans and catalogue. */
typedef struct {
    const char *name; /* of a figure or service */
    const char *note; /* code and providers of a service; "" = nothing more to say */
    const char *when; /* phases it holds in; "" for a figure */
    const char *cells[BIL_SIDES_MAX];
    bool there[BIL_SIDES_MAX]; /* has the column something to show? */
    bool alike;                /* in every plan; today may differ */
} bil_doc_side;

typedef struct {
    const bil_doc_side *figures;
    size_t figure_count;
    const bil_doc_side *lines; /* by catalogue order, phases that are the same together */
    size_t line_count;
} bil_doc_sides;

/* BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_doc_sides_of(bil_doc_sides *out, const bil_doc *doc,
                                           const bil_proposals *all, bil_error *err);

/* How many lines are alike, or are not. */
size_t bil_doc_sides_count(const bil_doc_sides *sides, bool alike);

/* The heading above the lines that differ, or do not. */
bil_word bil_doc_sides_title(const bil_proposals *all, bool alike);

/* "Oggi", "A", "B", … */
const char *bil_doc_side_title(const bil_doc *doc, size_t column);

/* The columns of a block when `room` of them fit: the first block begins with today and A, every
 * later one with A. Returns how many; 0 when all have been shown. `*next` is the next plan's column
 * and starts at 0. */
size_t bil_doc_side_block(const bil_proposals *all, size_t room, size_t *next,
                          size_t columns[BIL_SIDES_MAX]);

/* Has any of these columns something to show? */
bool bil_doc_side_shows(const bil_doc_side *side, const size_t *columns, size_t count);

/* "B · Meno denaro pubblico". */
bil_doc_phrase bil_doc_proposal_title(const bil_doc *doc, const bil_proposals *all, size_t index);

/* The sentences above all, one after another by `part`; false when there are no more. A part may
 * have nothing to say. */
bool bil_doc_proposals_lead(const bil_doc *doc, const bil_proposals *all, size_t part,
                            bil_text *out);

/* Why there are fewer plans than wanted; the sentence of each reason. */
bool bil_doc_proposals_are_fewer(const bil_proposals *all);
void bil_doc_proposals_missed(const bil_doc *doc, const bil_proposals *all, size_t i,
                              bil_text *out);

/* What there is to say about today: one sentence, and what it does not respect (`*first` is the
 * place to look from, and moves on; NULL = no more). */
const char *bil_doc_today_verdict(const bil_doc *doc, const bil_proposals *all);
const bil_violation *bil_doc_today_next(const bil_proposals *all, size_t *first);

#endif
