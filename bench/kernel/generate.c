/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/kernel/generate.h"

#include <stdio.h>
#include <stdlib.h>

#include "data/synth.h"

enum { PROFILES = 3 };

static const char *const paths[PROFILES] = {"data/profiles/pavia.profile.json",
                                            "data/profiles/metropoli.profile.json",
                                            "data/profiles/montagna.profile.json"};

/* Read once, against the catalogue they are first wanted for, and kept until the program ends. */
static bil_synth_profile *profiles[PROFILES];
static const bil_catalogue *read_for;

static void release(void)
{
    for (size_t i = 0; i < PROFILES; i++) {
        bil_synth_profile_free(profiles[i]);
    }
}

static void read_profiles(const bil_catalogue *catalogue)
{
    bil_error err = {0};
    bil_faults faults;
    bil_arena *arena = bil_arena_new();
    BIL_ASSERT(arena != NULL && read_for == NULL);
    bil_faults_init(&faults, arena);
    for (size_t i = 0; i < PROFILES; i++) {
        if (bil_synth_profile_load(&profiles[i], paths[i], catalogue, &faults, &err) != BIL_OK) {
            (void)fprintf(stderr, "%s: %s\n", paths[i], err.message_en);
            exit(65); /* NOLINT(concurrency-mt-unsafe): one thread */
        }
    }
    bil_arena_free(arena);
    read_for = catalogue;
    (void)atexit(release);
}

void kernel_generate(bil_text *out, const bil_catalogue *catalogue, uint64_t seed, uint64_t number,
                     int phases)
{
    if (read_for != catalogue) {
        read_profiles(catalogue);
    }
    bil_synth_case(out, profiles[number % PROFILES], seed, number + 1, phases);
}
