/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers [--catalogue FOLDER] [--sample N] [--only QUESTION] [--log FILE] CASE…
 *
 * Asks of each case's proposal what a case manager would, and says how long the answers took: why
 * for every service of the plan, why not for N services that could cover a need, what it takes for
 * every unmet need, the next euros, three plans to choose among, a new plan after a change; of a
 * case without a plan, why and what repairs it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/answer.h"
#include "scenarios/pipeline.h"
#include "solver/alternatives.h"
#include "solver/amendment.h"
#include "solver/explain.h"

enum { SUBJECT_ROOM = 96, SLOWEST = 5, LEAST_ROOM = 64 };

/* What is asked, in the order of the report. */
typedef enum {
    ASK_PROPOSE,
    ASK_NO_PLAN,
    ASK_WHY,
    ASK_WHY_NOT,
    ASK_WHAT_IF,
    ASK_NEXT,
    ASK_THREE,
    ASK_REPLAN,
    ASK_KINDS
} kind;

static const struct {
    const char *name;
    double median_ms; /* what is aimed at, 0 = nothing */
    double p95_ms;
} kinds[ASK_KINDS] = {
    [ASK_PROPOSE] = {"propose", 0, 0},       [ASK_NO_PLAN] = {"no plan", 0, 0},
    [ASK_WHY] = {"why", 1000, 3000},         [ASK_WHY_NOT] = {"why not", 1000, 3000},
    [ASK_WHAT_IF] = {"what if", 1000, 3000}, [ASK_NEXT] = {"next euro", 0, 0},
    [ASK_THREE] = {"three plans", 2000, 0},  [ASK_REPLAN] = {"replan", 0, 0},
};

typedef struct {
    double wall_ms;
    double cpu_ms;
    char about[SUBJECT_ROOM];
} timing;

typedef struct {
    timing *items;
    size_t count;
    size_t capacity;
    size_t failed;
} timings;

typedef struct {
    const char *folder;
    const char *only; /* NULL = every question */
    FILE *log;
    size_t sample;
    timings asked[ASK_KINDS];
    size_t cases;
    bool unwell;
} bench;

static double clock_ms(clockid_t which)
{
    struct timespec t;
    (void)clock_gettime(which, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static timing started(void)
{
    return (timing){.wall_ms = clock_ms(CLOCK_MONOTONIC),
                    .cpu_ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID)};
}

/* Notes how long it took since `begun`. */
static void ended(bench *b, kind which, timing begun, const char *case_id, const char *about,
                  const char *outcome)
{
    timings *list = &b->asked[which];
    begun.wall_ms = clock_ms(CLOCK_MONOTONIC) - begun.wall_ms;
    begun.cpu_ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - begun.cpu_ms;
    (void)snprintf(begun.about, sizeof begun.about, "%.30s %.40s", case_id, about);
    if (b->log != NULL) {
        (void)fprintf(b->log, "%s\t%s\t%s\t%s\t%.2f\t%.2f\n", kinds[which].name, case_id, about,
                      outcome, begun.wall_ms, begun.cpu_ms);
        (void)fflush(b->log);
    }
    if (list->count == list->capacity) {
        size_t room = list->capacity == 0 ? LEAST_ROOM : list->capacity * 2;
        timing *grown = realloc(list->items, room * sizeof *grown);
        if (grown == NULL) {
            b->unwell = true;
            return;
        }
        list->items = grown;
        list->capacity = room;
    }
    list->items[list->count++] = begun;
}

static bool is_asked(const bench *b, kind which)
{
    return b->only == NULL || strcmp(b->only, kinds[which].name) == 0;
}

static void fail(bench *b, kind which, const char *case_id, const char *about, const bil_error *err)
{
    b->asked[which].failed++;
    (void)fprintf(stderr, "answers: %s: %s %s: %s: %s\n", case_id, kinds[which].name, about,
                  err->where, err->message_en);
}

/* ---- one case ---- */

static void ask(bench *b, kind which, const bil_pipeline *run, const char *about)
{
    static const bil_ask asks[ASK_KINDS] = {[ASK_WHY] = BIL_ASK_WHY,
                                            [ASK_WHY_NOT] = BIL_ASK_WHY_NOT,
                                            [ASK_WHAT_IF] = BIL_ASK_WHAT_IF,
                                            [ASK_NEXT] = BIL_ASK_NEXT};
    bil_arena *arena = bil_arena_new();
    bil_propose_settings settings;
    bil_subject subject = {.kind = BIL_SUBJECT_SERVICE, .index = BIL_NONE};
    bil_answer *answer = NULL;
    bil_error err = {0};
    bil_propose_settings_init(&settings);
    bil_status status = arena == NULL ? BIL_E_NOMEM : BIL_OK;
    if (status == BIL_OK && about[0] != '\0') {
        status = bil_subject_parse(&subject, about, run->person, arena, &err);
    }
    timing begun = started();
    if (status == BIL_OK) {
        status =
            bil_explain(&answer, asks[which], &subject, run->person, run->plan, &settings, &err);
    }
    if (status == BIL_OK) {
        ended(b, which, begun, run->person->id, about, bil_verdict_name(answer->verdict));
    } else {
        fail(b, which, run->person->id, about, &err);
    }
    bil_answer_free(answer);
    bil_arena_free(arena);
}

static bool in_plan(const bil_plan *plan, bil_index service)
{
    for (size_t t = 0; t < plan->phase_count; t++) {
        for (size_t i = 0; i < plan->phases[t].line_count; i++) {
            if (plan->phases[t].lines[i].service == service) {
                return true;
            }
        }
    }
    return false;
}

static bool covers_a_need(const bil_case *person, const bil_service *service)
{
    for (size_t e = 0; e < service->effect_count; e++) {
        for (size_t n = 0; n < person->need_count; n++) {
            if (service->effects[e].domain == person->needs[n].domain &&
                person->needs[n].target > person->needs[n].already_covered) {
                return true;
            }
        }
    }
    return false;
}

static void ask_why(bench *b, const bil_pipeline *run)
{
    for (size_t s = 0; s < run->catalogue->service_count; s++) {
        if (in_plan(run->plan, (bil_index)s)) {
            ask(b, ASK_WHY, run, run->catalogue->services[s].code);
        }
    }
}

/* Every so many of the services that could, so that all parts of the catalogue are asked about. */
static void ask_why_not(bench *b, const bil_pipeline *run)
{
    const bil_catalogue *catalogue = run->catalogue;
    size_t count = 0;
    for (size_t s = 0; s < catalogue->service_count; s++) {
        count +=
            covers_a_need(run->person, &catalogue->services[s]) && !in_plan(run->plan, (bil_index)s)
                ? 1
                : 0;
    }
    size_t seen = 0;
    for (size_t s = 0; s < catalogue->service_count; s++) {
        if (!covers_a_need(run->person, &catalogue->services[s]) ||
            in_plan(run->plan, (bil_index)s)) {
            continue;
        }
        const bool taken =
            count <= b->sample || (seen + 1) * b->sample / count > seen * b->sample / count;
        seen++;
        if (taken) {
            ask(b, ASK_WHY_NOT, run, catalogue->services[s].code);
        }
    }
}

static void ask_what_if(bench *b, const bil_pipeline *run)
{
    for (size_t i = 0; i < run->plan->unmet_count; i++) {
        char about[SUBJECT_ROOM];
        (void)snprintf(about, sizeof about, "need:%s", run->plan->unmet[i].need_id);
        ask(b, ASK_WHAT_IF, run, about);
    }
}

/* Every plan is checked within the time. */
static void ask_three(bench *b, const bil_pipeline *run)
{
    const bil_alternatives wanted = {.count = 3, .within_e6 = BIL_WITHIN_DEFAULT_E6};
    bil_propose_settings settings;
    bil_proposals *found = NULL;
    bil_error err = {0};
    bil_propose_settings_init(&settings);
    timing begun = started();
    bil_status status = bil_alternatives_find(&found, run->person, &wanted, &settings, &err);
    for (size_t i = 0; status == BIL_OK && i < found->count; i++) {
        bil_verdict verdict = {0};
        bil_plan *plan = found->plans[i];
        status = bil_check(&verdict, plan, run->person, plan->arena, &err);
        if (status == BIL_OK && verdict.count > 0) {
            status = bil_fail(&err, BIL_E_INTERNAL, "check", verdict.items[0].rule,
                              verdict.items[0].rule);
        }
    }
    if (status == BIL_OK) {
        char outcome[32];
        (void)snprintf(outcome, sizeof outcome, "%zu plans", found->count);
        ended(b, ASK_THREE, begun, run->person->id, "", outcome);
    } else {
        fail(b, ASK_THREE, run->person->id, "", &err);
    }
    bil_proposals_free(found);
}

/* The proposal re-planned for a case that has changed; plans in the answer are checked already. */
static void ask_replan(bench *b, const bil_pipeline *run, const bil_case *changed,
                       const char *about)
{
    bil_propose_settings settings;
    bil_amendment *found = NULL;
    bil_error err = {0};
    bil_propose_settings_init(&settings);
    timing begun = started();
    bil_status status = bil_amendment_find(&found, changed, run->plan, &settings, &err);
    if (status == BIL_OK) {
        char outcome[48];
        (void)snprintf(outcome, sizeof outcome, "%s, %zu lines",
                       bil_plan_status_name(found->plan->status),
                       found->added + found->removed + found->changed);
        ended(b, ASK_REPLAN, begun, run->person->id, about, outcome);
    } else {
        fail(b, ASK_REPLAN, run->person->id, about, &err);
    }
    bil_amendment_free(found);
}

/* The service on which the plan spends most. */
static bil_index dearest(const bil_plan *plan)
{
    const bil_line *most = NULL;
    for (size_t t = 0; t < plan->phase_count; t++) {
        for (size_t i = 0; i < plan->phases[t].line_count; i++) {
            const bil_line *line = &plan->phases[t].lines[i];
            most = most == NULL || line->cost_cents > most->cost_cents ? line : most;
        }
    }
    return most == NULL ? BIL_NONE : most->service;
}

/* A tenth less public money; the dearest service a tenth dearer. */
static void ask_replans(bench *b, const bil_pipeline *run)
{
    bil_arena *arena = bil_arena_new();
    bil_phase *phases =
        arena == NULL ? NULL : bil_arena_alloc(arena, run->person->phase_count, sizeof *phases);
    bil_service *services =
        arena == NULL ? NULL
                      : bil_arena_alloc(arena, run->catalogue->service_count, sizeof *services);
    const bil_index service = dearest(run->plan);
    if (phases == NULL || services == NULL || service == BIL_NONE) {
        bil_arena_free(arena);
        return;
    }
    memcpy(phases, run->person->phases, run->person->phase_count * sizeof *phases);
    for (size_t t = 0; t < run->person->phase_count; t++) {
        int64_t *cents = &phases[t].budget.public_monthly_cents;
        *cents = *cents == BIL_UNLIMITED ? *cents : *cents * 9 / 10;
    }
    bil_case poorer = *run->person;
    poorer.phases = phases;
    ask_replan(b, run, &poorer, "budget -10 %");

    memcpy(services, run->catalogue->services, run->catalogue->service_count * sizeof *services);
    services[service].price_cents = services[service].price_cents * 11 / 10;
    bil_catalogue dearer = *run->catalogue;
    dearer.services = services;
    bil_case other = *run->person;
    other.catalogue = &dearer;
    ask_replan(b, run, &other, "price +10 %");
    bil_arena_free(arena);
}

static bool one(bench *b, const char *path)
{
    bil_pipeline run;
    bil_propose_settings settings;
    bil_error err = {0};
    bil_propose_settings_init(&settings);
    bil_status status = bil_pipeline_open(&run, &err);
    if (status == BIL_OK) {
        status = bil_pipeline_case(&run, b->folder, path, &err);
    }
    timing begun = started();
    if (status == BIL_OK) {
        status = bil_pipeline_propose(&run, &settings, &err);
    }
    if (status != BIL_OK) {
        (void)fprintf(stderr, "answers: %s: %s: %s\n", path, err.where, err.message_en);
        bil_pipeline_close(&run);
        return false;
    }
    bool planned = run.plan->phase_count > 0;
    ended(b, planned ? ASK_PROPOSE : ASK_NO_PLAN, begun, run.person->id, "",
          bil_plan_status_name(run.plan->status));
    if (planned && is_asked(b, ASK_WHY)) {
        ask_why(b, &run);
    }
    if (planned && is_asked(b, ASK_WHY_NOT)) {
        ask_why_not(b, &run);
    }
    if (planned && is_asked(b, ASK_WHAT_IF)) {
        ask_what_if(b, &run);
    }
    if (planned && is_asked(b, ASK_NEXT)) {
        ask(b, ASK_NEXT, &run, "");
    }
    if (planned && is_asked(b, ASK_THREE)) {
        ask_three(b, &run);
    }
    if (planned && is_asked(b, ASK_REPLAN)) {
        ask_replans(b, &run);
    }
    bil_pipeline_close(&run);
    b->cases++;
    return true;
}

/* ---- the report ---- */

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

/* Nearest rank, of the timings as they are sorted. */
static const timing *ranked(const timings *list, size_t percent)
{
    static const timing none;
    const size_t rank = (list->count * percent + 99) / 100;
    return list->count > 0 ? &list->items[rank > 0 ? rank - 1 : 0] : &none;
}

static const char *met(double aim_ms, double ms)
{
    return aim_ms <= 0 ? "" : (ms <= aim_ms ? " met" : " MISSED");
}

static void report_kind(const timings *list, kind which)
{
    if (list->count == 0 && list->failed == 0) {
        return;
    }
    qsort(list->items, list->count, sizeof *list->items, by_cpu);
    const double cpu_median = ranked(list, 50)->cpu_ms;
    const double cpu_p95 = ranked(list, 95)->cpu_ms;
    const double cpu_worst = ranked(list, 100)->cpu_ms;
    qsort(list->items, list->count, sizeof *list->items, by_wall);
    const double median = ranked(list, 50)->wall_ms;
    const double p95 = ranked(list, 95)->wall_ms;
    (void)printf("%-12s %5zu %6zu %8.0f %8.0f %8.0f %8.0f %8.0f %8.0f %s%s\n", kinds[which].name,
                 list->count, list->failed, median, p95, ranked(list, 100)->wall_ms, cpu_median,
                 cpu_p95, cpu_worst, met(kinds[which].median_ms, cpu_median),
                 met(kinds[which].p95_ms, cpu_p95));
}

static void report_slowest(timings *list, kind which)
{
    if (list->count == 0) {
        return;
    }
    qsort(list->items, list->count, sizeof *list->items, by_cpu);
    (void)printf("  %-12s", kinds[which].name);
    for (size_t i = list->count; i > 0 && list->count - i < SLOWEST; i--) {
        (void)printf("%s%s (%.0f ms)", i == list->count ? " " : ", ", list->items[i - 1].about,
                     list->items[i - 1].cpu_ms);
    }
    (void)printf("\n");
}

static void report(bench *b)
{
    (void)printf(
        "%zu cases; milliseconds of time, then of processor (one thread: what a quiet machine "
        "takes);\naims are for the processor's median and p95\n",
        b->cases);
    (void)printf("%-12s %5s %6s %8s %8s %8s %8s %8s %8s  %s\n", "question", "asked", "failed",
                 "median", "p95", "worst", "median", "p95", "worst", "aims");
    for (int k = 0; k < ASK_KINDS; k++) {
        report_kind(&b->asked[k], (kind)k);
    }
    (void)printf("slowest, by processor\n");
    for (int k = 0; k < ASK_KINDS; k++) {
        report_slowest(&b->asked[k], (kind)k);
    }
}

static int read_arguments(bench *b, int argc, char **argv)
{
    int i = 1;
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--catalogue") == 0) {
            b->folder = value;
        } else if (strcmp(argv[i], "--sample") == 0) {
            b->sample = strtoul(value, NULL, 10);
        } else if (strcmp(argv[i], "--only") == 0) {
            b->only = value;
        } else if (strcmp(argv[i], "--log") == 0) {
            b->log = fopen(value, "w");
            if (b->log == NULL) {
                return argc;
            }
        } else {
            return argc;
        }
    }
    return i;
}

int main(int argc, char **argv)
{
    static bench b = {.folder = "data/catalogue/lombardia", .sample = 8};
    int first = read_arguments(&b, argc, argv);
    if (first >= argc || b.sample == 0) {
        (void)fprintf(stderr, "usage: answers [--catalogue FOLDER] [--sample N] [--only QUESTION] "
                              "[--log FILE] CASE…\n");
        return 64;
    }
    for (int i = first; i < argc; i++) {
        b.unwell = !one(&b, argv[i]) || b.unwell;
    }
    report(&b);
    size_t failed = 0;
    for (int k = 0; k < ASK_KINDS; k++) {
        failed += b.asked[k].failed;
        free(b.asked[k].items);
    }
    if (b.log != NULL) {
        (void)fclose(b.log);
    }
    return b.unwell || failed > 0 ? 1 : 0;
}
