/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sums a plan does not carry itself. Integers only; nothing here decides anything. */
#include "data/document_impl.h"

#include <string.h>

static void sum_add(bil_doc_sum *sum, const bil_doc *doc, size_t phase, bool once, int64_t cents)
{
    if (once) {
        sum->once = bil_add_capped(sum->once, cents);
        sum->whole = bil_add_capped(sum->whole, cents);
    } else {
        sum->month[phase] = bil_add_capped(sum->month[phase], cents);
        sum->whole =
            bil_add_capped(sum->whole, bil_mul_capped(cents, doc->plan->phases[phase].months));
    }
}

/* ---- phases ---------------------------------------------------------------------------------- */

/* The day before the first day of a phase that follows. */
static bil_date day_before(bil_date date)
{
    if (date % 100 > 1) {
        return date - 1;
    }
    bil_date first =
        date / 100 % 100 == 1 ? (date / 10000 - 1) * 10000 + 1201 : date / 100 * 100 - 100 + 1;
    bil_date last = first;
    for (int days = 27; days <= 30; days++) {
        bil_date next = bil_date_add_days(first, days);
        if (next / 100 == first / 100) {
            last = next;
        }
    }
    return last;
}

static void fill_phases(bil_doc *doc)
{
    bil_date start = doc->person->start;
    size_t count = doc->plan->phase_count;
    doc->phase_count = count < BIL_PHASES_MAX ? count : BIL_PHASES_MAX;
    for (size_t t = 0; t < doc->phase_count; t++) {
        if (t < doc->person->phase_count) {
            start = doc->person->phases[t].start;
        }
        int months = doc->plan->phases[t].months;
        bil_date next = bil_date_add_months(start, months > 0 ? months : 0);
        doc->from[t] = start;
        doc->to[t] = day_before(next);
        start = next;
    }
}

/* ---- payers ---------------------------------------------------------------------------------- */

static const bil_source *source_of(const bil_doc *doc, bil_index source)
{
    return source < doc->catalogue->source_count ? &doc->catalogue->sources[source] : NULL;
}

static size_t kind_of(const bil_source *source)
{
    if (source == NULL) {
        return BIL_DOC_OTHER_KIND;
    }
    switch (source->kind) {
    case BIL_SOURCE_SOCIAL:
        return 0;
    case BIL_SOURCE_HEALTH:
        return 1;
    case BIL_SOURCE_SOCIOSANITARIO:
        return 2;
    case BIL_SOURCE_PENSION:
        return 3;
    case BIL_SOURCE_FAMILY:
        return 4;
    case BIL_SOURCE_THIRD_SECTOR:
        return 5;
    }
    return BIL_DOC_OTHER_KIND;
}

/* What person and family really pay. A plan's `person_cents` counts every private source listed in
 * the case, a co-manager's investment too: true, but not what a reader means by "the person". */
bool bil_doc_is_person_money(const bil_doc *doc, bil_index index)
{
    const bil_source *source = source_of(doc, index);
    return source != NULL && source->holder == BIL_HOLDER_PERSON && !source->is_public &&
           (source->kind == BIL_SOURCE_PENSION || source->kind == BIL_SOURCE_FAMILY);
}

const char *bil_doc_payer_name(const bil_doc *doc, const bil_funding *funding)
{
    const bil_source *source = source_of(doc, funding->source);
    return source != NULL ? bil_doc_text(doc, source->name) : funding->code;
}

typedef struct {
    bil_doc_payer *items;
    size_t count;
    size_t capacity;
} payer_list;

/* The payer's row, new if needed, kept sorted by kind and catalogue order; NULL without memory. */
static bil_doc_payer *payer_row(bil_doc *doc, payer_list *list, const bil_funding *funding)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].code, funding->code) == 0) {
            return &list->items[i];
        }
    }
    bil_doc_payer *items = bil_arena_grow(doc->scratch, list->items, list->count, &list->capacity,
                                          list->count + 1, sizeof *items);
    if (items == NULL) {
        return NULL;
    }
    list->items = items;
    const bil_source *source = source_of(doc, funding->source);
    size_t kind = kind_of(source);
    size_t at = list->count;
    while (at > 0) {
        const bil_doc_payer *before = &items[at - 1];
        bil_index order = bil_catalogue_find_source(doc->catalogue, before->code);
        if (before->kind < kind || (before->kind == kind && order <= funding->source)) {
            break;
        }
        items[at] = *before;
        at--;
    }
    items[at] = (bil_doc_payer){
        .code = funding->code, .name = bil_doc_payer_name(doc, funding), .kind = kind};
    list->count++;
    return &items[at];
}

static bool add_funding(bil_doc *doc, payer_list *list, size_t phase, const bil_line *line)
{
    for (size_t i = 0; i < line->funding_count; i++) {
        const bil_funding *funding = &line->funding[i];
        bil_doc_payer *row = payer_row(doc, list, funding);
        if (row == NULL) {
            return false;
        }
        bil_doc_sum sum = {.once = row->once, .whole = row->whole};
        memcpy(sum.month, row->month, sizeof sum.month);
        sum_add(&sum, doc, phase, line->one_off, funding->cents);
        memcpy(row->month, sum.month, sizeof row->month);
        row->once = sum.once;
        row->whole = sum.whole;
        const bil_source *source = source_of(doc, funding->source);
        sum_add(&doc->kinds[kind_of(source)], doc, phase, line->one_off, funding->cents);
        sum_add(&doc->total, doc, phase, line->one_off, funding->cents);
        if (source != NULL && source->is_public) {
            sum_add(&doc->public_money, doc, phase, line->one_off, funding->cents);
        }
        if (bil_doc_is_person_money(doc, funding->source)) {
            sum_add(&doc->person_money, doc, phase, line->one_off, funding->cents);
        }
    }
    return true;
}

static bool fill_money(bil_doc *doc)
{
    payer_list list = {0};
    for (size_t t = 0; t < doc->phase_count; t++) {
        const bil_plan_phase *phase = &doc->plan->phases[t];
        for (size_t i = 0; i < phase->line_count; i++) {
            const bil_line *line = &phase->lines[i];
            if (!add_funding(doc, &list, t, line)) {
                return false;
            }
            sum_add(&doc->health, doc, t, line->one_off, line->health_cents);
            sum_add(&doc->social, doc, t, line->one_off, line->social_cents);
            sum_add(&doc->due, doc, t, line->one_off, line->person_due_cents);
            doc->has_once = doc->has_once || line->one_off;
        }
    }
    doc->payers = list.items;
    doc->payer_count = list.count;
    return true;
}

/* ---- certainty of prices --------------------------------------------------------------------- */

static size_t confidence_of(const bil_doc *doc, const bil_line *line)
{
    if (line->provider != BIL_NONE && line->provider < doc->catalogue->provider_count) {
        return BIL_DOC_CONF_LIST;
    }
    const bil_service *service = bil_doc_service(doc, line);
    bil_confidence confidence = service != NULL ? service->confidence : 'G';
    return confidence == 'S' ? BIL_DOC_CONF_S
                             : (confidence == 'P' ? BIL_DOC_CONF_P : BIL_DOC_CONF_G);
}

static bool seen_before(const bil_doc *doc, size_t phase, size_t index)
{
    const bil_line *line = &doc->plan->phases[phase].lines[index];
    for (size_t t = 0; t <= phase; t++) {
        const bil_plan_phase *before = &doc->plan->phases[t];
        size_t count = t == phase ? index : before->line_count;
        for (size_t i = 0; i < count; i++) {
            if (strcmp(before->lines[i].code, line->code) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void fill_confidence(bil_doc *doc)
{
    for (size_t t = 0; t < doc->phase_count; t++) {
        const bil_plan_phase *phase = &doc->plan->phases[t];
        for (size_t i = 0; i < phase->line_count; i++) {
            const bil_line *line = &phase->lines[i];
            if (line->unit_price_cents == 0) {
                continue; /* hours of family and volunteers have no price to be sure of */
            }
            bil_doc_confidence *row = &doc->confidence[confidence_of(doc, line)];
            row->services += seen_before(doc, t, i) ? 0 : 1;
            int64_t months = line->one_off ? 1 : phase->months;
            row->whole_cents =
                bil_add_capped(row->whole_cents, bil_mul_capped(line->cost_cents, months));
        }
    }
}

/* ---- needs ----------------------------------------------------------------------------------- */

/* Place of an axis among the catalogue's domains, so areas come in its order. */
static size_t axis_order(const bil_doc *doc, const char *axis)
{
    for (size_t i = 0; i < doc->catalogue->domain_count; i++) {
        if (bil_text_same_ascii(doc->catalogue->domains[i].axis, axis)) {
            return i;
        }
    }
    return doc->catalogue->domain_count;
}

static bool fill_needs(bil_doc *doc)
{
    if (doc->phase_count == 0) {
        return true;
    }
    const bil_plan_phase *phase = &doc->plan->phases[0];
    size_t count = phase->coverage_count;
    size_t *needs = bil_arena_alloc(doc->scratch, count, sizeof *needs);
    if (needs == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        size_t order = axis_order(doc, bil_doc_need_axis(doc, phase->coverage[i].need));
        size_t at = i;
        while (at > 0) {
            bil_index before = phase->coverage[needs[at - 1]].need;
            if (axis_order(doc, bil_doc_need_axis(doc, before)) <= order) {
                break;
            }
            needs[at] = needs[at - 1];
            at--;
        }
        needs[at] = i;
    }
    doc->needs = needs;
    doc->need_count = count;
    return true;
}

size_t bil_doc_width(const bil_document_options *options)
{
    enum { USUAL = 100, LEAST = 80, MOST = 200 };
    const size_t width = options->width == 0 ? USUAL : options->width;
    return width < LEAST ? LEAST : (width > MOST ? MOST : width);
}

bil_status bil_doc_init(bil_doc *doc, const bil_plan *plan, const bil_case *person,
                        const bil_catalogue *catalogue, const bil_document_options *options,
                        bil_error *err)
{
    BIL_ASSERT(plan != NULL && person != NULL && catalogue != NULL && options != NULL);
    *doc = (bil_doc){.plan = plan, .person = person, .catalogue = catalogue, .options = *options};
    doc->options.width = bil_doc_width(options);
    doc->scratch = bil_arena_new();
    if (doc->scratch == NULL) {
        return bil_fail_nomem(err);
    }
    fill_phases(doc);
    fill_confidence(doc);
    if (!fill_money(doc) || !fill_needs(doc)) {
        return bil_fail_nomem(err);
    }
    return BIL_OK;
}

void bil_doc_release(bil_doc *doc)
{
    bil_arena_free(doc->scratch);
    doc->scratch = NULL;
}

void bil_document_options_init(bil_document_options *options)
{
    *options = (bil_document_options){.lang = BIL_LANG_IT, .width = 100};
}
