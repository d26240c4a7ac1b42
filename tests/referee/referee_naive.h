/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_REFEREE_REFEREE_NAIVE_H
#define BIL_TESTS_REFEREE_REFEREE_NAIVE_H

/* Pieces of the naive enumeration. Subjects are numbered 0 … services − 1, then sources. */

#include "tests/referee/referee.h"

bool ref_naive_matches(const ref_world *world, const ref_selector *list, int count, int subject);

/* Is any subject of the list active or in use? */
bool ref_naive_there(const ref_world *world, const ref_choice *choice, const ref_selector *list,
                     int count);

/* Can every cent be placed? */
bool ref_naive_pay(const ref_view *view, const ref_choice *choice);

#endif
