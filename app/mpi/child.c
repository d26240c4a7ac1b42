/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/mpi/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { PIECE = 4096 };

/* A rank that is killed takes its process along, which takes its own. */
static void leave_with(pid_t parent)
{
#ifdef __linux__
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(MPI_CHILD_LOST);
    }
#else
    (void)parent;
#endif
}

/* Only what may be called between fork and exec. */
static void become(char *const *words, pid_t parent, int output)
{
    const int nothing = open("/dev/null", O_RDWR);
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL); /* NOLINT(concurrency-mt-unsafe): one thread */
    leave_with(parent);
    (void)dup2(nothing, 0);
    if (output != 1) {
        (void)dup2(output >= 0 ? output : nothing, 1);
    }
    (void)execvp(words[0], words);
    _exit(MPI_CHILD_LOST);
}

static void listen_to(int from, bil_text *told)
{
    char piece[PIECE];
    for (;;) {
        const ssize_t size = read(from, piece, sizeof piece);
        if (size > 0) {
            bil_text_add_n(told, piece, (size_t)size);
        } else if (size == 0 || errno != EINTR) {
            return;
        }
    }
}

static int wait_for(pid_t child)
{
    int how = 0;
    while (waitpid(child, &how, 0) < 0) {
        if (errno != EINTR) {
            return MPI_CHILD_LOST;
        }
    }
    return WIFEXITED(how) ? WEXITSTATUS(how) : MPI_CHILD_KILLED + WTERMSIG(how);
}

int mpi_child_run(char *const *words, mpi_child_voice voice, bil_text *told)
{
    int ends[2] = {-1, voice == MPI_CHILD_SAYS ? 1 : -1};
    if (voice == MPI_CHILD_TOLD && (pipe(ends) != 0 || fcntl(ends[0], F_SETFD, FD_CLOEXEC) != 0)) {
        return MPI_CHILD_LOST;
    }
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) {
        become(words, parent, ends[1]);
    }
    if (voice == MPI_CHILD_TOLD) {
        (void)close(ends[1]);
        if (child > 0) {
            listen_to(ends[0], told);
        }
        (void)close(ends[0]);
    }
    return child < 0 ? MPI_CHILD_LOST : wait_for(child);
}
