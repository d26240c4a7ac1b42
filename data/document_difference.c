/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a difference in words. */
#include "data/document_difference_impl.h"

#include <stdio.h>
#include <string.h>

bil_doc_phrase bil_doc_phases(const bil_doc *doc, unsigned phases)
{
    bil_doc_phrase out = {{0}};
    if (doc->phase_count == 1 && phases == 1) {
        return bil_doc_sentence(doc, BIL_W_PER_MONTH, NULL, NULL);
    }
    const bool several = (phases & (phases - 1)) != 0;
    int size = snprintf(out.text, sizeof out.text, "%s\xC2\xA0",
                        bil_doc_word(doc, several ? BIL_W_PHASES_SHORT : BIL_W_PHASE_SHORT));
    bool first = true;
    for (unsigned t = 0; t < BIL_PHASES_MAX; t++) {
        unsigned last = t;
        if ((phases >> t & 1U) == 0) {
            continue;
        }
        while ((phases >> (last + 1) & 1U) != 0) {
            last++;
        }
        size += snprintf(out.text + size, sizeof out.text - (size_t)size,
                         last == t ? "%s%u" : "%s%u–%u", first ? "" : ", ", t + 1, last + 1);
        first = false;
        t = last;
    }
    return out;
}

bil_doc_short bil_doc_signed_money(const bil_doc *doc, int64_t cents)
{
    bil_doc_short money = bil_doc_money(doc, cents);
    if (cents <= 0) {
        return money;
    }
    bil_doc_short out = {{0}};
    (void)snprintf(out.text, sizeof out.text, "+%.46s", money.text);
    return out;
}

bil_doc_phrase bil_doc_service_quantity(const bil_doc *doc, bil_index service, bool one_off,
                                        int64_t quantity)
{
    if (quantity == 0) {
        return bil_doc_sentence(doc, BIL_W_NONE_SHORT, NULL, NULL);
    }
    const bil_line line = {
        .service = service, .provider = BIL_NONE, .one_off = one_off, .quantity = quantity};
    return bil_doc_line_month(doc, &line);
}

const char *bil_doc_service_name(const bil_doc *doc, bil_index service, const char *code)
{
    return service < doc->catalogue->service_count
               ? bil_doc_text(doc, doc->catalogue->services[service].name)
               : code;
}

/* ---- rows ---- */

typedef struct {
    const bil_doc *doc;
    const bil_difference *difference;
    bil_doc_change *rows[BIL_CHANGES_COUNT];
    size_t count[BIL_CHANGES_COUNT];
    bool contract;
    bool failed;
} making;

static const char *keep(making *m, const char *text)
{
    const char *copy = bil_arena_text(m->doc->scratch, text);
    m->failed = m->failed || copy == NULL;
    return copy == NULL ? "" : copy;
}

static void add(making *m, bil_changes_group group, const bil_doc_change *row)
{
    m->rows[group][m->count[group]++] = *row;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static unsigned phase_bit(size_t phase)
{
    return phase < BIL_PHASES_MAX ? 1U << phase : 0;
}

static bool same_line(const bil_line_change *a, const bil_line_change *b)
{
    return strcmp(a->code, b->code) == 0 && a->before == b->before && a->after == b->after &&
           a->cost_before == b->cost_before && a->cost_after == b->cost_after &&
           same_text(a->provider_before, b->provider_before) &&
           same_text(a->provider_after, b->provider_after);
}

static const char *provider_name(const bil_doc *doc, const bil_line_change *line, const char *code)
{
    bil_index provider = bil_catalogue_find_provider(doc->catalogue, code, line->service);
    return provider == BIL_NONE ? code : doc->catalogue->providers[provider].name;
}

/* "S22", "S22 · Coop Aurora", "S22 · Coop Aurora → Coop Rose". */
static const char *line_note(making *m, const bil_line_change *line)
{
    bil_text text;
    bil_text_init(&text);
    bil_text_add(&text, line->code);
    const char *before = line->provider_before;
    const char *after = line->provider_after;
    if (line->before > 0 && line->after > 0 && !same_text(before, after)) {
        bil_text_addf(&text, " · %s → %s",
                      before == NULL ? "–" : provider_name(m->doc, line, before),
                      after == NULL ? "–" : provider_name(m->doc, line, after));
    } else if (before != NULL || after != NULL) {
        bil_text_addf(&text, " · %s", provider_name(m->doc, line, after != NULL ? after : before));
    }
    const char *note = text.failed ? "" : keep(m, text.bytes);
    m->failed = m->failed || text.failed;
    bil_text_release(&text);
    return note;
}

static bil_changes_group group_of(const making *m, const bil_line_change *line)
{
    if (line->after > line->before && (!m->contract || line->before == 0)) {
        return BIL_CHANGES_GAINED_LINES;
    }
    if (line->after < line->before && (!m->contract || line->after == 0)) {
        return BIL_CHANGES_LOST_LINES;
    }
    return BIL_CHANGES_OTHER_LINES;
}

static void line_row(making *m, const bil_line_change *line, unsigned phases)
{
    const bil_doc *doc = m->doc;
    const bil_changes_group group = group_of(m, line);
    const bil_doc_change row = {
        .name = bil_doc_service_name(doc, line->service, line->code),
        .note = line_note(m, line),
        .when = keep(m, bil_doc_phases(doc, phases).text),
        .before =
            keep(m, bil_doc_service_quantity(doc, line->service, line->one_off, line->before).text),
        .after =
            keep(m, bil_doc_service_quantity(doc, line->service, line->one_off, line->after).text),
        .change = keep(m, bil_doc_signed_money(doc, line->cost_after - line->cost_before).text),
    };
    add(m, group, &row);
}

static void line_rows(making *m)
{
    const bil_difference *d = m->difference;
    for (size_t i = 0; i < d->line_count; i++) {
        unsigned phases = 0;
        bool seen = false;
        for (size_t k = 0; k < d->line_count; k++) {
            if (same_line(&d->lines[k], &d->lines[i])) {
                seen = seen || k < i;
                phases |= phase_bit(d->lines[k].phase);
            }
        }
        if (!seen) {
            line_row(m, &d->lines[i], phases);
        }
    }
}

static bool same_need(const bil_need_change *a, const bil_need_change *b)
{
    return strcmp(a->need_id, b->need_id) == 0 && a->target == b->target &&
           a->before == b->before && a->after == b->after;
}

static void need_row(making *m, const bil_need_change *need, unsigned phases)
{
    const bil_doc *doc = m->doc;
    const char *unit = bil_doc_need_unit(doc, need->need);
    const bil_doc_change row = {
        .name = bil_doc_need_name(doc, need->need, need->need_id),
        .note = "",
        .when = keep(m, bil_doc_phases(doc, phases).text),
        .before = keep(m, bil_doc_quantity(doc, need->before, unit).text),
        .after = keep(m, bil_doc_quantity(doc, need->after, unit).text),
        .change = keep(m, bil_doc_quantity(doc, need->target, unit).text),
    };
    add(m, need->after > need->before ? BIL_CHANGES_GAINED_NEEDS : BIL_CHANGES_LOST_NEEDS, &row);
}

static void need_rows(making *m)
{
    const bil_difference *d = m->difference;
    for (size_t i = 0; i < d->need_count; i++) {
        unsigned phases = 0;
        bool seen = false;
        for (size_t k = 0; k < d->need_count; k++) {
            if (same_need(&d->needs[k], &d->needs[i])) {
                seen = seen || k < i;
                phases |= phase_bit(d->needs[k].phase);
            }
        }
        if (!seen) {
            need_row(m, &d->needs[i], phases);
        }
    }
}

static void payer_rows(making *m)
{
    const bil_doc *doc = m->doc;
    for (size_t i = 0; i < m->difference->payer_count; i++) {
        const bil_payer_change *payer = &m->difference->payers[i];
        const bil_funding funding = {.code = payer->code, .source = payer->source};
        const bil_doc_change row = {
            .name = bil_doc_payer_name(doc, &funding),
            .note = "",
            .when = "",
            .before = keep(m, bil_doc_money(doc, payer->before).text),
            .after = keep(m, bil_doc_money(doc, payer->after).text),
            .change = keep(m, bil_doc_signed_money(doc, payer->after - payer->before).text),
        };
        add(m, BIL_CHANGES_PAYERS, &row);
    }
}

static void money_figure(making *m, bil_word name, int64_t before, int64_t after, bool always)
{
    if (before == after && !always) {
        return;
    }
    const bil_doc_change row = {
        .name = bil_doc_word(m->doc, name),
        .note = "",
        .when = "",
        .before = keep(m, bil_doc_money(m->doc, before).text),
        .after = keep(m, bil_doc_money(m->doc, after).text),
        .change = keep(m, bil_doc_signed_money(m->doc, after - before).text),
    };
    add(m, BIL_CHANGES_FIGURES, &row);
}

static void count_figure(making *m, bil_word name, int64_t before, int64_t after)
{
    if (before == after) {
        return;
    }
    char change[56];
    (void)snprintf(change, sizeof change, "%s%s", after > before ? "+" : "",
                   bil_doc_number(m->doc, after - before).text);
    const bil_doc_change row = {
        .name = bil_doc_word(m->doc, name),
        .note = "",
        .when = "",
        .before = keep(m, bil_doc_number(m->doc, before).text),
        .after = keep(m, bil_doc_number(m->doc, after).text),
        .change = keep(m, change),
    };
    add(m, BIL_CHANGES_FIGURES, &row);
}

static void share_figure(making *m, bil_word name, int64_t before, int64_t after, bool always)
{
    if (before == after && !always) {
        return;
    }
    char number[48];
    char change[64];
    bil_hundredths_format(number, sizeof number, bil_div_floor(after - before, 1000000) * 10,
                          m->doc->options.lang);
    (void)snprintf(change, sizeof change, "%s%s\xC2\xA0%s", after > before ? "+" : "", number,
                   bil_doc_word(m->doc, BIL_W_POINTS));
    const bil_doc_change row = {
        .name = bil_doc_word(m->doc, name),
        .note = "",
        .when = "",
        .before = keep(m, bil_doc_percent_e9(m->doc, before).text),
        .after = keep(m, bil_doc_percent_e9(m->doc, after).text),
        .change = keep(m, change),
    };
    add(m, BIL_CHANGES_FIGURES, &row);
}

static void figure_rows(making *m)
{
    const bil_figures *a = &m->difference->before;
    const bil_figures *b = &m->difference->after;
    share_figure(m, BIL_W_FIGURE_SCORE, a->score_e9, b->score_e9, true);
    share_figure(m, BIL_W_FIGURE_SHORTFALL, a->shortfall_e9, b->shortfall_e9, false);
    money_figure(m, BIL_W_PUBLIC_MONEY, a->public_cents, b->public_cents, true);
    money_figure(m, BIL_W_PERSON_FAMILY, a->person_cents, b->person_cents, false);
    money_figure(m, BIL_W_FIGURE_FAMILY, a->family_cents, b->family_cents, false);
    money_figure(m, BIL_W_FIGURE_TOTAL, a->total_cents, b->total_cents, true);
    count_figure(m, BIL_W_FIGURE_HOURS, a->family_hours, b->family_hours);
    count_figure(m, BIL_W_FIGURE_HOME, a->home_months, b->home_months);
    count_figure(m, BIL_W_FIGURE_PROVIDERS, (int64_t)a->providers, (int64_t)b->providers);
    count_figure(m, BIL_W_FIGURE_LINES, (int64_t)a->lines, (int64_t)b->lines);
}

enum { FIGURES = 10 };

static bil_status make(bil_doc_changes *out, const bil_doc *doc, const bil_difference *difference,
                       bool contract, bil_error *err)
{
    making m = {.doc = doc, .difference = difference, .contract = contract};
    for (int g = 0; g < BIL_CHANGES_COUNT; g++) {
        const size_t room =
            difference->line_count + difference->need_count + difference->payer_count + FIGURES;
        m.rows[g] = bil_arena_alloc(doc->scratch, room, sizeof *m.rows[g]);
        if (m.rows[g] == NULL) {
            return bil_fail_nomem(err);
        }
    }
    line_rows(&m);
    need_rows(&m);
    payer_rows(&m);
    figure_rows(&m);
    if (m.failed) {
        return bil_fail_nomem(err);
    }
    for (int g = 0; g < BIL_CHANGES_COUNT; g++) {
        out->rows[g] = m.rows[g];
        out->count[g] = m.count[g];
    }
    out->contract = contract;
    out->same =
        difference->line_count == 0 && difference->need_count == 0 && difference->payer_count == 0;
    return BIL_OK;
}

bil_status bil_doc_changes_of(bil_doc_changes *out, const bil_doc *doc,
                              const bil_difference *difference, bil_error *err)
{
    return make(out, doc, difference, false, err);
}

bil_status bil_doc_contract_of(bil_doc_changes *out, const bil_doc *doc,
                               const bil_difference *difference, bil_error *err)
{
    return make(out, doc, difference, true, err);
}

/* ---- what the columns are called ---- */

typedef struct {
    bil_word first;
    bil_word last;
    bil_word title;
    bil_word contract; /* the title in an amendment */
} group_words;

static const group_words groups[BIL_CHANGES_COUNT] = {
    [BIL_CHANGES_GAINED_LINES] = {BIL_W_SUPPORT, BIL_W_COST_CHANGE, BIL_W_GAINED,
                                  BIL_W_LINES_ADDED},
    [BIL_CHANGES_GAINED_NEEDS] = {BIL_W_NEED, BIL_W_GOAL, BIL_W_GAINED, BIL_W_NEEDS_CHANGED},
    [BIL_CHANGES_LOST_LINES] = {BIL_W_SUPPORT, BIL_W_COST_CHANGE, BIL_W_GIVEN_UP,
                                BIL_W_LINES_REMOVED},
    [BIL_CHANGES_LOST_NEEDS] = {BIL_W_NEED, BIL_W_GOAL, BIL_W_GIVEN_UP, BIL_W_NEEDS_CHANGED},
    [BIL_CHANGES_OTHER_LINES] = {BIL_W_SUPPORT, BIL_W_COST_CHANGE, BIL_W_OTHER_PROVIDER,
                                 BIL_W_LINES_CHANGED},
    [BIL_CHANGES_PAYERS] = {BIL_W_PAYER, BIL_W_CHANGE, BIL_W_AT_PRICE, BIL_W_PAYERS_CHANGED},
    [BIL_CHANGES_FIGURES] = {BIL_W_FIGURES, BIL_W_CHANGE, BIL_W_AT_PRICE, BIL_W_PAYERS_CHANGED},
};

bil_word bil_changes_first(bil_changes_group group)
{
    return groups[group].first;
}

bil_word bil_changes_last(bil_changes_group group)
{
    return groups[group].last;
}

bil_changes_group bil_changes_at(const bil_doc_changes *changes, size_t place)
{
    static const bil_changes_group contract[BIL_CHANGES_COUNT] = {
        BIL_CHANGES_GAINED_LINES, BIL_CHANGES_LOST_LINES, BIL_CHANGES_OTHER_LINES,
        BIL_CHANGES_GAINED_NEEDS, BIL_CHANGES_LOST_NEEDS, BIL_CHANGES_PAYERS,
        BIL_CHANGES_FIGURES};
    return changes->contract ? contract[place] : (bil_changes_group)place;
}

bil_word bil_changes_title(const bil_doc_changes *changes, bil_changes_group group)
{
    return changes->contract ? groups[group].contract : groups[group].title;
}

bool bil_changes_has_when(bil_changes_group group)
{
    return group != BIL_CHANGES_PAYERS && group != BIL_CHANGES_FIGURES;
}

bool bil_changes_opens(const bil_doc_changes *changes, bil_changes_group group)
{
    for (size_t i = 0; bil_changes_at(changes, i) != group; i++) {
        const bil_changes_group earlier = bil_changes_at(changes, i);
        if (changes->count[earlier] > 0 &&
            bil_changes_title(changes, earlier) == bil_changes_title(changes, group)) {
            return false;
        }
    }
    return changes->count[group] > 0;
}
