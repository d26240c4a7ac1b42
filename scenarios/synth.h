/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_SYNTH_H
#define BIL_SCENARIOS_SYNTH_H

/* An invented district, written as a folder: whole or not at all. */

#include "data/synth.h"
#include "solver/propose.h"

typedef struct {
    int64_t persons; /* 1 to BIL_SYNTH_PERSONS_MAX */
    uint64_t seed;
    bool (*progress)(const bil_progress *, void *payload); /* false = stop; may be NULL */
    void *payload;
} bil_synth_settings;

/* Draws the persons of a profile one by one and writes `folder`, which must not exist. Progress
 * comes as stage "persons". BIL_E_STOPPED when it asks to stop: nothing stays. BIL_E_CANT_WRITE,
 * BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_synth(const char *folder, const bil_synth_profile *profile,
                                    const bil_synth_settings *settings, bil_error *err);

#endif
