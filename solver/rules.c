/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/rules.h"

#include <string.h>

#include "engine/words.h"
#include "solver/rule.h"

typedef struct {
    const char *code;
    bil_answer_word words;
    unsigned claims;
    int64_t start_ms;
    int64_t person_us;
    bil_status (*share_out)(bil_allocation **out, const bil_rule_question *question,
                            bil_error *err);
} row;

enum {
    ANONYMOUS = BIL_SHARE_ANONYMOUS,
    CURRENCY = BIL_SHARE_CURRENCY,
    SUM_GROWS = BIL_SHARE_SUM_GROWS,
    FIRST_GAINS = BIL_SHARE_FIRST_GAINS,
    AMOUNTS_GROW = BIL_SHARE_AMOUNTS_GROW,
    BOUNDED = BIL_SHARE_BOUNDED,
    SEEDED = BIL_SHARE_SEEDED
};

static const row rows[BIL_SHARE_BY_COUNT] = {
#define BIL_SHARE_BY(name, NAME, text, claim, start, each)                                         \
    {.code = text,                                                                                 \
     .words = BIL_A_RULE_##NAME,                                                                   \
     .claims = claim,                                                                              \
     .start_ms = start,                                                                            \
     .person_us = each,                                                                            \
     .share_out = bil_rule_##name},
#include "solver/rules.def"
};

static bool known(bil_share_by rule)
{
    return (unsigned)rule < BIL_SHARE_BY_COUNT;
}

const char *bil_share_by_code(bil_share_by rule)
{
    return known(rule) ? rows[rule].code : NULL;
}

bool bil_share_by_parse(bil_share_by *out, const char *code)
{
    for (size_t i = 0; i < BIL_SHARE_BY_COUNT; i++) {
        if (strcmp(rows[i].code, code) == 0) {
            *out = (bil_share_by)i;
            return true;
        }
    }
    return false;
}

bil_words bil_share_by_words(bil_share_by rule)
{
    return known(rule) ? bil_answer_words(rows[rule].words) : (bil_words){"", ""};
}

unsigned bil_share_by_claims(bil_share_by rule)
{
    return known(rule) ? rows[rule].claims : 0;
}

int64_t bil_share_by_ms(bil_share_by rule, int64_t persons, int64_t gap_e9)
{
    enum { MEASURED_GAP_E9 = 2000000, FINEST_GAP_E9 = 2000, US = 1000 };
    BIL_ASSERT(known(rule));
    int64_t start_ms = rows[rule].start_ms;
    /* A proof ten times as close takes about twice as long. */
    for (int64_t at = MEASURED_GAP_E9; at > FINEST_GAP_E9 && at > gap_e9; at /= 10) {
        start_ms *= 2;
    }
    return start_ms + rows[rule].person_us * persons / US;
}

bil_status bil_share_out(bil_allocation **out, bil_share_by rule, const bil_rule_question *question,
                         bil_error *err)
{
    BIL_ASSERT(known(rule));
    const bil_status status = rows[rule].share_out(out, question, err);
    if (status == BIL_OK) {
        (*out)->rule = rows[rule].code;
        (*out)->rule_says = bil_answer_words(rows[rule].words);
    }
    return status;
}
