/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_ALLOCATION_H
#define BIL_DATA_ALLOCATION_H

/* The answer of `allocate --format json`, read again: what a comparison needs of it. Members that
 * it does not need are passed over, so that documents of later versions can be read, too. */

#include "engine/comparison.h"

/* At most 10⁵ persons, 64 MiB. "-" is standard input. BIL_E_DATA with every fault, BIL_E_NO_INPUT,
 * BIL_E_IO, BIL_E_NOMEM. `*out` is the caller's. */
BIL_MUST_CHECK bil_status bil_told_allocation_load(bil_told_allocation **out, const char *path,
                                                   bil_faults *faults, bil_error *err);

/* The same from bytes; `name` stands in the faults. */
BIL_MUST_CHECK bil_status bil_told_allocation_read(bil_told_allocation **out, const char *name,
                                                   const char *bytes, size_t size,
                                                   bil_faults *faults, bil_error *err);

#endif
