/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/case_change.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/digest.h"
#include "data/json_impl.h"

/* The case is changed first; what then differs is written over the places where it stands. */

/* Bytes from `from` to `to` become `text`. */
typedef struct {
    size_t from;
    size_t to;
    const char *text;
    size_t place; /* in the order they were asked for */
} splice;

typedef struct {
    const bil_json *document;
    const bil_json_value *root;
    const bil_case *before;
    const bil_case *after;
    bil_arena *arena;
    splice *splices;
    size_t count;
    size_t capacity;
    bool no_memory;
} editor;

/* --- pieces of text -------------------------------------------------------------------------- */

static size_t end_of(const bil_json_value *value)
{
    return (size_t)value->offset + value->size;
}

/* Takes over the text. */
static void put(editor *e, size_t from, size_t to, bil_text *text)
{
    splice *grown =
        bil_arena_grow(e->arena, e->splices, e->count, &e->capacity, e->count + 1, sizeof *grown);
    const char *copy =
        text->failed || text->bytes == NULL ? NULL : bil_arena_text(e->arena, text->bytes);
    if (grown == NULL || copy == NULL) {
        e->no_memory = true;
    } else {
        e->splices = grown;
        e->splices[e->count] = (splice){from, to, copy, e->count};
        e->count++;
    }
    bil_text_release(text);
}

static const bil_json_value *last_of(const bil_json_value *container)
{
    const bil_json_value *last = NULL;
    for (const bil_json_value *at = bil_json_first(container); at != NULL; at = bil_json_next(at)) {
        last = at;
    }
    return last;
}

/* Where the text of a member or element begins, its key included. */
static size_t start_of(const bil_json_value *value)
{
    return value->key == NULL ? value->offset : (size_t)value->key_offset - 1;
}

/* The spaces before a member or element. */
static void add_gap(bil_text *out, const editor *e, const bil_json_value *value)
{
    size_t from = start_of(value);
    while (from > 0 && strchr(" \t\r\n", e->document->bytes[from - 1]) != NULL) {
        from--;
    }
    bil_text_add_n(out, e->document->bytes + from, start_of(value) - from);
}

/* Sets a member of an object, after the others when it is not there. */
static void set_member(editor *e, const bil_json_value *object, const char *key, const char *value)
{
    const bil_json_value *there = bil_json_member(object, key);
    const bil_json_value *last = last_of(object);
    bil_text text;
    bil_text_init(&text);
    if (there != NULL) {
        bil_text_add(&text, value);
        put(e, there->offset, end_of(there), &text);
    } else if (last == NULL) {
        bil_text_addf(&text, "{ \"%s\": %s }", key, value);
        put(e, object->offset, end_of(object), &text);
    } else {
        bil_text_add(&text, ",");
        add_gap(&text, e, last);
        bil_text_addf(&text, "\"%s\": %s", key, value);
        put(e, end_of(last), end_of(last), &text);
    }
}

static void set_number(editor *e, const bil_json_value *object, const char *key, int64_t value)
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%" PRId64, value);
    set_member(e, object, key, digits);
}

/* --- lists ----------------------------------------------------------------------------------- */

/* A list written anew: elements that stay are copied as they are, with the spaces before them. */
typedef struct {
    editor *e;
    const bil_json_value *array; /* NULL or null: not there yet */
    bil_text text;
    size_t count;
} list_writer;

static void list_begin(list_writer *list, editor *e, const bil_json_value *array)
{
    *list = (list_writer){.e = e, .array = bil_json_is_null(array) ? NULL : array};
    bil_text_init(&list->text);
    bil_text_add(&list->text, "[");
}

static void list_keep(list_writer *list, const bil_json_value *element)
{
    bil_text_add(&list->text, list->count++ == 0 ? "" : ",");
    add_gap(&list->text, list->e, element);
    bil_text_add_n(&list->text, list->e->document->bytes + element->offset, element->size);
}

/* A new element; or one in the place of another. Takes over the text. */
static void list_add(list_writer *list, const bil_json_value *instead, bil_text *element)
{
    const bil_json_value *like = instead;
    if (like == NULL && list->array != NULL) {
        like = last_of(list->array);
    }
    bil_text_add(&list->text, list->count++ == 0 ? "" : ",");
    if (like == NULL) {
        bil_text_add(&list->text, " ");
    } else {
        add_gap(&list->text, list->e, like);
    }
    bil_text_add(&list->text, element->bytes == NULL ? "" : element->bytes);
    list->text.failed = list->text.failed || element->failed;
    bil_text_release(element);
}

static void list_end(list_writer *list)
{
    const bil_json_value *last = list->array == NULL ? NULL : last_of(list->array);
    if (list->count > 0 && last != NULL) {
        const size_t close = end_of(list->array) - 1;
        bil_text_add_n(&list->text, list->e->document->bytes + end_of(last), close - end_of(last));
    } else if (list->count > 0) {
        bil_text_add(&list->text, " ");
    }
    bil_text_add(&list->text, "]");
}

/* --- money, hours, needs --------------------------------------------------------------------- */

static void edit_budget(editor *e, const bil_json_value *object, const bil_budget *before,
                        const bil_budget *after)
{
    const bil_json_value *limits = bil_json_member(object, "by_source");
    if (after->public_monthly_cents != before->public_monthly_cents) {
        set_number(e, object, "public_monthly_cents", after->public_monthly_cents);
    }
    for (size_t i = 0; i < after->by_source_count; i++) {
        if (after->by_source[i].monthly_cents != before->by_source[i].monthly_cents) {
            const bil_index source = after->by_source[i].source;
            set_number(e, limits, e->before->catalogue->sources[source].code,
                       after->by_source[i].monthly_cents);
        }
    }
}

static void edit_budgets(editor *e)
{
    size_t t = 0;
    edit_budget(e, bil_json_member(e->root, "budget"), &e->before->budget, &e->after->budget);
    const bil_json_value *phases = bil_json_member(e->root, "phases");
    for (const bil_json_value *at = bil_json_first(phases); at != NULL; at = bil_json_next(at)) {
        const bil_json_value *own = bil_json_member(at, "budget");
        if (!bil_json_is_null(own)) {
            edit_budget(e, own, &e->before->phases[t].budget, &e->after->phases[t].budget);
        }
        t++;
    }
}

/* The element of a list of objects whose member says so. */
static const bil_json_value *element_of(const bil_json_value *list, const char *key,
                                        const char *wanted)
{
    for (const bil_json_value *at = bil_json_is_null(list) ? NULL : bil_json_first(list);
         at != NULL; at = bil_json_next(at)) {
        const bil_json_value *name = bil_json_member(at, key);
        if (name != NULL && name->text != NULL && strcmp(name->text, wanted) == 0) {
            return at;
        }
    }
    return NULL;
}

static void edit_sources(editor *e)
{
    const bil_json_value *list = bil_json_member(e->root, "sources");
    for (size_t i = 0; i < e->after->source_count; i++) {
        const bil_case_source *before = &e->before->sources[i];
        const bil_case_source *after = &e->after->sources[i];
        const bil_json_value *element =
            element_of(list, "code", e->before->catalogue->sources[after->source].code);
        if (element != NULL && after->hours_month != before->hours_month) {
            set_number(e, element, "hours", after->hours_month);
        }
        if (element != NULL && after->amount_cents != before->amount_cents) {
            set_number(e, element, "amount_cents", after->amount_cents);
        }
    }
}

static void edit_needs(editor *e)
{
    const bil_json_value *list = bil_json_member(e->root, "needs");
    for (size_t i = 0; i < e->after->need_count; i++) {
        const bil_need *need = &e->after->needs[i];
        const bil_json_value *element = element_of(list, "id", need->id);
        if (element == NULL || need->at_least == e->before->needs[i].at_least) {
            continue;
        }
        if (need->at_least == 0) {
            set_member(e, element, "at_least", "null");
        } else {
            set_number(e, element, "at_least", need->at_least);
        }
    }
}

static void edit_in_place(editor *e)
{
    const bil_json_value *list = bil_json_member(e->root, "in_place");
    for (size_t i = 0; i < e->after->in_place_count; i++) {
        const bil_in_place *row = &e->after->in_place[i];
        const bil_json_value *element =
            element_of(list, "service", e->before->catalogue->services[row->service].code);
        if (element != NULL && row->keep != e->before->in_place[i].keep) {
            set_member(e, element, "keep", row->keep ? "true" : "false");
        }
    }
}

/* --- wishes ---------------------------------------------------------------------------------- */

/* Wishes that are left, in their order, then those that were added. */
static void write_selectors(list_writer *list, const bil_selector *after, size_t count)
{
    size_t kept = 0;
    for (const bil_json_value *at = list->array == NULL ? NULL : bil_json_first(list->array);
         at != NULL; at = bil_json_next(at)) {
        if (kept < count && strcmp(after[kept].text, at->text) == 0) {
            list_keep(list, at);
            kept++;
        }
    }
    for (size_t i = kept; i < count; i++) {
        bil_text element;
        bil_json_writer writer;
        bil_text_init(&element);
        bil_json_writer_init(&writer, &element, false);
        bil_json_put_text(&writer, NULL, after[i].text);
        list_add(list, NULL, &element);
    }
}

static void add_fixed(list_writer *list, const bil_json_value *instead, const bil_fixed *row)
{
    bil_text element;
    bil_json_writer writer;
    bil_text_init(&element);
    bil_json_writer_init(&writer, &element, false);
    bil_json_inline(&writer);
    bil_json_begin_object(&writer, NULL);
    bil_json_put_text(&writer, "service", list->e->before->catalogue->services[row->service].code);
    bil_json_put_integer(&writer, "quantity", row->quantity);
    bil_json_end_object(&writer);
    list_add(list, instead, &element);
}

/* The list of the file has its own order; the case's follows the catalogue. */
static void write_fixed(list_writer *list)
{
    const bil_case *before = list->e->before;
    const bil_case *after = list->e->after;
    for (const bil_json_value *at = list->array == NULL ? NULL : bil_json_first(list->array);
         at != NULL; at = bil_json_next(at)) {
        const bil_index service =
            bil_catalogue_find_service(before->catalogue, bil_json_member(at, "service")->text);
        const bil_fixed *row = bil_case_fixed_of(after, service);
        if (row == NULL) {
            continue; /* given up */
        }
        if (row->quantity == bil_case_fixed_of(before, service)->quantity) {
            list_keep(list, at);
        } else {
            add_fixed(list, at, row);
        }
    }
    for (size_t i = 0; i < after->wishes.fixed_count; i++) {
        const bil_fixed *row = &after->wishes.fixed[i];
        if (bil_case_fixed_of(before, row->service) == NULL) {
            add_fixed(list, NULL, row);
        }
    }
}

static bool same_selectors(const bil_selector *a, size_t a_count, const bil_selector *b,
                           size_t b_count)
{
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++) {
        same = strcmp(a[i].text, b[i].text) == 0;
    }
    return same;
}

static bool same_fixed(const bil_wishes *a, const bil_wishes *b)
{
    bool same = a->fixed_count == b->fixed_count;
    for (size_t i = 0; same && i < a->fixed_count; i++) {
        same = a->fixed[i].service == b->fixed[i].service &&
               a->fixed[i].quantity == b->fixed[i].quantity;
    }
    return same;
}

/* The wishes of the file; where there are none, an object of those that are new. */
typedef struct {
    editor *e;
    const bil_json_value *object; /* NULL: none, or an empty one */
    bil_text fresh;
} wish_lists;

static void put_wish_list(wish_lists *wishes, const char *key, list_writer *list)
{
    list_end(list);
    if (list->text.failed) {
        wishes->e->no_memory = true;
    } else if (wishes->object != NULL) {
        set_member(wishes->e, wishes->object, key, list->text.bytes);
    } else {
        bil_text_addf(&wishes->fresh, "%s \"%s\": ", wishes->fresh.size > 1 ? "," : "", key);
        bil_text_add(&wishes->fresh, list->text.bytes);
    }
    bil_text_release(&list->text);
}

static const bil_json_value *wish_list(const wish_lists *wishes, const char *key)
{
    return wishes->object == NULL ? NULL : bil_json_member(wishes->object, key);
}

static void edit_wish_lists(wish_lists *wishes)
{
    editor *e = wishes->e;
    const bil_wishes *before = &e->before->wishes;
    const bil_wishes *after = &e->after->wishes;
    list_writer list;
    if (!same_selectors(before->must, before->must_count, after->must, after->must_count)) {
        list_begin(&list, e, wish_list(wishes, "must"));
        write_selectors(&list, after->must, after->must_count);
        put_wish_list(wishes, "must", &list);
    }
    if (!same_selectors(before->must_not, before->must_not_count, after->must_not,
                        after->must_not_count)) {
        list_begin(&list, e, wish_list(wishes, "must_not"));
        write_selectors(&list, after->must_not, after->must_not_count);
        put_wish_list(wishes, "must_not", &list);
    }
    if (!same_fixed(before, after)) {
        list_begin(&list, e, wish_list(wishes, "fixed"));
        write_fixed(&list);
        put_wish_list(wishes, "fixed", &list);
    }
}

static void edit_wishes(editor *e)
{
    const bil_json_value *object = bil_json_member(e->root, "wishes");
    const bool filled = !bil_json_is_null(object) && bil_json_count(object) > 0;
    wish_lists wishes = {.e = e, .object = filled ? object : NULL};
    bil_text_init(&wishes.fresh);
    bil_text_add(&wishes.fresh, "{");
    edit_wish_lists(&wishes);
    if (wishes.fresh.size > 1) {
        bil_text_add(&wishes.fresh, " }");
        set_member(e, e->root, "wishes", wishes.fresh.bytes);
    }
    e->no_memory = e->no_memory || wishes.fresh.failed;
    bil_text_release(&wishes.fresh);
}

/* --- decisions by hand ----------------------------------------------------------------------- */

static bool same_override(const bil_override *a, const bil_override *b)
{
    return a->kind == b->kind && a->service == b->service && a->provider == b->provider &&
           a->rule == b->rule && a->phase == b->phase && a->quantity == b->quantity &&
           strcmp(a->reason, b->reason) == 0 && strcmp(a->by, b->by) == 0;
}

static void add_override(list_writer *list, const bil_override *row)
{
    const bil_catalogue *catalogue = list->e->before->catalogue;
    bil_text element;
    bil_json_writer w;
    bil_text_init(&element);
    bil_json_writer_init(&w, &element, false);
    bil_json_inline(&w);
    bil_json_begin_object(&w, NULL);
    if (row->kind == BIL_OVERRIDE_RULE) {
        bil_json_put_text(&w, "rule", catalogue->rules[row->rule].id);
    } else {
        bil_json_put_text(&w, "service", catalogue->services[row->service].code);
        if (row->kind == BIL_OVERRIDE_PLACE) {
            bil_json_put_text(&w, "provider", catalogue->providers[row->provider].code);
        }
        bil_json_put_integer(&w, "quantity", row->quantity);
        if (row->phase != SIZE_MAX) {
            bil_json_put_integer(&w, "phase", (int64_t)row->phase + 1);
        }
    }
    bil_json_put_text(&w, "reason", row->reason);
    if (row->by[0] != '\0') {
        bil_json_put_text(&w, "by", row->by);
    }
    bil_json_end_object(&w);
    list_add(list, NULL, &element);
}

static bool same_overrides(const bil_case *a, const bil_case *b)
{
    bool same = a->override_count == b->override_count;
    for (size_t i = 0; same && i < a->override_count; i++) {
        same = same_override(&a->overrides[i], &b->overrides[i]);
    }
    return same;
}

static void edit_overrides(editor *e)
{
    const bil_json_value *array = bil_json_member(e->root, "overrides");
    size_t at = 0; /* in the case before, as in the file */
    list_writer list;
    if (same_overrides(e->before, e->after)) {
        return;
    }
    list_begin(&list, e, array);
    const bil_json_value *element = list.array == NULL ? NULL : bil_json_first(list.array);
    for (size_t i = 0; i < e->after->override_count; i++) {
        const bil_override *row = &e->after->overrides[i];
        size_t found = at;
        const bil_json_value *there = element;
        while (found < e->before->override_count &&
               !same_override(&e->before->overrides[found], row)) {
            there = bil_json_next(there);
            found++;
        }
        if (found == e->before->override_count) {
            add_override(&list, row);
        } else {
            list_keep(&list, there);
            element = bil_json_next(there);
            at = found + 1;
        }
    }
    list_end(&list);
    if (list.text.failed) {
        e->no_memory = true;
    } else {
        set_member(e, e->root, "overrides", list.text.bytes);
    }
    bil_text_release(&list.text);
}

/* --- the whole ------------------------------------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
    const splice *a = left;
    const splice *b = right;
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

static void write_all(bil_text *out, editor *e)
{
    size_t at = 0;
    if (e->count > 0) {
        qsort(e->splices, e->count, sizeof *e->splices, by_place);
    }
    for (size_t i = 0; i < e->count; i++) {
        BIL_ASSERT(e->splices[i].from >= at);
        bil_text_add_n(out, e->document->bytes + at, e->splices[i].from - at);
        bil_text_add(out, e->splices[i].text);
        at = e->splices[i].to;
    }
    bil_text_add_n(out, e->document->bytes + at, e->document->size - at);
}

static bil_status edit(bil_text *out, const bil_json *document, const bil_case *before,
                       const bil_case *after, bil_arena *arena, bil_error *err)
{
    editor e = {.document = document,
                .root = bil_json_root(document),
                .before = before,
                .after = after,
                .arena = arena};
    edit_budgets(&e);
    edit_sources(&e);
    edit_needs(&e);
    edit_in_place(&e);
    edit_wishes(&e);
    edit_overrides(&e);
    if (!e.no_memory) {
        write_all(out, &e);
    }
    return e.no_memory || out->failed ? bil_fail_nomem(err) : BIL_OK;
}

bil_status bil_case_change_text(bil_text *out, const char *bytes, size_t size, const bil_case *base,
                                const bil_change *changes, size_t count, const char *reason,
                                bil_error *err)
{
    char sha256[BIL_SHA256_HEX_SIZE];
    bil_arena *arena = bil_arena_new();
    bil_case *changed = NULL;
    bil_json *document = NULL;
    bil_faults faults;
    bil_status status = BIL_OK;
    for (size_t i = 0; i < count; i++) {
        BIL_ASSERT(changes[i].kind != BIL_CHANGE_HOLD); /* no file can say it */
    }
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_faults_init(&faults, arena);
    bil_sha256_hex(sha256, bytes, size);
    if (strcmp(sha256, base->sha256) != 0) {
        status = bil_fail(err, BIL_E_DATA, "case", "il file del caso è cambiato nel frattempo",
                          "the file of the case has changed in the meantime");
        goto out;
    }
    status = bil_case_changed(&changed, base, changes, count, reason, err);
    if (status == BIL_OK) {
        status =
            bil_json_read(&document, bytes, size, (bil_json_options){.file = "case"}, &faults, err);
    }
    if (status == BIL_OK) {
        status = edit(out, document, base, changed, arena, err);
    }
out:
    bil_json_free(document);
    bil_case_free(changed);
    bil_arena_free(arena);
    return status;
}
