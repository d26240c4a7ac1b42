/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of an answer: what a line covers, who pays it, what forbids something, what the next
 * euros would buy. Rows that say the same in several phases are one. */
#include <string.h>

#include "data/document_answer_impl.h"

/* Takes the text over. */
static void put(bil_doc_items *out, int level, bil_text *text)
{
    if (out->count == out->room) {
        const size_t room = out->room * 2 + 16;
        bil_doc_item *items = bil_arena_alloc(out->doc->scratch, room, sizeof *items);
        if (items != NULL && out->count > 0) {
            memcpy(items, out->items, out->count * sizeof *items);
        }
        out->failed = out->failed || items == NULL;
        out->items = items;
        out->room = items == NULL ? 0 : room;
    }
    const char *copy = text->failed || out->failed
                           ? NULL
                           : bil_arena_text(out->doc->scratch, text->size == 0 ? "" : text->bytes);
    out->failed = out->failed || copy == NULL;
    if (!out->failed) {
        out->items[out->count++] = (bil_doc_item){.text = copy, .level = level};
    }
    bil_text_release(text);
}

/* " (Fasi 1–3)", when the plan has more than one. */
static void when(const bil_doc *doc, unsigned phases, bil_text *text)
{
    if (doc->phase_count > 1) {
        bil_text_addf(text, " (%s)", bil_doc_phases(doc, phases).text);
    }
}

static unsigned phase_bit(size_t phase)
{
    return phase < BIL_PHASES_MAX ? 1U << phase : 0;
}

/* ---- why ---- */

static bool same_need(const bil_why_need *a, const bil_why_need *b)
{
    return a->need == b->need && a->covers == b->covers && a->lost == b->lost;
}

static void covers(bil_doc_items *out, const bil_why_need *need, unsigned phases)
{
    const bil_doc *doc = out->doc;
    const char *unit = bil_doc_need_unit(doc, need->need);
    bil_text text;
    bil_text_init(&text);
    bil_doc_sentence_add(doc, &text, BIL_W_ANSWER_COVERS_ROW,
                         bil_doc_need_name(doc, need->need, need->need_id),
                         bil_doc_quantity(doc, need->covers, unit).text);
    when(doc, phases, &text);
    bil_text_add(&text, " ");
    if (need->lost == 0) {
        bil_text_add(&text, bil_doc_word(doc, BIL_W_ANSWER_COVERS_TOO));
    } else {
        bil_doc_sentence_add(doc, &text, BIL_W_ANSWER_COVERS_LOST,
                             bil_doc_quantity(doc, need->lost, unit).text, NULL);
    }
    put(out, 0, &text);
}

/* The rows of one need, from its first phase on. */
static void covers_of_need(bil_doc_items *out, const bil_answer *answer, bil_index need)
{
    for (size_t i = 0; i < answer->need_count; i++) {
        unsigned phases = 0;
        bool seen = answer->needs[i].need != need;
        for (size_t k = 0; k < answer->need_count; k++) {
            if (same_need(&answer->needs[k], &answer->needs[i])) {
                seen = seen || k < i;
                phases |= phase_bit(answer->needs[k].phase);
            }
        }
        if (!seen) {
            covers(out, &answer->needs[i], phases);
        }
    }
}

void bil_doc_answer_covers(bil_doc_items *out, const bil_answer *answer)
{
    for (size_t i = 0; i < answer->need_count; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++) {
            seen = seen || answer->needs[k].need == answer->needs[i].need;
        }
        if (!seen) {
            covers_of_need(out, answer, answer->needs[i].need);
        }
    }
}

/* "ogni servizio", "i servizi sanitari", "questo servizio": what a row of eligibility is about. */
static void may_pay(const bil_doc *doc, const char *selector, bil_text *out)
{
    static const struct {
        const char *selector;
        bil_word word;
    } known[] = {
        {"*", BIL_W_PAYS_ANY},
        {"kind:social", BIL_W_PAYS_SOCIAL},
        {"kind:health", BIL_W_PAYS_HEALTH},
        {"kind:sociosanitario", BIL_W_PAYS_MIXED},
        {"setting:home", BIL_W_PAYS_HOME},
        {"setting:community", BIL_W_PAYS_COMMUNITY},
        {"setting:day", BIL_W_PAYS_DAY},
        {"setting:residential", BIL_W_PAYS_RESIDENTIAL},
        {"setting:cash", BIL_W_PAYS_CASH},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(selector, known[i].selector) == 0) {
            bil_text_add(out, bil_doc_word(doc, known[i].word));
            return;
        }
    }
    if (strncmp(selector, "service:", strlen("service:")) == 0) {
        bil_text_add(out, bil_doc_word(doc, BIL_W_PAYS_THIS));
        return;
    }
    const char *colon = strchr(selector, ':');
    bil_doc_sentence_add(doc, out, BIL_W_PAYS_SOME, colon == NULL ? selector : colon + 1, NULL);
}

static bil_word reason_of(const bil_doc *doc, const bil_why_payer *payer)
{
    if (strcmp(payer->why, "lea") == 0) {
        return BIL_W_ANSWER_PAY_LEA;
    }
    if (strcmp(payer->why, "copay") == 0) {
        return BIL_W_ANSWER_PAY_COPAY;
    }
    if (strcmp(payer->why, "gift") == 0) {
        return doc->catalogue->sources[payer->source].kind == BIL_SOURCE_THIRD_SECTOR
                   ? BIL_W_ANSWER_PAY_THIRD
                   : BIL_W_ANSWER_PAY_GIFT;
    }
    return BIL_W_ANSWER_PAY_REST;
}

static void pays(bil_doc_items *out, const bil_why_payer *payer, unsigned phases)
{
    const bil_doc *doc = out->doc;
    bil_text text;
    bil_text row;
    bil_text_init(&text);
    bil_text_init(&row);
    may_pay(doc, payer->selector, &row);
    bil_text_addf(&text, "%s: %s", bil_doc_text(doc, doc->catalogue->sources[payer->source].name),
                  bil_doc_money(doc, payer->cents).text);
    when(doc, phases, &text);
    bil_text_addf(&text, " — %s; ", bil_doc_word(doc, reason_of(doc, payer)));
    bil_doc_sentence_add(doc, &text, BIL_W_ANSWER_PAY_ROW, row.size == 0 ? "" : row.bytes, NULL);
    text.failed = text.failed || row.failed;
    bil_text_release(&row);
    put(out, 0, &text);
}

static void payers_of_source(bil_doc_items *out, const bil_answer *answer, bil_index source)
{
    for (size_t i = 0; i < answer->payer_count; i++) {
        unsigned phases = 0;
        bool seen = answer->payers[i].source != source;
        for (size_t k = 0; k < answer->payer_count; k++) {
            if (answer->payers[k].source == answer->payers[i].source &&
                answer->payers[k].cents == answer->payers[i].cents) {
                seen = seen || k < i;
                phases |= phase_bit(answer->payers[k].phase);
            }
        }
        if (!seen) {
            pays(out, &answer->payers[i], phases);
        }
    }
}

void bil_doc_answer_payers(bil_doc_items *out, const bil_answer *answer)
{
    for (size_t i = 0; i < answer->payer_count; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++) {
            seen = seen || answer->payers[k].source == answer->payers[i].source;
        }
        if (!seen) {
            payers_of_source(out, answer, answer->payers[i].source);
        }
    }
}

static bool selects(const char *selector, const char *word, const char *code)
{
    const size_t size = strlen(word);
    return strncmp(selector, word, size) == 0 && strcmp(selector + size, code) == 0;
}

/* Did the question itself bring this in? */
static bool is_asked(const bil_answer *answer, const bil_conflict *member)
{
    const bil_subject *s = &answer->subject;
    const bool must = strcmp(member->kind, answer->ask == BIL_ASK_WHY ? "must_not" : "must") == 0;
    switch (s->kind) {
    case BIL_SUBJECT_SERVICE:
        return (must && selects(member->what, "service:", s->code)) ||
               (answer->ask != BIL_ASK_WHY && strcmp(member->what, s->code) == 0 &&
                (strcmp(member->kind, "fixed") == 0 || strcmp(member->kind, "override") == 0));
    case BIL_SUBJECT_PROVIDER:
        return must && selects(member->what, "provider:", s->code);
    case BIL_SUBJECT_SOURCE:
        return must && selects(member->what, "source:", s->code);
    case BIL_SUBJECT_NEED:
        return strcmp(member->kind, "at_least") == 0 && strcmp(member->what, s->code) == 0;
    case BIL_SUBJECT_SCORE:
        break;
    }
    return false;
}

/* A need that only the question wants kept: nobody asked for it in the case. */
static bool is_kept(const bil_doc *doc, const bil_answer *answer, const bil_conflict *member)
{
    const bil_index need = strcmp(member->kind, "at_least") == 0
                               ? bil_case_find_need(doc->person, member->what)
                               : BIL_NONE;
    return answer->kept_rest && need != BIL_NONE && doc->person->needs[need].at_least == 0;
}

void bil_doc_answer_conflict(bil_doc_items *out, const bil_answer *answer)
{
    const bil_doc *doc = out->doc;
    for (size_t i = 0; i < answer->conflict_count; i++) {
        const bil_conflict *member = &answer->conflict[i];
        bil_text text;
        bil_text_init(&text);
        if (is_asked(answer, member)) {
            bil_text_add(&text,
                         bil_doc_word(doc, answer->ask == BIL_ASK_WHY ? BIL_W_ANSWER_GOING_WITHOUT
                                                                      : BIL_W_ANSWER_ASKED));
        } else if (is_kept(doc, answer, member)) {
            const bil_index need = bil_case_find_need(doc->person, member->what);
            bil_doc_sentence_add(doc, &text, BIL_W_ANSWER_KEPT,
                                 bil_doc_need_name(doc, need, member->what), NULL);
        } else {
            bil_doc_conflict_words(doc, member, &text);
        }
        put(out, 0, &text);
    }
}

/* ---- the next euros ---- */

static bool same_buy(const bil_difference *a, const bil_difference *b)
{
    bool same = a->line_count == b->line_count && a->after.score_e9 == b->after.score_e9;
    for (size_t i = 0; same && i < a->line_count; i++) {
        same = a->lines[i].phase == b->lines[i].phase &&
               strcmp(a->lines[i].code, b->lines[i].code) == 0 &&
               a->lines[i].after == b->lines[i].after;
    }
    return same;
}

/* More money that covers nothing more buys nothing, though lines may come in another mix. */
static bool buys_nothing(const bil_next_euro *next)
{
    return next->buys == NULL ||
           (next->buys->after.score_e9 <= next->buys->before.score_e9 &&
            next->buys->after.shortfall_e9 >= next->buys->before.shortfall_e9);
}

bool bil_doc_answer_next_gives(const bil_answer *answer)
{
    for (size_t i = 1; i < answer->next_count; i++) {
        const bil_next_euro *less = &answer->next[i - 1];
        const bil_next_euro *more = &answer->next[i];
        if (less->source == more->source && less->buys != NULL && more->buys != NULL &&
            more->buys->after.score_e9 < less->buys->after.score_e9) {
            return true;
        }
    }
    return false;
}

static void rows(bil_doc_items *out, const bil_doc_changes *changes, bil_changes_group group)
{
    for (size_t i = 0; i < changes->count[group]; i++) {
        const bil_doc_change *row = &changes->rows[group][i];
        bil_text text;
        bil_text_init(&text);
        bil_text_addf(&text, "%s: %s → %s", row->name, row->before, row->after);
        if (out->doc->phase_count > 1) {
            bil_text_addf(&text, " (%s)", row->when);
        }
        put(out, 2, &text);
    }
}

static void step(bil_doc_items *out, const bil_next_euro *next, const bil_next_euro *before)
{
    const bil_doc *doc = out->doc;
    bil_doc_changes changes = {0};
    bil_text text;
    bil_text_init(&text);
    bil_doc_sentence_add(doc, &text, BIL_W_NEXT_ROW, bil_doc_money(doc, next->cents).text, NULL);
    bil_text_add(&text, ": ");
    if (next->buys == NULL) {
        bil_text_add(&text, bil_doc_word(doc, BIL_W_NEXT_STOPPED));
    } else if (buys_nothing(next)) {
        bil_text_add(&text, bil_doc_word(doc, BIL_W_NEXT_NOTHING));
    } else {
        const bil_doc_short was = bil_doc_percent_e9(doc, next->buys->before.score_e9);
        const bil_doc_short is = bil_doc_percent_e9(doc, next->buys->after.score_e9);
        const bool near = strcmp(was.text, is.text) == 0;
        bil_doc_sentence_add(doc, &text, near ? BIL_W_NEXT_NEAR : BIL_W_NEXT_SCORE,
                             near ? is.text : was.text, near ? NULL : is.text);
    }
    const bool same = before != NULL && !buys_nothing(next) && same_buy(before->buys, next->buys);
    if (same) {
        bil_text_add(&text, " ");
        bil_doc_sentence_add(doc, &text, BIL_W_NEXT_SAME, bil_doc_money(doc, before->cents).text,
                             NULL);
    }
    put(out, 1, &text);
    if (same || buys_nothing(next)) {
        return;
    }
    out->failed = out->failed || bil_doc_changes_of(&changes, doc, next->buys, NULL) != BIL_OK;
    if (!out->failed) {
        rows(out, &changes, BIL_CHANGES_GAINED_LINES);
        rows(out, &changes, BIL_CHANGES_LOST_LINES);
    }
}

/* One payer: its steps, or that none of them buys anything. */
static size_t payer(bil_doc_items *out, const bil_answer *answer, size_t first)
{
    const bil_doc *doc = out->doc;
    const bil_next_euro *next = &answer->next[first];
    size_t end = first;
    bool nothing = true;
    bil_text text;
    while (end < answer->next_count && answer->next[end].source == next->source) {
        nothing = nothing && answer->next[end].buys != NULL && buys_nothing(&answer->next[end]);
        end++;
    }
    bil_text_init(&text);
    bil_text_add(&text, next->source == BIL_NONE
                            ? bil_doc_word(doc, BIL_W_NEXT_PUBLIC)
                            : bil_doc_text(doc, doc->catalogue->sources[next->source].name));
    if (nothing) {
        bil_text_add(&text, ": ");
        bil_doc_sentence_add(doc, &text, BIL_W_NEXT_NONE,
                             bil_doc_money(doc, answer->next[end - 1].cents).text, NULL);
    }
    put(out, 0, &text);
    for (size_t i = first; !nothing && i < end; i++) {
        const bool before = i > first && !buys_nothing(&answer->next[i - 1]);
        step(out, &answer->next[i], before ? &answer->next[i - 1] : NULL);
    }
    return end;
}

void bil_doc_answer_next(bil_doc_items *out, const bil_answer *answer)
{
    for (size_t i = 0; i < answer->next_count;) {
        i = payer(out, answer, i);
    }
}
