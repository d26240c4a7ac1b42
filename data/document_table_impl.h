/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_TABLE_IMPL_H
#define BIL_DATA_DOCUMENT_TABLE_IMPL_H

/* Pieces of the terminal view: cells, rules, wrapped text, colour. */

#include "data/document_impl.h"

typedef enum {
    BIL_INK_PLAIN,
    BIL_INK_STRONG,
    BIL_INK_DIM,
    BIL_INK_GOOD,
    BIL_INK_WARN,
    BIL_INK_BAD
} bil_ink;

/* Turns a colour on and off again; nothing without colour. */
void bil_pen_ink(bil_text *out, const bil_doc *doc, bil_ink ink);

void bil_pen_spaces(bil_text *out, size_t count);
/* The text, then spaces up to `width` columns (left) or spaces first (right). Never cuts. */
void bil_pen_left(bil_text *out, const char *text, size_t width);
void bil_pen_right(bil_text *out, const char *text, size_t width);
/* Like bil_pen_left for the first `size` bytes of a text. */
void bil_pen_left_n(bil_text *out, const char *text, size_t size, size_t width);
void bil_pen_rule(bil_text *out, const bil_doc *doc, const char *stroke);

/* Bytes of the part of `text` that fits `width` columns, cut at a space where there is one; *skip
 * is how many bytes to pass to reach the next part. */
size_t bil_pen_break(const char *text, size_t width, size_t *skip);

/* Wrapped text; every line starts `indent` columns in and ends with a line end. */
void bil_pen_wrap(bil_text *out, const bil_doc *doc, size_t indent, const char *text);

/* The same for a text built for the occasion, which is released; its failure becomes `out`'s. */
void bil_pen_wrap_text(bil_text *out, const bil_doc *doc, size_t indent, bil_text *text);

/* The same below a rule: how the document was made, at its end. */
void bil_pen_foot(bil_text *out, const bil_doc *doc, bil_text *text);

/* The rest of a name whose first part stood in a row of numbers: `text` from `skip` on. */
void bil_pen_rest(bil_text *out, size_t indent, size_t width, const char *text, size_t skip);

/* "Label        wrapped text", the text aligned after `label_width` columns. */
void bil_pen_field(bil_text *out, const bil_doc *doc, size_t label_width, const char *label,
                   const char *text);

/* The same for a text built for the occasion, which is released; its failure becomes `out`'s. */
void bil_pen_field_text(bil_text *out, const bil_doc *doc, size_t label_width, const char *label,
                        bil_text *text);

/* A blank line, a heading in strong ink, a rule under it. */
void bil_pen_heading(bil_text *out, const bil_doc *doc, const char *text);

void bil_table_lines(bil_text *out, const bil_doc *doc, size_t phase);
void bil_table_coverage(bil_text *out, const bil_doc *doc, size_t phase);
void bil_table_money(bil_text *out, const bil_doc *doc);
void bil_table_provenance(bil_text *out, const bil_doc *doc);
void bil_table_robust(bil_text *out, const bil_doc *doc); /* with a robustness in the options */

#endif
