/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SUPPORT_CASE_TEXT_H
#define BIL_TESTS_SUPPORT_CASE_TEXT_H

/* A case built in a test, as the text of a file: reading it against the same catalogue gives the
 * case back. Needs say all their figures themselves, and their weight is one. */

#include "engine/case.h"
#include "engine/text.h"

void case_text(bil_text *out, const bil_case *person);

#endif
