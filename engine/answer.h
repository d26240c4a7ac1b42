/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_ANSWER_H
#define BIL_ENGINE_ANSWER_H

/* Answers to questions about a plan: why this line, why not that one, what would it take, what
 * would the next euros buy. Each is a change to the case, solved again and checked, and shown as
 * what differs from the plan at hand. */

#include "engine/difference.h"

typedef enum {
    BIL_ASK_WHY,     /* why is this service in the plan, and what is lost without it */
    BIL_ASK_WHY_NOT, /* why is this service, provider, source or quantity not in it */
    BIL_ASK_WHAT_IF, /* what would it take to have it, to cover a need, to reach a score */
    BIL_ASK_NEXT     /* what would the next euros of each payer buy */
} bil_ask;

typedef enum {
    BIL_SUBJECT_SERVICE,
    BIL_SUBJECT_PROVIDER,
    BIL_SUBJECT_SOURCE,
    BIL_SUBJECT_NEED,
    BIL_SUBJECT_SCORE
} bil_subject_kind;

/* What a question is about: "S22", "service:S22:20", "provider:P1", "source:S-B1", "need:n1",
 * "need:n1:80%", "score:0.85". */
typedef struct {
    bil_subject_kind kind;
    bil_index index; /* service, first row of the provider, source or need; BIL_NONE for a score */
    const char *code;
    int64_t amount; /* units a month (0 = any), basis points of the target, score × 10⁹ */
} bil_subject;

typedef enum {
    BIL_ANSWER_LOCKED,        /* why: a wish, a lock or a hand wants it, whatever it is worth */
    BIL_ANSWER_REPLACEABLE,   /* why: without it a plan covers as much */
    BIL_ANSWER_WORTH,         /* why: without it something is lost */
    BIL_ANSWER_IRREPLACEABLE, /* why: without it there is no plan, or a need loses what only it
                                 gives */
    BIL_ANSWER_ALREADY,       /* why not, what if: so it is already */
    BIL_ANSWER_USELESS,       /* why not: it covers none of the person's needs */
    BIL_ANSWER_POSSIBLE,      /* why not, what if: possible today, at the price shown */
    BIL_ANSWER_TAKES,         /* what if: possible with one of the changes shown */
    BIL_ANSWER_IMPOSSIBLE,    /* why not, what if: what forbids it is shown */
    BIL_ANSWER_NOTHING        /* next euros: no ceiling binds, more money would buy nothing */
} bil_verdict_kind;

/* What X lacks to be had at all by this person. */
typedef enum {
    BIL_NEVER_NO,       /* it could be had */
    BIL_NEVER_DATES,    /* not in force in some phase */
    BIL_NEVER_PAYERS,   /* nobody may pay all of it */
    BIL_NEVER_UNLISTED, /* the person does not have this source */
    BIL_NEVER_ZONE,     /* the provider does not serve the person's district */
    BIL_NEVER_QUANTITY, /* outside what the service allows */
    BIL_NEVER_OFFER     /* what is on offer does not reach so far, whatever is changed */
} bil_never;

/* What a line covers of a need in a phase: hundredths that would be uncovered without it, all else
 * being equal. */
typedef struct {
    size_t phase;
    const char *need_id;
    bil_index need;
    int64_t target;
    int64_t covers; /* effect × quantity */
    int64_t lost;   /* of it, what nothing else in the plan covers */
} bil_why_need;

/* Who pays a line in a phase, and by which rule. */
typedef struct {
    size_t phase;
    const char *code;
    bil_index source;
    int64_t cents;        /* a month, once for a one-off */
    bil_side side;        /* of the source */
    const char *selector; /* of the eligibility row that lets it pay */
    const char *why;      /* "lea", "copay", "rest", "gift": see documents */
} bil_why_payer;

/* What so much more money a month from a payer would buy. */
typedef struct {
    const char *code; /* of the source; "public" for the whole public budget */
    bil_index source; /* BIL_NONE for the public budget */
    int64_t cents;
    const bil_difference *buys; /* NULL when the search was cut short */
} bil_next_euro;

typedef struct {
    bil_arena *arena;
    bil_ask ask;
    bil_subject subject;
    bil_verdict_kind verdict;
    const bil_plan *plan;      /* the plan at hand; borrowed */
    bil_plan *other;           /* the plan solved again; NULL when there is none. Owned */
    bil_difference difference; /* plan → other, when there is an other */
    bool kept_rest;  /* what if: every other need stays as covered as it is, in `other` when it is
                        possible today, else with each of `repairs` */
    bool no_give;    /* what if a score: reached only by a proposal that gives up no score for the
                        later priorities (--give 0) */
    bil_never never; /* why there can be none, when no wish, rule or ceiling is in the way */
    const bil_why_need *needs;
    size_t need_count;
    const bil_why_payer *payers;
    size_t payer_count;
    const bil_conflict *conflict; /* what forbids it, irreducible */
    size_t conflict_count;
    const bil_repair *repairs; /* what it would take, cheapest first */
    size_t repair_count;
    const bil_next_euro *next;
    size_t next_count;
} bil_answer;

void bil_answer_free(bil_answer *answer); /* accepts NULL; the plan at hand is not touched */

/* "why", "why-not", "what-if", "next-euro"; "locked", "replaceable", …; NULL out of range. */
const char *bil_ask_name(bil_ask ask);
const char *bil_verdict_name(bil_verdict_kind verdict);

/* "dates", "payers", "unlisted", "zone", "quantity", "offer"; NULL for BIL_NEVER_NO. */
const char *bil_never_name(bil_never never);

/* Reads what a question is about. Texts are borrowed from `text`'s copy in `arena`. BIL_E_USAGE
 * when it is none of the known forms or names nothing of the case or catalogue: where, what was
 * found and what was expected. */
BIL_MUST_CHECK bil_status bil_subject_parse(bil_subject *out, const char *text,
                                            const bil_case *person, bil_arena *arena,
                                            bil_error *err);

#endif
