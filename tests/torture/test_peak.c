/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* How much memory the program takes at most, as it is shipped. */

enum { LIMIT_KIB = 200 * 1024, NO_PLAN = 10 };

/* Runs `bilancia propose` on a case; its exit code, and its children's peak so far in KiB. */
static int propose(const char *program, const char *person, long *peak)
{
    int status = 0;
    struct rusage usage;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const int nowhere = open("/dev/null", O_WRONLY);
        (void)dup2(nowhere, STDOUT_FILENO);
        (void)dup2(nowhere, STDERR_FILENO);
        (void)execl(program, program, "propose", person, "--catalogue", "data/catalogue/lombardia",
                    (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &usage), 0);
    *peak = usage.ru_maxrss;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void no_example_takes_more_than_200_mebibytes(void **state)
{
    (void)state;
    const char *program = getenv("BIL_PROGRAM"); /* NOLINT(concurrency-mt-unsafe) */
    glob_t cases;
    long worst = 0;
    if (program == NULL) {
        fail_msg("BIL_PROGRAM is not set");
        return;
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    assert_int_equal(glob("data/examples/*.case.json", 0, NULL, &cases), 0);
    assert_true(cases.gl_pathc >= 24);
    for (size_t i = 0; i < cases.gl_pathc; i++) {
        long peak = 0;
        const int code = propose(program, cases.gl_pathv[i], &peak);
        if (code != 0 && code != NO_PLAN) {
            fail_msg("%s: exit code %d", cases.gl_pathv[i], code);
        }
        if (peak > worst) {
            worst = peak;
            print_message("%ld KiB after %s\n", peak, cases.gl_pathv[i]);
        }
        if (peak >= LIMIT_KIB) {
            fail_msg("%s: %ld KiB", cases.gl_pathv[i], peak);
        }
    }
    globfree(&cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_example_takes_more_than_200_mebibytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
