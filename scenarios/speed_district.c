/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <sys/resource.h>

#include "data/catalogue.h"
#include "data/file.h"
#include "scenarios/speed_impl.h"
#include "solver/whole.h"

static bil_status share_out(bil_district_speed *out, const char *folder,
                            const char *catalogue_folder, const bil_allocate_order *order,
                            bil_faults *faults, bil_error *err)
{
    const bil_spent start = bil_spent_now();
    bil_catalogue *catalogue = NULL;
    bil_allocated done = {0};
    bil_status status = bil_catalogue_load(&catalogue, catalogue_folder, faults, err);
    if (status == BIL_OK) {
        status = bil_allocate_district(&done, folder, catalogue, order, faults, err);
    }
    if (status == BIL_OK) {
        const bil_allocation_report *report = done.report;
        *out = (bil_district_speed){.value_e9 = report->value_e9,
                                    .gap_e9 = report->gap_e9,
                                    .priced = report->priced,
                                    .checked = report->checked,
                                    .status = report->status};
        bil_allocated_close(&done);
    }
    bil_catalogue_free(catalogue);
    out->spent = bil_spent_since(start);
    return status;
}

static int ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t median(int64_t *list, int count)
{
    qsort(list, (size_t)count, sizeof *list, ascending);
    return list[count / 2];
}

bil_status bil_speed_district(bil_district_speed *out, const char *folder,
                              const char *catalogue_folder, const bil_allocate_order *order,
                              int runs, bil_faults *faults, bil_error *err)
{
    int64_t wall_us[BIL_SPEED_RUNS_MAX];
    int64_t processor_us[BIL_SPEED_RUNS_MAX];
    bil_district_speed first = {0};
    BIL_ASSERT(runs > 0 && runs <= BIL_SPEED_RUNS_MAX);
    for (int k = 0; k < runs; k++) {
        bil_district_speed now = {0};
        const bil_status status = share_out(&now, folder, catalogue_folder, order, faults, err);
        if (status != BIL_OK) {
            return status;
        }
        if (now.status == BIL_ALLOCATION_STOPPED) {
            return bil_fail(err, BIL_E_STOPPED, "", "interrotto prima della fine",
                            "stopped before the end");
        }
        if (k == 0) {
            struct rusage used = {0};
            (void)getrusage(RUSAGE_SELF, &used);
            first = now;
            first.most_kib = used.ru_maxrss;
        } else if (now.value_e9 != first.value_e9 || now.gap_e9 != first.gap_e9) {
            return bil_fail(err, BIL_E_INTERNAL, folder, "due prove uguali danno risultati diversi",
                            "two runs of the same differ");
        }
        wall_us[k] = now.spent.wall_us;
        processor_us[k] = now.spent.processor_us;
    }
    *out = first;
    out->spent = (bil_spent){median(wall_us, runs), median(processor_us, runs)};
    return BIL_OK;
}

static bil_status write_model(bil_text *text, const bil_population *population, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    const bil_case **persons =
        arena == NULL ? NULL : bil_arena_alloc(arena, population->count + 1, sizeof(bil_case *));
    bil_status status = persons == NULL ? bil_fail_nomem(err) : BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < population->count; i++) {
        persons[i] = population->persons[i].person;
    }
    if (status == BIL_OK) {
        status = bil_whole_write(text, population->district, persons, population->count, err);
    }
    bil_arena_free(arena);
    return status;
}

bil_status bil_speed_district_model(const char *path, const char *folder,
                                    const bil_catalogue *catalogue, bil_faults *faults,
                                    bil_error *err)
{
    bil_population population;
    bil_text text;
    bil_status status = bil_population_load(&population, folder, catalogue, faults, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_text_init(&text);
    status = write_model(&text, &population, err);
    if (status == BIL_OK) {
        status = bil_file_write(path, text.bytes, text.size, err);
    }
    bil_text_release(&text);
    bil_population_free(&population);
    return status;
}
