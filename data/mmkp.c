/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/mmkp.h"

#include <stdio.h>
#include <string.h>

#include "data/file.h"
#include "data/number.h"
#include "data/words.h"
#include "engine/text.h"

enum {
    SIZE_MAX_BYTES = 256 * 1024 * 1024,
    GROUPS_MAX = 1000000,
    RESOURCES_MAX = 1000,
    ITEMS_MAX = 100000,
    HEAD_MAX = 4
};

/* A number of a file, before its decimals. */
#define NUMBER_MAX INT64_C(1000000000)

static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};

/* Sums beyond 2^53 would not be exact everywhere. */
#define SUM_MAX INT64_C(9007199254740992)

typedef struct {
    const char *bytes;
    size_t size;
    size_t at;
    size_t line;
    size_t line_start;
    const char *name;
    bil_arena *arena;
    bil_faults *faults;
    bool nomem;
} scanner;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static void skip_space(scanner *s)
{
    while (s->at < s->size && is_space(s->bytes[s->at])) {
        if (s->bytes[s->at] == '\n') {
            s->line++;
            s->line_start = s->at + 1;
        }
        s->at++;
    }
}

static size_t token_size(const scanner *s)
{
    size_t size = 0;
    while (s->at + size < s->size && !is_space(s->bytes[s->at + size])) {
        size++;
    }
    return size;
}

static void fault(const scanner *s, bil_words expected)
{
    char where[256];
    char found[96];
    const size_t size = token_size(s);
    const int shown = size > 60 ? 60 : (int)size;
    (void)snprintf(where, sizeof where, "%.160s:%zu:%zu", s->name, s->line,
                   s->at - s->line_start + 1);
    (void)snprintf(found, sizeof found, "%.*s", shown, s->bytes + s->at);
    if (!bil_utf8_valid(found, strlen(found))) {
        (void)snprintf(found, sizeof found, "?");
    }
    bil_faults_add(s->faults, where, found, expected, (bil_words){"", ""});
}

/* A number × 10^BIL_MMKP_DIGITS_MAX. */
static bool get_decimal(int64_t *out, scanner *s, bil_words expected)
{
    skip_space(s);
    const size_t size = token_size(s);
    int64_t value = 0;
    if (size == 0 ||
        bil_number_decimal(&value, s->bytes + s->at, size, BIL_MMKP_DIGITS_MAX, false) !=
            BIL_NUMBER_OK ||
        value > NUMBER_MAX * powers[BIL_MMKP_DIGITS_MAX] ||
        value < -NUMBER_MAX * powers[BIL_MMKP_DIGITS_MAX]) {
        fault(s, expected);
        return false;
    }
    *out = value;
    s->at += size;
    return true;
}

static bool get_count(int64_t *out, scanner *s, int64_t least, int64_t most, bil_words expected)
{
    skip_space(s);
    const size_t size = token_size(s);
    int64_t value = 0;
    if (size == 0 || bil_number_integer(&value, s->bytes + s->at, size) != BIL_NUMBER_OK ||
        value < least || value > most) {
        fault(s, expected);
        return false;
    }
    *out = value;
    s->at += size;
    return true;
}

/* How many words the line has that begins at the next word. */
static size_t words_of_line(const scanner *s)
{
    size_t count = 0;
    bool inside = false;
    for (size_t i = s->at; i < s->size && s->bytes[i] != '\n'; i++) {
        const bool word = !is_space(s->bytes[i]);
        count += word && !inside ? 1 : 0;
        inside = word;
    }
    return count;
}

typedef struct {
    size_t form; /* words of the first line: 2, 3 or 4 */
    int64_t id;
    int64_t groups;
    int64_t items; /* of every group; 0 = each says */
    int64_t resources;
} head;

static bool get_head(head *out, scanner *s, size_t form)
{
    *out = (head){.form = form, .id = 1};
    return (form < 4 || get_count(&out->id, s, 0, NUMBER_MAX,
                                  (bil_words){"il numero del problema", "the problem’s number"})) &&
           get_count(&out->groups, s, 1, GROUPS_MAX,
                     (bil_words){"quanti gruppi, almeno 1", "how many groups, at least 1"}) &&
           (form < 3 || get_count(&out->items, s, 1, ITEMS_MAX,
                                  (bil_words){"quante voci per gruppo, almeno 1",
                                              "how many items a group, at least 1"})) &&
           get_count(&out->resources, s, 1, RESOURCES_MAX,
                     (bil_words){"quante risorse, almeno 1", "how many resources, at least 1"});
}

static bool grow(void *array, scanner *s, size_t count, size_t *capacity, size_t needed,
                 size_t size)
{
    void *old = NULL;
    memcpy(&old, array, sizeof old);
    void *grown = bil_arena_grow(s->arena, old, count, capacity, needed, size);
    if (grown == NULL) {
        s->nomem = true;
        return false;
    }
    memcpy(array, &grown, sizeof grown);
    return true;
}

typedef struct {
    bil_mmkp *problem;
    size_t items;
    size_t value_room;
    size_t use_room;
    size_t first_room;
} building;

static bool get_item(building *b, scanner *s)
{
    bil_mmkp *p = b->problem;
    const size_t resources = p->resource_count;
    if (!grow(&p->value, s, b->items, &b->value_room, b->items + 1, sizeof *p->value) ||
        !grow(&p->use, s, b->items * resources, &b->use_room, (b->items + 1) * resources,
              sizeof *p->use) ||
        !get_decimal(&p->value[b->items], s,
                     (bil_words){"il valore di una voce", "the value of an item"})) {
        return false;
    }
    for (size_t r = 0; r < resources; r++) {
        if (!get_decimal(&p->use[b->items * resources + r], s,
                         (bil_words){"quanto una voce usa di una risorsa",
                                     "how much of a resource an item uses"})) {
            return false;
        }
    }
    b->items++;
    return true;
}

/* The number before a group's items: how many there are, or which group it is. */
static bool get_group_head(int64_t *items, scanner *s, const head *top, int64_t group)
{
    if (top->form == 2) {
        return get_count(items, s, 1, ITEMS_MAX,
                         (bil_words){"quante voci ha il gruppo, almeno 1",
                                     "how many items the group has, at least 1"});
    }
    int64_t number = 0;
    *items = top->items;
    return get_count(&number, s, group + 1, group + 1,
                     (bil_words){"il numero del gruppo, di seguito dall’1",
                                 "the group’s number, counting from 1"});
}

static bool get_problem(building *b, scanner *s, const head *top)
{
    bil_mmkp *p = b->problem;
    p->group_count = (uint32_t)top->groups;
    p->resource_count = (uint32_t)top->resources;
    p->limit = bil_arena_alloc(s->arena, p->resource_count, sizeof *p->limit);
    if (p->limit == NULL) {
        s->nomem = true;
        return false;
    }
    for (uint32_t r = 0; r < p->resource_count; r++) {
        if (!get_decimal(
                &p->limit[r], s,
                (bil_words){"quanto c’è di una risorsa", "how much of a resource there is"})) {
            return false;
        }
    }
    for (int64_t g = 0; g < top->groups; g++) {
        int64_t items = 0;
        if (!grow(&p->first, s, (size_t)g, &b->first_room, (size_t)g + 2, sizeof *p->first) ||
            !get_group_head(&items, s, top, g)) {
            return false;
        }
        p->first[g] = b->items;
        for (int64_t i = 0; i < items; i++) {
            if (!get_item(b, s)) {
                return false;
            }
        }
        p->first[g + 1] = b->items;
    }
    return true;
}

/* Takes away the decimals nobody uses; returns how many digits stay. */
static int shorten(int64_t *a, size_t a_count, int64_t *b, size_t b_count)
{
    int digits = BIL_MMKP_DIGITS_MAX;
    for (; digits > 0; digits--) {
        bool needless = true;
        for (size_t i = 0; i < a_count && needless; i++) {
            needless = a[i] % 10 == 0;
        }
        for (size_t i = 0; i < b_count && needless; i++) {
            needless = b[i] % 10 == 0;
        }
        if (!needless) {
            break;
        }
        for (size_t i = 0; i < a_count; i++) {
            a[i] /= 10;
        }
        for (size_t i = 0; i < b_count; i++) {
            b[i] /= 10;
        }
    }
    return digits;
}

static int64_t size_of(int64_t value)
{
    return value < 0 ? -value : value;
}

/* No sum of one item a group is beyond what is exact. */
static bool sums_are_exact(const bil_mmkp *p)
{
    for (size_t r = 0; r <= p->resource_count; r++) {
        int64_t sum = 0;
        for (uint32_t g = 0; g < p->group_count; g++) {
            int64_t most = 0;
            for (size_t i = p->first[g]; i < p->first[g + 1]; i++) {
                const int64_t now = size_of(
                    r == p->resource_count ? p->value[i] : p->use[i * p->resource_count + r]);
                most = now > most ? now : most;
            }
            sum += most;
            if (sum > SUM_MAX) {
                return false;
            }
        }
    }
    return true;
}

static bool finish(building *b, const scanner *s)
{
    bil_mmkp *p = b->problem;
    p->value_digits = shorten(p->value, b->items, NULL, 0);
    p->use_digits = shorten(p->use, b->items * p->resource_count, p->limit, p->resource_count);
    if (!sums_are_exact(p)) {
        fault(s, (bil_words){"numeri le cui somme stanno entro 2⁵³, decimali compresi",
                             "numbers whose sums are within 2⁵³, decimals included"});
        return false;
    }
    return true;
}

static bool is_number(const scanner *s)
{
    const char c = s->at < s->size ? s->bytes[s->at] : 'x';
    return (c >= '0' && c <= '9') || c == '-';
}

static bool is_id(int64_t id, const char *wanted)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%lld", (long long)id);
    return wanted == NULL || strcmp(text, wanted) == 0;
}

static void no_such_problem(const scanner *s, const char *problem)
{
    char where[256];
    (void)snprintf(where, sizeof where, "%.160s", s->name);
    bil_faults_add(
        s->faults, where, problem,
        (bil_words){"il numero di un problema del file", "the number of a problem of the file"},
        (bil_words){"", ""});
}

/* Reads problem after problem up to the one wanted. */
static bool scan(bil_mmkp **out, scanner *s, const char *problem)
{
    skip_space(s);
    const size_t form = words_of_line(s);
    if (form < 2 || form > HEAD_MAX) {
        fault(s, (bil_words){"una prima riga di 2, 3 o 4 numeri",
                             "a first line of 2, 3 or 4 numbers"});
        return false;
    }
    for (;;) {
        head top;
        building b = {.problem = bil_arena_alloc(s->arena, 1, sizeof *b.problem)};
        if (b.problem == NULL) {
            s->nomem = true;
            return false;
        }
        b.problem->arena = s->arena;
        if (!get_head(&top, s, form) || !get_problem(&b, s, &top)) {
            return false;
        }
        skip_space(s);
        if (form < 4 && is_number(s)) {
            fault(s, (bil_words){"la fine dei dati", "the end of the data"});
            return false;
        }
        if (is_id(top.id, problem)) {
            *out = b.problem;
            return finish(&b, s);
        }
        if (form < 4 || !is_number(s)) {
            no_such_problem(s, problem);
            return false;
        }
    }
}

bil_status bil_mmkp_read(bil_mmkp **out, const char *bytes, size_t size, const char *name,
                         const char *problem, bil_arena *arena, bil_faults *faults, bil_error *err)
{
    scanner s = {
        .bytes = bytes, .size = size, .line = 1, .name = name, .arena = arena, .faults = faults};
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        s.at = 3;
        s.line_start = 3;
    }
    bil_mmkp *made = NULL;
    if (!scan(&made, &s, problem)) {
        return s.nomem ? bil_fail_nomem(err)
                       : bil_fail(err, BIL_E_DATA, name, "il file non è come deve essere",
                                  "the file is not as it should be");
    }
    *out = made;
    return BIL_OK;
}

bil_status bil_mmkp_load(bil_mmkp **out, const char *path, const char *problem, bil_arena *arena,
                         bil_faults *faults, bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    bil_status status = bil_file_read(&text, path, SIZE_MAX_BYTES, err);
    if (status == BIL_OK) {
        status = bil_mmkp_read(out, text.bytes, text.size, path, problem, arena, faults, err);
    }
    bil_text_release(&text);
    return status;
}
