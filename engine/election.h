/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_ELECTION_H
#define BIL_ENGINE_ELECTION_H

/* A vote on how to spend a public budget: projects with a price, and what each voter says of them.
 * A project is for all; a package of a district is for one. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    BIL_VOTE_APPROVAL, /* each project voted for counts 1 */
    BIL_VOTE_POINTS,   /* each project has the points given */
    BIL_VOTE_ORDER     /* projects in order of preference: no amounts */
} bil_vote_kind;

typedef struct {
    const char *id;
    const char *name;   /* "" = not told */
    int64_t cost_cents; /* > 0 */
    int64_t funded;     /* what the file says became of it: 1 = paid; -1 = it does not say */
} bil_project;

typedef struct {
    uint32_t project;
    int64_t points; /* 1 for approval; for an order 0 */
} bil_ballot_line;

typedef struct {
    const char *name;
    const char *vote_type; /* the file's own word */
    const char *currency;  /* "" = not told */
    bil_vote_kind kind;
    int64_t budget_cents;
    bil_project *projects;
    uint32_t project_count;
    uint32_t voter_count;
    size_t *first;          /* per voter, and one more: its lines */
    bil_ballot_line *lines; /* in the order of the file */
} bil_election;

#endif
