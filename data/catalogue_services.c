/* SPDX-License-Identifier: GPL-3.0-or-later */

/* services.csv and effects.csv: what can be had, and what it covers. */

#include <string.h>

#include "data/catalogue_impl.h"
#include "data/limits.h"
#include "data/words.h"

enum {
    CODE,
    NAME_IT,
    NAME_EN,
    KIND,
    SETTING,
    UNIT,
    PRICE,
    CONTINUOUS,
    ONE_OFF,
    STEP,
    MIN_MONTH,
    MAX_MONTH,
    HEALTH_SHARE,
    LEA_REF,
    GROUP,
    ACTIVATION,
    COPAY,
    TAGS,
    NISS,
    VALID_FROM,
    VALID_TO,
    SOURCE,
    CONFIDENCE,
    SERVICE_COLUMNS
};

static const char *const service_columns[SERVICE_COLUMNS] = {"code",
                                                             "name_it",
                                                             "name_en",
                                                             "kind",
                                                             "setting",
                                                             "unit",
                                                             "price_cents",
                                                             "continuous",
                                                             "one_off",
                                                             "step",
                                                             "min_month",
                                                             "max_month",
                                                             "health_share_bp",
                                                             "lea_ref",
                                                             "exclusive_group",
                                                             "activation_days",
                                                             "copay_class",
                                                             "tags",
                                                             "niss",
                                                             "valid_from",
                                                             "valid_to",
                                                             "source",
                                                             "confidence"};

static const char *const kinds[] = {"social", "health", "sociosanitario"};
static const char *const settings[] = {"home", "community", "day", "residential", "cash"};

static const bil_words nothing = {"", ""};

static void check_tags(bil_table *t, const bil_service *service)
{
    for (size_t i = 0; i < service->tag_count; i++) {
        if (!bil_code_valid(service->tags[i])) {
            bil_cell_part_fault(t, TAGS, service->tags[i],
                                (bil_words){"parole senza spazi separate da «;»",
                                            "words without spaces separated by \";\""},
                                nothing);
        }
    }
}

/* What the cells say together. */
static void check_quantities(bil_table *t, const bil_service *service)
{
    if (service->max_month < service->min_month) {
        bil_cell_fault(
            t, t->row, MAX_MONTH,
            (bil_words){"un massimo non minore di min_month", "a maximum not below min_month"},
            nothing);
    } else if (service->continuous &&
               (service->step != 1 || service->min_month != 1 || service->max_month != 1)) {
        bil_cell_fault(
            t, t->row, CONTINUOUS,
            (bil_words){"step, min_month e max_month uguali a 1 per un servizio continuo",
                        "step, min_month and max_month 1 for a continuous service"},
            nothing);
    } else if (service->max_month / service->step * service->step < service->min_month ||
               service->max_month < service->step) {
        bil_cell_warn(t, STEP,
                      (bil_words){"un passo con un multiplo tra min_month e max_month: così il "
                                  "servizio non si può mai avere",
                                  "a step with a multiple between min_month and max_month: like "
                                  "this the service can never be had"});
    }
    if (service->continuous && service->one_off) {
        bil_cell_fault(t, t->row, ONE_OFF,
                       (bil_words){"0 per un servizio continuo", "0 for a continuous service"},
                       nothing);
    }
}

/* A class without rows would silently mean that nothing is due. */
static void check_copay(bil_table *t, const bil_service *service)
{
    const bil_text_set *classes = &t->loader->copay_classes;
    bil_said near;
    bool many = t->loader->faults->count >= BIL_SUGGESTIONS_MAX;
    if (service->copay_class[0] == '\0' || t->loader->copay_broken || t->loader->no_memory ||
        bil_text_set_has(classes, service->copay_class)) {
        return;
    }
    bil_cell_part_warn(t, COPAY, service->copay_class,
                       (bil_words){"una classe di copay.csv", "a class of copay.csv"},
                       bil_say_nearest(&near, service->copay_class, classes->items,
                                       many ? 0 : classes->count, sizeof *classes->items));
}

static void read_service(bil_service *service, bil_table *t)
{
    service->code = bil_cell_code(t, CODE, true);
    service->name.it = bil_cell_text(t, NAME_IT, true);
    service->name.en = bil_cell_text(t, NAME_EN, true);
    service->kind = (bil_service_kind)bil_cell_choice(t, KIND, kinds, 3);
    service->setting = (bil_setting)bil_cell_choice(t, SETTING, settings, 5);
    service->unit = bil_cell_text(t, UNIT, true);
    service->price_cents = bil_cell_integer(t, PRICE, 0, BIL_CENTS_MAX);
    service->continuous = bil_cell_bool(t, CONTINUOUS);
    service->one_off = bil_cell_bool(t, ONE_OFF);
    service->step = bil_cell_integer_or(t, STEP, 1, BIL_QUANTITY_MAX, 1);
    service->min_month = bil_cell_integer(t, MIN_MONTH, 0, BIL_QUANTITY_MAX);
    service->max_month = bil_cell_integer(t, MAX_MONTH, 0, BIL_QUANTITY_MAX);
    service->health_share_bp = bil_cell_integer_or(t, HEALTH_SHARE, 0, 10000, 0);
    service->lea_ref = bil_cell_text(t, LEA_REF, false);
    service->exclusive_group = bil_cell_code(t, GROUP, false);
    service->activation_days =
        (int)bil_cell_integer_or(t, ACTIVATION, 0, BIL_ACTIVATION_DAYS_MAX, 0);
    service->copay_class = bil_cell_code(t, COPAY, false);
    service->tags = bil_cell_list(&service->tag_count, t, TAGS);
    service->niss = bil_cell_text(t, NISS, false);
    service->validity = bil_cell_validity(t, VALID_FROM, VALID_TO);
    service->source = bil_cell_source(t, SOURCE);
    service->confidence = bil_cell_confidence(t, CONFIDENCE);
    check_tags(t, service);
    check_copay(t, service);
    check_quantities(t, service);
}

void bil_load_services(bil_loader *loader)
{
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_SERVICES, service_columns, SERVICE_COLUMNS, 0)) {
        return;
    }
    bil_service *items = bil_table_items(&t, sizeof *items);
    for (t.row = 0; items != NULL && t.row < t.rows; t.row++) {
        read_service(&items[t.row], &t);
    }
    if (items != NULL) {
        loader->service_rows = items;
        loader->catalogue->services = items;
        loader->catalogue->service_count = t.rows;
        loader->services = bil_codes_make(&t, CODE, items, sizeof *items);
    }
    bil_table_close(&t);
}

/* Puts the effects of a service side by side, in file order, and gives each service its slice. */
static void group_effects(bil_loader *loader, const bil_effect *rows, size_t count)
{
    bil_catalogue *catalogue = loader->catalogue;
    bil_effect *grouped = bil_loader_alloc(loader, count, sizeof *grouped);
    size_t *next = bil_loader_alloc(loader, catalogue->service_count + 1, sizeof *next);
    size_t used = 0;
    if (grouped == NULL || next == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].service != BIL_NONE && rows[i].domain != BIL_NONE) {
            next[rows[i].service + 1]++;
            used++;
        }
    }
    for (size_t s = 0; s < catalogue->service_count; s++) {
        loader->service_rows[s].effects = grouped + next[s];
        loader->service_rows[s].effect_count = next[s + 1];
        next[s + 1] += next[s];
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].service != BIL_NONE && rows[i].domain != BIL_NONE) {
            grouped[next[rows[i].service]++] = rows[i];
        }
    }
    catalogue->effects = grouped;
    catalogue->effect_count = used;
}

void bil_load_effects(bil_loader *loader)
{
    enum { SERVICE, DOMAIN, HUNDREDTHS, EFFECT_SOURCE, EFFECT_CONFIDENCE, COLUMNS };
    static const char *const names[COLUMNS] = {"service", "domain", "hundredths", "source",
                                               "confidence"};
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_EFFECTS, names, COLUMNS, 0)) {
        return;
    }
    bil_effect *items = bil_table_items(&t, sizeof *items);
    bil_pair *pairs = bil_table_items(&t, sizeof *pairs);
    size_t pair_count = 0;
    for (t.row = 0; items != NULL && pairs != NULL && t.row < t.rows; t.row++) {
        bil_effect *effect = &items[t.row];
        effect->service = bil_cell_reference(&t, SERVICE, &loader->services,
                                             (bil_words){"il codice di un servizio di services.csv",
                                                         "the code of a service of services.csv"});
        effect->domain = bil_cell_reference(&t, DOMAIN, &loader->domains,
                                            (bil_words){"il codice di un dominio di domains.csv",
                                                        "the code of a domain of domains.csv"});
        effect->hundredths = bil_cell_integer(&t, HUNDREDTHS, 1, BIL_HUNDREDTHS_MAX);
        effect->source = bil_cell_source(&t, EFFECT_SOURCE);
        effect->confidence = bil_cell_confidence(&t, EFFECT_CONFIDENCE);
        if (effect->service != BIL_NONE && effect->domain != BIL_NONE) {
            pairs[pair_count++] =
                (bil_pair){(uint64_t)effect->service << 32 | effect->domain, (uint32_t)t.row};
        }
    }
    bil_pairs_check(&t, pairs, pair_count, DOMAIN,
                    (bil_words){"un dominio non già dato per questo servizio",
                                "a domain not given already for this service"});
    if (items != NULL && pairs != NULL) {
        group_effects(loader, items, t.rows);
        loader->effects_known = true;
    }
    bil_table_close(&t);
}
