/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_AMENDMENT_IMPL_H
#define BIL_DATA_DOCUMENT_AMENDMENT_IMPL_H

/* The sentences of an amendment, for table and page alike. */

#include "data/document_amendment.h"
#include "data/document_difference_impl.h"

/* "Cambiano 3 righe: 1 nuova, 1 tolta, 1 modificata.", or that nothing changes. */
void bil_doc_amendment_count(const bil_doc *doc, const bil_amendment *a, bil_text *out);

/* Whether fewer changes are ruled out. */
const char *bil_doc_amendment_proven(const bil_doc *doc, const bil_amendment *a);

/* What is given up of the score, and what a plan from scratch would change. */
void bil_doc_amendment_score(const bil_doc *doc, const bil_amendment *a, bil_text *out);

/* "Fase 1 · Educatore: da 16 ore a 8 ore. …" */
void bil_doc_reduction(const bil_doc *doc, const bil_reduction *reduction, bil_text *out);

/* A violation of the old plan: where, and its sentence. */
void bil_doc_broken(const bil_doc *doc, const bil_violation *violation, bil_text *out);

#endif
