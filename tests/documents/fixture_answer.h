/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_DOCUMENTS_FIXTURE_ANSWER_H
#define BIL_TESTS_DOCUMENTS_FIXTURE_ANSWER_H

/* Hand-made answers about the fixture's plan, one for each way to answer. */

#include "engine/answer.h"

typedef enum {
    ANSWER_WHY,      /* worth: with coverage, payers and the plan without it */
    ANSWER_WHY_NOT,  /* impossible: a conflict with a rule that may be waived */
    ANSWER_WHAT_IF,  /* possible at the expense of others: what would spare them */
    ANSWER_SCORE,    /* takes money, and a plan that gives nothing up */
    ANSWER_NEXT,     /* buys, the same, nothing, not found */
    ANSWER_ALREADY,  /* nothing to show */
    ANSWER_NONE_WAYS /* impossible: nothing would do */
} answer_kind;

enum { ANSWER_KINDS = ANSWER_NONE_WAYS + 1 };

/* Valid until answers_drop. */
bil_answer *answer_build(answer_kind kind);
void answers_drop(void);

#endif
