/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/same_case.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool same_head(const bil_case *a, const bil_case *b)
{
    return same_text(a->id, b->id) && same_text(a->district, b->district) &&
           same_text(a->living, b->living) && a->birth_year == b->birth_year &&
           a->isee_cents == b->isee_cents && a->start == b->start && a->profile == b->profile;
}

static bool same_budget(const bil_budget *a, const bil_budget *b)
{
    bool same = a->public_monthly_cents == b->public_monthly_cents &&
                a->by_source_count == b->by_source_count;
    for (size_t i = 0; same && i < a->by_source_count; i++) {
        same = a->by_source[i].source == b->by_source[i].source &&
               a->by_source[i].monthly_cents == b->by_source[i].monthly_cents;
    }
    return same;
}

static bool same_phases(const bil_case *a, const bil_case *b)
{
    bool same = a->phase_count == b->phase_count && a->need_count == b->need_count;
    for (size_t t = 0; same && t < a->phase_count; t++) {
        const bil_phase *x = &a->phases[t];
        const bil_phase *y = &b->phases[t];
        same = x->months == y->months && x->start == y->start &&
               same_budget(&x->budget, &y->budget) &&
               memcmp(x->targets, y->targets, a->need_count * sizeof *x->targets) == 0;
    }
    return same;
}

static bool same_needs(const bil_case *a, const bil_case *b)
{
    bool same = a->need_count == b->need_count;
    for (size_t i = 0; same && i < a->need_count; i++) {
        const bil_need *x = &a->needs[i];
        const bil_need *y = &b->needs[i];
        same = same_text(x->id, y->id) && x->domain == y->domain && x->level == y->level &&
               x->priority == y->priority && x->target == y->target && x->floor_bp == y->floor_bp &&
               x->weight_e4 == y->weight_e4 && x->already_covered == y->already_covered &&
               x->at_least == y->at_least && same_text(x->note, y->note) &&
               x->file_order == y->file_order;
    }
    return same;
}

static bool same_sources(const bil_case *a, const bil_case *b)
{
    bool same = a->source_count == b->source_count;
    for (size_t i = 0; same && i < a->source_count; i++) {
        const bil_case_source *x = &a->sources[i];
        const bil_case_source *y = &b->sources[i];
        same = x->source == y->source && x->status == y->status &&
               x->amount_cents == y->amount_cents && x->hours_month == y->hours_month;
    }
    return same;
}

static bool same_in_place(const bil_case *a, const bil_case *b)
{
    bool same = a->in_place_count == b->in_place_count;
    for (size_t i = 0; same && i < a->in_place_count; i++) {
        same = a->in_place[i].service == b->in_place[i].service &&
               a->in_place[i].quantity == b->in_place[i].quantity &&
               a->in_place[i].keep == b->in_place[i].keep;
    }
    return same;
}

static bool same_selectors(const bil_selector *a, size_t a_count, const bil_selector *b,
                           size_t b_count)
{
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++) {
        same = a[i].kind == b[i].kind && same_text(a[i].text, b[i].text) &&
               same_text(a[i].value, b[i].value) && a[i].index == b[i].index;
    }
    return same;
}

static bool same_wishes(const bil_wishes *a, const bil_wishes *b)
{
    bool same = same_selectors(a->must, a->must_count, b->must, b->must_count) &&
                same_selectors(a->must_not, a->must_not_count, b->must_not, b->must_not_count) &&
                same_selectors(a->prefer, a->prefer_count, b->prefer, b->prefer_count) &&
                a->fixed_count == b->fixed_count;
    for (size_t i = 0; same && i < a->fixed_count; i++) {
        same = a->fixed[i].service == b->fixed[i].service &&
               a->fixed[i].quantity == b->fixed[i].quantity;
    }
    return same;
}

static bool same_overrides(const bil_case *a, const bil_case *b)
{
    bool same = a->override_count == b->override_count;
    for (size_t i = 0; same && i < a->override_count; i++) {
        const bil_override *x = &a->overrides[i];
        const bil_override *y = &b->overrides[i];
        same = x->kind == y->kind && x->service == y->service && x->provider == y->provider &&
               x->rule == y->rule && x->phase == y->phase && x->quantity == y->quantity &&
               same_text(x->reason, y->reason) && same_text(x->by, y->by);
    }
    return same;
}

static bool same_budgets(const bil_case *a, const bil_case *b)
{
    return same_budget(&a->budget, &b->budget);
}

static bool same_all_wishes(const bil_case *a, const bil_case *b)
{
    return same_wishes(&a->wishes, &b->wishes);
}

const char *case_difference(const bil_case *a, const bil_case *b)
{
    static const struct {
        const char *name;
        bool (*same)(const bil_case *, const bil_case *);
    } parts[] = {{"head", same_head},         {"budget", same_budgets},
                 {"phases", same_phases},     {"needs", same_needs},
                 {"sources", same_sources},   {"in place", same_in_place},
                 {"wishes", same_all_wishes}, {"overrides", same_overrides}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!parts[i].same(a, b)) {
            return parts[i].name;
        }
    }
    return NULL;
}
