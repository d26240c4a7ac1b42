/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_SYNTH_H
#define BIL_DATA_SYNTH_H

/* Invented districts. A profile (`*.profile.json`, see docs/DATA.md) says what the people of a
 * district are like, each figure with its source; persons are drawn from it.
 *
 * Every draw depends on the seed, the number of the person, what is drawn and the name of the row
 * of the profile it is drawn for, and on nothing else: the same seed gives the same bytes, person k
 * is the same among ten or a hundred thousand, and a row added to a profile leaves the other rows'
 * draws as they were. */

#include "data/district.h"

typedef struct bil_synth_profile bil_synth_profile;

enum { BIL_SYNTH_PERSONS_MAX = 1000000 };

/* Reads a profile against a catalogue, which must outlive it. All faults in one pass. BIL_E_DATA
 * when there is at least one fault that is no warning; BIL_E_NO_INPUT; BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_synth_profile_load(bil_synth_profile **out, const char *path,
                                                 const bil_catalogue *catalogue, bil_faults *faults,
                                                 bil_error *err);
BIL_MUST_CHECK bil_status bil_synth_profile_read(bil_synth_profile **out,
                                                 const char *path_for_messages, const char *bytes,
                                                 size_t size, const bil_catalogue *catalogue,
                                                 bil_faults *faults, bil_error *err);
void bil_synth_profile_free(bil_synth_profile *profile); /* accepts NULL */

/* "pavia", and its name for people. */
const char *bil_synth_profile_name(const bil_synth_profile *profile);
bil_words bil_synth_profile_words(const bil_synth_profile *profile);

/* What the persons drawn so far have today: no place of the district is less than that. */
typedef struct {
    int64_t persons;
    int64_t *in_place;        /* units a month, by service */
    int64_t *kept_year_cents; /* what lines that must stay cost, by the pool that can pay them */
} bil_synth_totals;

/* Counters for a profile's catalogue, in `arena`; NULL without memory. */
bil_synth_totals *bil_synth_totals_new(const bil_synth_profile *profile, bil_arena *arena);

/* Appends person number `number` (from 1) as one line of persons.jsonl, its newline included.
 * `totals` may be NULL. Look at `out->failed`. */
void bil_synth_person(bil_text *out, bil_synth_totals *totals, const bil_synth_profile *profile,
                      uint64_t seed, uint64_t number);

/* The same person as a case of its own, without what only a district asks. `phases` 0 = drawn; else
 * so many equal ones in a year. */
void bil_synth_case(bil_text *out, const bil_synth_profile *profile, uint64_t seed, uint64_t number,
                    int phases);

/* Appends the district's `district.json`, once its persons were drawn. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_synth_district(bil_text *out, const bil_synth_totals *totals,
                                             const bil_synth_profile *profile, uint64_t seed,
                                             bil_error *err);

#endif
