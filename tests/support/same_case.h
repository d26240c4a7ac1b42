/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SUPPORT_SAME_CASE_H
#define BIL_TESTS_SUPPORT_SAME_CASE_H

/* Two cases of one catalogue, compared member by member; what the file was called, and whether an
 * amount was written or is the catalogue's, do not count. */

#include "engine/case.h"

/* The first thing that differs ("needs", "budget of a phase" …), NULL when nothing does. */
const char *case_difference(const bil_case *a, const bil_case *b);

#endif
