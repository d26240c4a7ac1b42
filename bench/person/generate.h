/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_PERSON_GENERATE_H
#define BIL_BENCH_PERSON_GENERATE_H

/* Random people for the shipped catalogue, each from one of the areas met in practice: needs,
 * pensions, hours of the family, what is in place, wishes, budget. The same number gives the same
 * person on every machine; with more phases it is the same person whose targets fall over time. */

#include "engine/catalogue.h"
#include "engine/text.h"

/* Writes a case file. */
void person_generate(bil_text *out, const bil_catalogue *catalogue, uint64_t seed, uint64_t number,
                     int phases);

#endif
