/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Levers on how a waiting list moves: they change no district, they say how the months go by. */

#include <string.h>

#include "data/scenario_impl.h"

bool bil_lever_is_flow(const bil_lever_change *change)
{
    return strncmp(change->path, "/flow/", 6) == 0;
}

bool bil_lever_holds(const bil_lever_change *change, int month)
{
    return month >= change->from_month && (change->to_month == 0 || month <= change->to_month);
}

bil_status bil_lever_flow(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    (void)hand;
    (void)change;
    (void)err;
    return BIL_OK;
}

static void take(bil_flow *flow, const char *name, int64_t value)
{
    const struct {
        const char *name;
        int *months;
        int64_t *figure;
    } members[] = {
        {"months", &flow->months, NULL},
        {"every", &flow->every, NULL},
        {"arrivals", NULL, &flow->arrivals_year},
        {"leaving", NULL, &flow->leaving_bp},
        {"plan_months", &flow->plan_months, NULL},
        {"ending", NULL, &flow->ending_bp},
        {"review_months", &flow->review_months, NULL},
        {"improving", NULL, &flow->improving_bp},
        {"lighter", NULL, &flow->lighter_bp},
    };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (strcmp(members[i].name, name) == 0 && members[i].months != NULL) {
            *members[i].months = (int)value;
        } else if (strcmp(members[i].name, name) == 0) {
            *members[i].figure = value;
        }
    }
}

void bil_flow_of(bil_flow *out, const bil_lever_change *const *changes, size_t count, int month)
{
    /* Nothing moves unless it is said to: nobody comes, leaves, ends or gets better. */
    *out = (bil_flow){.every = 3, .plan_months = 12, .review_months = 6, .lighter_bp = 10000};
    for (size_t i = 0; i < count; i++) {
        if (bil_lever_is_flow(changes[i]) && bil_lever_holds(changes[i], month)) {
            take(out, changes[i]->path + strlen("/flow/"), changes[i]->value);
        }
    }
}
