/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_REFEREE_REFEREE_RUN_H
#define BIL_TESTS_REFEREE_REFEREE_RUN_H

/* Running the built program on worlds written to a temporary folder. */

#include "tests/referee/referee.h"
#include "tests/referee/referee_json.h"

typedef struct {
    const char *program;
    char base[REF_PATH]; /* a temporary folder of our own */
} ref_bench;

typedef struct {
    char folder[REF_PATH]; /* of one world: the catalogue's files and case.json */
    char case_path[REF_PATH + 32];
    char plan_path[REF_PATH + 32];
    char report_path[REF_PATH + 32]; /* what `check` said */
    char log_path[REF_PATH + 32];    /* what the program said on stderr */
} ref_place;

/* The program comes from BIL_PROGRAM. False (with a sentence on stderr) when there is none, or no
 * folder can be made. */
bool ref_bench_open(ref_bench *bench);
void ref_bench_close(const ref_bench *bench); /* removes the folder when nothing was kept in it */

/* The proposal that took longest. */
typedef struct {
    char name[64];
    double seconds;
} ref_slowest;
extern ref_slowest ref_slowest_seen;

/* Makes a folder for a world and writes it there. */
bool ref_place_make(ref_place *place, const ref_bench *bench, const ref_world *world,
                    const char *name);
void ref_place_remove(const ref_place *place);

/* Exit codes of the program; −1 when it could not be run or was killed. */
int ref_propose(const ref_bench *bench, const ref_place *place);
/* `replan` of the world's case against an old plan, with that --give, into `plan_path`. */
int ref_replan(const ref_bench *bench, const ref_place *place, const char *old_path,
               const char *give);
int ref_check(const ref_bench *bench, const ref_place *place, const char *plan_path);

/* A file's bytes with a NUL, to be freed; NULL when it cannot be read. */
char *ref_read_file(const char *path);

/* One world from beginning to end: propose, verify, check. True when all is well; else, if aloud,
 * says what is wrong on stderr and keeps the folder. */
bool ref_judge(const ref_bench *bench, const ref_world *world, const ref_answer *answer,
               const char *name, bool aloud);

#endif
