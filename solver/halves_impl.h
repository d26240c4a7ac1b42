/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_HALVES_IMPL_H
#define BIL_SOLVER_HALVES_IMPL_H

/* Between halves.c (which groups, how many, what is learned), halves_pack.c (options and their uses
 * in machine words), halves_list.c (listing a half) and halves_join.c (joining two lists). */

#include "engine/arena.h"
#include "solver/halves.h"

enum { BIL_CELL_FIELDS = 3, BIL_HALF_WORDS = 16 };

typedef struct {
    uint32_t groups;
    uint32_t options;
    uint32_t *group;   /* of the neighbourhood's store; the smallest second loss first */
    uint32_t *first;   /* per group, and one more: its options, the smallest loss first */
    uint32_t *package; /* per option: of the neighbourhood's store */
    double *loss;      /* per option */
    double *gain;      /* per option: value against the group's first option */
    uint64_t *word;    /* option × words: uses against the first option's, modulo 2⁶⁴ */
    double value;      /* of all first options together */
    uint64_t *base;    /* words: uses of all first options, above the least there can be */
} bil_half;

/* Uses in fields of machine words, the scarcest row first. The top bit of a field guards it: when
 * one field is taken from a larger one the bit stays. */
typedef struct {
    uint32_t words;
    uint32_t bits;     /* of a field, with its guard */
    uint32_t per_word; /* fields */
    uint32_t count;    /* fields, at least BIL_CELL_FIELDS */
    uint64_t *guard;   /* words */
    uint64_t *limit; /* words: what both halves may use above the least there can be, with guards */
    double *worth;   /* per field: price of a unit */
} bil_fields;

typedef struct {
    bil_arena *arena;
    bil_packages *store; /* the groups taken out, tags are numbers in the large store */
    uint32_t *now;       /* per group of the store: the package to be bettered */
    double *rest;        /* per row: what the others leave */
    const double *prices;
    double bound;  /* no choice in the store is worth more */
    double value;  /* of the choice to be bettered */
    double margin; /* better means by so much */
    bil_half half[2];
    bil_fields fields;
} bil_neighbourhood;

typedef struct {
    uint32_t capacity;
    uint32_t count;
    bool whole;   /* every combination within the loss that matters is listed */
    double reach; /* combinations that lose at most so much are listed */
    double *loss;
    double *value;
    uint64_t *word; /* entry × words */
} bil_half_list;

/* Fills both halves and the fields. `*possible` is false when nothing better can be there, or not
 * in so few words. */
BIL_MUST_CHECK bil_status bil_halves_pack(bool *possible, bil_neighbourhood *near, bil_error *err);

/* How much a combination of the half may lose for about `capacity` of them to be that good, at most
 * `most`. */
double bil_half_reach(const bil_half *half, double most, uint32_t capacity);

/* Lists the combinations of a half that lose at most `list->reach`, at most `list->capacity` of
 * them. `option` (per group, may be NULL) gets that of the last one. */
void bil_half_walk(bil_half_list *list, uint32_t *option, const bil_half *half, uint32_t words);

typedef struct {
    bool found;
    uint32_t entry[2]; /* of the two lists */
    double value;
    int64_t work;
    bool stopped;
} bil_halves_joined;

/* The best pair worth at least value + margin. Work beyond `limit` ends it. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_halves_join(bil_halves_joined *out, const bil_neighbourhood *near,
                                          const bil_half_list lists[2],
                                          const bil_halves_settings *settings, int64_t limit,
                                          bil_error *err);

#endif
