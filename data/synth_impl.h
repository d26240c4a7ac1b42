/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_SYNTH_IMPL_H
#define BIL_DATA_SYNTH_IMPL_H

/* A profile as read, and what its readers share. Shares are basis points, money cents. Weights are
 * compared within their list only. */

#include "data/synth.h"

enum {
    BIL_SYNTH_LEVELS = 4, /* severities and levels of need, 1–4 */
    BIL_SYNTH_INVALIDITIES = 4,
    BIL_SYNTH_CRITERIA = BIL_PROFILE_PREFERENCES_FIRST + 1,
    BIL_SYNTH_AREAS_MAX = 64,
    BIL_SYNTH_ROWS_MAX = 200, /* of any list of a profile */
    BIL_SYNTH_STEPS = 3       /* a level below, as severe as the person, a level above */
};

typedef struct {
    int64_t low;
    int64_t high;
} bil_synth_span;

typedef struct {
    const bil_synth_span *spans;
    const int64_t *weights;
    size_t count;
} bil_synth_bands;

/* How far a person's invalidity is recognised: pensions follow from it. */
typedef enum {
    BIL_INVALIDITY_NONE,
    BIL_INVALIDITY_PARTIAL,   /* 74–99 % */
    BIL_INVALIDITY_TOTAL,     /* 100 % */
    BIL_INVALIDITY_ATTENDANCE /* 100 % with attendance allowance */
} bil_synth_invalidity;

extern const char *const bil_synth_invalidity_names[BIL_SYNTH_INVALIDITIES];

/* Whom a row is for. */
typedef struct {
    bil_synth_span age;
    bil_synth_span severity;
    int carer;              /* 1 only with a carer at home, 0 only without, -1 either */
    int residence;          /* the same of living in a residence */
    unsigned invalidity;    /* one bit each */
    int64_t isee_max_cents; /* negative = any, unknown included */
    uint64_t areas;         /* one bit each */
} bil_synth_when;

typedef struct {
    bil_index domain;
    uint64_t key;
    int64_t share_bp;
    int64_t late_bp; /* of those who have it: not in the first phase */
    bil_synth_when when;
} bil_synth_need;

typedef struct {
    bil_index service;
    uint64_t key;
    int64_t share_bp;
    int64_t keep_bp; /* of those who have it */
    bil_synth_span quantity;
    bil_synth_when when;
} bil_synth_in_place;

typedef struct {
    const char *selector;
    uint64_t key;
    int64_t share_bp;
} bil_synth_wish;

typedef struct {
    bil_index source;
    uint64_t key;
    int64_t share_bp;
    bool available;          /* else in use today */
    bool has_size;           /* else the catalogue's typical amount */
    bil_synth_span size;     /* cents of one payment, or hours a month */
    const bil_index *unless; /* not for who has one of these sources already */
    size_t unless_count;
    bil_synth_when when;
} bil_synth_source;

typedef struct {
    const char *id;
    bil_words name;
    int64_t weight;
    bil_synth_bands ages;
    size_t isee; /* which table */
    int64_t severity[BIL_SYNTH_LEVELS];
    int64_t carer_bp;
    int64_t invalidity[BIL_SYNTH_INVALIDITIES];
    const char **tags; /* of the profile's particular ones, those for these people */
    size_t tag_count;
    bil_synth_span need_count;
    bil_synth_need *needs;
    size_t needs_count;
    bil_synth_in_place *residences;
    size_t residence_count;
    bil_synth_in_place *in_place;
    size_t in_place_count;
    bil_synth_wish *prefer;
    size_t prefer_count;
    int64_t home_bp;   /* of those at home: want no residence */
    int64_t course_bp; /* a need changes from one phase to the next */
    int64_t *course_pct;
    size_t course_count;
} bil_synth_area;

typedef struct {
    const char *id;
    bil_synth_bands bands;
    int64_t unknown_bp;
} bil_synth_isee;

typedef struct {
    int months[BIL_PHASES_MAX];
    size_t count;
} bil_synth_shape;

typedef struct {
    bil_index source;
    int64_t share_bp;
    bil_synth_span pct; /* of the budget */
} bil_synth_limit;

typedef struct {
    bil_index source;
    int64_t yearly_cents_per_person;
} bil_synth_pool;

typedef struct {
    const char *code;
    bil_index service;   /* BIL_NONE = a provider's */
    int64_t per_1000_e2; /* units a month per thousand persons, hundredths */
} bil_synth_capacity;

typedef struct {
    bil_index service;
    int64_t price_cents;     /* negative = the catalogue's */
    int64_t health_share_bp; /* negative = the catalogue's */
} bil_synth_price;

/* The residences of a catalogue, as its exclusive group. */
#define BIL_SYNTH_RESIDENCES "group:RES"

struct bil_synth_profile {
    bil_arena *arena;
    const bil_catalogue *catalogue;
    char sha256[65];
    const char *name;
    bil_words words;
    const char *prefix; /* of ids */
    bil_date start;
    const char **zones;
    int64_t *zone_weights;
    size_t zone_count;
    bil_synth_bands waiting;                              /* days before the start */
    int64_t intensity[BIL_SYNTH_LEVELS][BIL_INTENSITIES]; /* weights by severity */
    bil_synth_span budget[BIL_INTENSITIES];               /* cents a month */
    bil_synth_limit *limits;
    size_t limit_count;
    bil_synth_shape *shapes;
    int64_t *shape_weights;
    size_t shape_count;
    int64_t criteria[BIL_SYNTH_CRITERIA];
    const char **particular; /* tags of services for particular people */
    size_t particular_count;
    int64_t open_bp; /* of people who rule none of them out */
    int64_t steps[BIL_SYNTH_STEPS];
    int64_t priority[3];
    int64_t own_target_bp;
    bil_synth_span own_target_pct;
    int64_t already_bp;
    bil_synth_span already_pct;
    bil_synth_isee *isee;
    size_t isee_count;
    bil_synth_area *areas;
    int64_t *area_weights;
    size_t area_count;
    bil_synth_source *sources;
    size_t source_count;
    bil_synth_pool *pools;
    size_t pool_count;
    bil_synth_capacity *capacities;
    size_t capacity_count;
    bil_synth_price *prices;
    size_t price_count;
    bil_service *services; /* the catalogue's, with these prices and shares */
    bool has_residences;   /* does the catalogue have that group? */
    /* What the catalogue's rules forbid together: services, then sources, by twos. */
    bool *clashes;
};

/* ---- reading ---- */

typedef struct {
    const char *id;
    bool used;
    const bil_json_value *value;
} bil_synth_basis;

typedef struct {
    bil_synth_profile *profile;
    const bil_catalogue *catalogue;
    bil_synth_basis *basis;
    size_t basis_count;
    bool no_memory;
} bil_synth_reader;

void *bil_synth_room(bil_synth_reader *reader, size_t count, size_t size);
const char *bil_synth_keep(bil_synth_reader *reader, const char *text);

/* The readers of a profile's parts. `value` may be NULL (missing, and already reported). */
void bil_synth_read_basis(bil_synth_reader *reader, const bil_json_value *value);
/* The `basis` of a block: at least one known id. */
void bil_synth_read_sources_of(bil_synth_reader *reader, const bil_json_value *value);
int64_t bil_synth_read_share(const bil_json_value *value, int64_t otherwise);
bool bil_synth_read_span(bil_synth_span *out, const bil_json_value *value, int64_t min,
                         int64_t max);
/* Exactly `count` weights, not all 0. */
void bil_synth_read_weights(int64_t *out, size_t count, const bil_json_value *value);
void bil_synth_read_bands(bil_synth_reader *reader, bil_synth_bands *out,
                          const bil_json_value *value, int64_t min, int64_t max);
void bil_synth_read_when(bil_synth_reader *reader, bil_synth_when *out, const bil_json_value *value,
                         bool areas);
/* A name for people in both languages. */
void bil_synth_read_words(bil_synth_reader *reader, bil_words *out, const bil_json_value *it,
                          const bil_json_value *en);
void bil_synth_read_areas(bil_synth_reader *reader, const bil_json_value *value);
void bil_synth_read_sources(bil_synth_reader *reader, const bil_json_value *value);
void bil_synth_read_pools(bil_synth_reader *reader, const bil_json_value *value);
void bil_synth_read_capacities(bil_synth_reader *reader, const bil_json_value *value);
void bil_synth_read_prices(bil_synth_reader *reader, const bil_json_value *value);

/* The catalogue's services with the profile's own prices and shares. */
void bil_synth_apply_prices(bil_synth_reader *reader);

/* Works out what the catalogue forbids together at the profile's start. */
void bil_synth_find_clashes(bil_synth_reader *reader);

#endif
