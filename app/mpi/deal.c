/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/mpi/deal.h"

#include <stdlib.h>

bool mpi_deal_begin(mpi_deal *deal, size_t parts, size_t hands)
{
    *deal = (mpi_deal){.parts = parts, .hands = hands};
    deal->again = calloc(parts * MPI_DEAL_TRIES + 1, sizeof *deal->again);
    deal->fell = calloc(parts + 1, sizeof *deal->fell);
    deal->row = calloc(hands + 1, sizeof *deal->row);
    return deal->again != NULL && deal->fell != NULL && deal->row != NULL;
}

void mpi_deal_end(mpi_deal *deal)
{
    free(deal->again);
    free(deal->fell);
    free(deal->row);
    *deal = (mpi_deal){.again = NULL};
}

static bool is_sick(const mpi_deal *deal, size_t hand)
{
    return deal->row[hand] >= MPI_DEAL_TRIES;
}

size_t mpi_deal_next(mpi_deal *deal, size_t hand)
{
    size_t part = 0;
    if (is_sick(deal, hand)) {
        return 0;
    }
    if (deal->fresh < deal->parts) {
        part = ++deal->fresh;
    } else if (deal->first < deal->last) {
        part = deal->again[deal->first++];
    }
    deal->out += part > 0 ? 1 : 0;
    return part;
}

void mpi_deal_take(mpi_deal *deal, size_t hand, size_t part, bool well)
{
    deal->out--;
    if (well) {
        deal->row[hand] = 0;
        deal->done++;
        return;
    }
    deal->row[hand]++;
    if (++deal->fell[part] < MPI_DEAL_TRIES) {
        deal->again[deal->last++] = part;
    } else {
        deal->lost++;
    }
}

bool mpi_deal_over(const mpi_deal *deal)
{
    bool anybody = false;
    for (size_t hand = 0; hand < deal->hands; hand++) {
        anybody = anybody || !is_sick(deal, hand);
    }
    const bool anything = deal->done + deal->lost < deal->parts;
    return deal->out == 0 && !(anything && anybody);
}

size_t mpi_deal_left(const mpi_deal *deal)
{
    return deal->parts - deal->done;
}
