/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_ERROR_H
#define BIL_ENGINE_ERROR_H

/* What can go wrong, said in a way a person can act on.
 *
 * Two shapes. A `bil_error` is the one reason why a call could not be carried out; it lives in the
 * caller's storage and allocates nothing. A `bil_faults` is the list of everything wrong with a
 * file, collected in one pass: where, what was found, what was expected, how to mend it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    BIL_OK = 0,
    BIL_E_NOMEM,
    BIL_E_USAGE,      /* the command's words are wrong */
    BIL_E_DATA,       /* a file was read and its content is wrong */
    BIL_E_NO_INPUT,   /* a file cannot be opened or read */
    BIL_E_CANT_WRITE, /* an output cannot be created */
    BIL_E_IO,         /* writing or reading failed half-way */
    BIL_E_LIMIT,      /* a work limit was reached before any answer */
    BIL_E_SOLVER,     /* the optimiser failed and its second look too */
    BIL_E_STOPPED,    /* the person asked to stop before any answer */
    BIL_E_HELPER,     /* a helper program is missing */
    BIL_E_CONFIG,
    BIL_E_INTERNAL
} bil_status;

#if defined(__GNUC__) || defined(__clang__)
#define BIL_MUST_CHECK __attribute__((warn_unused_result))
#define BIL_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define BIL_NORETURN __attribute__((noreturn))
#else
#define BIL_MUST_CHECK
#define BIL_PRINTF(fmt, args)
#define BIL_NORETURN
#endif

/* A programmer's mistake, kept in release: prints the place and aborts. */
#define BIL_ASSERT(condition)                                                                      \
    ((condition) ? (void)0 : bil_assert_failed(#condition, __FILE__, __LINE__))
BIL_NORETURN void bil_assert_failed(const char *condition, const char *file, int line);

/* The same words in both languages; borrowed, never NULL once set. */
typedef struct {
    const char *it;
    const char *en;
} bil_words;

typedef enum { BIL_LANG_IT, BIL_LANG_EN } bil_lang;

/* The words of one language; "" if they were never set. */
const char *bil_words_in(bil_words words, bil_lang lang);

typedef struct {
    bil_status status;
    char where[192];
    char message_it[384];
    char message_en[384];
} bil_error;

/* Static English name of a status, e.g. "data"; never NULL. */
const char *bil_status_name(bil_status status);

/* The program's exit code for a status (sysexits, see docs: 64 usage, 65 data, …). */
int bil_status_exit_code(bil_status status);

/* Fills `err` (which may be NULL) and returns `status`. The message is given in both languages. */
bil_status bil_fail(bil_error *err, bil_status status, const char *where, const char *message_it,
                    const char *message_en);

/* Like bil_fail, with one text put in place of `%s` in both messages. */
bil_status bil_fail_with(bil_error *err, bil_status status, const char *where,
                         const char *message_it, const char *message_en, const char *text);

/* Fills `err` (which may be NULL): there is not enough memory. */
void bil_say_nomem(bil_error *err);

/* The same, and returns BIL_E_NOMEM. Inline, so that compilers and analysers that read a caller
 * alone see that this is never BIL_OK. */
static inline bil_status bil_fail_nomem(bil_error *err)
{
    bil_say_nomem(err);
    return BIL_E_NOMEM;
}

/* One fault of a file. Texts belong to the list's arena. */
typedef struct {
    const char *where;  /* "services.csv:12:price_cents" or "caso.json:3:14 /needs/0/level" */
    const char *found;  /* what stands there, shortened to 80 bytes */
    bil_words expected; /* what should stand there */
    bil_words fix;      /* how to mend it; "" when `expected` says it all */
    bool warning;       /* worth saying, but the file is usable */
} bil_fault;

struct bil_arena;

typedef struct {
    struct bil_arena *arena; /* borrowed */
    bil_fault *items;
    size_t count;
    size_t capacity;
    size_t errors;  /* faults that are not warnings, the dropped ones included */
    size_t dropped; /* faults beyond BIL_FAULTS_MAX, only counted */
    bool out_of_memory;
} bil_faults;

enum { BIL_FAULTS_MAX = 1000 };

/* `arena` must outlive the list; nothing to release. */
void bil_faults_init(bil_faults *faults, struct bil_arena *arena);

/* Adds a fault; copies every text. Never fails: without memory it only counts. */
void bil_faults_add(bil_faults *faults, const char *where, const char *found, bil_words expected,
                    bil_words fix);
void bil_faults_warn(bil_faults *faults, const char *where, const char *found, bil_words expected,
                     bil_words fix);

#endif
