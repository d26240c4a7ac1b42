/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SOLVER_RANDOM_PACKAGES_H
#define BIL_TESTS_SOLVER_RANDOM_PACKAGES_H

/* Invented stores of packages with limits, the same for the same seed. */

#include <stdbool.h>

#include "solver/packages.h"

typedef struct {
    uint32_t groups;
    uint32_t rows;
    uint32_t packages; /* at most, of a group; at least one */
    uint32_t uses;     /* at most, of a package */
    int64_t amount;    /* the largest use */
    int64_t value;     /* the largest value */
    int64_t tightness; /* limits as hundredths of what the most valuable packages use */
    bool nothing;      /* every group also has a package without value and uses */
    bool few;          /* few different numbers: everything is equal to something else */
    bool below_zero;   /* uses and values of any sign */
} random_packages;

typedef struct {
    bil_packages *store;
    double *limits;
} packages_and_limits;

packages_and_limits random_packages_make(const random_packages *shape, uint64_t seed);
void random_packages_release(packages_and_limits *made);

/* A shape for a seed: small ones of every kind. */
random_packages random_packages_shape(uint64_t seed);

/* The value of a choice within all limits; -HUGE_VAL when it is not. */
double random_packages_worth(const packages_and_limits *made, const uint32_t *choice);

/* A choice to begin with: rounding and repair, without any search; false when none is found. */
bool random_packages_begin(uint32_t *choice, const packages_and_limits *made);

/* The best value of all choices, by trying each; -HUGE_VAL when none fits. */
double random_packages_best(const packages_and_limits *made);

#endif
