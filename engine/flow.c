/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/flow.h"

#include <string.h>

#include "engine/money.h"

static const struct {
    const char *code;
    int decimals;
    bil_flow_kind kind;
} figures[BIL_FLOW_FIGURES] = {
    [BIL_FLOW_PERSONS] = {"persons", 0, BIL_FLOW_STATE},
    [BIL_FLOW_ARRIVED] = {"arrived", 0, BIL_FLOW_EVENT},
    [BIL_FLOW_LEFT] = {"left", 0, BIL_FLOW_EVENT},
    [BIL_FLOW_ENDED] = {"ended", 0, BIL_FLOW_EVENT},
    [BIL_FLOW_IMPROVED] = {"improved", 0, BIL_FLOW_EVENT},
    [BIL_FLOW_RUNNING] = {"running", 0, BIL_FLOW_STATE},
    [BIL_FLOW_STARTED] = {"started", 0, BIL_FLOW_EVENT},
    [BIL_FLOW_REDUCED] = {"reduced", 0, BIL_FLOW_EVENT},
    [BIL_FLOW_LOST] = {"lost", 0, BIL_FLOW_EVENT},
    [BIL_FLOW_WAITING] = {"waiting", 0, BIL_FLOW_STATE},
    [BIL_FLOW_WAITING_MONEY] = {"waiting_money", 0, BIL_FLOW_STATE},
    [BIL_FLOW_WAITING_PLACE] = {"waiting_place", 0, BIL_FLOW_STATE},
    [BIL_FLOW_WAITING_EITHER] = {"waiting_either", 0, BIL_FLOW_STATE},
    [BIL_FLOW_AS_TODAY] = {"as_today", 0, BIL_FLOW_STATE},
    [BIL_FLOW_NOT_REACHED] = {"not_reached", 0, BIL_FLOW_STATE},
    [BIL_FLOW_WAITED] = {"waited_months", 2, BIL_FLOW_STATE},
    [BIL_FLOW_LONGEST] = {"longest_wait", 0, BIL_FLOW_STATE},
    [BIL_FLOW_SCORE] = {"score_mean", 9, BIL_FLOW_STATE},
    [BIL_FLOW_SHORTFALL] = {"essential_shortfall", 9, BIL_FLOW_STATE},
    [BIL_FLOW_PUBLIC] = {"public_money", 2, BIL_FLOW_EVENT},
};

const char *bil_flow_code(bil_flow_figure figure)
{
    return (size_t)figure < BIL_FLOW_FIGURES ? figures[figure].code : NULL;
}

bil_flow_figure bil_flow_find(const char *code)
{
    size_t i = 0;
    while (i < BIL_FLOW_FIGURES && strcmp(figures[i].code, code) != 0) {
        i++;
    }
    return (bil_flow_figure)i;
}

int bil_flow_decimals(bil_flow_figure figure)
{
    return figures[figure].decimals;
}

bil_flow_kind bil_flow_kind_of(bil_flow_figure figure)
{
    return figures[figure].kind;
}

static int64_t to_e6(int64_t value, int decimals)
{
    for (; decimals < 6; decimals++) {
        value *= 10;
    }
    for (; decimals > 6; decimals--) {
        value = bil_div_round(value, 10);
    }
    return value;
}

int64_t bil_flow_value_e6(const bil_flow_period *period, bil_flow_figure figure)
{
    return to_e6(period->values[figure], figures[figure].decimals);
}

int64_t bil_flow_whole_e6(const bil_flow_period *periods, size_t count, bil_flow_figure figure)
{
    int64_t sum = 0;
    int64_t weights = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t weight = 1;
        if (figure == BIL_FLOW_WAITED) {
            weight = periods[i].values[BIL_FLOW_STARTED];
        } else if (figures[figure].kind == BIL_FLOW_STATE) {
            weight = periods[i].months;
        }
        sum += bil_flow_value_e6(&periods[i], figure) * weight;
        weights += weight;
    }
    if (figures[figure].kind == BIL_FLOW_EVENT) {
        return sum;
    }
    return weights > 0 ? bil_div_round(sum, weights) : 0;
}
