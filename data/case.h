/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_CASE_H
#define BIL_DATA_CASE_H

/* From a `*.case.json` to a frozen case.
 *
 * What may be absent, and what it then means: `sources`, `in_place`, `wishes` and its lists: empty;
 * `profile`: balanced; `person.district`, `birth_year`, `isee_cents`, `living` (or null): not
 * known; a need's `priority` 1, `already_covered` 0, `monthly_target` and `floor_pct` (or null)
 * those of its level, `note` empty; a source's `status` "active", `amount_cents` (or null) the
 * catalogue's typical payment; `in_place.keep` false; a phase's `targets` the needs' own, `budget`
 * the case's; `overrides` empty, a need's `at_least` 0; `budget.by_source` empty.
 * `budget.public_monthly_cents` must be there, null = no ceiling.
 *
 * A pool (a source nobody holds) may be listed, which says that it is in use already; its amount
 * limits nothing: pools are limited by the budget alone. */

#include "data/json.h"
#include "engine/case.h"

enum { BIL_CASE_LIST_MAX = 1000 }; /* needs, sources, in-place rows, wishes of one person */

/* Reads a case against a catalogue, which must outlive it. All faults in one pass. BIL_E_DATA when
 * there is at least one fault that is no warning; BIL_E_NOMEM. Free with bil_case_free. */
BIL_MUST_CHECK bil_status bil_case_read(bil_case **out, const char *path_for_messages,
                                        const char *bytes, size_t size,
                                        const bil_catalogue *catalogue, bil_faults *faults,
                                        bil_error *err);

/* The same from a value already parsed, such as a line of persons.jsonl. Members whose key is among
 * `more_keys` are left to the caller. `sha256` is copied; NULL = "". Faults go where the document's
 * do; keys that come twice were counted when it was read. */
BIL_MUST_CHECK bil_status bil_case_read_value(bil_case **out, const bil_json_value *value,
                                              const char *const *more_keys, size_t more_count,
                                              const char *sha256, const bil_catalogue *catalogue,
                                              bil_error *err);

/* Reads a whole file; `bil_case_read` with its bytes. BIL_E_NO_INPUT when it cannot be read. */
BIL_MUST_CHECK bil_status bil_case_load(bil_case **out, const char *path,
                                        const bil_catalogue *catalogue, bil_faults *faults,
                                        bil_error *err);

#endif
