/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_MPI_SAY_H
#define BIL_APP_MPI_SAY_H

/* What bilancia-mpi says: its words are the table `mpi` of po/it.po. */

#include "engine/error.h"
#include "engine/text.h"

typedef enum {
#define BIL_WORD(name, it, en) MPI_W_##name,
#include "po/mpi.def"
#undef BIL_WORD
    MPI_W_COUNT
} mpi_word;

const char *mpi_words(bil_lang lang, mpi_word word);

/* "bilancia-mpi: …" on standard error, with up to two texts in its places. */
void mpi_say(bil_lang lang, mpi_word word, const char *a, const char *b);

/* As `bilancia` chooses: --lang, else LC_ALL, LC_MESSAGES, LANG; Italian unless English is asked.
 */
bil_lang mpi_language(int argc, char *const *argv);

#endif
