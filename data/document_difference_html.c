/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A difference as a part of a page. */
#include "data/document_difference_impl.h"
#include "data/document_html_impl.h"

#include <stdio.h>

static void head(bil_text *out, const bil_doc *doc, const bil_doc_changes *changes,
                 bil_changes_group group, const bil_changes_titles *titles)
{
    const bool when = bil_changes_has_when(group);
    const char *caption =
        bil_doc_word(doc, when ? bil_changes_title(changes, group) : BIL_W_WHOLE_PLAN_SUMS);
    bil_page_frame(out, caption);
    /* the heading above says the same to who sees it */
    bil_text_add(out, "<table class=\"whole\">\n<caption");
    bil_text_add(out, when ? " class=\"said\"" : "");
    BIL_HTML(out, ">{}</caption>\n<thead><tr>", caption);
    bil_page_head(out, "", bil_doc_word(doc, bil_changes_first(group)));
    if (when) {
        bil_page_head(out, "", bil_doc_word(doc, BIL_W_WHEN));
    }
    bil_page_head(out, "n", titles->before);
    bil_page_head(out, "n", titles->after);
    bil_page_head(out, "n", bil_doc_word(doc, bil_changes_last(group)));
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
}

static void row(bil_text *out, bil_changes_group group, const bil_doc_change *change)
{
    BIL_HTML(out, "<tr><th scope=\"row\">{}", change->name);
    if (change->note[0] != '\0') {
        BIL_HTML(out, "<span class=\"meta\">{}</span>", change->note);
    }
    bil_text_add(out, "</th>");
    if (bil_changes_has_when(group)) {
        BIL_HTML(out, "<td>{}</td>", change->when);
    }
    BIL_HTML(out, "<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
             change->before, change->after, change->change);
}

static void group_table(bil_text *out, const bil_doc *doc, const bil_doc_changes *changes,
                        bil_changes_group group, const bil_changes_titles *titles)
{
    head(out, doc, changes, group, titles);
    for (size_t i = 0; i < changes->count[group]; i++) {
        row(out, group, &changes->rows[group][i]);
    }
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
}

/* A part of a section is no landmark of its own: it has a heading and nothing around it. */
static void open_part(bil_text *out, const bil_doc *doc, const char *id, bil_word title, bool inner)
{
    if (inner) {
        BIL_HTML(out, "<h3 id=\"{}\">{}</h3>\n", id, bil_doc_word(doc, title));
    } else {
        bil_page_open(out, doc, id, title);
    }
}

void bil_page_changes(bil_text *out, const bil_doc *doc, const bil_doc_changes *changes,
                      const bil_changes_titles *titles)
{
    bil_changes_titles use = {bil_doc_word(doc, BIL_W_BEFORE), bil_doc_word(doc, BIL_W_AFTER),
                              "change", false};
    if (titles != NULL) {
        use.before = titles->before != NULL ? titles->before : use.before;
        use.after = titles->after != NULL ? titles->after : use.after;
        use.id = titles->id != NULL ? titles->id : use.id;
        use.inner = titles->inner;
    }
    if (changes->same) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_NO_CHANGE));
        return;
    }
    bool open = false;
    for (size_t i = 0; i < BIL_CHANGES_COUNT; i++) {
        const bil_changes_group group = bil_changes_at(changes, i);
        if (changes->count[group] == 0) {
            continue;
        }
        if (bil_changes_opens(changes, group)) {
            if (open) {
                bil_page_close(out);
            }
            char id[80];
            (void)snprintf(id, sizeof id, "%.60s-%d", use.id, (int)group);
            open_part(out, doc, id, bil_changes_title(changes, group), use.inner);
            open = !use.inner;
        }
        group_table(out, doc, changes, group, &use);
    }
    if (open) {
        bil_page_close(out);
    }
}
