/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_SYNTH_PERSON_IMPL_H
#define BIL_DATA_SYNTH_PERSON_IMPL_H

/* A drawn person, between the drawing and the writing. */

#include "data/synth_impl.h"

/* What is drawn. The numbers are part of every draw: a new topic is added at the end, and none
 * changes its number, or all invented districts change. */
typedef enum {
    BIL_TOPIC_AREA = 1,
    BIL_TOPIC_ZONE = 2,
    BIL_TOPIC_AGE_BAND = 3,
    BIL_TOPIC_AGE = 4,
    BIL_TOPIC_SEVERITY = 5,
    BIL_TOPIC_CARER = 6,
    BIL_TOPIC_INVALIDITY = 7,
    BIL_TOPIC_ISEE_KNOWN = 8,
    BIL_TOPIC_ISEE_BAND = 9,
    BIL_TOPIC_ISEE = 10,
    BIL_TOPIC_NEED = 11,
    BIL_TOPIC_LEVEL = 12,
    BIL_TOPIC_PRIORITY = 13,
    BIL_TOPIC_OWN_TARGET = 14,
    BIL_TOPIC_OWN_PERCENT = 15,
    BIL_TOPIC_ALREADY = 16,
    BIL_TOPIC_ALREADY_PERCENT = 17,
    BIL_TOPIC_LATE = 18,
    BIL_TOPIC_RESIDENCE = 19,
    BIL_TOPIC_SOURCE = 20,
    BIL_TOPIC_SOURCE_SIZE = 21,
    BIL_TOPIC_IN_PLACE = 22,
    BIL_TOPIC_QUANTITY = 23,
    BIL_TOPIC_KEEP = 24,
    BIL_TOPIC_PREFER = 25,
    BIL_TOPIC_HOME = 26,
    BIL_TOPIC_INTENSITY = 27,
    BIL_TOPIC_BUDGET = 28,
    BIL_TOPIC_LIMIT = 29,
    BIL_TOPIC_LIMIT_PERCENT = 30,
    BIL_TOPIC_SHAPE = 31,
    BIL_TOPIC_COURSE = 32, /* + the phase */
    BIL_TOPIC_COURSE_PERCENT = 40,
    BIL_TOPIC_CRITERION = 48,
    BIL_TOPIC_WAITING_BAND = 49,
    BIL_TOPIC_WAITING = 50,
    BIL_TOPIC_OPEN = 51
} bil_synth_topic;

enum { BIL_DRAWN_NEEDS_MAX = 20, BIL_DRAWN_LINES_MAX = 64, BIL_DRAWN_SOURCES_MAX = 64 };

typedef struct {
    const bil_synth_need *row;
    uint64_t rank; /* the lower, the likelier to be there */
    int level;
    int priority;
    int64_t target;
    int64_t already;
    bool late;
} bil_drawn_need;

typedef struct {
    bil_index service;
    int64_t quantity;
    bool keep;
} bil_drawn_line;

typedef struct {
    const bil_synth_source *row;
    int64_t size;
} bil_drawn_source;

typedef struct {
    const bil_synth_profile *profile;
    const bil_catalogue *catalogue;
    uint64_t seed;
    uint64_t number;
    size_t area_index;
    const bil_synth_area *area;
    int64_t age;
    int severity;
    bool carer;
    bool resident;
    bil_synth_invalidity invalidity;
    int64_t isee_cents; /* negative = not known */
    bil_intensity intensity;
    bil_drawn_need needs[BIL_DRAWN_NEEDS_MAX];
    size_t need_count;
    bil_drawn_line lines[BIL_DRAWN_LINES_MAX];
    size_t line_count;
    bil_drawn_source sources[BIL_DRAWN_SOURCES_MAX];
    size_t source_count;
    int64_t kept_cents; /* a month, of lines that must stay */
} bil_drawn;

/* ---- draws for a person ---- */

uint64_t bil_synth_draw(const bil_drawn *p, unsigned what, uint64_t key);
bool bil_synth_chance(const bil_drawn *p, unsigned what, uint64_t key, int64_t share_bp);
int64_t bil_synth_within(const bil_drawn *p, unsigned what, uint64_t key, bil_synth_span span);

/* The same in whole steps, when the span is wide enough to hold some. */
int64_t bil_synth_stepped(const bil_drawn *p, unsigned what, uint64_t key, bil_synth_span span,
                          int64_t step);
size_t bil_synth_pick(const bil_drawn *p, unsigned what, const int64_t *weights, size_t count);
bil_synth_span bil_synth_band(const bil_drawn *p, unsigned what, const bil_synth_bands *bands);

/* Are services with this tag, one of the profile's particular ones, for other people? */
bool bil_synth_for_others(const bil_drawn *p, const char *tag);

/* To whole steps of fifty hundredths. */
int64_t bil_synth_rounded(int64_t hundredths);

/* The person as one line, in so many phases (0 = drawn): of persons.jsonl, or a case alone. */
void bil_synth_write(bil_text *out, bil_drawn *p, int phases, bool district);

#endif
