/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/conflict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/words.h"
#include "solver/person.h"

/* What may be left out, as one list of switches: wishes first, then what is in place, rules, and
 * last the money. A deletion filter over it keeps what matters. */
typedef enum {
    PART_MUST,
    PART_MUST_NOT,
    PART_FIXED,
    PART_KEEP,
    PART_RULE,
    PART_BUDGET,
    PART_ALLOWANCE,
    PART_KINDS
} part;

typedef struct {
    const bil_case *person;
    const bil_propose_settings *settings;
    bool *off[PART_KINDS];
    size_t sizes[PART_KINDS];
} filter;

static bil_status possible(const filter *f, bool *out, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_relaxation relaxed = {.rules = f->off[PART_RULE],
                                    .must = f->off[PART_MUST],
                                    .must_not = f->off[PART_MUST_NOT],
                                    .fixed = f->off[PART_FIXED],
                                    .keep = f->off[PART_KEEP],
                                    .public_budget = f->off[PART_BUDGET][0],
                                    .allowance = f->off[PART_ALLOWANCE][0]};
    bil_view view;
    bil_run run = {.settings = f->settings, .feasibility_only = true};
    bil_person person = {.status = BIL_GROUP_INFEASIBLE};
    bil_status status = bil_view_build(&view, f->person, &relaxed, arena, err);
    bool impossible = false;
    for (size_t t = 0; status == BIL_OK && t < view.phase_count; t++) {
        impossible = impossible || view.phases[t].impossible;
    }
    if (status == BIL_OK && !impossible) {
        status = bil_person_solve(&person, &run, &view, arena, err);
    }
    /* Cut short, it is taken as possible: what is told stays a set that leaves no plan. */
    *out = person.status != BIL_GROUP_INFEASIBLE;
    bil_arena_free(arena);
    return status;
}

static bil_status prepare(filter *f, bil_arena *arena, bil_error *err)
{
    const bil_wishes *wishes = &f->person->wishes;
    const size_t sizes[PART_KINDS] = {[PART_MUST] = wishes->must_count,
                                      [PART_MUST_NOT] = wishes->must_not_count,
                                      [PART_FIXED] = wishes->fixed_count,
                                      [PART_KEEP] = f->person->in_place_count,
                                      [PART_RULE] = f->person->catalogue->rule_count,
                                      [PART_BUDGET] = 1,
                                      [PART_ALLOWANCE] = 1};
    for (int kind = 0; kind < PART_KINDS; kind++) {
        f->sizes[kind] = sizes[kind];
        f->off[kind] = bil_arena_alloc(arena, sizes[kind] + 1, sizeof(bool));
        if (f->off[kind] == NULL) {
            return bil_fail_nomem(err);
        }
    }
    for (size_t i = 0; i < f->person->in_place_count; i++) {
        f->off[PART_KEEP][i] = !f->person->in_place[i].keep; /* not a lock at all */
    }
    return BIL_OK;
}

/* Leaves out a run of switches at once; if no plan exists still, they do not matter. Halving the
 * runs that do finds the few that matter among many rules quickly. */
static bil_status drop_run(filter *f, int kind, size_t from, size_t to, bool *dropped,
                           bil_error *err)
{
    bool before[4096];
    BIL_ASSERT(to - from <= sizeof before / sizeof before[0]);
    memcpy(before, f->off[kind] + from, (to - from) * sizeof *before);
    for (size_t i = from; i < to; i++) {
        f->off[kind][i] = true;
    }
    bool now_possible = false;
    const bil_status status = possible(f, &now_possible, err);
    *dropped = status == BIL_OK && !now_possible;
    if (!*dropped) {
        memcpy(f->off[kind] + from, before, (to - from) * sizeof *before);
    }
    return status;
}

static bil_status filter_kind(filter *f, int kind, bil_error *err)
{
    size_t from = 0;
    size_t width = f->sizes[kind] < 4096 ? f->sizes[kind] : 4096;
    while (from < f->sizes[kind]) {
        const size_t to = from + width < f->sizes[kind] ? from + width : f->sizes[kind];
        bool dropped = false;
        const bil_status status = drop_run(f, kind, from, to, &dropped, err);
        if (status != BIL_OK) {
            return status;
        }
        if (dropped || to - from == 1) {
            from = to; /* left out, or one member that matters */
            width = f->sizes[kind] - from < 4096 ? f->sizes[kind] - from : 4096;
        } else {
            width = (to - from) / 2;
        }
    }
    return BIL_OK;
}

/* The service's name when the selector names one, else the selector as it was written. */
static bil_words subject(const filter *f, const bil_selector *selector)
{
    return selector->kind == BIL_SELECT_SERVICE && selector->index != BIL_NONE
               ? f->person->catalogue->services[selector->index].name
               : (bil_words){selector->text, selector->text};
}

static bil_conflict fixed_member(const filter *f, size_t i, bil_arena *arena)
{
    const bil_fixed *fixed = &f->person->wishes.fixed[i];
    const bil_service *service = &f->person->catalogue->services[fixed->service];
    char quantity[32];
    (void)snprintf(quantity, sizeof quantity, "%" PRId64, fixed->quantity);
    const bil_words values[] = {service->name, {quantity, quantity}};
    return (bil_conflict){"fixed", service->code,
                          bil_answer_fill(arena, BIL_A_CONFLICT_FIXED, values, 2)};
}

/* A sentence about one service or selector. */
static bil_words about(bil_arena *arena, bil_answer_word word, bil_words what)
{
    return bil_answer_fill(arena, word, &what, 1);
}

/* One member in words. False without memory. */
static bool member(const filter *f, int kind, size_t i, bil_arena *arena, bil_conflict *out)
{
    const bil_wishes *wishes = &f->person->wishes;
    const bil_catalogue *catalogue = f->person->catalogue;
    const bil_service *kept = NULL;
    bil_conflict c = {.kind = "", .what = ""};
    switch ((part)kind) {
    case PART_MUST:
        c = (bil_conflict){"must", wishes->must[i].text, {0}};
        c.text = about(arena, BIL_A_CONFLICT_MUST, subject(f, &wishes->must[i]));
        break;
    case PART_MUST_NOT:
        c = (bil_conflict){"must_not", wishes->must_not[i].text, {0}};
        c.text = about(arena, BIL_A_CONFLICT_MUST_NOT, subject(f, &wishes->must_not[i]));
        break;
    case PART_FIXED:
        c = fixed_member(f, i, arena);
        break;
    case PART_KEEP:
        kept = &catalogue->services[f->person->in_place[i].service];
        c = (bil_conflict){"keep", kept->code, {0}};
        c.text = about(arena, BIL_A_CONFLICT_KEEP, kept->name);
        break;
    case PART_RULE:
        c = (bil_conflict){"rule", catalogue->rules[i].id, catalogue->rules[i].text};
        break;
    case PART_BUDGET:
        c = (bil_conflict){"budget", "public", bil_answer_words(BIL_A_CONFLICT_BUDGET)};
        break;
    case PART_ALLOWANCE:
        c = (bil_conflict){"allowance", "personal", bil_answer_words(BIL_A_CONFLICT_ALLOWANCE)};
        break;
    case PART_KINDS:
        break;
    }
    c.what = bil_arena_text(arena, c.what);
    *out = c;
    return c.what != NULL && c.text.it != NULL && c.text.en != NULL;
}

bil_status bil_conflict_find(const bil_conflict **out, size_t *count, const bil_case *person,
                             const bil_propose_settings *settings, bil_arena *plan_arena,
                             bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    filter f = {.person = person, .settings = settings};
    bil_status status = prepare(&f, arena, err);
    /* What is easiest to change is kept in the set the longest: law first, then money, wishes. */
    static const int order[] = {PART_RULE,  PART_ALLOWANCE, PART_BUDGET, PART_KEEP,
                                PART_FIXED, PART_MUST_NOT,  PART_MUST};
    for (size_t k = 0; status == BIL_OK && k < sizeof order / sizeof order[0]; k++) {
        status = filter_kind(&f, order[k], err);
    }
    size_t total = 0;
    for (int kind = 0; status == BIL_OK && kind < PART_KINDS; kind++) {
        for (size_t i = 0; i < f.sizes[kind]; i++) {
            total += f.off[kind][i] ? 0 : 1;
        }
    }
    bil_conflict *list =
        status == BIL_OK ? bil_arena_alloc(plan_arena, total + 1, sizeof *list) : NULL;
    if (status == BIL_OK && list == NULL) {
        status = bil_fail_nomem(err);
    }
    *count = 0;
    for (int kind = 0; status == BIL_OK && kind < PART_KINDS; kind++) {
        for (size_t i = 0; status == BIL_OK && i < f.sizes[kind]; i++) {
            if (!f.off[kind][i] && !member(&f, kind, i, plan_arena, &list[(*count)++])) {
                status = bil_fail_nomem(err);
            }
        }
    }
    *out = list;
    bil_arena_free(arena);
    return status;
}
