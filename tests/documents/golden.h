/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_DOCUMENTS_GOLDEN_H
#define BIL_TESTS_DOCUMENTS_GOLDEN_H

#include "engine/text.h"

/* A text is, byte for byte, what people approved by looking at it. BIL_GOLDEN_UPDATE in the
 * environment writes the file again: to be looked at before it is kept. */
void golden_compare(const bil_text *text, const char *path);

#endif
