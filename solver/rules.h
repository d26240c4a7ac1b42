/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_RULES_H
#define BIL_SOLVER_RULES_H

/* The rules by which a district can be shared out (model §9): what each is called and what it
 * claims. The list is rules.def; docs/MODEL.md says what each one does. */

#include <stdbool.h>

#include "engine/error.h"

typedef enum {
#define BIL_SHARE_BY(name, NAME, code, claims, start_ms, person_us) BIL_SHARE_BY_##NAME,
#include "solver/rules.def"
    BIL_SHARE_BY_COUNT
} bil_share_by;

/* What a rule claims, each proven by its test. What it does not claim does not hold, and the test
 * of the rule has a district that shows it. Nobody's place in the file and no thread matters to
 * any of them. */
enum {
    /* Neither the order of the file nor names matter: a name only settles ties, and draws lots. */
    BIL_SHARE_ANONYMOUS = 1 << 0,
    /* Another currency, in which every amount is so many times as great, changes nobody's score,
     * but for those for whom the last cents decide. */
    BIL_SHARE_CURRENCY = 1 << 1,
    /* With more money in the pools the sum of scores that is reached never falls. */
    BIL_SHARE_SUM_GROWS = 1 << 2,
    /* With more money whoever is first never has less. */
    BIL_SHARE_FIRST_GAINS = 1 << 3,
    /* With more money nobody's amount falls. */
    BIL_SHARE_AMOUNTS_GROW = 1 << 4,
    /* It says how much better any allocation could be. */
    BIL_SHARE_BOUNDED = 1 << 5,
    /* Chance has a part: another seed may give another answer. */
    BIL_SHARE_SEEDED = 1 << 6
};

/* "first-come", …; NULL out of range. */
const char *bil_share_by_code(bil_share_by rule);
bool bil_share_by_parse(bil_share_by *out, const char *code);

bil_words bil_share_by_words(bil_share_by rule); /* "", "" out of range */
unsigned bil_share_by_claims(bil_share_by rule); /* of BIL_SHARE_…; 0 out of range */

/* About how many milliseconds of a processor an allocation takes, begun with nothing: a guess for
 * who has timed none yet. */
int64_t bil_share_by_ms(bil_share_by rule, int64_t persons, int64_t gap_e9);

#endif
