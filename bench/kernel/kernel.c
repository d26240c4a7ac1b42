/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel --catalogue FOLDER [--district FOLDER] [--cases N] [--prices P] [--phases 1|2|4] [--seed
 * S]
 *        [--limit NODES] [--glpk all|none|EVERY] [--essential 1] [--log FILE]
 *
 * N people at P prices each: what is best for the person at these prices, by the kernel (anew, and
 * with the answers at the prices before at hand), by GLPK as it comes (glp_intopt with presolve),
 * and through our door. Compares the values, says how long each took per call.
 *
 * Without a district the prices are drawn, far and wide; with one, its first N persons are
 * allocated and asked at the prices of that run (see market.h). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/kernel/generate.h"
#include "bench/kernel/market.h"
#include "bench/kernel/prices.h"
#include "data/case.h"
#include "data/catalogue.h"

typedef struct {
    const char *catalogue_folder;
    const char *district_folder;
    const char *log_path;
    int64_t cases;
    int64_t prices;
    int64_t limit;
    int64_t glpk; /* every how many pairs */
    uint64_t seed;
    bool essential;
    int phases;
    bil_catalogue *catalogue;
    way_tally tally;
} bench;

static void complain(const char *what, const bil_error *err)
{
    (void)fprintf(stderr, "kernel: %s: %s: %s\n", what, err->where, err->message_en);
}

/* One way through all the prices of a person, one after another as a district asks. */
static bool go(bench *b, way how, bil_model *model, uint64_t person, way_memory *kept, prices *at,
               double *room, way_answer *answers)
{
    bool well = true;
    for (int64_t k = 0; well && k < b->prices; k++) {
        way_answer *out = &answers[k * WAYS + how];
        prices_draw(at, b->catalogue, b->seed + person, (uint64_t)k);
        prices_set(model, at);
        well = way_ask(&b->tally, how, out, &model->lp, kept, room);
        if (well && how == WAY_WARM && !out->none) {
            way_memory_keep(kept, room, model->lp.column_count);
        }
    }
    return well;
}

static bool price_person(bench *b, bil_model *model, uint64_t person, bil_arena *arena)
{
    const size_t n = model->lp.column_count;
    way_memory kept = {0};
    double *room = bil_arena_alloc(arena, n, sizeof *room);
    way_answer *answers = bil_arena_alloc(arena, (size_t)b->prices * WAYS, sizeof *answers);
    prices at = {.services =
                     bil_arena_alloc(arena, b->catalogue->service_count, sizeof *at.services)};
    bool well =
        room != NULL && answers != NULL && at.services != NULL && way_memory_make(&kept, n, arena);
    if (!well) {
        return false;
    }
    bil_model_parts(model, kept.part);
    for (int64_t k = 0; k < b->prices * WAYS; k++) {
        answers[k].asked = false;
    }
    const bool beside = b->glpk > 0 && person % (uint64_t)b->glpk == 0;
    for (int how = WAY_COLD; well && how < (beside ? WAYS : WAY_GLPK); how++) {
        well = go(b, (way)how, model, person, &kept, &at, room, answers);
    }
    for (int64_t k = 0; well && k < b->prices; k++) {
        char name[96];
        (void)snprintf(name, sizeof name, "person %" PRIu64 ", prices %" PRId64 ", %d phases",
                       person, k, b->phases);
        well = way_note(&b->tally, &answers[k * WAYS], &model->lp, name);
    }
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
    kernel_generate(&text, b->catalogue, b->seed, person, b->phases);
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

static bool run_drawn(bench *b)
{
    char title[160];
    bool well = true;
    for (int64_t i = 0; well && i < b->cases; i++) {
        well = one(b, (uint64_t)i);
    }
    (void)snprintf(title, sizeof title,
                   "%d phase%s: %" PRId64 " people × %" PRId64 " prices, seed %" PRIu64, b->phases,
                   b->phases == 1 ? "" : "s", b->cases, b->prices, b->seed);
    if (well) {
        way_report(&b->tally, title);
    }
    return well;
}

static bool run_district(bench *b)
{
    char title[160];
    bil_population people = {0};
    bil_faults faults;
    bil_error err = {0};
    bil_arena *arena = bil_arena_new();
    bil_faults_init(&faults, arena);
    if (arena == NULL ||
        bil_population_load(&people, b->district_folder, b->catalogue, &faults, &err) != BIL_OK) {
        complain(b->district_folder, &err);
        bil_arena_free(arena);
        return false;
    }
    const market m = {.district = people.district,
                      .persons = people.persons,
                      .count = people.count < (size_t)b->cases ? people.count : (size_t)b->cases,
                      .phases = b->phases,
                      .rounds = (int)b->prices,
                      .beside = b->glpk,
                      .essential = b->essential};
    const bool well = market_run(&b->tally, &m, &err);
    (void)snprintf(title, sizeof title, "%s, %d phase%s: %zu people, %" PRId64 " rounds of prices",
                   people.district->name, b->phases, b->phases == 1 ? "" : "s", m.count, b->prices);
    if (well) {
        way_report(&b->tally, title);
    } else {
        complain("district", &err);
    }
    bil_population_free(&people);
    bil_arena_free(arena);
    return well;
}

static bool read_glpk(bench *b, const char *value)
{
    b->glpk = strcmp(value, "all") == 0 ? 1 : strtoll(value, NULL, 10); /* "none": 0 */
    return b->glpk >= 0;
}

static bool read_argument(bench *b, const char *name, const char *value)
{
    if (strcmp(name, "--catalogue") == 0) {
        b->catalogue_folder = value;
    } else if (strcmp(name, "--district") == 0) {
        b->district_folder = value;
    } else if (strcmp(name, "--log") == 0) {
        b->log_path = value;
    } else if (strcmp(name, "--cases") == 0) {
        b->cases = strtoll(value, NULL, 10);
    } else if (strcmp(name, "--prices") == 0) {
        b->prices = strtoll(value, NULL, 10);
    } else if (strcmp(name, "--phases") == 0) {
        b->phases = (int)strtol(value, NULL, 10);
    } else if (strcmp(name, "--seed") == 0) {
        b->seed = strtoull(value, NULL, 10);
    } else if (strcmp(name, "--limit") == 0) {
        b->limit = strtoll(value, NULL, 10);
    } else if (strcmp(name, "--essential") == 0) {
        b->essential = strcmp(value, "1") == 0;
    } else if (strcmp(name, "--glpk") == 0) {
        return read_glpk(b, value);
    } else {
        return false;
    }
    return true;
}

static bool read_arguments(bench *b, int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!read_argument(b, argv[i], argv[i + 1])) {
            return false;
        }
    }
    const bool phases = b->phases == 1 || b->phases == 2 || b->phases == 4 ||
                        (b->phases == 0 && b->district_folder != NULL);
    return argc % 2 == 1 && b->catalogue_folder != NULL && b->cases > 0 && b->prices > 0 && phases;
}

static bool run(bench *b)
{
    const bool well = way_tally_open(&b->tally, b->log_path, b->limit) &&
                      (b->district_folder != NULL ? run_district(b) : run_drawn(b));
    way_tally_close(&b->tally);
    return well && b->tally.differ == 0;
}

int main(int argc, char **argv)
{
    static bench b = {.cases = 200, .prices = 5, .limit = 20000, .phases = 1, .seed = 1, .glpk = 1};
    if (!read_arguments(&b, argc, argv)) {
        (void)fprintf(stderr, "usage: kernel --catalogue FOLDER [--district FOLDER] [--cases N] "
                              "[--prices P] [--phases 1|2|4] [--seed S] [--limit NODES] "
                              "[--glpk all|none|EVERY] [--essential 1] [--log FILE]\n");
        return 64;
    }
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_error err = {0};
    bool well = false;
    bil_faults_init(&faults, arena);
    if (arena == NULL ||
        bil_catalogue_load(&b.catalogue, b.catalogue_folder, &faults, &err) != BIL_OK) {
        complain("catalogue", &err);
    } else {
        well = run(&b);
    }
    bil_catalogue_free(b.catalogue);
    bil_arena_free(arena);
    return well ? 0 : 1;
}
