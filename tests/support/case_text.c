/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/case_text.h"

#include <stdio.h>

#include "data/json.h"

static void put_date(bil_json_writer *w, const char *key, bil_date date)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", (int)(date / 10000),
                   (int)(date / 100 % 100), (int)(date % 100));
    bil_json_put_text(w, key, text);
}

static void put_limited(bil_json_writer *w, const char *key, int64_t cents)
{
    if (cents == BIL_UNLIMITED) {
        bil_json_put_null(w, key);
    } else {
        bil_json_put_integer(w, key, cents);
    }
}

static void put_budget(bil_json_writer *w, const bil_case *person, const bil_budget *budget)
{
    bil_json_begin_object(w, "budget");
    put_limited(w, "public_monthly_cents", budget->public_monthly_cents);
    bil_json_begin_object(w, "by_source");
    for (size_t i = 0; i < budget->by_source_count; i++) {
        put_limited(w, person->catalogue->sources[budget->by_source[i].source].code,
                    budget->by_source[i].monthly_cents);
    }
    bil_json_end_object(w);
    bil_json_end_object(w);
}

static void put_phases(bil_json_writer *w, const bil_case *person)
{
    bil_json_begin_array(w, "phases");
    for (size_t t = 0; t < person->phase_count; t++) {
        bil_json_begin_object(w, NULL);
        bil_json_put_integer(w, "months", person->phases[t].months);
        bil_json_begin_object(w, "targets");
        for (size_t n = 0; n < person->need_count; n++) {
            bil_json_put_integer(w, person->needs[n].id, person->phases[t].targets[n]);
        }
        bil_json_end_object(w);
        put_budget(w, person, &person->phases[t].budget);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_needs(bil_json_writer *w, const bil_case *person)
{
    bil_json_begin_array(w, "needs");
    for (size_t n = 0; n < person->need_count; n++) {
        const bil_need *need = &person->needs[n];
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "id", need->id);
        bil_json_put_text(w, "domain", person->catalogue->domains[need->domain].code);
        bil_json_put_integer(w, "level", need->level);
        bil_json_put_integer(w, "priority", need->priority);
        bil_json_put_integer(w, "monthly_target", need->target);
        bil_json_put_decimal(w, "floor_pct", need->floor_bp, 2);
        bil_json_put_integer(w, "already_covered", need->already_covered);
        bil_json_put_integer(w, "at_least", need->at_least);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_sources(bil_json_writer *w, const bil_case *person)
{
    bil_json_begin_array(w, "sources");
    for (size_t i = 0; i < person->source_count; i++) {
        const bil_case_source *row = &person->sources[i];
        const bil_source *source = &person->catalogue->sources[row->source];
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "code", source->code);
        bil_json_put_text(w, "status", row->status == BIL_SOURCE_ACTIVE ? "active" : "available");
        if (source->form == BIL_FORM_HOURS) {
            bil_json_put_integer(w, "hours", row->hours_month);
        } else {
            bil_json_put_integer(w, "amount_cents", row->amount_cents);
        }
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_selectors(bil_json_writer *w, const char *key, const bil_selector *list,
                          size_t count)
{
    bil_json_begin_array(w, key);
    for (size_t i = 0; i < count; i++) {
        bil_json_put_text(w, NULL, list[i].text);
    }
    bil_json_end_array(w);
}

static void put_wishes(bil_json_writer *w, const bil_case *person)
{
    const bil_wishes *wishes = &person->wishes;
    const bil_catalogue *catalogue = person->catalogue;
    bil_json_begin_array(w, "in_place");
    for (size_t i = 0; i < person->in_place_count; i++) {
        const bil_in_place *row = &person->in_place[i];
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "service", catalogue->services[row->service].code);
        bil_json_put_integer(w, "quantity", row->quantity);
        bil_json_put_bool(w, "keep", row->keep);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
    bil_json_begin_object(w, "wishes");
    put_selectors(w, "must", wishes->must, wishes->must_count);
    put_selectors(w, "must_not", wishes->must_not, wishes->must_not_count);
    put_selectors(w, "prefer", wishes->prefer, wishes->prefer_count);
    bil_json_begin_array(w, "fixed");
    for (size_t i = 0; i < wishes->fixed_count; i++) {
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "service", catalogue->services[wishes->fixed[i].service].code);
        bil_json_put_integer(w, "quantity", wishes->fixed[i].quantity);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
    bil_json_end_object(w);
}

static void put_override(bil_json_writer *w, const bil_case *person, const bil_override *row)
{
    const bil_catalogue *catalogue = person->catalogue;
    bil_json_begin_object(w, NULL);
    if (row->kind == BIL_OVERRIDE_RULE) {
        bil_json_put_text(w, "rule", catalogue->rules[row->rule].id);
    } else {
        bil_json_put_text(w, "service", catalogue->services[row->service].code);
        bil_json_put_integer(w, "quantity", row->quantity);
    }
    if (row->kind == BIL_OVERRIDE_PLACE) {
        bil_json_put_text(w, "provider", catalogue->providers[row->provider].code);
    }
    if (row->kind == BIL_OVERRIDE_LINE && row->phase != SIZE_MAX) {
        bil_json_put_integer(w, "phase", (int64_t)row->phase + 1);
    }
    bil_json_put_text(w, "reason", row->reason);
    bil_json_put_text(w, "by", row->by);
    bil_json_end_object(w);
}

void case_text(bil_text *out, const bil_case *person)
{
    bil_json_writer writer;
    bil_json_writer *w = &writer;
    bil_json_writer_init(w, out, false);
    bil_json_begin_object(w, NULL);
    bil_json_put_text(w, "format", "bilancia-case");
    bil_json_put_integer(w, "version", 1);
    bil_json_begin_object(w, "person");
    bil_json_put_text(w, "id", person->id);
    bil_json_put_text(w, "district", person->district);
    bil_json_put_integer(w, "isee_cents", person->isee_cents);
    bil_json_put_text(w, "living", person->living);
    bil_json_end_object(w);
    put_date(w, "start", person->start);
    put_phases(w, person);
    put_needs(w, person);
    put_sources(w, person);
    put_budget(w, person, &person->budget);
    put_wishes(w, person);
    bil_json_begin_array(w, "overrides");
    for (size_t i = 0; i < person->override_count; i++) {
        put_override(w, person, &person->overrides[i]);
    }
    bil_json_end_array(w);
    bil_json_put_text(w, "profile", bil_profile_name(person->profile));
    bil_json_end_object(w);
    bil_json_finish(w);
}
