/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "solver/lp_impl.h"
#include "tests/trust/trust.h"

enum { PATH_ROOM = 256, LINE_ROOM = 256 };

extern char **environ;

static bool write_model(const bil_lp *lp, const char *path)
{
    bil_text text;
    bil_text_init(&text);
    bil_error err;
    bool done = false;
    if (bil_lp_write_text(&text, lp, "mps", &err) == BIL_OK) { /* also what the door refuses */
        FILE *file = fopen(path, "w");
        if (file != NULL) {
            done = fwrite(text.bytes, 1, text.size, file) == text.size;
            done = fclose(file) == 0 && done;
        }
    }
    bil_text_release(&text);
    return done;
}

static bool run(char *const arguments[])
{
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return false;
    }
    pid_t child = 0;
    int status = 1;
    const bool started =
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ) == 0;
    (void)posix_spawn_file_actions_destroy(&actions);
    return started && waitpid(child, &status, 0) == child && status == 0;
}

bool trust_cbc_present(void)
{
    char shell[] = "sh";
    char option[] = "-c";
    char command[] = "command -v cbc";
    char *const arguments[] = {shell, option, command, NULL};
    return run(arguments);
}

/* First line: how it went. Others: "index name value cost" of what is not zero. */
static trust_cbc_status read_answer(const char *path, double x[TRUST_COLUMNS])
{
    char line[LINE_ROOM];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return TRUST_CBC_OTHER;
    }
    trust_cbc_status status = TRUST_CBC_OTHER;
    memset(x, 0, TRUST_COLUMNS * sizeof *x);
    if (fgets(line, sizeof line, file) != NULL) {
        status = strncmp(line, "Optimal", 7) == 0    ? TRUST_CBC_OPTIMAL
                 : strstr(line, "nfeasible") != NULL ? TRUST_CBC_INFEASIBLE
                                                     : TRUST_CBC_OTHER;
    }
    while (status == TRUST_CBC_OPTIMAL && fgets(line, sizeof line, file) != NULL) {
        char *at = strchr(line, 'x');
        const unsigned long j = at == NULL ? TRUST_COLUMNS : strtoul(at + 1, &at, 10);
        if (j >= TRUST_COLUMNS) {
            status = TRUST_CBC_OTHER;
        } else {
            x[j] = strtod(at, NULL);
        }
    }
    (void)fclose(file);
    return status;
}

trust_cbc_status trust_cbc(const bil_lp *lp, const char *folder, double x[TRUST_COLUMNS])
{
    char model[PATH_ROOM];
    char answer[PATH_ROOM];
    char program[] = "cbc";
    char ratio[] = "-ratio";
    char zero[] = "0";
    char solve[] = "-solve";
    char solution[] = "-solution";
    (void)snprintf(model, sizeof model, "%.200s/model.mps", folder);
    (void)snprintf(answer, sizeof answer, "%.200s/answer.txt", folder);
    (void)unlink(answer);
    if (!write_model(lp, model)) {
        return TRUST_CBC_OTHER;
    }
    char *const arguments[] = {program, model, ratio, zero, solve, solution, answer, NULL};
    return run(arguments) ? read_answer(answer, x) : TRUST_CBC_OTHER;
}
