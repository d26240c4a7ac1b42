/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A world as contract files: a catalogue folder and a case. */

#include "tests/referee/referee.h"

#include <inttypes.h>
#include <string.h>

static const char *const side_names[] = {"health", "social", "any", "person"};
static const char *const source_kind_names[] = {"social",  "health", "sociosanitario",
                                                "pension", "family", "third_sector"};
static const char *const period_names[] = {"month", "week", "year"};

static FILE *open_file(const char *folder, const char *name)
{
    char path[2 * REF_PATH];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, "w");
}

static void put_date(FILE *file, ref_date date)
{
    if (date != 0) {
        (void)fprintf(file, "%04d-%02d-%02d", date / 10000, date / 100 % 100, date % 100);
    }
}

static void put_dates(FILE *file, ref_dates dates)
{
    (void)fputc(',', file);
    put_date(file, dates.from);
    (void)fputc(',', file);
    put_date(file, dates.to);
}

static void write_settings(const ref_world *world, FILE *file)
{
    (void)fprintf(file,
                  "{ \"name\": \"referee\", \"version\": \"2026-11-01\", \"region\": \"none\",\n"
                  "  \"language\": \"it\", \"month_convention\": \"365/12\",\n"
                  "  \"value_curve\": [");
    for (int i = 0; i < world->curve_count; i++) {
        const ref_curve_point *const p = &world->curve[i];
        (void)fprintf(file, "%s[%d.%02d, %d.%02d]", i > 0 ? ", " : "", p->share / 100,
                      p->share % 100, p->value / 100, p->value % 100);
    }
    (void)fprintf(file,
                  "],\n  \"policy\": { \"allowance_home_cents\": %" PRId64
                  ", \"allowance_residence_cents\": %" PRId64 "%s },\n"
                  "  \"sources\": { \"allowance_home_cents\": \"CONV\",\n"
                  "               \"allowance_residence_cents\": \"CONV\" } }\n",
                  world->allowance_home, world->allowance_residence,
                  world->seed % 2 == 0 ? ", \"score_tolerance\": 0" : "");
}

static void write_domains(const ref_world *world, FILE *file)
{
    (void)fputs("code,axis,name_it,name_en,unit,icf\n", file);
    for (int d = 0; d < world->domain_count; d++) {
        const ref_domain *const row = &world->domains[d];
        (void)fprintf(file, "%s,%s,%s,%s,hour,\n", row->code, row->axis, row->code, row->code);
    }
}

static void write_levels(const ref_world *world, FILE *file)
{
    (void)fputs("domain,level,monthly_target,floor_pct,weight\n", file);
    for (int d = 0; d < world->domain_count; d++) {
        for (int level = 0; level < REF_LEVELS; level++) {
            const ref_level *const row = &world->levels[d][level];
            (void)fprintf(file, "%s,%d,%d,%d,%d.%04d\n", world->domains[d].code, level, row->target,
                          row->floor_pct, row->weight_e4 / 10000, row->weight_e4 % 10000);
        }
    }
}

static void write_services(const ref_world *world, FILE *file)
{
    (void)fputs(
        "code,name_it,name_en,kind,setting,unit,price_cents,continuous,one_off,step,min_month,"
        "max_month,health_share_bp,lea_ref,exclusive_group,activation_days,copay_class,tags,"
        "niss,valid_from,valid_to,source,confidence\n",
        file);
    for (int s = 0; s < world->service_count; s++) {
        const ref_service *const row = &world->services[s];
        (void)fprintf(file, "%s,%s,%s,%s,%s,%s,%" PRId64 ",%d,%d,%d,%d,%d,%d,,%s,0,%s,", row->code,
                      row->code, row->code, ref_kind_names[row->kind],
                      ref_setting_names[row->setting], row->unit, row->price_cents, row->continuous,
                      row->one_off, row->step, row->min, row->max, row->health_bp, row->group,
                      row->copay_class);
        const char *separator = "";
        for (int t = 0; t < REF_TAGS; t++) {
            if ((row->tags >> t & 1U) != 0) {
                (void)fprintf(file, "%s%s", separator, ref_tag_names[t]);
                separator = ";";
            }
        }
        (void)fputc(',', file);
        put_dates(file, row->dates);
        (void)fputs(",CONV,G\n", file);
    }
}

static void write_effects(const ref_world *world, FILE *file)
{
    (void)fputs("service,domain,hundredths,source,confidence\n", file);
    for (int s = 0; s < world->service_count; s++) {
        for (int d = 0; d < world->domain_count; d++) {
            if (world->services[s].effect[d] > 0) {
                (void)fprintf(file, "%s,%s,%d,CONV,G\n", world->services[s].code,
                              world->domains[d].code, world->services[s].effect[d]);
            }
        }
    }
}

static void write_sources(const ref_world *world, FILE *file)
{
    (void)fputs("code,name_it,name_en,kind,payer,side,holder,form,public,payments_per_year,"
                "typical_cents,means_test,valid_from,valid_to,source,confidence\n",
                file);
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const row = &world->sources[r];
        (void)fprintf(file, "%s,%s,%s,%s,%s,%s,%s,%s,%d,%d,%" PRId64 ",", row->code, row->code,
                      row->code, source_kind_names[row->kind], row->code, side_names[row->side],
                      row->pool ? "pool" : "person", row->hours ? "hours" : "cash", row->is_public,
                      row->payments, row->hours ? 0 : row->typical_cents);
        put_dates(file, row->dates);
        (void)fputs(",CONV,G\n", file);
    }
}

static void write_eligibility(const ref_world *world, FILE *file)
{
    (void)fputs("source,selector,allow\n", file);
    for (int i = 0; i < world->eligibility_count; i++) {
        const ref_eligibility *const row = &world->eligibility[i];
        (void)fprintf(file, "%s,%s,%d\n", world->sources[row->source].code, row->selector.text,
                      row->allow);
    }
}

static void put_selectors(FILE *file, const ref_selector *selectors, int count)
{
    for (int i = 0; i < count; i++) {
        (void)fprintf(file, "%s%s", i > 0 ? ";" : "", selectors[i].text);
    }
    (void)fputc(',', file);
}

static void write_rules(const ref_world *world, FILE *file)
{
    (void)fputs("id,form,a,b,parameter,unit,period,valid_from,valid_to,legal_ref,text_it,text_en,"
                "confidence\n",
                file);
    for (int i = 0; i < world->rule_count; i++) {
        const ref_rule *const row = &world->rules[i];
        (void)fprintf(file, "%s,%s,", row->id, ref_form_names[row->form]);
        put_selectors(file, row->a, row->a_count);
        put_selectors(file, row->b, row->b_count);
        if (row->has_parameter) {
            (void)fprintf(file, "%" PRId64, row->parameter_e4 / 10000);
            if (row->parameter_e4 % 10000 != 0) {
                (void)fprintf(file, ".%04" PRId64, row->parameter_e4 % 10000);
            }
        }
        (void)fprintf(file, ",,%s", row->has_parameter ? period_names[row->period] : "");
        put_dates(file, row->dates);
        (void)fprintf(file, ",CONV,%s,%s,G\n", row->id, row->id);
    }
}

static void write_providers(const ref_world *world, FILE *file)
{
    (void)fputs("provider,name,service,zone,price_cents,capacity_month,valid_from,valid_to\n",
                file);
    for (int i = 0; i < world->provider_count; i++) {
        const ref_provider *const row = &world->providers[i];
        (void)fprintf(file, "%s,%s,%s,%s,%" PRId64 ",", row->code, row->code,
                      world->services[row->service].code, row->zone, row->price_cents);
        if (row->capacity >= 0) {
            (void)fprintf(file, "%d", row->capacity);
        }
        put_dates(file, row->dates);
        (void)fputc('\n', file);
    }
}

static void write_copay(const ref_world *world, FILE *file)
{
    (void)fputs(
        "copay_class,isee_from_cents,isee_to_cents,user_from_cents,user_to_cents,valid_from,"
        "valid_to,source\n",
        file);
    for (int i = 0; i < world->copay_count; i++) {
        const ref_copay_row *const row = &world->copay[i];
        (void)fprintf(file, "%s,%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64, row->copay_class,
                      row->isee_from, row->isee_to, row->user_from, row->user_to);
        put_dates(file, row->dates);
        (void)fputs(",CONV\n", file);
    }
}

bool ref_write_catalogue(const ref_world *world, const char *folder)
{
    static const struct {
        const char *name;
        void (*write)(const ref_world *world, FILE *file);
    } files[] = {{"catalogue.json", write_settings},     {"domains.csv", write_domains},
                 {"levels.csv", write_levels},           {"services.csv", write_services},
                 {"effects.csv", write_effects},         {"sources.csv", write_sources},
                 {"eligibility.csv", write_eligibility}, {"rules.csv", write_rules},
                 {"providers.csv", write_providers},     {"copay.csv", write_copay}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (files[i].write == write_providers && world->provider_count == 0) {
            continue; /* an optional file */
        }
        FILE *const file = open_file(folder, files[i].name);
        if (file == NULL) {
            return false;
        }
        files[i].write(world, file);
        if (fclose(file) != 0) {
            return false;
        }
    }
    return true;
}

/* --- the case ------------------------------------------------------------------------------------
 */

static void put_number(FILE *file, int64_t value)
{
    if (value < 0) {
        (void)fputs("null", file);
    } else {
        (void)fprintf(file, "%" PRId64, value);
    }
}

static void put_budget(const ref_world *world, FILE *file, const ref_budget *budget)
{
    const char *separator = "";
    (void)fputs("{ \"public_monthly_cents\": ", file);
    put_number(file, budget->public_cents);
    (void)fputs(", \"by_source\": {", file);
    for (int r = 0; r < world->source_count; r++) {
        if (budget->by_source[r] >= 0) {
            (void)fprintf(file, "%s \"%s\": %" PRId64, separator, world->sources[r].code,
                          budget->by_source[r]);
            separator = ",";
        }
    }
    (void)fputs(" } }", file);
}

static void put_phases(const ref_world *world, FILE *file)
{
    (void)fputs("  \"phases\": [", file);
    for (int t = 0; t < world->phase_count; t++) {
        const ref_phase *const phase = &world->phases[t];
        const char *separator = "";
        (void)fprintf(file, "%s\n    { \"months\": %d, \"targets\": {", t > 0 ? "," : "",
                      phase->months);
        for (int n = 0; n < world->need_count; n++) {
            if (phase->targets[n] >= 0) {
                (void)fprintf(file, "%s \"n%d\": %d", separator, n + 1, phase->targets[n]);
                separator = ",";
            }
        }
        (void)fputs(" }", file);
        if (phase->has_budget) {
            (void)fputs(", \"budget\": ", file);
            put_budget(world, file, &phase->budget);
        }
        (void)fputs(" }", file);
    }
    (void)fputs(" ],\n", file);
}

static void put_needs(const ref_world *world, FILE *file)
{
    (void)fputs("  \"needs\": [", file);
    for (int n = 0; n < world->need_count; n++) {
        const ref_need *const need = &world->needs[n];
        (void)fprintf(
            file,
            "%s\n    { \"id\": \"n%d\", \"domain\": \"%s\", \"level\": %d, \"priority\": %d, "
            "\"monthly_target\": ",
            n > 0 ? "," : "", n + 1, world->domains[need->domain].code, need->level,
            need->priority);
        put_number(file, need->target);
        (void)fputs(", \"floor_pct\": ", file);
        put_number(file, need->floor_pct);
        (void)fprintf(file, ", \"already_covered\": %d, \"at_least\": %d, \"note\": \"\" }",
                      need->already, world->at_least[n]);
    }
    (void)fputs(" ],\n", file);
}

static void put_sources(const ref_world *world, FILE *file)
{
    const char *separator = "";
    (void)fputs("  \"sources\": [", file);
    for (int r = 0; r < world->source_count; r++) {
        const ref_holding *const held = &world->holdings[r];
        if (!held->listed) {
            continue;
        }
        (void)fprintf(file, "%s\n    { \"code\": \"%s\", \"status\": \"%s\", ", separator,
                      world->sources[r].code, held->active ? "active" : "available");
        separator = ",";
        if (world->sources[r].hours) {
            (void)fprintf(file, "\"hours\": %d }", held->hours);
        } else {
            (void)fputs("\"amount_cents\": ", file);
            put_number(file, held->amount);
            (void)fputs(" }", file);
        }
    }
    (void)fputs(" ],\n", file);
}

static void put_wish(FILE *file, const char *name, const ref_selector *selectors, int count)
{
    (void)fprintf(file, "\"%s\": [", name);
    for (int i = 0; i < count; i++) {
        (void)fprintf(file, "%s\"%s\"", i > 0 ? ", " : "", selectors[i].text);
    }
    (void)fputs("], ", file);
}

static void put_locks(const ref_world *world, FILE *file)
{
    (void)fputs("  \"in_place\": [", file);
    for (int i = 0; i < world->in_place_count; i++) {
        const ref_in_place *const row = &world->in_place[i];
        (void)fprintf(file, "%s{ \"service\": \"%s\", \"quantity\": %d, \"keep\": %s }",
                      i > 0 ? ", " : "", world->services[row->service].code, row->quantity,
                      row->keep ? "true" : "false");
    }
    (void)fputs("],\n  \"wishes\": { ", file);
    put_wish(file, "must", world->must, world->must_count);
    put_wish(file, "must_not", world->must_not, world->must_not_count);
    put_wish(file, "prefer", world->prefer, world->prefer_count);
    (void)fputs("\"fixed\": [", file);
    for (int i = 0; i < world->fixed_count; i++) {
        (void)fprintf(file, "%s{ \"service\": \"%s\", \"quantity\": %d }", i > 0 ? ", " : "",
                      world->services[world->fixed[i].service].code, world->fixed[i].quantity);
    }
    (void)fputs("] },\n", file);
}

static void put_hands(const ref_world *world, FILE *file)
{
    const char *separator = "";
    (void)fputs("  \"overrides\": [", file);
    for (int i = 0; i < world->hand_count; i++) {
        const ref_hand *const hand = &world->hands[i];
        (void)fprintf(file, "%s{ \"service\": \"%s\", \"quantity\": %d, ", separator,
                      world->services[hand->service].code, hand->quantity);
        if (hand->phase >= 0) {
            (void)fprintf(file, "\"phase\": %d, ", hand->phase + 1);
        }
        (void)fputs("\"reason\": \"referee\" }", file);
        separator = ", ";
    }
    for (int i = 0; i < world->rule_count; i++) {
        if ((world->waived >> i & 1U) != 0) {
            (void)fprintf(file, "%s{ \"rule\": \"%s\", \"reason\": \"referee\" }", separator,
                          world->rules[i].id);
            separator = ", ";
        }
    }
    if (world->granted >= 0) {
        const ref_provider *const row = &world->providers[world->granted];
        (void)fprintf(file,
                      "%s{ \"service\": \"%s\", \"provider\": \"%s\", \"quantity\": %d, "
                      "\"reason\": \"referee\" }",
                      separator, world->services[row->service].code, row->code,
                      world->granted_room);
    }
    (void)fputs("],\n", file);
}

bool ref_write_case(const ref_world *world, const char *path)
{
    FILE *const file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    (void)fprintf(file,
                  "{ \"format\": \"bilancia-case\", \"version\": 1,\n"
                  "  \"person\": { \"id\": \"REF-%" PRIu64 "\", \"district\": \"%s\", "
                  "\"birth_year\": 1980, \"isee_cents\": ",
                  world->seed, world->district);
    put_number(file, world->isee);
    (void)fputs(", \"living\": \"home\" },\n  \"start\": \"", file);
    put_date(file, world->start);
    (void)fputs("\",\n", file);
    put_phases(world, file);
    put_needs(world, file);
    put_sources(world, file);
    (void)fputs("  \"budget\": ", file);
    put_budget(world, file, &world->budget);
    (void)fputs(",\n", file);
    put_locks(world, file);
    put_hands(world, file);
    (void)fprintf(file, "  \"profile\": \"%s\" }\n", world->profile);
    return fclose(file) == 0;
}
