/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_WORDS_PROSE_H
#define BIL_TESTS_WORDS_PROSE_H

/* What the tests of words ask of a text: its words, its size, how easy it is to read. */

#include <stdbool.h>
#include <stddef.h>

enum {
    PROSE_SHORT = 8,  /* below so many words a text is a heading, and the index says nothing */
    PROSE_PLAIN = 60, /* understood by who went to secondary school */
    PROSE_EASY = 70,  /* the sheet for the person */
    PROSE_VALUE_LETTERS = 4 /* a place for a value counts as one short word */
};

typedef struct {
    size_t letters;   /* letters and digits */
    size_t words;     /* runs of them; an apostrophe parts two words, as in "l’aiuto" */
    size_t sentences; /* ended by . ! ? or …; what is left unended is one more */
} prose_size;

prose_size prose_measure(const char *text);

/* The Gulpease index, rounded down: 89 + (300 × sentences − 10 × letters) ÷ words. */
int prose_gulpease(prose_size size);

/* Long enough to be a sentence, and below `least`. */
bool prose_too_hard(const char *text, int least);

/* The next place where `phrase` stands as whole words, letter case apart (ASCII and accented);
 * NULL when there is none. A phrase that ends with `*` stands for every word that begins so. */
const char *prose_find(const char *text, const char *phrase);

/* The next word; `*text` moves past it. False at the end. */
bool prose_next_word(const char **text, const char **word, size_t *size);

#endif
