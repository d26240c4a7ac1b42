/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_PIPELINE_H
#define BIL_SCENARIOS_PIPELINE_H

/* The only place that knows the order: catalogue → case → proposal → check. Each action of a user
 * is one function here; command line, server and batch call the same one.
 *
 * A run owns what it made, the faults of the file that could not be read included. */

#include "data/district.h"
#include "engine/amendment.h"
#include "engine/answer.h"
#include "engine/check.h"
#include "engine/robustness.h"
#include "engine/text.h"
#include "solver/alternatives.h"

typedef struct {
    bil_arena *arena;
    bil_faults faults; /* errors and warnings of every file read, in reading order */
    bil_catalogue *catalogue;
    bil_population population; /* of a district; empty unless one was read */
    bil_case *person;          /* the population's, if there is one */
    bil_text case_text;        /* the bytes the case was read from */
    bil_plan *plan;
    bil_proposals *proposals;   /* several plans; then `plan` is NULL */
    bil_robustness *robustness; /* of the plan, once it was tried out */
    bool catalogue_differs;     /* of a plan that was read: made from other bytes */
    bool case_differs;
} bil_pipeline;

BIL_MUST_CHECK bil_status bil_pipeline_open(bil_pipeline *run, bil_error *err);
void bil_pipeline_close(bil_pipeline *run);

/* Reads a catalogue. BIL_E_DATA: the faults say why. */
BIL_MUST_CHECK bil_status bil_pipeline_catalogue(bil_pipeline *run, const char *folder,
                                                 bil_error *err);

/* Reads catalogue and case. */
BIL_MUST_CHECK bil_status bil_pipeline_case(bil_pipeline *run, const char *folder,
                                            const char *case_path, bil_error *err);

/* The main job, after bil_pipeline_case: proposes, then checks independently. On BIL_OK the plan is
 * there and carries a check that passed (or it says that there is no plan). A plan that fails its
 * check gives BIL_E_INTERNAL: `run->plan` holds it with its violations, and it must not be shown as
 * a result. */
BIL_MUST_CHECK bil_status bil_pipeline_propose(bil_pipeline *run,
                                               const bil_propose_settings *settings,
                                               bil_error *err);

/* The same with alternatives (solver/alternatives.h): `run->proposals` holds plans that each carry
 * a check that passed, and today's with whatever its check found. When there is no plan, or none
 * yet, it is as after bil_pipeline_propose; so it is with the one that fails its check. */
BIL_MUST_CHECK bil_status bil_pipeline_alternatives(bil_pipeline *run,
                                                    const bil_alternatives *wanted,
                                                    const bil_propose_settings *settings,
                                                    bil_error *err);

/* The case with repair `number` (from 1) of a proposal that found no plan, as the text of a file,
 * after bil_pipeline_propose. What a person wrote stays as it was. BIL_E_USAGE when there is no
 * such repair, when there is nothing to repair, and when the repair sets a rule aside or grants a
 * place and `reason` is NULL or blank. */
BIL_MUST_CHECK bil_status bil_pipeline_apply_repair(bil_text *out, const bil_pipeline *run,
                                                    int64_t number, const char *reason,
                                                    bil_error *err);

/* Tries the proposed plan out in `worlds` imagined worlds (scenarios/robust.h), after
 * bil_pipeline_propose with the same settings. A plan without phases is tried in none. */
BIL_MUST_CHECK bil_status bil_pipeline_robust(bil_pipeline *run,
                                              const bil_propose_settings *settings, uint64_t seed,
                                              size_t worlds, bil_error *err);

/* Reads a plan and checks it against the case, after bil_pipeline_case. On BIL_OK `run->plan`
 * carries the verdict, passed or not. */
BIL_MUST_CHECK bil_status bil_pipeline_check(bil_pipeline *run, const char *plan_path,
                                             bil_error *err);

/* The same for a plan of one of a district's persons, by the district's prices, after
 * bil_pipeline_catalogue: `run->person` is whom the plan names. BIL_E_DATA when it names nobody, or
 * nobody of the district. */
BIL_MUST_CHECK bil_status bil_pipeline_check_resident(bil_pipeline *run, const char *district,
                                                      const char *plan_path, bil_error *err);

/* Answers a question about the case's plan, after bil_pipeline_case: the plan of `plan_path`, or
 * the case's own proposal when it is NULL. `question` is what the question is about
 * (bil_subject_parse); NULL for the next euros. A plan of another person is BIL_E_DATA; one that
 * was made from other data, or does not pass the check, is asked about all the same: see `run`.
 * `*out` is NULL when there is no plan to ask about: `run->plan` then says why. It belongs to the
 * caller and must go before the run. */
BIL_MUST_CHECK bil_status bil_pipeline_explain(bil_answer **out, bil_pipeline *run, bil_ask ask,
                                               const char *question, const char *plan_path,
                                               const bil_propose_settings *settings,
                                               bil_error *err);

/* Changes the plan of `plan_path` as little as the case allows (solver/amendment.h), after
 * bil_pipeline_case. `*out` belongs to the caller and must go before the run. Its plan carries a
 * check that passed, or says that there is no plan, or none yet. */
BIL_MUST_CHECK bil_status bil_pipeline_replan(bil_amendment **out, bil_pipeline *run,
                                              const char *plan_path,
                                              const bil_propose_settings *settings, bil_error *err);

/* Writes the model of one stage, after bil_pipeline_case. */
BIL_MUST_CHECK bil_status bil_pipeline_export(bil_text *model, bil_text *names,
                                              const bil_pipeline *run, const char *format,
                                              const char *stage, bil_error *err);

#endif
