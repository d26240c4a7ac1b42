/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_RULES_H
#define BIL_DATA_DOCUMENT_RULES_H

/* Rules side by side (engine/rules_report.h), for programs and for people. */

#include "engine/rules_report.h"
#include "engine/text.h"

/* Every metric with its interval, as `bilancia-rules`. Adds to `out`. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_document_rules_json(bil_text *out, const bil_rules_report *report,
                                                  bil_error *err);

/* The metrics most asked for, a row for each rule. */
BIL_MUST_CHECK bil_status bil_document_rules_table(bil_text *out, const bil_rules_report *report,
                                                   bil_lang lang, bil_error *err);

/* Every metric with its interval, as a page in Markdown. */
BIL_MUST_CHECK bil_status bil_document_rules_markdown(bil_text *out, const bil_rules_report *report,
                                                      bil_lang lang, bil_error *err);

#endif
