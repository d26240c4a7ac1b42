/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/bootstrap.h"

#include <math.h>
#include <stdlib.h>

#include "engine/random.h"
#include "solver/measures.h"

enum { RESAMPLES = 1000, LEVEL_BP = 9500, WHOLE_BP = 10000 };

void bil_bootstrap_settings_init(bil_bootstrap_settings *settings)
{
    *settings = (bil_bootstrap_settings){.resamples = RESAMPLES, .level_bp = LEVEL_BP, .seed = 1};
}

void bil_bootstrap_pick(size_t *picked, size_t count, uint64_t seed, size_t resample)
{
    static const char topic[] = "bootstrap";
    const uint64_t key = bil_random_key(topic);
    for (size_t i = 0; i < count; i++) {
        const uint64_t random = bil_random(seed, key, resample, i);
        picked[i] = (size_t)bil_random_between(random, 0, (int64_t)count - 1);
    }
}

bil_interval bil_bootstrap_interval(double *figures, size_t count, int level_bp)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(figures[i])) {
            figures[kept++] = figures[i];
        }
    }
    if (kept == 0 || kept < count - count / 10 || level_bp <= 0 || level_bp >= WHOLE_BP) {
        return (bil_interval){.low = BIL_UNDEFINED, .high = BIL_UNDEFINED};
    }
    bil_sort_ascending(figures, kept);
    const int tail_bp = (WHOLE_BP - level_bp) / 2;
    return (bil_interval){.defined = true,
                          .low = bil_quantile(figures, kept, tail_bp),
                          .high = bil_quantile(figures, kept, WHOLE_BP - tail_bp)};
}

bil_status bil_bootstrap(bil_interval *out, size_t count, bil_statistic statistic, void *payload,
                         const bil_bootstrap_settings *settings, bil_error *err)
{
    const size_t resamples = count > 0 ? settings->resamples : 0;
    size_t *picked = calloc(count + 1, sizeof *picked);
    double *figures = calloc(resamples + 1, sizeof *figures);
    bil_status status = BIL_OK;
    if (picked == NULL || figures == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    for (size_t k = 0; k < resamples; k++) {
        bil_bootstrap_pick(picked, count, settings->seed, k);
        figures[k] = statistic(picked, count, payload);
    }
    *out = bil_bootstrap_interval(figures, resamples, settings->level_bp);
out:
    free(picked);
    free(figures);
    return status;
}

typedef struct {
    const double *values;
} numbers;

static double mean_of_picked(const size_t *picked, size_t count, void *payload)
{
    const numbers *of = payload;
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += of->values[picked[i]];
    }
    return isfinite(sum) ? sum / (double)count : BIL_UNDEFINED;
}

bil_status bil_bootstrap_mean(bil_interval *out, const double *values, size_t count,
                              const bil_bootstrap_settings *settings, bil_error *err)
{
    numbers of = {.values = values};
    return bil_bootstrap(out, count, mean_of_picked, &of, settings, err);
}
