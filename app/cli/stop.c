/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

enum { EXIT_INTERRUPTED = 130 };

/* The only state a signal handler may touch. */
static volatile sig_atomic_t asked;
static volatile sig_atomic_t working;

static void on_signal(int number)
{
    (void)number;
    if (working == 0 || asked != 0) {
        _exit(EXIT_INTERRUPTED);
    }
    asked = 1;
}

static void take_standard_descriptors(void)
{
    for (int file = 0; file <= 2; file++) {
        if (fcntl(file, F_GETFD) < 0 && errno == EBADF) {
            /* Read-only: writing to a closed output must stay an error. */
            if (open("/dev/null", O_RDONLY) != file) {
                return;
            }
        }
    }
}

/* A signal ignored from the start (a job in the background) stays ignored. */
static void take_over(int number, const struct sigaction *action)
{
    struct sigaction before;
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
        (void)sigaction(number, action, NULL);
    }
}

void cli_stop_init(void)
{
    take_standard_descriptors();
    struct sigaction action = {0};
    (void)sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    action.sa_handler = on_signal;
    take_over(SIGINT, &action);
    take_over(SIGTERM, &action);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
}

void cli_stop_work_begins(void)
{
    asked = 0;
    working = 1;
}

void cli_stop_work_ends(void)
{
    working = 0;
}

bool cli_stop_asked(void)
{
    return asked != 0;
}

static void mask(int how)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    (void)sigprocmask(how, &set, NULL); /* NOLINT(concurrency-mt-unsafe): one thread */
}

void cli_stop_hold(void)
{
    mask(SIG_BLOCK);
}

void cli_stop_let_go(void)
{
    mask(SIG_UNBLOCK);
}
