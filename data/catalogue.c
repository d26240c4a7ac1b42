/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/catalogue.h"

#include <string.h>

#include "data/catalogue_impl.h"
#include "data/digest.h"
#include "data/file.h"

/* In the order of bil_catalogue_file, which is the contract's. */
static const char *const file_names[BIL_CATALOGUE_FILES] = {
    "catalogue.json", "domains.csv", "levels.csv",      "services.csv",
    "effects.csv",    "sources.csv", "eligibility.csv", "rules.csv",
    "providers.csv",  "copay.csv",   "uncertainty.csv"};

const char *bil_catalogue_file_name(bil_catalogue_file file)
{
    return (size_t)file < BIL_CATALOGUE_FILES ? file_names[file] : NULL;
}

/* Of the files from number `first` up to, not including, `end`. */
static void digest_files(char out[BIL_SHA256_HEX_SIZE], const bil_catalogue_bytes *files,
                         size_t first, size_t end)
{
    bil_digest digest;
    bil_digest_init(&digest);
    for (size_t i = first; i < end; i++) {
        const char *name = file_names[i];
        unsigned char size[8];
        if (files[i].bytes == NULL) {
            continue;
        }
        for (size_t k = 0; k < sizeof size; k++) {
            size[k] = (unsigned char)((uint64_t)files[i].size >> (8 * k) & 0xFF);
        }
        bil_digest_add(&digest, name, strlen(name) + 1);
        bil_digest_add(&digest, size, sizeof size);
        bil_digest_add(&digest, files[i].bytes, files[i].size);
    }
    bil_digest_hex(out, &digest);
}

/* A catalogue with every text set, so that it can be freed and looked at in any state. */
static bil_catalogue *catalogue_new(const char *folder)
{
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return NULL;
    }
    bil_catalogue *catalogue = bil_arena_alloc(arena, 1, sizeof *catalogue);
    const char *name = bil_arena_text(arena, folder);
    if (catalogue == NULL || name == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    *catalogue = (bil_catalogue){.arena = arena,
                                 .folder = name,
                                 .name = "",
                                 .version = "",
                                 .region = "",
                                 .language = "it",
                                 .month_convention = "365/12"};
    return catalogue;
}

bil_status bil_catalogue_read(bil_catalogue **out, const char *folder,
                              const bil_catalogue_bytes files[BIL_CATALOGUE_FILES],
                              bil_faults *faults, bil_error *err)
{
    size_t errors = faults->errors;
    bil_catalogue *catalogue = catalogue_new(folder);
    if (catalogue == NULL) {
        return bil_fail_nomem(err);
    }
    bil_loader loader = {.catalogue = catalogue, .faults = faults, .files = files};
    bil_load_settings(&loader);
    bil_load_domains(&loader);
    bil_load_levels(&loader);
    bil_load_copay(&loader); /* before the services, which name its classes */
    bil_load_services(&loader);
    bil_load_effects(&loader);
    bil_selectors_prepare(&loader);
    bil_load_sources(&loader);
    bil_load_eligibility(&loader);
    bil_load_rules(&loader);
    bil_load_providers(&loader);
    bil_load_uncertainty(&loader);
    if (loader.no_memory) {
        bil_catalogue_free(catalogue);
        return bil_fail_nomem(err);
    }
    if (faults->errors > errors) {
        bil_catalogue_free(catalogue);
        return bil_fail_with(err, BIL_E_DATA, folder, "il catalogo «%s» contiene errori",
                             "the catalogue \"%s\" contains faults", folder);
    }
    if (bil_catalogue_settle(catalogue, err) != BIL_OK) {
        bil_catalogue_free(catalogue);
        return bil_fail_nomem(err);
    }
    digest_files(catalogue->sha256, files, 0, BIL_CATALOGUE_UNCERTAINTY);
    if (files[BIL_CATALOGUE_UNCERTAINTY].bytes != NULL) {
        digest_files(catalogue->uncertainty_sha256, files, BIL_CATALOGUE_UNCERTAINTY,
                     BIL_CATALOGUE_FILES);
    }
    *out = catalogue;
    return BIL_OK;
}

static bil_status load_file(bil_text *text, bil_catalogue_bytes *bytes, const char *folder,
                            const char *name, bil_error *err)
{
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, folder, name);
    bil_status status = path.failed ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK && bil_file_exists(path.bytes)) {
        status = bil_file_read(text, path.bytes, BIL_CSV_SIZE_MAX, err);
        *bytes = (bil_catalogue_bytes){text->bytes, text->size};
    }
    bil_text_release(&path);
    return status;
}

bil_status bil_catalogue_load(bil_catalogue **out, const char *folder, bil_faults *faults,
                              bil_error *err)
{
    bil_text texts[BIL_CATALOGUE_FILES];
    bil_catalogue_bytes files[BIL_CATALOGUE_FILES] = {{NULL, 0}};
    bil_status status = BIL_OK;
    if (!bil_file_is_folder(folder)) {
        return bil_fail_with(err, BIL_E_NO_INPUT, folder, "la cartella «%s» del catalogo non c’è",
                             "there is no catalogue folder \"%s\"", folder);
    }
    for (size_t i = 0; i < BIL_CATALOGUE_FILES; i++) {
        bil_text_init(&texts[i]);
    }
    for (size_t i = 0; i < BIL_CATALOGUE_FILES && status == BIL_OK; i++) {
        status = load_file(&texts[i], &files[i], folder, file_names[i], err);
    }
    if (status == BIL_OK) {
        status = bil_catalogue_read(out, folder, files, faults, err);
    }
    for (size_t i = 0; i < BIL_CATALOGUE_FILES; i++) {
        bil_text_release(&texts[i]);
    }
    return status;
}

static void count_confidence(bil_catalogue_count *count, bil_confidence confidence)
{
    count->rows++;
    count->has_confidence = true;
    count->read_in_source += confidence == 'S' ? 1 : 0;
    count->partly += confidence == 'P' ? 1 : 0;
    count->general += confidence == 'G' ? 1 : 0;
    count->unstated += strchr("SPG", confidence) == NULL ? 1 : 0;
}

void bil_catalogue_summary(bil_catalogue_count out[BIL_CATALOGUE_TABLES],
                           const bil_catalogue *catalogue)
{
    for (size_t i = 0; i < BIL_CATALOGUE_TABLES; i++) {
        out[i] = (bil_catalogue_count){.file = file_names[i + 1]};
    }
    for (size_t i = 0; i < catalogue->service_count; i++) {
        count_confidence(&out[BIL_CATALOGUE_SERVICES - 1], catalogue->services[i].confidence);
    }
    for (size_t i = 0; i < catalogue->effect_count; i++) {
        count_confidence(&out[BIL_CATALOGUE_EFFECTS - 1], catalogue->effects[i].confidence);
    }
    for (size_t i = 0; i < catalogue->source_count; i++) {
        count_confidence(&out[BIL_CATALOGUE_SOURCES - 1], catalogue->sources[i].confidence);
    }
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        count_confidence(&out[BIL_CATALOGUE_RULES - 1], catalogue->rules[i].confidence);
    }
    for (size_t i = 0; i < catalogue->uncertainty_count; i++) {
        count_confidence(&out[BIL_CATALOGUE_UNCERTAINTY - 1], catalogue->uncertainty[i].confidence);
    }
    out[BIL_CATALOGUE_DOMAINS - 1].rows = catalogue->domain_count;
    out[BIL_CATALOGUE_LEVELS - 1].rows = catalogue->level_count;
    out[BIL_CATALOGUE_ELIGIBILITY - 1].rows = catalogue->eligibility_count;
    out[BIL_CATALOGUE_PROVIDERS - 1].rows = catalogue->provider_count;
    out[BIL_CATALOGUE_COPAY - 1].rows = catalogue->copay_count;
}
