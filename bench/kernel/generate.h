/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_KERNEL_GENERATE_H
#define BIL_BENCH_KERNEL_GENERATE_H

/* Invented people, of the three shipped profiles in turn (data/synth.h), as `bench person` has
 * them. The same number gives the same person on every machine; with more phases it is the same
 * person whose targets change over time. The bench runs in the root of the project. */

#include "engine/catalogue.h"
#include "engine/text.h"

/* Writes a case file. Ends the program when a profile cannot be read. */
void kernel_generate(bil_text *out, const bil_catalogue *catalogue, uint64_t seed, uint64_t number,
                     int phases);

#endif
