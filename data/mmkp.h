/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_MMKP_H
#define BIL_DATA_MMKP_H

/* Public files of multiple-choice knapsacks, in the three forms that go round. The first line tells
 * which: `groups resources`, `groups items resources`, or `id groups items resources` (then several
 * problems may follow one another). Then the capacities, and for every group a number (how many
 * items it has, or which group it is) and a line per item: value, uses. A byte order mark is
 * skipped; the data end at the first word. */

#include "engine/error.h"
#include "engine/mmkp.h"

/* Decimals are kept exactly, up to BIL_MMKP_DIGITS_MAX of them. `problem` is an id, NULL = the
 * first one; files of one problem call it "1". BIL_E_DATA: `faults` says where, what was found and
 * what was expected; BIL_E_NO_INPUT, BIL_E_IO, BIL_E_NOMEM. The answer lives in `arena`. */
BIL_MUST_CHECK bil_status bil_mmkp_load(bil_mmkp **out, const char *path, const char *problem,
                                        bil_arena *arena, bil_faults *faults, bil_error *err);

/* The same from bytes; `name` stands for the file in faults. */
BIL_MUST_CHECK bil_status bil_mmkp_read(bil_mmkp **out, const char *bytes, size_t size,
                                        const char *name, const char *problem, bil_arena *arena,
                                        bil_faults *faults, bil_error *err);

#endif
