/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel --catalogue FOLDER [--cases N] [--prices P] [--phases 1|2|4] [--seed S] [--limit NODES]
 *        [--glpk all|none] [--log FILE]
 *
 * N people at P prices each: what is best for the person at these prices, by the kernel (anew, and
 * with the answers at the prices before at hand), by GLPK as it comes (glp_intopt with presolve),
 * and through our door. Compares the values, says how long each took per call. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/kernel/prices.h"
#include "bench/person/generate.h"
#include "data/case.h"
#include "data/catalogue.h"
#include "solver/kernel.h"
#include "solver/lp_impl.h"

enum { COLD, WARM, GLPK, DOOR, WAYS };
enum { KEPT = 4 }; /* answers at hand */

static const char *const way_names[WAYS] = {"kernel", "kernel, answers at hand", "glp_intopt",
                                            "door"};

typedef struct {
    const char *catalogue_folder;
    const char *log_path;
    int64_t cases;
    int64_t prices;
    int64_t limit;
    uint64_t seed;
    int phases;
    bool glpk;
    bil_catalogue *catalogue;
    bil_kernel *kernel;
    FILE *log;
    float *ms[WAYS];
    int64_t calls[WAYS];
    int64_t unproven[WAYS];
    int64_t pairs;
    int64_t compared;
    int64_t differ;
    int64_t sizes[2];
    int64_t nodes[WAYS];
    double farthest; /* between two values of a pair */
} bench;

typedef struct {
    bool proven;
    bool none; /* no plan */
    double value;
    double bound;
    double ms;
    int64_t nodes;
} answer;

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void complain(const char *what, const bil_error *err)
{
    (void)fprintf(stderr, "kernel: %s: %s: %s\n", what, err->where, err->message_en);
}

/* The answers of a person at the prices before, the oldest replaced first. */
typedef struct {
    double *x[KEPT];
    size_t count;
    size_t next;
    uint32_t *part;
} memory;

static bool by_kernel(bench *b, answer *out, const bil_lp *lp, const memory *kept, double *x)
{
    bil_error err = {0};
    bil_kernel_result found;
    const bil_kernel_settings settings = {.node_limit = b->limit,
                                          .points = (const double *const *)kept->x,
                                          .point_count = x != NULL ? kept->count : 0,
                                          .part = kept->part};
    const double start = now_ms();
    const bil_status status = bil_kernel_solve(&found, b->kernel, lp, &settings, &err);
    out->ms = now_ms() - start;
    if (status != BIL_OK) {
        complain("kernel", &err);
        return false;
    }
    out->proven = found.status == BIL_KERNEL_OPTIMAL || found.status == BIL_KERNEL_NOTHING;
    out->none = found.status == BIL_KERNEL_NOTHING;
    out->value = found.value;
    out->bound = found.bound;
    out->nodes = found.nodes;
    if (x != NULL && found.x != NULL) {
        memcpy(x, found.x, lp->column_count * sizeof *x);
    }
    return true;
}

static void by_glpk(bench *b, answer *out, const bil_lp *lp, double *room)
{
    bil_lp_result found = {.x = room};
    const bil_lp_settings settings = {.node_limit = b->limit};
    const double start = now_ms();
    bil_lp_glpk_look(&found, lp, BIL_LOOK_QUICK, &settings);
    out->ms = now_ms() - start;
    out->proven = found.status == BIL_LP_OPTIMAL || found.status == BIL_LP_INFEASIBLE;
    out->none = found.status == BIL_LP_INFEASIBLE;
    out->value = found.status == BIL_LP_OPTIMAL ? bil_lp_objective_at(lp, room) : 0.0;
    out->nodes = found.nodes;
}

static bool by_door(bench *b, answer *out, const bil_lp *lp)
{
    bil_error err = {0};
    bil_arena *arena = bil_arena_new();
    bil_lp_result found = {.status = BIL_LP_FAILED};
    const bil_lp_settings settings = {.node_limit = b->limit};
    const double start = now_ms();
    const bil_status status =
        arena == NULL ? bil_fail_nomem(&err) : bil_lp_solve(&found, lp, &settings, arena, &err);
    out->ms = now_ms() - start;
    if (status != BIL_OK) {
        complain("door", &err);
    }
    out->proven = found.status == BIL_LP_OPTIMAL || found.status == BIL_LP_INFEASIBLE;
    out->none = found.status == BIL_LP_INFEASIBLE;
    out->value = found.objective;
    out->nodes = found.nodes;
    bil_arena_free(arena);
    return status == BIL_OK;
}

/* Proven answers must agree: a difference beyond 1e-6 of the value is a fault. */
static void compare(bench *b, const answer *answers, uint64_t person, int64_t number)
{
    bool differ = false;
    for (int way = 0; way < WAYS; way++) {
        const answer *a = &answers[way];
        const answer *k = &answers[COLD];
        if (!a->proven || !k->proven || a->ms < 0.0) {
            continue;
        }
        const double far = a->none || k->none ? 0.0 : fabs(a->value - k->value);
        b->farthest = fmax(b->farthest, far);
        b->compared += way == GLPK ? 1 : 0;
        differ = differ || a->none != k->none || far > 1e-6 * (1.0 + fabs(k->value));
    }
    b->differ += differ ? 1 : 0;
    if (differ) {
        (void)fprintf(stderr,
                      "kernel: person %" PRIu64 ", prices %" PRId64 ", %d phases: kernel %.9g, "
                      "with answers %.9g, glp_intopt %.9g, door %.9g\n",
                      person, number, b->phases, answers[COLD].value, answers[WARM].value,
                      answers[GLPK].value, answers[DOOR].value);
    }
}

static void note(bench *b, const answer *answers, uint64_t person, int64_t number)
{
    for (int way = 0; way < WAYS; way++) {
        if (answers[way].ms >= 0.0) {
            b->ms[way][b->calls[way]++] = (float)answers[way].ms;
            b->unproven[way] += answers[way].proven ? 0 : 1;
            b->nodes[way] += answers[way].nodes;
        }
    }
    b->pairs++;
    compare(b, answers, person, number);
    if (b->log != NULL) {
        (void)fprintf(b->log, "%d %" PRIu64 " %" PRId64, b->phases, person, number);
        for (int way = 0; way < WAYS; way++) {
            (void)fprintf(b->log, "  %.9g %.4f %" PRId64 " %d", answers[way].value, answers[way].ms,
                          answers[way].nodes, answers[way].proven ? 1 : 0);
        }
        (void)fprintf(b->log, "\n");
    }
}

/* One way through all the prices of a person, one after another as a district asks. */
static bool go(bench *b, int way, bil_model *model, uint64_t person, memory *kept, prices *at,
               double *room, answer *answers)
{
    const size_t size = model->lp.column_count * sizeof *room;
    bool well = true;
    for (int64_t k = 0; well && k < b->prices; k++) {
        answer *out = &answers[k * WAYS + way];
        prices_draw(at, b->catalogue, b->seed + person, (uint64_t)k);
        prices_set(model, at);
        switch (way) {
        case COLD:
            well = by_kernel(b, out, &model->lp, kept, NULL);
            break;
        case WARM:
            well = by_kernel(b, out, &model->lp, kept, room);
            if (well && !out->none) {
                memcpy(kept->x[kept->next], room, size);
                kept->next = (kept->next + 1) % KEPT;
                kept->count = kept->count < KEPT ? kept->count + 1 : KEPT;
            }
            break;
        case GLPK:
            by_glpk(b, out, &model->lp, room);
            break;
        default:
            well = by_door(b, out, &model->lp);
            break;
        }
    }
    return well;
}

static bool price_person(bench *b, bil_model *model, uint64_t person, bil_arena *arena)
{
    const size_t n = model->lp.column_count;
    memory kept = {.part = bil_arena_alloc(arena, n, sizeof *kept.part)};
    double *room = bil_arena_alloc(arena, n, sizeof *room);
    answer *answers = bil_arena_alloc(arena, (size_t)b->prices * WAYS, sizeof *answers);
    prices at = {.services =
                     bil_arena_alloc(arena, b->catalogue->service_count, sizeof *at.services)};
    bool well = kept.part != NULL && room != NULL && answers != NULL && at.services != NULL;
    for (size_t k = 0; well && k < KEPT; k++) {
        kept.x[k] = bil_arena_alloc(arena, n, sizeof *kept.x[k]);
        well = kept.x[k] != NULL;
    }
    if (!well) {
        return false;
    }
    bil_model_parts(model, kept.part);
    for (int64_t k = 0; k < b->prices * WAYS; k++) {
        answers[k].ms = -1.0;
    }
    const int last = b->glpk ? DOOR : WARM;
    for (int way = COLD; well && way <= last; way++) {
        well = go(b, way, model, person, &kept, &at, room, answers);
    }
    for (int64_t k = 0; well && k < b->prices; k++) {
        note(b, &answers[k * WAYS], person, k);
    }
    b->sizes[0] += (int64_t)n;
    b->sizes[1] += (int64_t)model->lp.row_count;
    return well;
}

static bool one(bench *b, uint64_t person)
{
    bil_text text;
    bil_text_init(&text);
    bil_arena *arena = bil_arena_new();
    bil_case *read = NULL;
    bil_error err = {0};
    bil_faults faults;
    bil_view view;
    bil_model model = {0};
    size_t members[BIL_PHASES_MAX];
    for (size_t t = 0; t < BIL_PHASES_MAX; t++) {
        members[t] = t;
    }
    bool well = arena != NULL;
    person_generate(&text, b->catalogue, b->seed, person, b->phases);
    if (well) {
        bil_faults_init(&faults, arena);
        well = bil_case_read(&read, "generated", text.bytes, text.size, b->catalogue, &faults,
                             &err) == BIL_OK &&
               bil_view_build(&view, read, NULL, arena, &err) == BIL_OK &&
               bil_model_build(&model, &view, members, view.phase_count, arena, &err) == BIL_OK;
    }
    if (!well) {
        complain("model", &err);
    }
    well = well && (model.impossible || price_person(b, &model, person, arena));
    bil_case_free(read);
    bil_arena_free(arena);
    bil_text_release(&text);
    return well;
}

static int by_size(const void *a, const void *b)
{
    const float x = *(const float *)a;
    const float y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Nearest rank. */
static double ranked(const float *sorted, int64_t count, int percent)
{
    const int64_t rank = (count * percent + 99) / 100;
    return count > 0 ? (double)sorted[rank > 0 ? rank - 1 : 0] : 0.0;
}

static void report(bench *b)
{
    double means[WAYS] = {0};
    (void)printf("%d phase%s: %" PRId64 " people × %" PRId64 " prices, seed %" PRIu64 "; %" PRId64
                 " columns, %" PRId64 " rows on average\n",
                 b->phases, b->phases == 1 ? "" : "s", b->cases, b->prices, b->seed,
                 b->pairs > 0 ? b->sizes[0] * b->prices / b->pairs : 0,
                 b->pairs > 0 ? b->sizes[1] * b->prices / b->pairs : 0);
    (void)printf("  %-24s %8s %9s %9s %9s %9s %9s %9s\n", "processor, ms a call", "calls", "mean",
                 "median", "p99", "worst", "nodes", "unproven");
    for (int way = 0; way < WAYS; way++) {
        const int64_t calls = b->calls[way];
        if (calls == 0) {
            continue;
        }
        for (int64_t k = 0; k < calls; k++) {
            means[way] += (double)b->ms[way][k] / (double)calls;
        }
        qsort(b->ms[way], (size_t)calls, sizeof *b->ms[way], by_size);
        (void)printf("  %-24s %8" PRId64 " %9.4f %9.4f %9.3f %9.2f %9.1f %9" PRId64 "\n",
                     way_names[way], calls, means[way], ranked(b->ms[way], calls, 50),
                     ranked(b->ms[way], calls, 99), ranked(b->ms[way], calls, 100),
                     (double)b->nodes[way] / (double)calls, b->unproven[way]);
    }
    if (b->glpk) {
        (void)printf(
            "  mean of glp_intopt / kernel %.1f, / with answers at hand %.1f; door / kernel "
            "%.1f\n",
            means[GLPK] / means[COLD], means[GLPK] / means[WARM], means[DOOR] / means[COLD]);
    }
    (void)printf("  %" PRId64 " pairs, %" PRId64 " compared with glp_intopt, %" PRId64
                 " differ, farthest %.2g\n",
                 b->pairs, b->compared, b->differ, b->farthest);
}

static bool read_arguments(bench *b, int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--catalogue") == 0) {
            b->catalogue_folder = value;
        } else if (strcmp(argv[i], "--cases") == 0) {
            b->cases = strtoll(value, NULL, 10);
        } else if (strcmp(argv[i], "--prices") == 0) {
            b->prices = strtoll(value, NULL, 10);
        } else if (strcmp(argv[i], "--phases") == 0) {
            b->phases = (int)strtol(value, NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0) {
            b->seed = strtoull(value, NULL, 10);
        } else if (strcmp(argv[i], "--limit") == 0) {
            b->limit = strtoll(value, NULL, 10);
        } else if (strcmp(argv[i], "--log") == 0) {
            b->log_path = value;
        } else if (strcmp(argv[i], "--glpk") == 0) {
            b->glpk = strcmp(value, "all") == 0;
        } else {
            return false;
        }
    }
    return argc % 2 == 1 && b->catalogue_folder != NULL && b->cases > 0 && b->prices > 0 &&
           (b->phases == 1 || b->phases == 2 || b->phases == 4);
}

static int run(bench *b)
{
    bool well = b->log_path == NULL || (b->log = fopen(b->log_path, "a")) != NULL;
    b->kernel = bil_kernel_new();
    well = well && b->kernel != NULL;
    for (int way = 0; way < WAYS; way++) {
        b->ms[way] = calloc((size_t)(b->cases * b->prices), sizeof *b->ms[way]);
        well = well && b->ms[way] != NULL;
    }
    for (int64_t i = 0; well && i < b->cases; i++) {
        well = one(b, (uint64_t)i);
    }
    if (well) {
        report(b);
    }
    for (int way = 0; way < WAYS; way++) {
        free(b->ms[way]);
    }
    bil_kernel_free(b->kernel);
    if (b->log != NULL) {
        (void)fclose(b->log);
    }
    return well && b->differ == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    static bench b = {
        .cases = 200, .prices = 5, .limit = 20000, .phases = 1, .seed = 1, .glpk = true};
    if (!read_arguments(&b, argc, argv)) {
        (void)fprintf(stderr, "usage: kernel --catalogue FOLDER [--cases N] [--prices P] [--phases "
                              "1|2|4] [--seed S] [--limit NODES] [--glpk all|none] [--log FILE]\n");
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
        code = run(&b);
    }
    bil_catalogue_free(b.catalogue);
    bil_arena_free(arena);
    return code;
}
