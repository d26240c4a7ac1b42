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

enum { SECONDS_OF_WORK = 20, SECONDS_IN_ALL = 120, MS = 1000, PATH_ROOM = 32, TICK_MS = 100 };

#define NOISE 1e-7
/* What the child has open. */
#define MODEL_PATH "/dev/fd/3"
#define DATA_PATH "/dev/fd/4"
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

static _Noreturn void be_child(const bil_gmpl_wanted *wanted, int model, int data, int answer)
{
    const bil_gmpl_task task = {.model = MODEL_PATH,
                                .data = DATA_PATH,
                                .variable = wanted == NULL ? NULL : wanted->name,
                                .count = wanted == NULL ? 0 : wanted->count,
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

typedef struct {
    const bil_gmpl *model;
    const bil_gmpl_wanted *wanted; /* NULL = the model is only read */
    const char *data;
    size_t count; /* of values */
    char *bytes;
    size_t size;
    bool in_time;
    bool stopped;
    int ended; /* as waitpid tells */
} answered;

/* All that comes, up to `room` bytes. */
static void read_all(answered *a, size_t room, int answer)
{
    const int64_t end = now_ms() + (int64_t)SECONDS_IN_ALL * MS;
    const bil_gmpl_wanted *w = a->wanted;
    for (;;) {
        struct pollfd on = {.fd = answer, .events = POLLIN};
        a->stopped = w != NULL && w->tick != NULL && !w->tick(w->payload);
        if (a->stopped || now_ms() >= end) {
            return;
        }
        const int ready = poll(&on, 1, TICK_MS);
        if (ready < 0 && errno != EINTR) {
            return;
        }
        if (ready <= 0) {
            continue;
        }
        const ssize_t got = read(answer, a->bytes + a->size, room - a->size);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        a->size += got > 0 ? (size_t)got : 0;
        a->in_time = got >= 0;
        if (got <= 0 || a->size == room) {
            return;
        }
    }
}

static bil_status no_process(bil_error *err)
{
    return bil_fail(err, BIL_E_INTERNAL, "", "non si è potuto avviare il modello",
                    "the model could not be started");
}

static bil_status run(answered *a, bil_error *err)
{
    int pipe_ends[2] = {-1, -1};
    const int model = hold("model", a->model->text, a->model->size);
    const int table = hold("data", a->data, strlen(a->data));
    const size_t room = a->count * sizeof(double) + BIL_GMPL_WORDS_MAX + 2;
    pid_t child = -1;
    a->bytes = malloc(room);
    if (model >= 0 && table >= 0 && a->bytes != NULL && pipe(pipe_ends) == 0) {
        child = fork();
        if (child == 0) {
            be_child(a->wanted, model, table, pipe_ends[1]);
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
        read_all(a, room, pipe_ends[0]);
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

enum { WHERE_SIZE = 192 };

/* "own.mod:12", or the file alone. */
static void put_where(char where[WHERE_SIZE], const answered *a, size_t line)
{
    const int size = snprintf(where, WHERE_SIZE, "%.150s", a->model->name);
    if (line > 0) {
        (void)snprintf(where + size, WHERE_SIZE - (size_t)size, ":%zu", line);
    }
}

/* Where the model says what is wanted of it. */
static void put_where_wanted(char where[WHERE_SIZE], const answered *a)
{
    put_where(where, a, bil_gmpl_line(a->model, "var", a->wanted->name));
}

/* Which line of the model speaks of the table that stands at a line of the data; 0 = none. */
static size_t line_of_table(const answered *a, size_t data_line)
{
    static const char *const kinds[] = {"set", "param"};
    size_t line = 0;
    const char *at = a->data;
    for (size_t k = 1; at != NULL && k <= data_line; k++) {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            char name[64];
            const size_t size = strlen(kinds[i]);
            if (strncmp(at, kinds[i], size) == 0 && sscanf(at + size, " %63s", name) == 1) {
                line = bil_gmpl_line(a->model, kinds[i], name);
            }
        }
        at = strchr(at, '\n');
        at = at == NULL ? NULL : at + 1;
    }
    return line;
}

/* The line of "/dev/fd/3:12: words", 0 when there is none; `*says` = the words. */
static size_t line_said(const char **says, const char *words)
{
    const char *colon = strchr(words, ':');
    char *end = NULL;
    const long line = colon == NULL ? 0 : strtol(colon + 1, &end, 10);
    const bool placed = end != NULL && *end == ':' && line >= 0;
    *says = placed ? end + 1 : words;
    *says += strspn(*says, " ");
    if (!bil_utf8_valid(*says, strlen(*says))) {
        *says = "?";
    }
    return placed ? (size_t)line : 0;
}

/* What the translator says of a file. */
#define UNABLE "unable to open "

static bil_status tell_line(const answered *a, bil_error *err)
{
    char where[WHERE_SIZE];
    char words[BIL_GMPL_WORDS_MAX + 1];
    const char *says = "";
    (void)snprintf(words, sizeof words, "%.*s", (int)(a->size - 1), a->bytes + 1);
    const size_t line = line_said(&says, words);
    if (strncmp(words, DATA_PATH, strlen(DATA_PATH)) == 0) {
        put_where(where, a, line_of_table(a, line));
        return bil_fail_with(err, BIL_E_DATA, where,
                             "il modello non accetta un dato che il programma gli dà: %s. "
                             "Dichiaratelo come dice la guida, senza dargli valori",
                             "the model does not take what the program fills in: %s. Declare it as "
                             "the guide says, and give it no values",
                             says);
    }
    put_where(where, a, line);
    if (strncmp(says, UNABLE, strlen(UNABLE)) == 0) { /* by its descriptors, of which it has none */
        return bil_fail(err, BIL_E_DATA, where, "il modello non può leggere né scrivere altri file",
                        "the model may neither read nor write other files");
    }
    return bil_fail_with(err, BIL_E_DATA, where, "il modello non si può leggere o calcolare: %s",
                         "the model cannot be read or computed: %s", says);
}

static bil_status tell_person(const answered *a, bil_error *err)
{
    size_t person = 0;
    char name[96];
    char where[WHERE_SIZE];
    if (a->size == 1 + sizeof person) {
        memcpy(&person, a->bytes + 1, sizeof person);
    }
    (void)snprintf(name, sizeof name, "%.60s[%zu]", a->wanted->name, person);
    put_where_wanted(where, a);
    return bil_fail_with(err, BIL_E_DATA, where,
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
        return bil_fail(err, BIL_E_DATA, name, "il modello non finisce in 20 secondi di calcolo",
                        "the model does not end within 20 seconds of computing");
    }
    return bil_fail(err, BIL_E_DATA, name,
                    "il modello si è interrotto: forse chiede troppa memoria",
                    "the model broke off: it may ask for too much memory");
}

static bil_status tell_value(const answered *a, size_t k, double value, bil_error *err)
{
    char found[128];
    char it[192];
    char en[192];
    char where[WHERE_SIZE];
    const double most = a->wanted->most;
    (void)snprintf(found, sizeof found, "%.60s[%zu] = %g", a->wanted->name, k + 1, value);
    (void)snprintf(it, sizeof it, "serve un numero da 0 a %.0f, non %s", most, found);
    (void)snprintf(en, sizeof en, "a number is needed from 0 to %.0f, not %s", most, found);
    put_where_wanted(where, a);
    return bil_fail(err, BIL_E_DATA, where, it, en);
}

static bil_status judge(double *values, const answered *a, bil_error *err)
{
    if (a->size != 1 + a->count * sizeof *values) {
        return tell_silence(a, err);
    }
    for (size_t k = 0; k < a->count; k++) {
        double value = 0;
        memcpy(&value, a->bytes + 1 + k * sizeof value, sizeof value);
        if (!isfinite(value) || value < -NOISE || value > a->wanted->most) {
            return tell_value(a, k, value, err);
        }
        values[k] = value < 0 ? 0 : value;
    }
    return BIL_OK;
}

static bil_status hear(double *values, const answered *a, bil_error *err)
{
    const char *name = a->model->name;
    if (a->stopped) {
        return bil_fail(err, BIL_E_STOPPED, name, "interrotto prima che il modello rispondesse",
                        "stopped before the model answered");
    }
    switch (a->size == 0 ? '\0' : a->bytes[0]) {
    case BIL_GMPL_VALUES:
        return judge(values, a, err);
    case BIL_GMPL_SAYS:
        return tell_line(a, err);
    case BIL_GMPL_MISSING:
        return tell_person(a, err);
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

static bil_status ask(double *values, answered *a, bil_error *err)
{
    bil_status status = run(a, err);
    if (status == BIL_OK) {
        status = hear(values, a, err);
    }
    free(a->bytes);
    return status;
}

bil_status bil_gmpl_check(const bil_gmpl *model, bil_error *err)
{
    answered a = {.model = model, .data = ""};
    return ask(NULL, &a, err);
}

bil_status bil_gmpl_solve(double *values, const bil_gmpl_wanted *wanted, const bil_gmpl *model,
                          const char *data, bil_error *err)
{
    answered a = {.model = model, .data = data, .wanted = wanted, .count = wanted->count};
    return ask(values, &a, err);
}
