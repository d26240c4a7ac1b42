/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's best package where the score counts by a curve, or has to reach a level.
 *
 * A curve or a level ties all phases of a plan together, and the model that was many small ones
 * becomes a single large one. At a fixed worth of a point of score - the slope of a straight line
 * above the curve - it is many small ones again, and its best package is found at once. The lines
 * are chosen by the hull of the packages at hand: where on it the curve is best off, there the
 * slope is what the next point of score costs. When the search finds nothing above the hull at that
 * slope, nothing is worth more than the hull's own best: that bounds every package, and mostly the
 * best one known is a hair below. */
#include <math.h>
#include <stdlib.h>

#include "solver/pricing_impl.h"

enum { HALVINGS = 48 };

#define STEEP 100.0

/* Of what the whole score is worth. */
#define ROUGH_GAP 0.005

typedef struct {
    const bil_price_request *request;
    double floor;
    bil_point *hull; /* ascending by score, the upper hull */
    size_t count;
} outline;

/* --- the curve -------------------------------------------------------------------------------- */

static double curve(const bil_price_request *q, double score)
{
    const bil_worth *welfare = q->valued.welfare;
    return q->valued.score * (welfare == NULL ? score : bil_worth_of(welfare, score));
}

static double curve_slope(const bil_price_request *q, double score)
{
    const bil_worth *welfare = q->valued.welfare;
    return q->valued.score * (welfare == NULL ? 1.0 : bil_worth_slope(welfare, score));
}

/* Where the curve less `slope` a point of score is greatest between two scores. */
static double touch(const bil_price_request *q, double slope, double from, double to)
{
    if (curve_slope(q, from) <= slope) {
        return from;
    }
    if (curve_slope(q, to) >= slope) {
        return to;
    }
    double low = from;
    double high = to;
    for (int k = 0; k < HALVINGS; k++) {
        const double middle = 0.5 * (low + high);
        if (curve_slope(q, middle) > slope) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}

/* How far the curve rises above the line through 0 with this slope, from the floor on. */
static double rise(const outline *o, double slope)
{
    const double score = touch(o->request, slope, fmin(o->floor, 1.0), 1.0);
    const double more = curve(o->request, score) - slope * score;
    return more + 1e-12 * (1.0 + fabs(more));
}

/* --- the hull --------------------------------------------------------------------------------- */

static int by_score(const void *a, const void *b)
{
    const bil_point *x = a;
    const bil_point *y = b;
    if (x->score != y->score) {
        return x->score < y->score ? -1 : 1;
    }
    return (x->rest > y->rest) - (x->rest < y->rest);
}

static double chord(const bil_point *a, const bil_point *b)
{
    return (a->rest - b->rest) / (b->score - a->score);
}

/* Sorts the points and leaves those on the upper hull. */
static void shape(outline *o)
{
    size_t kept = 0;
    qsort(o->hull, o->count, sizeof *o->hull, by_score);
    for (size_t k = 0; k < o->count; k++) {
        const bil_point next = o->hull[k];
        while (kept > 0 && next.score - o->hull[kept - 1].score < 1e-9 &&
               o->hull[kept - 1].rest <= next.rest) {
            kept--;
        }
        if (kept > 0 && next.score - o->hull[kept - 1].score < 1e-9) {
            continue;
        }
        while (kept > 1 &&
               chord(&o->hull[kept - 2], &o->hull[kept - 1]) >= chord(&o->hull[kept - 1], &next)) {
            kept--;
        }
        o->hull[kept++] = next;
    }
    o->count = kept;
}

/* The slope at which the hull and the curve are best off together; false when no point of the hull
 * reaches the floor. */
static bool best_slope(const outline *o, double *slope)
{
    double most = -HUGE_VAL;
    double last = 0.0; /* what a point of score costs to the left */
    for (size_t k = 0; k < o->count; k++) {
        const bil_point *at = &o->hull[k];
        const bool end = k + 1 == o->count;
        const double next = end ? HUGE_VAL : chord(at, at + 1);
        if (at->score >= o->floor && curve(o->request, at->score) + at->rest > most) {
            most = curve(o->request, at->score) + at->rest;
            *slope = fmin(fmax(curve_slope(o->request, at->score), last), next);
        }
        if (!end && (at + 1)->score >= o->floor) {
            const double score =
                touch(o->request, next, fmax(at->score, o->floor), (at + 1)->score);
            const double rest = at->rest - next * (score - at->score);
            if (curve(o->request, score) + rest > most) {
                most = curve(o->request, score) + rest;
                *slope = next;
            }
        }
        last = next;
    }
    *slope = fmax(*slope, 0.0);
    return most > -HUGE_VAL;
}

/* What the best of the points is worth along a line. */
static double best_along(const outline *o, double slope)
{
    double most = -HUGE_VAL;
    for (size_t k = 0; k < o->count; k++) {
        most = fmax(most, slope * o->hull[k].score + o->hull[k].rest);
    }
    return most;
}

/* --- the search ------------------------------------------------------------------------------- */

static bil_status ask(bil_question *q, bil_price_request *straight, double slope, const outline *o,
                      double eps, bil_priced *out, bil_error *err)
{
    *out = (bil_priced){0};
    straight->valued.score = slope;
    straight->has_known = o->count > 0;
    straight->known = straight->has_known ? best_along(o, slope) + eps : 0.0;
    q->bound = HUGE_VAL;
    q->proven = true;
    bil_question_set_costs(q);
    return bil_question_seek(q, out, err);
}

/* Where nothing is at hand and the nodes allowed found nothing: any package that is not far from the
 * best. Without one the caller has to search by the model of the curve, which can take minutes. */
static bil_status ask_roughly(bil_question *q, bil_price_request *straight, double slope,
                              const outline *o, bil_priced *out, bil_error *err)
{
    const bil_price_request before = *straight;
    straight->gap = fmax(before.gap, ROUGH_GAP);
    straight->node_limit = 0;
    const bil_status status = ask(q, straight, slope, o, 0.0, out, err);
    straight->gap = before.gap;
    straight->node_limit = before.node_limit;
    return status;
}

/* Its place in the outline, and what it is worth by the curve (-HUGE_VAL below the floor). */
static double add_point(outline *o, const bil_priced *found, double slope)
{
    const bil_point point = {.score = found->score, .rest = found->worth - slope * found->score};
    o->hull[o->count++] = point;
    shape(o);
    return point.score >= o->floor ? curve(o->request, point.score) + point.rest : -HUGE_VAL;
}

static double best_of(const outline *o)
{
    double most = -HUGE_VAL;
    for (size_t k = 0; k < o->count; k++) {
        const bil_point *at = &o->hull[k];
        most = at->score >= o->floor ? fmax(most, curve(o->request, at->score) + at->rest) : most;
    }
    return most;
}

static bil_status start(outline *o, const bil_price_request *request, const bil_points *points,
                        size_t room, bil_arena *arena, bil_error *err)
{
    *o = (outline){.request = request,
                   .floor =
                       request->score_floor <= 0.0 ? 0.0 : request->score_floor - BIL_SCORE_SLACK,
                   .hull = bil_arena_alloc(arena, points->count + room + 1, sizeof *o->hull)};
    if (o->hull == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < points->count; k++) {
        o->hull[o->count++] = points->items[k];
    }
    shape(o);
    return BIL_OK;
}

bil_status bil_price_by_slopes(bil_sloped *out, bil_priced_list *list, bil_pricer *pricer,
                               const bil_case *person, const bil_price_request *request,
                               const bil_points *points, bil_arena *arena, bil_error *err)
{
    outline o;
    bool impossible = false;
    bool steep = false;
    bil_price_request straight = *request;
    bil_question q = {.pricer = pricer, .request = &straight, .arena = arena};
    straight.valued.welfare = NULL;
    straight.score_floor = 0.0;
    list->count = 0;
    *out = (bil_sloped){.possible = true, .bound = HUGE_VAL, .best = -HUGE_VAL};
    bil_status status = start(&o, request, points, list->most, arena, err);
    if (status == BIL_OK) {
        status = bil_question_open(&q, person, &impossible, err);
    }
    out->possible = !impossible;
    out->best = best_of(&o);
    out->slope = curve_slope(request, fmax(o.floor, points->guess));
    while (status == BIL_OK && !impossible && list->count < list->most) {
        if (o.count > 0 && !best_slope(&o, &out->slope)) {
            if (steep) {
                break; /* not for this search */
            }
            steep = true; /* none at hand reaches the floor: nearly only the score counts */
            out->slope = STEEP;
        }
        bil_priced *found = &list->items[list->count];
        status = ask(&q, &straight, out->slope, &o, 0.1 * request->gap, found, err);
        if (status == BIL_OK && o.count == 0 && found->possible && !found->has_package) {
            status = ask_roughly(&q, &straight, out->slope, &o, found, err);
        }
        out->by_optimiser = out->by_optimiser || q.by_optimiser;
        if (status != BIL_OK) {
            break;
        }
        out->possible = found->possible;
        out->bound = fmin(out->bound, rise(&o, out->slope) + found->bound);
        if (!found->has_package) {
            break;
        }
        list->count++;
        out->best = fmax(out->best, add_point(&o, found, out->slope));
        if (!found->proven || out->bound - out->best <= request->gap) {
            break; /* the next line would take as long */
        }
    }
    return status;
}
