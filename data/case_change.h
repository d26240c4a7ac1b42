/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_CASE_CHANGE_H
#define BIL_DATA_CASE_CHANGE_H

/* Changes to a case, written into the text of its file. Only what changes is written anew: every
 * other byte, notes and layout included, stays as the person wrote it. */

#include "engine/change.h"
#include "engine/text.h"

/* Adds to `out` the text of the case `base`, which was read from these bytes, with the changes made
 * as bil_case_changed makes them (none may be BIL_CHANGE_HOLD); reading it gives that case.
 * BIL_E_DATA when the bytes are not those the case was read from; BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_case_change_text(bil_text *out, const char *bytes, size_t size,
                                               const bil_case *base, const bil_change *changes,
                                               size_t count, const char *reason, bil_error *err);

#endif
