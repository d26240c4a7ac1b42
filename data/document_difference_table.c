/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A difference on the terminal. */
#include "data/document_difference_impl.h"
#include "data/document_table_impl.h"

enum { WHEN = 14, VALUE = 15 };

typedef struct {
    size_t name;
    bool when;
} layout;

static layout layout_of(const bil_doc *doc, bil_changes_group group)
{
    const bool when = bil_changes_has_when(group);
    return (layout){doc->options.width - (size_t)3 * VALUE - (when ? WHEN : 0), when};
}

static void head(bil_text *out, const bil_doc *doc, bil_changes_group group,
                 const bil_changes_titles *titles)
{
    const layout l = layout_of(doc, group);
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, bil_doc_word(doc, bil_changes_first(group)), l.name);
    if (l.when) {
        bil_pen_left(out, bil_doc_word(doc, BIL_W_WHEN), WHEN);
    }
    bil_pen_right(out, titles->before, VALUE);
    bil_pen_right(out, titles->after, VALUE);
    bil_pen_right(out, bil_doc_word(doc, bil_changes_last(group)), VALUE);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

static void row(bil_text *out, const bil_doc *doc, const layout *l, const bil_doc_change *change)
{
    const size_t width = l->name - 1;
    size_t skip = 0;
    const size_t size = bil_pen_break(change->name, width, &skip);
    bil_pen_left_n(out, change->name, size, l->name);
    if (l->when) {
        bil_pen_left(out, change->when, WHEN);
    }
    bil_pen_right(out, change->before, VALUE);
    bil_pen_right(out, change->after, VALUE);
    bil_pen_right(out, change->change, VALUE);
    bil_text_add(out, "\n");
    bil_pen_rest(out, 0, width, change->name, skip);
    if (change->note[0] != '\0') {
        bil_pen_ink(out, doc, BIL_INK_DIM);
        bil_pen_wrap(out, doc, 2, change->note);
        bil_pen_ink(out, doc, BIL_INK_PLAIN);
    }
}

static void group_rows(bil_text *out, const bil_doc *doc, const bil_doc_changes *changes,
                       bil_changes_group group, const bil_changes_titles *titles)
{
    const layout l = layout_of(doc, group);
    if (bil_changes_opens(changes, group)) {
        bil_pen_heading(out, doc, bil_doc_word(doc, bil_changes_title(changes, group)));
        if (!l.when) {
            bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_WHOLE_PLAN_SUMS));
        }
    } else {
        bil_text_add(out, "\n");
    }
    head(out, doc, group, titles);
    for (size_t i = 0; i < changes->count[group]; i++) {
        row(out, doc, &l, &changes->rows[group][i]);
    }
}

void bil_table_changes(bil_text *out, const bil_doc *doc, const bil_doc_changes *changes,
                       const bil_changes_titles *titles)
{
    bil_changes_titles use = {bil_doc_word(doc, BIL_W_BEFORE), bil_doc_word(doc, BIL_W_AFTER), NULL,
                              false};
    if (titles != NULL) {
        use.before = titles->before != NULL ? titles->before : use.before;
        use.after = titles->after != NULL ? titles->after : use.after;
    }
    if (changes->same) {
        bil_text_add(out, "\n");
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_NO_CHANGE));
        return;
    }
    for (size_t i = 0; i < BIL_CHANGES_COUNT; i++) {
        const bil_changes_group group = bil_changes_at(changes, i);
        if (changes->count[group] > 0) {
            group_rows(out, doc, changes, group, &use);
        }
    }
}
