/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_REFEREE_REFEREE_VERIFY_H
#define BIL_TESTS_REFEREE_REFEREE_VERIFY_H

/* The program's plan against the specification and against the enumeration: not only as good as
 * the best, but right in every line, cent and figure. */

#include "tests/referee/referee.h"
#include "tests/referee/referee_json.h"

enum { REF_WHY = 256 };

/* True when all is well; else `why` says the first thing that is wrong. */
bool ref_verify(char why[REF_WHY], const ref_world *world, const ref_answer *answer,
                const ref_node *plan);

/* The same but for being the best: right in every line, cent and figure, and said to be proven.
 * `by_phase` gets what each phase is worth. */
bool ref_verify_lines(char why[REF_WHY], const ref_world *world, const ref_node *plan,
                      ref_quality by_phase[REF_PHASES]);

#endif
