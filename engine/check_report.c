/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/check_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text.h"

/* A violation with what it is sorted by. */
struct bil_finding {
    bil_violation violation;
    size_t phase; /* 0 for the whole plan */
    size_t line;
    size_t order; /* constraint ids first, then rules by catalogue order */
    size_t number;
};

typedef struct {
    bil_check_id id;
    const char *text;
    bil_words words;
} known_id;

static const known_id known_ids[] = {
#define BIL_CHECK_ID(name, id, it, en) {BIL_CHECK_##name, id, {it, en}},
#include "engine/check_ids.def"
#undef BIL_CHECK_ID
};

typedef struct {
    char text[64];
} digits;

/* A number of any size in decimal, after `sign`. */
static digits digits_of(const char *sign, bil_big value)
{
    char reversed[48];
    size_t count = 0;
    bool negative = value < 0;
    /* The remainder of a negative number is negative, so the smallest number needs no care. */
    do {
        int digit = (int)(value % 10);
        reversed[count++] = (char)('0' + (digit < 0 ? -digit : digit));
        value /= 10;
    } while (value != 0);

    digits out = {{0}};
    int start =
        snprintf(out.text, sizeof out.text - sizeof reversed, "%s%s", sign, negative ? "-" : "");
    size_t at = start > 0 ? strlen(out.text) : 0;
    while (count > 0) {
        out.text[at++] = reversed[--count];
    }
    return out;
}

bil_place bil_check_plan_place(void)
{
    return (bil_place){BIL_NOWHERE, BIL_NOWHERE, NULL, NULL};
}

bil_place bil_check_phase_place(const bil_phase_facts *phase)
{
    return (bil_place){phase->number, BIL_NOWHERE, NULL, NULL};
}

bil_place bil_check_thing_place(const bil_phase_facts *phase, const char *kind, const char *name)
{
    return (bil_place){phase->number, BIL_NOWHERE, kind, name};
}

bil_place bil_check_line_place(const bil_checking *check, const bil_phase_facts *phase, size_t line)
{
    const bil_line *row = &phase->plan->lines[line];
    const bil_service *service = bil_check_service(check, row);
    const char *name = service != NULL ? service->code : row->code;
    return (bil_place){phase->number, line, "line", name};
}

static const char *place_text(bil_checking *check, bil_place place)
{
    char name[96];
    char text[192];
    bil_text_shorten(name, sizeof name, place.name == NULL ? "?" : place.name);
    if (place.phase == BIL_NOWHERE && place.kind == NULL) {
        (void)snprintf(text, sizeof text, "plan");
    } else if (place.phase == BIL_NOWHERE) {
        (void)snprintf(text, sizeof text, "%s %s", place.kind, name);
    } else if (place.kind == NULL) {
        (void)snprintf(text, sizeof text, "phase %zu", place.phase + 1);
    } else {
        (void)snprintf(text, sizeof text, "phase %zu, %s %s", place.phase + 1, place.kind, name);
    }
    return bil_arena_text(check->result, text);
}

static const char *short_text(bil_checking *check, const char *text)
{
    char shorter[256];
    bil_text_shorten(shorter, sizeof shorter, text == NULL ? "" : text);
    return bil_arena_text(check->result, shorter);
}

static void add_finding(bil_checking *check, bil_place place, size_t order, bil_violation violation)
{
    violation.where = place_text(check, place);
    violation.expected = short_text(check, violation.expected);
    violation.found = short_text(check, violation.found);
    bil_finding *grown =
        bil_arena_grow(check->scratch, check->findings, check->finding_count,
                       &check->finding_capacity, check->finding_count + 1, sizeof *grown);
    if (grown == NULL || violation.rule == NULL || violation.where == NULL ||
        violation.expected == NULL || violation.found == NULL || violation.text.it == NULL ||
        violation.text.en == NULL) {
        check->out_of_memory = true;
        return;
    }
    check->findings = grown;
    grown[check->finding_count] = (bil_finding){
        .violation = violation,
        .phase = place.phase == BIL_NOWHERE ? 0 : place.phase + 1,
        .line = place.line,
        .order = order,
        .number = check->finding_count,
    };
    check->finding_count++;
}

void bil_check_report(bil_checking *check, bil_place place, bil_check_id id, const char *expected,
                      const char *found)
{
    const known_id *known = &known_ids[id];
    BIL_ASSERT(known->id == id);
    bil_violation violation = {
        .rule = known->text, .expected = expected, .found = found, .text = known->words};
    add_finding(check, place, (size_t)id, violation);
}

void bil_check_report_rule(bil_checking *check, bil_place place, const bil_rule *rule,
                           const char *expected, const char *found)
{
    bil_violation violation = {
        .rule = bil_arena_text(check->result, rule->id),
        .expected = expected,
        .found = found,
        .text = {bil_arena_text(check->result, bil_words_in(rule->text, BIL_LANG_IT)),
                 bil_arena_text(check->result, bil_words_in(rule->text, BIL_LANG_EN))},
    };
    size_t order = (size_t)BIL_CHECK_ID_COUNT + (size_t)(rule - check->catalogue->rules);
    add_finding(check, place, order, violation);
}

void bil_check_numbers(bil_checking *check, bil_place place, bil_check_id id, const char *sign,
                       bil_big expected, bil_big found)
{
    digits wanted = digits_of(sign, expected);
    digits seen = digits_of("", found);
    bil_check_report(check, place, id, wanted.text, seen.text);
}

void bil_check_numbers_rule(bil_checking *check, bil_place place, const bil_rule *rule,
                            const char *sign, bil_big expected, bil_big found)
{
    digits wanted = digits_of(sign, expected);
    digits seen = digits_of("", found);
    bil_check_report_rule(check, place, rule, wanted.text, seen.text);
}

static int compare_sizes(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_findings(const void *left, const void *right)
{
    const bil_finding *a = left;
    const bil_finding *b = right;
    int by = compare_sizes(a->phase, b->phase);
    by = by != 0 ? by : compare_sizes(a->line, b->line);
    by = by != 0 ? by : compare_sizes(a->order, b->order);
    return by != 0 ? by : compare_sizes(a->number, b->number);
}

void bil_check_finish(bil_checking *check, size_t first, const bil_violation **out,
                      size_t *out_count)
{
    size_t count = check->finding_count - first;
    bil_violation *items = bil_arena_alloc(check->result, count, sizeof *items);
    if (items == NULL || check->out_of_memory) {
        check->out_of_memory = true;
        return;
    }
    if (count > 0) {
        qsort(check->findings + first, count, sizeof *check->findings, compare_findings);
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = check->findings[first + i].violation;
    }
    *out = items;
    *out_count = count;
}

bil_words bil_check_id_words(const char *id)
{
    for (size_t i = 0; i < sizeof known_ids / sizeof known_ids[0]; i++) {
        if (strcmp(known_ids[i].text, id) == 0) {
            return known_ids[i].words;
        }
    }
    return (bil_words){id, id};
}
