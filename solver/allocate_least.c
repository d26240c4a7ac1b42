/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The greatest least score.
 *
 * Some can have little whatever is done: nobody waits for them. The level of an allocation is the
 * greatest t so that everybody has t, or all that is to be had if all others stayed as today. It is
 * sought by halving: at a level each person's packages are those that reach it, and staying as
 * today below it counts as one that is lacking. A choice that lacks nobody shows that the level can
 * be reached; a bound by which somebody is lacking, whatever the choice, proves that it cannot. */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/workers.h"

enum { STEPS = 40, ALONE_TRIES = 5, PRICED_LEVELS = 20, LEVEL_ROUNDS = 5, CHOSEN_LEVELS = 8 };

/* Of the bound on how many are lacking: less is rounding. */
#define LACKING 2e-6

/* Of two choices that lack nobody the one with less public money, by no more than this in all. */
#define THRIFT_ALL 1e-6

/* Levels nearer to each other than this are the same. */
#define CLOSEST 1e-6

/* Of many persons, where shares of packages and proofs leave as much open. */
#define CLOSE_MANY 2e-3

/* As long as so much is open, straight lines will do. */
#define WIDE 0.1

/* A place to begin at. */
#define FIRST_LEVEL 0.875

typedef struct {
    bil_sharing *run;
    double *today;     /* per row: what all take as today */
    double *least;     /* per person: at the level at hand */
    double *alone;     /* per person: what is to be had alone */
    bil_record **best; /* per person: the package that gives it; NULL = as today */
} search;

/* --- alone ------------------------------------------------------------------------------------ */

static bil_status begin(void **out, void *payload, bil_error *err)
{
    const search *s = payload;
    bil_pricer *pricer = NULL;
    const bil_status status = bil_pricer_new(&pricer, &s->run->out->shared, err);
    *out = pricer;
    return status;
}

static void end(void *room, void *payload)
{
    (void)payload;
    bil_pricer_free(room);
}

/* Cents of rounding may take more than there is: then there is that much less. */
static bool takes_too_much(const bil_priced *found, const double *have, double *left)
{
    bool much = false;
    for (size_t k = 0; k < found->use_count; k++) {
        const uint32_t row = found->uses[k].row;
        if (found->uses[k].amount > have[row]) {
            left[row] -= found->uses[k].amount - have[row];
            much = true;
        }
    }
    return much;
}

static bil_status seek_alone(search *s, size_t i, bil_pricer *pricer, const double *have,
                             double *left, bil_arena *arena, bil_error *err)
{
    const bil_sharing *r = s->run;
    double *zeros = bil_arena_alloc(arena, r->store->row_count + 1, sizeof *zeros);
    if (zeros == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_price_request request = {.valued = {.score = 1.0},
                                       .prices = zeros,
                                       .room = left,
                                       .floor = bil_run_floor_lines(r, i)};
    for (int k = 0; k < ALONE_TRIES; k++) {
        bil_priced found;
        bil_error own = {0};
        const bil_status status =
            bil_price_person(&found, pricer, r->persons[i], &request, arena, &own);
        if (status == BIL_E_NOMEM) {
            return bil_fail_nomem(err);
        }
        if (status != BIL_OK || !found.has_package) {
            break;
        }
        s->alone[i] = fmax(r->records[i]->score, found.score);
        bil_record_free(s->best[i]);
        s->best[i] = bil_record_new(i, &found, r->persons[i]->phase_count);
        if (s->best[i] == NULL) {
            return bil_fail_nomem(err);
        }
        if (!takes_too_much(&found, have, left)) {
            break;
        }
    }
    return BIL_OK;
}

static bil_status alone_one(size_t i, void *room, void *context, bil_error *err)
{
    search *s = context;
    const bil_sharing *r = s->run;
    const bil_record *today = r->records[i];
    const size_t rows = r->store->row_count;
    s->alone[i] = today->score;
    if (r->failed[i]) {
        return BIL_OK;
    }
    bil_arena *arena = bil_arena_new();
    double *have = arena == NULL ? NULL : bil_arena_alloc(arena, rows + 1, sizeof *have);
    double *left = arena == NULL ? NULL : bil_arena_alloc(arena, rows + 1, sizeof *left);
    if (have == NULL || left == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    for (size_t row = 0; row < rows; row++) {
        have[row] = r->limits[row] - s->today[row];
    }
    for (size_t k = 0; k < today->use_count; k++) {
        have[today->uses[k].row] += today->uses[k].amount;
    }
    memcpy(left, have, rows * sizeof *left);
    const bil_status status = seek_alone(s, i, room, have, left, arena, err);
    bil_arena_free(arena);
    return status;
}

static bool tick(size_t done, void *payload)
{
    (void)bil_run_tell(((search *)payload)->run, done);
    return true; /* what the rule is about: never cut */
}

static bil_status find_alone(search *s, bil_error *err)
{
    bil_sharing *r = s->run;
    const bil_work work = {
        .begin = begin, .end = end, .item = alone_one, .tick = tick, .payload = s};
    bil_status status = bil_run_begin_pass(r, 1.0, err);
    s->today = status == BIL_OK ? calloc(r->store->row_count + 1, sizeof *s->today) : NULL;
    if (status == BIL_OK && s->today == NULL) {
        status = bil_fail_nomem(err);
    }
    for (size_t i = 0; status == BIL_OK && i < r->count; i++) {
        const bil_record *it = r->records[i];
        for (size_t k = 0; k < it->use_count; k++) {
            s->today[it->uses[k].row] += it->uses[k].amount;
        }
    }
    if (status == BIL_OK) {
        status = bil_workers_run(NULL, &work, r->count, r->settings->jobs, err);
        r->out->priced += r->count;
    }
    bil_run_end_pass(r);
    for (size_t i = 0; status == BIL_OK && i < r->count; i++) {
        if (s->best[i] != NULL) { /* nothing shows better that a level can be reached */
            status = bil_run_keep(r, s->best[i], err);
            s->best[i] = NULL;
        }
    }
    return status;
}

/* --- levels ----------------------------------------------------------------------------------- */

/* The level of the choice that the next pass begins with. */
static double level_reached(const search *s)
{
    const bil_sharing *r = s->run;
    double level = 1.0;
    for (size_t i = 0; i < r->count; i++) {
        const double score = r->records[r->begins[i]]->score;
        level = score < s->alone[i] - BIL_LEAST_SLACK ? fmin(level, score) : level;
    }
    return level;
}

static void set_level(search *s, double level)
{
    for (size_t i = 0; i < s->run->count; i++) {
        s->least[i] = fmin(level, s->alone[i]);
    }
}

/* Levels nearer than this are told apart no further. */
static double closeness(const bil_sharing *r)
{
    return fmax(CLOSEST, (double)r->settings->gap_e9 * 1e-9);
}

/* `*reached`: a choice that lacks nobody is what the next pass begins with; `*proven`: there is
 * none. */
static bil_status try_level(search *s, double level, bool *reached, bool *proven, bil_error *err)
{
    bil_sharing *r = s->run;
    set_level(s, level);
    const bil_status status = bil_run_pass(r, err);
    *proven = status == BIL_OK && r->best_bound < -LACKING;
    *reached = status == BIL_OK && r->has_choice && r->value > -0.5;
    for (size_t i = 0; *reached && i < r->count; i++) {
        r->begins[i] = r->store->tag[r->choice[i]];
    }
    if (status == BIL_OK) {
        memcpy(r->warm, r->best_prices, r->store->row_count * sizeof *r->warm);
    }
    bil_run_end_pass(r);
    return status;
}

/* The same with the packages at hand. */
static bil_status choose_level(search *s, double level, bool *reached, bil_error *err)
{
    bil_sharing *r = s->run;
    set_level(s, level);
    bil_status status = bil_run_begin_pass(r, 1.0, err);
    if (status == BIL_OK) {
        memcpy(r->best_prices, r->warm, r->store->row_count * sizeof *r->warm);
        status = bil_run_seek_choice(r, err);
    }
    *reached = status == BIL_OK && r->has_choice && r->value > -0.5;
    for (size_t i = 0; *reached && i < r->count; i++) {
        r->begins[i] = r->store->tag[r->choice[i]];
    }
    bil_run_end_pass(r);
    return status;
}

static double greatest_alone(const search *s)
{
    double most = 0.0;
    for (size_t i = 0; i < s->run->count; i++) {
        most = fmax(most, s->alone[i]);
    }
    return most;
}

/* A handful of persons: each level to the end. */
static bil_status halve(search *s, bil_error *err)
{
    bil_sharing *r = s->run;
    bil_allocation *out = r->out;
    const double close = closeness(r);
    const double most = greatest_alone(s);
    double above = most; /* tried in vain, or not proven to be out of reach */
    bil_status status = BIL_OK;
    for (int k = 0; status == BIL_OK && k < STEPS && !atomic_load(&r->stop); k++) {
        const double level = k == 0 ? most : 0.5 * (fmin(out->level, most) + above);
        bool reached = false;
        bool proven = false;
        if (out->level >= most || (k > 0 && above - out->level <= close)) {
            break;
        }
        status = try_level(s, level, &reached, &proven, err);
        if (reached) {
            out->level = fmax(out->level, level_reached(s));
        } else {
            above = level;
            out->level_bound = proven ? fmin(out->level_bound, level) : out->level_bound;
        }
    }
    return status;
}

/* --- levels of many persons ------------------------------------------------------------------- */

/* Where the levels lie: shares of packages reach `shared`; nothing reaches `proven`; between
 * `from` and `to` nothing is known, nor will be. */
typedef struct {
    double shared;
    double from;
    double to;
    double proven;
} brackets;

/* Prices and packages alone: can shares of packages reach the level, or is it proven that nothing
 * does? */
static bil_status price_level(search *s, double level, int rounds, bool *shared, bool *proven,
                              bil_error *err)
{
    bil_sharing *r = s->run;
    set_level(s, level);
    bil_status status = bil_run_begin_pass(r, 1.0, err);
    if (status == BIL_OK) {
        status = bil_run_seek_prices(r, BIL_ALLOCATE_PRICES, rounds, err);
    }
    *proven = status == BIL_OK && r->best_bound < -LACKING;
    *shared = status == BIL_OK && !*proven && r->shares_do;
    if (status == BIL_OK) {
        memcpy(r->warm, *proven ? r->best_prices : r->prices,
               r->store->row_count * sizeof *r->warm);
    }
    bil_run_end_pass(r);
    return status;
}

/* The middle of the wider part that can still be settled. */
static double next_level(const brackets *b)
{
    const double low = b->from - b->shared;
    const double high = b->proven - b->to;
    return low >= high ? b->shared + 0.5 * low : b->to + 0.5 * high;
}

/* The levels that shares of packages reach, and those that are proven to be out of reach. */
static bil_status bracket(search *s, brackets *b, bil_error *err)
{
    bil_sharing *r = s->run;
    const double close = fmax(closeness(r), CLOSE_MANY);
    const double most = greatest_alone(s);
    bil_status status = BIL_OK;
    *b = (brackets){.shared = fmin(r->out->level, most), .from = most, .to = most, .proven = most};
    for (int k = 0; status == BIL_OK && k < PRICED_LEVELS && !atomic_load(&r->stop); k++) {
        const bool last = fmax(b->from - b->shared, b->proven - b->to) <= close;
        bool shared = false;
        bool proven = false;
        if (last && (b->proven < most || b->shared >= most)) {
            break;
        }
        const double level = last ? most : k == 0 ? FIRST_LEVEL * most : next_level(b);
        r->rough = b->proven - b->shared > WIDE;
        status = price_level(s, level, LEVEL_ROUNDS, &shared, &proven, err);
        if (shared) {
            b->shared = fmax(b->shared, level);
            b->from = fmax(b->from, b->shared);
            b->to = fmax(b->to, b->shared);
        } else if (proven) {
            r->out->level_bound = fmin(r->out->level_bound, level);
            b->proven = fmin(b->proven, level);
            b->from = fmin(b->from, b->proven);
            b->to = fmin(b->to, b->proven);
        } else if (b->from == b->to && b->to == b->proven) {
            b->from = level;
            b->to = level;
        } else {
            b->from = fmin(b->from, level);
            b->to = fmax(b->to, level);
        }
        if (last) {
            break;
        }
    }
    return status;
}

/* One package for each: from what shares reach downwards, in steps that grow. */
static bil_status descend(search *s, const brackets *b, bil_error *err)
{
    bil_sharing *r = s->run;
    bil_allocation *out = r->out;
    const double close = fmax(closeness(r), CLOSE_MANY);
    double step = close;
    double above = HUGE_VAL;
    double level = b->shared;
    bil_status status = BIL_OK;
    for (int k = 0; status == BIL_OK && k < CHOSEN_LEVELS && !atomic_load(&r->stop); k++) {
        bool reached = false;
        if (level <= out->level || above - out->level <= close) {
            break;
        }
        status = choose_level(s, level, &reached, err);
        if (reached) {
            out->level = fmax(out->level, level_reached(s));
        } else {
            above = level;
            step *= 2.0;
        }
        const double middle = 0.5 * (out->level + fmin(above, b->shared));
        level = reached ? middle : fmax(above - step, middle);
    }
    return status;
}

static bil_status settle(search *s, bil_error *err)
{
    bil_allocation *out = s->run->out;
    brackets b = {0};
    out->level = level_reached(s);
    out->level_bound = 1.0;
    if (s->run->count <= BIL_WHOLE_MOST) {
        const bil_status status = halve(s, err);
        out->level_bound = fmax(out->level_bound, out->level);
        return status;
    }
    bil_status status = bracket(s, &b, err);
    if (status == BIL_OK) {
        status = descend(s, &b, err);
    }
    out->level_bound = fmax(out->level_bound, out->level);
    return status;
}

bil_status bil_run_seek_least(bil_sharing *r, bil_error *err)
{
    search s = {.run = r,
                .least = calloc(r->count + 1, sizeof *s.least),
                .alone = calloc(r->count + 1, sizeof *s.alone),
                .best = calloc(r->count + 1, sizeof(bil_record *))};
    const bil_valued_by valued = r->valued;
    r->least = s.least; /* freed with the run */
    r->warm = calloc(r->out->shared.row_count + 1, sizeof *r->warm);
    bil_status status = s.least == NULL || s.alone == NULL || s.best == NULL || r->warm == NULL
                            ? bil_fail_nomem(err)
                            : find_alone(&s, err);
    r->valued = (bil_valued_by){.thrift = THRIFT_ALL / fmax(1.0, r->public_most)};
    r->counting = true;
    r->below = 1.0;
    if (status == BIL_OK) {
        status = settle(&s, err);
    }
    if (status == BIL_OK) {
        status = bil_run_bound_least(r, s.alone, err);
    }
    r->counting = false;
    r->below = BIL_FAR_BELOW;
    r->valued = valued;
    r->out->has_level = true;
    if (status == BIL_OK) {
        memset(r->warm, 0, r->out->shared.row_count * sizeof *r->warm);
        set_level(&s, r->out->level);
        for (size_t i = 0; i < r->count; i++) {
            r->out->places_proven += s.alone[i] <= r->out->level ? 1 : 0;
        }
        const bool sure = r->out->level_bound - r->out->level <=
                          fmax(CLOSEST, (double)r->settings->gap_e9 * 1e-9);
        r->out->places_proven = !sure                              ? 0
                                : r->out->places_proven < r->count ? r->out->places_proven + 1
                                                                   : r->count;
    }
    for (size_t i = 0; s.best != NULL && i < r->count; i++) {
        bil_record_free(s.best[i]);
    }
    free((void *)s.best);
    free(s.alone);
    free(s.today);
    return status;
}
