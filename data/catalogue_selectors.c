/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Selectors in a catalogue's cells: their form is checked, their names are resolved, and those that
 * match nothing are pointed out. */

#include <string.h>

#include "data/catalogue_impl.h"
#include "data/words.h"

/* Axes are compared without letter case, so the set holds them in lower case. */
static const char *lower_copy(bil_loader *loader, const char *text)
{
    char *copy = bil_arena_text(loader->catalogue->arena, text);
    if (copy == NULL) {
        loader->no_memory = true;
        return "";
    }
    for (char *at = copy; *at != '\0'; at++) {
        if (*at >= 'A' && *at <= 'Z') {
            *at = (char)(*at - 'A' + 'a');
        }
    }
    return copy;
}

static void collect_axes(bil_loader *loader)
{
    bil_catalogue *catalogue = loader->catalogue;
    bool *touched = bil_loader_alloc(loader, catalogue->domain_count, sizeof *touched);
    loader->axes.items =
        bil_loader_alloc(loader, catalogue->domain_count, sizeof *loader->axes.items);
    if (touched == NULL || loader->axes.items == NULL) {
        return;
    }
    for (size_t i = 0; i < catalogue->effect_count; i++) {
        bil_index domain = catalogue->effects[i].domain;
        if (domain < catalogue->domain_count && !touched[domain]) {
            touched[domain] = true;
            loader->axes.items[loader->axes.count++] =
                lower_copy(loader, catalogue->domains[domain].axis);
        }
    }
}

void bil_selectors_prepare(bil_loader *loader)
{
    const bil_catalogue *catalogue = loader->catalogue;
    size_t tags = 0;
    for (size_t i = 0; i < catalogue->service_count; i++) {
        tags += catalogue->services[i].tag_count;
    }
    loader->groups.items =
        bil_loader_alloc(loader, catalogue->service_count, sizeof *loader->groups.items);
    loader->tags.items = bil_loader_alloc(loader, tags, sizeof *loader->tags.items);
    if (loader->groups.items == NULL || loader->tags.items == NULL) {
        return;
    }
    for (size_t i = 0; i < catalogue->service_count; i++) {
        const bil_service *service = &catalogue->services[i];
        loader->kinds |= 1U << service->kind;
        loader->settings |= 1U << service->setting;
        if (service->exclusive_group[0] != '\0') {
            loader->groups.items[loader->groups.count++] = service->exclusive_group;
        }
        for (size_t k = 0; k < service->tag_count; k++) {
            loader->tags.items[loader->tags.count++] = service->tags[k];
        }
    }
    collect_axes(loader);
    bil_text_set_close(&loader->groups);
    bil_text_set_close(&loader->tags);
    bil_text_set_close(&loader->axes);
}

/* The place of a word among the names an engine function gives; -1 when it is none of them. */
static int name_place(const char *text, const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], text) == 0) {
            return i;
        }
    }
    return -1;
}

/* `kind:` and `setting:` name closed lists: another word is a fault. */
static bool word_known(const bil_table *table, size_t column, const bil_selector *selector,
                       bool *matches)
{
    static const char *const kinds[] = {"social", "health", "sociosanitario"};
    static const char *const settings[] = {"home", "community", "day", "residential", "cash"};
    bool kind = selector->kind == BIL_SELECT_KIND;
    int place =
        kind ? name_place(selector->value, kinds, 3) : name_place(selector->value, settings, 5);
    if (place < 0) {
        bil_said near;
        bil_words expected = {"kind:social, kind:health o kind:sociosanitario",
                              "kind:social, kind:health or kind:sociosanitario"};
        bil_words other = {"setting:home, :community, :day, :residential o :cash",
                           "setting:home, :community, :day, :residential or :cash"};
        bil_cell_part_fault(table, column, selector->text, kind ? expected : other,
                            bil_say_nearest(&near, selector->value, kind ? kinds : settings,
                                            kind ? 3 : 5, sizeof(char *)));
        return false;
    }
    unsigned present = kind ? table->loader->kinds : table->loader->settings;
    *matches = (present >> place & 1U) != 0 || !table->loader->services.known;
    return true;
}

/* Resolves what the selector names; false when it is malformed (reported). */
static bool resolve(const bil_table *table, size_t column, bil_selector *selector, bool *matches)
{
    bil_loader *loader = table->loader;
    switch (selector->kind) {
    case BIL_SELECT_ALL:
        *matches = true;
        return true;
    case BIL_SELECT_SERVICE:
        selector->index = bil_codes_find(&loader->services, selector->value);
        *matches = selector->index != BIL_NONE || !loader->services.known;
        return true;
    case BIL_SELECT_SOURCE:
        selector->index = bil_codes_find(&loader->sources, selector->value);
        *matches = selector->index != BIL_NONE || !loader->sources.known;
        return true;
    case BIL_SELECT_GROUP:
        *matches = bil_text_set_has(&loader->groups, selector->value) || !loader->services.known;
        return true;
    case BIL_SELECT_TAG:
        *matches = bil_text_set_has(&loader->tags, selector->value) || !loader->services.known;
        return true;
    case BIL_SELECT_AXIS:
        *matches = bil_text_set_has(&loader->axes, lower_copy(loader, selector->value)) ||
                   !loader->services.known || !loader->domains.known || !loader->effects_known;
        return true;
    case BIL_SELECT_KIND:
    case BIL_SELECT_SETTING:
    case BIL_SELECT_PROVIDER: /* never gets here */
        break;
    }
    return word_known(table, column, selector, matches);
}

static bil_words nearest_code(bil_said *room, const bil_loader *loader,
                              const bil_selector *selector)
{
    const bil_codes *codes =
        selector->kind == BIL_SELECT_SOURCE ? &loader->sources : &loader->services;
    const bil_text_set *set = selector->kind == BIL_SELECT_TAG ? &loader->tags : &loader->groups;
    if (loader->faults->count >= BIL_SUGGESTIONS_MAX) {
        return (bil_words){"", ""};
    }
    if (selector->kind == BIL_SELECT_SERVICE || selector->kind == BIL_SELECT_SOURCE) {
        return bil_say_nearest(room, selector->value, codes->entries, codes->count,
                               sizeof codes->entries[0]);
    }
    if (selector->kind == BIL_SELECT_TAG || selector->kind == BIL_SELECT_GROUP) {
        return bil_say_nearest(room, selector->value, set->items, set->count, sizeof(char *));
    }
    return (bil_words){"", ""};
}

static bool selector_read(bil_selector *out, bil_table *table, size_t column, const char *text,
                          bool sources_too)
{
    bil_said near;
    bil_said said;
    bool matches = false;
    bool formed = bil_selector_parse(out, text) && out->kind != BIL_SELECT_PROVIDER &&
                  (out->kind == BIL_SELECT_ALL || bil_code_valid(out->value));
    if (!formed || (out->kind == BIL_SELECT_SOURCE && !sources_too)) {
        bil_words expected = bil_say(
            &said, "selettori separati da «;»: *, service:, group:, kind:, setting:, axis:, tag:%s",
            "selectors separated by \";\": *, service:, group:, kind:, setting:, axis:, "
            "tag:%s",
            sources_too ? ", source:" : "");
        bil_cell_part_fault(table, column, text, expected, (bil_words){"", ""});
        return false;
    }
    if (!resolve(table, column, out, &matches)) {
        return false;
    }
    if (!matches && !table->loader->no_memory) {
        bil_cell_part_warn(table, column, text,
                           (bil_words){"un selettore che trova qualcosa in questo catalogo",
                                       "a selector that matches something in this catalogue"},
                           nearest_code(&near, table->loader, out));
    }
    return true;
}

const bil_selector *bil_cell_selectors(size_t *count, bil_table *table, size_t column,
                                       bool sources_too)
{
    size_t parts = 0;
    const char *const *texts = bil_cell_list(&parts, table, column);
    *count = 0;
    if (parts == 0) {
        return NULL;
    }
    bil_selector *items = bil_loader_alloc(table->loader, parts, sizeof *items);
    for (size_t i = 0; items != NULL && i < parts; i++) {
        if (selector_read(&items[*count], table, column, texts[i], sources_too)) {
            (*count)++;
        }
    }
    return items;
}
