/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan to stay near to, as each phase sees it. */
#include <string.h>

#include "engine/money.h"
#include "solver/view_impl.h"

const bil_near_line *bil_view_near_line(const bil_view_phase *phase, bil_index service)
{
    for (size_t i = 0; i < phase->near_count; i++) {
        if (phase->near_lines[i].service == service) {
            return &phase->near_lines[i];
        }
    }
    return NULL;
}

/* A plan from a hand may have a service on several lines: they count as one. */
static void add_near_line(bil_near_line *lines, size_t *count, const bil_line *line)
{
    for (size_t i = 0; i < *count; i++) {
        if (lines[i].service == line->service) {
            lines[i].quantity += line->quantity;
            return;
        }
    }
    lines[(*count)++] =
        (bil_near_line){.service = line->service,
                        .provider = line->provider,
                        .quantity = line->quantity,
                        .lost = line->provider_code != NULL && line->provider == BIL_NONE};
}

bil_status bil_view_set_near(bil_view *view, bil_view_phase *phase, bil_error *err)
{
    const bil_plan_phase *row = &view->near->phases[phase->index];
    bil_near_line *lines = bil_arena_alloc(view->arena, row->line_count + 1, sizeof *lines);
    int64_t *covered = bil_arena_alloc(view->arena, view->person->need_count + 1, sizeof *covered);
    if (lines == NULL || covered == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < row->line_count; i++) {
        const bil_line *line = &row->lines[i];
        if (line->quantity > 0 && line->quantity <= BIL_QUANTITY_MAX &&
            line->service < view->catalogue->service_count) {
            add_near_line(lines, &phase->near_count, line);
        }
    }
    for (size_t i = 0; i < row->coverage_count; i++) {
        const bil_index n = row->coverage[i].need;
        if (n < view->person->need_count) {
            const int64_t most = phase->targets[n];
            covered[n] = row->coverage[i].covered < most ? row->coverage[i].covered : most;
        }
    }
    phase->near_lines = lines;
    phase->near_covered = covered;
    return BIL_OK;
}

bool bil_view_same_near(const bil_view *view, const bil_view_phase *a, const bil_view_phase *b)
{
    if (view->near == NULL) {
        return true;
    }
    bool same = a->near_count == b->near_count &&
                memcmp(a->near_covered, b->near_covered,
                       view->person->need_count * sizeof *a->near_covered) == 0;
    for (size_t i = 0; same && i < a->near_count; i++) {
        const bil_near_line *x = &a->near_lines[i];
        const bil_near_line *y = &b->near_lines[i];
        same = x->service == y->service && x->provider == y->provider &&
               x->quantity == y->quantity && x->lost == y->lost;
    }
    return same;
}
