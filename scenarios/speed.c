/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include "scenarios/speed_impl.h"

static int64_t clock_us(clockid_t which)
{
    struct timespec now = {0};
    (void)clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bil_spent bil_spent_now(void)
{
    return (bil_spent){.wall_us = clock_us(CLOCK_MONOTONIC),
                       .processor_us = clock_us(CLOCK_PROCESS_CPUTIME_ID)};
}

bil_spent bil_spent_since(bil_spent start)
{
    const bil_spent now = bil_spent_now();
    return (bil_spent){.wall_us = now.wall_us - start.wall_us,
                       .processor_us = now.processor_us - start.processor_us};
}
