/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/repair.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/check.h"
#include "engine/money.h"
#include "engine/words.h"

enum {
    DEPTH_MAX = 4,      /* changes in one repair */
    NODES_MAX = 40,     /* sets of changes looked at */
    FOUND_MAX = 24,     /* repairs from which the cheapest are chosen */
    FIRST_CENTS = 5000, /* where the search for the least amount begins */
    FIRST_UNITS = 4,
    CENTS = 100, /* money is asked for in whole euro */
    AMOUNT_MAX = 100000000
};

typedef struct {
    bil_part parts[DEPTH_MAX];
    size_t count;
} opened;

typedef struct {
    const bil_repair_request *request;
    bil_arena *arena; /* of the answer */
    opened nodes[NODES_MAX];
    size_t node_count;
    bil_repair found[FOUND_MAX];
    size_t found_count;
    opened found_sets[FOUND_MAX];
} search;

int64_t bil_hour_value(const bil_catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->policy_count; i++) {
        if (strcmp(catalogue->policy[i].key, "family_hour_cents") == 0) {
            return catalogue->policy[i].value;
        }
    }
    return 0;
}

static bool has_amount(bil_part_kind kind)
{
    return kind == BIL_PART_BUDGET || kind == BIL_PART_LIMIT || kind == BIL_PART_HOURS ||
           kind == BIL_PART_PLACE;
}

static bool may_change(const search *s, bil_part part)
{
    const bil_catalogue *catalogue = s->request->person->catalogue;
    switch (part.kind) {
    case BIL_PART_BUDGET:
    case BIL_PART_HOURS:
    case BIL_PART_PLACE:
        return true;
    case BIL_PART_LIMIT:
        return catalogue->sources[part.index].holder == BIL_HOLDER_POOL;
    case BIL_PART_RULE:
        return catalogue->rules[part.index].waivable;
    case BIL_PART_MUST:
    case BIL_PART_MUST_NOT:
    case BIL_PART_FIXED:
    case BIL_PART_KEEP:
    case BIL_PART_OVERRIDE:
    case BIL_PART_AT_LEAST:
        return s->request->wishes;
    case BIL_PART_ALLOWANCE:
    case BIL_PART_KINDS:
        break;
    }
    return false;
}

static bil_change_kind change_of(bil_part_kind kind)
{
    static const bil_change_kind kinds[BIL_PART_KINDS] = {
        [BIL_PART_MUST] = BIL_CHANGE_DROP_MUST,
        [BIL_PART_MUST_NOT] = BIL_CHANGE_DROP_MUST_NOT,
        [BIL_PART_FIXED] = BIL_CHANGE_DROP_FIXED,
        [BIL_PART_KEEP] = BIL_CHANGE_DROP_KEEP,
        [BIL_PART_OVERRIDE] = BIL_CHANGE_DROP_OVERRIDE,
        [BIL_PART_AT_LEAST] = BIL_CHANGE_DROP_AT_LEAST,
        [BIL_PART_RULE] = BIL_CHANGE_WAIVE,
        [BIL_PART_BUDGET] = BIL_CHANGE_BUDGET,
        [BIL_PART_LIMIT] = BIL_CHANGE_LIMIT,
        [BIL_PART_HOURS] = BIL_CHANGE_HOURS,
        [BIL_PART_PLACE] = BIL_CHANGE_PLACE,
        [BIL_PART_ALLOWANCE] = BIL_CHANGE_COUNT,
    };
    return kinds[kind];
}

/* --- sets of parts --------------------------------------------------------------------------- */

static bool same_part(bil_part a, bil_part b)
{
    return a.kind == b.kind && a.index == b.index;
}

static bool has(const opened *set, bil_part part)
{
    for (size_t i = 0; i < set->count; i++) {
        if (same_part(set->parts[i], part)) {
            return true;
        }
    }
    return false;
}

static bool includes(const opened *large, const opened *small)
{
    for (size_t i = 0; i < small->count; i++) {
        if (!has(large, small->parts[i])) {
            return false;
        }
    }
    return true;
}

/* --- the least amounts ----------------------------------------------------------------------- */

static bil_change change_for(bil_part part, int64_t amount)
{
    return (bil_change){.kind = change_of(part.kind), .index = part.index, .amount = amount};
}

/* Does the proposal for the changed case, with the profile and tolerance it has, reach the score?
 */
static bil_status proposal_reaches(const search *s, const bil_change *changes, size_t count,
                                   const opened *open, size_t first, bool *out, bil_error *err)
{
    bil_change all[DEPTH_MAX];
    bil_case *changed = NULL;
    bil_plan *plan = NULL;
    bil_propose_settings settings = *s->request->settings;
    settings.no_conflict = true;
    memcpy(all, changes, count * sizeof *all);
    for (size_t i = first; i < open->count; i++) {
        if (has_amount(open->parts[i].kind)) {
            all[count++] = change_for(open->parts[i], AMOUNT_MAX);
        }
    }
    bil_status status = bil_case_changed(&changed, s->request->person, all, count, "-", err);
    if (status == BIL_OK) {
        status = bil_propose(&plan, changed, &settings, err);
    }
    *out = status == BIL_OK && plan->phase_count > 0 && plan->score_e9 >= s->request->score_e9;
    bil_plan_free(plan);
    bil_case_free(changed);
    return status;
}

/* Does a plan exist with the changes made, and the money parts of `open` from `first` on without
 * limit? */
static bil_status possible_with(const search *s, const bil_change *changes, size_t count,
                                const opened *open, size_t first, bool *out, bil_error *err)
{
    bil_case *changed = NULL;
    bil_parts_of parts;
    if (s->request->score_e9 >= 0) {
        return proposal_reaches(s, changes, count, open, first, out, err);
    }
    bil_arena *arena = bil_arena_new();
    bil_status status = arena == NULL ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK) {
        status = bil_case_changed(&changed, s->request->person, changes, count, "-", err);
    }
    if (status == BIL_OK) {
        status =
            bil_parts_init(&parts, changed, s->request->settings, s->request->score_e9, arena, err);
    }
    for (size_t i = first; status == BIL_OK && i < open->count; i++) {
        if (has_amount(open->parts[i].kind)) {
            parts.off[open->parts[i].kind][open->parts[i].index] = true;
        }
    }
    if (status == BIL_OK) {
        status = bil_parts_possible(&parts, out, err);
    }
    bil_case_free(changed);
    bil_arena_free(arena);
    return status;
}

/* The least amount of the last change that leaves a plan; negative when none does. */
static bil_status least_amount(const search *s, bil_change *changes, size_t count,
                               const opened *open, size_t next, bil_error *err)
{
    bil_change *last = &changes[count - 1];
    const bool money = last->kind == BIL_CHANGE_BUDGET || last->kind == BIL_CHANGE_LIMIT;
    const int64_t unit = money ? CENTS : 1;
    int64_t low = 0; /* known not to do: else the part would not be open */
    int64_t high = money ? FIRST_CENTS : FIRST_UNITS;
    bool enough = false;
    while (!enough && high <= AMOUNT_MAX) {
        last->amount = high;
        const bil_status status = possible_with(s, changes, count, open, next, &enough, err);
        if (status != BIL_OK) {
            return status;
        }
        if (!enough) {
            low = high;
            high *= 2;
        }
    }
    if (!enough) {
        last->amount = -1;
        return BIL_OK;
    }
    while (high - low > unit) {
        last->amount = low + (high - low) / (2 * unit) * unit;
        bool does = false;
        const bil_status status = possible_with(s, changes, count, open, next, &does, err);
        if (status != BIL_OK) {
            return status;
        }
        *(does ? &high : &low) = last->amount;
    }
    last->amount = high;
    return BIL_OK;
}

/* --- one repair ------------------------------------------------------------------------------ */

/* Money asked for: a source's ceiling inside a larger budget is not asked for twice. */
static int64_t price(const bil_case *person, const bil_change *changes, size_t count)
{
    int64_t budget = 0;
    int64_t limits = 0;
    int64_t hours = 0;
    for (size_t i = 0; i < count; i++) {
        budget += changes[i].kind == BIL_CHANGE_BUDGET ? changes[i].amount : 0;
        limits += changes[i].kind == BIL_CHANGE_LIMIT ? changes[i].amount : 0;
        hours += changes[i].kind == BIL_CHANGE_HOURS ? changes[i].amount : 0;
    }
    return (budget > limits ? budget : limits) + hours * bil_hour_value(person->catalogue);
}

/* Proposes for the case with the changes made and checks the plan independently. */
static bil_status verify(const search *s, bil_repair *repair, bool *good, bil_error *err)
{
    bil_propose_settings settings = *s->request->settings;
    bil_case *changed = NULL;
    bil_plan *plan = NULL;
    bil_verdict verdict = {0};
    settings.no_conflict = true;
    *good = false;
    bil_status status = bil_case_changed(&changed, s->request->person, repair->changes,
                                         repair->change_count, "-", err);
    if (status == BIL_OK) {
        status = bil_propose(&plan, changed, &settings, err);
    }
    if (status == BIL_OK && plan->phase_count > 0) {
        status = bil_check(&verdict, plan, changed, plan->arena, err);
        *good = status == BIL_OK && verdict.count == 0 && plan->score_e9 >= s->request->score_e9;
        repair->score_e9 = plan->score_e9;
        repair->shortfall_e9 = plan->shortfall_e9;
        repair->public_cents = 0;
        for (size_t t = 0; t < plan->phase_count; t++) {
            repair->public_cents += plan->phases[t].totals.public_cents * plan->phases[t].months;
        }
    }
    bil_plan_free(plan);
    bil_case_free(changed);
    return status;
}

static bil_status word_changes(const search *s, bil_repair *repair, bil_error *err)
{
    bil_words *texts = bil_arena_alloc(s->arena, repair->change_count + 1, sizeof *texts);
    bil_change *changes = bil_arena_alloc(s->arena, repair->change_count + 1, sizeof *changes);
    if (texts == NULL || changes == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(changes, repair->changes, repair->change_count * sizeof *changes);
    for (size_t i = 0; i < repair->change_count; i++) {
        changes[i].what =
            bil_arena_text(s->arena, bil_change_what(s->request->person, &changes[i]));
        if (changes[i].what == NULL) {
            return bil_fail_nomem(err);
        }
        const bil_status status =
            bil_change_words(&texts[i], s->request->person, &changes[i], s->arena, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    repair->changes = changes;
    repair->texts = texts;
    return BIL_OK;
}

/* Parts that do not ask for an amount first, then hours and places, ceilings, and the budget last:
 * each is lowered while those after it are still without limit. */
static int by_cost(const void *left, const void *right)
{
    const bil_part *a = left;
    const bil_part *b = right;
    static const int rank[BIL_PART_KINDS] = {
        [BIL_PART_HOURS] = 1, [BIL_PART_PLACE] = 2, [BIL_PART_LIMIT] = 3, [BIL_PART_BUDGET] = 4};
    if (rank[a->kind] != rank[b->kind]) {
        return rank[a->kind] - rank[b->kind];
    }
    if (a->kind != b->kind) {
        return (int)a->kind - (int)b->kind;
    }
    return (a->index > b->index) - (a->index < b->index);
}

/* Does a plan exist with these parts open, money without limit? */
static bil_status possible_open(const search *s, const opened *set, bool *out, bil_error *err)
{
    bil_parts_of parts;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = bil_parts_init(&parts, s->request->person, s->request->settings,
                                       s->request->score_e9, arena, err);
    for (size_t i = 0; status == BIL_OK && i < set->count; i++) {
        parts.off[set->parts[i].kind][set->parts[i].index] = true;
    }
    if (status == BIL_OK) {
        status = bil_parts_possible(&parts, out, err);
    }
    bil_arena_free(arena);
    return status;
}

/* Takes out what is not needed, the dearest first. A part may have become needless: a lock that
 * stays can put on offer what another wish asks for. */
static bil_status shrink(const search *s, opened *set, bil_error *err)
{
    for (size_t i = set->count; set->count > 1 && i-- > 0;) {
        opened less = *set;
        bool possible = false;
        memmove(&less.parts[i], &less.parts[i + 1], (less.count - i - 1) * sizeof less.parts[0]);
        less.count--;
        const bil_status status = possible_open(s, &less, &possible, err);
        if (status != BIL_OK) {
            return status;
        }
        *set = possible ? less : *set;
    }
    return BIL_OK;
}

static bool found_already(const search *s, const opened *set)
{
    for (size_t i = 0; i < s->found_count; i++) {
        if (includes(set, &s->found_sets[i])) {
            return true; /* a smaller repair is part of it */
        }
    }
    return false;
}

static bil_status add_repair(search *s, const opened *node, bil_error *err)
{
    opened set = *node;
    bil_change *changes = bil_arena_alloc(s->arena, set.count + 1, sizeof *changes);
    if (changes == NULL) {
        return bil_fail_nomem(err);
    }
    qsort(set.parts, set.count, sizeof set.parts[0], by_cost);
    bil_status status = shrink(s, &set, err);
    if (status != BIL_OK || found_already(s, &set)) {
        return status;
    }
    for (size_t i = 0; i < set.count; i++) {
        changes[i] = change_for(set.parts[i], 0);
        if (!has_amount(set.parts[i].kind)) {
            continue;
        }
        status = least_amount(s, changes, i + 1, &set, i + 1, err);
        if (status != BIL_OK || changes[i].amount < 0) {
            return status;
        }
    }
    if (s->found_count < FOUND_MAX) {
        s->found_sets[s->found_count] = set;
        s->found[s->found_count++] =
            (bil_repair){.changes = changes,
                         .change_count = set.count,
                         .price_cents = price(s->request->person, changes, set.count)};
    }
    return BIL_OK;
}

/* --- the tree -------------------------------------------------------------------------------- */

static bool known(const search *s, const opened *set)
{
    for (size_t i = 0; i < s->node_count; i++) {
        if (s->nodes[i].count == set->count && includes(&s->nodes[i], set)) {
            return true;
        }
    }
    return found_already(s, set);
}

static void branch(search *s, const opened *node, const bil_part *conflict, size_t count)
{
    for (size_t i = 0; i < count && node->count < DEPTH_MAX; i++) {
        opened child = *node;
        child.parts[child.count++] = conflict[i];
        if (may_change(s, conflict[i]) && s->node_count < NODES_MAX && !known(s, &child)) {
            s->nodes[s->node_count++] = child;
        }
    }
}

/* What stands in the way when the node's parts are open; an empty list when nothing does. */
static bil_status conflict_of(const search *s, const opened *node, bil_part **conflict,
                              size_t *count, bil_arena *arena, bil_error *err)
{
    bil_parts_of parts;
    bool possible = false;
    *count = 0;
    bil_status status = possible_open(s, node, &possible, err);
    if (status != BIL_OK || possible) {
        return status;
    }
    status = bil_parts_init(&parts, s->request->person, s->request->settings, s->request->score_e9,
                            arena, err);
    for (size_t i = 0; status == BIL_OK && i < node->count; i++) {
        parts.off[node->parts[i].kind][node->parts[i].index] = true;
    }
    if (status == BIL_OK) {
        status = bil_conflict_reduce(&parts, err);
    }
    return status == BIL_OK ? bil_conflict_list(conflict, count, &parts, arena, err) : status;
}

static int by_price(const void *left, const void *right)
{
    const bil_repair *a = left;
    const bil_repair *b = right;
    if (a->price_cents != b->price_cents) {
        return a->price_cents < b->price_cents ? -1 : 1;
    }
    if (a->change_count != b->change_count) {
        return a->change_count < b->change_count ? -1 : 1;
    }
    for (size_t i = 0; i < a->change_count; i++) {
        if (a->changes[i].kind != b->changes[i].kind) {
            return (int)a->changes[i].kind - (int)b->changes[i].kind;
        }
        if (a->changes[i].index != b->changes[i].index) {
            return a->changes[i].index < b->changes[i].index ? -1 : 1;
        }
    }
    return 0;
}

/* The cheapest ones, each solved and checked with its changes made. */
static bil_status hand_over(search *s, bil_repairs *out, bil_error *err)
{
    bil_repair *repairs = bil_arena_alloc(s->arena, BIL_REPAIRS_MAX, sizeof *repairs);
    if (repairs == NULL) {
        return bil_fail_nomem(err);
    }
    if (s->found_count > 0) {
        qsort(s->found, s->found_count, sizeof s->found[0], by_price);
    }
    out->repairs = repairs;
    for (size_t i = 0; i < s->found_count && out->repair_count < BIL_REPAIRS_MAX; i++) {
        bil_repair *repair = &s->found[i];
        bool good = false;
        bil_status status = verify(s, repair, &good, err);
        if (status == BIL_OK && good) {
            status = word_changes(s, repair, err);
            repairs[out->repair_count++] = *repair;
        }
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}

bil_status bil_repairs_find(bil_repairs *out, const bil_repair_request *request, bil_arena *arena,
                            bil_error *err)
{
    bil_arena *scratch = bil_arena_new();
    search *s = scratch == NULL ? NULL : bil_arena_alloc(scratch, 1, sizeof *s);
    if (s == NULL) {
        bil_arena_free(scratch);
        return bil_fail_nomem(err);
    }
    *out = (bil_repairs){0};
    *s = (search){.request = request, .arena = arena, .node_count = 1};
    bil_status status = BIL_OK;
    for (size_t at = 0; status == BIL_OK && at < s->node_count; at++) {
        const opened node = s->nodes[at];
        bil_part *conflict = NULL;
        size_t count = 0;
        if (found_already(s, &node)) {
            continue;
        }
        status = conflict_of(s, &node, &conflict, &count, at == 0 ? arena : scratch, err);
        if (status == BIL_OK && at == 0) {
            out->conflict = conflict;
            out->conflict_count = count;
        }
        if (status == BIL_OK && count > 0) {
            branch(s, &node, conflict, count);
        } else if (status == BIL_OK && node.count > 0) {
            status = add_repair(s, &node, err);
        }
    }
    if (status == BIL_OK) {
        status = hand_over(s, out, err);
    }
    bil_arena_free(scratch);
    return status;
}

/* --- words ----------------------------------------------------------------------------------- */

typedef struct {
    char it[48];
    char en[48];
} amount_text;

static amount_text amount_of(const bil_change *change)
{
    amount_text out = {"", ""};
    if (change->kind == BIL_CHANGE_BUDGET || change->kind == BIL_CHANGE_LIMIT ||
        change->kind == BIL_CHANGE_AMOUNT) {
        bil_money_format(out.it, sizeof out.it, change->amount, BIL_LANG_IT);
        bil_money_format(out.en, sizeof out.en, change->amount, BIL_LANG_EN);
    } else {
        bil_integer_format(out.it, sizeof out.it, change->amount, BIL_LANG_IT);
        bil_integer_format(out.en, sizeof out.en, change->amount, BIL_LANG_EN);
    }
    return out;
}

static bil_words selector_name(const bil_catalogue *catalogue, const bil_selector *selector)
{
    return selector->kind == BIL_SELECT_SERVICE && selector->index != BIL_NONE
               ? catalogue->services[selector->index].name
               : (bil_words){selector->text, selector->text};
}

/* What the change is about, as people call it. */
static bil_words name_of(const bil_case *person, const bil_change *change)
{
    const bil_catalogue *catalogue = person->catalogue;
    const size_t i = change->index;
    switch (change->kind) {
    case BIL_CHANGE_LIMIT:
    case BIL_CHANGE_HOURS:
    case BIL_CHANGE_AMOUNT:
        return catalogue->sources[i].name;
    case BIL_CHANGE_PLACE:
        return (bil_words){catalogue->providers[i].name, catalogue->providers[i].name};
    case BIL_CHANGE_WAIVE:
        return catalogue->rules[i].text;
    case BIL_CHANGE_DROP_MUST:
        return selector_name(catalogue, &person->wishes.must[i]);
    case BIL_CHANGE_DROP_MUST_NOT:
        return selector_name(catalogue, &person->wishes.must_not[i]);
    case BIL_CHANGE_DROP_FIXED:
        return catalogue->services[person->wishes.fixed[i].service].name;
    case BIL_CHANGE_DROP_KEEP:
        return catalogue->services[person->in_place[i].service].name;
    case BIL_CHANGE_DROP_OVERRIDE:
        return person->overrides[i].kind == BIL_OVERRIDE_RULE
                   ? catalogue->rules[person->overrides[i].rule].text
                   : catalogue->services[person->overrides[i].service].name;
    case BIL_CHANGE_DROP_AT_LEAST:
    case BIL_CHANGE_AT_LEAST:
    case BIL_CHANGE_HOLD:
        return catalogue->domains[person->needs[i].domain].name;
    case BIL_CHANGE_FIX:
    case BIL_CHANGE_SET:
        return catalogue->services[i].name;
    case BIL_CHANGE_BUDGET:
    case BIL_CHANGE_MUST:
    case BIL_CHANGE_MUST_NOT:
    case BIL_CHANGE_COUNT:
        break;
    }
    return (bil_words){change->what, change->what};
}

/* The sentence of a rule without its full stop: more follows. */
static const char *unended(bil_arena *arena, const char *sentence)
{
    const size_t length = sentence == NULL ? 0 : strlen(sentence);
    if (length == 0 || sentence[length - 1] != '.') {
        return sentence;
    }
    char *out = bil_arena_alloc(arena, length, 1);
    if (out != NULL) {
        memcpy(out, sentence, length - 1);
    }
    return out;
}

bil_status bil_change_words(bil_words *out, const bil_case *person, const bil_change *change,
                            bil_arena *arena, bil_error *err)
{
    static const bil_answer_word sentences[BIL_CHANGE_COUNT] = {
        [BIL_CHANGE_BUDGET] = BIL_A_CHANGE_BUDGET,
        [BIL_CHANGE_LIMIT] = BIL_A_CHANGE_LIMIT,
        [BIL_CHANGE_HOURS] = BIL_A_CHANGE_HOURS,
        [BIL_CHANGE_AMOUNT] = BIL_A_CHANGE_AMOUNT,
        [BIL_CHANGE_PLACE] = BIL_A_CHANGE_PLACE,
        [BIL_CHANGE_WAIVE] = BIL_A_CHANGE_WAIVE,
        [BIL_CHANGE_DROP_MUST] = BIL_A_CHANGE_DROP_MUST,
        [BIL_CHANGE_DROP_MUST_NOT] = BIL_A_CHANGE_DROP_MUST_NOT,
        [BIL_CHANGE_DROP_FIXED] = BIL_A_CHANGE_DROP_FIXED,
        [BIL_CHANGE_DROP_KEEP] = BIL_A_CHANGE_DROP_KEEP,
        [BIL_CHANGE_DROP_AT_LEAST] = BIL_A_CHANGE_DROP_AT_LEAST,
        [BIL_CHANGE_DROP_OVERRIDE] = BIL_A_CHANGE_DROP_OVERRIDE,
        [BIL_CHANGE_MUST] = BIL_A_CHANGE_MUST,
        [BIL_CHANGE_MUST_NOT] = BIL_A_CHANGE_MUST_NOT,
        [BIL_CHANGE_FIX] = BIL_A_CHANGE_FIX,
        [BIL_CHANGE_SET] = BIL_A_CHANGE_FIX,
        [BIL_CHANGE_AT_LEAST] = BIL_A_CHANGE_AT_LEAST,
        [BIL_CHANGE_HOLD] = BIL_A_CHANGE_AT_LEAST,
    };
    BIL_ASSERT((unsigned)change->kind < BIL_CHANGE_COUNT);
    const amount_text amount = amount_of(change);
    const bil_words name = name_of(person, change);
    const bil_words values[] = {{unended(arena, name.it), unended(arena, name.en)},
                                {amount.it, amount.en}};
    if (values[0].it == NULL || values[0].en == NULL) {
        return bil_fail_nomem(err);
    }
    *out = bil_answer_fill(arena, sentences[change->kind], values, 2);
    return out->it == NULL || out->en == NULL ? bil_fail_nomem(err) : BIL_OK;
}
