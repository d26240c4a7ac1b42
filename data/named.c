/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/named_impl.h"

#include <string.h>

#include "data/words.h"

void bil_named_unknown(const bil_json_value *at, const char *code, bil_words expected,
                       const void *items, size_t count, size_t size)
{
    bil_said near;
    const bool many = bil_json_errors(at) >= BIL_SUGGESTIONS_MAX;
    bil_json_fault(at, code, expected, bil_say_nearest(&near, code, items, many ? 0 : count, size));
}

bil_index bil_named_service_at(const bil_catalogue *catalogue, const bil_json_value *at,
                               const char *code)
{
    const bil_index index = bil_catalogue_find_service(catalogue, code);
    if (index == BIL_NONE) {
        bil_named_unknown(at, code,
                          (bil_words){"il codice di un servizio del catalogo",
                                      "the code of a service of the catalogue"},
                          catalogue->services, catalogue->service_count, sizeof(bil_service));
    }
    return index;
}

bil_index bil_named_source_at(const bil_catalogue *catalogue, const bil_json_value *at,
                              const char *code)
{
    const bil_index index = bil_catalogue_find_source(catalogue, code);
    if (index == BIL_NONE) {
        bil_named_unknown(at, code,
                          (bil_words){"il codice di una fonte del catalogo",
                                      "the code of a source of the catalogue"},
                          catalogue->sources, catalogue->source_count, sizeof(bil_source));
    }
    return index;
}

bil_index bil_named_service(const bil_catalogue *catalogue, const bil_json_value *value)
{
    const char *code = "";
    const bool read = value != NULL && bil_json_get_code(&code, value);
    return read ? bil_named_service_at(catalogue, value, code) : BIL_NONE;
}

bil_index bil_named_source(const bil_catalogue *catalogue, const bil_json_value *value)
{
    const char *code = "";
    const bool read = value != NULL && bil_json_get_code(&code, value);
    return read ? bil_named_source_at(catalogue, value, code) : BIL_NONE;
}

bool bil_named_is_provider(const bil_catalogue *catalogue, const char *code)
{
    for (size_t i = 0; i < catalogue->provider_count; i++) {
        if (strcmp(catalogue->providers[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

bool bil_named_place_at(bil_index *service, const bil_catalogue *catalogue,
                        const bil_json_value *at, const char *code)
{
    *service = bil_catalogue_find_service(catalogue, code);
    if (*service != BIL_NONE || bil_named_is_provider(catalogue, code)) {
        return true;
    }
    bil_named_unknown(at, code,
                      (bil_words){"il codice di un servizio o di un ente del catalogo",
                                  "the code of a service or of a provider of the catalogue"},
                      catalogue->services, catalogue->service_count, sizeof(bil_service));
    return false;
}
