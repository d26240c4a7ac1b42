/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BILANCIA_H
#define BILANCIA_H

/* Everything the library offers to other programs, in one include:
 * `#include <bilancia.h>` with the flags of `pkg-config bilancia` or CMake's `bilancia::bilancia`.
 * No header of a foreign library comes with it. */

#ifdef __cplusplus
extern "C" {
#endif

#include "data/case.h"
#include "data/case_change.h"
#include "data/catalogue.h"
#include "data/csv.h"
#include "data/digest.h"
#include "data/district.h"
#include "data/document.h"
#include "data/document_allocation.h"
#include "data/document_amendment.h"
#include "data/document_report.h"
#include "data/document_rules.h"
#include "data/file.h"
#include "data/folder.h"
#include "data/html.h"
#include "data/json.h"
#include "data/lines.h"
#include "data/mmkp.h"
#include "data/pabulib.h"
#include "data/plan.h"
#include "data/plans.h"
#include "data/robustness.h"
#include "data/scenario.h"
#include "data/store.h"
#include "data/synth.h"
#include "engine/align.h"
#include "engine/allocation.h"
#include "engine/amendment.h"
#include "engine/answer.h"
#include "engine/arena.h"
#include "engine/case.h"
#include "engine/catalogue.h"
#include "engine/change.h"
#include "engine/check.h"
#include "engine/date.h"
#include "engine/difference.h"
#include "engine/district.h"
#include "engine/election.h"
#include "engine/error.h"
#include "engine/metrics.h"
#include "engine/mmkp.h"
#include "engine/money.h"
#include "engine/outcome.h"
#include "engine/outcomes.h"
#include "engine/plan.h"
#include "engine/proposals.h"
#include "engine/random.h"
#include "engine/report.h"
#include "engine/robustness.h"
#include "engine/rules_report.h"
#include "engine/text.h"
#include "engine/version.h"
#include "engine/winners.h"
#include "engine/world.h"
#include "scenarios/allocate.h"
#include "scenarios/batch.h"
#include "scenarios/decisions.h"
#include "scenarios/district.h"
#include "scenarios/pipeline.h"
#include "scenarios/report.h"
#include "scenarios/robust.h"
#include "scenarios/rules_bench.h"
#include "scenarios/synth.h"
#include "solver/allocate_progress.h"
#include "solver/alternatives.h"
#include "solver/amendment.h"
#include "solver/bootstrap.h"
#include "solver/election.h"
#include "solver/explicit.h"
#include "solver/gmpl.h"
#include "solver/measures.h"
#include "solver/metrics.h"
#include "solver/propose.h"
#include "solver/rules.h"

#ifdef __cplusplus
}
#endif

#endif
