/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_ENGINE_CHECK_WORLD_H
#define BIL_TESTS_ENGINE_CHECK_WORLD_H

/* The world the checker's tests spoil: a person with three needs and two phases of six months, and
 * a plan in which everything is right. */

#include "engine/check.h"
#include "tests/support/build.h"

/* cmocka fixtures; *state is the world. The plan has its lines and payments; call world_finish
 * after changing them. */
int check_world_build(void **state);
int check_world_drop(void **state);

/* The same without the fixture: everything but the plan's lines. */
world *check_world_empty(void);

/* Checks and asserts that the ids found are exactly those of `ids` ("a b c"; "" = none), each at
 * least once. The verdict is returned until the next call. */
const bil_verdict *expect_ids(world *w, const char *ids);

/* The first violation with that id; fails the test when there is none. */
const bil_violation *violation_of(const bil_verdict *verdict, const char *id);

/* The line of a service in a phase, which must be there. */
bil_line *line_of(world *w, size_t phase, const char *service);

/* The (writable) payment of a source on a line, which must be there. */
bil_funding *payment_of(world *w, size_t phase, const char *service, const char *source);

/* Takes a line out of a phase. */
void remove_line(world *w, size_t phase, const char *service);

/* Takes a code out of a phase's sources_used. */
void unuse(world *w, size_t phase, const char *source);

#define IN_CHECK_WORLD(test)                                                                       \
    cmocka_unit_test_setup_teardown(test, check_world_build, check_world_drop)

#endif
