/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DISTRICT_H
#define BIL_DATA_DISTRICT_H

/* A district is a folder: `district.json`, and `persons.jsonl` with one case a line.
 *
 * Persons are read one by one; all faults of both files are collected in one pass, each with its
 * file and line. In `district.json` may be absent: `persons` (how many), `made_by`, `prices`, and
 * of the catalogue `version` and `sha256`; others than those at hand are a warning. A capacity's
 * code is looked for among the services first, then among the providers. Beside the case a line may
 * hold `requested_on`, `intensity` ("low", "medium", "high") and `granted`, a plan (or null). */

#include "data/json.h"
#include "engine/district.h"

#define BIL_DISTRICT_FILE "district.json"
#define BIL_DISTRICT_PERSONS "persons.jsonl"

enum { BIL_DISTRICT_LINE_MAX = 1 << 20, BIL_DISTRICT_ROWS_MAX = 10000 };

typedef struct bil_district_reader bil_district_reader;

/* Reads `district.json` against a catalogue, which must outlive everything, and opens the persons.
 * Faults of the file do not stop it: they go to `faults` (which must outlive the reader), so that
 * the persons can be looked at too. BIL_E_NO_INPUT when a file is missing or unreadable,
 * BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_district_open(bil_district_reader **out, const char *folder,
                                            const bil_catalogue *catalogue, bil_faults *faults,
                                            bil_error *err);

/* What has been read of `district.json`; owned by the reader until bil_district_finish. */
const bil_district *bil_district_of(const bil_district_reader *reader);

/* The next person without faults, as small as can be, in `arena`; `*more` is false at the end. A
 * person with faults is reported and left out. `out->granted` is to be freed with bil_plan_free.
 * The case's catalogue is the district's. BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_district_next(bil_applicant *out, bool *more,
                                            bil_district_reader *reader, bil_arena *arena,
                                            bil_error *err);

/* After the last person: BIL_E_DATA when either file had a fault that is no warning, or the number
 * of persons is not the one said; else the district is the caller's. Frees the reader in any case,
 * and with it, unless BIL_OK, the district. */
BIL_MUST_CHECK bil_status bil_district_finish(bil_district **out, bil_district_reader *reader,
                                              bil_error *err);

/* Frees the reader and its district, wherever it stands; accepts NULL. */
void bil_district_abandon(bil_district_reader *reader);

/* All of it at once. */
typedef struct {
    bil_district *district;
    bil_arena *arena;       /* of the persons */
    bil_applicant *persons; /* in the order of the file */
    size_t count;
} bil_population;

/* BIL_E_DATA with every fault, BIL_E_NO_INPUT, BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_population_load(bil_population *out, const char *folder,
                                              const bil_catalogue *catalogue, bil_faults *faults,
                                              bil_error *err);
void bil_population_free(bil_population *population);

/* --- writing --------------------------------------------------------------------------------- */

/* How a district was made, for `made_by`; `profile` NULL = it does not say. */
typedef struct {
    const char *profile;
    const char *profile_sha256;
    int64_t seed;
} bil_district_origin;

/* Appends `district.json`. Prices are those in which the district's catalogue differs from
 * `catalogue`. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_district_write(bil_text *out, const bil_district *district,
                                             const bil_catalogue *catalogue,
                                             const bil_district_origin *origin, bil_error *err);

#endif
