/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SOLVER_SOLVE_H
#define BIL_TESTS_SOLVER_SOLVE_H

/* What the solver's tests share: a world turned into view and model, and short questions about it
 * that a person can answer by hand.
 *
 * A *situation* is written as text: phases apart by '|', in each the quantities of services
 * ("S01=3"), of one provider ("S01@coop=3") and decisions about sources ("#FAM=0"), apart by
 * spaces. Services that are not named have quantity 0, sources that are not named are free. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "solver/funding.h"
#include "solver/model.h"
#include "solver/propose.h"
#include "solver/stages.h"
#include "tests/support/build.h"

typedef struct {
    bil_arena *arena;
    bil_view view;
    bil_model model; /* of all phases */
} setting;

/* A world with one domain "casa" and one public pool "COM", without limit, that may pay everything.
 * Then services; then the case: up to three phases (0 months = none) and the need "N1", 100 hours a
 * month. A plain service gives one hour of it. */
world *plain_world(void);
bil_service *plain_service(world *w, const char *code, int64_t price_cents);
void plain_case(world *w, int first, int second, int third);

/* Builds view and model of the world's case; `relaxed` may be NULL. */
void setting_open(setting *s, const world *w, const bil_relaxation *relaxed);
void setting_close(setting *s);

/* The offer of a service ("S01", "S01@coop") in a phase; SIZE_MAX when it has none. */
size_t offer_of(const setting *s, size_t phase, const char *code);

/* Does the model of all phases have a solution in this situation? */
bool allows(const world *w, const char *situation);
bool allows_relaxed(const world *w, const bil_relaxation *relaxed, const char *situation);

/* The best value of a stage's objective in this situation (NULL = any); NaN when it is impossible.
 */
double stage_value(const world *w, bil_stage stage, const char *situation);

/* Rows whose name is the prefix and a number. */
size_t rows_named(const world *w, const char *prefix);

/* The most (or least) of a service a month in that phase, whatever else happens; -1 when no plan
 * exists at all. */
int64_t most_of(const world *w, size_t phase, const char *service);
int64_t least_of(const world *w, size_t phase, const char *service);

/* Reads one phase of a situation into a choice: quantities, and decisions (free ones are "yes"). */
bil_choice choice_of(const setting *s, size_t phase, const char *situation);

/* The exact funding of one phase in this situation (its other phases do not matter). */
bil_funding_found fund(const setting *s, size_t phase, const char *situation, bool family_first);

/* What a source pays on the line of a service, in cents. */
int64_t paid(const setting *s, size_t phase, const bil_funding_found *found, const char *service,
             const char *source);

/* Proposes with the usual settings of a test (tolerance 0), and asserts that a plan with phases
 * passes the independent check. Free with bil_plan_free. */
bil_plan *proposed(const world *w);
bil_plan *proposed_with(const world *w, const bil_propose_settings *settings);
bil_propose_settings test_settings(void);

/* "S01=3 S02=1 | S01=3": the quantities of a plan, in its own order; lives in a static buffer. */
const char *quantities(const bil_plan *plan);

/* The same number but for rounding. */
bool about(double a, double b);

#endif
