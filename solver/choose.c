/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/random.h"
#include "solver/choose_impl.h"
#include "solver/master.h"

enum { GUESS_ROUNDS = 200, TICK_MASK = 4095 };

/* How hot annealing begins (see usual_heat); what packages may lose at most at the prices to be
 * looked at, as a multiple of that; how often fines are raised when they were too low. */
enum { HEAT_GROUPS = 4, RAISES = 4 };
#define LOSS_OF_HEAT 30.0
#define RAISE 4.0
#define FAIR_PART 0.25

void bil_choose_settings_init(bil_choose_settings *settings)
{
    memset(settings, 0, sizeof *settings);
    settings->bound = HUGE_VAL;
    settings->moves = -1;
}

double bil_search_change(const bil_search *search, uint32_t i, uint32_t j)
{
    const bil_packages *p = search->packages;
    uint32_t k = p->first[i];
    uint32_t l = p->first[j];
    const uint32_t k_end = p->first[i + 1];
    const uint32_t l_end = p->first[j + 1];
    double gain = p->value[j] - p->value[i];
    while (k < k_end || l < l_end) {
        const uint32_t k_row = k < k_end ? p->row[k] : UINT32_MAX;
        const uint32_t l_row = l < l_end ? p->row[l] : UINT32_MAX;
        const uint32_t row = k_row < l_row ? k_row : l_row;
        double more = 0.0;
        if (k_row <= l_row) {
            more -= p->amount[k++];
        }
        if (l_row <= k_row) {
            more += p->amount[l++];
        }
        const double before = search->used[row] - search->limit[row];
        const double after = before + more;
        gain -= search->fine[row] * ((after > 0.0 ? after : 0.0) - (before > 0.0 ? before : 0.0));
    }
    return gain;
}

static void use(bil_search *search, uint32_t package, double times)
{
    const bil_packages *p = search->packages;
    const uint32_t end = p->first[package + 1];
    for (uint32_t k = p->first[package]; k < end; k++) {
        const uint32_t r = p->row[k];
        const bool before = search->used[r] > search->limit[r];
        search->used[r] += times * p->amount[k];
        const bool after = search->used[r] > search->limit[r];
        search->over += (after ? 1U : 0U) - (before ? 1U : 0U);
    }
}

void bil_search_apply(bil_search *search, uint32_t group, uint32_t package)
{
    const uint32_t old = search->now[group];
    use(search, old, -1.0);
    use(search, package, 1.0);
    search->value += search->packages->value[package] - search->packages->value[old];
    search->now[group] = package;
    if (search->changed_count < search->packages->group_count) {
        search->changed[search->changed_count++] = group;
    } else {
        search->log_full = true;
    }
}

static void forget_changes(bil_search *search)
{
    search->changed_count = 0;
    search->log_full = false;
}

void bil_search_keep(bil_search *search)
{
    if (search->over > 0 || (search->found && search->value <= search->best_value)) {
        return;
    }
    if (!search->found || search->log_full) {
        memcpy(search->best, search->now, search->packages->group_count * sizeof *search->best);
    } else {
        for (uint32_t k = 0; k < search->changed_count; k++) {
            search->best[search->changed[k]] = search->now[search->changed[k]];
        }
    }
    forget_changes(search);
    search->found = true;
    search->best_value = search->value;
    const double step = search->settings->step;
    if (search->bound - search->best_value < fmax(step, 0.0) ||
        search->best_value >= search->bound) {
        search->done = true;
    }
}

void bil_search_weigh(bil_search *search)
{
    const bil_packages *p = search->packages;
    long double value = 0.0L;
    memset(search->used, 0, p->row_count * sizeof *search->used);
    for (uint32_t g = 0; g < p->group_count; g++) {
        const uint32_t j = search->now[g];
        value += (long double)p->value[j];
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++) {
            search->used[p->row[k]] += p->amount[k];
        }
    }
    search->value = (double)value;
    search->over = 0;
    for (uint32_t r = 0; r < p->row_count; r++) {
        search->over += search->used[r] > search->limit[r] ? 1U : 0U;
    }
}

void bil_search_return(bil_search *search)
{
    if (search->found) {
        memcpy(search->now, search->best, search->packages->group_count * sizeof *search->now);
        forget_changes(search);
        bil_search_weigh(search);
    }
}

uint64_t bil_search_draw(bil_search *search)
{
    return bil_random_next(&search->state);
}

bool bil_search_goes_on(bil_search *search, int64_t moves)
{
    const int64_t before = search->moves;
    search->moves += moves;
    const bil_choose_settings *settings = search->settings;
    if (!search->done && settings->tick != NULL &&
        (before | TICK_MASK) != (search->moves | TICK_MASK)) {
        const bil_choose_tick tick = {
            .value = search->best_value, .found = search->found, .moves = search->moves};
        if (!settings->tick(&tick, settings->payload)) {
            search->stopped = true;
            search->done = true;
        }
    }
    return !search->done;
}

void bil_choice_weigh(bil_chosen *chosen, const bil_packages *packages, const double *limits)
{
    long double value = 0.0L;
    memset(chosen->used, 0, packages->row_count * sizeof *chosen->used);
    for (uint32_t g = 0; g < packages->group_count; g++) {
        const uint32_t j = chosen->package[g];
        value += (long double)packages->value[j];
        for (uint32_t k = packages->first[j]; k < packages->first[j + 1]; k++) {
            chosen->used[packages->row[k]] += packages->amount[k];
        }
    }
    chosen->value = (double)value;
    chosen->over = 0.0;
    chosen->found = true;
    for (uint32_t r = 0; r < packages->row_count; r++) {
        const double over = chosen->used[r] - limits[r];
        if (over > 0.0) {
            chosen->found = false;
            chosen->over += over / (limits[r] > 0.0 ? limits[r] : 1.0);
        }
    }
}

/* --- preparing ------------------------------------------------------------------------------ */

static void *room(size_t count, size_t size)
{
    return calloc(count == 0 ? 1 : count, size);
}

static void release(bil_search *search)
{
    free(search->limit);
    free(search->size);
    free(search->price);
    free(search->fine);
    free(search->first);
    free(search->candidate);
    free(search->open);
    free(search->now);
    free(search->used);
    free(search->best);
    free(search->changed);
}

static bool make_room(bil_search *search)
{
    const bil_packages *p = search->packages;
    const size_t m = p->row_count;
    const size_t g = p->group_count;
    search->limit = room(m, sizeof *search->limit);
    search->size = room(m, sizeof *search->size);
    search->price = room(m, sizeof *search->price);
    search->fine = room(m, sizeof *search->fine);
    search->first = room(g + 1, sizeof *search->first);
    search->candidate = room(p->count, sizeof *search->candidate);
    search->open = room(g, sizeof *search->open);
    search->now = room(g, sizeof *search->now);
    search->used = room(m, sizeof *search->used);
    search->best = room(g, sizeof *search->best);
    search->changed = room(g, sizeof *search->changed);
    return search->limit != NULL && search->size != NULL && search->price != NULL &&
           search->fine != NULL && search->first != NULL && search->candidate != NULL &&
           search->open != NULL && search->now != NULL && search->used != NULL &&
           search->best != NULL && search->changed != NULL;
}

static void set_limits(bil_search *search)
{
    const bil_packages *p = search->packages;
    const double *limits = search->settings->limits;
    bil_packages_limits(search->limit, p, limits);
    memset(search->size, 0, p->row_count * sizeof *search->size);
    for (uint32_t k = 0; k < p->first[p->count]; k++) {
        const uint32_t r = p->row[k];
        search->size[r] = fmax(search->size[r], fabs(p->amount[k]));
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        if (fabs(limits[r]) > 0.0) {
            search->size[r] = fabs(limits[r]);
        } else if (search->size[r] <= 0.0) {
            search->size[r] = 1.0;
        }
    }
}

static bil_status set_prices(bil_search *search, bil_error *err)
{
    const bil_packages *p = search->packages;
    const bil_choose_settings *settings = search->settings;
    double bound = 0.0;
    if (settings->prices != NULL) {
        memcpy(search->price, settings->prices, p->row_count * sizeof *search->price);
        bound = bil_packages_bound(p, settings->limits, search->price, NULL);
    } else {
        const bil_status status =
            bil_master_guess(&bound, search->price, p, settings->limits, GUESS_ROUNDS, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    search->bound = fmin(bound, settings->bound);
    const double share = 0.003 * fabs(search->bound);
    for (uint32_t r = 0; r < p->row_count; r++) {
        search->fine[r] = 1.05 * search->price[r] + share / search->size[r];
    }
    return BIL_OK;
}

/* The packages that lose little, and the one each group begins with. */
static void set_candidates(bil_search *search, double loss)
{
    const bil_packages *p = search->packages;
    const uint32_t *start = search->settings->start;
    uint32_t count = 0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        double most = 0.0;
        const uint32_t best = bil_packages_best(&most, p, g, search->price);
        const uint32_t mine = start != NULL && start[g] != BIL_NO_PACKAGE ? start[g] : best;
        search->first[g] = count;
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE; j = p->next[j]) {
            if (j == mine || bil_package_worth(p, j, search->price) >= most - loss) {
                search->candidate[count++] = j;
            }
        }
        search->now[g] = mine;
        if (count - search->first[g] > 1) {
            search->open[search->open_count++] = g;
        }
    }
    search->first[p->group_count] = count;
}

static bil_status refuse(bil_error *err)
{
    return bil_fail_with(err, BIL_E_INTERNAL, "choose", "la scelta non è valida (%s)",
                         "the choice is not valid (%s)", "groups, limits, start");
}

static bool valid(const bil_packages *p, const bil_choose_settings *settings)
{
    for (uint32_t g = 0; g < p->group_count; g++) {
        const uint32_t start = settings->start == NULL ? BIL_NO_PACKAGE : settings->start[g];
        if (p->head[g] == BIL_NO_PACKAGE ||
            (start != BIL_NO_PACKAGE && (start >= p->count || p->group[start] != g))) {
            return false;
        }
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        if (!isfinite(settings->limits[r]) ||
            (settings->prices != NULL && !(settings->prices[r] >= 0.0))) {
            return false;
        }
    }
    return true;
}

/* --- the search ----------------------------------------------------------------------------- */

static int64_t usual_moves(uint32_t groups)
{
    const int64_t by_size = 100 * (int64_t)groups;
    return by_size < 2000000 ? 2000000 : by_size;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

/* Where annealing begins: so hot that about as many groups as it takes to fill the rows to the
 * brim may easily take their second best. */
static bil_status usual_heat(double *heat, const bil_search *search, bil_error *err)
{
    const bil_packages *p = search->packages;
    double *losses = room(p->group_count, sizeof *losses);
    if (losses == NULL) {
        return bil_fail_nomem(err);
    }
    uint32_t count = 0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        double most = 0.0;
        double second = -HUGE_VAL;
        const uint32_t best = bil_packages_best(&most, p, g, search->price);
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE; j = p->next[j]) {
            if (j != best) {
                second = fmax(second, bil_package_worth(p, j, search->price));
            }
        }
        if (second > -HUGE_VAL) {
            losses[count++] = most - second;
        }
    }
    qsort(losses, count, sizeof *losses, ascending);
    const uint32_t wanted = HEAT_GROUPS * (p->row_count + 1);
    *heat = count == 0 ? 0.0 : losses[wanted < count ? wanted : count - 1];
    free(losses);
    return BIL_OK;
}

/* A choice within the limits, if need be by force; what still fits is added. */
static bil_status settle(bil_search *search, bil_error *err)
{
    bool memory = true;
    bil_search_weigh(search);
    if (search->over > 0) {
        (void)bil_search_repair(search, &memory);
    }
    if (search->over == 0) {
        bil_search_fill(search, &memory);
        bil_search_keep(search);
    }
    return memory ? BIL_OK : bil_fail_nomem(err);
}

/* Were fines too low? So they were if nothing within the limits was found; and if being over seems
 * to make good a fair part of what the best within them lacks: right prices tell what a little room
 * in a row is worth, and where one package needs much more than is left they may be nothing at
 * all. */
static bool raise_fines(bil_search *search)
{
    double fined = 0.0;
    for (uint32_t r = 0; r < search->packages->row_count; r++) {
        fined += search->fine[r] * fmax(0.0, search->used[r] - search->limit[r]);
    }
    const double gained = search->value - fined - search->best_value;
    const double lacking = search->bound - search->best_value;
    const bool gains = search->settings->again && gained > FAIR_PART * lacking;
    if (search->over == 0 || (search->found && !gains)) {
        return false;
    }
    for (uint32_t r = 0; r < search->packages->row_count; r++) {
        search->fine[r] *= search->used[r] > search->limit[r] ? RAISE : 1.0;
    }
    return true;
}

static bil_status run(bil_search *search, double heat, bil_error *err)
{
    const int64_t moves = search->settings->moves < 0 ? usual_moves(search->packages->group_count)
                                                      : search->settings->moves;
    const double share = search->settings->share > 0.0 ? fmin(search->settings->share, 1.0) : 0.5;
    const int64_t annealing = (int64_t)((double)moves * share);
    bil_status status = settle(search, err);
    bool raised = moves > 0;
    for (int k = 0; status == BIL_OK && raised && !search->done && k <= RAISES; k++) {
        bil_search_anneal(search, annealing + 1, heat);
        raised = raise_fines(search);
        status = settle(search, err);
        bil_search_return(search);
        status = status == BIL_OK ? settle(search, err) : status;
    }
    if (status == BIL_OK && moves > annealing && search->found && !search->done) {
        status = bil_search_again(search, moves - annealing, err);
    }
    return status;
}

static void report(bil_chosen *out, const bil_search *search)
{
    const uint32_t *choice = search->found ? search->best : search->now;
    memcpy(out->package, choice, search->packages->group_count * sizeof *out->package);
    bil_choice_weigh(out, search->packages, search->settings->limits);
    out->moves = search->moves;
    out->stopped = search->stopped;
}

bil_status bil_choose(bil_chosen *out, const bil_packages *packages,
                      const bil_choose_settings *settings, bil_error *err)
{
    if (!valid(packages, settings)) {
        return refuse(err);
    }
    bil_search search = {.packages = packages, .settings = settings, .best_value = -HUGE_VAL};
    search.state = settings->seed * UINT64_C(0xd1342543de82ef95) + 1;
    bil_status status = make_room(&search) ? BIL_OK : bil_fail_nomem(err);
    if (status == BIL_OK) {
        set_limits(&search);
        status = set_prices(&search, err);
    }
    if (status == BIL_OK) {
        double heat = settings->heat;
        status = heat > 0.0 ? BIL_OK : usual_heat(&heat, &search, err);
        if (status == BIL_OK) {
            const double loss = settings->loss > 0.0 ? settings->loss : LOSS_OF_HEAT * heat;
            set_candidates(&search, loss);
            status = run(&search, heat, err);
        }
    }
    if (status == BIL_OK) {
        report(out, &search);
    }
    release(&search);
    return status;
}
