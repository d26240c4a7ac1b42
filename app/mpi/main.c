/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/mpi/ranks.h"
#include "app/mpi/say.h"
#include "engine/version.h"

enum { USAGE = 64, JOBS_MAX = 64, COLUMN = 20 };
enum { SHARDS = 256, PROGRAM, LANGUAGE, VERSION }; /* options without a letter */

/* ---- help ---- */

static int say_help(bil_lang lang)
{
    static const struct {
        const char *option;
        mpi_word word;
    } rows[] = {
        {"-o, --output", MPI_W_HELP_OUTPUT},        {"    --catalogue", MPI_W_HELP_CATALOGUE},
        {"-j, --jobs N", MPI_W_HELP_JOBS},          {"    --shards N", MPI_W_HELP_SHARDS},
        {"    --program FILE", MPI_W_HELP_PROGRAM}, {"    --lang it|en", MPI_W_HELP_LANG},
        {"-q, --quiet", MPI_W_HELP_QUIET},
    };
    (void)printf("%s: mpirun -n 33 bilancia-mpi SCENARIO -o %s\n\n%s\n\n",
                 mpi_words(lang, MPI_W_HELP_USE), mpi_words(lang, MPI_W_HELP_FOLDER),
                 mpi_words(lang, MPI_W_HELP_ABOUT));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        (void)printf("  %-*s%s\n", COLUMN, rows[i].option, mpi_words(lang, rows[i].word));
    }
    return fflush(stdout) == 0 ? 0 : 74;
}

static int misused(bil_lang lang, mpi_word word, const char *what)
{
    mpi_say(lang, word, what, NULL);
    mpi_say(lang, MPI_W_SEE_HELP, NULL, NULL);
    return USAGE;
}

/* ---- words ---- */

static bool is_number(const char *text, unsigned long most)
{
    const size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits < 9 && text[digits] == '\0' && strtoul(text, NULL, 10) >= 1 &&
           strtoul(text, NULL, 10) <= most;
}

/* `bilancia` in the folder where this program is; else PATH is asked. */
static const char *beside(char room[PATH_MAX])
{
    static const char name[] = "bilancia";
    const ssize_t length = readlink("/proc/self/exe", room, PATH_MAX - sizeof name);
    if (length > 0) {
        room[length] = '\0';
        char *slash = strrchr(room, '/');
        if (slash != NULL) {
            memcpy(slash + 1, name, sizeof name);
            return access(room, X_OK) == 0 ? room : name;
        }
    }
    return name;
}

typedef enum { GO, LEAVE } way;

static way read_option(mpi_order *order, int option, const char *value, int *code)
{
    switch (option) {
    case 'o':
        order->folder = value;
        break;
    case 'c':
        order->catalogue = value;
        break;
    case 'j':
        order->jobs = value;
        break;
    case 'q':
        order->quiet = true;
        break;
    case PROGRAM:
        order->program = value;
        break;
    case LANGUAGE:
        break; /* read already */
    case SHARDS:
        order->parts = is_number(value, MPI_PARTS_MAX) ? strtoul(value, NULL, 10) : 0;
        if (order->parts == 0) {
            *code = misused(order->lang, MPI_W_BAD_NUMBER, value);
            return LEAVE;
        }
        break;
    case VERSION:
        (void)printf("bilancia-mpi %s\n", bil_version());
        *code = 0;
        return LEAVE;
    case 'h':
        *code = say_help(order->lang);
        return LEAVE;
    default: /* getopt has complained */
        *code = USAGE;
        return LEAVE;
    }
    return GO;
}

static way read_words(mpi_order *order, int argc, char **argv, int *code)
{
    static const struct option options[] = {
        {"output", required_argument, NULL, 'o'},
        {"catalogue", required_argument, NULL, 'c'},
        {"jobs", required_argument, NULL, 'j'},
        {"shards", required_argument, NULL, SHARDS},
        {"program", required_argument, NULL, PROGRAM},
        {"lang", required_argument, NULL, LANGUAGE},
        {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, VERSION},
        {NULL, 0, NULL, 0},
    };
    int option = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
    while ((option = getopt_long(argc, argv, "o:j:qh", options, NULL)) != -1) {
        if (read_option(order, option, optarg, code) == LEAVE) {
            return LEAVE;
        }
    }
    *code = USAGE;
    if (optind + 1 != argc) {
        (void)misused(order->lang, MPI_W_ONE_SCENARIO, NULL);
        return LEAVE;
    }
    order->scenario = argv[optind];
    if (order->folder == NULL) {
        (void)misused(order->lang, MPI_W_NO_FOLDER, NULL);
        return LEAVE;
    }
    if (!is_number(order->jobs, JOBS_MAX)) {
        (void)misused(order->lang, MPI_W_BAD_NUMBER, order->jobs);
        return LEAVE;
    }
    return GO;
}

int main(int argc, char **argv)
{
    char room[PATH_MAX];
    int code = 0;
    mpi_order order = {.program = beside(room), .jobs = "1", .lang = mpi_language(argc, argv)};
    return read_words(&order, argc, argv, &code) == LEAVE ? code : mpi_ranks_run(&order);
}
