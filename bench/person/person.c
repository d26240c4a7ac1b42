/* SPDX-License-Identifier: GPL-3.0-or-later */
/* person --catalogue FOLDER [--cases N] [--phases P] [--seed S] [--log FILE]
 *        [--models M --folder FOLDER] [--show NUMBER]
 *
 * Proposes a plan for N invented people and says how long it took and what came out. Writes the
 * models of M of them for other solvers. --show prints one person's case file. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/person/generate.h"
#include "bench/person/models.h"
#include "data/case.h"
#include "data/catalogue.h"
#include "engine/check.h"
#include "solver/propose.h"

typedef struct {
    uint64_t number;
    double wall_ms;
    double cpu_ms;
} timing;

typedef struct {
    const char *catalogue_folder;
    const char *models_folder;
    const char *log_path;
    int64_t cases;
    int64_t models;
    int64_t shown;
    uint64_t seed;
    int phases;
    bil_catalogue *catalogue;
    FILE *log;
    FILE *answers;
    timing *timings;
    int64_t done;
    int64_t by_status[4];
    int64_t proven;
    int64_t passed;
    int64_t failed;
    int64_t conflicts; /* "no plan" with its reason */
    double modelled_s; /* all stages, of the people whose models were written */
} bench;

static double clock_ms(clockid_t which)
{
    struct timespec t;
    (void)clock_gettime(which, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void complain(const char *what, const bil_error *err)
{
    (void)fprintf(stderr, "person: %s: %s: %s\n", what, err->where, err->message_en);
}

static bool check_passes(const bil_plan *plan, const bil_case *person, uint64_t number)
{
    bil_arena *arena = bil_arena_new();
    bil_verdict verdict = {0};
    bil_error err = {0};
    bool passes = false;
    if (arena != NULL && bil_check(&verdict, plan, person, arena, &err) == BIL_OK) {
        passes = verdict.count == 0;
        if (!passes) {
            (void)fprintf(stderr, "person: case %" PRIu64 ": check: %s %s expected %s found %s\n",
                          number, verdict.items[0].rule, verdict.items[0].where,
                          verdict.items[0].expected, verdict.items[0].found);
        }
    }
    bil_arena_free(arena);
    return passes;
}

static void count(bench *b, const bil_plan *plan, const bil_case *person, const timing *t)
{
    const bool passes = check_passes(plan, person, t->number);
    b->by_status[plan->status]++;
    b->proven += plan->proven ? 1 : 0;
    b->passed += passes ? 1 : 0;
    b->conflicts += plan->status == BIL_PLAN_INFEASIBLE && plan->conflict_count > 0 ? 1 : 0;
    b->timings[b->done++] = *t;
    if (b->log != NULL) {
        (void)fprintf(b->log, "%d %" PRIu64 " %s %s %s %.9f %.2f %.2f\n", b->phases, t->number,
                      bil_plan_status_name(plan->status), plan->proven ? "proven" : "unproven",
                      passes ? "passed" : "refused", (double)plan->score_e9 / 1e9, t->wall_ms,
                      t->cpu_ms);
        (void)fflush(b->log);
    }
}

static void propose(bench *b, const bil_case *person, uint64_t number)
{
    bil_propose_settings settings;
    bil_plan *plan = NULL;
    bil_error err = {0};
    bil_propose_settings_init(&settings);
    const double wall = clock_ms(CLOCK_MONOTONIC);
    const double cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    const bil_status status = bil_propose(&plan, person, &settings, &err);
    const timing t = {.number = number,
                      .wall_ms = clock_ms(CLOCK_MONOTONIC) - wall,
                      .cpu_ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu};
    if (status != BIL_OK) {
        b->failed++;
        (void)fprintf(stderr, "person: case %" PRIu64 ", %d phases: ", number, b->phases);
        complain("propose", &err);
        return;
    }
    count(b, plan, person, &t);
    bil_plan_free(plan);
    if (b->models > 0 && number % (uint64_t)(b->cases / b->models) == 0) {
        char name[64];
        (void)snprintf(name, sizeof name, "p%d-%04" PRIu64, b->phases, number);
        b->modelled_s += t.wall_ms / 1e3;
        (void)fprintf(b->answers,
                      "{\"model\":\"./%s.all\",\"peer\":\"propose\",\"status\":\"optimal\","
                      "\"objective\":0,\"seconds\":%.4f}\n",
                      name, t.wall_ms / 1e3);
        if (person_models(person, b->models_folder, name, b->answers, &err) != BIL_OK) {
            complain("models", &err);
        }
    }
}

static bool one(bench *b, uint64_t number)
{
    bil_text text;
    bil_text_init(&text);
    person_generate(&text, b->catalogue, b->seed, number, b->phases);
    bil_arena *arena = bil_arena_new();
    bil_case *person = NULL;
    bil_error err = {0};
    bool read = false;
    if (arena != NULL && !text.failed) {
        bil_faults faults;
        bil_faults_init(&faults, arena);
        read = bil_case_read(&person, "generated", text.bytes, text.size, b->catalogue, &faults,
                             &err) == BIL_OK;
        if (!read) {
            (void)fprintf(stderr, "person: case %" PRIu64 " cannot be read: %s\n", number,
                          faults.count > 0 ? faults.items[0].where : err.message_en);
        }
    }
    if (read) {
        propose(b, person, number);
    }
    bil_case_free(person);
    bil_arena_free(arena);
    bil_text_release(&text);
    return read;
}

static int by_wall(const void *a, const void *b)
{
    const double x = ((const timing *)a)->wall_ms;
    const double y = ((const timing *)b)->wall_ms;
    return (x > y) - (x < y);
}

static int by_cpu(const void *a, const void *b)
{
    const double x = ((const timing *)a)->cpu_ms;
    const double y = ((const timing *)b)->cpu_ms;
    return (x > y) - (x < y);
}

static double share(int64_t part, int64_t whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : 0.0;
}

/* Nearest rank, of the timings as they are sorted. */
static const timing *ranked(const bench *b, int percent)
{
    static const timing none;
    const int64_t rank = (b->done * percent + 99) / 100;
    return b->done > 0 ? &b->timings[rank > 0 ? rank - 1 : 0] : &none;
}

static void report(bench *b)
{
    double wall = 0.0;
    double cpu = 0.0;
    for (int64_t i = 0; i < b->done; i++) {
        wall += b->timings[i].wall_ms / 1e3;
        cpu += b->timings[i].cpu_ms / 1e3;
    }
    (void)printf("%d phase%s: %" PRId64 " people, seed %" PRIu64 "\n", b->phases,
                 b->phases == 1 ? "" : "s", b->done, b->seed);
    (void)printf("  optimal %" PRId64 ", feasible %" PRId64 ", no plan %" PRId64 " (%" PRId64
                 " with the reason), stopped %" PRId64 ", failed %" PRId64 "\n",
                 b->by_status[BIL_PLAN_OPTIMAL], b->by_status[BIL_PLAN_FEASIBLE],
                 b->by_status[BIL_PLAN_INFEASIBLE], b->conflicts, b->by_status[BIL_PLAN_STOPPED],
                 b->failed);
    (void)printf("  proven %.1f %%, check passed %.1f %%\n", share(b->proven, b->done),
                 share(b->passed, b->done));
    qsort(b->timings, (size_t)b->done, sizeof *b->timings, by_cpu);
    (void)printf("  processor, ms:  median %.1f, p90 %.1f, p99 %.1f, worst %.1f; together %.1f s\n",
                 ranked(b, 50)->cpu_ms, ranked(b, 90)->cpu_ms, ranked(b, 99)->cpu_ms,
                 ranked(b, 100)->cpu_ms, cpu);
    qsort(b->timings, (size_t)b->done, sizeof *b->timings, by_wall);
    (void)printf("  all stages, ms: median %.1f, p90 %.1f, p99 %.1f, worst %.1f; together %.1f s\n",
                 ranked(b, 50)->wall_ms, ranked(b, 90)->wall_ms, ranked(b, 99)->wall_ms,
                 ranked(b, 100)->wall_ms, wall);
    (void)printf("  slowest:");
    for (int64_t i = b->done - 1; i >= 0 && i >= b->done - 8; i--) {
        (void)printf(" %" PRIu64 " (%.0f ms)", b->timings[i].number, b->timings[i].wall_ms);
    }
    (void)printf("\n");
    if (b->models > 0) {
        (void)printf("  the people whose models were written: all stages together %.2f s\n",
                     b->modelled_s);
    }
}

static bool read_arguments(bench *b, int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--catalogue") == 0) {
            b->catalogue_folder = value;
        } else if (strcmp(argv[i], "--cases") == 0) {
            b->cases = strtoll(value, NULL, 10);
        } else if (strcmp(argv[i], "--phases") == 0) {
            b->phases = (int)strtol(value, NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0) {
            b->seed = strtoull(value, NULL, 10);
        } else if (strcmp(argv[i], "--log") == 0) {
            b->log_path = value;
        } else if (strcmp(argv[i], "--models") == 0) {
            b->models = strtoll(value, NULL, 10);
        } else if (strcmp(argv[i], "--folder") == 0) {
            b->models_folder = value;
        } else if (strcmp(argv[i], "--show") == 0) {
            b->shown = strtoll(value, NULL, 10);
        } else {
            return false;
        }
    }
    return argc % 2 == 1 && b->catalogue_folder != NULL && b->cases > 0 &&
           (b->phases == 1 || b->phases == 2 || b->phases == 4) && b->models <= b->cases &&
           (b->models == 0 || b->models_folder != NULL);
}

static bool open_files(bench *b)
{
    if (b->log_path != NULL && (b->log = fopen(b->log_path, "a")) == NULL) {
        return false;
    }
    if (b->models > 0) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/answers", b->models_folder);
        b->answers = fopen(path, "a");
        return b->answers != NULL;
    }
    return true;
}

static int show(const bench *b)
{
    bil_text text;
    bil_text_init(&text);
    person_generate(&text, b->catalogue, b->seed, (uint64_t)b->shown, b->phases);
    (void)fputs(text.failed ? "" : text.bytes, stdout);
    bil_text_release(&text);
    return 0;
}

static int run(bench *b)
{
    if (!open_files(b)) {
        (void)fprintf(stderr, "person: cannot open the log or the models' folder\n");
        return 73;
    }
    b->timings = calloc((size_t)b->cases, sizeof *b->timings);
    bool well = b->timings != NULL;
    for (int64_t i = 0; well && i < b->cases; i++) {
        well = one(b, (uint64_t)i);
    }
    if (well) {
        report(b);
    }
    free(b->timings);
    if (b->log != NULL) {
        (void)fclose(b->log);
    }
    if (b->answers != NULL) {
        (void)fclose(b->answers);
    }
    return well && b->failed == 0 && b->passed == b->done ? 0 : 1;
}

int main(int argc, char **argv)
{
    static bench b = {.cases = 1000, .phases = 1, .seed = 1, .shown = -1};
    if (!read_arguments(&b, argc, argv)) {
        (void)fprintf(stderr, "usage: person --catalogue FOLDER [--cases N] [--phases 1|2|4] "
                              "[--seed S] [--log FILE] [--models M --folder FOLDER] "
                              "[--show NUMBER]\n");
        return 64;
    }
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_error err = {0};
    int code = 1;
    bil_faults_init(&faults, arena);
    if (arena == NULL ||
        bil_catalogue_load(&b.catalogue, b.catalogue_folder, &faults, &err) != BIL_OK) {
        complain("catalogue", &err);
    } else {
        code = b.shown >= 0 ? show(&b) : run(&b);
    }
    bil_catalogue_free(b.catalogue);
    bil_arena_free(arena);
    return code;
}
