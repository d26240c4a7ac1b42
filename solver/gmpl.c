/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/gmpl.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/text.h"
#include "solver/gmpl_impl.h"

enum { SECONDS_OF_WORK = 20, SECONDS_IN_ALL = 120, MS = 1000, PATH_ROOM = 32 };

#define NOISE 1e-7
#define VALUE_MAX 1e12
#define ADDRESS_MAX ((rlim_t)4 << 30U)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BIL_SHADOWED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define BIL_SHADOWED 1
#endif
#endif
#ifndef BIL_SHADOWED
#define BIL_SHADOWED 0
#endif

/* --- what a model declares -------------------------------------------------------------------- */

typedef struct {
    const char *at;
    const char *end;
} cursor;

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Over spaces and comments. */
static void skip_blank(cursor *c)
{
    while (c->at < c->end) {
        if (*c->at == '#') {
            while (c->at < c->end && *c->at != '\n') {
                c->at++;
            }
        } else if (c->at + 1 < c->end && c->at[0] == '/' && c->at[1] == '*') {
            c->at += 2;
            while (c->at < c->end && !(c->at[0] == '*' && c->at + 1 < c->end && c->at[1] == '/')) {
                c->at++;
            }
            c->at += c->at < c->end ? 2 : 0; /* past the closing sign, if there is one */
        } else if (strchr(" \t\r\n\f\v", *c->at) != NULL && *c->at != '\0') {
            c->at++;
        } else {
            return;
        }
    }
}

/* To behind the next ";" outside quotes and comments. */
static void skip_statement(cursor *c)
{
    while (c->at < c->end && *c->at != ';') {
        const char *before = c->at;
        skip_blank(c);
        if (c->at != before) {
            continue;
        }
        if (*c->at == '\'' || *c->at == '"') {
            const char quote = *c->at++;
            while (c->at < c->end && *c->at != quote) {
                c->at++;
            }
        }
        c->at += c->at < c->end ? 1 : 0;
    }
    c->at += c->at < c->end ? 1 : 0;
}

static bool take_word(cursor *c, const char *word)
{
    const size_t size = strlen(word);
    if ((size_t)(c->end - c->at) < size || memcmp(c->at, word, size) != 0 ||
        (c->at + size < c->end && is_name(c->at[size]))) {
        return false;
    }
    c->at += size;
    return true;
}

bool bil_gmpl_declares(const bil_gmpl *model, const char *how, const char *name)
{
    cursor c = {model->text, model->text + model->size};
    while (c.at < c.end) {
        skip_blank(&c);
        if (take_word(&c, how)) {
            skip_blank(&c);
            if (take_word(&c, name)) {
                return true;
            }
        }
        skip_statement(&c);
    }
    return false;
}

/* --- the child -------------------------------------------------------------------------------- */

/* A file that only its descriptor knows, in memory. */
static int hold(const char *name, const char *text, size_t size)
{
    const int file = memfd_create(name, 0);
    size_t done = 0;
    while (file >= 0 && done < size) {
        const ssize_t written = write(file, text + done, size - done);
        if (written <= 0) {
            (void)close(file);
            return -1;
        }
        done += (size_t)written;
    }
    return file;
}

/* Nothing is left behind, no file grows, and there is an end to time and room. */
static void set_limits(void)
{
    const struct rlimit none = {0, 0};
    const struct rlimit room = {ADDRESS_MAX, ADDRESS_MAX};
    /* a word first, then the end */
    const struct rlimit time = {SECONDS_OF_WORK, SECONDS_OF_WORK + 1};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || setrlimit(RLIMIT_FSIZE, &none) != 0 ||
        setrlimit(RLIMIT_CPU, &time) != 0 || (!BIL_SHADOWED && setrlimit(RLIMIT_AS, &room) != 0)) {
        _exit(EXIT_FAILURE);
    }
}

/* Nothing of the parent's is reachable but the three files. */
static void close_in(int model, int data, int answer)
{
    enum { MODEL = 3, DATA, ANSWER };
    const int high_model = fcntl(model, F_DUPFD, 64);
    const int high_data = fcntl(data, F_DUPFD, 64);
    const int high_answer = fcntl(answer, F_DUPFD, 64);
    const int nowhere = open("/dev/null", O_RDWR);
    if (nowhere < 0 || dup2(nowhere, STDIN_FILENO) < 0 || dup2(nowhere, STDOUT_FILENO) < 0 ||
        dup2(high_model, MODEL) < 0 || dup2(high_data, DATA) < 0 || dup2(high_answer, ANSWER) < 0) {
        _exit(EXIT_FAILURE);
    }
    (void)close_range(ANSWER + 1, ~0U, 0);
    if (!BIL_SHADOWED) {
        (void)dup2(STDIN_FILENO, STDERR_FILENO);
    }
}

static _Noreturn void be_child(const char *variable, size_t count, int model, int data, int answer)
{
    const bil_gmpl_task task = {.model = "/dev/fd/3",
                                .data = "/dev/fd/4",
                                .variable = variable,
                                .count = count,
                                .answer = 5};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)signal(SIGXFSZ, SIG_IGN);
    (void)signal(SIGINT, SIG_IGN); /* the parent decides */
    close_in(model, data, answer);
    set_limits();
    bil_gmpl_run(&task);
}

/* --- the parent ------------------------------------------------------------------------------- */

static int64_t now_ms(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * MS + t.tv_nsec / 1000000;
}

/* All that comes, up to `room` bytes; false when time is over. */
static bool read_all(char *out, size_t *size, size_t room, int answer)
{
    const int64_t end = now_ms() + (int64_t)SECONDS_IN_ALL * MS;
    *size = 0;
    for (;;) {
        const int64_t left = end - now_ms();
        struct pollfd on = {.fd = answer, .events = POLLIN};
        if (left <= 0) {
            return false;
        }
        const int ready = poll(&on, 1, (int)left);
        if (ready < 0 && errno != EINTR) {
            return false;
        }
        if (ready <= 0) {
            continue;
        }
        const ssize_t got = read(answer, out + *size, room - *size);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0;
        }
        *size += (size_t)got;
        if (*size == room) {
            return true;
        }
    }
}

typedef struct {
    const bil_gmpl *model;
    size_t count;
    char *bytes;
    size_t size;
    bool in_time;
    int ended; /* as waitpid tells */
} answered;

static bil_status no_process(bil_error *err)
{
    return bil_fail(err, BIL_E_INTERNAL, "", "non si è potuto avviare il modello",
                    "the model could not be started");
}

static bil_status run(answered *a, const char *variable, const char *data, bil_error *err)
{
    int pipe_ends[2] = {-1, -1};
    const int model = hold("model", a->model->text, a->model->size);
    const int table = hold("data", data, strlen(data));
    const size_t room = a->count * sizeof(double) + BIL_GMPL_WORDS_MAX + 2;
    pid_t child = -1;
    a->bytes = malloc(room);
    if (model >= 0 && table >= 0 && a->bytes != NULL && pipe(pipe_ends) == 0) {
        child = fork();
        if (child == 0) {
            be_child(variable, a->count, model, table, pipe_ends[1]);
        }
    }
    if (model >= 0) {
        (void)close(model);
    }
    if (table >= 0) {
        (void)close(table);
    }
    if (pipe_ends[1] >= 0) {
        (void)close(pipe_ends[1]);
    }
    if (child > 0) {
        a->in_time = read_all(a->bytes, &a->size, room, pipe_ends[0]);
        (void)kill(child, SIGKILL); /* it has said all it will */
        while (waitpid(child, &a->ended, 0) < 0 && errno == EINTR) {
        }
    }
    if (pipe_ends[0] >= 0) {
        (void)close(pipe_ends[0]);
    }
    return a->bytes == NULL ? bil_fail_nomem(err) : child > 0 ? BIL_OK : no_process(err);
}

/* --- what it says ----------------------------------------------------------------------------- */

/* "/dev/fd/3:12: words": where the model says so, and the words. */
static bil_status tell_line(const answered *a, bil_error *err)
{
    char where[192];
    char words[BIL_GMPL_WORDS_MAX + 1];
    (void)snprintf(words, sizeof words, "%.*s", (int)(a->size - 1), a->bytes + 1);
    const char *line = strchr(words, ':');
    char *end = NULL;
    const long number = line == NULL ? 0 : strtol(line + 1, &end, 10);
    const bool placed = end != NULL && *end == ':' && number > 0;
    if (placed && strncmp(words, "/dev/fd/3", 9) == 0) {
        (void)snprintf(where, sizeof where, "%.150s:%ld", a->model->name, number);
    } else {
        (void)snprintf(where, sizeof where, "%.150s", a->model->name);
    }
    const char *says = placed ? end + 1 : words;
    says += strspn(says, " ");
    if (!bil_utf8_valid(says, strlen(says))) {
        says = "?";
    }
    return bil_fail_with(err, BIL_E_DATA, where, "il modello non si può leggere o calcolare: %s",
                         "the model cannot be read or computed: %s", says);
}

static bil_status tell_person(const answered *a, const char *variable, bil_error *err)
{
    size_t person = 0;
    char name[96];
    if (a->size == 1 + sizeof person) {
        memcpy(&person, a->bytes + 1, sizeof person);
    }
    (void)snprintf(name, sizeof name, "%.60s[%zu]", variable, person);
    return bil_fail_with(err, BIL_E_DATA, a->model->name,
                         "il modello non dice nulla di %s: deve comparire per ogni persona in una "
                         "condizione o nell’obiettivo",
                         "the model says nothing of %s: for each person it must appear in a "
                         "constraint or in the objective",
                         name);
}

static bil_status tell_silence(const answered *a, bil_error *err)
{
    const char *name = a->model->name;
    if (!a->in_time || (WIFSIGNALED(a->ended) && WTERMSIG(a->ended) == SIGXCPU)) {
        return bil_fail(err, BIL_E_DATA, name, "il modello non finisce in 20 secondi",
                        "the model does not end within 20 seconds");
    }
    return bil_fail(err, BIL_E_DATA, name,
                    "il modello si è interrotto: forse chiede troppa memoria",
                    "the model broke off: it may ask for too much memory");
}

static bil_status judge(double *values, const answered *a, const char *variable, bil_error *err)
{
    if (a->size != 1 + a->count * sizeof *values) {
        return tell_silence(a, err);
    }
    memcpy(values, a->bytes + 1, a->count * sizeof *values);
    for (size_t k = 0; k < a->count; k++) {
        if (!isfinite(values[k]) || values[k] < -NOISE || values[k] > VALUE_MAX) {
            char found[128];
            (void)snprintf(found, sizeof found, "%.60s[%zu] = %g", variable, k + 1, values[k]);
            return bil_fail_with(err, BIL_E_DATA, a->model->name,
                                 "serve un numero da zero in su, non %s",
                                 "a number from zero on is needed, not %s", found);
        }
        values[k] = values[k] < 0 ? 0 : values[k];
    }
    return BIL_OK;
}

static bil_status hear(double *values, const answered *a, const char *variable, bil_error *err)
{
    const char *name = a->model->name;
    switch (a->size == 0 ? '\0' : a->bytes[0]) {
    case BIL_GMPL_VALUES:
        return judge(values, a, variable, err);
    case BIL_GMPL_SAYS:
        return tell_line(a, err);
    case BIL_GMPL_MISSING:
        return tell_person(a, variable, err);
    case BIL_GMPL_NO_SOLUTION:
        return bil_fail(err, BIL_E_DATA, name, "nessun valore rispetta tutte le condizioni",
                        "no values meet all constraints");
    case BIL_GMPL_UNBOUNDED:
        return bil_fail(err, BIL_E_DATA, name, "l’obiettivo non ha limite",
                        "the objective has no limit");
    case BIL_GMPL_UNSOLVED:
        return bil_fail(err, BIL_E_DATA, name, "il modello è troppo difficile da risolvere",
                        "the model is too hard to solve");
    default:
        return tell_silence(a, err);
    }
}

bil_status bil_gmpl_solve(double *values, size_t count, const char *variable, const bil_gmpl *model,
                          const char *data, bil_error *err)
{
    answered a = {.model = model, .count = count};
    bil_status status = run(&a, variable, data, err);
    if (status == BIL_OK) {
        status = hear(values, &a, variable, err);
    }
    free(a.bytes);
    return status;
}
