/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_REFEREE_REFEREE_BITE_H
#define BIL_TESTS_REFEREE_REFEREE_BITE_H

/* Do the seeds bite? Each feature of the specification is taken out of a world, or misread on
 * purpose, in turn; where the answer changes, a program without that feature would be caught. */

#include "tests/referee/referee.h"

typedef struct {
    const char *name;
    void (*spoil)(ref_world *world); /* NULL: a misreading */
    unsigned misread;
} ref_feature;

extern const ref_feature ref_features[];
extern const int ref_feature_count;

/* Whether the answer differs with the feature taken away. */
bool ref_feature_bites(const ref_world *world, const ref_answer *answer,
                       const ref_feature *feature);

#endif
