/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_DOCUMENTS_FIXTURE_PROPOSALS_H
#define BIL_TESTS_DOCUMENTS_FIXTURE_PROPOSALS_H

#include "engine/proposals.h"

/* The fixture's plan and `count` − 1 others, of which every second has a line more, a line less and
 * a line halved at another provider; today a little of it, which breaks a ceiling; a reason of each
 * kind why there are no more. Free with proposals_drop. */
bil_proposals *proposals_build(size_t count);
void proposals_drop(bil_proposals *all);

#endif
