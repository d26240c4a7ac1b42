/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_REFEREE_REFEREE_H
#define BIL_TESTS_REFEREE_REFEREE_H

/* An independent referee for `bilancia propose` and `bilancia check`.
 *
 * Written from docs/MODEL.md alone: it includes nothing of engine/, solver/ or data/. A seed gives
 * a tiny world (a catalogue and a case); the world is written as contract files; the referee finds
 * the best plan by exhaustive enumeration in exact integers; the program's answer is compared.
 *
 * How the fine print is read where it leaves room (each is also said where it is used):
 * - exclusive: a pair is two different subjects;
 * - allowance: over any 12 consecutive months (the whole plan when shorter), summed over the months
 *   whose phase has the rule in force and something of `a` in use;
 * - locked: lowering would break `fixed`, a kept quantity or a `must`; lowering is one step, or to
 *   nothing when one step falls below the minimum;
 * - copay: above every row the highest end, below every row the lowest;
 * - an available cash source is in use only if it pays a cent; one not in use does not count in the
 *   sum of pensions;
 * - `by_source` on a source the person holds lowers its amount before any absorption;
 * - hours listed in the case count whatever their status;
 * - a line by hand goes before what is fixed or kept, and forbids any other quantity;
 * - a source that must be used locks the one line it pays, unless it is active; it puts nothing on
 *   offer that covers none of the person's needs;
 * - when a line is lowered in thought to see whether a `requires` breaks, a source that is only
 *   available (or a pool) stays in use if it pays for another line too. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    REF_DOMAINS = 4,
    REF_LEVELS = 5,
    REF_SERVICES = 6,
    REF_SOURCES = 6,
    REF_PHASES = 4,
    REF_RULES = 6,
    REF_SUBJECTS = 3,
    REF_PROVIDERS = 6,
    REF_COPAY_ROWS = 6,
    REF_ELIGIBILITY = 20,
    REF_CURVE_POINTS = 5,
    REF_WISHES = 3,
    REF_TAGS = 3,
    REF_OFFERS = 16, /* nothing, or a quantity at a provider */
    REF_CODE = 16,
    REF_SELECTOR = 24,
    REF_PATH = 512
};

/* --- randomness ------------------------------------------------------------------------------ */

typedef struct {
    uint64_t state;
} ref_random;

uint64_t ref_next(ref_random *random);
int64_t ref_between(ref_random *random, int64_t low, int64_t high); /* both ends included */
bool ref_chance(ref_random *random, int percent);
int64_t ref_pick(ref_random *random, const int64_t *values, size_t count);

/* --- a world --------------------------------------------------------------------------------- */

typedef int32_t ref_date; /* 20270131; 0 = open */

typedef struct {
    ref_date from;
    ref_date to;
} ref_dates;

typedef enum { REF_SOCIAL, REF_HEALTH, REF_SOCIOSANITARIO } ref_kind;
typedef enum { REF_HOME, REF_COMMUNITY, REF_DAY, REF_RESIDENTIAL, REF_CASH } ref_setting;
typedef enum { REF_PAYS_HEALTH, REF_PAYS_SOCIAL, REF_PAYS_ANY, REF_PAYS_PERSON } ref_side;
typedef enum {
    REF_FROM_SOCIAL,
    REF_FROM_HEALTH,
    REF_FROM_SOCIOSANITARIO,
    REF_FROM_PENSION,
    REF_FROM_FAMILY,
    REF_FROM_THIRD_SECTOR
} ref_source_kind;
typedef enum {
    REF_EXCLUSIVE,
    REF_THRESHOLD,
    REF_ALLOWANCE,
    REF_JOINT_CAP,
    REF_REQUIRES,
    REF_ABSORBS,
    REF_SLOT,
    REF_FORMS
} ref_form;
typedef enum { REF_MONTH, REF_WEEK, REF_YEAR } ref_period;

typedef struct {
    char text[REF_SELECTOR]; /* "service:S1" */
} ref_selector;

typedef struct {
    char code[REF_CODE];
    const char *axis;
} ref_domain;

typedef struct {
    int target;
    int floor_pct;
    int weight_e4;
} ref_level;

typedef struct {
    char code[REF_CODE];
    ref_kind kind;
    ref_setting setting;
    const char *unit;
    int64_t price_cents;
    bool continuous;
    bool one_off;
    bool help; /* family or volunteer hours: price zero */
    int step;
    int min;
    int max;
    int health_bp;
    const char *group; /* "" = none */
    const char *copay_class;
    unsigned tags; /* bits of ref_tag_name */
    ref_dates dates;
    int effect[REF_DOMAINS]; /* hundredths, 0 = none */
} ref_service;

typedef struct {
    char code[REF_CODE];
    ref_source_kind kind;
    ref_side side;
    bool pool;
    bool hours;
    bool is_public;
    int payments;
    int64_t typical_cents;
    ref_dates dates;
} ref_source;

typedef struct {
    int source;
    ref_selector selector;
    bool allow;
} ref_eligibility;

typedef struct {
    char id[REF_CODE];
    ref_form form;
    ref_selector a[REF_SUBJECTS];
    int a_count;
    ref_selector b[REF_SUBJECTS];
    int b_count;
    bool has_parameter;
    int64_t parameter_e4;
    ref_period period;
    ref_dates dates;
} ref_rule;

typedef struct {
    char code[REF_CODE];
    int service;
    const char *zone;
    int64_t price_cents;
    int capacity; /* -1 = none said */
    ref_dates dates;
} ref_provider;

typedef struct {
    const char *copay_class;
    int64_t isee_from;
    int64_t isee_to;
    int64_t user_from;
    int64_t user_to;
    ref_dates dates;
} ref_copay_row;

typedef struct {
    int share; /* percent of the target */
    int value; /* percent of the value */
} ref_curve_point;

typedef struct {
    int domain;
    int level;
    int priority;
    int target;    /* -1 = the level's */
    int floor_pct; /* -1 = the level's */
    int already;
} ref_need;

typedef struct {
    bool listed;
    bool active;
    int64_t amount; /* -1 = the catalogue's */
    int hours;
} ref_holding;

typedef struct {
    int64_t public_cents; /* -1 = no ceiling */
    int64_t by_source[REF_SOURCES];
} ref_budget;

typedef struct {
    int months;
    int targets[REF_DOMAINS]; /* by need; -1 = the need's own */
    bool has_budget;
    ref_budget budget;
} ref_phase;

typedef struct {
    int service;
    int quantity;
    bool keep;
} ref_in_place;

/* Decided by hand: a line. */
typedef struct {
    int service;
    int quantity;
    int phase; /* -1 = every phase */
} ref_hand;

/* What a seed is rich in. */
typedef enum {
    REF_THEME_ANY,
    REF_THEME_PENSIONS,
    REF_THEME_TIME,
    REF_THEME_RULES,
    REF_THEME_LOCKS,
    REF_THEMES /* of the seeds; the one below is asked for */
} ref_theme;

typedef enum {
    REF_PLAIN,
    REF_TINY, /* prices of a few cents, few months: even every cent can be enumerated */
    REF_EDGE  /* fewer services, so that it can be enumerated many times */
} ref_size;

typedef struct {
    uint64_t seed;
    ref_size size;
    ref_theme theme;
    ref_domain domains[REF_DOMAINS];
    int domain_count;
    ref_level levels[REF_DOMAINS][REF_LEVELS];
    ref_service services[REF_SERVICES];
    int service_count;
    ref_source sources[REF_SOURCES];
    int source_count;
    ref_eligibility eligibility[REF_ELIGIBILITY];
    int eligibility_count;
    ref_rule rules[REF_RULES];
    int rule_count;
    ref_provider providers[REF_PROVIDERS];
    int provider_count;
    ref_copay_row copay[REF_COPAY_ROWS];
    int copay_count;
    ref_curve_point curve[REF_CURVE_POINTS];
    int curve_count;
    int64_t allowance_home;
    int64_t allowance_residence;
    /* the case */
    int64_t isee; /* -1 = not known */
    const char *district;
    ref_date start;
    ref_phase phases[REF_PHASES];
    int phase_count;
    ref_need needs[REF_DOMAINS];
    int need_count;
    ref_holding holdings[REF_SOURCES];
    ref_budget budget;
    ref_in_place in_place[REF_WISHES];
    int in_place_count;
    ref_selector must[REF_WISHES];
    int must_count;
    ref_selector must_not[REF_WISHES];
    int must_not_count;
    ref_selector prefer[REF_WISHES];
    int prefer_count;
    ref_in_place fixed[REF_WISHES]; /* `keep` unused */
    int fixed_count;
    const char *profile;
    /* decided by hand, and asked for without fail */
    int at_least[REF_DOMAINS]; /* by need, hundredths; 0 = nothing */
    ref_hand hands[REF_WISHES];
    int hand_count;
    unsigned waived;  /* rules set aside, as bits */
    int granted;      /* row of a provider that gives more room; -1 = none */
    int granted_room; /* units a month */
} ref_world;

void ref_generate(ref_world *world, uint64_t seed, ref_size size);
/* Adds lines by hand, rules set aside, a place granted, needs to be covered at least so far,
 * sources and providers that must be there. */
void ref_generate_hands(ref_world *world, uint64_t seed);
void ref_generate_sources(ref_world *world, ref_random *random); /* with eligibility */
void ref_generate_rules(ref_world *world, ref_random *random);
void ref_generate_case(ref_world *world, ref_random *random);

/* The world with its amounts (public ceiling, pools, held sources, allowance) lowered one after
 * another to the very cent at which its answer would change. False when none of them binds; then,
 * with `short_by` 1, one of them lacks that last cent. */
bool ref_tighten(ref_world *world, int short_by);

ref_selector ref_any_selector(const ref_world *world, ref_random *random);
ref_dates ref_any_dates(const ref_world *world, ref_random *random, int percent);

extern const char *const ref_tag_names[REF_TAGS];
extern const char *const ref_kind_names[3];
extern const char *const ref_setting_names[5];
extern const char *const ref_form_names[REF_FORMS];

/* Contract files. False when a file cannot be written. */
bool ref_write_catalogue(const ref_world *world, const char *folder);
bool ref_write_case(const ref_world *world, const char *path);

/* --- what a phase looks like (reading of the specification) ---------------------------------- */

typedef struct {
    int quantity;
    int provider;       /* row of the catalogue, -1 = none */
    int64_t unit_cents; /* per unit and month */
} ref_offer;

typedef enum { REF_ABSENT, REF_ACTIVE, REF_OPTIONAL } ref_presence;

typedef struct {
    bool in_force;
    unsigned a; /* bits: services below, sources from REF_SOURCE_BIT on */
    unsigned b;
} ref_rule_view;

enum { REF_SOURCE_BIT = 8 };

typedef struct {
    const ref_world *world;
    int phase;
    int months;
    ref_date first_day;
    int target[REF_DOMAINS];                    /* by need */
    ref_offer offers[REF_SERVICES][REF_OFFERS]; /* as locks and wishes leave them */
    int offer_count[REF_SERVICES];              /* 0: nothing is possible */
    int64_t due_per_unit[REF_SERVICES];
    bool pays[REF_SOURCES][REF_SERVICES];
    ref_presence presence[REF_SOURCES];
    int64_t amount[REF_SOURCES]; /* cents a month before absorption, or hours; -1 = unlimited */
    bool limited_by_hours[REF_SERVICES];
    unsigned decide; /* optional sources whose use matters beyond their money */
    int64_t public_cents;
    ref_rule_view rules[REF_RULES];
} ref_view;

bool ref_in_dates(ref_dates dates, ref_date day);
ref_date ref_add_months(ref_date day, int months);
ref_date ref_add_day(ref_date day, int days); /* -1, 0 or 1 */
bool ref_matches_service(const ref_world *world, const char *selector, int service);
bool ref_matches_source(const ref_world *world, const char *selector, int source);
int64_t ref_month_price(const ref_service *service, int64_t price_cents);
int64_t ref_due_per_unit(const ref_world *world, const char *copay_class, ref_date day);
int64_t ref_share(int64_t cents, int basis_points);
int ref_target(const ref_world *world, int need, int phase);
int ref_floor_pct(const ref_world *world, int need);
void ref_view_build(ref_view *view, const ref_world *world, int phase);

/* --- one phase's choice ---------------------------------------------------------------------- */

typedef enum { REF_PART_DUE, REF_PART_HEALTH, REF_PART_SOCIAL, REF_PARTS } ref_part;

/* A payment that has to be there: at least a cent. */
typedef struct {
    int source;
    int service;
    ref_part part;
} ref_forced;

enum { REF_FORCED = 3 };

typedef struct {
    int quantity[REF_SERVICES];
    int provider[REF_SERVICES];
    int64_t unit_cents[REF_SERVICES];
    unsigned used; /* sources in use: the active ones, and of `decide` those chosen */
    ref_forced forced[REF_FORCED];
    int forced_count;
    unsigned alone[REF_SOURCES]; /* services a source may pay, as bits; 0 = all it may */
} ref_choice;

/* The line by hand of a service in the view's phase; NULL when there is none. */
const ref_hand *ref_hand_of(const ref_view *view, int service);

/* Does a `must` that names a source name this one? */
bool ref_must_use(const ref_world *world, int source);

unsigned ref_active_services(const ref_choice *choice, int count);

/* Everything about a phase that needs neither money nor other phases, nor the sources in use. */
bool ref_quantities_allowed(const ref_view *view, const ref_choice *choice);
/* Lines (as bits) that could be lowered without a loss. `still_used` says for each service which
 * sources are in use when it is lowered to nothing. */
unsigned ref_reducible(const ref_view *view, const ref_choice *choice,
                       const unsigned still_used[REF_SERVICES]);

/* Has the service an effect on some need of the person? */
bool ref_covers_a_need(const ref_world *world, int service);

/* Lines, as bits, that a source which must be used could be there for: it pays them alone, and they
 * would end. */
unsigned ref_payable_alone(const ref_view *view, const ref_choice *choice, int source);

/* Would lowering this line end it? */
bool ref_ends(const ref_view *view, const ref_choice *choice, int service);

/* Would every `requires` hold with these sources in use and `service` not active? */
bool ref_requires_without(const ref_view *view, const ref_choice *choice, int service,
                          unsigned used);

bool ref_hours_suffice(const ref_view *view, const ref_choice *choice);
int ref_covered(const ref_view *view, const ref_choice *choice, int need);

/* Rules that hold within a phase: exclusive, threshold, requires, slot. */
bool ref_rules_allow(const ref_view *view, const ref_choice *choice);

/* Whether `a` of a rule is active or used, and the monthly and one-off quantity of its `b`. */
bool ref_rule_triggered(const ref_view *view, const ref_choice *choice, int rule);
void ref_rule_quantity(const ref_view *view, const ref_choice *choice, int rule, int *out_monthly,
                       int *out_once);

/* Parts of a line's cost, per month (once for a one-off). */
typedef struct {
    int64_t cost;
    int64_t health;
    int64_t social;
    int64_t due;
} ref_cost;

bool ref_may_pay_part(const ref_source *source, ref_part part);
ref_cost ref_line_cost(const ref_view *view, const ref_choice *choice, int service);

/* Month's amounts after absorption; -1 = unlimited. */
void ref_absorbed(const ref_view *view, const ref_choice *choice, int64_t out[REF_SOURCES]);

/* What pensions in use may pay in a month. */
int64_t ref_pension_room(const ref_view *view, const ref_choice *choice,
                         const int64_t amount[REF_SOURCES]);

/* Is there a funding in whole cents in which every source of `used & decide` pays? */
bool ref_fundable(const ref_view *view, const ref_choice *choice);

/* The same, each line being irreducible. A line may have its reason in a `requires` set off by a
 * source, but not by one that is in use for paying this very line alone: such a source must then
 * pay a cent for another line, which is put into `choice->forced`. */
bool ref_fundable_and_irreducible(const ref_view *view, ref_choice *choice);

/* Such a funding: cents a month (once for a one-off) of each source on each service. */
bool ref_pay(const ref_view *view, const ref_choice *choice,
             int64_t out_paid[REF_SERVICES][REF_SOURCES]);

/* How many phases needed the search for whole cents, and the most nodes one took. */
typedef struct {
    uint64_t flows;
    uint64_t searches;
    uint64_t nodes_most;
    uint64_t gaps;     /* a funding in fractions of a cent exists, none in whole cents */
    uint64_t given_up; /* not decided: the answer of such a world must not be used */
} ref_fund_counts;
extern ref_fund_counts ref_fund_seen;

/* Wrong readings on purpose, to see that the seeds would notice them (referee_bite.c). */
enum {
    REF_MISREAD_SHARE = 1,
    REF_MISREAD_COPAY = 2,
    REF_MISREAD_DAY = 4,
    REF_MISREAD_REDUCIBLE = 8,
    REF_MISREAD_CONTINUITY = 16,
    REF_MISREAD_ONE_OFF = 32,
    REF_MISREAD_WINDOW = 64,
    REF_MISREAD_PENSION = 128,
    REF_MISREAD_ONCE = 256,
    REF_MISREAD_CIRCULAR = 512
};
extern unsigned ref_misread;

/* --- quality --------------------------------------------------------------------------------- */

__extension__ typedef __int128 ref_wide;

/* Exact numerators; the denominators are the world's. */
typedef struct {
    ref_wide shortfall;
    ref_wide score;
    ref_wide changes; /* the fewer the better; 0 unless a judgement counts them */
} ref_quality;

typedef struct {
    ref_wide shortfall_unit; /* denominator of the plan's shortfall */
    ref_wide score_unit;
    ref_wide target_lcm;
    ref_wide share_lcm; /* of the curve's widths */
} ref_scale;

ref_scale ref_scale_of(const ref_world *world);
ref_quality ref_phase_quality(const ref_view *view, const ref_scale *scale,
                              const int covered[REF_DOMAINS]);
int ref_quality_compare(ref_quality a, ref_quality b); /* > 0: a is better */
ref_quality ref_quality_sum(ref_quality a, ref_quality b);

ref_quality ref_choice_quality(const ref_view *view, const ref_scale *scale,
                               const ref_choice *choice);

/* --- every choice of a phase ----------------------------------------------------------------- */

/* What the phases together need to know of one: which one-offs are bought, which continuous
 * services are active, how much of each allowance is used a month and once. */
typedef struct {
    unsigned one_offs;
    unsigned continuous;
    int monthly[REF_RULES];
    int once[REF_RULES];
} ref_signature;

ref_signature ref_signature_of(const ref_view *view, const ref_choice *choice);
bool ref_signature_same(const ref_signature *a, const ref_signature *b);

/* Calls `visit` with every choice that its quantities, rules and irreducibility allow; whether it
 * can be paid for (ref_fundable_and_irreducible) is left to it. How many vectors were looked at. */
typedef void (*ref_visit)(const ref_view *view, ref_choice *choice, void *context);
uint64_t ref_each_choice(const ref_view *view, ref_visit visit, void *context);

/* What persons share: at most two pools, at most two capacities. */
enum { REF_SHARED = 2 };

typedef struct {
    int pool[REF_SHARED];          /* source, -1 = none */
    int service[REF_SHARED];       /* whose units count, -1 = none … */
    const char *place[REF_SHARED]; /* … or of what provider over all its services; NULL = none */
} ref_sharing;

/* A choice, and a way to pay for it that takes no more than this a month from the pools. */
typedef struct {
    ref_signature key;
    ref_quality quality;
    ref_choice choice;
    int64_t cents[REF_SHARED];
    int64_t units[REF_SHARED];
} ref_taking;

typedef struct {
    ref_taking *items; /* freed by whoever asked */
    size_t count;
    size_t capacity;
} ref_takings;

/* Every choice of the view's phase that no other with the same signature equals or betters in
 * quality, money of each pool and units of each capacity alike. With two pools amounts must be
 * small: every cent is tried. In worlds where no rule absorbs a pool's money, and where a pool pays
 * no one-off unless the phase lasts a month. The view's amounts change meanwhile. */
void ref_every_taking(ref_takings *out, ref_view *view, const ref_scale *scale,
                      const ref_sharing *sharing);

/* --- answers --------------------------------------------------------------------------------- */

typedef struct {
    bool feasible;
    ref_quality best;
    long double shortfall;
    long double score;
    ref_choice choices[REF_PHASES]; /* one best plan */
    uint64_t vectors;               /* looked at */
} ref_answer;

void ref_enumerate(ref_answer *out, const ref_world *world);

/* The same with another idea of what is good: the judgement of one phase's choice, which starts
 * from its usual quality and whose sum over the phases is compared. False = not admitted. */
typedef bool (*ref_judgement)(ref_quality *quality, const ref_view *view, const ref_scale *scale,
                              const ref_choice *choice, const void *context);
void ref_enumerate_by(ref_answer *out, const ref_world *world, ref_judgement judge,
                      const void *context);

/* The best plan as a plan file; false when it cannot be written. */
bool ref_write_plan(const ref_world *world, const ref_answer *answer, const char *path);

/* The same from nothing but definitions: all phases at once, every cent placed. Only for small
 * worlds; false when this one is too large. */
bool ref_enumerate_naively(ref_answer *out, const ref_world *world);

/* May the phases' choices stand together: one-offs once, continuity, yearly allowances? */
bool ref_phases_agree(const ref_view views[], const ref_choice choices[], int phase_count);

#endif
