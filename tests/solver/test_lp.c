/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to the optimiser: what it refuses, what it contains, what it answers, what it writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "solver/lp_impl.h"

#define NOT_A_NUMBER ((double)NAN)

extern char **environ;

static bil_arena *arena;
static bil_lp lp;

static int set_up(void **state)
{
    (void)state;
    arena = bil_arena_new();
    bil_lp_init(&lp, arena);
    return arena == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    bil_arena_free(arena);
    return 0;
}

static const char *name_of(const char *prefix, size_t number)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%s%zu", prefix, number);
    return bil_arena_text(arena, text);
}

static uint32_t column(double lower, double upper, bool integer, double cost)
{
    const uint32_t made =
        bil_lp_add_column(&lp, lower, upper, integer, name_of("x", lp.column_count), "a, \"b\"");
    lp.columns[made].cost = cost;
    return made;
}

static void row(double lower, double upper)
{
    (void)bil_lp_add_row(&lp, lower, upper, name_of("r", lp.row_count), "");
}

static bil_lp_result solved(const bil_lp_settings *settings)
{
    bil_lp_result out;
    bil_error err = {0};
    assert_int_equal(bil_lp_solve(&out, &lp, settings, arena, &err), BIL_OK);
    return out;
}

/* Wood, clay and time: 2x + y ≤ 10, x + 3y ≤ 15, to the greatest 3x + 2y; (3, 4) gives 17. */
static void the_potter(void)
{
    bil_lp_init(&lp, arena);
    lp.maximise = true;
    (void)column(0, 10, true, 3);
    (void)column(0, 10, true, 2);
    row(-HUGE_VAL, 10);
    bil_lp_term_add(&lp, 0, 2);
    bil_lp_term_add(&lp, 1, 1);
    row(-HUGE_VAL, 15);
    bil_lp_term_add(&lp, 0, 1);
    bil_lp_term_add(&lp, 1, 3);
}

/* Pays `total` exactly with many notes of nearly equal size: a tree of any depth. */
static void the_purse(int notes, double total)
{
    bil_lp_init(&lp, arena);
    for (int j = 0; j < notes; j++) {
        (void)column(0, 1, true, 1 + (j * 7) % 5);
    }
    row(total, total);
    for (int j = 0; j < notes; j++) {
        bil_lp_term_add(&lp, (uint32_t)j, 100 + (j * 37) % 61);
    }
    (void)column(0, 1, false, 0); /* keeps the exact search out */
}

/* ---- what it refuses ---- */

static void assert_refused(void)
{
    const bil_lp_settings settings = {0};
    bil_lp_result out;
    memset(&out, 0x5a, sizeof out);
    const bil_lp_result before = out;
    bil_error err = {0};
    assert_int_equal(bil_lp_solve(&out, &lp, &settings, arena, &err), BIL_E_INTERNAL);
    assert_memory_equal(&out, &before, sizeof out);
    assert_true(err.message_it[0] != '\0' && err.message_en[0] != '\0' && err.where[0] != '\0');
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_lp_write(&text, NULL, &lp, "lp", &err), BIL_E_INTERNAL);
    assert_int_equal(text.size, 0);
    bil_text_release(&text);
}

static void numbers_it_cannot_be_trusted_with_never_reach_the_optimiser(void **state)
{
    (void)state;
    static const double coefficients[] = {NOT_A_NUMBER, HUGE_VAL, -HUGE_VAL, 1.00001e5,
                                          -2e5,         9e-5,     -1e-9};
    for (size_t i = 0; i < sizeof coefficients / sizeof coefficients[0]; i++) {
        the_potter();
        lp.terms[3].value = coefficients[i];
        assert_refused();
    }
    static const double costs[] = {NOT_A_NUMBER, HUGE_VAL, -HUGE_VAL, 1.1e6};
    for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++) {
        the_potter();
        lp.columns[1].cost = costs[i];
        assert_refused();
    }
    static const double bounds[][2] = {
        {NOT_A_NUMBER, 1}, {0, NOT_A_NUMBER}, {-HUGE_VAL, 1}, {0, HUGE_VAL}, {2, 1},
        {-1.1e7, 1},       {0, 1.1e7},        {0.5, 3},       {0, 2.999999}, {0, 1 + 1e-10}};
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        the_potter();
        lp.columns[0].lower = bounds[i][0];
        lp.columns[0].upper = bounds[i][1];
        assert_refused();
    }
    static const double sides[][2] = {
        {NOT_A_NUMBER, 1}, {0, NOT_A_NUMBER}, {1, 0}, {HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL}};
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        the_potter();
        lp.rows[1].lower = sides[i][0];
        lp.rows[1].upper = sides[i][1];
        assert_refused();
    }
}

static void a_model_without_columns_is_refused(void **state)
{
    (void)state;
    bil_lp_init(&lp, arena);
    assert_refused();
}

static void a_builder_that_ran_out_of_memory_is_told_so(void **state)
{
    (void)state;
    the_potter();
    lp.out_of_memory = true;
    const bil_lp_settings settings = {0};
    bil_lp_result out;
    bil_error err = {0};
    assert_int_equal(bil_lp_solve(&out, &lp, &settings, arena, &err), BIL_E_NOMEM);
}

/* ---- what it contains ---- */

static void an_abort_of_the_optimiser_is_contained_and_leaves_it_usable(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        bil_lp_init(&lp, arena);
        row(0, 10);
        for (uint32_t j = 0; j < 4097; j++) { /* one more than the door has room for */
            (void)column(0, 1, true, 1);
        }
        lp.terms = bil_arena_alloc(arena, 4097, sizeof *lp.terms);
        assert_non_null(lp.terms);
        for (uint32_t j = 0; j < 4097; j++) {
            lp.terms[j] = (bil_lp_term){.column = j, .value = 1.0};
        }
        lp.term_count = lp.term_capacity = lp.rows[0].count = 4097;
        const bil_lp_settings settings = {.doubt = 1};
        const bil_lp_result stuck = solved(&settings);
        assert_int_equal(stuck.status, BIL_LP_FAILED);
        assert_null(stuck.x);
        assert_true(stuck.anomalies > 0);
        assert_non_null(strstr(stuck.message, "contained: "));

        the_potter();
        const bil_lp_result well = solved(&settings);
        assert_int_equal(well.status, BIL_LP_OPTIMAL);
        assert_true(fabs(well.objective - 17.0) < 1e-9);
        assert_int_equal(well.anomalies, 0);
    }
}

/* A column named twice in a row makes GLPK itself call abort(). */
static void an_assertion_inside_the_optimiser_is_contained_too(void **state)
{
    (void)state;
    const bil_lp_settings settings = {.node_limit = 100};
    for (int round = 0; round < 5; round++) {
        the_potter();
        lp.terms[1].column = 0;
        bil_lp_result out = {.x = bil_arena_alloc(arena, 2, sizeof(double))};
        bil_lp_glpk_look(&out, &lp, BIL_LOOK_PLAIN, &settings);
        assert_int_equal(out.status, BIL_LP_FAILED);
        assert_non_null(strstr(out.message, "contained: "));
        assert_non_null(strstr(out.message, "duplicate"));

        the_potter();
        bil_lp_glpk_look(&out, &lp, BIL_LOOK_PLAIN, &settings);
        assert_int_equal(out.status, BIL_LP_OPTIMAL);
        assert_true(fabs(out.objective - 17.0) < 1e-9);
    }
}

/* ---- what it answers ---- */

static void every_look_finds_the_same_optimum(void **state)
{
    (void)state;
    for (int look = 0; look < BIL_LOOK_COUNT; look++) {
        the_potter();
        const bil_lp_settings settings = {.node_limit = 1000};
        bil_lp_result out = {.x = bil_arena_alloc(arena, 2, sizeof(double))};
        bil_lp_glpk_look(&out, &lp, (bil_look)look, &settings);
        assert_int_equal(out.status, BIL_LP_OPTIMAL);
        assert_true(fabs(out.objective - 17.0) < 1e-9);
        assert_true(fabs(out.x[0] - 3.0) < 1e-9 && fabs(out.x[1] - 4.0) < 1e-9);
    }
}

static void what_cannot_be_done_is_said_so_only_after_a_second_look(void **state)
{
    (void)state;
    for (int doubt = 0; doubt <= 1; doubt++) {
        the_potter();
        lp.rows[0].lower = lp.rows[0].upper = 0.5; /* halves of whole things */
        const bil_lp_settings settings = {.doubt = doubt};
        const bil_lp_result out = solved(&settings);
        assert_int_equal(out.status, BIL_LP_INFEASIBLE);
        assert_int_equal(out.looks, 2);
        assert_int_equal(out.anomalies, 0);
        assert_null(out.x);

        bil_lp_init(&lp, arena); /* the same without the exact search's help */
        (void)column(0, 1, false, 1);
        row(1.5, HUGE_VAL);
        bil_lp_term_add(&lp, 0, 1);
        assert_int_equal(solved(&settings).status, BIL_LP_INFEASIBLE);
    }
}

static void doubt_asks_for_a_second_look(void **state)
{
    (void)state;
    the_potter();
    const bil_lp_settings trusting = {.doubt = 0};
    const bil_lp_settings doubting = {.doubt = 1};
    assert_int_equal(solved(&trusting).looks, 1);
    assert_int_equal(solved(&doubting).looks, 2);
}

static void a_model_without_rows_has_an_optimum(void **state)
{
    (void)state;
    for (int doubt = 0; doubt <= 1; doubt++) {
        bil_lp_init(&lp, arena);
        lp.maximise = true;
        (void)column(-2, 3, true, 2);
        (void)column(-2, 3, false, -1.5);
        (void)column(4, 4, true, 1);
        const bil_lp_settings settings = {.doubt = doubt};
        const bil_lp_result out = solved(&settings);
        assert_int_equal(out.status, BIL_LP_OPTIMAL);
        assert_true(fabs(out.objective - 13.0) < 1e-9);
    }
}

static void an_objective_of_zeros_asks_only_for_a_point(void **state)
{
    (void)state;
    the_potter();
    bil_lp_clear_objective(&lp);
    lp.rows[0].lower = 9.0;
    const bil_lp_settings settings = {.doubt = 1};
    const bil_lp_result out = solved(&settings);
    assert_int_equal(out.status, BIL_LP_OPTIMAL);
    assert_true(bil_lp_violation(&lp, out.x) < 1e-9);
}

static void rows_without_bounds_and_without_terms_do_no_harm(void **state)
{
    (void)state;
    the_potter();
    row(-HUGE_VAL, HUGE_VAL);
    bil_lp_term_add(&lp, 0, 1);
    row(-1, 1);
    const bil_lp_settings settings = {.doubt = 1};
    const bil_lp_result out = solved(&settings);
    assert_int_equal(out.status, BIL_LP_OPTIMAL);
    assert_true(fabs(out.objective - 17.0) < 1e-9);
}

static void a_node_limit_gives_what_there_is_and_a_bound(void **state)
{
    (void)state;
    the_purse(30, 1777);
    const bil_lp_settings all = {.node_limit = 2000000};
    const bil_lp_result best = solved(&all);
    assert_int_equal(best.status, BIL_LP_OPTIMAL);
    bool stopped = false;
    bool feasible = false;
    for (int64_t limit = 1; limit <= 4096; limit *= 2) {
        const bil_lp_settings settings = {.node_limit = limit};
        const bil_lp_result out = solved(&settings);
        if (out.status == BIL_LP_STOPPED) {
            stopped = true;
            assert_null(out.x);
            assert_true(out.bound <= best.objective + 1e-6);
        } else if (out.status == BIL_LP_FEASIBLE) {
            feasible = true;
            assert_true(bil_lp_violation(&lp, out.x) < 1e-6);
            assert_true(out.objective >= best.objective - 1e-6);
            assert_true(out.bound <= best.objective + 1e-6);
            assert_true(out.nodes <= limit + 1);
        } else {
            assert_int_equal(out.status, BIL_LP_OPTIMAL);
            assert_true(fabs(out.objective - best.objective) < 1e-6);
        }
        assert_false(out.timed);
    }
    assert_true(stopped || feasible);
}

static bool at_once(const bil_lp_tick *tick, void *payload)
{
    (void)tick;
    ++*(int *)payload;
    return false;
}

static void whoever_watches_can_stop_it(void **state)
{
    (void)state;
    the_purse(30, 1777);
    int ticks = 0;
    const bil_lp_settings settings = {.doubt = 1, .tick = at_once, .payload = &ticks};
    const bil_lp_result out = solved(&settings);
    assert_int_equal(ticks, 1); /* and no second look after that */
    assert_int_equal(out.looks, 1);
    assert_true(out.status == BIL_LP_FEASIBLE || out.status == BIL_LP_STOPPED);
}

static void a_known_point_is_never_lost(void **state)
{
    (void)state;
    the_purse(30, 1777);
    const bil_lp_settings all = {.node_limit = 2000000};
    const bil_lp_result best = solved(&all);
    bil_lp_settings settings = {.node_limit = 1, .incumbent = best.x};
    double *room = bil_arena_alloc(arena, lp.column_count, sizeof *room);
    bil_lp_result out = {.x = room};
    bil_lp_glpk_look(&out, &lp, BIL_LOOK_PLAIN, &settings);
    assert_true(out.status == BIL_LP_FEASIBLE || out.status == BIL_LP_OPTIMAL);
    assert_true(out.objective <= best.objective + 1e-6);
}

static void terms_on_one_column_add_up(void **state)
{
    (void)state;
    the_potter();
    bil_lp_term_add(&lp, 0, 4);
    bil_lp_term_add(&lp, 1, 0);
    assert_int_equal(lp.term_count, 4);
    assert_true(lp.terms[2].value == 5.0);
}

static void rows_can_be_forgotten(void **state)
{
    (void)state;
    the_potter();
    row(-HUGE_VAL, 0);
    bil_lp_term_add(&lp, 0, 1);
    const bil_lp_settings settings = {0};
    assert_true(solved(&settings).objective < 16.5);
    bil_lp_truncate(&lp, 2);
    assert_int_equal(lp.term_count, 4);
    assert_true(fabs(solved(&settings).objective - 17.0) < 1e-9);
}

static void the_violation_of_a_point_is_measured(void **state)
{
    (void)state;
    the_potter();
    const double good[2] = {3, 4};
    const double outside[2] = {-1, 4};
    const double broken[2] = {4, 4};
    const double halves[2] = {2.5, 4};
    const double nothing[2] = {NOT_A_NUMBER, 4};
    assert_true(bil_lp_violation(&lp, good) == 0.0);
    assert_true(bil_lp_violation(&lp, outside) >= 1.0);
    assert_true(bil_lp_violation(&lp, broken) > 0.3);
    assert_true(bil_lp_violation(&lp, halves) == 0.5);
    assert_true(bil_lp_violation(&lp, nothing) > 1e300);
}

/* Among whole things a cent is a cent, however dear they are: no point a cent off counts. */
static void a_cent_counts_beside_any_price(void **state)
{
    (void)state;
    bil_lp_init(&lp, arena);
    for (int j = 0; j < 3; j++) {
        (void)column(0, 1, true, 1);
    }
    row(-HUGE_VAL, 99999.98);
    bil_lp_term_add(&lp, 0, 99999.99);
    bil_lp_term_add(&lp, 1, 0.01);
    bil_lp_term_add(&lp, 2, -0.01);
    const double too_dear[3] = {1, 0, 0};
    const double just_right[3] = {1, 0, 1};
    assert_true(bil_lp_violation(&lp, too_dear) > 0.0099);
    assert_true(bil_lp_violation(&lp, just_right) <= 0.0);
}

/* ---- what it writes ---- */

static char *written(const char *format)
{
    bil_text text;
    bil_text_init(&text);
    bil_error err = {0};
    assert_int_equal(bil_lp_write(&text, NULL, &lp, format, &err), BIL_OK);
    char *kept = bil_arena_text(arena, text.bytes);
    bil_text_release(&text);
    return kept;
}

static void a_model_without_rows_is_not_written(void **state)
{
    (void)state;
    bil_lp_init(&lp, arena);
    (void)column(0, 1, true, 1);
    bil_text text;
    bil_text_init(&text);
    bil_error err = {0};
    assert_int_equal(bil_lp_write(&text, NULL, &lp, "mps", &err), BIL_E_DATA);
    bil_text_release(&text);
}

static void the_name_map_is_csv(void **state)
{
    (void)state;
    the_potter();
    bil_text text;
    bil_text map;
    bil_text_init(&text);
    bil_text_init(&map);
    bil_error err = {0};
    assert_int_equal(bil_lp_write(&text, &map, &lp, "lp", &err), BIL_OK);
    assert_string_equal(map.bytes, "kind,name,meaning\n"
                                   "column,x0,\"a, \"\"b\"\"\"\n"
                                   "column,x1,\"a, \"\"b\"\"\"\n"
                                   "row,r0,\"\"\n"
                                   "row,r1,\"\"\n");
    bil_text_release(&text);
    bil_text_release(&map);
}

static uint64_t seed;

static int between(int low, int high)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return low + (int)((seed >> 16) % (uint64_t)(high - low + 1));
}

/* Integers and others, ranges, equalities, rows without bounds or terms, fixed columns. Most rows
 * hold at one point of the box, so that most models have a solution. */
static void draw(uint64_t number)
{
    seed = 0x9e3779b97f4a7c15U ^ (number * 2654435761U + 1);
    bil_lp_init(&lp, arena);
    lp.maximise = between(0, 1) == 1;
    const int columns = between(1, 7);
    int point[7];
    for (int j = 0; j < columns; j++) {
        const int low = between(-4, 2);
        const int high = low + between(0, 6);
        point[j] = between(low, high);
        (void)column(low, high, between(0, 2) > 0,
                     between(0, 3) == 0 ? 0 : between(-999, 999) / 7.0);
    }
    const int rows = between(1, 5);
    for (int i = 0; i < rows; i++) {
        row(-HUGE_VAL, HUGE_VAL);
        bil_lp_row *made = &lp.rows[lp.row_count - 1];
        double middle = between(0, 9) == 0 ? 1.0 / 3.0 : 0.0;
        for (int j = 0; j < columns; j++) {
            const double value = between(0, 2) == 0 ? 0 : between(-99, 99) / 11.0;
            bil_lp_term_add(&lp, (uint32_t)j, value);
            middle += value * point[j];
        }
        const int kind = between(0, 6);
        made->lower = kind < 3 ? -HUGE_VAL : middle;
        made->upper = kind == 0 || kind == 4 ? HUGE_VAL
                      : kind == 3            ? middle
                                             : middle + between(1, 40) / 9.0;
    }
}

static void a_decimal_comma_changes_nothing(void **state)
{
    (void)state;
    locale_t italian = newlocale(LC_ALL_MASK, "it_IT.UTF-8", (locale_t)0);
    if (italian == (locale_t)0) {
        skip();
    }
    for (uint64_t i = 0; i < 50; i++) {
        draw(i);
        const bil_lp_settings settings = {.doubt = 1};
        const char *lp_before = written("lp");
        const char *mps_before = written("mps");
        const bil_lp_result before = solved(&settings);
        locale_t plain = uselocale(italian);
        char comma[8];
        (void)snprintf(comma, sizeof comma, "%.1f", 0.5);
        const char *lp_after = written("lp");
        const char *mps_after = written("mps");
        const bil_lp_result after = solved(&settings);
        (void)uselocale(plain);
        assert_string_equal(comma, "0,5"); /* the locale was really there */
        assert_string_equal(lp_before, lp_after);
        assert_string_equal(mps_before, mps_after);
        assert_int_equal(before.status, after.status);
        if (before.x != NULL) {
            assert_memory_equal(before.x, after.x, lp.column_count * sizeof *before.x);
        }
    }
    freelocale(italian);
}

static void every_number_is_written_to_its_last_bit(void **state)
{
    (void)state;
    static const double values[] = {0.1, 1.0 / 3.0, 1e-4, 99999.99, 142.85714285714286, 1e5 / 3};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        the_potter();
        lp.terms[0].value = values[i];
        const char *text = written("mps");
        const char *at = strstr(text, " x0 r0 ");
        assert_non_null(at);
        assert_true(strtod(at + 7, NULL) == values[i]);
        text = written("lp");
        at = strstr(text, " r0: + ");
        assert_non_null(at);
        assert_true(strtod(at + 7, NULL) == values[i]);
    }
}

enum { PATH_ROOM = 64, COMMAND_ROOM = 512 };

static void put(char path[PATH_ROOM], const char *text)
{
    const char *folder = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe) */
    (void)snprintf(path, PATH_ROOM, "%.40s/bil_lp_XXXXXX", folder == NULL ? "/tmp" : folder);
    const int file = mkstemp(path);
    assert_true(file >= 0);
    const size_t size = strlen(text);
    assert_true(write(file, text, size) == (ssize_t)size);
    assert_int_equal(close(file), 0);
}

static bool succeeds(char command[COMMAND_ROOM])
{
    char shell[] = "sh";
    char option[] = "-c";
    char *const arguments[] = {shell, option, command, NULL};
    pid_t child = 0;
    int status = 1;
    return posix_spawnp(&child, shell, NULL, NULL, arguments, environ) == 0 &&
           waitpid(child, &status, 0) == child && status == 0;
}

static bool has_program(const char *name)
{
    char command[COMMAND_ROOM];
    (void)snprintf(command, sizeof command, "command -v %s > /dev/null", name);
    return succeeds(command);
}

/* The first line of a file that holds `key`, from after it; NULL when there is none. */
static const char *text_after(const char *path, const char *key, char line[COMMAND_ROOM])
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const char *found = NULL;
    while (found == NULL && fgets(line, COMMAND_ROOM, file) != NULL) {
        found = strstr(line, key);
    }
    (void)fclose(file);
    return found == NULL ? NULL : found + strlen(key);
}

static bool answer_of(const char *path, const char *optimal, const char *key, double *value)
{
    char line[COMMAND_ROOM];
    if (text_after(path, optimal, line) == NULL) {
        return false;
    }
    const char *at = text_after(path, key, line);
    if (at == NULL) {
        fail_msg("%s says nothing of \"%s\"", path, key);
        return false;
    }
    *value = strtod(at, NULL);
    return true;
}

/* Solves a written model with another program; false = it has no solution. */
static bool peer_value(bool cbc, bool mps, const char *text, double *value)
{
    char model[PATH_ROOM];
    char answer[PATH_ROOM];
    char command[COMMAND_ROOM];
    put(model, text);
    put(answer, "");
    if (cbc) {
        const char *format = mps ? "mps" : "lp";
        (void)snprintf(command, sizeof command,
                       "mv %s %s.%s && cbc %s.%s -ratio 0 -solve -solu %s > %s.log 2>&1", model,
                       model, format, model, format, answer, model);
    } else {
        (void)snprintf(command, sizeof command, "glpsol --%s %s -o %s > %s.log 2>&1",
                       mps ? "freemps" : "lp", model, answer, model);
    }
    assert_true(succeeds(command));
    const bool found = cbc ? answer_of(answer, "Optimal", "objective value ", value)
                           : answer_of(answer, "OPTIMAL", "objective = ", value);
    if (mps && lp.maximise) {
        *value = -*value; /* MPS always minimises */
    }
    (void)snprintf(command, sizeof command, "rm -f %s %s.lp %s.mps %s.log %s", model, model, model,
                   model, answer);
    assert_true(succeeds(command));
    return found;
}

/* Compares our answer with a peer's; 1 when both have one. */
static int compared_with(bool cbc, bool mps, const bil_lp_result *ours, uint64_t model)
{
    const char *format = mps ? "mps" : "lp";
    double value = 0.0;
    const bool any = peer_value(cbc, mps, written(format), &value);
    if (any != (ours->status == BIL_LP_OPTIMAL) ||
        (any && fabs(value - ours->objective) > 1e-5 * (1.0 + fabs(value)))) {
        print_error("%s %s, model %d: %d %.9g, ours %d %.9g\n", cbc ? "cbc" : "glpsol", format,
                    (int)model, any, value, (int)ours->status, ours->objective);
        fail();
    }
    return any ? 1 : 0;
}

static void other_programs_read_the_same_model(void **state)
{
    (void)state;
    const bool present[2] = {has_program("glpsol"), has_program("cbc")};
    int compared = 0;
    for (uint64_t i = 0; i < 40; i++) {
        draw(i);
        const bil_lp_settings settings = {.doubt = 1};
        const bil_lp_result ours = solved(&settings);
        for (int p = 0; p < 4; p++) {
            if (present[p / 2]) {
                compared += compared_with(p >= 2, p % 2 == 1, &ours, i);
            }
        }
    }
    if (!present[0] && !present[1]) {
        skip();
    }
    assert_true(compared > 50);
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(numbers_it_cannot_be_trusted_with_never_reach_the_optimiser),
        UNIT(a_model_without_columns_is_refused),
        UNIT(a_builder_that_ran_out_of_memory_is_told_so),
        UNIT(an_abort_of_the_optimiser_is_contained_and_leaves_it_usable),
        UNIT(an_assertion_inside_the_optimiser_is_contained_too),
        UNIT(every_look_finds_the_same_optimum),
        UNIT(what_cannot_be_done_is_said_so_only_after_a_second_look),
        UNIT(doubt_asks_for_a_second_look),
        UNIT(a_model_without_rows_has_an_optimum),
        UNIT(an_objective_of_zeros_asks_only_for_a_point),
        UNIT(rows_without_bounds_and_without_terms_do_no_harm),
        UNIT(a_node_limit_gives_what_there_is_and_a_bound),
        UNIT(whoever_watches_can_stop_it),
        UNIT(a_known_point_is_never_lost),
        UNIT(terms_on_one_column_add_up),
        UNIT(rows_can_be_forgotten),
        UNIT(the_violation_of_a_point_is_measured),
        UNIT(a_cent_counts_beside_any_price),
        UNIT(a_model_without_rows_is_not_written),
        UNIT(the_name_map_is_csv),
        UNIT(a_decimal_comma_changes_nothing),
        UNIT(every_number_is_written_to_its_last_bit),
        UNIT(other_programs_read_the_same_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
