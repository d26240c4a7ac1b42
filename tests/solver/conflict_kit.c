/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/solver/conflict_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/check.h"
#include "tests/solver/solve.h"

/* A copy of a case whose lists can be changed; the catalogue's rules too. */
typedef struct {
    bil_case person;
    bil_catalogue catalogue;
    bil_arena *arena;
} edit;

#define COPY(e, list, count) copy_of((e)->arena, (list), (count), sizeof *(list))

static void *copy_of(bil_arena *arena, const void *list, size_t count, size_t size)
{
    void *copy = bil_arena_alloc(arena, count + 1, size);
    assert_non_null(copy);
    if (count > 0) {
        memcpy(copy, list, count * size);
    }
    return copy;
}

static void edit_open(edit *e, const bil_case *person)
{
    e->arena = bil_arena_new();
    assert_non_null(e->arena);
    e->person = *person;
    e->catalogue = *person->catalogue;
    e->person.catalogue = &e->catalogue;
}

/* Takes the row out of a list kept in `list` and `count`. */
#define REMOVE(e, list, count, i)                                                                  \
    do {                                                                                           \
        void *copied = COPY(e, list, count);                                                       \
        const size_t size_of_one = sizeof *(list);                                                 \
        memmove((char *)copied + (i)*size_of_one, (char *)copied + ((i) + 1) * size_of_one,        \
                ((count) - (i)-1) * size_of_one);                                                  \
        (list) = copied;                                                                           \
        (count)--;                                                                                 \
    } while (0)

static void drop_budget(edit *e)
{
    bil_phase *phases = COPY(e, e->person.phases, e->person.phase_count);
    for (size_t t = 0; t < e->person.phase_count; t++) {
        phases[t].budget.public_monthly_cents = BIL_UNLIMITED;
    }
    e->person.phases = phases;
}

static void take_limit(edit *e, bil_budget *budget, bil_index source)
{
    for (size_t i = budget->by_source_count; i-- > 0;) {
        if (budget->by_source[i].source == source) {
            REMOVE(e, budget->by_source, budget->by_source_count, i);
        }
    }
}

static void drop_limit(edit *e, bil_index source)
{
    bil_phase *phases = COPY(e, e->person.phases, e->person.phase_count);
    for (size_t t = 0; t < e->person.phase_count; t++) {
        take_limit(e, &phases[t].budget, source);
    }
    e->person.phases = phases;
}

/* More than anybody could need, and little enough for the optimiser. */
enum { PLENTY = 20000 };

static void drop_hours(edit *e, bil_index source)
{
    bil_case_source *rows = COPY(e, e->person.sources, e->person.source_count);
    for (size_t i = 0; i < e->person.source_count; i++) {
        rows[i].hours_month = rows[i].source == source ? PLENTY : rows[i].hours_month;
    }
    e->person.sources = rows;
}

static void drop_place(edit *e, const char *provider)
{
    bil_provider *rows = COPY(e, e->catalogue.providers, e->catalogue.provider_count);
    for (size_t i = 0; i < e->catalogue.provider_count; i++) {
        if (strcmp(rows[i].code, provider) == 0) {
            rows[i].capacity_month = PLENTY;
        }
    }
    e->catalogue.providers = rows;
}

static void drop_at_least(edit *e, size_t need)
{
    bil_phase *phases = COPY(e, e->person.phases, e->person.phase_count);
    for (size_t t = 0; t < e->person.phase_count; t++) {
        if (phases[t].at_least != NULL) {
            int64_t *wanted = COPY(e, phases[t].at_least, e->person.need_count);
            wanted[need] = 0;
            phases[t].at_least = wanted;
        }
    }
    e->person.phases = phases;
    bil_need *rows = COPY(e, e->person.needs, e->person.need_count);
    rows[need].at_least = 0;
    e->person.needs = rows;
}

static void drop_override(edit *e, bil_index service)
{
    for (size_t i = e->person.override_count; i-- > 0;) {
        if (e->person.overrides[i].kind == BIL_OVERRIDE_LINE &&
            e->person.overrides[i].service == service) {
            REMOVE(e, e->person.overrides, e->person.override_count, i);
        }
    }
}

static void drop_keep(edit *e, bil_index service)
{
    bil_in_place *rows = COPY(e, e->person.in_place, e->person.in_place_count);
    for (size_t i = 0; i < e->person.in_place_count; i++) {
        rows[i].keep = rows[i].keep && rows[i].service != service;
    }
    e->person.in_place = rows;
}

/* Takes the wish out of a list, however often it stands there. */
static const bil_selector *without_wish(edit *e, const bil_selector *list, size_t *count,
                                        const char *text)
{
    const size_t before = *count;
    for (size_t i = *count; i-- > 0;) {
        if (strcmp(list[i].text, text) == 0) {
            REMOVE(e, list, *count, i);
        }
    }
    if (*count == before) {
        fail_msg("no such wish: %s", text);
    }
    return list;
}

/* Does without one member of a conflict. */
static void drop(edit *e, const bil_conflict *member)
{
    bil_wishes *wishes = &e->person.wishes;
    const bil_index service = bil_catalogue_find_service(&e->catalogue, member->what);
    assert_true(member->text.it[0] != '\0' && member->text.en[0] != '\0');
    if (strcmp(member->kind, "must") == 0) {
        wishes->must = without_wish(e, wishes->must, &wishes->must_count, member->what);
    } else if (strcmp(member->kind, "must_not") == 0) {
        wishes->must_not = without_wish(e, wishes->must_not, &wishes->must_not_count, member->what);
    } else if (strcmp(member->kind, "fixed") == 0) {
        const size_t i = (size_t)(bil_case_fixed_of(&e->person, service) - wishes->fixed);
        REMOVE(e, wishes->fixed, wishes->fixed_count, i);
    } else if (strcmp(member->kind, "keep") == 0) {
        drop_keep(e, service);
    } else if (strcmp(member->kind, "rule") == 0) {
        const size_t i = bil_catalogue_find_rule(&e->catalogue, member->what);
        assert_int_not_equal(i, BIL_NONE);
        REMOVE(e, e->catalogue.rules, e->catalogue.rule_count, i);
    } else if (strcmp(member->kind, "budget") == 0) {
        drop_budget(e);
    } else if (strcmp(member->kind, "limit") == 0) {
        drop_limit(e, bil_catalogue_find_source(&e->catalogue, member->what));
    } else if (strcmp(member->kind, "hours") == 0) {
        drop_hours(e, bil_catalogue_find_source(&e->catalogue, member->what));
    } else if (strcmp(member->kind, "place") == 0) {
        drop_place(e, member->what);
    } else if (strcmp(member->kind, "at_least") == 0) {
        drop_at_least(e, bil_case_find_need(&e->person, member->what));
    } else if (strcmp(member->kind, "override") == 0) {
        drop_override(e, service);
    } else if (strcmp(member->kind, "allowance") == 0) {
        e->catalogue.allowance_home_cents = 0;
        e->catalogue.allowance_residence_cents = 0;
    } else {
        fail_msg("unknown member %s", member->kind);
    }
}

bil_plan_status status_of(const bil_case *person)
{
    bil_plan *plan = NULL;
    bil_verdict verdict;
    const bil_propose_settings settings = test_settings();
    assert_int_equal(bil_propose(&plan, person, &settings, NULL), BIL_OK);
    assert_int_equal(bil_check(&verdict, plan, person, plan->arena, NULL), BIL_OK);
    assert_int_equal(verdict.count, 0);
    const bil_plan_status status = plan->status;
    bil_plan_free(plan);
    return status;
}

/* Where there is one conflict only: without any one of its members the case has a plan. */
void conflict_explains_all(const bil_case *person, const bil_plan *plan, const char *name)
{
    assert_true(plan->conflict_count > 0);
    for (size_t i = 0; i < plan->conflict_count; i++) {
        edit e;
        edit_open(&e, person);
        drop(&e, &plan->conflict[i]);
        const bil_plan_status status = status_of(&e.person);
        if (status != BIL_PLAN_OPTIMAL) {
            fail_msg("%s: without %s %s still %s", name, plan->conflict[i].kind,
                     plan->conflict[i].what, bil_plan_status_name(status));
        }
        bil_arena_free(e.arena);
    }
}

bool conflict_has(const bil_plan *plan, const char *kind, const char *what)
{
    for (size_t i = 0; i < plan->conflict_count; i++) {
        if (strcmp(plan->conflict[i].kind, kind) == 0 &&
            strcmp(plan->conflict[i].what, what) == 0) {
            return true;
        }
    }
    return false;
}

static void open_resources(edit *e, const bil_plan *plan)
{
    for (size_t i = 0; i < e->catalogue.source_count; i++) {
        const char *code = e->catalogue.sources[i].code;
        if (!conflict_has(plan, "limit", code)) {
            drop_limit(e, (bil_index)i);
        }
        if (!conflict_has(plan, "hours", code)) {
            drop_hours(e, (bil_index)i);
        }
    }
    for (size_t i = 0; i < e->catalogue.provider_count; i++) {
        if (!conflict_has(plan, "place", e->catalogue.providers[i].code)) {
            drop_place(e, e->catalogue.providers[i].code);
        }
    }
    if (!conflict_has(plan, "budget", "public")) {
        drop_budget(e);
    }
    if (!conflict_has(plan, "allowance", "personal")) {
        e->catalogue.allowance_home_cents = 0;
        e->catalogue.allowance_residence_cents = 0;
    }
}

static void open_asked(edit *e, const bil_plan *plan)
{
    for (size_t i = 0; i < e->person.need_count; i++) {
        if (!conflict_has(plan, "at_least", e->person.needs[i].id)) {
            drop_at_least(e, i);
        }
    }
    for (size_t i = e->person.override_count; i-- > 0;) {
        const bil_override *row = &e->person.overrides[i];
        if (row->kind == BIL_OVERRIDE_LINE &&
            !conflict_has(plan, "override", e->catalogue.services[row->service].code)) {
            drop_override(e, row->service);
        }
    }
}

/* The case with the members alone: everything else that could forbid a plan is taken away. */
static void open_alone(edit *e, const bil_case *person, const bil_plan *plan)
{
    edit_open(e, person);
    for (size_t i = e->person.wishes.must_count; i-- > 0;) {
        if (!conflict_has(plan, "must", e->person.wishes.must[i].text)) {
            REMOVE(e, e->person.wishes.must, e->person.wishes.must_count, i);
        }
    }
    for (size_t i = e->person.wishes.must_not_count; i-- > 0;) {
        if (!conflict_has(plan, "must_not", e->person.wishes.must_not[i].text)) {
            REMOVE(e, e->person.wishes.must_not, e->person.wishes.must_not_count, i);
        }
    }
    for (size_t i = e->person.wishes.fixed_count; i-- > 0;) {
        const char *code = e->catalogue.services[e->person.wishes.fixed[i].service].code;
        if (!conflict_has(plan, "fixed", code)) {
            REMOVE(e, e->person.wishes.fixed, e->person.wishes.fixed_count, i);
        }
    }
    for (size_t i = e->catalogue.rule_count; i-- > 0;) {
        if (!conflict_has(plan, "rule", e->catalogue.rules[i].id)) {
            REMOVE(e, e->catalogue.rules, e->catalogue.rule_count, i);
        }
    }
    open_resources(e, plan);
    open_asked(e, plan);
    for (size_t i = 0; i < person->in_place_count; i++) {
        const bil_index service = person->in_place[i].service;
        if (!conflict_has(plan, "keep", e->catalogue.services[service].code)) {
            drop_keep(e, service);
        }
    }
}

/* The members alone leave no plan, and all but one of them do. */
void conflict_is_irreducible(const bil_case *person, const bil_plan *plan, const char *name)
{
    edit e;
    open_alone(&e, person, plan);
    if (status_of(&e.person) != BIL_PLAN_INFEASIBLE) {
        fail_msg("%s: the members alone leave a plan", name);
    }
    bil_arena_free(e.arena);
    for (size_t i = 0; i < plan->conflict_count; i++) {
        open_alone(&e, person, plan);
        drop(&e, &plan->conflict[i]);
        if (status_of(&e.person) != BIL_PLAN_OPTIMAL) {
            fail_msg("%s: without %s %s still no plan", name, plan->conflict[i].kind,
                     plan->conflict[i].what);
        }
        bil_arena_free(e.arena);
    }
}
