/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_IMPL_H
#define BIL_DATA_DOCUMENT_IMPL_H

/* What the table and the page share: words, numbers as people read them, and the sums a plan does
 * not carry itself (by kind of payer, over the whole plan, by certainty of the price). */

#include "data/document.h"
#include "engine/money.h"

typedef enum {
#define BIL_WORD(name, it, en) BIL_W_##name,
#include "po/document.def"
#undef BIL_WORD
    BIL_W_COUNT
} bil_word;

/* Kinds of payer in the order of the documents; the last one for codes the catalogue lacks. */
enum { BIL_DOC_KINDS = 7, BIL_DOC_OTHER_KIND = 6 };

/* One payer over the whole plan. */
typedef struct {
    const char *code;
    const char *name;
    size_t kind;
    int64_t month[BIL_PHASES_MAX]; /* cents a month, one-offs left out */
    int64_t once;                  /* cents of one-offs, all phases */
    int64_t whole;                 /* months × month + once */
} bil_doc_payer;

/* The same sums for a kind of payer, for a side, for everything. */
typedef struct {
    int64_t month[BIL_PHASES_MAX];
    int64_t once;
    int64_t whole;
} bil_doc_sum;

/* How the prices of the services in use are known: S, P, G, and providers' own lists. */
enum { BIL_DOC_CONF_S, BIL_DOC_CONF_P, BIL_DOC_CONF_G, BIL_DOC_CONF_LIST, BIL_DOC_CONFS };

typedef struct {
    size_t services;
    int64_t whole_cents;
} bil_doc_confidence;

typedef struct {
    const bil_plan *plan;
    const bil_case *person;
    const bil_catalogue *catalogue;
    bil_document_options options;
    bil_arena *scratch;

    size_t phase_count; /* of the plan, at most BIL_PHASES_MAX */
    bil_date from[BIL_PHASES_MAX];
    bil_date to[BIL_PHASES_MAX]; /* last day */

    const bil_doc_payer *payers; /* by kind, then by catalogue order */
    size_t payer_count;
    bil_doc_sum kinds[BIL_DOC_KINDS];
    bil_doc_sum total;
    bil_doc_sum public_money;
    bil_doc_sum person_money;
    bil_doc_sum health;
    bil_doc_sum social;
    bil_doc_sum due;
    bool has_once;

    const size_t *needs; /* positions in a phase's coverage, grouped by axis */
    size_t need_count;
    bil_doc_confidence confidence[BIL_DOC_CONFS];
} bil_doc;

/* Fills `doc`; release it whatever the answer. */
BIL_MUST_CHECK bil_status bil_doc_init(bil_doc *doc, const bil_plan *plan, const bil_case *person,
                                       const bil_catalogue *catalogue,
                                       const bil_document_options *options, bil_error *err);
void bil_doc_release(bil_doc *doc);

/* Columns of a text, within what tables can do with. */
size_t bil_doc_width(const bil_document_options *options);

/* Words of the document's language. */
const char *bil_doc_word(const bil_doc *doc, bil_word word);
const char *bil_doc_kind_name(const bil_doc *doc, size_t kind);
const char *bil_doc_kind_easy(const bil_doc *doc, size_t kind);
const char *bil_doc_axis_name(const bil_doc *doc, const char *axis);
const char *bil_doc_confidence_name(const bil_doc *doc, size_t confidence);
const char *bil_doc_text(const bil_doc *doc, bil_words words);

/* "ore" / "ora" / "hours" for a unit of the catalogue; the unit itself when unknown. */
const char *bil_doc_unit(const bil_doc *doc, const char *unit, bool one);

/* Short texts by value, so that several fit in one call. */
typedef struct {
    char text[48];
} bil_doc_short;
typedef struct {
    char text[320];
} bil_doc_phrase;

bil_doc_short bil_doc_money(const bil_doc *doc, int64_t cents);
/* "81 %", in English "81%"; never 100 unless whole. */
bil_doc_short bil_doc_percent(const bil_doc *doc, int64_t part, int64_t whole);
/* What stands between a number and "%". */
const char *bil_doc_percent_space(const bil_doc *doc);
bil_doc_short bil_doc_points_e9(const bil_doc *doc, int64_t e9);  /* "4,2" of 100 */
bil_doc_short bil_doc_percent_e9(const bil_doc *doc, int64_t e9); /* "81,2 %" */
bil_doc_short bil_doc_decimal_e9(const bil_doc *doc, int64_t e9); /* "0,8123" */
bil_doc_short bil_doc_number(const bil_doc *doc, int64_t value);
bil_word bil_doc_repairs_lead(const bil_plan *plan); /* how many there are decides the words */
bil_doc_short bil_doc_date(const bil_doc *doc, bil_date date);

/* "dal 1º gennaio 2027", "Dall’8 marzo 2027", "all’11 marzo 2027"; "from 1 January 2027". */
typedef enum { BIL_DOC_FROM, BIL_DOC_FROM_CAPITAL, BIL_DOC_TO } bil_doc_preposition;
bil_doc_short bil_doc_date_with(const bil_doc *doc, bil_date date, bil_doc_preposition how);

/* "16 ore", "3,7 ore", "120,00 €" for a quantity in hundredths of a unit. */
bil_doc_phrase bil_doc_quantity(const bil_doc *doc, int64_t hundredths, const char *unit);

/* A sentence of the words table with up to two texts put in place of its `%s`. */
bil_doc_phrase bil_doc_sentence(const bil_doc *doc, bil_word word, const char *a, const char *b);

/* The same for texts of any length. */
void bil_doc_sentence_add(const bil_doc *doc, bil_text *out, bil_word word, const char *a,
                          const char *b);

/* One line of a plan. */
const bil_service *bil_doc_service(const bil_doc *doc, const bil_line *line); /* NULL = unknown */
const char *bil_doc_line_name(const bil_doc *doc, const bil_line *line);
bool bil_doc_is_person_money(const bil_doc *doc, bil_index source);
bil_doc_phrase bil_doc_line_month(const bil_doc *doc, const bil_line *line);
bil_doc_phrase bil_doc_line_week(const bil_doc *doc, const bil_line *line); /* "–" when no use */
bil_doc_short bil_doc_line_week_number(const bil_doc *doc, const bil_line *line); /* "" likewise */
const char *bil_doc_line_provider(const bil_doc *doc, const bil_line *line);      /* "" = none */
int64_t bil_doc_line_person(const bil_doc *doc, const bil_line *line); /* paid by the person */
/* What of a phase's monthly dues the person does not pay. */
int64_t bil_doc_owed_publicly(const bil_doc *doc, size_t phase);
bool bil_doc_line_is_late(const bil_doc *doc, size_t phase, const bil_line *line);
const char *bil_doc_payer_name(const bil_doc *doc, const bil_funding *funding);

/* One need of a phase. */
const bil_need *bil_doc_need(const bil_doc *doc, bil_index need); /* NULL = unknown */
const char *bil_doc_need_name(const bil_doc *doc, bil_index need, const char *id);
const char *bil_doc_need_axis(const bil_doc *doc, bil_index need); /* code, "" = unknown */
const char *bil_doc_need_unit(const bil_doc *doc, bil_index need);
bool bil_doc_below_floor(const bil_doc *doc, const bil_coverage *coverage);
bool bil_doc_any_below_floor(const bil_doc *doc);

/* Mean of covered / target over the needs of a phase with a goal, in e9; -1 when there is none. */
int64_t bil_doc_phase_mean_e9(const bil_doc *doc, size_t phase);

/* Why a need is unmet, with the rule's sentence or the source's name. */
void bil_doc_unmet_why(const bil_doc *doc, const bil_unmet *unmet, bil_text *out);

/* A member of a conflict: its sentence, with the code unless the sentence has it and the name of
 * the service or source it means. */
void bil_doc_conflict_words(const bil_doc *doc, const bil_conflict *member, bil_text *out);

/* Where a violation is, "phase 1, line S22", in the document's language. */
bil_doc_phrase bil_doc_where(const bil_doc *doc, const char *where);

/* A decision by hand: what it is, added to `out`; then each thing there is to say of it. False
 * without memory. */
typedef void (*bil_doc_fact)(void *context, const char *sentence);
void bil_doc_hand_what(const bil_doc *doc, const bil_decision *row, bil_text *out);
bool bil_doc_hand_facts(const bil_doc *doc, const bil_decision *row, bil_doc_fact tell,
                        void *context);

/* A rule's reference as written, or in words when the catalogue says it is its own convention. */
const char *bil_doc_reference(const bil_doc *doc, const char *reference);

/* The outcome in one sentence. */
bil_doc_phrase bil_doc_status(const bil_doc *doc);
bil_word bil_doc_check_word(const bil_doc *doc);
bil_word bil_doc_amendment_check(const bil_doc *doc); /* the same as a whole sentence */
const char *bil_doc_technical_status(const bil_doc *doc);
bool bil_doc_has_plan(const bil_doc *doc);

/* "Fase 1 di 2". */
bil_doc_phrase bil_doc_phase_title(const bil_doc *doc, size_t phase);
/* "Fase 1", or "Al mese" when there is only one. */
bil_doc_phrase bil_doc_phase_short(const bil_doc *doc, size_t phase);
/* "dal 1 gennaio 2027 al 30 giugno 2027 · 6 mesi". */
bil_doc_phrase bil_doc_phase_dates(const bil_doc *doc, size_t phase);
bil_doc_phrase bil_doc_months(const bil_doc *doc, int months);

#endif
