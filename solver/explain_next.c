/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/explain_impl.h"

/* What 50, 100, 200 more euros a month from each payer would buy: the case with so much more,
 * solved again. A payer with a ceiling of its own gets more room there and in the public budget
 * alike. */

enum { STEPS = 3 };
static const int64_t steps[STEPS] = {5000, 10000, 20000};

static bool budget_is_capped(const bil_case *person)
{
    for (size_t t = 0; t < person->phase_count; t++) {
        if (person->phases[t].budget.public_monthly_cents != BIL_UNLIMITED) {
            return true;
        }
    }
    return false;
}

static bool source_is_capped(const bil_case *person, bil_index source)
{
    for (size_t t = 0; t < person->phase_count; t++) {
        if (bil_phase_source_limit(&person->phases[t], source) != BIL_UNLIMITED) {
            return true;
        }
    }
    return false;
}

/* The changes by which a payer gives more; 0 when it could not: it has no ceiling, or it is no
 * payer that could decide to. */
static size_t more_from(const bil_case *person, bil_index source, bil_change *out)
{
    const bil_source *row = &person->catalogue->sources[source];
    size_t count = 0;
    if (row->form == BIL_FORM_HOURS) {
        return 0;
    }
    if (row->holder == BIL_HOLDER_PERSON) {
        if (row->kind != BIL_SOURCE_FAMILY || bil_case_source_of(person, source) == NULL) {
            return 0;
        }
        out[count++] = (bil_change){.kind = BIL_CHANGE_AMOUNT, .index = source};
        return count;
    }
    if (!source_is_capped(person, source)) {
        return 0;
    }
    out[count++] = (bil_change){.kind = BIL_CHANGE_LIMIT, .index = source};
    if (row->is_public && budget_is_capped(person)) {
        out[count++] = (bil_change){.kind = BIL_CHANGE_BUDGET};
    }
    return count;
}

static bil_status ask(const bil_explaining *e, const bil_next_euro *payer, bil_change *changes,
                      size_t count, bil_next_euro *list, size_t *made, bil_error *err)
{
    for (size_t k = 0; k < STEPS; k++) {
        bil_plan *other = NULL;
        bil_difference *buys = bil_arena_alloc(e->answer->arena, 1, sizeof *buys);
        for (size_t i = 0; i < count; i++) {
            changes[i].amount = steps[k];
        }
        bil_status status =
            buys == NULL ? bil_fail_nomem(err) : bil_explain_solve(&other, e, changes, count, err);
        if (status == BIL_OK && other != NULL) {
            status = bil_difference_of(buys, e->plan, other, e->person, e->answer->arena, err);
        }
        if (status != BIL_OK) {
            bil_plan_free(other);
            return status;
        }
        list[*made] = *payer;
        list[*made].cents = steps[k];
        list[*made].buys = other == NULL ? NULL : buys;
        (*made)++;
        bil_plan_free(other);
    }
    return BIL_OK;
}

bil_status bil_explain_next(const bil_explaining *e, bil_error *err)
{
    const bil_catalogue *catalogue = e->person->catalogue;
    bil_next_euro *list =
        bil_arena_alloc(e->answer->arena, STEPS * (catalogue->source_count + 1), sizeof *list);
    bil_change changes[2];
    size_t made = 0;
    bil_status status = BIL_OK;
    if (list == NULL) {
        return bil_fail_nomem(err);
    }
    if (budget_is_capped(e->person)) {
        changes[0] = (bil_change){.kind = BIL_CHANGE_BUDGET};
        const bil_next_euro payer = {.code = "public", .source = BIL_NONE};
        status = ask(e, &payer, changes, 1, list, &made, err);
    }
    for (size_t s = 0; status == BIL_OK && s < catalogue->source_count; s++) {
        const size_t count = more_from(e->person, (bil_index)s, changes);
        const bil_next_euro payer = {.code = catalogue->sources[s].code, .source = (bil_index)s};
        if (count > 0) {
            status = ask(e, &payer, changes, count, list, &made, err);
        }
    }
    e->answer->next = list;
    e->answer->next_count = made;
    e->answer->verdict = made > 0 ? BIL_ANSWER_POSSIBLE : BIL_ANSWER_NOTHING;
    return status;
}
