/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/person/generate.h"

#include <inttypes.h>
#include <string.h>

#include "bench/person/areas.h"

enum { NEEDS_MAX = 7, PHASES_MAX = 4 };

static const char *const particular_tags[] = {
    "psychiatric", "addiction",  "disability", "elderly",   "minors",     "perinatal", "migrants",
    "palliative",  "vegetative", "violence",   "assistant", "comparator", "package"};

typedef struct {
    uint64_t state;
} dice;

static uint64_t roll(dice *d) /* splitmix64 */
{
    d->state += 0x9e3779b97f4a7c15U;
    uint64_t z = d->state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static int between(dice *d, int low, int high)
{
    const uint64_t choices = high > low ? (uint64_t)(high - low) + 1 : 1;
    return low + (int)(roll(d) % choices);
}

static bool chance(dice *d, int percent)
{
    return between(d, 0, 99) < percent;
}

/* Rounded to a step, so that amounts look like those people write. */
static int amount(dice *d, int low, int high, int step)
{
    return between(d, low / step, high / step) * step;
}

static const area *draw_area(dice *d)
{
    int total = 0;
    for (size_t i = 0; i < area_count; i++) {
        total += areas[i].weight;
    }
    int at = between(d, 0, total - 1);
    const area *found = areas;
    while (at >= found->weight) {
        at -= found->weight;
        found++;
    }
    return found;
}

typedef struct {
    const char *domain;
    int level;
    int priority;
    int64_t target;
    int64_t already;
} need;

typedef struct {
    const bil_catalogue *catalogue;
    const area *from;
    dice d;
    bil_text *out;
    need needs[NEEDS_MAX];
    int need_count;
    int64_t budget;
} person;

static int draw_level(dice *d)
{
    const int at = between(d, 0, 99);
    return at < 20 ? 1 : at < 62 ? 2 : at < 90 ? 3 : 4;
}

static void draw_need(person *p, const char *domain)
{
    need *n = &p->needs[p->need_count++];
    const bil_index index = bil_catalogue_find_domain(p->catalogue, domain);
    BIL_ASSERT(index != BIL_NONE);
    const int luck = between(&p->d, 0, 99);
    n->domain = domain;
    n->level = draw_level(&p->d);
    n->priority = luck < 55 ? 1 : luck < 85 ? 2 : 3;
    const bil_level *level = bil_catalogue_level(p->catalogue, index, n->level);
    BIL_ASSERT(level != NULL);
    n->target = level->target;
    if (chance(&p->d, 15)) {
        n->target = n->target * between(&p->d, 7, 13) / 10;
    }
    n->already = chance(&p->d, 10) ? n->target * between(&p->d, 1, 5) / 10 : 0;
}

/* 3 to 7 needs of the area, the usual ones more often, none twice. */
static void draw_needs(person *p)
{
    bool taken[32] = {false};
    int total = 0;
    int choices = 0;
    for (const area_need *n = p->from->needs; n->domain != NULL; n++) {
        total += n->weight;
        choices++;
    }
    int wanted = between(&p->d, 3, NEEDS_MAX);
    wanted = wanted < choices ? wanted : choices;
    while (p->need_count < wanted) {
        int at = between(&p->d, 0, total - 1);
        int i = 0;
        while (taken[i] || at >= p->from->needs[i].weight) {
            at -= taken[i] ? 0 : p->from->needs[i].weight;
            i++;
        }
        taken[i] = true;
        total -= p->from->needs[i].weight;
        draw_need(p, p->from->needs[i].domain);
    }
}

static void write_person(person *p, uint64_t number, int phases)
{
    bil_text_addf(p->out,
                  "{ \"format\": \"bilancia-case\", \"version\": 1,\n"
                  "  \"person\": { \"id\": \"B%d-%04" PRIu64 "\", \"district\": \"pavia\", "
                  "\"birth_year\": %d, ",
                  phases, number, between(&p->d, p->from->born_from, p->from->born_to));
    if (chance(&p->d, 95)) {
        const int isee = between(&p->d, 0, 100) * between(&p->d, 0, 100) * 4; /* most are low */
        bil_text_addf(p->out, "\"isee_cents\": %d, ", isee * 100);
    }
    bil_text_add(p->out, "\"living\": \"home\" },\n  \"start\": \"2027-01-01\",\n");
}

static void write_needs(person *p)
{
    bil_text_add(p->out, "  \"needs\": [\n");
    for (int i = 0; i < p->need_count; i++) {
        const need *n = &p->needs[i];
        bil_text_addf(p->out,
                      "    { \"id\": \"%s\", \"domain\": \"%s\", \"level\": %d, \"priority\": %d, "
                      "\"monthly_target\": %" PRId64 ", \"already_covered\": %" PRId64 " }%s\n",
                      n->domain, n->domain, n->level, n->priority, n->target, n->already,
                      i + 1 < p->need_count ? "," : " ],");
    }
}

static void write_sources(person *p)
{
    const char *comma = "";
    bil_text_add(p->out, "  \"sources\": [");
    for (const area_source *s = p->from->sources; s->code != NULL; s++) {
        const bool has = chance(&p->d, s->percent);
        const int size = s->high > 0 ? amount(&p->d, s->low, s->high, s->high < 200 ? 2 : 10) : 0;
        if (!has) {
            continue;
        }
        const bil_index index = bil_catalogue_find_source(p->catalogue, s->code);
        BIL_ASSERT(index != BIL_NONE);
        bil_text_addf(p->out, "%s\n    { \"code\": \"%s\", \"status\": \"%s\"", comma, s->code,
                      s->available ? "available" : "active");
        if (size > 0 && p->catalogue->sources[index].form == BIL_FORM_HOURS) {
            bil_text_addf(p->out, ", \"hours\": %d", size);
        } else if (size > 0) {
            bil_text_addf(p->out, ", \"amount_cents\": %d", size * 100);
        }
        bil_text_add(p->out, " }");
        comma = ",";
    }
    bil_text_add(p->out, " ],\n");
}

static void write_in_place(person *p)
{
    const char *comma = "";
    bil_text_add(p->out, "  \"in_place\": [");
    for (const area_in_place *s = p->from->in_place; s->service != NULL; s++) {
        const bil_index index = bil_catalogue_find_service(p->catalogue, s->service);
        BIL_ASSERT(index != BIL_NONE);
        const int step = (int)p->catalogue->services[index].step;
        const bool has = chance(&p->d, s->percent / 2);
        const int quantity = amount(&p->d, s->low, s->high, step);
        if (has) {
            bil_text_addf(p->out, "%s\n    { \"service\": \"%s\", \"quantity\": %d, \"keep\": %s }",
                          comma, s->service, quantity,
                          s->keep && chance(&p->d, 70) ? "true" : "false");
            comma = ",";
        }
    }
    bil_text_add(p->out, " ],\n");
}

static bool mentions(const char *words, const char *word)
{
    const char *at = strstr(words, word);
    const size_t size = strlen(word);
    return at != NULL && (at[size] == ' ' || at[size] == '\0');
}

/* Services for other people are out for nine in ten, as in practice. */
static void write_wishes(person *p)
{
    const bool open = chance(&p->d, 10);
    const char *comma = "";
    bil_text_add(p->out, "  \"wishes\": { \"must_not\": [");
    for (size_t i = 0; i < sizeof particular_tags / sizeof particular_tags[0]; i++) {
        if (!open && !mentions(p->from->tags, particular_tags[i])) {
            bil_text_addf(p->out, "%s \"tag:%s\"", comma, particular_tags[i]);
            comma = ",";
        }
    }
    if (chance(&p->d, 30)) {
        bil_text_addf(p->out, "%s \"group:RES\"", comma);
    }
    bil_text_add(p->out, " ], \"prefer\": [");
    comma = "";
    for (const char *const *wish = p->from->wishes; *wish != NULL; wish++) {
        if (chance(&p->d, 30)) {
            bil_text_addf(p->out, "%s \"%s\"", comma, *wish);
            comma = ",";
        }
    }
    bil_text_add(p->out, " ] },\n");
}

static void write_budget(person *p)
{
    p->budget = amount(&p->d, p->from->budget_low, p->from->budget_high, 50);
    bil_text_addf(p->out, "  \"budget\": { \"public_monthly_cents\": %" PRId64, p->budget * 100);
    if (chance(&p->d, 15)) {
        bil_text_addf(p->out, ", \"by_source\": { \"COMUNE\": %" PRId64 " }",
                      p->budget * between(&p->d, 40, 80));
    }
    bil_text_add(p->out, " },\n");
}

static void write_profile(person *p)
{
    static const char *const others[] = {"home-first", "least-family-burden", "least-public-money",
                                         "fewest-changes", "preferences-first"};
    const bool balanced = chance(&p->d, 70);
    const char *other = others[between(&p->d, 0, 4)];
    bil_text_addf(p->out, "  \"profile\": \"%s\",\n", balanced ? "balanced" : other);
}

/* The targets of a phase, as the one before left them in `target`. */
static void write_targets(person *p, bool first, int64_t *target)
{
    const char *comma = "";
    bil_text_add(p->out, ", \"targets\": {");
    for (int i = 0; i < p->need_count; i++) {
        const int luck = between(&p->d, 0, 99);
        const bool falls = !first && luck < 60;
        if (falls) {
            const int64_t percent = luck < 5 ? 0 : luck < 20 ? 50 : luck < 40 ? 70 : 85;
            target[i] = target[i] * percent / 5000 * 50;
        }
        if (falls || (!first && target[i] != p->needs[i].target)) {
            bil_text_addf(p->out, "%s \"%s\": %" PRId64, comma, p->needs[i].domain, target[i]);
            comma = ",";
        }
    }
    bil_text_add(p->out, " }");
}

/* Targets fall as the project works; now and then a need ends, or the budget shrinks. */
static void write_phases(person *p, int phases)
{
    static const int months[3][PHASES_MAX] = {{12}, {6, 6}, {3, 3, 6, 12}};
    const int *length = months[phases == 1 ? 0 : phases == 2 ? 1 : 2];
    int64_t target[NEEDS_MAX];
    for (int i = 0; i < p->need_count; i++) {
        target[i] = p->needs[i].target;
    }
    bil_text_add(p->out, "  \"phases\": [");
    for (int t = 0; t < phases; t++) {
        bil_text_addf(p->out, "%s\n    { \"months\": %d", t > 0 ? "," : "", length[t]);
        write_targets(p, t == 0, target);
        if (t > 0 && chance(&p->d, 20)) {
            bil_text_addf(p->out, ", \"budget\": { \"public_monthly_cents\": %" PRId64 " }",
                          p->budget * between(&p->d, 60, 95));
        }
        bil_text_add(p->out, " }");
    }
    bil_text_add(p->out, " ] }\n");
}

void person_generate(bil_text *out, const bil_catalogue *catalogue, uint64_t seed, uint64_t number,
                     int phases)
{
    person p = {.catalogue = catalogue, .out = out};
    p.d.state = seed * 0xd1342543de82ef95U + number * 0x2545f4914f6cdd1dU;
    p.from = draw_area(&p.d);
    draw_needs(&p);
    write_person(&p, number, phases);
    write_needs(&p);
    write_sources(&p);
    write_in_place(&p);
    write_wishes(&p);
    write_budget(&p);
    write_profile(&p);
    write_phases(&p, phases);
}
