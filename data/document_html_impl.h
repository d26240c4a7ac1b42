/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_HTML_IMPL_H
#define BIL_DATA_DOCUMENT_HTML_IMPL_H

/* Sections of the page, one function each, in the order they are printed. */

#include "data/document_impl.h"
#include "data/html.h"

void bil_page_style(bil_text *out, const bil_doc *doc);
/* Hatchings that tell bars apart in black and white; the bars of coverage and money refer to them.
 */
void bil_page_patterns(bil_text *out);

void bil_page_summary(bil_text *out, const bil_doc *doc);
void bil_page_phases(bil_text *out, const bil_doc *doc);
void bil_page_budget(bil_text *out, const bil_doc *doc);
void bil_page_coverage(bil_text *out, const bil_doc *doc);
void bil_page_conflict(bil_text *out, const bil_doc *doc);
void bil_page_unmet(bil_text *out, const bil_doc *doc);
void bil_page_hands(bil_text *out, const bil_doc *doc); /* decided by hand, if anything was */
void bil_page_rules(bil_text *out, const bil_doc *doc);
void bil_page_prices(bil_text *out, const bil_doc *doc);
void bil_page_robust(bil_text *out, const bil_doc *doc); /* with a robustness in the options */
void bil_page_provenance(bil_text *out, const bil_doc *doc);
void bil_page_signatures(bil_text *out, const bil_doc *doc);
void bil_page_easy(bil_text *out, const bil_doc *doc);

/* From the doctype to the sheet's beginning; to be ended with "</div></body></html>". */
void bil_page_head_of(bil_text *out, const bil_doc *doc, const char *title);

/* "<section …><h2>title</h2>" with the heading as the section's name; `id` is a plain word. */
void bil_page_open(bil_text *out, const bil_doc *doc, const char *id, bil_word title);
void bil_page_close(bil_text *out);

/* A table's frame: on a narrow screen the table moves inside it, by keyboard too. */
void bil_page_frame(bil_text *out, const char *label);
void bil_page_frame_close(bil_text *out);

/* "<th scope=col class=…>words</th>" */
void bil_page_head(bil_text *out, const char *class_name, const char *words);

/* Right-aligned money cell. */
void bil_page_money(bil_text *out, const bil_doc *doc, int64_t cents);

#endif
