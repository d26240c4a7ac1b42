/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_MPI_DEAL_H
#define BIL_APP_MPI_DEAL_H

/* Who works which part: dealt out as hands come free, so that no machine waits for the slowest.
 *
 * A part whose process fell is dealt again, up to three times, behind those not tried yet. A hand
 * that fails three times in a row gets no more: on a sick machine every part fails at once, and it
 * would eat them all. */

#include <stdbool.h>
#include <stddef.h>

enum { MPI_DEAL_TRIES = 3 };

typedef struct {
    size_t parts;
    size_t hands;
    size_t fresh;   /* parts never dealt come after this one */
    size_t first;   /* of those to deal again */
    size_t last;    /* past the last of them */
    size_t out;     /* with some hand now */
    size_t done;    /* well ended */
    size_t lost;    /* given up */
    size_t *again;  /* by turn */
    unsigned *fell; /* by part, from 1: how often */
    unsigned *row;  /* by hand: failures since its last success */
} mpi_deal;

/* False without memory; to be ended in either case. */
bool mpi_deal_begin(mpi_deal *deal, size_t parts, size_t hands);
void mpi_deal_end(mpi_deal *deal);

/* The part, from 1, that hand `hand` (from 0) is to work; 0 = none at this moment. */
size_t mpi_deal_next(mpi_deal *deal, size_t hand);

/* What became of a part that was dealt. */
void mpi_deal_take(mpi_deal *deal, size_t hand, size_t part, bool well);

/* Is nothing with any hand, and nobody left to whom to give what is left? */
bool mpi_deal_over(const mpi_deal *deal);

/* Parts that were never worked to their end. */
size_t mpi_deal_left(const mpi_deal *deal);

#endif
