/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The child of gmpl.c: GLPK's MathProg translator and its optimiser. Whatever goes wrong here ends
 * this process, after a word about it where there is time for one. */
#include "solver/gmpl_impl.h"

#include <glpk.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MEMORY_MB = 768, LINE_MAX_BYTES = 1024, NODES_MAX = 200000 };

typedef struct {
    const bil_gmpl_task *task;
    char line[LINE_MAX_BYTES]; /* being said */
    size_t filled;
    char fault[BIL_GMPL_WORDS_MAX]; /* the first line that begins with a file's path */
    char last[BIL_GMPL_WORDS_MAX];  /* the last that says anything */
} child;

static child self;

static void send_bytes(const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        const ssize_t written = write(self.task->answer, at, size);
        if (written <= 0) {
            _exit(EXIT_FAILURE);
        }
        at += written;
        size -= (size_t)written;
    }
}

static _Noreturn void finish(char what, const void *bytes, size_t size)
{
    send_bytes(&what, 1);
    send_bytes(bytes, size);
    _exit(EXIT_SUCCESS);
}

static bool begins_with(const char *line, const char *path)
{
    const size_t size = strlen(path);
    return strncmp(line, path, size) == 0 && line[size] == ':';
}

static void end_of_line(void)
{
    const bil_gmpl_task *task = self.task;
    self.line[self.filled] = '\0';
    self.filled = 0;
    if (self.line[0] == '\0') {
        return;
    }
    (void)snprintf(self.last, sizeof self.last, "%.*s", BIL_GMPL_WORDS_MAX - 1, self.line);
    if (self.fault[0] == '\0' && strstr(self.line, ": warning: ") == NULL &&
        (begins_with(self.line, task->model) || begins_with(self.line, task->data))) {
        memcpy(self.fault, self.last, sizeof self.fault);
    }
}

/* All that GLPK says comes here, in pieces; nothing of it goes to the terminal. */
static int listen_to(void *info, const char *words)
{
    (void)info;
    for (; *words != '\0'; words++) {
        if (*words == '\n') {
            end_of_line();
        } else if (self.filled + 1 < sizeof self.line) {
            self.line[self.filled++] = *words;
        }
    }
    return 1;
}

/* GLPK would abort. */
static void give_up(void *info)
{
    (void)info;
    if (self.filled > 0) {
        end_of_line();
    }
    finish(BIL_GMPL_ABORTED, self.last, strlen(self.last));
}

static _Noreturn void tell_fault(void)
{
    if (self.filled > 0) {
        end_of_line();
    }
    const char *words = self.fault[0] != '\0' ? self.fault : self.last;
    finish(BIL_GMPL_SAYS, words, strlen(words));
}

static void solve(glp_prob *problem)
{
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.presolve = GLP_OFF;
    glp_scale_prob(problem, GLP_SF_AUTO);
    glp_adv_basis(problem, 0);
    const int code = glp_simplex(problem, &simplex);
    const int status = glp_get_status(problem);
    if (code != 0) {
        /* bounds that cross: nothing fulfils them */
        finish(code == GLP_EBOUND ? BIL_GMPL_NO_SOLUTION : BIL_GMPL_UNSOLVED, "", 0);
    }
    if (status != GLP_OPT) {
        finish(status == GLP_NOFEAS || status == GLP_INFEAS ? BIL_GMPL_NO_SOLUTION
               : status == GLP_UNBND                        ? BIL_GMPL_UNBOUNDED
                                                            : BIL_GMPL_UNSOLVED,
               "", 0);
    }
    if (glp_get_num_int(problem) > 0) {
        glp_iocp search;
        glp_init_iocp(&search);
        if (glp_intopt(problem, &search) != 0 || glp_mip_status(problem) != GLP_OPT) {
            finish(glp_mip_status(problem) == GLP_NOFEAS ? BIL_GMPL_NO_SOLUTION : BIL_GMPL_UNSOLVED,
                   "", 0);
        }
    }
}

/* Which person a column is about: variable[n]; 0 for any other. */
static size_t person_of(const char *column)
{
    const bil_gmpl_task *task = self.task;
    const size_t size = strlen(task->variable);
    size_t person = 0;
    if (column == NULL || strncmp(column, task->variable, size) != 0 || column[size] != '[') {
        return 0;
    }
    const char *digit = column + size + 1;
    for (; *digit >= '0' && *digit <= '9' && person <= task->count; digit++) {
        person = 10 * person + (size_t)(*digit - '0');
    }
    return strcmp(digit, "]") == 0 && person <= task->count ? person : 0;
}

static _Noreturn void send_values(glp_prob *problem)
{
    const size_t count = self.task->count;
    double *values = calloc(count + 1, sizeof *values);
    bool *there = calloc(count + 1, sizeof *there);
    if (values == NULL || there == NULL) {
        finish(BIL_GMPL_ABORTED, "", 0);
    }
    const bool whole = glp_get_num_int(problem) > 0;
    for (int j = 1; j <= glp_get_num_cols(problem); j++) {
        const size_t person = person_of(glp_get_col_name(problem, j));
        if (person > 0) {
            there[person] = true;
            values[person] = whole ? glp_mip_col_val(problem, j) : glp_get_col_prim(problem, j);
        }
    }
    for (size_t person = 1; person <= count; person++) {
        if (!there[person]) {
            finish(BIL_GMPL_MISSING, &person, sizeof person);
        }
    }
    finish(BIL_GMPL_VALUES, values + 1, count * sizeof *values);
}

_Noreturn void bil_gmpl_run(const bil_gmpl_task *task)
{
    self = (child){.task = task};
    (void)glp_free_env(); /* the parent's, copied */
    (void)glp_term_hook(listen_to, NULL);
    glp_error_hook(give_up, NULL);
    glp_mem_limit(MEMORY_MB);
    glp_tran *translator = glp_mpl_alloc_wksp();
    if (glp_mpl_read_model(translator, task->model, 0) != 0) {
        tell_fault();
    }
    if (task->variable == NULL) {
        finish(BIL_GMPL_VALUES, "", 0);
    }
    if (glp_mpl_read_data(translator, task->data) != 0) {
        tell_fault();
    }
    /* From here on no file can be opened: neither read by a `table` nor written by `printf >`. */
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_NOFILE, &none) != 0) {
        finish(BIL_GMPL_ABORTED, "", 0);
    }
    if (glp_mpl_generate(translator, NULL) != 0) {
        tell_fault();
    }
    glp_prob *problem = glp_create_prob();
    glp_mpl_build_prob(translator, problem);
    if (glp_get_num_cols(problem) > 0 && glp_get_num_rows(problem) > 0) {
        solve(problem);
    }
    send_values(problem);
}
