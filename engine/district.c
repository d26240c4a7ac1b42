/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/district.h"

void bil_district_free(bil_district *district)
{
    if (district != NULL) {
        bil_arena_free(district->arena);
    }
}

const char *bil_intensity_name(bil_intensity intensity)
{
    switch (intensity) {
    case BIL_INTENSITY_LOW:
        return "low";
    case BIL_INTENSITY_MEDIUM:
        return "medium";
    case BIL_INTENSITY_HIGH:
        return "high";
    }
    return NULL;
}
