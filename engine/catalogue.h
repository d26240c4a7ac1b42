/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_CATALOGUE_H
#define BIL_ENGINE_CATALOGUE_H

/* The catalogue: everything that is law, price, convention or table, as dated and cited rows.
 *
 * Built by `data/catalogue.c` from the folder of CSV files, then frozen. Entities refer to each
 * other by dense indices in file order; texts are borrowed from the catalogue's arena. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/arena.h"
#include "engine/date.h"
#include "engine/error.h"

typedef uint32_t bil_index;
#define BIL_NONE UINT32_MAX

/* How much a row can be trusted: S read in a source, P partly, G general knowledge. */
typedef char bil_confidence;

typedef struct {
    const char *code;
    const char *axis; /* CASA, LAV, SOC, … compared without case */
    bil_words name;
    const char *unit; /* unit of the need, e.g. "ore" */
    const char *icf;  /* codes only, ';' between */
} bil_domain;

/* Target, floor and weight of a need level (0–4). */
typedef struct {
    bil_index domain;
    int level;
    int64_t target;    /* hundredths of the unit per month */
    int64_t floor_bp;  /* essential floor, basis points of the target */
    int64_t weight_e4; /* weight × 10 000 */
} bil_level;

typedef enum { BIL_KIND_SOCIAL, BIL_KIND_HEALTH, BIL_KIND_SOCIOSANITARIO } bil_service_kind;

typedef enum {
    BIL_SETTING_HOME,
    BIL_SETTING_COMMUNITY,
    BIL_SETTING_DAY,
    BIL_SETTING_RESIDENTIAL,
    BIL_SETTING_CASH
} bil_setting;

typedef struct {
    bil_index service;
    bil_index domain;
    int64_t hundredths; /* of the need's unit, covered by one unit of service; > 0 */
    const char *source;
    bil_confidence confidence;
} bil_effect;

typedef struct {
    const char *code;
    bil_words name;
    bil_service_kind kind;
    bil_setting setting;
    const char *unit;
    int64_t price_cents; /* per unit as written (a day's price for a continuous day service) */
    bool continuous;     /* a place, a flat, a monthly allowance: quantity 0 or 1 per month */
    bool one_off;        /* bought at most once in the whole plan */
    int64_t step;
    int64_t min_month; /* when active */
    int64_t max_month;
    int64_t health_share_bp;
    const char *lea_ref;
    const char *exclusive_group; /* "" = none */
    int activation_days;
    const char *copay_class; /* "" = nothing due */
    const char *const *tags;
    size_t tag_count;
    const char *niss;
    bil_validity validity;
    const char *source;
    bil_confidence confidence;
    const bil_effect *effects; /* in the catalogue's effect array, in file order */
    size_t effect_count;
} bil_service;

typedef enum {
    BIL_SOURCE_SOCIAL,
    BIL_SOURCE_HEALTH,
    BIL_SOURCE_SOCIOSANITARIO,
    BIL_SOURCE_PENSION,
    BIL_SOURCE_FAMILY,
    BIL_SOURCE_THIRD_SECTOR
} bil_source_kind;

/* Which part of a line a source may pay. */
typedef enum { BIL_SIDE_HEALTH, BIL_SIDE_SOCIAL, BIL_SIDE_ANY, BIL_SIDE_PERSON } bil_side;
typedef enum { BIL_HOLDER_PERSON, BIL_HOLDER_POOL } bil_holder;
typedef enum { BIL_FORM_CASH, BIL_FORM_HOURS } bil_source_form;

typedef struct {
    const char *code;
    bil_words name;
    bil_source_kind kind;
    const char *payer;
    bil_side side;
    bil_holder holder;
    bil_source_form form;
    bool is_public; /* counts against the individual public budget */
    int payments_per_year;
    int64_t typical_cents; /* one payment; no limit for a pool */
    const char *means_test;
    bil_validity validity;
    const char *source;
    bil_confidence confidence;
} bil_source;

typedef enum {
    BIL_SELECT_ALL, /* * */
    BIL_SELECT_SERVICE,
    BIL_SELECT_GROUP,
    BIL_SELECT_KIND,
    BIL_SELECT_SETTING,
    BIL_SELECT_AXIS, /* an effect on a domain of that axis */
    BIL_SELECT_TAG,
    BIL_SELECT_SOURCE,  /* in rules, and among what must be there */
    BIL_SELECT_PROVIDER /* only among what must be there */
} bil_selector_kind;

typedef struct {
    bil_selector_kind kind;
    const char *text;  /* as written, "service:S01" */
    const char *value; /* what follows the colon; "" for * */
    bil_index index;   /* service or source when the selector names one, else BIL_NONE; a provider
                          is known by its code, which may stand in several rows */
} bil_selector;

typedef struct {
    bil_index source;
    bil_selector selector;
    bool allow;
} bil_eligibility;

typedef enum {
    BIL_RULE_EXCLUSIVE,
    BIL_RULE_THRESHOLD,
    BIL_RULE_ALLOWANCE,
    BIL_RULE_JOINT_CAP,
    BIL_RULE_REQUIRES,
    BIL_RULE_ABSORBS,
    BIL_RULE_SLOT
} bil_rule_form;

typedef enum { BIL_PERIOD_NONE, BIL_PERIOD_WEEK, BIL_PERIOD_MONTH, BIL_PERIOD_YEAR } bil_period;

typedef struct {
    const char *id;
    bil_rule_form form;
    const bil_selector *a;
    size_t a_count;
    const bil_selector *b;
    size_t b_count;
    const bool *names; /* which services, by side, then service; NULL = see bil_catalogue_settle */
    bool has_parameter;
    int64_t parameter_e4; /* parameter × 10 000 (units, or cents for absorbs) */
    const char *unit;
    bil_period period;
    bil_validity validity;
    const char *legal_ref;
    bil_words text;
    bool waivable; /* reference CONV: a convention may be set aside for a reason, law may not */
    bil_confidence confidence;
} bil_rule;

typedef struct {
    const char *code;
    const char *name;
    bil_index service;
    const char *zone; /* "" or "*" = everywhere */
    int64_t price_cents;
    int64_t capacity_month; /* most units one person can have; BIL_QUANTITY_MAX when empty */
    bil_validity validity;
} bil_provider;

/* The person's due per unit of service, linear in ISEE between the two ends. */
typedef struct {
    const char *copay_class;
    int64_t isee_from_cents;
    int64_t isee_to_cents;
    int64_t user_from_cents;
    int64_t user_to_cents;
    bil_validity validity;
    const char *source;
} bil_copay_row;

/* What may turn out otherwise than planned, beside the figure of the catalogue or the case. */
typedef enum {
    BIL_VARIES_PRICE,      /* of a service, its providers included */
    BIL_VARIES_DELAY,      /* days from request to start of a service */
    BIL_VARIES_ATTENDANCE, /* share of the planned units that the person really uses */
    BIL_VARIES_HOURS,      /* a month, of a source of hours */
    BIL_VARIES_NEED,       /* monthly target of a need */
    BIL_VARIES_COUNT
} bil_varies;

enum { BIL_VARIES_BP_MAX = 100000 }; /* ten times the figure */

/* How far a figure may move, in basis points of it: 10 000 = as it stands. */
typedef struct {
    bil_varies what;
    bil_selector selector; /* of services, sources (hours) or domains by axis (need); * = all */
    int64_t low_bp;
    int64_t mode_bp; /* the likeliest; -1 = every value from low to high alike */
    int64_t high_bp;
    const char *source;
    bil_confidence confidence;
} bil_uncertainty;

/* Value of covering a share of a need: increasing and concave, from (0,0) to (1,1). */
typedef struct {
    int64_t share_e6;
    int64_t value_e6;
} bil_curve_point;

typedef struct {
    const char *key;
    int64_t value;
    const char *source; /* "" when the catalogue names none */
} bil_policy_entry;

typedef struct {
    bil_arena *arena;
    const char *folder;
    const char *name;
    const char *version;
    const char *region;
    const char *language;
    const char *month_convention;
    char sha256[65];             /* of all files that bear on a plan, in the contract's order */
    char uncertainty_sha256[65]; /* of uncertainty.csv; "" when it is not there */

    const bil_curve_point *curve;
    size_t curve_count;
    int64_t allowance_home_cents;
    int64_t allowance_residence_cents;
    int64_t score_tolerance_e6;
    const bil_policy_entry *policy;
    size_t policy_count;

    const bil_domain *domains;
    size_t domain_count;
    const bil_level *levels;
    size_t level_count;
    const bil_service *services;
    size_t service_count;
    const bil_effect *effects;
    size_t effect_count;
    const bil_source *sources;
    size_t source_count;
    const bil_eligibility *eligibility;
    size_t eligibility_count;
    /* What the rows above say, by source, then service, as bil_catalogue_settle worked it out; NULL
     * = it did not. */
    const bool *may_pay;
    const bil_rule *rules;
    size_t rule_count;
    const bil_provider *providers;
    size_t provider_count;
    const bil_copay_row *copay;
    size_t copay_count;
    const bil_uncertainty *uncertainty;
    size_t uncertainty_count;
} bil_catalogue;

void bil_catalogue_free(bil_catalogue *catalogue); /* accepts NULL; the struct lives in its arena */

/* Index by code, BIL_NONE when there is none. */
bil_index bil_catalogue_find_domain(const bil_catalogue *catalogue, const char *code);
bil_index bil_catalogue_find_service(const bil_catalogue *catalogue, const char *code);
bil_index bil_catalogue_find_source(const bil_catalogue *catalogue, const char *code);
bil_index bil_catalogue_find_provider(const bil_catalogue *catalogue, const char *code,
                                      bil_index service);
bil_index bil_catalogue_find_rule(const bil_catalogue *catalogue, const char *id);

/* The level row of a domain, NULL when the catalogue has none. */
const bil_level *bil_catalogue_level(const bil_catalogue *catalogue, bil_index domain, int level);

/* Reads a selector's form ("tag:assistant"): false when it is none of the known forms. Fills kind,
 * text and value (pointing into `text`, which must outlive it); `index` is left BIL_NONE. */
bool bil_selector_parse(bil_selector *out, const char *text);

bool bil_selector_matches_service(const bil_catalogue *catalogue, const bil_selector *selector,
                                  bil_index service);
bool bil_selector_matches_source(const bil_catalogue *catalogue, const bil_selector *selector,
                                 bil_index source);

/* May this source pay (or give hours to) this service? The last matching row wins; none = no. */
bool bil_source_may_pay(const bil_catalogue *catalogue, bil_index source, bil_index service);

/* Does a rule name this service, in its `a` or in its `b`? */
typedef enum { BIL_RULE_A, BIL_RULE_B } bil_rule_side;
bool bil_rule_names_service(const bil_catalogue *catalogue, bil_index rule, bil_rule_side side,
                            bil_index service);

/* Works out the two answers above for everything, once the catalogue is complete: they are asked
 * for very often. Leaves out what would take long. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_catalogue_settle(bil_catalogue *catalogue, bil_error *err);

/* What one unit costs in the plan's month: the written price, or the monthly price of a continuous
 * service sold by the day. `price_cents` is the catalogue's or a provider's. */
int64_t bil_service_month_price(const bil_service *service, int64_t price_cents);

/* What the person owes per unit of a service of `copay_class` at `isee_cents` (negative = unknown:
 * the highest row) on `date`: the row that contains the ISEE (both ends belong to it, the first
 * such row counts), linear inside, rounded half up to a cent. Above every row the highest end
 * holds, below every row the lowest. No class, or no row in force: 0. */
int64_t bil_copay_per_unit(const bil_catalogue *catalogue, const char *copay_class,
                           int64_t isee_cents, bil_date date);

/* How the price, delay or attendance of a service, the hours of a source, or the target of needs of
 * a domain may move: the last matching row wins; NULL = not at all. */
const bil_uncertainty *bil_varies_service(const bil_catalogue *catalogue, bil_varies what,
                                          bil_index service);
const bil_uncertainty *bil_varies_hours(const bil_catalogue *catalogue, bil_index source);
const bil_uncertainty *bil_varies_need(const bil_catalogue *catalogue, bil_index domain);

/* Names used in files. NULL when `value` is out of range. */
const char *bil_service_kind_name(bil_service_kind value);
const char *bil_setting_name(bil_setting value);
const char *bil_source_kind_name(bil_source_kind value);
const char *bil_rule_form_name(bil_rule_form value);
const char *bil_varies_name(bil_varies value);

#endif
