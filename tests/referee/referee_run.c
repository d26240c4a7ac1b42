/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/referee/referee_run.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/referee/referee_verify.h"

extern char **environ;

ref_slowest ref_slowest_seen = {"", 0};

enum { SECONDS_MAX = 60 };

bool ref_bench_open(ref_bench *bench)
{
    const char *const parent = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe) */
    bench->program = getenv("BIL_PROGRAM");      /* NOLINT(concurrency-mt-unsafe) */
    if (bench->program == NULL || bench->program[0] == '\0') {
        (void)fprintf(stderr, "referee: BIL_PROGRAM names no program\n");
        return false;
    }
    (void)snprintf(bench->base, sizeof bench->base, "%s/bilancia-referee-XXXXXX",
                   parent != NULL && parent[0] != '\0' ? parent : "/tmp");
    if (mkdtemp(bench->base) == NULL) {
        (void)fprintf(stderr, "referee: no temporary folder\n");
        return false;
    }
    return true;
}

void ref_bench_close(const ref_bench *bench)
{
    (void)rmdir(bench->base);
}

bool ref_place_make(ref_place *place, const ref_bench *bench, const ref_world *world,
                    const char *name)
{
    const int size = snprintf(place->folder, sizeof place->folder, "%s/%s", bench->base, name);
    if (size < 0 || (size_t)size >= sizeof place->folder || mkdir(place->folder, 0700) != 0) {
        return false;
    }
    (void)snprintf(place->case_path, sizeof place->case_path, "%s/case.json", place->folder);
    (void)snprintf(place->plan_path, sizeof place->plan_path, "%s/plan.json", place->folder);
    (void)snprintf(place->report_path, sizeof place->report_path, "%s/check.txt", place->folder);
    (void)snprintf(place->log_path, sizeof place->log_path, "%s/log.txt", place->folder);
    return ref_write_catalogue(world, place->folder) && ref_write_case(world, place->case_path);
}

void ref_place_remove(const ref_place *place)
{
    static const char *const names[] = {
        "catalogue.json", "domains.csv", "levels.csv",    "services.csv", "effects.csv",
        "sources.csv",    "rules.csv",   "providers.csv", "copay.csv",    "eligibility.csv",
        "case.json",      "plan.json",   "check.txt",     "log.txt",      "spoiled.json",
        "referee.json",   "old.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[REF_PATH + 32];
        (void)snprintf(path, sizeof path, "%s/%s", place->folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(place->folder);
}

/* The child's exit code; −1 when it was killed, as it is when it takes too long. */
static int wait_for(pid_t child)
{
    const struct timespec pause = {0, 1000000};
    int status = 0;
    pid_t ended = 0;
    for (int waited_ms = 0; ended == 0; waited_ms++) {
        ended = waitpid(child, &status, WNOHANG);
        if (ended == 0 && waited_ms > SECONDS_MAX * 1000) {
            (void)kill(child, SIGKILL);
            ended = waitpid(child, &status, 0);
        } else if (ended == 0) {
            (void)nanosleep(&pause, NULL);
        }
    }
    return ended == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Runs the program with its output in files; its exit code, −1 when there is none. */
static int run(const ref_bench *bench, const ref_place *place, char *const arguments[])
{
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return -1;
    }
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    bool ready =
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) == 0 &&
        posix_spawn_file_actions_addopen(&actions, 1, place->report_path, flags, 0600) == 0 &&
        posix_spawn_file_actions_addopen(&actions, 2, place->log_path, flags, 0600) == 0;
    ready = ready && posix_spawn(&child, bench->program, &actions, NULL, arguments, environ) == 0;
    (void)posix_spawn_file_actions_destroy(&actions);
    return ready ? wait_for(child) : -1;
}

/* Arguments of posix_spawn are not const for reasons of history only; they are not written to. */
static char *argument(const char *text)
{
    union {
        const char *in;
        char *out;
    } same = {text};
    return same.out;
}

int ref_propose(const ref_bench *bench, const ref_place *place)
{
    char *const arguments[] = {argument(bench->program),   argument("propose"),
                               argument(place->case_path), argument("--catalogue"),
                               argument(place->folder),    argument("--format"),
                               argument("json"),           argument("-o"),
                               argument(place->plan_path), NULL};
    return run(bench, place, arguments);
}

int ref_replan(const ref_bench *bench, const ref_place *place, const char *old_path,
               const char *give)
{
    char *const arguments[] = {argument(bench->program),
                               argument("replan"),
                               argument(place->case_path),
                               argument("--plan"),
                               argument(old_path),
                               argument("--catalogue"),
                               argument(place->folder),
                               argument("--give"),
                               argument(give),
                               argument("--format"),
                               argument("json"),
                               argument("-o"),
                               argument(place->plan_path),
                               NULL};
    return run(bench, place, arguments);
}

int ref_check(const ref_bench *bench, const ref_place *place, const char *plan_path)
{
    char *const arguments[] = {argument(bench->program),   argument("check"),
                               argument(plan_path),        argument("--case"),
                               argument(place->case_path), argument("--catalogue"),
                               argument(place->folder),    NULL};
    return run(bench, place, arguments);
}

char *ref_read_file(const char *path)
{
    FILE *const file = fopen(path, "r");
    if (file == NULL) {
        return NULL;
    }
    const size_t capacity = 1 << 20;
    char *const bytes = malloc(capacity);
    if (bytes != NULL) {
        bytes[fread(bytes, 1, capacity - 1, file)] = '\0';
    }
    (void)fclose(file);
    return bytes;
}

static void describe_line(const ref_world *world, const ref_choice *choice, int service)
{
    if (choice->quantity[service] == 0) {
        return;
    }
    (void)fprintf(stderr, " %s=%d%s", world->services[service].code, choice->quantity[service],
                  world->services[service].one_off ? " (once)" : "");
    if (choice->provider[service] >= 0) {
        (void)fprintf(stderr, "@%s", world->providers[choice->provider[service]].code);
    }
}

static void describe(const ref_world *world, const ref_answer *answer)
{
    if (!answer->feasible) {
        (void)fprintf(stderr, "  referee: infeasible\n");
        return;
    }
    (void)fprintf(stderr, "  referee: shortfall %.9Lf, score %.9Lf\n", answer->shortfall,
                  answer->score);
    for (int t = 0; t < world->phase_count; t++) {
        (void)fprintf(stderr, "    phase %d (%d months):", t + 1, world->phases[t].months);
        for (int s = 0; s < world->service_count; s++) {
            describe_line(world, &answer->choices[t], s);
        }
        (void)fprintf(stderr, "  used %x of those to decide\n", answer->choices[t].used);
    }
}

static void describe_plan(const ref_node *plan)
{
    (void)fprintf(stderr, "  program: %s, shortfall %.9f, score %.9f\n", ref_string(plan, "status"),
                  ref_real(plan, "essential_shortfall"), ref_real(plan, "score"));
    const ref_node *const phases = ref_member(plan, "phases");
    for (int t = 0; t < ref_length(phases); t++) {
        const ref_node *const lines = ref_member(ref_element(phases, t), "lines");
        (void)fprintf(stderr, "    phase %d:", t + 1);
        for (int i = 0; i < ref_length(lines); i++) {
            const ref_node *const line = ref_element(lines, i);
            const char *const provider = ref_string(line, "provider");
            (void)fprintf(stderr, " %s=%" PRId64 "%s%s", ref_string(line, "service"),
                          ref_integer(line, "quantity"), provider[0] != '\0' ? "@" : "", provider);
        }
        (void)fputc('\n', stderr);
    }
}

/* What `check` says of the referee's plan: 0 means that the program's own checker sides with it. */
static void say_check_of_ours(const ref_bench *bench, const ref_place *place,
                              const ref_world *world, const ref_answer *answer)
{
    char path[REF_PATH + 32];
    (void)snprintf(path, sizeof path, "%s/referee.json", place->folder);
    if (answer->feasible && ref_write_plan(world, answer, path)) {
        (void)fprintf(stderr, "  check of the referee's plan (referee.json): exit %d\n",
                      ref_check(bench, place, path));
    }
}

static double now_seconds(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Propose, verify, check; `why` says what is wrong. The plan, when there is one, is in `store`. */
static bool try_world(char why[REF_WHY], const ref_node **out_plan, ref_json *store,
                      const ref_bench *bench, const ref_place *place, const ref_world *world,
                      const ref_answer *answer)
{
    const char *const name = strrchr(place->folder, '/') + 1;
    const double start = now_seconds();
    const int proposed = ref_propose(bench, place);
    if (now_seconds() - start > ref_slowest_seen.seconds) {
        ref_slowest_seen.seconds = now_seconds() - start;
        (void)snprintf(ref_slowest_seen.name, sizeof ref_slowest_seen.name, "%s", name);
    }
    char *const bytes = ref_read_file(place->plan_path);
    *out_plan = bytes == NULL ? NULL : ref_json_parse(store, bytes);
    free(bytes);
    (void)snprintf(why, REF_WHY, "propose gave exit %d%s%s", proposed,
                   proposed < 0 ? " (killed, perhaps after too long)" : "",
                   *out_plan == NULL ? " and no plan" : "");
    if (*out_plan == NULL || proposed != (answer->feasible ? 0 : 10) ||
        !ref_verify(why, world, answer, *out_plan)) {
        return false;
    }
    const int checked = ref_check(bench, place, place->plan_path);
    (void)snprintf(why, REF_WHY, "check gave exit %d for the program's own plan", checked);
    return checked == 0;
}

bool ref_judge(const ref_bench *bench, const ref_world *world, const ref_answer *answer,
               const char *name, bool aloud)
{
    static ref_json store;
    ref_place place = {"", "", "", "", ""};
    char why[REF_WHY] = "";
    const ref_node *plan = NULL;
    if (!ref_place_make(&place, bench, world, name)) {
        (void)fprintf(stderr, "referee: cannot write %s\n", name);
        return false;
    }
    const bool good = try_world(why, &plan, &store, bench, &place, world, answer);
    if (good || !aloud) {
        ref_place_remove(&place);
        return good;
    }
    (void)fprintf(stderr, "referee: %s: %s\n  kept in %s\n", name, why, place.folder);
    describe(world, answer);
    say_check_of_ours(bench, &place, world, answer);
    if (plan != NULL) {
        describe_plan(plan);
    }
    return false;
}
