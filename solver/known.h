/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_KNOWN_H
#define BIL_SOLVER_KNOWN_H

/* What an allocation found out and another one of the same persons may begin with: packages, and
 * the prices it ended at.
 *
 * A package is good for a person whatever the pools and capacities hold; so are its score and what
 * it uses. It is not when the person, the catalogue or what is limited at all is another: whoever
 * hands packages on sees to the first two, the third is looked at here (`shape`). An allocation
 * that begins so is proven as any other, within the gap asked for. */

#include "engine/arena.h"
#include "engine/text.h"
#include "solver/pricing.h"

enum { BIL_KNOWN_PASSES = 2 };

typedef struct {
    size_t person;
    size_t phases;
    double score;
    double shortfall;
    int64_t public_cents;
    bil_packed packed;
    const bil_use *uses;
    size_t use_count;
} bil_known_package;

/* Lives in its arena. */
typedef struct bil_known {
    bil_arena *arena;
    uint64_t shape; /* of the rows that persons share */
    size_t persons;
    const unsigned char *dropped; /* per person: what was to be kept has no plan */
    size_t price_count[BIL_KNOWN_PASSES];
    const double *prices[BIL_KNOWN_PASSES]; /* of each pass; none = it had none */
    const bil_known_package *packages;
    size_t count;
} bil_known;

void bil_known_free(bil_known *known); /* accepts NULL */

/* Which rows there are, whatever their limits: the same number for the same list. */
uint64_t bil_known_shape(const bil_shared *shared);

/* As bytes, added; the same on every machine. Look at `failed`. */
void bil_known_pack(bil_text *out, const bil_known *known);

/* From bytes. BIL_E_DATA when they are cut off or none of ours; that nobody touched them is for
 * the caller to know. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_known_unpack(bil_known **out, const char *bytes, size_t size,
                                           bil_error *err);

#endif
