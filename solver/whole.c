/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/whole.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "solver/shared.h"
#include "solver/stages.h"

enum { CENTS = 100, NAME = 61 };

typedef struct {
    bil_arena *arena;
    bil_lp lp;
    bil_shared shared;
} whole;

typedef struct {
    uint32_t column;
    size_t row;
    double value;
} share;

typedef struct {
    share *items;
    size_t count;
    size_t capacity;
} shares;

static const char *name_of(bil_arena *arena, const char *kind, size_t person, size_t number)
{
    char *name = bil_arena_alloc(arena, NAME, 1);
    if (name != NULL) {
        (void)snprintf(name, NAME, "%s%zu_%zu", kind, person, number);
    }
    return name == NULL ? "" : name;
}

static bool add_share(shares *list, bil_arena *arena, uint32_t column, size_t row, double value)
{
    share *grown = bil_arena_grow(arena, list->items, list->count, &list->capacity, list->count + 1,
                                  sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    list->items = grown;
    list->items[list->count++] = (share){.column = column, .row = row, .value = value};
    return true;
}

static void copy_model(whole *w, const bil_model *model, size_t person, uint32_t first)
{
    const bil_lp *from = &model->lp;
    for (size_t j = 0; j < from->column_count; j++) {
        const bil_lp_column *column = &from->columns[j];
        const uint32_t at = bil_lp_add_column(&w->lp, column->lower, column->upper, column->integer,
                                              name_of(w->arena, "c", person, j), "");
        w->lp.columns[at].cost = column->cost;
    }
    for (size_t i = 0; i < from->row_count; i++) {
        const bil_lp_row *row = &from->rows[i];
        (void)bil_lp_add_row(&w->lp, row->lower, row->upper, name_of(w->arena, "r", person, i), "");
        for (size_t k = row->first; k < row->first + row->count; k++) {
            bil_lp_term_add(&w->lp, first + from->terms[k].column, from->terms[k].value);
        }
    }
}

/* What a phase's columns take of the row `r`, whose price is 1, all others' 0. */
static bool list_phase(whole *w, shares *list, const bil_view *view, const bil_model_phase *phase,
                       uint32_t first, const double *prices, size_t r)
{
    const bil_view_phase *p = phase->phase;
    for (size_t k = 0; k < phase->payment_count; k++) {
        const bil_index source = p->payers[phase->payments[k].payer].source;
        const double months = bil_shared_money_price(&w->shared, prices, p, source);
        if (months > 0.0 &&
            !add_share(list, w->arena, first + phase->payments[k].column, r, months)) {
            return false;
        }
    }
    for (size_t o = 0; o < p->offer_count; o++) {
        const double units = bil_shared_unit_price(&w->shared, prices, view, p, &p->offers[o]);
        if (units > 0.0 &&
            !add_share(list, w->arena, first + phase->steps[o], r, units * phase->unit[o])) {
            return false;
        }
    }
    return true;
}

/* What the person's columns take of the shared rows: the price of one row at a time is 1. */
static bool list_shares(whole *w, shares *list, const bil_view *view, const bil_model *model,
                        uint32_t first, double *prices)
{
    for (size_t r = 0; r < w->shared.row_count; r++) {
        prices[r] = 1.0;
        for (size_t t = 0; t < model->phase_count; t++) {
            if (!list_phase(w, list, view, &model->phases[t], first, prices, r)) {
                return false;
            }
        }
        prices[r] = 0.0;
    }
    return true;
}

static bil_status add_person(whole *w, shares *list, const bil_case *person, size_t index,
                             double *prices, bil_error *err)
{
    static const bil_relaxation priced = {.each_payer = true};
    bil_arena *arena = bil_arena_new();
    bil_view view;
    bil_model model;
    size_t members[BIL_PHASES_MAX];
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < BIL_PHASES_MAX; t++) {
        members[t] = t;
    }
    bil_status status = bil_view_build(&view, person, &priced, arena, err);
    if (status == BIL_OK) {
        status = bil_model_build(&model, &view, members, view.phase_count, arena, err);
    }
    if (status == BIL_OK && !model.impossible) {
        const uint32_t first = (uint32_t)w->lp.column_count;
        bil_lp_clear_objective(&model.lp);
        bil_stage_add_score(&model, 1.0);
        copy_model(w, &model, index, first);
        if (!list_shares(w, list, &view, &model, first, prices)) {
            status = bil_fail_nomem(err);
        }
    }
    bil_arena_free(arena);
    return status;
}

/* Pools in thousands of euro, so that numbers stay small. */
static void add_rows(whole *w, const shares *list)
{
    for (size_t r = 0; r < w->shared.row_count; r++) {
        const bool pool = w->shared.rows[r].kind == BIL_SHARED_POOL;
        const double scale = pool ? 1e-3 : 1.0;
        const double limit = pool ? w->shared.rows[r].limit / CENTS : w->shared.rows[r].limit;
        (void)bil_lp_add_row(&w->lp, -HUGE_VAL, limit * scale, name_of(w->arena, "shared", 0, r),
                             "");
        for (size_t k = 0; k < list->count; k++) {
            if (list->items[k].row == r) {
                bil_lp_term_add(&w->lp, list->items[k].column, list->items[k].value * scale);
            }
        }
    }
}

static bil_status build(whole *w, const bil_district *district, const bil_case *const *persons,
                        size_t count, bil_error *err)
{
    shares list = {0};
    bil_status status = bil_shared_build(&w->shared, district, persons, count, w->arena, err);
    if (status != BIL_OK) {
        return status;
    }
    double *prices = bil_arena_alloc(w->arena, w->shared.row_count + 1, sizeof *prices);
    if (prices == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; status == BIL_OK && i < count; i++) {
        status = add_person(w, &list, persons[i], i, prices, err);
    }
    if (status == BIL_OK) {
        add_rows(w, &list);
    }
    return status;
}

bil_status bil_whole_write(bil_text *out, const bil_district *district,
                           const bil_case *const *persons, size_t count, bil_error *err)
{
    whole w = {.arena = bil_arena_new()};
    if (w.arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_lp_init(&w.lp, w.arena);
    w.lp.maximise = true;
    bil_status status = build(&w, district, persons, count, err);
    if (status == BIL_OK) {
        status = bil_lp_write(out, NULL, &w.lp, "lp", err);
    }
    bil_arena_free(w.arena);
    return status;
}
