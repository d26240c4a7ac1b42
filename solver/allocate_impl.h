/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ALLOCATE_IMPL_H
#define BIL_SOLVER_ALLOCATE_IMPL_H

/* Between the files of an allocation: records of packages (allocate_records.c), rounds of pricing
 * (allocate_rounds.c), prices (allocate_prices.c), the choice (allocate_choice.c). */

#include <stdatomic.h>

#include "solver/allocate.h"
#include "solver/master.h"

/* So many persons are one model at most. */
enum { BIL_WHOLE_MOST = 8 };

/* A package that was found, whatever it is valued by. */
typedef struct bil_record {
    size_t person;
    double score;
    double shortfall;
    int64_t public_cents;
    bil_packed *packed;
    bil_use *uses;
    size_t use_count;
    struct bil_record *next;
} bil_record;

/* What one round of pricing says of a person. */
typedef struct {
    double bound;
    bool possible;
    bool by_optimiser;
    double slope;      /* bil_sloped's; 0 = not sought by slopes */
    bil_record *found; /* NULL = nothing new */
    bil_record *near;  /* a list, by `next` */
    bil_status status;
    char *why; /* of a failure; owned, then the allotted person's */
} bil_slot;

typedef struct {
    bil_allocation *out;
    const bil_allocate_settings *settings;
    const bil_case *const *persons;
    size_t count;
    bil_valued_by valued;
    bil_worth welfare; /* of Nash and α-fair; valued points to it */
    bil_record **records;
    size_t record_count;
    size_t record_capacity;
    bool *failed;       /* stays as today */
    bool *dropped;      /* what was to be kept cannot be */
    bool *let_go;       /* no room was found for what was to be kept */
    bool keeps;         /* the choice a pass begins with keeps all that is to be kept */
    double *slopes;     /* what a point of score was worth when last sought by slopes; else 0 */
    double public_most; /* Σ over the persons */
    /* Per person the score that is asked for, and what it counts to be below; NULL = none. While
     * it is counted how many are lacking nothing else counts. */
    double *least;
    double below;
    bool counting;
    bool rough;     /* along straight lines only, while prices are far from settled */
    bool shares_do; /* then: shares of packages leave nobody lacking */
    double *warm;   /* per row: prices a pass begins with; NULL = 0 */
    /* of the pass at hand */
    int pass;
    bil_packages *store;
    double *limits;
    double *prices;      /* the next to try */
    double *best_prices; /* those of the least bound */
    double best_bound;
    double value; /* of the choice */
    bool has_choice;
    uint32_t *choice; /* package per person; as a pass begins, one that fits the limits */
    uint32_t stored;  /* the package of the record that was stored last */
    uint32_t *keys;   /* per person, the package the last master had most of; see has_keys */
    bool has_keys;
    double shares_value; /* what shares of packages were worth to the last master; see has_keys */
    size_t *begins;      /* record per person of that one: as today, then the last pass's */
    double *used;
    /* of the round at hand */
    const size_t *who; /* persons; NULL = all */
    size_t who_count;
    bil_slot *slots;
    double price_gap;
    double near_loss; /* how much less than the best a package near it may be worth */
    /* of an earlier allocation, and for a later one: allocate_known.c */
    const bil_known *from; /* NULL = nothing is known */
    uint64_t shape;
    const double *left_prices[BIL_KNOWN_PASSES];
    size_t left_rows[BIL_KNOWN_PASSES];
    bool aside; /* what is found out of persons now is for others: only packages are kept */
    bil_allocate_progress now;
    bil_allocate_price *pool_prices; /* per pool of the district */
    atomic_bool stop;
} bil_sharing;

/* Room for a run, and the rows that the persons share. To be closed in any case. */
BIL_MUST_CHECK bil_status bil_run_open(bil_sharing *r, const bil_district *district,
                                       const bil_case *const *persons, size_t count,
                                       const bil_allocate_settings *settings, bil_error *err);

/* From the choice of the pass at hand to the allocation. */
BIL_MUST_CHECK bil_status bil_run_conclude(bil_sharing *r, bil_error *err);

/* Of the allocation that is concluded: what the next 1,000 € and the next unit of each row give
 * (allocate_worth.c). */
BIL_MUST_CHECK bil_status bil_run_ask_next(bil_sharing *r, bil_error *err);

/* Frees all but the allocation, and that too unless `status` is BIL_OK; gives `status` back. */
BIL_MUST_CHECK bil_status bil_run_close(bil_allocation **out, bil_sharing *r, bil_status status);

/* Says how far it is; false once the work is to stop. */
bool bil_run_tell(bil_sharing *r, size_t done);
bool bil_run_master_tick(void *run); /* the same, between a master's pivots */

/* Of a master over the store, with the limits at hand. */
void bil_run_master_settings(bil_master_settings *settings, bil_sharing *r);

/* Has this person something to keep, that can be kept? */
bool bil_run_has_floor(const bil_sharing *r, size_t i);
/* The lines it keeps; NULL = none. */
const bil_packed *bil_run_floor_lines(const bil_sharing *r, size_t i);
/* What a package's score has to be at least. */
double bil_run_score_floor(const bil_sharing *r, size_t i);

/* Is the package less than what the person had to keep, be it given up by now or not? */
bool bil_run_breaks_floor(const bil_sharing *r, const bil_record *it);

/* A score this much less than what is asked for still is it: the models' rows are as exact. */
#define BIL_LEAST_SLACK BIL_SCORE_SLACK

/* What it costs in the objective to be below. */
#define BIL_FAR_BELOW 100.0

/* One pass of an objective: prices, bound, choice. */
BIL_MUST_CHECK bil_status bil_run_pass(bil_sharing *r, bil_error *err);

/* --- records: allocate_records.c */

bil_record *bil_record_new(size_t person, const bil_priced *priced, size_t phases);
bil_record *bil_record_copy(const bil_record *from, size_t person, size_t phases);
void bil_record_free(bil_record *it); /* accepts NULL */

/* Takes the record, and puts its package into the store if there is one; a package that is there
 * already is freed. The first record of each person, in their order, is the one as today. */
BIL_MUST_CHECK bil_status bil_run_keep(bil_sharing *r, bil_record *record, bil_error *err);

/* The store and the prices of a pass, with this share of the limits. */
BIL_MUST_CHECK bil_status bil_run_begin_pass(bil_sharing *r, double share, bil_error *err);
void bil_run_end_pass(bil_sharing *r);

bool bil_run_make_room(bil_sharing *r); /* for r->count persons; false without memory */
void bil_run_free(bil_sharing *r);

/* --- what must be kept: allocate_former.c */

/* Per person who has less than what must be kept as today: the plan of before, where it still is a
 * plan and keeps that; else NULL. The records belong to the caller. */
BIL_MUST_CHECK bil_status bil_run_find_former(bil_sharing *r, bil_record **out, bil_error *err);

/* Do these records fit into the limits together, with all others as today? Says so in the answer
 * when they do not. */
BIL_MUST_CHECK bil_status bil_run_former_fits(bool *out, bil_sharing *r, bil_record *const *former,
                                              bil_error *err);

/* The plans of before are what the first pass begins with: all, or one after another those that
 * fit. */
BIL_MUST_CHECK bil_status bil_run_begin_with_former(bil_sharing *r, bil_error *err);

/* Where not all fit: whose floor has to go is found by the sum of scores; from then on all other
 * floors hold, and the next pass begins so. `*done`: nobody's has, and the pass stands. */
BIL_MUST_CHECK bil_status bil_run_settle_floors(bil_sharing *r, bool *done, bil_error *err);

/* --- rounds: allocate_rounds.c */

/* A record as today for everybody. */
BIL_MUST_CHECK bil_status bil_run_start(bil_sharing *r, bil_error *err);

/* Prices everybody at r->prices; `*bound` is what no allocation exceeds, HUGE_VAL when the round
 * was stopped. */
BIL_MUST_CHECK bil_status bil_run_price(bil_sharing *r, double *bound, bil_error *err);

/* Adds packages near the best ones of the persons `who`. */
BIL_MUST_CHECK bil_status bil_run_look_near(bil_sharing *r, const size_t *who, size_t count,
                                            bil_error *err);

/* Gives each of `who` in turn the best package that fits into what all others leave, at this share
 * of the best prices, when it is worth more by itself than the one chosen. */
BIL_MUST_CHECK bil_status bil_run_improve(bil_sharing *r, const size_t *who, size_t count,
                                          double share, bil_error *err);

/* --- one person where the score counts by a curve or has to reach a level: allocate_slopes.c */

bool bil_run_by_slopes(const bil_sharing *r, size_t person);

/* Fills what the round says of the person; `asked` as for bil_price_person. BIL_E_NOMEM, and what
 * is the person's own failure. */
BIL_MUST_CHECK bil_status bil_run_price_by_slopes(bil_slot *out, const bil_sharing *r,
                                                  size_t person, bil_pricer *pricer,
                                                  const bil_price_request *asked, bil_arena *arena,
                                                  bil_error *err);

/* Is it as much as the person has to keep? Along straight lines packages that are not are found. */
bool bil_run_keeps_score(const bil_sharing *r, size_t person, double score);

/* For such a person: makes the request that of the straight line where the last search found the
 * best packages. False for others: nothing is changed. */
bool bil_run_straighten(bil_price_request *request, const bil_sharing *r, size_t person);
/* What a package of the store is worth to such a request. */
double bil_run_worth_along(const bil_price_request *request, const bil_sharing *r,
                           uint32_t package);

/* --- prices: allocate_prices.c */

/* The gap asked for, as a share of the objective's value. */
double bil_run_gap(const bil_sharing *r);

/* Keeps where the master stands: what the choice begins with. */
void bil_run_note_keys(bil_sharing *r, const bil_mastered *mastered);

/* From r->prices on, until packages and prices agree. */
BIL_MUST_CHECK bil_status bil_run_seek_prices(bil_sharing *r, bil_allocate_stage stage, int rounds,
                                              bil_error *err);

/* The same for a large district: allocate_sample.c */
BIL_MUST_CHECK bil_status bil_run_seek_by_sample(bil_sharing *r, int rounds, bil_error *err);

/* A handful of persons as one model, which finds and proves the best: allocate_whole.c. To be
 * called with a choice at hand. */
BIL_MUST_CHECK bil_status bil_run_as_whole(bil_sharing *r, bil_error *err);

/* --- what is known: allocate_known.c */

/* What settings->from knows of these persons, when the rows are the same. */
BIL_MUST_CHECK bil_status bil_run_recall(bil_sharing *r, bil_error *err);

/* With packages that are known: the prices that go with them and with the limits at hand. */
BIL_MUST_CHECK bil_status bil_run_first_prices(bil_sharing *r, bil_master *master, bil_error *err);

/* The best prices of a pass, and in the end all packages with some more, when they are asked for.
 */
BIL_MUST_CHECK bil_status bil_run_note_prices(bil_sharing *r, bil_error *err);
BIL_MUST_CHECK bil_status bil_run_leave_known(bil_sharing *r, bil_error *err);

/* The greatest least score: leaves what everybody has to have and a choice that does to the next
 * pass; allocate_least.c. */
BIL_MUST_CHECK bil_status bil_run_seek_least(bil_sharing *r, bil_error *err);

/* No allocation has a greater least score, after the level was sought: to the answer. `alone`: what
 * each could have alone; allocate_exempt.c. */
BIL_MUST_CHECK bil_status bil_run_bound_least(bil_sharing *r, const double *alone, bil_error *err);

/* A handful of persons: the least score, then the next, and so on, each the greatest that leaves
 * those before as they are; how many are proven goes to the answer. From the choice at hand on;
 * nothing is done with more persons than a handful. allocate_whole.c. */
BIL_MUST_CHECK bil_status bil_run_in_order(bil_sharing *r, bil_error *err);

/* --- the choice: allocate_choice.c */

BIL_MUST_CHECK bil_status bil_run_seek_choice(bil_sharing *r, bil_error *err);

#endif
