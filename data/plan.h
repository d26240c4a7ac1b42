/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_PLAN_H
#define BIL_DATA_PLAN_H

/* Plans as files: `*.plan.json`, and several of them as `bilancia-proposals`.
 *
 * Reading keeps codes the catalogue or the case do not have (index BIL_NONE): the checker says what
 * is wrong with them. Figures are only bounded, so that sums stay far from overflow. Members that
 * are read over: `$schema`, `note`, `provenance`, and around several plans whatever their schema
 * has. Any other unknown member is a fault.
 *
 * Only `format`, `version`, `status` and `phases` (and in a phase `months` and `lines`, in a line
 * `service` and `quantity`) must be there; a plan written by hand may leave out the rest. A line
 * without cost, split, price or funding has them as 0 and empty.
 *
 * Writing gives the same bytes for the same plan, and write → read → write changes nothing. */

#include "data/json.h"
#include "engine/plan.h"

#define BIL_PLAN_CENTS_MAX INT64_C(100000000000) /* of any amount in a plan file, either sign */

enum {
    BIL_PLAN_LINES_MAX = 2000, /* a phase */
    BIL_PLAN_FUNDING_MAX = 200 /* a line */
};

/* The bytes of a file and the plan wanted among those it holds. */
typedef struct {
    const char *path; /* the name used in messages */
    const char *bytes;
    size_t size;
    size_t index; /* 0-based; a file of a single plan has only 0 */
} bil_plan_file;

/* Reads one plan of a file. `person` may be NULL: then needs have index BIL_NONE. All faults in one
 * pass. BIL_E_DATA, BIL_E_NOMEM. Free with bil_plan_free. */
BIL_MUST_CHECK bil_status bil_plan_read(bil_plan **out, const bil_plan_file *file,
                                        const bil_catalogue *catalogue, const bil_case *person,
                                        bil_faults *faults, bil_error *err);

/* The same from a value already parsed (a plan object). */
BIL_MUST_CHECK bil_status bil_plan_read_value(bil_plan **out, const bil_json_value *value,
                                              const bil_catalogue *catalogue,
                                              const bil_case *person, bil_error *err);

/* Reads a whole file. BIL_E_NO_INPUT when it cannot be read. */
BIL_MUST_CHECK bil_status bil_plan_load(bil_plan **out, const char *path, size_t index,
                                        const bil_catalogue *catalogue, const bil_case *person,
                                        bil_faults *faults, bil_error *err);

/* One thing worth knowing about how a plan was made ("gap": "0.01"). */
typedef struct {
    const char *key;
    const char *text;
} bil_provenance;

/* Appends a plan to `out`, ended by a newline. `provenance` may be NULL. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_plan_write(bil_text *out, const bil_plan *plan,
                                         const bil_provenance *provenance, size_t provenance_count,
                                         bil_error *err);

/* The member `repairs` of an object. */
void bil_plan_put_repairs(bil_json_writer *writer, const bil_repair *repairs, size_t count);

/* On one line, for JSON Lines. */
BIL_MUST_CHECK bil_status bil_plan_write_line(bil_text *out, const bil_plan *plan, bil_error *err);

/* { "format": "bilancia-proposals", "version": 1, "plans": [ … ] } */
BIL_MUST_CHECK bil_status bil_proposals_write(bil_text *out, const bil_plan *const *plans,
                                              size_t count, bil_error *err);

/* Writes the plan as one value of a larger document. `key` NULL inside an array. */
void bil_plan_put(bil_json_writer *writer, const char *key, const bil_plan *plan,
                  const bil_provenance *provenance, size_t provenance_count);

#endif
