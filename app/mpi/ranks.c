/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/mpi/ranks.h"

#include <mpi.h> /* NOLINT(portability-restrict-system-includes) */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/mpi/deal.h"
#include "app/mpi/say.h"
#include "data/json.h"
#include "engine/arena.h"

enum {
    TAG_FREE = 1, /* a rank tells the first: {part, exit code}; part 0 = just come */
    TAG_WORK = 2, /* the first tells a rank: {part, of how many}; part 0 = go home */
    PAUSE_NS = 5000000,
    PARTS_PER_RANK = 16, /* enough for the last ones to end together */
    WORDS_MOST = 24,
    NUMBER_SIZE = 48,
    HELPER = 69,
    INTERNAL = 70,
    SAY_EVERY_S = 2
};

/* The words of one `bilancia simulate`. They are only read. */
typedef struct {
    char *words[WORDS_MOST];
    size_t count;
} command;

static void add(command *c, const char *word)
{
    BIL_ASSERT(c->count + 1 < WORDS_MOST);
    c->words[c->count++] = (char *)(uintptr_t)word;
}

static command begin(const mpi_order *order)
{
    command c = {.count = 0};
    add(&c, order->program);
    add(&c, "simulate");
    add(&c, order->scenario);
    add(&c, "-o");
    add(&c, order->folder);
    if (order->catalogue != NULL) {
        add(&c, "--catalogue");
        add(&c, order->catalogue);
    }
    add(&c, "--lang");
    add(&c, order->lang == BIL_LANG_IT ? "it" : "en");
    return c;
}

static int run_part(const mpi_order *order, size_t part, size_t parts)
{
    char shard[NUMBER_SIZE];
    command c = begin(order);
    (void)snprintf(shard, sizeof shard, "%zu/%zu", part, parts);
    add(&c, "--quiet");
    add(&c, "--progress");
    add(&c, "none");
    add(&c, "--jobs");
    add(&c, order->jobs);
    add(&c, "--shard");
    add(&c, shard);
    const int code = mpi_child_run(c.words, MPI_CHILD_MUTE, NULL);
    if (code != 0) {
        char number[NUMBER_SIZE];
        (void)snprintf(number, sizeof number, "%d", code);
        mpi_say(order->lang, MPI_W_PART_FELL, shard, number);
    }
    return code;
}

/* ---- before and after ---- */

/* "cells" of what `bilancia simulate --prepare --format json` says; 0 when it says none. */
static size_t count_of(const bil_text *said)
{
    bil_json *document = NULL;
    bil_faults faults;
    int64_t cells = 0;
    bil_arena *arena = bil_arena_new();
    bil_faults_init(&faults, arena);
    const bil_json_options options = {.file = "simulate"};
    if (arena != NULL && !said->failed && said->bytes != NULL &&
        bil_json_read(&document, said->bytes, said->size, options, &faults, NULL) == BIL_OK) {
        const bil_json_value *value = bil_json_member(bil_json_root(document), "cells");
        if (value == NULL || !bil_json_get_integer(&cells, value, 0, MPI_PARTS_MAX)) {
            cells = 0;
        }
    }
    bil_json_free(document);
    bil_arena_free(arena);
    return (size_t)cells;
}

static int prepare(const mpi_order *order, size_t *cells)
{
    bil_text said;
    command c = begin(order);
    bil_text_init(&said);
    add(&c, "--prepare");
    add(&c, "--format");
    add(&c, "json");
    const int code = mpi_child_run(c.words, MPI_CHILD_TOLD, &said);
    *cells = code == 0 ? count_of(&said) : 0;
    bil_text_release(&said);
    if (code == MPI_CHILD_LOST) {
        mpi_say(order->lang, MPI_W_NO_PROGRAM, order->program, NULL);
        return HELPER;
    }
    return code == 0 && *cells == 0 ? INTERNAL : code;
}

static int merge(const mpi_order *order)
{
    command c = begin(order);
    add(&c, "--merge");
    if (order->quiet) {
        add(&c, "--quiet");
    }
    return mpi_child_run(c.words, MPI_CHILD_SAYS, NULL);
}

/* ---- the first rank ---- */

typedef struct {
    const mpi_order *order;
    mpi_deal deal;
    bool *idle; /* by hand: waits for a part */
    time_t said;
} dealing;

static void pause_a_little(void)
{
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    (void)nanosleep(&pause, NULL);
}

static void tell(dealing *d)
{
    char done[NUMBER_SIZE];
    char parts[NUMBER_SIZE];
    const time_t now = time(NULL);
    const bool whole = d->deal.done == d->deal.parts;
    if (d->order->quiet || (!whole && now - d->said < SAY_EVERY_S)) {
        return;
    }
    d->said = now;
    (void)snprintf(done, sizeof done, "%zu", d->deal.done);
    (void)snprintf(parts, sizeof parts, "%zu", d->deal.parts);
    mpi_say(d->order->lang, MPI_W_PARTS_DONE, done, parts);
}

static void take(dealing *d, size_t hand, const int said[2])
{
    if (said[0] > 0) {
        mpi_deal_take(&d->deal, hand, (size_t)said[0], said[1] == 0);
        tell(d);
    }
    d->idle[hand] = true;
}

/* Blocking calls of MPI keep a processor busy; it is wanted by who works. */
static int receive(int said[2], int from, int tag)
{
    MPI_Status status;
    for (int there = 0; there == 0;) {
        (void)MPI_Iprobe(from, tag, MPI_COMM_WORLD, &there, &status);
        if (there == 0) {
            pause_a_little();
        }
    }
    (void)MPI_Recv(said, 2, MPI_INT, status.MPI_SOURCE, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return status.MPI_SOURCE;
}

static void send_part(const dealing *d, size_t hand, size_t part)
{
    const int work[2] = {(int)part, (int)d->deal.parts};
    (void)MPI_Send(work, 2, MPI_INT, (int)hand + 1, TAG_WORK, MPI_COMM_WORLD);
}

/* Hand 0 is rank 1, and so on. */
static void deal_out(dealing *d)
{
    while (!mpi_deal_over(&d->deal)) {
        for (size_t hand = 0; hand < d->deal.hands; hand++) {
            const size_t part = d->idle[hand] ? mpi_deal_next(&d->deal, hand) : 0;
            if (part > 0) {
                d->idle[hand] = false;
                send_part(d, hand, part);
            }
        }
        int said[2] = {0, 0};
        const int source = receive(said, MPI_ANY_SOURCE, TAG_FREE);
        take(d, (size_t)source - 1, said);
    }
}

/* Those who have not come yet are waited for, or their word would be left unread. */
static void send_home(dealing *d)
{
    for (size_t hand = 0; hand < d->deal.hands; hand++) {
        if (!d->idle[hand]) {
            int said[2] = {0, 0};
            (void)receive(said, (int)hand + 1, TAG_FREE);
        }
        send_part(d, hand, 0);
    }
}

/* Alone: the same, by turns. */
static void work_alone(dealing *d)
{
    while (!mpi_deal_over(&d->deal)) {
        const size_t part = mpi_deal_next(&d->deal, 0);
        const int said[2] = {(int)part, run_part(d->order, part, d->deal.parts)};
        take(d, 0, said);
    }
}

static int lead(const mpi_order *order, int ranks)
{
    dealing d = {.order = order};
    size_t cells = 0;
    int code = prepare(order, &cells);
    const size_t hands = ranks > 1 ? (size_t)ranks - 1 : 1;
    const size_t wanted = order->parts > 0 ? order->parts : hands * PARTS_PER_RANK;
    d.idle = calloc(hands, sizeof *d.idle);
    if (d.idle == NULL || !mpi_deal_begin(&d.deal, wanted < cells ? wanted : cells, hands)) {
        (void)MPI_Abort(MPI_COMM_WORLD, INTERNAL); /* nobody can be told anything */
        return INTERNAL;
    }
    if (ranks > 1) {
        deal_out(&d);
        send_home(&d);
    } else {
        work_alone(&d);
    }
    if (code == 0) {
        code = merge(order);
    }
    if (code != 0 && mpi_deal_left(&d.deal) > 0) {
        mpi_say(order->lang, MPI_W_AGAIN, NULL, NULL);
    }
    mpi_deal_end(&d.deal);
    free(d.idle);
    return code;
}

/* ---- the others ---- */

static void follow(const mpi_order *order)
{
    int said[2] = {0, 0};
    for (bool more = true; more;) {
        int work[2] = {0, 0};
        (void)MPI_Send(said, 2, MPI_INT, 0, TAG_FREE, MPI_COMM_WORLD);
        (void)receive(work, 0, TAG_WORK);
        more = work[0] > 0;
        if (more) {
            said[0] = work[0];
            said[1] = run_part(order, (size_t)work[0], (size_t)work[1]);
        }
    }
}

/* Asleep until all are here. */
static void wait_for_all(void)
{
    MPI_Request request;
    (void)MPI_Ibarrier(MPI_COMM_WORLD, &request);
    for (int all = 0; all == 0;) {
        (void)MPI_Test(&request, &all, MPI_STATUS_IGNORE);
        if (all == 0) {
            pause_a_little();
        }
    }
}

int mpi_ranks_run(const mpi_order *order)
{
    int rank = 0;
    int ranks = 1;
    int code = 0;
    (void)MPI_Init(NULL, NULL);
    (void)MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    (void)MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    if (rank == 0) {
        code = lead(order, ranks);
    } else {
        follow(order);
    }
    wait_for_all();
    (void)MPI_Finalize();
    return code;
}
