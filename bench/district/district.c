/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a district takes, from its files to checked plans: each run in a process of its own, so
 * that its memory can be told; medians. Prints a line for each size and number of threads. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/district/whole.h"
#include "data/catalogue.h"
#include "data/file.h"
#include "scenarios/allocate.h"
#include "scenarios/synth.h"

enum { RUNS_MAX = 25, FOLDER = 512 };

typedef struct {
    const char *catalogue;
    const char *profile;
    const char *whole; /* write the whole model here, and nothing else */
    int64_t persons;
    int64_t seed;
    int64_t gap_e9;
    int jobs;
    int repeat;
    bool essential;
} order;

typedef struct {
    double seconds; /* measured by the parent */
    double processor;
    double megabytes;
    double value;
    double bound;
    double gap;
    int64_t priced;
    int64_t checked;
    int status;
    bool proven;
} figures;

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int complain(const bil_error *err)
{
    (void)fprintf(stderr, "bench/district: %s: %s\n", err->where, err->message_en);
    return 1;
}

/* What is done with a folder and a catalogue. */
typedef bil_status task(const order *o, const char *folder, const bil_catalogue *catalogue,
                        bil_faults *faults, void *out, bil_error *err);

/* Loads the catalogue and does the task; the exit code. */
static int with_catalogue(task *what, const order *o, const char *folder, void *out)
{
    bil_error err = {0};
    bil_faults faults;
    bil_catalogue *catalogue = NULL;
    bil_arena *arena = bil_arena_new();
    bil_status status = BIL_OK;
    if (arena == NULL) {
        return 1;
    }
    bil_faults_init(&faults, arena);
    status = bil_catalogue_load(&catalogue, o->catalogue, &faults, &err);
    if (status == BIL_OK) {
        status = what(o, folder, catalogue, &faults, out, &err);
    }
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
    return status == BIL_OK ? 0 : complain(&err);
}

static bil_status make(const order *o, const char *folder, const bil_catalogue *catalogue,
                       bil_faults *faults, void *out, bil_error *err)
{
    bil_synth_profile *profile = NULL;
    const bil_synth_settings settings = {.persons = o->persons, .seed = (uint64_t)o->seed};
    (void)out;
    bil_status status = bil_synth_profile_load(&profile, o->profile, catalogue, faults, err);
    if (status == BIL_OK) {
        status = bil_synth(folder, profile, &settings, err);
    }
    bil_synth_profile_free(profile);
    return status;
}

/* In the child: the run itself. */
static bil_status allocate(const order *o, const char *folder, const bil_catalogue *catalogue,
                           bil_faults *faults, void *out, bil_error *err)
{
    bil_allocated allocated;
    const bil_allocate_order wanted = {.rule = o->essential ? BIL_SHARE_BY_ESSENTIAL_FIRST
                                                            : BIL_SHARE_BY_UTILITARIAN,
                                       .gap_e9 = o->gap_e9,
                                       .jobs = o->jobs,
                                       .seed = 1,
                                       .keep_granted = true};
    const bil_status status =
        bil_allocate_district(&allocated, folder, catalogue, &wanted, faults, err);
    if (status != BIL_OK) {
        return status;
    }
    const bil_allocation_report *report = allocated.report;
    *(figures *)out = (figures){.value = (double)report->value_e9 * 1e-9,
                                .bound = (double)report->bound_e9 * 1e-9,
                                .gap = (double)report->gap_e9 * 1e-9,
                                .priced = (int64_t)report->priced,
                                .checked = (int64_t)report->checked,
                                .status = (int)report->status,
                                .proven = report->status == BIL_ALLOCATION_OPTIMAL};
    bil_allocated_close(&allocated);
    return BIL_OK;
}

static int run_apart(const order *o, const char *folder, figures *out)
{
    int ends[2];
    struct rusage used;
    int status = 0;
    if (pipe(ends) != 0) {
        return 1;
    }
    const double start = now();
    const pid_t child = fork();
    if (child == 0) {
        figures found;
        const int code = with_catalogue(allocate, o, folder, &found);
        const bool said = code == 0 && write(ends[1], &found, sizeof found) == sizeof found;
        _exit(said ? 0 : 1);
    }
    (void)close(ends[1]);
    const bool heard = child > 0 && read(ends[0], out, sizeof *out) == sizeof *out;
    (void)close(ends[0]);
    if (child < 0 || wait4(child, &status, 0, &used) != child || status != 0 || !heard) {
        return 1;
    }
    out->seconds = now() - start;
    out->processor = (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec * 1e-6 +
                     (double)used.ru_stime.tv_sec + (double)used.ru_stime.tv_usec * 1e-6;
    out->megabytes = (double)used.ru_maxrss / 1024.0;
    return 0;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *list, int count)
{
    qsort(list, (size_t)count, sizeof *list, ascending);
    return list[count / 2];
}

static int measure(const order *o, const char *folder)
{
    double seconds[RUNS_MAX] = {0};
    double processor[RUNS_MAX] = {0};
    double megabytes[RUNS_MAX] = {0};
    figures one = {0};
    double value = 0.0;
    for (int k = 0; k < o->repeat; k++) {
        if (run_apart(o, folder, &one) != 0) {
            return 1;
        }
        seconds[k] = one.seconds;
        processor[k] = one.processor;
        megabytes[k] = one.megabytes;
        if (k > 0 && fabs(one.value - value) > 0.0) {
            (void)fprintf(stderr, "bench/district: two runs differ\n");
            return 1;
        }
        value = one.value;
    }
    const char *name = strrchr(o->profile, '/');
    name = name == NULL ? o->profile : name + 1;
    printf("%-10.*s %7lld %4d %9.5f %10.2f %10.2f %7.0f %12.4f %9lld %s\n", (int)strcspn(name, "."),
           name, (long long)o->persons, o->jobs, 100.0 * one.gap, median(seconds, o->repeat),
           median(processor, o->repeat), median(megabytes, o->repeat), one.value,
           (long long)one.priced,
           one.proven ? "" : bil_allocation_status_name((bil_allocation_status)one.status));
    return 0;
}

static bil_status write_whole(const order *o, const char *folder, const bil_catalogue *catalogue,
                              bil_faults *faults, void *out, bil_error *err)
{
    bil_population population;
    bil_text text;
    (void)out;
    bil_text_init(&text);
    bil_status status = bil_population_load(&population, folder, catalogue, faults, err);
    if (status == BIL_OK) {
        status = bench_whole_write(&text, &population, err);
        bil_population_free(&population);
    }
    if (status == BIL_OK) {
        status = bil_file_write(o->whole, text.bytes, text.size, err);
    }
    bil_text_release(&text);
    return status;
}

/* The folder, if it is there, and the files in it. */
static void take_away(const char *folder)
{
    struct dirent **names = NULL;
    const int count = scandir(folder, &names, NULL, NULL);
    for (int k = 0; k < count; k++) {
        char path[2 * FOLDER];
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[k]->d_name);
        (void)unlink(path); /* fails for "." and ".." */
        free(names[k]);
    }
    free((void *)names);
    (void)rmdir(folder);
}

static bool read_options(order *o, int count, char **words)
{
    for (int k = 1; k + 1 < count; k += 2) {
        const char *name = words[k];
        const char *value = words[k + 1];
        if (strcmp(name, "--catalogue") == 0) {
            o->catalogue = value;
        } else if (strcmp(name, "--profile") == 0) {
            o->profile = value;
        } else if (strcmp(name, "--whole") == 0) {
            o->whole = value;
        } else if (strcmp(name, "--persons") == 0) {
            o->persons = strtoll(value, NULL, 10);
        } else if (strcmp(name, "--seed") == 0) {
            o->seed = strtoll(value, NULL, 10);
        } else if (strcmp(name, "--gap") == 0) {
            o->gap_e9 = (int64_t)(strtod(value, NULL) * 1e9 + 0.5);
        } else if (strcmp(name, "--jobs") == 0) {
            o->jobs = (int)strtol(value, NULL, 10);
        } else if (strcmp(name, "--repeat") == 0) {
            o->repeat = (int)strtol(value, NULL, 10);
        } else if (strcmp(name, "--essential") == 0) {
            o->essential = strcmp(value, "1") == 0;
        } else {
            return false;
        }
    }
    return count % 2 == 1 && o->catalogue != NULL && o->profile != NULL && o->persons > 0 &&
           o->jobs > 0 && o->repeat > 0 && o->repeat <= RUNS_MAX;
}

int main(int count, char **words)
{
    order o = {.persons = 200, .seed = 1, .gap_e9 = 100000, .jobs = 1, .repeat = 1};
    char parent[FOLDER] = "/tmp/bilancia-district-XXXXXX";
    char folder[FOLDER + 16];
    if (!read_options(&o, count, words) || mkdtemp(parent) == NULL) {
        (void)fprintf(stderr,
                      "usage: bench_district --catalogue FOLDER --profile FILE [--persons N] "
                      "[--seed S] [--gap G] [--jobs N] [--repeat N] [--essential 1] "
                      "[--whole FILE]\n");
        return 64;
    }
    (void)snprintf(folder, sizeof folder, "%s/district", parent);
    int code = with_catalogue(make, &o, folder, NULL);
    if (code == 0) {
        code =
            o.whole != NULL ? with_catalogue(write_whole, &o, folder, NULL) : measure(&o, folder);
    }
    take_away(folder);
    return rmdir(parent) == 0 ? code : 1;
}
