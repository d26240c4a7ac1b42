/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_DIFFERENCE_IMPL_H
#define BIL_DATA_DOCUMENT_DIFFERENCE_IMPL_H

/* A difference between two plans in words: what is gained, what is given up, at which price.
 * Alternatives, answers and amendments all show it, in one of three ways:
 *
 *   bil_doc_changes_of  the rows, as texts in one language
 *   bil_table_changes   … for the terminal, in the style of the table
 *   bil_page_changes    … as a part of a page (sections with tables, no frame around them)
 *   bil_difference_put  the numbers themselves, as a JSON object
 *
 * `doc` is made (bil_doc_init) from the plan with more phases of the two, normally the one after:
 * its phases give the names of the phases. */

#include "data/document_impl.h"
#include "data/json.h"
#include "engine/difference.h"

/* A row as people read it. Texts live in the document's scratch or in plans and catalogue. */
typedef struct {
    const char *name;   /* of the service, need, payer or figure */
    const char *note;   /* code and providers of a service; "" = nothing more to say */
    const char *when;   /* phases it holds in; "" for the whole plan */
    const char *before; /* "–" when it was not there */
    const char *after;
    const char *change; /* of the cost; for a need its goal */
} bil_doc_change;

typedef enum {
    BIL_CHANGES_GAINED_LINES,
    BIL_CHANGES_GAINED_NEEDS,
    BIL_CHANGES_LOST_LINES,
    BIL_CHANGES_LOST_NEEDS,
    BIL_CHANGES_OTHER_LINES, /* as much as before, from another provider */
    BIL_CHANGES_PAYERS,
    BIL_CHANGES_FIGURES, /* those that differ, and always score, public money and total */
    BIL_CHANGES_COUNT
} bil_changes_group;

/* As a contract is amended: the groups of lines are those added, removed and changed. */
typedef struct {
    const bil_doc_change *rows[BIL_CHANGES_COUNT];
    size_t count[BIL_CHANGES_COUNT];
    bool same;     /* nothing at all differs */
    bool contract; /* GAINED_LINES are added, LOST_LINES removed, OTHER_LINES changed */
} bil_doc_changes;

/* How the two sides are called; NULL = "Prima" and "Dopo". */
typedef struct {
    const char *before;
    const char *after;
    const char *id; /* what the ids of a page begin with, a plain word; NULL = "change" */
    bool inner;     /* inside a section that has a heading of its own */
} bil_changes_titles;

/* Rows that say the same in several phases are one row. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_doc_changes_of(bil_doc_changes *out, const bil_doc *doc,
                                             const bil_difference *difference, bil_error *err);

/* The same as a contract is amended: lines added, removed, changed; each with what was and what is.
 */
BIL_MUST_CHECK bil_status bil_doc_contract_of(bil_doc_changes *out, const bil_doc *doc,
                                              const bil_difference *difference, bil_error *err);

/* Titles of the columns of a group. */
bil_word bil_changes_first(bil_changes_group group); /* "Sostegno", "Bisogno", … */
bil_word bil_changes_last(bil_changes_group group);  /* "Costo ±", "Obiettivo", … */
bool bil_changes_has_when(bil_changes_group group);  /* is there a column for the phases? */

/* The group's place in the order they are shown in. */
bil_changes_group bil_changes_at(const bil_doc_changes *changes, size_t place);

/* "Che cosa si guadagna", "Righe nuove", …; and is it the first group under that title? */
bil_word bil_changes_title(const bil_doc_changes *changes, bil_changes_group group);
bool bil_changes_opens(const bil_doc_changes *changes, bil_changes_group group);

/* `titles` may be NULL. */
void bil_table_changes(bil_text *out, const bil_doc *doc, const bil_doc_changes *changes,
                       const bil_changes_titles *titles);
void bil_page_changes(bil_text *out, const bil_doc *doc, const bil_doc_changes *changes,
                      const bil_changes_titles *titles);

/* { "before": {…}, "after": {…}, "services": 2, "lines": […], "needs": […], "payers": […] }; phases
 * count from 1. `key` NULL inside an array. See docs/schemas/difference.schema.json. */
void bil_difference_put(bil_json_writer *writer, const char *key, const bil_difference *difference);

/* One line, need or payer of it, as an element of an array. */
void bil_line_change_put(bil_json_writer *writer, const bil_line_change *line);
void bil_need_change_put(bil_json_writer *writer, const bil_need_change *need);
void bil_payer_change_put(bil_json_writer *writer, const bil_payer_change *payer);

/* The figures of one plan, as the members "before" and "after" above. */
void bil_figures_put(bil_json_writer *writer, const char *key, const bil_figures *figures);

/* Small texts for rows of one's own: "Fase 1", "Fasi 1–2, 4"; "+12,00 €"; quantities of a service
 * ("16 ore", "ogni mese", "una volta", "–"). */
bil_doc_phrase bil_doc_phases(const bil_doc *doc, unsigned phases); /* bit per phase */
bil_doc_short bil_doc_signed_money(const bil_doc *doc, int64_t cents);
bil_doc_phrase bil_doc_service_quantity(const bil_doc *doc, bil_index service, bool one_off,
                                        int64_t quantity);
/* The name of a service by index, or the code when the catalogue lacks it. */
const char *bil_doc_service_name(const bil_doc *doc, bil_index service, const char *code);

#endif
