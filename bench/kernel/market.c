/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/kernel/market.h"

#include <stdlib.h>
#include <string.h>

#include "solver/allocate.h"
#include "solver/pricing_impl.h"

enum { MONTHS = 12, ROUNDS_MOST = 512 };

/* The prices of one round. */
typedef struct {
    int pass;
    size_t rows;
    double *prices;
} asked;

typedef struct {
    bil_arena *arena;
    asked rounds[ROUNDS_MOST];
    size_t count;
    bil_allocate_stage stage;
    int pass;
    int round;
    bool out_of_memory;
} notes;

/* One person, kept from round to round. */
typedef struct {
    bil_case person;
    way_memory kept;
    double *x;
    double *beside; /* GLPK's answer */
    size_t columns;
} member;

/* --- the run ---------------------------------------------------------------------------------- */

static bool note_prices(const bil_allocate_progress *now, void *payload)
{
    notes *all = payload;
    const bool news =
        now->stage != all->stage || now->pass != all->pass || now->round != all->round;
    const bool prices = now->stage == BIL_ALLOCATE_PRICES || now->stage == BIL_ALLOCATE_SAMPLE;
    all->stage = now->stage;
    all->pass = now->pass;
    all->round = now->round;
    if (!news || !prices || now->row_count == 0 || all->count == ROUNDS_MOST) {
        return true;
    }
    double *copy = bil_arena_alloc(all->arena, now->row_count, sizeof *copy);
    if (copy == NULL) {
        all->out_of_memory = true;
        return false;
    }
    memcpy(copy, now->asked, now->row_count * sizeof *copy);
    all->rounds[all->count++] = (asked){.pass = now->pass, .rows = now->row_count, .prices = copy};
    return true;
}

/* The person with equal phases in place of its own; needs and money as in the first. */
static bool reshape(bil_case *person, int phases, bil_arena *arena)
{
    bil_phase *list = bil_arena_alloc(arena, (size_t)phases, sizeof *list);
    if (list == NULL) {
        return false;
    }
    for (int t = 0; t < phases; t++) {
        list[t] = person->phases[0];
        list[t].months = MONTHS / phases;
        list[t].start = bil_date_add_months(person->start, t * (MONTHS / phases));
    }
    person->phases = list;
    person->phase_count = (size_t)phases;
    return true;
}

/* The district's limits, as far as its first persons have a share in them. */
static bool scale(bil_district *out, const market *m, bil_arena *arena)
{
    const int64_t whole = m->district->persons > 0 ? m->district->persons : (int64_t)m->count;
    const int64_t part = (int64_t)m->count;
    *out = *m->district;
    bil_pool *pools = bil_arena_alloc(arena, out->pool_count + 1, sizeof *pools);
    bil_capacity *capacities = bil_arena_alloc(arena, out->capacity_count + 1, sizeof *capacities);
    if (pools == NULL || capacities == NULL) {
        return false;
    }
    for (size_t k = 0; k < out->pool_count; k++) {
        pools[k] = out->pools[k];
        pools[k].yearly_cents = pools[k].yearly_cents / whole * part;
    }
    for (size_t k = 0; k < out->capacity_count; k++) {
        capacities[k] = out->capacities[k];
        capacities[k].month_units = capacities[k].month_units * part / whole;
    }
    out->pools = pools;
    out->capacities = capacities;
    return true;
}

static bil_status note_run(notes *all, const market *m, const bil_district *district,
                           const bil_case **persons, bil_error *err)
{
    bil_allocation *answer = NULL;
    bil_allocate_settings settings;
    bil_allocate_settings_init(&settings);
    settings.objective = m->essential ? BIL_OBJECTIVE_ESSENTIAL_FIRST : BIL_OBJECTIVE_UTILITARIAN;
    settings.progress = note_prices;
    settings.payload = all;
    const bil_status status = bil_allocate(&answer, district, persons, m->count, &settings, err);
    bil_allocation_free(answer);
    return status == BIL_OK && all->out_of_memory ? bil_fail_nomem(err) : status;
}

/* --- the questions ---------------------------------------------------------------------------- */

static bool make_room(member *who, size_t columns, bil_arena *arena)
{
    if (who->columns == columns) {
        return true;
    }
    who->columns = columns;
    who->x = bil_arena_alloc(arena, columns, sizeof *who->x);
    who->beside = bil_arena_alloc(arena, columns, sizeof *who->beside);
    return who->x != NULL && who->beside != NULL && way_memory_make(&who->kept, columns, arena);
}

static bool ask(way_tally *tally, const market *m, member *who, const bil_model *model,
                const char *name)
{
    way_answer answers[WAYS] = {0};
    const bil_lp *lp = &model->lp;
    bil_model_parts(model, who->kept.part);
    bool well = way_ask(tally, WAY_COLD, &answers[WAY_COLD], lp, &who->kept, who->x);
    well = well && way_ask(tally, WAY_WARM, &answers[WAY_WARM], lp, &who->kept, who->x);
    if (m->beside > 0 && tally->pairs % m->beside == 0) {
        well = well && way_ask(tally, WAY_GLPK, &answers[WAY_GLPK], lp, &who->kept, who->beside);
    }
    if (!well || !way_note(tally, answers, lp, name)) {
        return false;
    }
    if (!answers[WAY_WARM].none) {
        way_memory_keep(&who->kept, who->x, lp->column_count);
    }
    return true;
}

static bool ask_at(way_tally *tally, const market *m, member *who, bil_pricer *pricer,
                   const asked *at, bil_arena *kept, bil_error *err)
{
    bool impossible = false;
    const bil_price_request request = {
        .valued = {.score = m->essential && at->pass == 0 ? 0.0 : 1.0,
                   .shortfall = m->essential && at->pass == 0 ? 1.0 : 0.0,
                   .thrift = 1e-12},
        .prices = at->prices};
    bil_arena *arena = bil_arena_new();
    bil_question q = {.pricer = pricer, .request = &request, .arena = arena};
    const double start = way_now_ms();
    bool well = arena != NULL && bil_question_open(&q, &who->person, &impossible, err) == BIL_OK;
    tally->built += way_now_ms() - start;
    tally->models++;
    if (well && !impossible) {
        char name[96];
        (void)snprintf(name, sizeof name, "%s person %s, pass %d, %zu phases", m->district->name,
                       who->person.id, at->pass, q.model.phase_count);
        well = make_room(who, q.model.lp.column_count, kept) && ask(tally, m, who, &q.model, name);
    }
    bil_arena_free(arena);
    return well;
}

static bool ask_all(way_tally *tally, const market *m, member *members, const notes *all,
                    const bil_district *district, const bil_case **persons, bil_error *err)
{
    bil_shared shared;
    bil_pricer *pricer = NULL;
    const size_t rounds = all->count < (size_t)m->rounds ? all->count : (size_t)m->rounds;
    bool well = bil_shared_build(&shared, district, persons, m->count, all->arena, err) == BIL_OK;
    const size_t rows = shared.row_count;
    if (well && m->essential) { /* the second pass has a row more */
        bil_shared_limit_shortfall(&shared, 0.0);
    }
    well = well && bil_pricer_new(&pricer, &shared, err) == BIL_OK;
    const size_t last_row = shared.shortfall_row;
    for (size_t k = 0; well && k < rounds; k++) {
        const asked *at = &all->rounds[rounds < 2 ? 0 : k * (all->count - 1) / (rounds - 1)];
        shared.row_count = at->rows;
        shared.shortfall_row = at->rows > rows ? last_row : SIZE_MAX;
        for (size_t i = 0; well && i < m->count; i++) {
            well = ask_at(tally, m, &members[i], pricer, at, all->arena, err);
        }
    }
    bil_pricer_free(pricer);
    return well;
}

bool market_run(way_tally *tally, const market *m, bil_error *err)
{
    notes all = {.arena = bil_arena_new(), .round = -1};
    member *members = calloc(m->count + 1, sizeof *members);
    const bil_case **persons = calloc(m->count + 1, sizeof(bil_case *));
    bil_district district;
    bool well =
        all.arena != NULL && members != NULL && persons != NULL && scale(&district, m, all.arena);
    for (size_t i = 0; well && i < m->count; i++) {
        members[i].person = *m->persons[i].person;
        persons[i] = &members[i].person;
        well = m->phases == 0 || reshape(&members[i].person, m->phases, all.arena);
    }
    well = well && note_run(&all, m, &district, persons, err) == BIL_OK &&
           ask_all(tally, m, members, &all, &district, persons, err);
    free((void *)persons);
    free(members);
    bil_arena_free(all.arena);
    return well;
}
