/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/robustness.h"

void bil_robustness_free(bil_robustness *robustness)
{
    if (robustness != NULL) {
        bil_arena_free(robustness->arena);
    }
}

const char *bil_world_state_name(bil_world_state state)
{
    switch (state) {
    case BIL_WORLD_HELD:
        return "held";
    case BIL_WORLD_NOT_HELD:
        return "not-held";
    case BIL_WORLD_NO_PLAN:
        return "no-plan";
    case BIL_WORLD_UNDECIDED:
        return "undecided";
    case BIL_WORLD_STATES:
        break;
    }
    return NULL;
}
