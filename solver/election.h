/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ELECTION_H
#define BIL_SOLVER_ELECTION_H

/* The rules of a district, as far as they make sense for a vote on projects (engine/election.h). A
 * project serves all who want it, and nobody has a package of their own: so rules that give each
 * person an amount or a floor have nothing to say here, and neither have those that compare what
 * each person could have alone. election_rules.def lists both. */

#include <stdbool.h>

#include "engine/arena.h"
#include "engine/election.h"
#include "engine/error.h"

typedef enum {
#define BIL_ELECT_BY(NAME, code, order_too) BIL_ELECT_BY_##NAME,
#define BIL_ELECT_NOT_BY(code, REASON)
#include "solver/election_rules.def"
    BIL_ELECT_BY_COUNT
} bil_elect_by;

/* Why a rule of districts is not among them. */
typedef enum {
    BIL_ELECT_EACH_ALONE, /* it weighs what each person could have; projects are for all at once */
    BIL_ELECT_NO_NEEDS,   /* it looks at needs, floors or waits, of which a vote says nothing */
    BIL_ELECT_NO_OWN_MONEY, /* it gives each person money to buy a plan alone */
    BIL_ELECT_NO_AMOUNTS    /* these votes are orders of preference, without amounts */
} bil_elect_reason;

typedef struct {
    const char *code;
    bil_elect_reason reason;
} bil_elect_missing;

const char *bil_elect_code(bil_elect_by rule); /* "utilitarian", … */

/* Can this rule be applied to votes of this kind? */
bool bil_elect_applies(bil_elect_by rule, bil_vote_kind kind);

/* The rules of districts that say nothing of any election. */
const bil_elect_missing *bil_elect_missing_rules(size_t *count);

typedef struct {
    bool *chosen; /* per project; in the arena given */
    int64_t cost_cents;
    int64_t total;     /* points of all voters for the chosen projects; 0 for orders */
    int64_t bound;     /* utilitarian: no choice has more */
    bool proven;       /* utilitarian: nothing is better */
    uint32_t served;   /* voters who named a chosen project */
    int64_t least;     /* the least voter's points */
    int64_t mean_e6;   /* points of a voter */
    int64_t gini_e6;   /* of the voters' points; -1 = not defined */
    int64_t price_e6;  /* of fairness: what is missing to the best total; -1 = not known */
    bool told;         /* the file says what was paid */
    bool same_as_told; /* and it is this */
} bil_elected;

typedef struct {
    uint64_t seed;                /* of the lottery */
    bool (*goes_on)(void *where); /* NULL = always; asked between steps of the exact search */
    void *where;
} bil_elect_settings;

/* Projects within the budget, by the rule. `best` is the answer of the utilitarian rule, for the
 * price of fairness; NULL = not known. BIL_E_NOMEM, BIL_E_INTERNAL. */
BIL_MUST_CHECK bil_status bil_elect(bil_elected *out, bil_elect_by rule,
                                    const bil_election *election, const bil_elected *best,
                                    const bil_elect_settings *settings, bil_arena *arena,
                                    bil_error *err);

#endif
