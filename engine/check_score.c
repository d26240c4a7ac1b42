/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Score and essential shortfall, from the coverage the lines really give. */

#include "engine/check_impl.h"

/* 10⁻⁴ in units of 10⁻⁹: the precision that plans are held to. */
enum { TOLERANCE_E9 = 100000 };

/* Walks the curve's pieces up to the covered share, adding each piece's rise. */
bil_big bil_check_value_e12(const bil_catalogue *catalogue, bil_big covered, int64_t target)
{
    const bil_curve_point *curve = catalogue->curve;
    if (covered <= 0 || target <= 0) {
        return 0;
    }
    bil_big reached_e6 = (covered < target ? covered : target) * 1000000;
    bil_big value_e12 = catalogue->curve_count > 0 ? (bil_big)curve[0].value_e6 * 1000000 : 0;
    for (size_t i = 1; i < catalogue->curve_count; i++) {
        bil_big run = (bil_big)(curve[i].share_e6 - curve[i - 1].share_e6) * target;
        bil_big rise = curve[i].value_e6 - curve[i - 1].value_e6;
        bil_big into = reached_e6 - (bil_big)curve[i - 1].share_e6 * target;
        if (into <= 0 || run <= 0) {
            break;
        }
        into = into < run ? into : run;
        value_e12 += rise * into * 1000000 / run;
    }
    return value_e12;
}

static void compare(bil_checking *check, bil_check_id id, bil_big right_e9, int64_t found_e9)
{
    bil_big apart = right_e9 - found_e9;
    if (apart > TOLERANCE_E9 || apart < -TOLERANCE_E9) {
        bil_check_numbers(check, bil_check_plan_place(), id, "× 10⁻⁹ ", right_e9, found_e9);
    }
}

void bil_check_score(bil_checking *check)
{
    bil_big weights = 0;
    bil_big value_e12 = 0;
    bil_big lack_e12 = 0;
    if (check->plan->phase_count != check->person->phase_count) {
        return; /* no right figure to compare with */
    }
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        for (size_t n = 0; n < check->person->need_count; n++) {
            const bil_need *need = &check->person->needs[n];
            int64_t target = phase->given->targets[n];
            if (target <= 0) {
                continue;
            }
            bil_big weight = (bil_big)bil_need_weight(need) * phase->given->months;
            bil_big covered = bil_check_covered(phase, n);
            bil_big lack = (bil_big)need->floor_bp * target - 10000 * covered;
            weights += weight;
            value_e12 += weight * bil_check_value_e12(check->catalogue, covered, target);
            lack_e12 += lack > 0 ? weight * (lack * 100000000 / target) : 0;
        }
    }
    bil_big score = weights > 0 ? value_e12 / weights / 1000 : 1000000000;
    bil_big shortfall = weights > 0 ? lack_e12 / weights / 1000 : 0;
    compare(check, BIL_CHECK_FIGURE_SCORE, score, check->plan->score_e9);
    compare(check, BIL_CHECK_FIGURE_SHORTFALL, shortfall, check->plan->shortfall_e9);
}
