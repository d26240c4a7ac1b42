/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trust [--models N] [--seed S] [--cbc EVERY] [--show FAMILY SEED]
 *
 * Solves N random models whose answer is known exactly: by GLPK's first look alone, by the kernel
 * alone, through the door (bil_lp_solve) with and without doubt, and every EVERY-th one with CBC;
 * counts the wrong answers by family. Exits 1 if the door with doubt let one through. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "solver/kernel.h"
#include "solver/lp_impl.h"
#include "tests/trust/trust.h"

typedef enum {
    FIRST_LOOK,
    KERNEL,
    DOOR,
    DOUBTING_DOOR,
    DOOR_ALONE, /* with a continuous column that does nothing, so that the exact search stays out */
    DOUBTING_DOOR_ALONE,
    CBC,
    WAYS
} way;

static const char *const way_names[WAYS] = {
    "first look of GLPK",
    "kernel",
    "door, doubt 0",
    "door, doubt 1",
    "door, doubt 0, no exact",
    "door, doubt 1, no exact",
    "CBC",
};

typedef struct {
    int64_t asked;
    int64_t count[TRUST_VERDICTS];
    int64_t refused;
    int64_t looks;
    double seconds;
} tally;

typedef struct {
    int64_t models;
    uint64_t seed;
    int64_t cbc_every; /* 0 = never */
    bil_kernel *kernel;
    int shown_family; /* -1 = none */
    uint64_t shown_seed;
    char folder[64];
    int64_t feasible[TRUST_FAMILIES];
    tally tallies[TRUST_FAMILIES][WAYS];
    int complaints;
} trust;

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static trust_verdict verdict_of(const trust_sample *m, const bil_lp_result *r, bool feasible,
                                int64_t best)
{
    if (r->status == BIL_LP_OPTIMAL) {
        return trust_judge(m, feasible, best, r->x);
    }
    return r->status == BIL_LP_INFEASIBLE ? trust_judge(m, feasible, best, NULL) : TRUST_NO_ANSWER;
}

typedef struct {
    const trust_sample *sample;
    const bil_lp *lp;
    bil_arena *arena;
    bool feasible;
    int64_t best;
} question;

static void count(trust *t, way w, const question *q, trust_verdict verdict, int looks,
                  double seconds)
{
    tally *sum = &t->tallies[q->sample->family][w];
    sum->asked++;
    sum->count[verdict]++;
    sum->looks += looks;
    sum->seconds += seconds;
    if ((w == DOUBTING_DOOR || (w == KERNEL && verdict != TRUST_NO_ANSWER)) &&
        verdict != TRUST_RIGHT && t->complaints++ < 20) {
        (void)fprintf(stderr, "%s: verdict %d, --show %d %" PRIu64 "\n", way_names[w], (int)verdict,
                      q->sample->family, q->sample->seed);
    }
}

static void ask_first_look(trust *t, const question *q)
{
    const bil_lp_settings settings = {.node_limit = 200000};
    double x[TRUST_COLUMNS] = {0.0};
    bil_lp_result out = {.status = BIL_LP_FAILED, .x = x};
    const double start = now();
    bil_lp_glpk_look(&out, q->lp, BIL_LOOK_QUICK, &settings);
    const double seconds = now() - start;
    count(t, FIRST_LOOK, q, verdict_of(q->sample, &out, q->feasible, q->best), 1, seconds);
}

/* The kernel alone: an answer that is not proven is none. */
static void ask_kernel(trust *t, const question *q)
{
    const bil_kernel_settings settings = {.node_limit = 1000000};
    bil_kernel_result out;
    bil_error err;
    const double start = now();
    const bil_status status = bil_kernel_solve(&out, t->kernel, q->lp, &settings, &err);
    const double seconds = now() - start;
    if (status != BIL_OK) {
        t->tallies[q->sample->family][KERNEL].asked++;
        t->tallies[q->sample->family][KERNEL].refused++;
        return;
    }
    const bool known = out.status == BIL_KERNEL_OPTIMAL || out.status == BIL_KERNEL_NOTHING;
    const trust_verdict verdict = known
                                      ? trust_judge(q->sample, q->feasible, q->best,
                                                    out.status == BIL_KERNEL_OPTIMAL ? out.x : NULL)
                                      : TRUST_NO_ANSWER;
    count(t, KERNEL, q, verdict, 1, seconds);
}

static void ask_door(trust *t, const question *q, way w)
{
    const bil_lp_settings settings = {.doubt = w == DOOR || w == DOOR_ALONE ? 0 : 1};
    bil_lp_result out;
    bil_error err;
    const double start = now();
    const bil_status status = bil_lp_solve(&out, q->lp, &settings, q->arena, &err);
    const double seconds = now() - start;
    if (status != BIL_OK) {
        t->tallies[q->sample->family][w].asked++;
        t->tallies[q->sample->family][w].refused++;
        return;
    }
    count(t, w, q, verdict_of(q->sample, &out, q->feasible, q->best), out.looks, seconds);
}

static void ask_cbc(trust *t, const question *q)
{
    double x[TRUST_COLUMNS];
    const double start = now();
    const trust_cbc_status status = trust_cbc(q->lp, t->folder, x);
    const double seconds = now() - start;
    const trust_verdict verdict =
        status == TRUST_CBC_OTHER
            ? TRUST_NO_ANSWER
            : trust_judge(q->sample, q->feasible, q->best, status == TRUST_CBC_OPTIMAL ? x : NULL);
    count(t, CBC, q, verdict, 1, seconds);
}

static bool one(trust *t, int64_t number, int family, uint64_t seed)
{
    trust_sample sample;
    trust_draw(&sample, family, seed);
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return false;
    }
    bil_lp lp;
    trust_build(&lp, arena, &sample);
    question q = {.sample = &sample, .lp = &lp, .arena = arena};
    q.feasible = trust_truth(&sample, &q.best);
    t->feasible[family] += q.feasible ? 1 : 0;
    ask_first_look(t, &q);
    ask_kernel(t, &q);
    ask_door(t, &q, DOOR);
    ask_door(t, &q, DOUBTING_DOOR);
    if (sample.switches == 0) {
        (void)bil_lp_add_column(&lp, 0.0, 1.0, false, "nothing", "");
        ask_door(t, &q, DOOR_ALONE);
        ask_door(t, &q, DOUBTING_DOOR_ALONE);
        lp.column_count--;
    }
    /* by turns of whole rounds over the families, so that each gets its share */
    if (t->cbc_every > 0 && number / TRUST_FAMILIES % t->cbc_every == 0) {
        ask_cbc(t, &q);
    }
    bil_arena_free(arena);
    return true;
}

static void show_answer(const char *who, const bil_lp_result *r, const question *q)
{
    (void)printf("%s: status %d, objective %.10g, looks %d, nodes %" PRId64 ", verdict %d %s\n",
                 who, (int)r->status, r->objective, r->looks, r->nodes,
                 (int)verdict_of(q->sample, r, q->feasible, q->best), r->message);
    for (int j = 0; r->x != NULL && j < q->sample->columns; j++) {
        (void)printf(" %.12g", r->x[j]);
    }
    (void)printf("\n");
}

static int show(trust *t)
{
    trust_sample sample;
    trust_draw(&sample, t->shown_family, t->shown_seed);
    bil_arena *arena = bil_arena_new();
    bil_lp lp;
    trust_build(&lp, arena, &sample);
    question q = {.sample = &sample, .lp = &lp, .arena = arena};
    q.feasible = trust_truth(&sample, &q.best);
    bil_text text;
    bil_text_init(&text);
    bil_error err = {0};
    if (bil_lp_write(&text, NULL, &lp, "lp", &err) == BIL_OK) {
        (void)fputs(text.bytes, stdout);
    }
    bil_text_release(&text);
    (void)printf("truth: %s %" PRId64 " / %" PRId64 "\n", q.feasible ? "best" : "infeasible",
                 q.best, sample.unit);
    double x[TRUST_COLUMNS] = {0.0};
    for (int look = 0; look < BIL_LOOK_COUNT; look++) {
        const bil_lp_settings settings = {.node_limit = 200000};
        bil_lp_result out = {.status = BIL_LP_FAILED, .x = x};
        bil_lp_glpk_look(&out, &lp, (bil_look)look, &settings);
        show_answer("look", &out, &q);
    }
    for (int doubt = 0; doubt < 2; doubt++) {
        const bil_lp_settings settings = {.doubt = doubt};
        bil_lp_result out = {0};
        if (bil_lp_solve(&out, &lp, &settings, arena, &err) == BIL_OK) {
            show_answer("door", &out, &q);
        } else {
            (void)printf("door: refused (%s, %s)\n", err.where, err.message_en);
        }
    }
    bil_arena_free(arena);
    return 0;
}

static void print_line(const char *name, const tally *a)
{
    const int64_t wrong =
        a->count[TRUST_FALSE_INFEASIBLE] + a->count[TRUST_BAD_POINT] + a->count[TRUST_SUBOPTIMAL];
    (void)printf("  %-26s %7" PRId64 " %7" PRId64 " %6" PRId64 " %6" PRId64 " %6" PRId64
                 " %6" PRId64 " %7" PRId64 " %6.2f %9.3f\n",
                 name, a->asked, wrong, a->count[TRUST_FALSE_INFEASIBLE], a->count[TRUST_BAD_POINT],
                 a->count[TRUST_SUBOPTIMAL], a->count[TRUST_NO_ANSWER], a->refused,
                 a->asked > 0 ? (double)a->looks / (double)a->asked : 0.0,
                 a->asked > 0 ? 1000.0 * a->seconds / (double)a->asked : 0.0);
}

static int64_t print_table(const trust *t)
{
    int64_t through = 0;
    for (int w = 0; w < WAYS; w++) {
        tally all = {0};
        (void)printf("\n%-28s %7s %7s %6s %6s %6s %6s %7s %6s %9s\n", way_names[w], "models",
                     "wrong", "f.inf", "point", "subopt", "none", "refused", "looks", "ms each");
        for (int f = 0; f < TRUST_FAMILIES; f++) {
            const tally *a = &t->tallies[f][w];
            print_line(trust_family_name(f), a);
            all.asked += a->asked;
            all.refused += a->refused;
            all.looks += a->looks;
            all.seconds += a->seconds;
            for (int v = 0; v < TRUST_VERDICTS; v++) {
                all.count[v] += a->count[v];
            }
        }
        print_line("all", &all);
        if (w == DOUBTING_DOOR) {
            through = all.count[TRUST_FALSE_INFEASIBLE] + all.count[TRUST_BAD_POINT] +
                      all.count[TRUST_SUBOPTIMAL];
        }
    }
    return through;
}

static bool read_arguments(trust *t, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const bool more = i + 1 < argc;
        if (strcmp(argv[i], "--models") == 0 && more) {
            t->models = strtoll(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0 && more) {
            t->seed = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--cbc") == 0 && more) {
            t->cbc_every = strtoll(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--show") == 0 && i + 2 < argc) {
            t->shown_family = (int)strtol(argv[++i], NULL, 10);
            t->shown_seed = strtoull(argv[++i], NULL, 10);
        } else {
            return false;
        }
    }
    return t->models >= 0 && t->cbc_every >= 0 && t->shown_family < TRUST_FAMILIES;
}

static bool open_folder(trust *t)
{
    const char *parent = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe) */
    (void)snprintf(t->folder, sizeof t->folder, "%.40s/trust_XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    return mkdtemp(t->folder) != NULL;
}

static void close_folder(const trust *t)
{
    char path[96];
    static const char *const files[] = {"model.mps", "answer.txt"};
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", t->folder, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(t->folder);
}

int main(int argc, char **argv)
{
    static trust t = {.models = 100000, .seed = 1, .cbc_every = 10, .shown_family = -1};
    if (!read_arguments(&t, argc, argv)) {
        (void)fprintf(stderr, "usage: trust [--models N] [--seed S] [--cbc EVERY] "
                              "[--show FAMILY SEED]\n");
        return 64;
    }
    if (t.shown_family >= 0) {
        return show(&t);
    }
    if (t.cbc_every > 0 && !trust_cbc_present()) {
        (void)fprintf(stderr, "trust: no cbc here: its part is left out\n");
        t.cbc_every = 0;
    }
    if (t.cbc_every > 0 && !open_folder(&t)) {
        return 73;
    }
    t.kernel = bil_kernel_new();
    if (t.kernel == NULL) {
        return 71;
    }
    for (int64_t i = 0; i < t.models; i++) {
        const int family = (int)(i % TRUST_FAMILIES);
        if (!one(&t, i, family, t.seed * 1000000007U + (uint64_t)i)) {
            return 71;
        }
    }
    bil_kernel_free(t.kernel);
    if (t.cbc_every > 0) {
        close_folder(&t);
    }
    (void)printf("%" PRId64 " random models, seed %" PRIu64 ", %d families in turn", t.models,
                 t.seed, TRUST_FAMILIES);
    int64_t feasible = 0;
    for (int f = 0; f < TRUST_FAMILIES; f++) {
        feasible += t.feasible[f];
    }
    (void)printf(", %" PRId64 " of them feasible\n", feasible);
    const int64_t through = print_table(&t);
    (void)printf("\nwrong answers through the door with doubt 1: %" PRId64 "\n", through);
    return through == 0 ? 0 : 1;
}
