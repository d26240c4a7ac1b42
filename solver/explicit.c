/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/explicit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/choose.h"
#include "solver/core.h"
#include "solver/halves.h"
#include "solver/master.h"
#include "solver/swing.h"

enum { MOVES_A_ROUND = 500000, NEARBY_EVERY = 16, EXACT_EVERY = 8, WARM_LONGER = 6 };

/* What halves get to do in a round, about a second. */
#define HALVES_A_ROUND (INT64_C(1) << 27)

/* What swinging gets to do in a round, about as long: only while more than so much of the value is
 * missing to the bound. */
#define SWING_A_ROUND (INT64_C(1) << 33)
#define SWING_MISSING 0.005

/* Packages that lose up to half of what is missing to the bound and a hundredth of the value. */
#define SWING_SHARE 0.5
#define SWING_MORE 0.01

/* Uses of all packages together: up to so many the exact search comes first and long; beyond, it
 * gets as many nodes as keep its time about the same. */
#define SMALL_USES 8000
#define SMALL_NODES 4000
#define NODES_TIMES_USES 4000000

void bil_explicit_settings_init(bil_explicit_settings *settings)
{
    memset(settings, 0, sizeof *settings);
}

bool bil_mmkp_fits(int64_t *value, const bil_mmkp *problem, const uint32_t *choice)
{
    const bil_mmkp *p = problem;
    int64_t sum = 0;
    bool fits = true;
    for (uint32_t g = 0; g < p->group_count; g++) {
        sum += p->value[p->first[g] + choice[g]];
    }
    for (uint32_t r = 0; r < p->resource_count && fits; r++) {
        int64_t used = 0;
        for (uint32_t g = 0; g < p->group_count; g++) {
            used += p->use[(p->first[g] + choice[g]) * p->resource_count + r];
        }
        fits = used <= p->limit[r];
    }
    *value = sum;
    return fits;
}

typedef struct {
    const bil_mmkp *problem;
    const bil_explicit_settings *settings;
    bil_explicit_answer *answer;
    bil_packages *packages; /* the tag is the item's place in its group */
    double *limits;
    double *prices;
    uint32_t *keys;   /* the master's */
    uint32_t *best;   /* packages of the best choice */
    uint32_t *trial;  /* room */
    uint32_t *choice; /* room */
    double *used;     /* room */
    bil_halves *halves;
    bil_swing *swing; /* once it is needed */
    double bound;
    double below_all; /* any choice is worth more */
    int64_t round;
    bool stopped;
} explicit_run;

static bool goes_on(explicit_run *run)
{
    const bil_explicit_settings *settings = run->settings;
    const bil_explicit_tick tick = {.value = run->answer->value,
                                    .bound = run->answer->bound,
                                    .found = run->answer->status == BIL_EXPLICIT_FOUND,
                                    .round = run->round};
    if (!run->stopped && settings->tick != NULL && !settings->tick(&tick, settings->payload)) {
        run->stopped = true;
    }
    return !run->stopped;
}

static bool core_goes_on(void *payload)
{
    return goes_on(payload);
}

static bool choose_goes_on(const bil_choose_tick *tick, void *payload)
{
    explicit_run *run = payload;
    return !(run->settings->any && tick->found) && goes_on(run);
}

/* Every choice is worth at least this: what cannot be within the limits is known by its bound. */
static double least_sum(const bil_mmkp *p)
{
    double sum = 0.0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        int64_t least = p->first[g] < p->first[g + 1] ? p->value[p->first[g]] : 0;
        for (size_t i = p->first[g]; i < p->first[g + 1]; i++) {
            least = p->value[i] < least ? p->value[i] : least;
        }
        sum += (double)least;
    }
    return sum;
}

static bil_status load(explicit_run *run, bil_error *err)
{
    const bil_mmkp *p = run->problem;
    const uint32_t m = p->resource_count;
    bil_use *uses = bil_arena_alloc(p->arena, m, sizeof *uses);
    run->limits = bil_arena_alloc(p->arena, m, sizeof *run->limits);
    run->prices = bil_arena_alloc(p->arena, m, sizeof *run->prices);
    run->used = bil_arena_alloc(p->arena, m, sizeof *run->used);
    run->keys = bil_arena_alloc(p->arena, p->group_count, sizeof *run->keys);
    run->best = bil_arena_alloc(p->arena, p->group_count, sizeof *run->best);
    run->trial = bil_arena_alloc(p->arena, p->group_count, sizeof *run->trial);
    run->choice = bil_arena_alloc(p->arena, p->group_count, sizeof *run->choice);
    run->answer->choice = bil_arena_alloc(p->arena, p->group_count, sizeof *run->answer->choice);
    if (uses == NULL || run->limits == NULL || run->prices == NULL || run->used == NULL ||
        run->keys == NULL || run->best == NULL || run->trial == NULL || run->choice == NULL ||
        run->answer->choice == NULL) {
        return bil_fail_nomem(err);
    }
    for (uint32_t r = 0; r < m; r++) {
        run->limits[r] = (double)p->limit[r];
    }
    run->below_all = least_sum(p) - 1.0;
    bil_status status = bil_packages_new(&run->packages, p->group_count, m, err);
    for (uint32_t g = 0; g < p->group_count && status == BIL_OK; g++) {
        for (size_t i = p->first[g]; i < p->first[g + 1] && status == BIL_OK; i++) {
            uint32_t made = 0;
            for (uint32_t r = 0; r < m; r++) {
                uses[r] = (bil_use){.row = r, .amount = (double)p->use[i * m + r]};
            }
            status = bil_packages_add(&made, NULL, run->packages, g, (double)p->value[i], uses, m,
                                      i - p->first[g], err);
        }
    }
    return status;
}

/* Values are whole numbers here, so a bound may be rounded down. */
static void lower_bound_to(explicit_run *run, double bound)
{
    if (bound < run->bound) {
        run->bound = bound;
        const double whole = floor(bound);
        run->answer->bound = whole > 9e18 ? INT64_MAX : whole < -9e18 ? INT64_MIN : (int64_t)whole;
    }
}

static bil_status offer(explicit_run *run, const uint32_t *packages, bil_error *err)
{
    bil_explicit_answer *answer = run->answer;
    int64_t value = 0;
    for (uint32_t g = 0; g < run->problem->group_count; g++) {
        run->choice[g] = (uint32_t)run->packages->tag[packages[g]];
    }
    if (!bil_mmkp_fits(&value, run->problem, run->choice)) {
        return bil_fail(err, BIL_E_INTERNAL, "explicit", "una scelta trovata supera un limite",
                        "a choice that was found exceeds a limit");
    }
    if (answer->status != BIL_EXPLICIT_FOUND || value > answer->value) {
        answer->status = BIL_EXPLICIT_FOUND;
        answer->value = value;
        memcpy(answer->choice, run->choice, run->problem->group_count * sizeof *run->choice);
        memcpy(run->best, packages, run->problem->group_count * sizeof *run->best);
    }
    return BIL_OK;
}

static bool proven(const explicit_run *run)
{
    return run->answer->proven ||
           (run->answer->status == BIL_EXPLICIT_FOUND && run->answer->value >= run->answer->bound);
}

static bool done(const explicit_run *run)
{
    return proven(run) || (run->settings->any && run->answer->status == BIL_EXPLICIT_FOUND);
}

static bil_status relax(explicit_run *run, bil_error *err)
{
    bil_master *master = NULL;
    bil_mastered answer;
    bil_master_settings settings;
    bil_master_settings_init(&settings);
    settings.limits = run->limits;
    bil_status status = bil_master_new(&master, run->packages, err);
    if (status == BIL_OK) {
        status = bil_master_solve(&answer, master, &settings, err);
    }
    if (status == BIL_OK) {
        memcpy(run->prices, answer.price, run->problem->resource_count * sizeof *run->prices);
        memcpy(run->keys, answer.key, run->problem->group_count * sizeof *run->keys);
        lower_bound_to(run, bil_packages_bound(run->packages, run->limits, run->prices, NULL));
    }
    bil_master_free(master);
    return status;
}

/* Exact search with so many nodes: better than the best so far, or the proof that nothing is. */
static bil_status search_exactly(explicit_run *run, int64_t nodes, bil_error *err)
{
    const bool found = run->answer->status == BIL_EXPLICIT_FOUND;
    const bil_core_settings settings = {.limits = run->limits,
                                        .above =
                                            found ? (double)run->answer->value : run->below_all,
                                        .step = 1.0,
                                        .any = run->settings->any,
                                        .start = run->prices,
                                        .node_limit = nodes,
                                        .tick = core_goes_on,
                                        .payload = run};
    bil_cored out = {.package = run->trial};
    bil_status status = bil_core_solve(&out, run->packages, &settings, err);
    if (status == BIL_OK && out.found) {
        status = offer(run, run->trial, err);
    }
    if (status == BIL_OK && out.complete) {
        run->answer->proven = true;
        if (run->answer->status == BIL_EXPLICIT_FOUND) {
            run->answer->bound = run->answer->value;
        } else {
            run->answer->status = BIL_EXPLICIT_INFEASIBLE;
        }
    } else if (status == BIL_OK) {
        lower_bound_to(run, out.bound);
    }
    return status;
}

/* Annealing and exact searches of a few groups, broad and narrow in turn; until there is a choice,
 * and now and then from the master's keys: another part of the country. */
static bil_status search_nearby(explicit_run *run, bil_error *err)
{
    const bool found = run->answer->status == BIL_EXPLICIT_FOUND;
    const int64_t turn = run->round / NEARBY_EVERY;
    bil_choose_settings settings;
    bil_choose_settings_init(&settings);
    settings.limits = run->limits;
    settings.prices = run->prices;
    settings.start = found && turn % 4 != 0 ? run->best : run->keys;
    settings.bound = floor(run->bound);
    settings.step = 1.0;
    settings.seed = run->settings->seed * 1000003 + (uint64_t)run->round;
    settings.moves = MOVES_A_ROUND;
    settings.broad = turn % 2 == 0;
    settings.share = 0.125;
    settings.tick = choose_goes_on;
    settings.payload = run;
    bil_chosen out = {.package = run->trial, .used = run->used};
    bil_status status = bil_choose(&out, run->packages, &settings, err);
    if (status == BIL_OK && out.found) {
        status = offer(run, run->trial, err);
    }
    return status;
}

/* How warm, as a share of what is missing to the bound: each kind of problem has its own best. */
static double heat_of(const explicit_run *run)
{
    static const double share[] = {0.0, 0.01, 0.0, 0.003};
    return share[run->round % 4] * (run->bound - (double)run->answer->value);
}

static bil_status search_halves(explicit_run *run, bil_error *err)
{
    const double heat = heat_of(run);
    const bil_halves_settings settings = {.prices = run->prices,
                                          .bound = floor(run->bound),
                                          .heat = heat,
                                          .work = (heat > 0.0 ? WARM_LONGER : 1) * HALVES_A_ROUND,
                                          .tick = core_goes_on,
                                          .payload = run};
    bool better = false;
    memcpy(run->trial, run->best, run->problem->group_count * sizeof *run->trial);
    bil_status status = bil_halves_improve(run->trial, &better, run->halves, &settings, err);
    if (status == BIL_OK && better) {
        status = offer(run, run->trial, err);
    }
    return status;
}

static bool much_is_missing(const explicit_run *run)
{
    const double value = (double)run->answer->value;
    return run->bound - value > SWING_MISSING * fabs(value);
}

static bil_status search_swinging(explicit_run *run, bil_error *err)
{
    const double value = (double)run->answer->value;
    bil_status status = BIL_OK;
    if (run->swing == NULL) {
        const bil_swing_settings settings = {
            .limits = run->limits,
            .prices = run->prices,
            .loss = SWING_SHARE * (run->bound - value + SWING_MORE * fabs(value)),
            .seed = run->settings->seed};
        status = bil_swing_new(&run->swing, run->packages, &settings, err);
    }
    if (status == BIL_OK) {
        const bil_swing_work work = {.bound = floor(run->bound),
                                     .work = SWING_A_ROUND,
                                     .tick = core_goes_on,
                                     .payload = run};
        bool better = false;
        memcpy(run->trial, run->best, run->problem->group_count * sizeof *run->trial);
        bil_swing_improve(run->trial, &better, run->swing, &work);
        status = better ? offer(run, run->trial, err) : BIL_OK;
    }
    return status;
}

/* How many nodes the exact search gets in a round: twice as many each time. */
static int64_t nodes_of(const explicit_run *run)
{
    const bil_mmkp *p = run->problem;
    const int64_t uses = (int64_t)p->first[p->group_count] * p->resource_count + 1;
    const int64_t first = uses <= SMALL_USES ? SMALL_NODES : NODES_TIMES_USES / uses + 10;
    const int64_t times = run->round / EXACT_EVERY;
    return first << (times < 20 ? times : 20);
}

static bil_status search(explicit_run *run, bil_error *err)
{
    bil_status status = relax(run, err);
    if (status == BIL_OK) {
        status =
            bil_halves_new(&run->halves, run->packages, run->limits, 1.0, run->settings->seed, err);
    }
    if (status == BIL_OK && goes_on(run)) {
        status = search_exactly(run, nodes_of(run), err);
    }
    while (status == BIL_OK && !done(run) && goes_on(run) &&
           (run->settings->rounds <= 0 || run->round < run->settings->rounds)) {
        const bool nearby =
            run->answer->status != BIL_EXPLICIT_FOUND || run->round % NEARBY_EVERY == 0;
        status = nearby ? search_nearby(run, err) : search_halves(run, err);
        if (status == BIL_OK && !nearby && much_is_missing(run) && !done(run) && goes_on(run)) {
            status = search_swinging(run, err);
        }
        if (status == BIL_OK && !done(run) && goes_on(run) &&
            run->round % EXACT_EVERY == EXACT_EVERY - 1) {
            status = search_exactly(run, nodes_of(run), err);
        }
        run->round++;
    }
    return status;
}

bil_status bil_explicit_solve(bil_explicit_answer *out, const bil_mmkp *problem,
                              const bil_explicit_settings *settings, bil_error *err)
{
    bil_explicit_answer answer = {.status = BIL_EXPLICIT_STOPPED, .bound = INT64_MAX};
    explicit_run run = {
        .problem = problem, .settings = settings, .answer = &answer, .bound = HUGE_VAL};
    bil_status status = load(&run, err);
    if (status == BIL_OK) {
        status = search(&run, err);
    }
    bil_swing_free(run.swing);
    bil_halves_free(run.halves);
    bil_packages_free(run.packages);
    if (status == BIL_OK) {
        answer.proven = proven(&run);
        answer.stopped = run.stopped && !answer.proven;
        *out = answer;
    }
    return status;
}
