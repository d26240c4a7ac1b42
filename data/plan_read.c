/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plan files to plans: every fault of form in one pass; what is wrong in substance is for the
 * checker to say. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "data/file.h"
#include "data/plan_impl.h"
#include "data/words.h"

enum { TEXT_MAX = 4000, LIST_MAX = 10000, PLANS_MAX = 1000 };

static const bil_words nothing = {"", ""};

/* --- what the parts share -------------------------------------------------------------------- */

void *bil_plan_alloc(bil_plan_loader *loader, size_t count, size_t size)
{
    void *room = bil_arena_alloc(loader->plan->arena, count, size);
    loader->no_memory = loader->no_memory || room == NULL;
    return room;
}

static const char *copied(bil_plan_loader *loader, const char *text)
{
    const char *copy = bil_arena_text(loader->plan->arena, text);
    loader->no_memory = loader->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

const char *bil_plan_text(bil_plan_loader *loader, const bil_json_value *value)
{
    const char *text = "";
    if (bil_json_is_null(value) || !bil_json_get_text(&text, value, TEXT_MAX)) {
        return "";
    }
    return copied(loader, text);
}

const char *bil_plan_code(bil_plan_loader *loader, const bil_json_value *value)
{
    const char *code = "";
    if (value == NULL || !bil_json_get_code(&code, value)) {
        return "";
    }
    return copied(loader, code);
}

const char *bil_plan_key(bil_plan_loader *loader, const bil_json_value *value)
{
    const char *key = bil_json_key(value);
    if (!bil_code_valid(key)) {
        bil_json_fault(value, key,
                       (bil_words){"una chiave che sia un codice", "a key that is a code"},
                       nothing);
        return "";
    }
    return copied(loader, key);
}

int64_t bil_plan_cents(const bil_json_value *value)
{
    int64_t cents = 0;
    if (value != NULL) {
        (void)bil_json_get_integer(&cents, value, -BIL_PLAN_CENTS_MAX, BIL_PLAN_CENTS_MAX);
    }
    return cents;
}

bool bil_plan_bool(const bil_json_value *value)
{
    bool truth = false;
    if (value != NULL) {
        (void)bil_json_get_bool(&truth, value);
    }
    return truth;
}

void *bil_plan_list(bil_plan_loader *loader, size_t *count, const bil_json_value *value,
                    size_t count_max, size_t size)
{
    *count = 0;
    if (value == NULL || !bil_json_expect_array(value, count_max)) {
        return NULL;
    }
    void *room = bil_plan_alloc(loader, bil_json_count(value), size);
    *count = room == NULL ? 0 : bil_json_count(value);
    return room;
}

const char *const *bil_plan_codes(bil_plan_loader *loader, size_t *count,
                                  const bil_json_value *value, size_t count_max)
{
    size_t i = 0;
    const char **codes = bil_plan_list(loader, count, value, count_max, sizeof *codes);
    const bil_json_value *at = codes == NULL ? NULL : bil_json_first(value);
    for (; at != NULL; at = bil_json_next(at)) {
        codes[i++] = bil_plan_code(loader, at);
    }
    return codes;
}

/* --- what is not in phases ------------------------------------------------------------------- */

/* { "it": …, "en": … }, or one text for both. */
static bil_words read_words(bil_plan_loader *loader, const bil_json_value *value)
{
    static const bil_json_field fields[] = {{"it", false}, {"en", false}};
    const bil_json_value *found[2];
    if (bil_json_is_null(value)) {
        return nothing;
    }
    if (bil_json_kind_of(value) == BIL_JSON_OBJECT) {
        (void)bil_json_get_members(found, value, fields, 2);
        return (bil_words){bil_plan_text(loader, found[0]), bil_plan_text(loader, found[1])};
    }
    const char *text = bil_plan_text(loader, value);
    return (bil_words){text, text};
}

static void read_unmet(bil_plan_loader *loader, bil_unmet *unmet, const bil_json_value *value)
{
    enum { NEED, MISSING, REASON, RULE, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"need", true}, {"missing", false}, {"reason", false}, {"rule", false}};
    const bil_json_value *found[MEMBERS];
    const char *name = NULL;
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    unmet->need_id = bil_plan_code(loader, found[NEED]);
    unmet->need =
        loader->person == NULL ? BIL_NONE : bil_case_find_need(loader->person, unmet->need_id);
    unmet->missing = bil_plan_cents(found[MISSING]);
    unmet->reason = BIL_UNMET_WORTH;
    unmet->reason_code = bil_plan_text(loader, found[REASON]);
    unmet->rule_id = bil_plan_text(loader, found[RULE]);
    for (int i = 0; (name = bil_unmet_reason_name((bil_unmet_reason)i)) != NULL; i++) {
        if (strcmp(name, unmet->reason_code) == 0) {
            unmet->reason = (bil_unmet_reason)i;
            return;
        }
    }
    if (!bil_json_is_null(found[REASON])) {
        bil_json_warn(found[REASON], NULL,
                      (bil_words){"offer, limit, rule, budget, source, wish o worth",
                                  "offer, limit, rule, budget, source, wish or worth"},
                      nothing);
    }
}

static void read_unmets(bil_plan_loader *loader, const bil_json_value *value)
{
    size_t i = 0;
    bil_plan *plan = loader->plan;
    bil_unmet *items = bil_plan_list(loader, &plan->unmet_count, value, LIST_MAX, sizeof *items);
    const bil_json_value *at = plan->unmet_count == 0 ? NULL : bil_json_first(value);
    for (; at != NULL; at = bil_json_next(at)) {
        read_unmet(loader, &items[i++], at);
    }
    plan->unmet = items;
}

static void read_violation(bil_plan_loader *loader, bil_violation *violation,
                           const bil_json_value *value)
{
    enum { RULE, WHERE, EXPECTED, FOUND, TEXT, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"rule", true}, {"where", false}, {"expected", false}, {"found", false}, {"text", false}};
    const bil_json_value *found[MEMBERS];
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    violation->rule = bil_plan_text(loader, found[RULE]);
    violation->where = bil_plan_text(loader, found[WHERE]);
    violation->expected = bil_plan_text(loader, found[EXPECTED]);
    violation->found = bil_plan_text(loader, found[FOUND]);
    violation->text = read_words(loader, found[TEXT]);
}

static const bil_violation *read_violations(bil_plan_loader *loader, size_t *count,
                                            const bil_json_value *value)
{
    size_t i = 0;
    bil_violation *items = bil_plan_list(loader, count, value, LIST_MAX, sizeof *items);
    const bil_json_value *at = items == NULL || *count == 0 ? NULL : bil_json_first(value);
    for (; at != NULL; at = bil_json_next(at)) {
        read_violation(loader, &items[i++], at);
    }
    return items;
}

static void read_check(bil_plan_loader *loader, const bil_json_value *value)
{
    enum { PASSED, VIOLATIONS, WAIVED, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"passed", true}, {"violations", false}, {"waived", false}};
    const bil_json_value *found[MEMBERS];
    bil_plan *plan = loader->plan;
    if (bil_json_is_null(value)) {
        return;
    }
    plan->checked = true;
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    plan->check_passed = bil_plan_bool(found[PASSED]);
    plan->violations = read_violations(loader, &plan->violation_count, found[VIOLATIONS]);
    plan->waived = read_violations(loader, &plan->waived_count, found[WAIVED]);
}

static void read_conflict(bil_plan_loader *loader, const bil_json_value *value)
{
    enum { KIND, WHAT, TEXT, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {{"kind", true}, {"what", true}, {"text", false}};
    const bil_json_value *found[MEMBERS];
    size_t i = 0;
    bil_plan *plan = loader->plan;
    bil_conflict *items =
        bil_plan_list(loader, &plan->conflict_count, value, LIST_MAX, sizeof *items);
    const bil_json_value *at = plan->conflict_count == 0 ? NULL : bil_json_first(value);
    for (; at != NULL; at = bil_json_next(at)) {
        (void)bil_json_get_members(found, at, fields, MEMBERS);
        items[i].kind = bil_plan_text(loader, found[KIND]);
        items[i].what = bil_plan_text(loader, found[WHAT]);
        items[i].text = read_words(loader, found[TEXT]);
        i++;
    }
    plan->conflict = items;
}

/* × 10⁹; what other programs computed may have more digits, so they are rounded. */
static int64_t read_figure(const bil_json_value *value)
{
    const int64_t most = INT64_C(1000000000) * 1000000;
    int64_t figure = 0;
    if (!bil_json_is_null(value)) {
        (void)bil_json_get_decimal_rounded(&figure, value, 9, -most, most);
    }
    return figure;
}

static bil_change_kind read_change_kind(const bil_json_value *value)
{
    const char *text = "";
    if (value == NULL || !bil_json_get_text(&text, value, TEXT_MAX)) {
        return BIL_CHANGE_COUNT;
    }
    for (int i = 0; i < BIL_CHANGE_COUNT; i++) {
        if (strcmp(bil_change_kind_name((bil_change_kind)i), text) == 0) {
            return (bil_change_kind)i;
        }
    }
    bil_json_fault(value, NULL,
                   (bil_words){"il nome di una modifica, come «budget» o «waive»",
                               "the name of a change, such as \"budget\" or \"waive\""},
                   nothing);
    return BIL_CHANGE_COUNT;
}

static void read_changes(bil_plan_loader *loader, bil_repair *repair, const bil_json_value *value)
{
    enum { KIND, WHAT, AMOUNT, TEXT, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"kind", true}, {"what", true}, {"amount", false}, {"text", false}};
    const bil_json_value *found[MEMBERS];
    size_t i = 0;
    bil_change *changes =
        bil_plan_list(loader, &repair->change_count, value, LIST_MAX, sizeof *changes);
    bil_words *texts = bil_plan_list(loader, &repair->change_count, value, LIST_MAX, sizeof *texts);
    const bil_json_value *at = changes == NULL || texts == NULL || repair->change_count == 0
                                   ? NULL
                                   : bil_json_first(value);
    for (; at != NULL; at = bil_json_next(at)) {
        (void)bil_json_get_members(found, at, fields, MEMBERS);
        changes[i].kind = read_change_kind(found[KIND]);
        changes[i].what = bil_plan_text(loader, found[WHAT]);
        if (!bil_json_is_null(found[AMOUNT])) {
            (void)bil_json_get_integer(&changes[i].amount, found[AMOUNT], -BIL_PLAN_CENTS_MAX,
                                       BIL_PLAN_CENTS_MAX);
        }
        texts[i++] = read_words(loader, found[TEXT]);
    }
    repair->changes = changes;
    repair->texts = texts;
}

static void read_repairs(bil_plan_loader *loader, const bil_json_value *value)
{
    enum { PRICE, REPAIR_SCORE, REPAIR_SHORTFALL, PUBLIC, CHANGES, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {{"price_cents", false},
                                                   {"score", false},
                                                   {"essential_shortfall", false},
                                                   {"public_cents", false},
                                                   {"changes", true}};
    const bil_json_value *found[MEMBERS];
    size_t i = 0;
    bil_plan *plan = loader->plan;
    bil_repair *items = bil_plan_list(loader, &plan->repair_count, value, LIST_MAX, sizeof *items);
    const bil_json_value *at =
        items == NULL || plan->repair_count == 0 ? NULL : bil_json_first(value);
    for (; at != NULL; at = bil_json_next(at)) {
        (void)bil_json_get_members(found, at, fields, MEMBERS);
        bil_repair *repair = &items[i++];
        if (!bil_json_is_null(found[PRICE])) {
            (void)bil_json_get_integer(&repair->price_cents, found[PRICE], 0, BIL_PLAN_CENTS_MAX);
        }
        if (!bil_json_is_null(found[PUBLIC])) {
            (void)bil_json_get_integer(&repair->public_cents, found[PUBLIC], 0, BIL_PLAN_CENTS_MAX);
        }
        repair->score_e9 = read_figure(found[REPAIR_SCORE]);
        repair->shortfall_e9 = read_figure(found[REPAIR_SHORTFALL]);
        read_changes(loader, repair, found[CHANGES]);
    }
    plan->repairs = items;
}

/* --- the head -------------------------------------------------------------------------------- */

enum {
    FORMAT,
    VERSION,
    CASE_ID,
    CATALOGUE,
    CASE_SHA256,
    ENGINE,
    STATUS,
    PROVEN,
    GAP,
    SCORE,
    SHORTFALL,
    PROFILE,
    PHASES,
    UNMET,
    RULES,
    OVERRIDES,
    CHECK,
    CONFLICT,
    REPAIRS,
    PROVENANCE,
    NOTE,
    SCHEMA,
    PLAN_MEMBERS
};

static const bil_json_field plan_fields[PLAN_MEMBERS] = {{"format", true},
                                                         {"version", true},
                                                         {"case_id", false},
                                                         {"catalogue", false},
                                                         {"case_sha256", false},
                                                         {"engine", false},
                                                         {"status", true},
                                                         {"proven", false},
                                                         {"gap", false},
                                                         {"score", false},
                                                         {"essential_shortfall", false},
                                                         {"profile", false},
                                                         {"phases", true},
                                                         {"unmet", false},
                                                         {"rules", false},
                                                         {"overrides", false},
                                                         {"check", false},
                                                         {"conflict", false},
                                                         {"repairs", false},
                                                         {"provenance", false},
                                                         {"note", false},
                                                         {"$schema", false}};

static bil_plan_status read_status(const bil_json_value *value)
{
    const char *text = "";
    const char *name = NULL;
    if (value == NULL || !bil_json_get_text(&text, value, TEXT_MAX)) {
        return BIL_PLAN_STOPPED;
    }
    for (int i = 0; (name = bil_plan_status_name((bil_plan_status)i)) != NULL; i++) {
        if (strcmp(name, text) == 0) {
            return (bil_plan_status)i;
        }
    }
    bil_json_fault(value, NULL,
                   (bil_words){"optimal, feasible, infeasible o stopped",
                               "optimal, feasible, infeasible or stopped"},
                   nothing);
    return BIL_PLAN_STOPPED;
}

static void read_catalogue(bil_plan_loader *loader, const bil_json_value *value)
{
    enum { NAME, CATALOGUE_VERSION, SHA256, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"name", false}, {"version", false}, {"sha256", false}};
    const bil_json_value *found[COUNT];
    if (bil_json_is_null(value)) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    loader->plan->catalogue_name = bil_plan_text(loader, found[NAME]);
    loader->plan->catalogue_version = bil_plan_text(loader, found[CATALOGUE_VERSION]);
    loader->plan->catalogue_sha256 = bil_plan_text(loader, found[SHA256]);
}

static void read_plan(bil_plan_loader *loader, const bil_json_value *value)
{
    const bil_json_value *found[PLAN_MEMBERS];
    bil_plan *plan = loader->plan;
    (void)bil_json_get_members(found, value, plan_fields, PLAN_MEMBERS);
    bil_json_expect_format(found[FORMAT], found[VERSION], "bilancia-plan");
    plan->case_id = bil_plan_text(loader, found[CASE_ID]);
    read_catalogue(loader, found[CATALOGUE]);
    plan->case_sha256 = bil_plan_text(loader, found[CASE_SHA256]);
    plan->engine = bil_plan_text(loader, found[ENGINE]);
    plan->status = read_status(found[STATUS]);
    plan->proven = bil_plan_bool(found[PROVEN]);
    plan->gap_e9 = read_figure(found[GAP]);
    plan->score_e9 = read_figure(found[SCORE]);
    plan->shortfall_e9 = read_figure(found[SHORTFALL]);
    plan->profile = bil_plan_text(loader, found[PROFILE]);
    bil_plan_read_phases(loader, found[PHASES]);
    read_unmets(loader, found[UNMET]);
    plan->rules = bil_plan_codes(loader, &plan->rule_count, found[RULES], LIST_MAX);
    bil_plan_read_overrides(loader, found[OVERRIDES]);
    read_check(loader, found[CHECK]);
    read_conflict(loader, found[CONFLICT]);
    read_repairs(loader, found[REPAIRS]);
}

static bil_plan *plan_new(void)
{
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return NULL;
    }
    bil_plan *plan = bil_arena_alloc(arena, 1, sizeof *plan);
    if (plan == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    *plan = (bil_plan){.arena = arena,
                       .case_id = "",
                       .catalogue_name = "",
                       .catalogue_version = "",
                       .catalogue_sha256 = "",
                       .case_sha256 = "",
                       .engine = "",
                       .profile = ""};
    return plan;
}

bil_status bil_plan_read_value(bil_plan **out, const bil_json_value *value,
                               const bil_catalogue *catalogue, const bil_case *person,
                               bil_error *err)
{
    size_t errors = bil_json_errors(value);
    bil_plan_loader loader = {.plan = plan_new(), .catalogue = catalogue, .person = person};
    if (loader.plan == NULL) {
        return bil_fail_nomem(err);
    }
    read_plan(&loader, value);
    if (loader.no_memory || bil_json_errors(value) > errors) {
        bil_plan_free(loader.plan);
        return loader.no_memory ? bil_fail_nomem(err)
                                : bil_fail(err, BIL_E_DATA, "", "il piano contiene errori",
                                           "the plan contains faults");
    }
    *out = loader.plan;
    return BIL_OK;
}

/* --- the file -------------------------------------------------------------------------------- */

static void report_index(const bil_json_value *value, size_t index, size_t count)
{
    char found[32];
    bil_said said;
    (void)snprintf(found, sizeof found, "%zu", index);
    bil_json_fault(value, found,
                   bil_say(&said, "il numero di un piano del file: ne contiene %zu, da 0",
                           "the number of a plan of the file: it holds %zu, from 0", count),
                   nothing);
}

/* The plan asked for, in a file of one or several; NULL after a fault. */
static const bil_json_value *pick_plan(const bil_json_value *root, size_t index)
{
    enum { KIND, FILE_VERSION, PLANS, READ_OVER, COUNT = READ_OVER + 9 };
    static const bil_json_field parts[COUNT] = {
        {"format", true},  {"version", false}, {"plans", true},    {"within", false},
        {"wanted", false}, {"goals", false},   {"figures", false}, {"differences", false},
        {"fewer", false},  {"today", false},   {"note", false},    {"provenance", false}};
    const bil_json_value *found[COUNT];
    if (bil_json_member(root, "plans") == NULL) {
        if (index > 0) {
            report_index(root, index, 1);
            return NULL;
        }
        return root;
    }
    (void)bil_json_get_members(found, root, parts, COUNT);
    bil_json_expect_format(found[KIND], found[FILE_VERSION], "bilancia-proposals");
    if (!bil_json_expect_array(found[PLANS], PLANS_MAX)) {
        return NULL;
    }
    const bil_json_value *at = bil_json_first(found[PLANS]);
    for (size_t i = 0; i < index && at != NULL; i++) {
        at = bil_json_next(at);
    }
    if (at == NULL) {
        report_index(found[PLANS], index, bil_json_count(found[PLANS]));
    }
    return at;
}

bil_status bil_plan_read(bil_plan **out, const bil_plan_file *file, const bil_catalogue *catalogue,
                         const bil_case *person, bil_faults *faults, bil_error *err)
{
    size_t errors = faults->errors;
    bil_json *document = NULL;
    bil_plan *plan = NULL;
    bil_status status = bil_json_read(&document, file->bytes, file->size,
                                      (bil_json_options){.file = file->path}, faults, err);
    if (status != BIL_OK) {
        return status;
    }
    const bil_json_value *value = pick_plan(bil_json_root(document), file->index);
    if (value != NULL) {
        status = bil_plan_read_value(&plan, value, catalogue, person, err);
    }
    bil_json_free(document);
    if (status != BIL_E_NOMEM && faults->errors > errors) {
        bil_plan_free(plan);
        return bil_fail_with(err, BIL_E_DATA, file->path, "il piano «%s» contiene errori",
                             "the plan \"%s\" contains faults", file->path);
    }
    if (status == BIL_OK) {
        *out = plan;
    }
    return status;
}

bil_status bil_plan_load(bil_plan **out, const char *path, size_t index,
                         const bil_catalogue *catalogue, const bil_case *person, bil_faults *faults,
                         bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    bil_status status = bil_file_read(&text, path, BIL_JSON_SIZE_MAX, err);
    if (status == BIL_OK) {
        bil_plan_file file = {path, text.bytes, text.size, index};
        status = bil_plan_read(out, &file, catalogue, person, faults, err);
    }
    bil_text_release(&text);
    return status;
}
