/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small shapes a profile is made of: shares, spans, weights, bands, conditions, and what each
 * block is based on. */

#include <string.h>

#include "data/synth_impl.h"
#include "data/words.h"
#include "engine/money.h"

enum { SAYS_MAX = 2000, SHARE_DIGITS = 4, SHARE_WHOLE = 10000, AGE_MAX = 120 };

#define WEIGHT_MAX INT64_C(1000000)

static const bil_words nothing = {"", ""};

const char *const bil_synth_invalidity_names[BIL_SYNTH_INVALIDITIES] = {"none", "partial", "total",
                                                                        "attendance"};

void *bil_synth_room(bil_synth_reader *reader, size_t count, size_t size)
{
    void *room = bil_arena_alloc(reader->profile->arena, count, size);
    reader->no_memory = reader->no_memory || room == NULL;
    return room;
}

const char *bil_synth_keep(bil_synth_reader *reader, const char *text)
{
    const char *copy = bil_arena_text(reader->profile->arena, text);
    reader->no_memory = reader->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

/* ---- what figures are based on ---- */

static void read_one_basis(bil_synth_reader *reader, bil_synth_basis *out,
                           const bil_json_value *value)
{
    enum { ID, SAYS, SOURCE, CONFIDENCE, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"id", true}, {"says", true}, {"source", true}, {"confidence", true}};
    const bil_json_value *found[MEMBERS];
    const char *text = "";
    *out = (bil_synth_basis){.id = "", .value = value};
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    if (found[ID] != NULL && bil_json_get_code(&text, found[ID])) {
        out->id = bil_synth_keep(reader, text);
    }
    for (int i = SAYS; i <= SOURCE; i++) {
        if (found[i] != NULL && bil_json_get_text(&text, found[i], SAYS_MAX) && text[0] == '\0') {
            bil_json_fault(found[i], NULL,
                           (bil_words){"un testo non vuoto", "a text that is not empty"}, nothing);
        }
    }
    if (found[CONFIDENCE] != NULL && bil_json_get_text(&text, found[CONFIDENCE], BIL_CODE_MAX) &&
        strcmp(text, "S") != 0 && strcmp(text, "P") != 0 && strcmp(text, "G") != 0) {
        bil_json_fault(found[CONFIDENCE], NULL,
                       (bil_words){"S (letto in una fonte), P (in parte) o G (da verificare)",
                                   "S (read in a source), P (in part) or G (not verified)"},
                       nothing);
    }
}

void bil_synth_read_basis(bil_synth_reader *reader, const bil_json_value *value)
{
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    reader->basis = bil_synth_room(reader, bil_json_count(value), sizeof *reader->basis);
    for (const bil_json_value *at = bil_json_first(value); reader->basis != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_synth_basis *row = &reader->basis[reader->basis_count];
        read_one_basis(reader, row, at);
        for (size_t i = 0; i < reader->basis_count; i++) {
            if (row->id[0] != '\0' && strcmp(row->id, reader->basis[i].id) == 0) {
                bil_json_fault(at, row->id,
                               (bil_words){"un id non già usato", "an id not used already"},
                               nothing);
                break;
            }
        }
        reader->basis_count++;
    }
}

static void use_basis(bil_synth_reader *reader, const bil_json_value *value)
{
    const char *id = "";
    bil_said near;
    if (!bil_json_get_code(&id, value)) {
        return;
    }
    for (size_t i = 0; i < reader->basis_count; i++) {
        if (strcmp(reader->basis[i].id, id) == 0) {
            reader->basis[i].used = true;
            return;
        }
    }
    bil_json_fault(
        value, NULL, (bil_words){"l’id di una riga di «basis»", "the id of a row of \"basis\""},
        bil_say_nearest(&near, id, reader->basis, reader->basis_count, sizeof *reader->basis));
}

void bil_synth_read_sources_of(bil_synth_reader *reader, const bil_json_value *value)
{
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    if (bil_json_count(value) == 0) {
        bil_json_fault(
            value, NULL,
            (bil_words){"su che cosa si basano queste cifre, almeno una riga di «basis»",
                        "what these figures are based on, at least one row of \"basis\""},
            nothing);
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        use_basis(reader, at);
    }
}

/* ---- figures ---- */

int64_t bil_synth_read_share(const bil_json_value *value, int64_t otherwise)
{
    int64_t share = otherwise;
    if (value != NULL) {
        (void)bil_json_get_decimal(&share, value, SHARE_DIGITS, 0, SHARE_WHOLE);
    }
    return share;
}

bool bil_synth_read_span(bil_synth_span *out, const bil_json_value *value, int64_t min, int64_t max)
{
    bil_synth_span read = {0, 0};
    if (value == NULL || !bil_json_expect(value, BIL_JSON_ARRAY)) {
        return false;
    }
    const bil_json_value *low = bil_json_first(value);
    if (bil_json_count(value) != 2) {
        bil_json_fault(value, NULL,
                       (bil_words){"[da, a], due numeri interi", "[from, to], two integers"},
                       nothing);
        return false;
    }
    const bool first = bil_json_get_integer(&read.low, low, min, max);
    if (!bil_json_get_integer(&read.high, bil_json_next(low), min, max) || !first) {
        return false;
    }
    if (read.low > read.high) {
        bil_json_fault(value, NULL,
                       (bil_words){"[da, a] con «da» non oltre «a»",
                                   "[from, to] with \"from\" not above \"to\""},
                       nothing);
        return false;
    }
    *out = read;
    return true;
}

void bil_synth_read_weights(int64_t *out, size_t count, const bil_json_value *value)
{
    bil_said said;
    int64_t total = 0;
    size_t i = 0;
    if (value == NULL || !bil_json_expect(value, BIL_JSON_ARRAY)) {
        return;
    }
    if (bil_json_count(value) != count) {
        bil_json_fault(value, NULL, bil_say(&said, "%zu pesi", "%zu weights", count), nothing);
        return;
    }
    bool fine = true;
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        fine = bil_json_get_integer(&out[i], at, 0, WEIGHT_MAX) && fine;
        total += out[i++];
    }
    if (fine && total == 0) {
        bil_json_fault(value, NULL,
                       (bil_words){"almeno un peso maggiore di 0", "at least one weight above 0"},
                       nothing);
    }
}

void bil_synth_read_bands(bil_synth_reader *reader, bil_synth_bands *out,
                          const bil_json_value *value, int64_t min, int64_t max)
{
    enum { BETWEEN, WEIGHT, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {{"between", true}, {"weight", true}};
    const bil_json_value *found[MEMBERS];
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    if (bil_json_count(value) == 0) {
        bil_json_fault(value, NULL, (bil_words){"almeno una fascia", "at least one band"}, nothing);
        return;
    }
    bil_synth_span *spans = bil_synth_room(reader, bil_json_count(value), sizeof *spans);
    int64_t *weights = bil_synth_room(reader, bil_json_count(value), sizeof *weights);
    if (spans == NULL || weights == NULL) {
        return;
    }
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        (void)bil_json_get_members(found, at, fields, MEMBERS);
        (void)bil_synth_read_span(&spans[count], found[BETWEEN], min, max);
        if (found[WEIGHT] != NULL) {
            (void)bil_json_get_integer(&weights[count], found[WEIGHT], 1, WEIGHT_MAX);
        }
        count++;
    }
    *out = (bil_synth_bands){spans, weights, count};
}

/* ---- conditions ---- */

static unsigned read_invalidity(const bil_json_value *value)
{
    const char *text = "";
    unsigned mask = 0;
    if (!bil_json_expect_array(value, BIL_SYNTH_INVALIDITIES)) {
        return ~0U;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        unsigned bit = 0;
        if (!bil_json_get_text(&text, at, BIL_CODE_MAX)) {
            continue;
        }
        for (unsigned i = 0; i < BIL_SYNTH_INVALIDITIES; i++) {
            bit |= strcmp(text, bil_synth_invalidity_names[i]) == 0 ? 1U << i : 0;
        }
        if (bit == 0) {
            bil_json_fault(at, NULL,
                           (bil_words){"none, partial, total o attendance",
                                       "none, partial, total or attendance"},
                           nothing);
        }
        mask |= bit;
    }
    return mask;
}

static uint64_t read_area_list(const bil_synth_reader *reader, const bil_json_value *value)
{
    const bil_synth_profile *profile = reader->profile;
    const char *text = "";
    uint64_t mask = 0;
    bil_said near;
    if (!bil_json_expect_array(value, BIL_SYNTH_AREAS_MAX)) {
        return 0;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        uint64_t bit = 0;
        if (!bil_json_get_code(&text, at)) {
            continue;
        }
        for (size_t i = 0; i < profile->area_count; i++) {
            bit |= strcmp(text, profile->areas[i].id) == 0 ? UINT64_C(1) << i : 0;
        }
        if (bit == 0) {
            bil_json_fault(at, NULL, (bil_words){"l’id di un’area", "the id of an area"},
                           bil_say_nearest(&near, text, profile->areas, profile->area_count,
                                           sizeof *profile->areas));
        }
        mask |= bit;
    }
    return mask;
}

static int read_either(const bil_json_value *value)
{
    bool yes = false;
    if (bil_json_is_null(value) || !bil_json_get_bool(&yes, value)) {
        return -1;
    }
    return yes ? 1 : 0;
}

void bil_synth_read_when(bil_synth_reader *reader, bil_synth_when *out, const bil_json_value *value,
                         bool areas)
{
    enum { AREAS, AGE, SEVERITY, CARER, RESIDENCE, INVALIDITY, ISEE_MAX, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"areas", false},     {"age", false},        {"severity", false},      {"carer", false},
        {"residence", false}, {"invalidity", false}, {"isee_max_cents", false}};
    const bil_json_value *found[MEMBERS] = {NULL};
    *out = (bil_synth_when){.age = {0, AGE_MAX},
                            .severity = {1, BIL_SYNTH_LEVELS},
                            .carer = -1,
                            .residence = -1,
                            .invalidity = ~0U,
                            .isee_max_cents = -1,
                            .areas = ~UINT64_C(0)};
    if (bil_json_is_null(value)) {
        return;
    }
    /* Inside an area the first key makes no sense. */
    const size_t first = areas ? AREAS : AGE;
    (void)bil_json_get_members(found + first, value, fields + first, MEMBERS - first);
    if (!bil_json_is_null(found[AREAS])) {
        out->areas = read_area_list(reader, found[AREAS]);
    }
    if (!bil_json_is_null(found[AGE])) {
        (void)bil_synth_read_span(&out->age, found[AGE], 0, AGE_MAX);
    }
    if (!bil_json_is_null(found[SEVERITY])) {
        (void)bil_synth_read_span(&out->severity, found[SEVERITY], 1, BIL_SYNTH_LEVELS);
    }
    out->carer = read_either(found[CARER]);
    out->residence = read_either(found[RESIDENCE]);
    if (!bil_json_is_null(found[INVALIDITY])) {
        out->invalidity = read_invalidity(found[INVALIDITY]);
    }
    if (!bil_json_is_null(found[ISEE_MAX])) {
        (void)bil_json_get_integer(&out->isee_max_cents, found[ISEE_MAX], 0, BIL_CENTS_MAX);
    }
}

/* ---- words ---- */

void bil_synth_read_words(bil_synth_reader *reader, bil_words *out, const bil_json_value *it,
                          const bil_json_value *en)
{
    const char *text = "";
    if (it != NULL && bil_json_get_text(&text, it, SAYS_MAX)) {
        out->it = bil_synth_keep(reader, text);
    }
    if (en != NULL && bil_json_get_text(&text, en, SAYS_MAX)) {
        out->en = bil_synth_keep(reader, text);
    }
}
