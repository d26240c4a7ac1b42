/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_PACKAGES_H
#define BIL_SOLVER_PACKAGES_H

/* A growing store of packages. A group (a person, or a part of one that nothing couples to the
 * rest) takes exactly one of its packages; a package has a value and uses some of the common rows
 * (a pool in cents, a capacity in hours). Uses are exact as long as their sums are whole numbers
 * below 2^53.
 *
 * Packages are numbered from 0 in order of arrival; numbers change only when some are removed
 * (bil_packages_keep), which says how. The store reads and writes only itself: several threads may
 * read one at the same time. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"

#define BIL_NO_PACKAGE UINT32_MAX

typedef struct {
    uint32_t row;
    double amount; /* of any sign; zeros are dropped */
} bil_use;

/* Read freely; written only by the functions below. */
typedef struct {
    uint32_t group_count;
    uint32_t row_count;
    uint32_t count;
    uint32_t capacity;
    double *value;         /* per package */
    uint64_t *tag;         /* per package: what the owner finds the plan again by */
    uint32_t *group;       /* per package */
    uint32_t *next;        /* per package: the next one of its group; BIL_NO_PACKAGE at the end */
    uint32_t *first;       /* per package, and one more: where its uses begin */
    uint32_t *head;        /* per group, in order of arrival */
    uint32_t *tail;        /* per group */
    uint32_t *group_size;  /* per group: how many packages */
    uint32_t *row;         /* per use, ascending within a package */
    double *amount;        /* per use, never zero */
    uint32_t use_capacity; /* uses there is room for; first[count] of them are taken */
} bil_packages;

/* BIL_E_NOMEM. `*out` belongs to the caller. */
BIL_MUST_CHECK bil_status bil_packages_new(bil_packages **out, uint32_t groups, uint32_t rows,
                                           bil_error *err);
void bil_packages_free(bil_packages *packages); /* accepts NULL */

/* Adds a package. The same one again (group, value and uses) is not added: `*out` is then the old
 * one's number and `*added` false. Uses may come in any order; those of one row are added up.
 * `added` may be NULL. BIL_E_INTERNAL for numbers that are not finite, unknown groups or rows;
 * BIL_E_NOMEM (the store is then as before). */
BIL_MUST_CHECK bil_status bil_packages_add(uint32_t *out, bool *added, bil_packages *packages,
                                           uint32_t group, double value, const bil_use *uses,
                                           size_t use_count, uint64_t tag, bil_error *err);

/* Value less what it uses at the prices (NULL = all zero). */
double bil_package_worth(const bil_packages *packages, uint32_t package, const double *prices);

/* The package of a group that is worth most at the prices, the first of equals;
 * BIL_NO_PACKAGE for a group without any. `*worth` (may be NULL) is written when there is one. */
uint32_t bil_packages_best(double *worth, const bil_packages *packages, uint32_t group,
                           const double *prices);

/* The Lagrangian bound: Σ price × limit + Σ over groups of the most worth, rounded up so that no
 * choice within the limits has a greater value, whatever the prices ≥ 0 are. `best` (may be NULL)
 * gets each group's package. -HUGE_VAL when a group has no package. Only the packages in the store
 * are bounded: those not yet found are the owner's business. */
double bil_packages_bound(const bil_packages *packages, const double *limits, const double *prices,
                          uint32_t *best);

/* Adds a copy of a package of another store (with as many rows) to a group; it is not compared with
 * the group's others. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_packages_copy(uint32_t *out, bil_packages *packages, uint32_t group,
                                            const bil_packages *from, uint32_t package,
                                            uint64_t tag, bil_error *err);

/* Limits to compare sums with. Sums of whole numbers are exact; those of others depend on their
 * order, so that for rows with such uses the limit is a hair lower. */
void bil_packages_limits(double *out, const bil_packages *packages, const double *limits);

/* Keeps the packages with `keep` set, in their order, and closes the gaps. `map` (room for count,
 * may be NULL) gets each old number's new one, BIL_NO_PACKAGE for those removed. */
void bil_packages_keep(uint32_t *map, bil_packages *packages, const bool *keep);

/* Marks in `keep` (room for count), besides those marked already, the packages of each group that
 * lose at most `loss` against the group's best at the prices, and of these at most `most` a group
 * (those with the smallest loss, the first of equals). Returns how many are marked. */
uint32_t bil_packages_mark(bool *keep, const bil_packages *packages, const double *prices,
                           double loss, uint32_t most);

/* Bytes held. */
size_t bil_packages_bytes(const bil_packages *packages);

#endif
