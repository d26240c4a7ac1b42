/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line, one need, one reason, in the words of the documents. */
#include "data/document_impl.h"

#include <stdio.h>
#include <string.h>

const bil_service *bil_doc_service(const bil_doc *doc, const bil_line *line)
{
    return line->service < doc->catalogue->service_count ? &doc->catalogue->services[line->service]
                                                         : NULL;
}

const char *bil_doc_line_name(const bil_doc *doc, const bil_line *line)
{
    const bil_service *service = bil_doc_service(doc, line);
    return service != NULL ? bil_doc_text(doc, service->name) : line->code;
}

const char *bil_doc_line_provider(const bil_doc *doc, const bil_line *line)
{
    if (line->provider < doc->catalogue->provider_count) {
        return doc->catalogue->providers[line->provider].name;
    }
    return line->provider_code != NULL ? line->provider_code : "";
}

static bil_doc_phrase phrase(const char *text)
{
    bil_doc_phrase out = {{0}};
    bil_text_shorten(out.text, sizeof out.text, text);
    return out;
}

bil_doc_phrase bil_doc_line_month(const bil_doc *doc, const bil_line *line)
{
    const bil_service *service = bil_doc_service(doc, line);
    if (line->one_off) {
        return phrase(bil_doc_word(doc, BIL_W_ONCE));
    }
    if (service != NULL && service->continuous && line->quantity == 1) {
        return phrase(bil_doc_word(doc, BIL_W_EVERY_MONTH));
    }
    if (line->quantity > INT64_MAX / 100 || line->quantity < 0) {
        return phrase(bil_doc_number(doc, line->quantity).text);
    }
    return bil_doc_quantity(doc, line->quantity * 100, service != NULL ? service->unit : "");
}

/* Tenths of a unit per week; negative when a week says nothing about the line. */
static int64_t week_tenths(const bil_doc *doc, const bil_line *line)
{
    const bil_service *service = bil_doc_service(doc, line);
    if (service == NULL || service->continuous || line->one_off || line->quantity <= 0 ||
        line->quantity > BIL_QUANTITY_MAX) {
        return -1;
    }
    return bil_div_round(line->quantity * 120, 52);
}

bil_doc_phrase bil_doc_line_week(const bil_doc *doc, const bil_line *line)
{
    int64_t tenths = week_tenths(doc, line);
    if (tenths < 0) {
        return phrase(bil_doc_word(doc, BIL_W_NONE_SHORT));
    }
    return bil_doc_quantity(doc, tenths * 10, bil_doc_service(doc, line)->unit);
}

bil_doc_short bil_doc_line_week_number(const bil_doc *doc, const bil_line *line)
{
    bil_doc_short out = {{0}};
    int64_t tenths = week_tenths(doc, line);
    if (tenths >= 0) {
        bil_hundredths_format(out.text, sizeof out.text, tenths * 10, doc->options.lang);
    }
    return out;
}

int64_t bil_doc_line_person(const bil_doc *doc, const bil_line *line)
{
    int64_t sum = 0;
    for (size_t i = 0; i < line->funding_count; i++) {
        if (bil_doc_is_person_money(doc, line->funding[i].source)) {
            sum = bil_add_capped(sum, line->funding[i].cents);
        }
    }
    return sum;
}

int64_t bil_doc_owed_publicly(const bil_doc *doc, size_t phase)
{
    int64_t sum = 0;
    const bil_plan_phase *row = &doc->plan->phases[phase];
    for (size_t i = 0; i < row->line_count; i++) {
        int64_t open = row->lines[i].person_due_cents - bil_doc_line_person(doc, &row->lines[i]);
        if (!row->lines[i].one_off && open > 0) {
            sum = bil_add_capped(sum, open);
        }
    }
    return sum;
}

bool bil_doc_line_is_late(const bil_doc *doc, size_t phase, const bil_line *line)
{
    return line->starts_on > doc->from[phase];
}

/* ---- needs ----------------------------------------------------------------------------------- */

const bil_need *bil_doc_need(const bil_doc *doc, bil_index need)
{
    return need < doc->person->need_count ? &doc->person->needs[need] : NULL;
}

static const bil_domain *domain_of(const bil_doc *doc, bil_index need)
{
    const bil_need *row = bil_doc_need(doc, need);
    if (row == NULL || row->domain >= doc->catalogue->domain_count) {
        return NULL;
    }
    return &doc->catalogue->domains[row->domain];
}

const char *bil_doc_need_name(const bil_doc *doc, bil_index need, const char *id)
{
    const bil_domain *domain = domain_of(doc, need);
    return domain != NULL ? bil_doc_text(doc, domain->name) : id;
}

const char *bil_doc_need_axis(const bil_doc *doc, bil_index need)
{
    const bil_domain *domain = domain_of(doc, need);
    return domain != NULL ? domain->axis : "";
}

const char *bil_doc_need_unit(const bil_doc *doc, bil_index need)
{
    const bil_domain *domain = domain_of(doc, need);
    return domain != NULL ? domain->unit : "";
}

bool bil_doc_below_floor(const bil_doc *doc, const bil_coverage *coverage)
{
    const bil_need *need = bil_doc_need(doc, coverage->need);
    int64_t covered = 0;
    int64_t floor = 0;
    if (need == NULL || coverage->target <= 0 || !bil_mul(&covered, coverage->covered, 10000) ||
        !bil_mul(&floor, coverage->target, need->floor_bp)) {
        return false;
    }
    return covered < floor;
}

bool bil_doc_any_below_floor(const bil_doc *doc)
{
    for (size_t t = 0; t < doc->phase_count; t++) {
        for (size_t i = 0; i < doc->plan->phases[t].coverage_count; i++) {
            if (bil_doc_below_floor(doc, &doc->plan->phases[t].coverage[i])) {
                return true;
            }
        }
    }
    return false;
}

int64_t bil_doc_phase_mean_e9(const bil_doc *doc, size_t phase)
{
    const bil_plan_phase *row = &doc->plan->phases[phase];
    int64_t sum = 0;
    int64_t count = 0;
    for (size_t i = 0; i < row->coverage_count; i++) {
        const bil_coverage *coverage = &row->coverage[i];
        if (coverage->target <= 0) {
            continue;
        }
        int64_t covered = coverage->covered < 0 ? 0 : coverage->covered;
        covered = covered > coverage->target ? coverage->target : covered;
        int64_t scaled = 0;
        int64_t share = bil_mul(&scaled, covered, 1000000) ? scaled / coverage->target : 1000000;
        sum = bil_add_capped(sum, share);
        count++;
    }
    return count == 0 ? -1 : sum * 1000 / count;
}

static const char *thing_name(const bil_doc *doc, const char *what)
{
    const char *colon = strchr(what, ':');
    const char *code = colon == NULL ? what : colon + 1;
    bil_index service = bil_catalogue_find_service(doc->catalogue, code);
    if (service != BIL_NONE) {
        return bil_doc_text(doc, doc->catalogue->services[service].name);
    }
    bil_index source = bil_catalogue_find_source(doc->catalogue, code);
    if (source != BIL_NONE) {
        return bil_doc_text(doc, doc->catalogue->sources[source].name);
    }
    return "";
}

void bil_doc_conflict_words(const bil_doc *doc, const bil_conflict *member, bil_text *out)
{
    const char *text = bil_doc_text(doc, member->text);
    const char *what = member->what != NULL ? member->what : "";
    const char *name = thing_name(doc, what);
    const char *colon = name[0] != '\0' ? strchr(what, ':') : NULL;
    const char *code = colon != NULL ? colon + 1 : what;
    const bool coded =
        strcmp(member->kind, "budget") != 0 && strcmp(member->kind, "allowance") != 0;
    code = coded && strstr(text, code) == NULL ? code : "";
    name = name[0] != '\0' && strstr(text, name) != NULL ? "" : name;
    bil_text_add(out, text);
    if (code[0] != '\0' || name[0] != '\0') {
        bil_text_addf(out, " (%s%s%s)", code, code[0] != '\0' && name[0] != '\0' ? ": " : "", name);
    }
}

bil_doc_phrase bil_doc_where(const bil_doc *doc, const char *where)
{
    static const struct {
        const char *word;
        bil_word name;
    } words[] = {{"phase", BIL_W_WHERE_PHASE},   {"line", BIL_W_WHERE_LINE},
                 {"need", BIL_W_WHERE_NEED},     {"source", BIL_W_WHERE_SOURCE},
                 {"rule", BIL_W_WHERE_RULE},     {"must", BIL_W_WHERE_MUST},
                 {"months", BIL_W_WHERE_MONTHS}, {"plan", BIL_W_WHERE_PLAN}};
    bil_doc_phrase out = {""};
    size_t at = 0;
    bool first = true; /* of "phase 1" or ", line S22": codes are left as they are */
    while (*where != '\0' && at + 1 < sizeof out.text) {
        const size_t size = strcspn(where, " ,");
        const char *word = where;
        size_t length = size;
        for (size_t i = 0; first && i < sizeof words / sizeof words[0]; i++) {
            if (strlen(words[i].word) == size && strncmp(words[i].word, where, size) == 0) {
                word = bil_doc_word(doc, words[i].name);
                length = strlen(word);
            }
        }
        first = false;
        for (size_t i = 0; i < length && at + 1 < sizeof out.text; i++) {
            out.text[at++] = word[i];
        }
        where += size;
        for (; (*where == ' ' || *where == ',') && at + 1 < sizeof out.text; where++) {
            first = first || *where == ',';
            out.text[at++] = *where;
        }
    }
    out.text[at] = '\0';
    return out;
}

const char *bil_doc_reference(const bil_doc *doc, const char *reference)
{
    if (strcmp(reference, "CONV") == 0) {
        return bil_doc_word(doc, BIL_W_REF_CONVENTION);
    }
    if (strncmp(reference, "from general knowledge", 22) == 0) {
        return bil_doc_word(doc, BIL_W_REF_GENERAL);
    }
    return reference;
}

void bil_doc_unmet_why(const bil_doc *doc, const bil_unmet *unmet, bil_text *out)
{
    bil_text_add(out, bil_doc_text(doc, bil_unmet_reason_words(unmet->reason)));
    const char *id = unmet->rule_id != NULL ? unmet->rule_id : "";
    if (id[0] == '\0') {
        return;
    }
    if (unmet->reason == BIL_UNMET_RULE) {
        bil_index rule = bil_catalogue_find_rule(doc->catalogue, id);
        if (rule != BIL_NONE) {
            bil_text_addf(out, " (%s: %s)", id,
                          bil_doc_text(doc, doc->catalogue->rules[rule].text));
            return;
        }
    }
    bil_index source = bil_catalogue_find_source(doc->catalogue, id);
    bil_text_addf(out, " (%s)",
                  source != BIL_NONE ? bil_doc_text(doc, doc->catalogue->sources[source].name)
                                     : id);
}
