/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_CATALOGUE_H
#define BIL_DATA_CATALOGUE_H

/* From a folder of CSV files to a frozen catalogue, or to the list of everything wrong with it.
 *
 * Conventions beyond the contract: an empty `confidence` is kept as '-'; `catalogue->policy` holds
 * every integer policy in file order (`score_tolerance` has its own field); an empty
 * `capacity_month` of a provider is BIL_QUANTITY_MAX; the value curve is (0,0) (0.5,0.65)
 * (0.8,0.90) (1,1) when the catalogue gives none.
 *
 * `sha256` is taken over, for each file that is there, in the contract's order (catalogue.json,
 * domains, levels, services, effects, sources, eligibility, rules, providers, copay): its name, a
 * NUL, its size as eight bytes little-endian, its bytes. `uncertainty.csv` bears on no plan and is
 * left out of it; `uncertainty_sha256` is the same digest over that file alone. */

#include "engine/catalogue.h"

/* Loads a catalogue. All faults of all files are collected in one pass; warnings leave the
 * catalogue usable. BIL_E_DATA when there is at least one fault that is no warning, BIL_E_NO_INPUT
 * when the folder is missing, BIL_E_NOMEM. Free with bil_catalogue_free. */
BIL_MUST_CHECK bil_status bil_catalogue_load(bil_catalogue **out, const char *folder,
                                             bil_faults *faults, bil_error *err);

/* One file of a catalogue held in memory; `bytes` NULL = the file is not there. */
typedef struct {
    const char *bytes;
    size_t size;
} bil_catalogue_bytes;

typedef enum {
    BIL_CATALOGUE_JSON,
    BIL_CATALOGUE_DOMAINS,
    BIL_CATALOGUE_LEVELS,
    BIL_CATALOGUE_SERVICES,
    BIL_CATALOGUE_EFFECTS,
    BIL_CATALOGUE_SOURCES,
    BIL_CATALOGUE_ELIGIBILITY,
    BIL_CATALOGUE_RULES,
    BIL_CATALOGUE_PROVIDERS,
    BIL_CATALOGUE_COPAY,
    BIL_CATALOGUE_UNCERTAINTY,
    BIL_CATALOGUE_FILES
} bil_catalogue_file;

/* "services.csv"; NULL out of range. */
const char *bil_catalogue_file_name(bil_catalogue_file file);

/* The same from memory. `folder` is only kept as a name. */
BIL_MUST_CHECK bil_status bil_catalogue_read(bil_catalogue **out, const char *folder,
                                             const bil_catalogue_bytes files[BIL_CATALOGUE_FILES],
                                             bil_faults *faults, bil_error *err);

/* How many rows each file has and how far they can be trusted. */
typedef struct {
    const char *file;
    size_t rows;
    bool has_confidence;   /* the file has such a column */
    size_t read_in_source; /* S */
    size_t partly;         /* P */
    size_t general;        /* G */
    size_t unstated;
} bil_catalogue_count;

/* One entry per CSV file, in the contract's order (catalogue.json is not counted). */
enum { BIL_CATALOGUE_TABLES = BIL_CATALOGUE_FILES - 1 };
void bil_catalogue_summary(bil_catalogue_count out[BIL_CATALOGUE_TABLES],
                           const bil_catalogue *catalogue);

#endif
