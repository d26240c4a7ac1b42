/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/lp_impl.h"

#include <glpk.h> /* NOLINT(portability-restrict-system-includes) */
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

/* The only file that knows GLPK.
 *
 * GLPK's way to report a failed assertion or a wrong argument is abort(). Its error hook is called
 * just before: ours jumps home, to a frame that holds no resources, and glp_free_env then drops
 * everything GLPK allocated in this thread. Nothing of ours may be allocated inside. */

typedef struct {
    jmp_buf home;
    char message[160];
    size_t used;
    const bil_lp *lp;
    const bil_lp_settings *settings;
    bil_lp_result *out;
    bil_look look;
    bool stopped; /* by the node limit or by the caller */
    bool failed;
    glp_prob *problem;
    bil_lp_relaxed *relaxed; /* for a relaxation alone */
    const bil_lp_entries *entries;
} guard;

/* Keeps the last words, which name the assertion when GLPK gives up. */
static int capture(void *info, const char *text)
{
    guard *g = info;
    for (const char *p = text; *p != '\0'; p++) {
        if (g->used + 1 < sizeof g->message && *p != '\n') {
            g->message[g->used++] = *p;
            g->message[g->used] = '\0';
        }
    }
    return 1; /* otherwise GLPK prints it */
}

static void jump_home(void *info)
{
    guard *g = info;
    longjmp(g->home, 1);
}

static void load_columns(glp_prob *problem, const bil_lp *lp)
{
    glp_add_cols(problem, (int)lp->column_count);
    for (size_t j = 0; j < lp->column_count; j++) {
        const bil_lp_column *column = &lp->columns[j];
        const int index = (int)j + 1;
        const int type = column->lower < column->upper ? GLP_DB : GLP_FX;
        glp_set_col_bnds(problem, index, type, column->lower, column->upper);
        glp_set_obj_coef(problem, index, column->cost);
        if (column->integer) {
            glp_set_col_kind(problem, index, GLP_IV);
        }
    }
}

static int row_type(const bil_lp_row *row)
{
    const bool low = row->lower > -HUGE_VAL;
    const bool high = row->upper < HUGE_VAL;
    if (low && high) {
        return row->lower < row->upper ? GLP_DB : GLP_FX;
    }
    return low ? GLP_LO : high ? GLP_UP : GLP_FR;
}

enum { ROW_ROOM = 4096 };

static void load_rows(guard *g, const bil_lp *lp)
{
    static _Thread_local int indices[ROW_ROOM + 1];
    static _Thread_local double values[ROW_ROOM + 1];
    if (lp->row_count > 0) {
        glp_add_rows(g->problem, (int)lp->row_count);
    }
    for (size_t i = 0; i < lp->row_count; i++) {
        const bil_lp_row *row = &lp->rows[i];
        if (row->count > ROW_ROOM) {
            capture(g, "a row is too long");
            jump_home(g);
        }
        for (size_t k = 0; k < row->count; k++) {
            indices[k + 1] = (int)lp->terms[row->first + k].column + 1;
            values[k + 1] = lp->terms[row->first + k].value;
        }
        glp_set_mat_row(g->problem, (int)i + 1, (int)row->count, indices, values);
        glp_set_row_bnds(g->problem, (int)i + 1, row_type(row), row->lower, row->upper);
    }
}

static void load(guard *g)
{
    g->problem = glp_create_prob();
    glp_set_obj_dir(g->problem, g->lp->maximise ? GLP_MAX : GLP_MIN);
    load_columns(g->problem, g->lp);
    load_rows(g, g->lp);
}

static bool presolves(bil_look look)
{
    return look == BIL_LOOK_QUICK || look == BIL_LOOK_COSTS || look == BIL_LOOK_CUTS;
}

static void offer_incumbent(guard *g, glp_tree *tree)
{
    static _Thread_local double point[ROW_ROOM + 1];
    const double *x = g->settings->incumbent;
    if (x == NULL || presolves(g->look) || g->lp->column_count > ROW_ROOM) {
        return; /* with presolve the tree speaks of other columns */
    }
    if (glp_ios_curr_node(tree) != 1) {
        return;
    }
    for (size_t j = 0; j < g->lp->column_count; j++) {
        point[j + 1] = x[j];
    }
    (void)glp_ios_heur_sol(tree, point);
}

static void on_tree(glp_tree *tree, void *info)
{
    guard *g = info;
    const int reason = glp_ios_reason(tree);
    if (reason == GLP_IHEUR) {
        offer_incumbent(g, tree);
    }
    if (reason != GLP_ISELECT) {
        return;
    }
    g->out->nodes++;
    const int best = glp_ios_best_node(tree);
    if (best != 0) {
        g->out->bound = glp_ios_node_bound(tree, best);
    }
    if (g->out->nodes > g->settings->node_limit) {
        g->stopped = true;
    }
    if (g->settings->tick != NULL && (g->out->nodes & 15) == 0) {
        glp_prob *inner = glp_ios_get_prob(tree);
        const bil_lp_tick tick = {.nodes = g->out->nodes,
                                  .value = glp_mip_obj_val(inner),
                                  .bound = g->out->bound,
                                  .has_value = glp_mip_status(inner) == GLP_FEAS};
        if (!g->settings->tick(&tick, g->settings->payload)) {
            g->stopped = true;
        }
    }
    if (g->stopped) {
        glp_ios_terminate(tree);
    }
}

/* The linear relaxation, which glp_intopt wants solved first when it does not presolve. */
static int relax(guard *g)
{
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.meth = g->look == BIL_LOOK_UNSCALED ? GLP_PRIMAL : GLP_DUALP;
    parameters.tol_bnd = 1e-9;
    parameters.tol_dj = 1e-9;
    parameters.it_lim = 1000000;
    glp_adv_basis(g->problem, 0);
    int code = glp_simplex(g->problem, &parameters);
    if (code != 0) {
        glp_std_basis(g->problem);
        parameters.meth = GLP_PRIMAL;
        code = glp_simplex(g->problem, &parameters);
    }
    return code;
}

static void copy_point(guard *g, bool mip)
{
    for (size_t j = 0; j < g->lp->column_count; j++) {
        const int index = (int)j + 1;
        g->out->x[j] =
            mip ? glp_mip_col_val(g->problem, index) : glp_get_col_prim(g->problem, index);
    }
    g->out->objective = mip ? glp_mip_obj_val(g->problem) : glp_get_obj_val(g->problem);
}

/* GLPK's code and status, both of which must be read, in one place. */
static void read_answer(guard *g, int code)
{
    bil_lp_result *out = g->out;
    const int status = glp_mip_status(g->problem);
    if (code == GLP_ENOPFS || (code == 0 && status == GLP_NOFEAS)) {
        out->status = BIL_LP_INFEASIBLE;
    } else if (code == 0 && status == GLP_OPT) {
        out->status = BIL_LP_OPTIMAL;
        copy_point(g, true);
        out->bound = out->objective;
    } else if (status == GLP_FEAS || (status == GLP_OPT && code != 0)) {
        out->status = BIL_LP_FEASIBLE;
        copy_point(g, true);
    } else if (code == GLP_ESTOP || code == GLP_ETMLIM) {
        out->status = BIL_LP_STOPPED;
    } else {
        out->status = BIL_LP_FAILED;
        (void)snprintf(out->message, sizeof out->message, "the optimiser ended with code %d", code);
    }
    if (code == GLP_ETMLIM) {
        out->timed = true;
    }
}

static void search(guard *g)
{
    load(g);
    glp_iocp parameters;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.presolve = presolves(g->look) ? GLP_ON : GLP_OFF;
    const bool by_costs = g->look != BIL_LOOK_QUICK && g->look != BIL_LOOK_UNSCALED;
    parameters.br_tech = by_costs ? GLP_BR_PCH : GLP_BR_DTH;
    if (g->look == BIL_LOOK_CUTS || g->look == BIL_LOOK_PLAIN_CUTS) {
        parameters.gmi_cuts = GLP_ON;
        parameters.mir_cuts = GLP_ON;
        parameters.clq_cuts = GLP_ON;
    }
    parameters.tol_int = 1e-9;
    parameters.tol_obj = 1e-9;
    parameters.mip_gap = 0.0;
    parameters.cb_func = on_tree;
    parameters.cb_info = g;
    if (g->settings->time_limit_ms > 0) {
        parameters.tm_lim = (int)fmin(2e9, (double)g->settings->time_limit_ms);
    }
    if (!presolves(g->look)) {
        if (g->look != BIL_LOOK_UNSCALED) {
            glp_scale_prob(g->problem, GLP_SF_AUTO);
        }
        const int code = relax(g);
        const int status = glp_get_status(g->problem);
        if (code == 0 && status == GLP_NOFEAS) {
            g->out->status = BIL_LP_INFEASIBLE;
            return;
        }
        if (code != 0 || status != GLP_OPT) {
            g->out->status = BIL_LP_FAILED;
            (void)snprintf(g->out->message, sizeof g->out->message,
                           "the linear relaxation ended with code %d, status %d", code, status);
            return;
        }
        g->out->bound = glp_get_obj_val(g->problem);
    }
    read_answer(g, glp_intopt(g->problem, &parameters));
}

/* No locals and no resources in this frame: a jump lands here. */
static void guarded(guard *g, void (*body)(guard *))
{
    glp_term_hook(capture, g);
    glp_error_hook(jump_home, g);
    if (setjmp(g->home) == 0) {
        body(g);
    } else {
        g->failed = true;
    }
    glp_error_hook(NULL, NULL);
    if (g->failed) {
        g->problem = NULL; /* glp_free_env takes it along */
    } else if (g->problem != NULL) {
        glp_delete_prob(g->problem);
    }
    glp_free_env();
}

void bil_lp_glpk_look(bil_lp_result *out, const bil_lp *lp, bil_look look,
                      const bil_lp_settings *settings)
{
    guard g = {.lp = lp, .settings = settings, .out = out, .look = look};
    guarded(&g, search);
    if (g.failed) {
        out->status = BIL_LP_FAILED;
        (void)snprintf(out->message, sizeof out->message, "contained: %.140s", g.message);
    }
}

/* The whole matrix at once: its rows may be as long as there are columns. */
static void relaxation(guard *g)
{
    const bil_lp_entries *entries = g->entries;
    g->problem = glp_create_prob();
    glp_set_obj_dir(g->problem, g->lp->maximise ? GLP_MAX : GLP_MIN);
    load_columns(g->problem, g->lp);
    if (g->lp->row_count > 0) {
        glp_add_rows(g->problem, (int)g->lp->row_count);
    }
    for (size_t i = 0; i < g->lp->row_count; i++) {
        const bil_lp_row *row = &g->lp->rows[i];
        glp_set_row_bnds(g->problem, (int)i + 1, row_type(row), row->lower, row->upper);
    }
    glp_load_matrix(g->problem, (int)entries->count, entries->row, entries->column, entries->value);
    g->look = BIL_LOOK_UNSCALED; /* the caller's scale, and the primal simplex */
    const int code = relax(g);
    bil_lp_relaxed *out = g->relaxed;
    if (code != 0 || glp_get_status(g->problem) != GLP_OPT) {
        return;
    }
    for (size_t j = 0; j < g->lp->column_count; j++) {
        out->x[j] = glp_get_col_prim(g->problem, (int)j + 1);
        out->basic[j] = glp_get_col_stat(g->problem, (int)j + 1) == GLP_BS;
    }
    for (size_t i = 0; i < g->lp->row_count; i++) {
        out->dual[i] = glp_get_row_dual(g->problem, (int)i + 1);
    }
    out->iterations = glp_get_it_cnt(g->problem);
    out->optimal = true;
}

void bil_lp_glpk_relax(bil_lp_relaxed *out, const bil_lp *lp, const bil_lp_entries *entries)
{
    out->optimal = false;
    guard g = {.lp = lp, .relaxed = out, .entries = entries};
    guarded(&g, relaxation);
    out->optimal = out->optimal && !g.failed;
}

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

const char *bil_lp_engine_version(void)
{
    static const char built[] = "GLPK " TEXT(GLP_MAJOR_VERSION) "." TEXT(GLP_MINOR_VERSION);
    /* The library found at run time may be another than the one we were built with. */
    return strcmp(glp_version(), built + 5) == 0 ? built : glp_version();
}
