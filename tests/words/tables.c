/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/words/tables.h"

const table_entry table_entries[] = {
#define BIL_WORD(name, it, en) {"answer", #name, it, en},
#include "po/answer.def"
#undef BIL_WORD
#define BIL_WORD(name, it, en) {"document", #name, it, en},
#include "po/document.def"
#undef BIL_WORD
#define BIL_WORD(name, it, en) {"cli", #name, it, en},
#include "po/cli.def"
#undef BIL_WORD
#define BIL_WORD(name, it, en) {"mpi", #name, it, en},
#include "po/mpi.def"
#undef BIL_WORD
#define BIL_WORD(name, it, en) {"report", #name, it, en},
#include "po/report.def"
#undef BIL_WORD
#define BIL_CHECK_ID(name, id, it, en) {"check", #name, it, en},
#include "engine/check_ids.def"
#undef BIL_CHECK_ID
};

const size_t table_entry_count = sizeof table_entries / sizeof table_entries[0];
