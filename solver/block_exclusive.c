/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "solver/model.h"

/* What may not stand together: exclusive groups, `exclusive` rules, providers of one service.
 * The pairs of all of them make one graph of conflicts; it is covered by cliques, each one row
 * "at most one", which is both smaller and tighter than a row per pair. */

typedef struct {
    bil_activity activity;
    bil_index service; /* BIL_NONE for a source */
    bil_index source;
} atom;

typedef struct {
    bil_model *model;
    bil_model_phase *phase;
    atom *atoms;
    size_t count;
    bool *conflict; /* count × count, symmetric */
    bool *covered;
} graph;

static bool collect_atoms(graph *g)
{
    const bil_view_phase *p = g->phase->phase;
    const size_t room = p->offer_count + p->payer_count + p->helper_count + 1;
    g->atoms = bil_arena_alloc(g->model->arena, room, sizeof *g->atoms);
    if (g->atoms == NULL) {
        return false;
    }
    for (size_t o = 0; o < p->offer_count; o++) {
        if (o == 0 || p->offers[o - 1].service != p->offers[o].service) {
            g->atoms[g->count++] = (atom){
                .activity = bil_model_service_activity(g->model, g->phase, p->offers[o].service),
                .service = p->offers[o].service,
                .source = BIL_NONE};
        }
    }
    for (size_t i = 0; i < p->payer_count + p->helper_count; i++) {
        const bil_index source =
            i < p->payer_count ? p->payers[i].source : p->helpers[i - p->payer_count].source;
        const bil_activity activity = bil_model_source_activity(g->model, g->phase, source);
        if (activity.certain || activity.count > 0) {
            g->atoms[g->count++] =
                (atom){.activity = activity, .service = BIL_NONE, .source = source};
        }
    }
    g->conflict = bil_arena_alloc(g->model->arena, g->count * g->count + 1, sizeof(bool));
    g->covered = bil_arena_alloc(g->model->arena, g->count * g->count + 1, sizeof(bool));
    return g->conflict != NULL && g->covered != NULL;
}

static void join(graph *g, size_t i, size_t j)
{
    if (i != j) {
        g->conflict[i * g->count + j] = true;
        g->conflict[j * g->count + i] = true;
    }
}

static bool among(const bil_index *list, size_t count, bil_index value)
{
    for (size_t i = 0; value != BIL_NONE && i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

static void add_rule(graph *g, const bil_view_rule *rule)
{
    const bool within = g->model->view->catalogue->rules[rule->rule].b_count == 0;
    for (size_t i = 0; i < g->count; i++) {
        const atom *left = &g->atoms[i];
        if (!among(rule->a_services, rule->a_service_count, left->service) &&
            !among(rule->a_sources, rule->a_source_count, left->source)) {
            continue;
        }
        for (size_t j = 0; j < g->count; j++) {
            const atom *right = &g->atoms[j];
            const bool other =
                within ? among(rule->a_services, rule->a_service_count, right->service) ||
                             among(rule->a_sources, rule->a_source_count, right->source)
                       : among(rule->b_services, rule->b_service_count, right->service) ||
                             among(rule->b_sources, rule->b_source_count, right->source);
            if (other) {
                join(g, i, j);
            }
        }
    }
}

static void add_groups(graph *g)
{
    const bil_service *services = g->model->view->catalogue->services;
    for (size_t i = 0; i < g->count; i++) {
        const bil_index a = g->atoms[i].service;
        for (size_t j = i + 1; a != BIL_NONE && j < g->count; j++) {
            const bil_index b = g->atoms[j].service;
            const char *group = services[a].exclusive_group;
            if (b != BIL_NONE && group[0] != '\0' &&
                strcmp(group, services[b].exclusive_group) == 0) {
                join(g, i, j);
            }
        }
    }
}

static void open_row(graph *g, double upper, size_t i)
{
    const atom *a = &g->atoms[i];
    const char *code = a->service != BIL_NONE ? g->model->view->catalogue->services[a->service].code
                                              : g->model->view->catalogue->sources[a->source].code;
    (void)bil_lp_add_row(
        &g->model->lp, -HUGE_VAL, upper,
        bil_model_name(g->model, "one", g->model->lp.row_count, code, g->phase->phase->index),
        code);
}

/* Everything in conflict with a source in use already is out; two such sources leave no plan. */
static void forbid_beside_certain(graph *g, size_t i)
{
    open_row(g, 0.0, i);
    for (size_t j = 0; j < g->count; j++) {
        if (!g->conflict[i * g->count + j]) {
            continue;
        }
        bil_model_add_activity(g->model, &g->atoms[j].activity, 1.0);
        if (g->atoms[j].activity.certain) {
            g->model->impossible = true;
        }
        g->covered[i * g->count + j] = true;
        g->covered[j * g->count + i] = true;
    }
}

/* Grows a clique from the pair (i, j) in canonical order and writes it as one row. */
static void cover_by_clique(graph *g, size_t i, size_t j, size_t *clique)
{
    size_t size = 0;
    clique[size++] = i;
    clique[size++] = j;
    for (size_t k = 0; k < g->count; k++) {
        bool all = !g->atoms[k].activity.certain && k != i && k != j;
        for (size_t c = 0; all && c < size; c++) {
            all = g->conflict[k * g->count + clique[c]];
        }
        if (all) {
            clique[size++] = k;
        }
    }
    open_row(g, 1.0, i);
    for (size_t c = 0; c < size; c++) {
        bil_model_add_activity(g->model, &g->atoms[clique[c]].activity, 1.0);
        for (size_t d = 0; d < size; d++) {
            g->covered[clique[c] * g->count + clique[d]] = true;
        }
    }
}

static void emit(graph *g)
{
    size_t *clique = bil_arena_alloc(g->model->arena, g->count + 2, sizeof *clique);
    bool *in_row = bil_arena_alloc(g->model->arena, g->count + 1, sizeof *in_row);
    if (clique == NULL || in_row == NULL) {
        g->model->lp.out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < g->count; i++) {
        bool any = false;
        for (size_t j = 0; j < g->count; j++) {
            any = any || g->conflict[i * g->count + j];
        }
        in_row[i] = any;
        if (any && g->atoms[i].activity.certain) {
            forbid_beside_certain(g, i);
        }
    }
    for (size_t i = 0; i < g->count; i++) {
        for (size_t j = i + 1; j < g->count; j++) {
            if (g->conflict[i * g->count + j] && !g->covered[i * g->count + j]) {
                cover_by_clique(g, i, j, clique);
            }
        }
        if (!in_row[i] && g->atoms[i].activity.count > 1) { /* one provider at a time */
            open_row(g, 1.0, i);
            bil_model_add_activity(g->model, &g->atoms[i].activity, 1.0);
        }
    }
}

void bil_block_exclusive(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        graph g = {.model = model, .phase = &model->phases[i]};
        if (!collect_atoms(&g)) {
            model->lp.out_of_memory = true;
            return;
        }
        add_groups(&g);
        for (size_t k = 0; k < g.phase->phase->rule_count; k++) {
            const bil_view_rule *rule = &g.phase->phase->rules[k];
            if (model->view->catalogue->rules[rule->rule].form == BIL_RULE_EXCLUSIVE) {
                add_rule(&g, rule);
            }
        }
        emit(&g);
    }
}
