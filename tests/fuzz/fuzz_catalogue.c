/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tiny valid catalogue with one or more files replaced: the input is a list of pieces parted by
 * the byte 0x1E, each a letter (d = catalogue.json, e = domains.csv, … m = copay.csv, n =
 * uncertainty.csv) and the file's bytes. */
#include <stdlib.h>
#include <string.h>

#include "engine/money.h"
#include "tests/data/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* What the loader promises to everybody who reads a catalogue. */
static void use(const bil_catalogue *catalogue)
{
    size_t effects = 0;
    bil_catalogue_count counts[BIL_CATALOGUE_TABLES];
    for (size_t i = 0; i < catalogue->service_count; i++) {
        const bil_service *service = &catalogue->services[i];
        BIL_ASSERT(bil_catalogue_find_service(catalogue, service->code) == i);
        BIL_ASSERT(service->step >= 1 && service->min_month <= service->max_month);
        BIL_ASSERT(bil_service_month_price(service, service->price_cents) >= 0);
        for (size_t k = 0; k < service->effect_count; k++) {
            BIL_ASSERT(service->effects[k].service == i);
            BIL_ASSERT(service->effects[k].domain < catalogue->domain_count);
            BIL_ASSERT(service->effects[k].hundredths > 0);
        }
        for (size_t k = 0; k < catalogue->source_count; k++) {
            (void)bil_source_may_pay(catalogue, (bil_index)k, (bil_index)i);
        }
        BIL_ASSERT(bil_copay_per_unit(catalogue, service->copay_class, 600000, 20270101) >= 0);
        effects += service->effect_count;
    }
    BIL_ASSERT(effects == catalogue->effect_count);
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        BIL_ASSERT(catalogue->rules[i].a_count > 0);
    }
    for (size_t i = 1; i < catalogue->curve_count; i++) {
        BIL_ASSERT(catalogue->curve[i].share_e6 > catalogue->curve[i - 1].share_e6);
    }
    for (size_t i = 0; i < catalogue->uncertainty_count; i++) {
        const bil_uncertainty *row = &catalogue->uncertainty[i];
        BIL_ASSERT(row->low_bp >= 0 && row->low_bp <= row->high_bp);
        BIL_ASSERT(row->high_bp <= BIL_VARIES_BP_MAX);
        BIL_ASSERT(row->mode_bp == -1 ||
                   (row->mode_bp >= row->low_bp && row->mode_bp <= row->high_bp));
    }
    BIL_ASSERT(strlen(catalogue->sha256) == 64);
    bil_catalogue_summary(counts, catalogue);
    BIL_ASSERT(counts[0].rows == catalogue->domain_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static base *valid;
    bil_catalogue_bytes files[BIL_CATALOGUE_FILES];
    bil_catalogue *catalogue = NULL;
    bil_faults faults;
    if (valid == NULL) {
        valid = malloc(sizeof *valid);
        BIL_ASSERT(valid != NULL);
        base_open(valid);
    }
    for (size_t i = 0; i < BIL_CATALOGUE_FILES; i++) {
        files[i] = (bil_catalogue_bytes){valid->files[i].bytes, valid->files[i].size};
    }
    for (size_t at = 0; at < size;) {
        const uint8_t *end = memchr(bytes + at, 0x1E, size - at);
        size_t length = end == NULL ? size - at : (size_t)(end - bytes) - at;
        if (length > 0) {
            files[(bytes[at] + 256U * BIL_CATALOGUE_FILES - 'd') % BIL_CATALOGUE_FILES] =
                (bil_catalogue_bytes){(const char *)bytes + at + 1, length - 1};
        }
        at += length + 1;
    }
    bil_arena *arena = bil_arena_new();
    BIL_ASSERT(arena != NULL);
    bil_faults_init(&faults, arena);
    bil_status status = bil_catalogue_read(&catalogue, "fuzz", files, &faults, NULL);
    BIL_ASSERT(status == BIL_OK || status == BIL_E_DATA);
    BIL_ASSERT((status == BIL_OK) == (faults.errors == 0));
    if (status == BIL_OK) {
        use(catalogue);
    }
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
    return 0;
}
