/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/winners.h"

#include <stdlib.h>
#include <string.h>

/* A person of a list, to be sorted by id. */
typedef struct {
    const char *id;
    size_t index;
} place;

static int by_id(const void *a, const void *b)
{
    return strcmp(((const place *)a)->id, ((const place *)b)->id);
}

static bil_status sort_by_id(place **out, const bil_scored *list, size_t count, bil_arena *arena,
                             bil_error *err)
{
    place *places = bil_arena_alloc(arena, count + 1, sizeof *places);
    if (places == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        places[i] = (place){list[i].id, i};
    }
    if (count > 1) {
        qsort(places, count, sizeof *places, by_id);
    }
    for (size_t i = 1; i < count; i++) {
        if (strcmp(places[i - 1].id, places[i].id) == 0) {
            return bil_fail_with(err, BIL_E_DATA, places[i].id, "due persone con lo stesso id: %s",
                                 "two persons with the same id: %s", places[i].id);
        }
    }
    *out = places;
    return BIL_OK;
}

static const place *find(const place *places, size_t count, const char *id)
{
    const place wanted = {id, 0};
    return places == NULL || count == 0 ? NULL
                                        : bsearch(&wanted, places, count, sizeof *places, by_id);
}

static void add(bil_winners *out, int64_t gain_e9, int64_t threshold_e9)
{
    out->matched++;
    if (gain_e9 >= threshold_e9) {
        out->won++;
        out->won_e9 += gain_e9;
    } else if (gain_e9 <= -threshold_e9) {
        out->lost++;
        out->lost_e9 -= gain_e9;
    } else {
        out->same++;
        out->moved_e9 += gain_e9;
    }
}

bil_status bil_winners_compare(bil_winners *out, const bil_scored *before, size_t before_count,
                               const bil_scored *after, size_t after_count, int64_t threshold_e9,
                               bil_arena *arena, bil_error *err)
{
    place *old = NULL;
    place *new = NULL;
    BIL_ASSERT(threshold_e9 > 0);
    memset(out, 0, sizeof *out);
    bil_status status = sort_by_id(&old, before, before_count, arena, err);
    if (status == BIL_OK) {
        status = sort_by_id(&new, after, after_count, arena, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    bil_gain *gains = bil_arena_alloc(arena, after_count + 1, sizeof *gains);
    if (gains == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < after_count; i++) {
        const place *found = find(old, before_count, after[i].id);
        if (found == NULL) {
            out->only_after++;
            continue;
        }
        const int64_t gain_e9 = after[i].score_e9 - before[found->index].score_e9;
        gains[out->matched] = (bil_gain){found->index, i, gain_e9};
        add(out, gain_e9, threshold_e9);
    }
    out->only_before = before_count - out->matched;
    out->gains = gains;
    return BIL_OK;
}
