/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Essential shortfall and score as exact fractions over common denominators.
 *
 *   shortfall = Σ_t m_t Σ_n w_n · max(0, floor_n − c/D) / W,   score = Σ_t m_t Σ_n w_n · U(c/D) /
 * W, W = Σ_t m_t Σ_n w_n over needs with a positive target.
 *
 * With L the least common multiple of all targets and K that of the curve's widths, every term of
 * the first is a multiple of 1 / (100 L), every term of the second of 1 / (100 L K). */

#include "tests/referee/referee.h"

static ref_wide gcd(ref_wide a, ref_wide b)
{
    while (b != 0) {
        const ref_wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static ref_wide lcm(ref_wide a, ref_wide b)
{
    const ref_wide common = gcd(a, b);
    return common == 0 ? 0 : a / common * b;
}

/* Weight of the level × 10 000 × (4, 5, 6 for the three priorities): units of 1/40 000. */
static ref_wide weight(const ref_world *world, int need)
{
    const ref_need *const n = &world->needs[need];
    return (ref_wide)world->levels[n->domain][n->level].weight_e4 * (3 + n->priority);
}

ref_scale ref_scale_of(const ref_world *world)
{
    ref_scale scale = {0, 0, 1, 1};
    ref_wide total = 0;
    for (int t = 0; t < world->phase_count; t++) {
        for (int n = 0; n < world->need_count; n++) {
            const int target = ref_target(world, n, t);
            if (target > 0) {
                scale.target_lcm = lcm(scale.target_lcm, target);
                total += weight(world, n) * world->phases[t].months;
            }
        }
    }
    for (int i = 1; i < world->curve_count; i++) {
        scale.share_lcm = lcm(scale.share_lcm, world->curve[i].share - world->curve[i - 1].share);
    }
    scale.shortfall_unit = total * 100 * scale.target_lcm;
    scale.score_unit = total * 100 * scale.target_lcm * scale.share_lcm;
    return scale;
}

/* U(covered / target) × 100 L K. */
static ref_wide value(const ref_world *world, const ref_scale *scale, int covered, int target)
{
    int i = 1;
    while (i < world->curve_count - 1 && 100 * covered > world->curve[i].share * target) {
        i++;
    }
    const ref_curve_point *const low = &world->curve[i - 1];
    const ref_curve_point *const high = &world->curve[i];
    const int width = high->share - low->share;
    /* y + (100 c/D − x) · rise / width, in hundredths */
    const ref_wide of_target = scale->target_lcm / target;
    const ref_wide above = ((ref_wide)100 * covered - (ref_wide)low->share * target) * of_target;
    return low->value * scale->target_lcm * scale->share_lcm +
           above * (high->value - low->value) * (scale->share_lcm / width);
}

ref_quality ref_phase_quality(const ref_view *view, const ref_scale *scale,
                              const int covered[REF_DOMAINS])
{
    const ref_world *const world = view->world;
    ref_quality quality = {0, 0, 0};
    for (int n = 0; n < world->need_count; n++) {
        const int target = view->target[n];
        if (target <= 0) {
            continue;
        }
        const ref_wide heavy = weight(world, n) * view->months;
        const ref_wide missing =
            (ref_wide)ref_floor_pct(world, n) * target - (ref_wide)100 * covered[n];
        if (missing > 0) {
            quality.shortfall += heavy * missing * (scale->target_lcm / target);
        }
        quality.score += heavy * value(world, scale, covered[n], target);
    }
    return quality;
}

int ref_quality_compare(ref_quality a, ref_quality b)
{
    if (a.shortfall != b.shortfall) {
        return a.shortfall < b.shortfall ? 1 : -1;
    }
    if (a.score != b.score) {
        return a.score > b.score ? 1 : -1;
    }
    if (a.changes != b.changes) {
        return a.changes < b.changes ? 1 : -1;
    }
    return 0;
}

ref_quality ref_quality_sum(ref_quality a, ref_quality b)
{
    const ref_quality sum = {a.shortfall + b.shortfall, a.score + b.score, a.changes + b.changes};
    return sum;
}
