/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_REPORT_H
#define BIL_DATA_DOCUMENT_REPORT_H

/* A batch's report, for people: a page that needs nothing but itself, and a workbook with the same
 * tables. Same report, same bytes. */

#include "engine/report.h"
#include "engine/text.h"

/* The page: `frame` is the one the project's web build made (app/report), with the charts' script
 * and looks in it. Both languages are in the page, `lang` is the one that is shown first. The page
 * asks the network for nothing. BIL_E_DATA when the frame lacks a mark; BIL_E_NOMEM. `out` is left
 * as it was on failure. */
BIL_MUST_CHECK bil_status bil_document_report_html(bil_text *out, const bil_report *report,
                                                   const bil_text *frame, bil_lang lang,
                                                   bil_error *err);

/* The tables as a workbook, one sheet each, written to `path` whole or not at all.
 * BIL_E_CANT_WRITE, BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_document_report_xlsx(const char *path, const bil_report *report,
                                                   bil_lang lang, bil_error *err);

#endif
