/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/change.h"

#include <string.h>

#include "engine/money.h"

static const char *const names[BIL_CHANGE_COUNT] = {
    [BIL_CHANGE_BUDGET] = "budget",
    [BIL_CHANGE_LIMIT] = "limit",
    [BIL_CHANGE_HOURS] = "hours",
    [BIL_CHANGE_AMOUNT] = "amount",
    [BIL_CHANGE_PLACE] = "place",
    [BIL_CHANGE_WAIVE] = "waive",
    [BIL_CHANGE_DROP_MUST] = "drop-must",
    [BIL_CHANGE_DROP_MUST_NOT] = "drop-must-not",
    [BIL_CHANGE_DROP_FIXED] = "drop-fixed",
    [BIL_CHANGE_DROP_KEEP] = "drop-keep",
    [BIL_CHANGE_DROP_AT_LEAST] = "drop-at-least",
    [BIL_CHANGE_DROP_OVERRIDE] = "drop-override",
    [BIL_CHANGE_MUST] = "must",
    [BIL_CHANGE_MUST_NOT] = "must-not",
    [BIL_CHANGE_FIX] = "fix",
    [BIL_CHANGE_SET] = "set",
    [BIL_CHANGE_AT_LEAST] = "at-least",
    [BIL_CHANGE_HOLD] = "hold",
};

const char *bil_change_kind_name(bil_change_kind kind)
{
    return (unsigned)kind < BIL_CHANGE_COUNT ? names[kind] : NULL;
}

bool bil_change_needs_reason(const bil_change *change)
{
    return change->kind == BIL_CHANGE_SET || change->kind == BIL_CHANGE_PLACE ||
           change->kind == BIL_CHANGE_WAIVE;
}

static const char *override_what(const bil_case *person, const bil_override *row)
{
    return row->kind == BIL_OVERRIDE_RULE ? person->catalogue->rules[row->rule].id
                                          : person->catalogue->services[row->service].code;
}

const char *bil_change_what(const bil_case *person, const bil_change *change)
{
    const bil_catalogue *catalogue = person->catalogue;
    const size_t i = change->index;
    switch (change->kind) {
    case BIL_CHANGE_BUDGET:
        return "public";
    case BIL_CHANGE_LIMIT:
    case BIL_CHANGE_HOURS:
    case BIL_CHANGE_AMOUNT:
        return catalogue->sources[i].code;
    case BIL_CHANGE_PLACE:
        return catalogue->providers[i].code;
    case BIL_CHANGE_WAIVE:
        return catalogue->rules[i].id;
    case BIL_CHANGE_DROP_MUST:
        return person->wishes.must[i].text;
    case BIL_CHANGE_DROP_MUST_NOT:
        return person->wishes.must_not[i].text;
    case BIL_CHANGE_DROP_FIXED:
        return catalogue->services[person->wishes.fixed[i].service].code;
    case BIL_CHANGE_DROP_KEEP:
        return catalogue->services[person->in_place[i].service].code;
    case BIL_CHANGE_DROP_OVERRIDE:
        return override_what(person, &person->overrides[i]);
    case BIL_CHANGE_DROP_AT_LEAST:
    case BIL_CHANGE_AT_LEAST:
    case BIL_CHANGE_HOLD:
        return person->needs[i].id;
    case BIL_CHANGE_FIX:
    case BIL_CHANGE_SET:
        return catalogue->services[i].code;
    case BIL_CHANGE_MUST:
    case BIL_CHANGE_MUST_NOT:
    case BIL_CHANGE_COUNT:
        break;
    }
    return change->what;
}

/* A copy of a list with room for one more; NULL without memory. */
static void *copy_list(bil_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = bil_arena_alloc(arena, count + 1, size);
    if (copy != NULL && count > 0) {
        memcpy(copy, items, count * size);
    }
    return copy;
}

/* Takes item `i` out of a list that this case owns. */
static void take_out(void *items, size_t *count, size_t i, size_t size)
{
    char *at = (char *)items + i * size;
    memmove(at, at + size, (*count - i - 1) * size);
    (*count)--;
}

/* No ceiling stays none; none goes below nothing. */
static int64_t raised(int64_t cents, int64_t by)
{
    const int64_t sum = cents == BIL_UNLIMITED ? cents : cents + by;
    return sum > 0 ? sum : 0;
}

static bool raise_limit(bil_case *person, bil_budget *budget, size_t source, int64_t by)
{
    bil_source_limit *limits =
        copy_list(person->arena, budget->by_source, budget->by_source_count, sizeof *limits);
    for (size_t i = 0; limits != NULL && i < budget->by_source_count; i++) {
        if (limits[i].source == source) {
            limits[i].monthly_cents = raised(limits[i].monthly_cents, by);
        }
    }
    budget->by_source = limits;
    return limits != NULL;
}

/* Budgets stand in the case and in every phase. */
static bool change_budgets(bil_case *person, const bil_change *change)
{
    bil_phase *phases =
        copy_list(person->arena, person->phases, person->phase_count, sizeof *phases);
    bool made = phases != NULL;
    for (size_t t = 0; made && t <= person->phase_count; t++) {
        bil_budget *budget = t < person->phase_count ? &phases[t].budget : &person->budget;
        if (change->kind == BIL_CHANGE_BUDGET) {
            budget->public_monthly_cents = raised(budget->public_monthly_cents, change->amount);
        } else {
            made = raise_limit(person, budget, change->index, change->amount);
        }
    }
    person->phases = phases;
    return made;
}

/* So many cents a month more, in payments that are as many as they were. */
static bool add_money(bil_case *person, const bil_change *change)
{
    const bil_source *row = &person->catalogue->sources[change->index];
    bil_case_source *sources =
        copy_list(person->arena, person->sources, person->source_count, sizeof *sources);
    for (size_t i = 0; sources != NULL && i < person->source_count; i++) {
        if (sources[i].source == change->index && row->payments_per_year > 0) {
            sources[i].amount_cents += bil_div_ceil(change->amount * 12, row->payments_per_year);
            sources[i].amount_given = true;
        }
    }
    person->sources = sources;
    return sources != NULL;
}

static bool add_hours(bil_case *person, const bil_change *change)
{
    bil_case_source *sources =
        copy_list(person->arena, person->sources, person->source_count, sizeof *sources);
    for (size_t i = 0; sources != NULL && i < person->source_count; i++) {
        if (sources[i].source == change->index) {
            sources[i].hours_month += change->amount;
        }
    }
    person->sources = sources;
    return sources != NULL;
}

/* A hand decides about one thing once: what was decided about it before goes. A line that held in
 * every phase and is set in one stays as it was in the others. */
static size_t without(const bil_case *person, const bil_override *row, const bil_override *more,
                      bil_override *out)
{
    const bool same = row->kind == more->kind && row->service == more->service &&
                      row->provider == more->provider && row->rule == more->rule;
    size_t count = 0;
    if (!same || (more->phase != SIZE_MAX && row->phase != SIZE_MAX && row->phase != more->phase)) {
        out[count++] = *row;
    } else if (row->phase == SIZE_MAX && more->phase != SIZE_MAX) {
        for (size_t t = 0; t < person->phase_count; t++) {
            out[count] = *row;
            out[count].phase = t;
            count += t != more->phase ? 1 : 0;
        }
    }
    return count;
}

static bool add_override(bil_case *person, bil_override more, const char *reason)
{
    const size_t room = person->override_count + BIL_PHASES_MAX + 1;
    bil_override *rows = bil_arena_alloc(person->arena, room, sizeof *rows);
    size_t count = 0;
    more.reason = bil_arena_text(person->arena, reason);
    more.by = "";
    if (rows == NULL || more.reason == NULL) {
        return false;
    }
    for (size_t i = 0; i < person->override_count; i++) {
        count += without(person, &person->overrides[i], &more, &rows[count]);
    }
    rows[count++] = more;
    person->overrides = rows;
    person->override_count = count;
    return true;
}

static bool set_line(bil_case *person, const bil_change *change, const char *reason)
{
    const bil_override more = {.kind = BIL_OVERRIDE_LINE,
                               .service = (bil_index)change->index,
                               .provider = BIL_NONE,
                               .rule = BIL_NONE,
                               .phase = change->phase,
                               .quantity = change->amount};
    return add_override(person, more, reason);
}

/* The most that the provider gives for this service in any phase of the plan. */
static int64_t place_now(const bil_case *person, bil_index provider)
{
    const bil_catalogue *catalogue = person->catalogue;
    const bil_provider *named = &catalogue->providers[provider];
    int64_t most = 0;
    for (size_t p = 0; p < catalogue->provider_count; p++) {
        const bil_provider *row = &catalogue->providers[p];
        bool serves = false;
        for (size_t t = 0; t < person->phase_count; t++) {
            serves = serves || bil_provider_serves(person, row, person->phases[t].start);
        }
        if (serves && row->service == named->service && strcmp(row->code, named->code) == 0) {
            const int64_t room = bil_case_capacity(person, (bil_index)p);
            most = room > most ? room : most;
        }
    }
    return most;
}

static bool grant_place(bil_case *person, const bil_change *change, const char *reason)
{
    const bil_provider *named = &person->catalogue->providers[change->index];
    const bil_index provider =
        bil_catalogue_find_provider(person->catalogue, named->code, named->service);
    const int64_t room = place_now(person, provider) + change->amount;
    const bil_override more = {.kind = BIL_OVERRIDE_PLACE,
                               .service = named->service,
                               .provider = provider,
                               .rule = BIL_NONE,
                               .phase = SIZE_MAX,
                               .quantity = room < BIL_QUANTITY_MAX ? room : BIL_QUANTITY_MAX};
    return add_override(person, more, reason);
}

static bool waive(bil_case *person, const bil_change *change, const char *reason)
{
    const bil_override more = {.kind = BIL_OVERRIDE_RULE,
                               .service = BIL_NONE,
                               .provider = BIL_NONE,
                               .rule = (bil_index)change->index,
                               .phase = SIZE_MAX};
    return add_override(person, more, reason);
}

static bool drop_wish(bil_case *person, const bil_selector **list, size_t *count, size_t i)
{
    bil_selector *items = copy_list(person->arena, *list, *count, sizeof *items);
    if (items == NULL) {
        return false;
    }
    take_out(items, count, i, sizeof *items);
    *list = items;
    return true;
}

static bool add_wish(bil_case *person, const bil_selector **list, size_t *count, const char *text)
{
    bil_selector *items = copy_list(person->arena, *list, *count, sizeof *items);
    const char *kept = bil_arena_text(person->arena, text);
    if (items == NULL || kept == NULL) {
        return false;
    }
    bil_selector *wish = &items[*count];
    const bool formed = bil_selector_parse(wish, kept);
    BIL_ASSERT(formed);
    if (wish->kind == BIL_SELECT_SERVICE) {
        wish->index = bil_catalogue_find_service(person->catalogue, wish->value);
    } else if (wish->kind == BIL_SELECT_SOURCE) {
        wish->index = bil_catalogue_find_source(person->catalogue, wish->value);
    }
    *list = items;
    (*count)++;
    return true;
}

/* The list stays in the order of the catalogue. */
static bool fix(bil_case *person, const bil_change *change)
{
    bil_wishes *wishes = &person->wishes;
    bil_fixed *rows = copy_list(person->arena, wishes->fixed, wishes->fixed_count, sizeof *rows);
    if (rows == NULL) {
        return false;
    }
    size_t at = 0;
    while (at < wishes->fixed_count && rows[at].service < change->index) {
        at++;
    }
    if (at == wishes->fixed_count || rows[at].service != change->index) {
        memmove(&rows[at + 1], &rows[at], (wishes->fixed_count - at) * sizeof *rows);
        wishes->fixed_count++;
    }
    rows[at] = (bil_fixed){.service = (bil_index)change->index, .quantity = change->amount};
    wishes->fixed = rows;
    return true;
}

static bool unfix(bil_case *person, size_t i)
{
    bil_wishes *wishes = &person->wishes;
    bil_fixed *rows = copy_list(person->arena, wishes->fixed, wishes->fixed_count, sizeof *rows);
    if (rows == NULL) {
        return false;
    }
    take_out(rows, &wishes->fixed_count, i, sizeof *rows);
    wishes->fixed = rows;
    return true;
}

static bool release(bil_case *person, size_t i)
{
    bil_in_place *rows =
        copy_list(person->arena, person->in_place, person->in_place_count, sizeof *rows);
    if (rows == NULL) {
        return false;
    }
    rows[i].keep = false;
    person->in_place = rows;
    return true;
}

static bool ask_in_every_phase(bil_case *person, size_t i, int64_t at_least)
{
    bil_need *needs = copy_list(person->arena, person->needs, person->need_count, sizeof *needs);
    if (needs == NULL) {
        return false;
    }
    needs[i].at_least = at_least;
    person->needs = needs;
    return true;
}

static bool ask_in_phase(bil_case *person, size_t i, size_t phase, int64_t at_least)
{
    bil_phase *phases =
        copy_list(person->arena, person->phases, person->phase_count, sizeof *phases);
    const int64_t *before = phases == NULL ? NULL : phases[phase].at_least;
    int64_t *wanted = bil_arena_alloc(person->arena, person->need_count + 1, sizeof *wanted);
    if (phases == NULL || wanted == NULL) {
        return false;
    }
    for (size_t n = 0; n < person->need_count; n++) {
        wanted[n] = before == NULL ? 0 : before[n];
    }
    wanted[i] = at_least;
    phases[phase].at_least = wanted;
    person->phases = phases;
    return true;
}

/* Nowhere any more. */
static bool ask_nothing_of_need(bil_case *person, size_t i)
{
    bool made = ask_in_every_phase(person, i, 0);
    for (size_t t = 0; made && t < person->phase_count; t++) {
        made = person->phases[t].at_least == NULL || ask_in_phase(person, i, t, 0);
    }
    return made;
}

static bool drop_override(bil_case *person, size_t i)
{
    bil_override *rows =
        copy_list(person->arena, person->overrides, person->override_count, sizeof *rows);
    if (rows == NULL) {
        return false;
    }
    take_out(rows, &person->override_count, i, sizeof *rows);
    person->overrides = rows;
    return true;
}

static bool make(bil_case *person, const bil_change *change, const char *reason)
{
    bil_wishes *wishes = &person->wishes;
    switch (change->kind) {
    case BIL_CHANGE_BUDGET:
    case BIL_CHANGE_LIMIT:
        return change_budgets(person, change);
    case BIL_CHANGE_HOURS:
        return add_hours(person, change);
    case BIL_CHANGE_AMOUNT:
        return add_money(person, change);
    case BIL_CHANGE_SET:
        return set_line(person, change, reason);
    case BIL_CHANGE_PLACE:
        return grant_place(person, change, reason);
    case BIL_CHANGE_WAIVE:
        return waive(person, change, reason);
    case BIL_CHANGE_DROP_MUST:
        return drop_wish(person, &wishes->must, &wishes->must_count, change->index);
    case BIL_CHANGE_DROP_MUST_NOT:
        return drop_wish(person, &wishes->must_not, &wishes->must_not_count, change->index);
    case BIL_CHANGE_DROP_FIXED:
        return unfix(person, change->index);
    case BIL_CHANGE_DROP_KEEP:
        return release(person, change->index);
    case BIL_CHANGE_DROP_AT_LEAST:
        return ask_nothing_of_need(person, change->index);
    case BIL_CHANGE_DROP_OVERRIDE:
        return drop_override(person, change->index);
    case BIL_CHANGE_MUST:
        return add_wish(person, &wishes->must, &wishes->must_count, change->what);
    case BIL_CHANGE_MUST_NOT:
        return add_wish(person, &wishes->must_not, &wishes->must_not_count, change->what);
    case BIL_CHANGE_FIX:
        return fix(person, change);
    case BIL_CHANGE_AT_LEAST:
        return ask_in_every_phase(person, change->index, change->amount);
    case BIL_CHANGE_HOLD:
        return ask_in_phase(person, change->index, change->phase, change->amount);
    case BIL_CHANGE_COUNT:
        break;
    }
    return false;
}

/* Items taken out of a list shift those behind them: what stands last goes first. */
static bool shifts(bil_change_kind kind)
{
    return kind == BIL_CHANGE_DROP_MUST || kind == BIL_CHANGE_DROP_MUST_NOT ||
           kind == BIL_CHANGE_DROP_FIXED || kind == BIL_CHANGE_DROP_OVERRIDE;
}

static bool make_all(bil_case *person, const bil_change *changes, size_t count, const char *reason)
{
    size_t last = SIZE_MAX;
    for (;;) { /* those that shift, from the last place to the first */
        size_t next = SIZE_MAX;
        for (size_t i = 0; i < count; i++) {
            if (shifts(changes[i].kind) && (last == SIZE_MAX || changes[i].index < last) &&
                (next == SIZE_MAX || changes[i].index > next)) {
                next = changes[i].index;
            }
        }
        if (next == SIZE_MAX) {
            break;
        }
        for (size_t i = 0; i < count; i++) {
            if (shifts(changes[i].kind) && changes[i].index == next &&
                !make(person, &changes[i], reason)) {
                return false;
            }
        }
        last = next;
    }
    for (size_t i = 0; i < count; i++) {
        if (!shifts(changes[i].kind) && !make(person, &changes[i], reason)) {
            return false;
        }
    }
    return true;
}

bil_status bil_case_changed(bil_case **out, const bil_case *base, const bil_change *changes,
                            size_t count, const char *reason, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_case *person = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *person);
    if (person == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    *person = *base;
    person->arena = arena;
    person->sha256[0] = '\0'; /* no file says this */
    if (!make_all(person, changes, count, reason)) {
        bil_case_free(person);
        return bil_fail_nomem(err);
    }
    *out = person;
    return BIL_OK;
}
