/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A case in as little room as it needs, for those who hold a hundred thousand of them. */

#include <string.h>

#include "engine/case.h"

typedef struct {
    const bil_case *from;
    bil_arena *arena;
    char *texts; /* room for all of them, side by side */
    bool no_memory;
} copier;

static size_t bytes_of(const char *text)
{
    return text[0] == '\0' ? 0 : strlen(text) + 1;
}

static size_t selector_bytes(const bil_selector *items, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        size += bytes_of(items[i].text);
    }
    return size;
}

static size_t text_bytes(const bil_case *person)
{
    const bil_wishes *wishes = &person->wishes;
    size_t size = bytes_of(person->id) + bytes_of(person->district) + bytes_of(person->living);
    for (size_t i = 0; i < person->need_count; i++) {
        size += bytes_of(person->needs[i].id) + bytes_of(person->needs[i].note);
    }
    for (size_t i = 0; i < person->override_count; i++) {
        size += bytes_of(person->overrides[i].reason) + bytes_of(person->overrides[i].by);
    }
    return size + selector_bytes(wishes->must, wishes->must_count) +
           selector_bytes(wishes->must_not, wishes->must_not_count) +
           selector_bytes(wishes->prefer, wishes->prefer_count);
}

static const char *keep_text(copier *c, const char *text)
{
    if (text[0] == '\0') {
        return "";
    }
    const size_t size = strlen(text) + 1;
    char *copy = c->texts;
    memcpy(copy, text, size);
    c->texts += size;
    return copy;
}

static void *keep(copier *c, const void *items, size_t count, size_t size)
{
    if (count == 0) {
        return NULL;
    }
    void *copy = bil_arena_alloc(c->arena, count, size);
    if (copy == NULL) {
        c->no_memory = true;
        return NULL;
    }
    memcpy(copy, items, count * size);
    return copy;
}

static void keep_budget(copier *c, bil_budget *budget)
{
    budget->by_source =
        keep(c, budget->by_source, budget->by_source_count, sizeof *budget->by_source);
}

static const bil_need *keep_needs(copier *c)
{
    bil_need *needs = keep(c, c->from->needs, c->from->need_count, sizeof *needs);
    for (size_t i = 0; needs != NULL && i < c->from->need_count; i++) {
        needs[i].id = keep_text(c, needs[i].id);
        needs[i].note = keep_text(c, needs[i].note);
    }
    return needs;
}

/* Is the phase's budget the case's own? Then they go on sharing its ceilings. */
static bool same_ceilings(const bil_budget *a, const bil_budget *b)
{
    return a->by_source == b->by_source && a->by_source_count == b->by_source_count;
}

static const bil_phase *keep_phases(copier *c, const bil_budget *budget)
{
    const bil_case *from = c->from;
    bil_phase *phases = keep(c, from->phases, from->phase_count, sizeof *phases);
    for (size_t t = 0; phases != NULL && t < from->phase_count; t++) {
        phases[t].targets = keep(c, phases[t].targets, from->need_count, sizeof *phases[t].targets);
        if (phases[t].delivered_bp != NULL) {
            phases[t].delivered_bp = keep(c, phases[t].delivered_bp, from->catalogue->service_count,
                                          sizeof *phases[t].delivered_bp);
        }
        if (same_ceilings(&phases[t].budget, &from->budget)) {
            phases[t].budget.by_source = budget->by_source;
        } else {
            keep_budget(c, &phases[t].budget);
        }
    }
    return phases;
}

static const bil_selector *keep_selectors(copier *c, const bil_selector *items, size_t count)
{
    bil_selector *copy = keep(c, items, count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        copy[i].text = keep_text(c, items[i].text);
        copy[i].value = items[i].value[0] == '\0' /* of "*", and no part of its text */
                            ? ""
                            : copy[i].text + (items[i].value - items[i].text);
    }
    return copy;
}

static void keep_wishes(copier *c, bil_wishes *wishes)
{
    wishes->must = keep_selectors(c, wishes->must, wishes->must_count);
    wishes->must_not = keep_selectors(c, wishes->must_not, wishes->must_not_count);
    wishes->prefer = keep_selectors(c, wishes->prefer, wishes->prefer_count);
    wishes->fixed = keep(c, wishes->fixed, wishes->fixed_count, sizeof *wishes->fixed);
}

static const bil_override *keep_overrides(copier *c)
{
    const bil_case *from = c->from;
    bil_override *copy = keep(c, from->overrides, from->override_count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < from->override_count; i++) {
        copy[i].reason = keep_text(c, copy[i].reason);
        copy[i].by = keep_text(c, copy[i].by);
    }
    return copy;
}

bil_status bil_case_copy(bil_case **out, const bil_case *from, bil_arena *arena, bil_error *err)
{
    copier c = {.from = from, .arena = arena};
    bil_case *copy = keep(&c, from, 1, sizeof *copy);
    c.texts = bil_arena_alloc(arena, text_bytes(from), 1);
    if (copy == NULL || c.texts == NULL) {
        return bil_fail_nomem(err);
    }
    copy->arena = NULL;
    copy->id = keep_text(&c, from->id);
    copy->district = keep_text(&c, from->district);
    copy->living = keep_text(&c, from->living);
    copy->needs = keep_needs(&c);
    copy->sources = keep(&c, from->sources, from->source_count, sizeof *from->sources);
    keep_budget(&c, &copy->budget);
    copy->phases = keep_phases(&c, &copy->budget);
    copy->in_place = keep(&c, from->in_place, from->in_place_count, sizeof *from->in_place);
    keep_wishes(&c, &copy->wishes);
    copy->overrides = keep_overrides(&c);
    if (c.no_memory) {
        return bil_fail_nomem(err);
    }
    *out = copy;
    return BIL_OK;
}
