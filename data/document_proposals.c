/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several plans side by side, in words. */
#include "data/document_proposals_impl.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const bil_doc *doc;
    const bil_proposals *all;
    const bil_plan *plans[BIL_SIDES_MAX]; /* today first */
    size_t columns;
    bil_doc_side *rows;
    size_t count;
    size_t capacity;
    bool failed;
} making;

static const char *keep(making *m, const char *text)
{
    const char *copy = bil_arena_text(m->doc->scratch, text);
    m->failed = m->failed || copy == NULL;
    return copy == NULL ? "" : copy;
}

static void add(making *m, const bil_doc_side *row)
{
    bil_doc_side *grown = bil_arena_grow(m->doc->scratch, m->rows, m->count, &m->capacity,
                                         m->count + 1, sizeof *grown);
    if (grown == NULL) {
        m->failed = true;
        return;
    }
    m->rows = grown;
    m->rows[m->count++] = *row;
}

/* ---- figures ---- */

typedef enum { AS_SHARE, AS_MONEY, AS_COUNT } look;

static bil_doc_short cell_of(const making *m, look as, int64_t value)
{
    switch (as) {
    case AS_SHARE:
        return bil_doc_percent_e9(m->doc, value);
    case AS_MONEY:
        return bil_doc_money(m->doc, value);
    case AS_COUNT:
        break;
    }
    return bil_doc_number(m->doc, value);
}

/* A row unless it is 0 everywhere; who pays today is not told when it is not known. */
static void figure(making *m, bil_word name, look as, const int64_t values[BIL_SIDES_MAX],
                   bool about_payers)
{
    bil_doc_side row = {.name = bil_doc_word(m->doc, name), .note = "", .when = "", .alike = true};
    bool any = false;
    for (size_t c = 0; c < m->columns; c++) {
        const bool unknown = c == 0 && about_payers && !m->all->today_funded;
        any = any || values[c] != 0;
        row.there[c] = true;
        row.alike = row.alike && (c < 2 || values[c] == values[1]);
        row.cells[c] = unknown ? bil_doc_word(m->doc, BIL_W_NONE_SHORT)
                               : keep(m, cell_of(m, as, values[c]).text);
    }
    if (any) {
        add(m, &row);
    }
}

#define FIGURE(m, figures, word, as, member, about_payers)                                         \
    do {                                                                                           \
        int64_t values_[BIL_SIDES_MAX] = {0};                                                      \
        for (size_t c_ = 0; c_ < (m)->columns; c_++) {                                             \
            values_[c_] = (int64_t)(figures)[c_].member;                                           \
        }                                                                                          \
        figure((m), (word), (as), values_, (about_payers));                                        \
    } while (0)

static void figure_rows(making *m)
{
    bil_figures f[BIL_SIDES_MAX] = {0};
    for (size_t c = 0; c < m->columns; c++) {
        f[c] = bil_figures_of(m->plans[c], m->doc->person);
    }
    FIGURE(m, f, BIL_W_FIGURE_SCORE, AS_SHARE, score_e9, false);
    FIGURE(m, f, BIL_W_FIGURE_SHORTFALL, AS_SHARE, shortfall_e9, false);
    FIGURE(m, f, BIL_W_PUBLIC_MONEY, AS_MONEY, public_cents, true);
    FIGURE(m, f, BIL_W_PERSON_FAMILY, AS_MONEY, person_cents, true);
    FIGURE(m, f, BIL_W_FIGURE_FAMILY, AS_MONEY, family_cents, true);
    FIGURE(m, f, BIL_W_FIGURE_TOTAL, AS_MONEY, total_cents, false);
    FIGURE(m, f, BIL_W_FIGURE_HOURS, AS_COUNT, family_hours, false);
    FIGURE(m, f, BIL_W_FIGURE_HOME, AS_COUNT, home_months, false);
    FIGURE(m, f, BIL_W_FIGURE_PROVIDERS, AS_COUNT, providers, false);
    FIGURE(m, f, BIL_W_FIGURE_LINES, AS_COUNT, lines, false);
}

/* ---- lines ---- */

/* A service in a phase: its line in every column, NULL = none. */
typedef struct {
    const bil_line *lines[BIL_SIDES_MAX];
    bool any;
} across;

static across lines_of(const making *m, size_t service, size_t phase)
{
    across out = {.any = false};
    for (size_t c = 0; c < m->columns; c++) {
        const bil_plan *plan = m->plans[c];
        for (size_t i = 0; phase < plan->phase_count && i < plan->phases[phase].line_count; i++) {
            if (plan->phases[phase].lines[i].service == service) {
                out.lines[c] = &plan->phases[phase].lines[i];
                out.any = true;
            }
        }
    }
    return out;
}

static bool same_line(const bil_line *a, const bil_line *b)
{
    if (a == NULL || b == NULL) {
        return a == b;
    }
    return a->quantity == b->quantity && a->provider == b->provider;
}

static bool same_across(const making *m, const across *a, const across *b)
{
    bool same = true;
    for (size_t c = 0; c < m->columns; c++) {
        same = same && same_line(a->lines[c], b->lines[c]);
    }
    return same;
}

/* "S22 · Coop Aurora (A, C) · Coop Rose (B)". */
static const char *note_of(making *m, const char *code, const across *row)
{
    bil_text text;
    bil_text_init(&text);
    bil_text_add(&text, code);
    for (size_t c = 0; c < m->columns; c++) {
        const bil_line *line = row->lines[c];
        bool told = line == NULL || line->provider == BIL_NONE;
        for (size_t k = 0; !told && k < c; k++) {
            told = row->lines[k] != NULL && row->lines[k]->provider == line->provider;
        }
        if (told) {
            continue;
        }
        bil_text_addf(&text, " · %s (", bil_doc_line_provider(m->doc, line));
        for (size_t k = c; k < m->columns; k++) {
            if (row->lines[k] != NULL && row->lines[k]->provider == line->provider) {
                bil_text_addf(&text, "%s%s", k == c ? "" : ", ", bil_doc_side_title(m->doc, k));
            }
        }
        bil_text_add(&text, ")");
    }
    const char *note = text.failed ? "" : keep(m, text.bytes);
    m->failed = m->failed || text.failed;
    bil_text_release(&text);
    return note;
}

static void line_row(making *m, size_t service, const across *all, unsigned phases)
{
    const bil_service *s = &m->doc->catalogue->services[service];
    bil_doc_side row = {.name = bil_doc_text(m->doc, s->name),
                        .note = note_of(m, s->code, all),
                        .when = keep(m, bil_doc_phases(m->doc, phases).text),
                        .alike = true};
    for (size_t c = 0; c < m->columns; c++) {
        const bil_line *line = all->lines[c];
        row.alike = row.alike && (c < 2 || same_line(line, all->lines[1]));
        row.there[c] = line != NULL;
        row.cells[c] = line == NULL ? bil_doc_word(m->doc, BIL_W_NONE_SHORT)
                                    : keep(m, bil_doc_line_month(m->doc, line).text);
    }
    add(m, &row);
}

/* Phases in which a service is the same in every column are one row. */
static void service_rows(making *m, size_t service)
{
    across rows[BIL_PHASES_MAX];
    unsigned done = 0;
    for (size_t t = 0; t < m->doc->phase_count; t++) {
        rows[t] = lines_of(m, service, t);
    }
    for (size_t t = 0; t < m->doc->phase_count; t++) {
        unsigned phases = 0;
        if (!rows[t].any || (done >> t & 1U) != 0) {
            continue;
        }
        for (size_t u = t; u < m->doc->phase_count; u++) {
            phases |= same_across(m, &rows[t], &rows[u]) ? 1U << u : 0;
        }
        done |= phases;
        line_row(m, service, &rows[t], phases);
    }
}

bil_status bil_doc_sides_of(bil_doc_sides *out, const bil_doc *doc, const bil_proposals *all,
                            bil_error *err)
{
    making m = {.doc = doc, .all = all, .columns = all->count + 1};
    m.plans[0] = all->today;
    for (size_t i = 0; i < all->count; i++) {
        m.plans[i + 1] = all->plans[i];
    }
    figure_rows(&m);
    *out = (bil_doc_sides){.figures = m.rows, .figure_count = m.count};
    m.rows = NULL;
    m.count = 0;
    m.capacity = 0;
    for (size_t s = 0; s < doc->catalogue->service_count; s++) {
        service_rows(&m, s);
    }
    out->lines = m.rows;
    out->line_count = m.count;
    return m.failed ? bil_fail_nomem(err) : BIL_OK;
}

size_t bil_doc_sides_count(const bil_doc_sides *sides, bool alike)
{
    size_t count = 0;
    for (size_t i = 0; i < sides->line_count; i++) {
        count += sides->lines[i].alike == alike ? 1 : 0;
    }
    return count;
}

/* ---- titles and sentences ---- */

bil_word bil_doc_sides_title(const bil_proposals *all, bool alike)
{
    if (all->count == 1) {
        return BIL_W_SIDES_LINES;
    }
    return alike ? BIL_W_SIDES_ALIKE : BIL_W_SIDES_DIFFER;
}

const char *bil_doc_side_title(const bil_doc *doc, size_t column)
{
    return column == 0 ? bil_doc_word(doc, BIL_W_SIDES_TODAY) : bil_proposals_letter(column - 1);
}

size_t bil_doc_side_block(const bil_proposals *all, size_t room, size_t *next,
                          size_t columns[BIL_SIDES_MAX])
{
    size_t count = 0;
    if (*next > all->count) {
        return 0;
    }
    if (*next > 0) {
        columns[count++] = 1;
    }
    while (count < room && *next <= all->count) {
        columns[count++] = (*next)++;
    }
    return count;
}

bool bil_doc_side_shows(const bil_doc_side *side, const size_t *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (side->there[columns[i]]) {
            return true;
        }
    }
    return false;
}

bil_doc_phrase bil_doc_proposal_title(const bil_doc *doc, const bil_proposals *all, size_t index)
{
    bil_doc_phrase out = {{0}};
    (void)snprintf(out.text, sizeof out.text, "%s · %s", bil_proposals_letter(index),
                   bil_doc_text(doc, bil_goal_words(all->goals[index])));
    return out;
}

bool bil_doc_proposals_lead(const bil_doc *doc, const bil_proposals *all, size_t part,
                            bil_text *out)
{
    if (part == 0) {
        char within[48];
        bil_hundredths_format(within, sizeof within, all->within_e6 / 100, doc->options.lang);
        bil_doc_sentence_add(doc, out, all->count > 1 ? BIL_W_SIDES_LEAD : BIL_W_SIDES_ALONE,
                             within, NULL);
        return true;
    }
    if (part > all->count) {
        return false;
    }
    if (!all->plans[part - 1]->proven) {
        bil_doc_sentence_add(doc, out, BIL_W_SIDES_UNPROVEN, bil_proposals_letter(part - 1), NULL);
    }
    return true;
}

bool bil_doc_proposals_are_fewer(const bil_proposals *all)
{
    return all->count < all->wanted;
}

void bil_doc_proposals_missed(const bil_doc *doc, const bil_proposals *all, size_t i, bil_text *out)
{
    const bil_words words = bil_missed_words(all, &all->missed[i], doc->scratch);
    if (words.it == NULL || words.en == NULL) {
        out->failed = true;
        return;
    }
    bil_text_addf(out, "%s.", bil_doc_text(doc, words));
}

/* Wishes, and that the program would do without a line, say nothing of what stands today. */
static bool matters(const bil_violation *violation)
{
    static const char *const others[] = {"figure.",      "irreducible", "wish.",
                                         "line.offered", "funding.sum", "identity"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strncmp(violation->rule, others[i], strlen(others[i])) == 0) {
            return false;
        }
    }
    return true;
}

const bil_violation *bil_doc_today_next(const bil_proposals *all, size_t *first)
{
    const bil_violation *list = all->today->violations;
    for (size_t i = *first; i < all->today->violation_count; i++) {
        bool told = !matters(&list[i]);
        for (size_t k = 0; k < i && !told; k++) {
            told = strcmp(list[k].rule, list[i].rule) == 0;
        }
        if (!told) {
            *first = i + 1;
            return &list[i];
        }
    }
    return NULL;
}

const char *bil_doc_today_verdict(const bil_doc *doc, const bil_proposals *all)
{
    size_t lines = 0;
    size_t first = 0;
    for (size_t t = 0; t < all->today->phase_count; t++) {
        lines += all->today->phases[t].line_count;
    }
    if (lines == 0) {
        return bil_doc_word(doc, BIL_W_SIDES_TODAY_NONE);
    }
    if (bil_doc_today_next(all, &first) != NULL) {
        return bil_doc_word(doc, BIL_W_SIDES_TODAY_BREAKS);
    }
    return bil_doc_word(doc, all->today_funded ? BIL_W_SIDES_TODAY_FINE : BIL_W_SIDES_TODAY_UNPAID);
}
