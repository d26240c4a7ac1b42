/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of levers: which paths there are, what may stand in them, and the function that does
 * each. A new lever is a row here and a function. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/limits.h"
#include "data/named_impl.h"
#include "data/scenario_impl.h"

enum {
    SEGMENTS = 4,
    PATH_MAX_BYTES = 200,
    ONE_E6 = 1000000,
    FACTOR_MAX_E6 = 1000 * ONE_E6,
    PERSONS_MOST = 1000000
};

#define BIT(op) (1U << (unsigned)(op))
#define ANY (BIT(BIL_LEVER_SET) | BIT(BIL_LEVER_SCALE) | BIT(BIL_LEVER_ADD))
#define ONLY_SET BIT(BIL_LEVER_SET)

static const bil_lever levers[] = {
    {"/pools/{source}", BIL_LEVER_CENTS, ANY, 0, BIL_POOL_CENTS_MAX, bil_lever_pools},
    {"/payers/{payer}/late_months", BIL_LEVER_MONTHS, ONLY_SET, 0, 12, bil_lever_late},
    {"/capacities/{place}", BIL_LEVER_UNITS, ANY, 0, BIL_POOL_CENTS_MAX, bil_lever_capacities},
    {"/closures/{service}", BIL_LEVER_UNITS, ONLY_SET, 0, BIL_POOL_CENTS_MAX, bil_lever_closures},
    {"/closures/{service}/reconverted", BIL_LEVER_BASIS_POINTS, ONLY_SET, 0, 10000,
     bil_lever_reconverted},
    {"/prices/{services}", BIL_LEVER_CENTS, ANY, 0, BIL_CENTS_MAX, bil_lever_prices},
    {"/prices/{services}/{provider}", BIL_LEVER_CENTS, ANY, 0, BIL_CENTS_MAX,
     bil_lever_provider_prices},
    {"/health_shares/{services}", BIL_LEVER_BASIS_POINTS, ANY, 0, 10000, bil_lever_health_shares},
    {"/copay/{class}/{row}/{column}", BIL_LEVER_CENTS, ANY, 0, BIL_ISEE_END_MAX, bil_lever_copay},
    {"/demand/{persons}", BIL_LEVER_PERSONS, ANY, 0, PERSONS_MOST, bil_lever_demand},
    {"/budgets/{persons}", BIL_LEVER_CENTS, ANY, 0, BIL_CENTS_MAX, bil_lever_budgets},
    {"/budgets/{persons}/{source}", BIL_LEVER_CENTS, ANY, 0, BIL_CENTS_MAX,
     bil_lever_source_budgets},
    {"/isee/{persons}", BIL_LEVER_CENTS, ANY, 0, BIL_CENTS_MAX, bil_lever_isee},
    {"/amounts/{source}", BIL_LEVER_CENTS, ANY, 0, BIL_CENTS_MAX, bil_lever_amounts},
    {"/hours/{hours}", BIL_LEVER_HOURS, ANY, 0, BIL_QUANTITY_MAX, bil_lever_hours},
    {"/hours/{hours}/lost", BIL_LEVER_BASIS_POINTS, ONLY_SET, 0, 10000, bil_lever_carers_lost},
    {"/rules/{rule}/valid_from", BIL_LEVER_DATE, ONLY_SET, 0, 0, bil_lever_rule_from},
    {"/rules/{rule}/valid_to", BIL_LEVER_DATE, ONLY_SET, 0, 0, bil_lever_rule_to},
    {"/services/{service}/valid_from", BIL_LEVER_DATE, ONLY_SET, 0, 0, bil_lever_service_from},
    {"/services/{service}/valid_to", BIL_LEVER_DATE, ONLY_SET, 0, 0, bil_lever_service_to},
    {"/sources/{any}/valid_from", BIL_LEVER_DATE, ONLY_SET, 0, 0, bil_lever_source_from},
    {"/sources/{any}/valid_to", BIL_LEVER_DATE, ONLY_SET, 0, 0, bil_lever_source_to},
    {"/flow/months", BIL_LEVER_MONTHS, ONLY_SET, 1, BIL_FLOW_MONTHS_MAX, bil_lever_flow},
    {"/flow/every", BIL_LEVER_MONTHS, ONLY_SET, 1, 12, bil_lever_flow},
    {"/flow/arrivals", BIL_LEVER_PERSONS, ONLY_SET, 0, PERSONS_MOST, bil_lever_flow},
    {"/flow/leaving", BIL_LEVER_BASIS_POINTS, ONLY_SET, 0, 10000, bil_lever_flow},
    {"/flow/plan_months", BIL_LEVER_MONTHS, ONLY_SET, 1, BIL_FLOW_MONTHS_MAX, bil_lever_flow},
    {"/flow/ending", BIL_LEVER_BASIS_POINTS, ONLY_SET, 0, 10000, bil_lever_flow},
    {"/flow/review_months", BIL_LEVER_MONTHS, ONLY_SET, 1, BIL_FLOW_MONTHS_MAX, bil_lever_flow},
    {"/flow/improving", BIL_LEVER_BASIS_POINTS, ONLY_SET, 0, 10000, bil_lever_flow},
    {"/flow/lighter", BIL_LEVER_BASIS_POINTS, ONLY_SET, 0, 10000, bil_lever_flow},
};

enum { LEVERS = sizeof levers / sizeof levers[0] };

static const bil_words nothing = {"", ""};

static const char *const op_names[BIL_LEVER_OPS] = {"set", "scale", "add"};

const char *bil_lever_op_name(bil_lever_op op)
{
    return (size_t)op < BIL_LEVER_OPS ? op_names[op] : NULL;
}

size_t bil_lever_count(void)
{
    return LEVERS;
}

const char *bil_lever_pattern(size_t lever)
{
    return lever < LEVERS ? levers[lever].pattern : NULL;
}

bool bil_lever_allows(size_t lever, bil_lever_op op)
{
    return lever < LEVERS && (levers[lever].ops & BIT(op)) != 0;
}

bil_lever_touch bil_lever_touches(size_t lever)
{
    static const bil_lever_fn limits[] = {bil_lever_pools, bil_lever_late, bil_lever_capacities};
    static const bil_lever_fn others[] = {
        bil_lever_prices,      bil_lever_provider_prices, bil_lever_health_shares,
        bil_lever_copay,       bil_lever_demand,          bil_lever_budgets,
        bil_lever_hours,       bil_lever_source_budgets,  bil_lever_rule_from,
        bil_lever_rule_to,     bil_lever_carers_lost,     bil_lever_amounts,
        bil_lever_isee,        bil_lever_service_from,    bil_lever_service_to,
        bil_lever_source_from, bil_lever_source_to,
    };
    bil_lever_touch touch = BIL_LEVER_TOUCHES_BOTH;
    for (size_t i = 0; lever < LEVERS && i < sizeof limits / sizeof limits[0]; i++) {
        touch = levers[lever].pull == limits[i] ? BIL_LEVER_TOUCHES_LIMITS : touch;
    }
    for (size_t i = 0; lever < LEVERS && i < sizeof others / sizeof others[0]; i++) {
        touch = levers[lever].pull == others[i] ? BIL_LEVER_TOUCHES_ELSE : touch;
    }
    return touch;
}

const bil_lever *bil_lever_of(const bil_lever_change *change)
{
    BIL_ASSERT(change->lever < LEVERS);
    return &levers[change->lever];
}

bool bil_lever_names_service(const bil_catalogue *catalogue, const char *part, bil_index service)
{
    bil_selector selector = {0};
    if (strcmp(part, "*") == 0 || strchr(part, ':') != NULL) {
        if (!bil_selector_parse(&selector, part)) {
            return false;
        }
        if (selector.kind == BIL_SELECT_SERVICE) {
            return strcmp(selector.value, catalogue->services[service].code) == 0;
        }
        return bil_selector_matches_service(catalogue, &selector, service);
    }
    return strcmp(part, catalogue->services[service].code) == 0;
}

/* ---- what may stand in a path ---- */

typedef bool (*part_fn)(const bil_scenario_reader *reader, const char *text,
                        const bil_json_value *path);

static bool is_source(const bil_scenario_reader *reader, const char *text,
                      const bil_json_value *path)
{
    const bil_catalogue *c = reader->catalogue;
    const bil_index index = bil_catalogue_find_source(c, text);
    bil_said near;
    if (index != BIL_NONE && c->sources[index].form == BIL_FORM_CASH) {
        return true;
    }
    bil_json_fault(path, text,
                   (bil_words){"il codice di una fonte in denaro del catalogo",
                               "the code of a source of money of the catalogue"},
                   bil_say_nearest(&near, text, c->sources, c->source_count, sizeof(bil_source)));
    return false;
}

static bool is_hours(const bil_scenario_reader *reader, const char *text,
                     const bil_json_value *path)
{
    const bil_catalogue *c = reader->catalogue;
    const bil_index index = bil_catalogue_find_source(c, text);
    bil_said near;
    if (strcmp(text, "*") == 0 || (index != BIL_NONE && c->sources[index].form == BIL_FORM_HOURS)) {
        return true;
    }
    bil_json_fault(path, text,
                   (bil_words){"il codice di una fonte in ore del catalogo, o *",
                               "the code of a source of hours of the catalogue, or *"},
                   bil_say_nearest(&near, text, c->sources, c->source_count, sizeof(bil_source)));
    return false;
}

static bool is_payer(const bil_scenario_reader *reader, const char *text,
                     const bil_json_value *path)
{
    const bil_catalogue *c = reader->catalogue;
    for (size_t i = 0; i < c->source_count; i++) {
        if (strcmp(c->sources[i].payer, text) == 0) {
            return true;
        }
    }
    bil_json_fault(
        path, text,
        (bil_words){"chi paga una fonte del catalogo, come in sources.csv (~1 al posto di /)",
                    "who pays a source of the catalogue, as in sources.csv (~1 for /)"},
        nothing);
    return false;
}

static bool is_provider(const bil_scenario_reader *reader, const char *text,
                        const bil_json_value *path)
{
    const bil_catalogue *c = reader->catalogue;
    bil_said near;
    if (bil_named_is_provider(c, text)) {
        return true;
    }
    bil_json_fault(
        path, text,
        (bil_words){"il codice di un ente del catalogo", "the code of a provider of the catalogue"},
        bil_say_nearest(&near, text, c->providers, c->provider_count, sizeof(bil_provider)));
    return false;
}

static bool is_place(const bil_scenario_reader *reader, const char *text,
                     const bil_json_value *path)
{
    bil_index service = BIL_NONE;
    return bil_named_place_at(&service, reader->catalogue, path, text);
}

static bool is_services(const bil_scenario_reader *reader, const char *text,
                        const bil_json_value *path)
{
    const bil_catalogue *c = reader->catalogue;
    bil_said near;
    for (size_t i = 0; i < c->service_count; i++) {
        if (bil_lever_names_service(c, text, (bil_index)i)) {
            return true;
        }
    }
    bil_json_fault(
        path, text,
        (bil_words){"un servizio del catalogo, o un gruppo che ne contiene: setting:home, "
                    "kind:health, tag:…, group:…, axis:…, *",
                    "a service of the catalogue, or a group that has some: setting:home, "
                    "kind:health, tag:…, group:…, axis:…, *"},
        bil_say_nearest(&near, text, c->services, c->service_count, sizeof(bil_service)));
    return false;
}

static bool is_service(const bil_scenario_reader *reader, const char *text,
                       const bil_json_value *path)
{
    return bil_named_service_at(reader->catalogue, path, text) != BIL_NONE;
}

static bool is_any_source(const bil_scenario_reader *reader, const char *text,
                          const bil_json_value *path)
{
    return bil_named_source_at(reader->catalogue, path, text) != BIL_NONE;
}

static bool is_class(const bil_scenario_reader *reader, const char *text,
                     const bil_json_value *path)
{
    const bil_catalogue *c = reader->catalogue;
    bil_said near;
    bool found = strcmp(text, "*") == 0;
    for (size_t i = 0; !found && i < c->copay_count; i++) {
        found = strcmp(c->copay[i].copay_class, text) == 0;
    }
    if (!found) {
        bil_json_fault(
            path, text, (bil_words){"una classe di copay.csv, o *", "a class of copay.csv, or *"},
            bil_say_nearest(&near, text, c->copay, c->copay_count, sizeof(bil_copay_row)));
    }
    return found;
}

static bool is_row(const bil_scenario_reader *reader, const char *text, const bil_json_value *path)
{
    const size_t digits = strspn(text, "0123456789");
    (void)reader;
    if (strcmp(text, "*") == 0 ||
        (digits > 0 && digits < 5 && text[digits] == '\0' && text[0] != '0')) {
        return true;
    }
    bil_json_fault(path, text,
                   (bil_words){"il numero della riga nella sua classe, da 1, o *",
                               "the number of the row in its class, from 1, or *"},
                   nothing);
    return false;
}

static bool is_column(const bil_scenario_reader *reader, const char *text,
                      const bil_json_value *path)
{
    static const char *const columns[] = {"isee_from_cents", "isee_to_cents", "user_from_cents",
                                          "user_to_cents", "user_cents"};
    bil_said near;
    (void)reader;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if (strcmp(text, columns[i]) == 0) {
            return true;
        }
    }
    bil_json_fault(path, text,
                   (bil_words){"isee_from_cents, isee_to_cents, user_from_cents, user_to_cents, o "
                               "user_cents per gli ultimi due insieme",
                               "isee_from_cents, isee_to_cents, user_from_cents, user_to_cents, or "
                               "user_cents for the last two together"},
                   bil_say_nearest(&near, text, columns, sizeof columns / sizeof columns[0],
                                   sizeof columns[0]));
    return false;
}

static bool is_axis(const bil_catalogue *c, const char *text)
{
    for (size_t i = 0; i < c->domain_count; i++) {
        if (bil_text_same_ascii(c->domains[i].axis, text)) {
            return true;
        }
    }
    return false;
}

static bool is_persons(const bil_scenario_reader *reader, const char *text,
                       const bil_json_value *path)
{
    bool known = strcmp(text, "*") == 0;
    if (strncmp(text, "axis:", 5) == 0) {
        known = is_axis(reader->catalogue, text + 5);
    } else if (strncmp(text, "area:", 5) == 0) {
        known = bil_code_valid(text + 5);
    } else if (strncmp(text, "intensity:", 10) == 0) {
        for (int i = 0; i < BIL_INTENSITIES; i++) {
            known = known || strcmp(text + 10, bil_intensity_name((bil_intensity)i)) == 0;
        }
    }
    if (!known) {
        bil_json_fault(path, text,
                       (bil_words){"quali persone: *, axis:casa (un asse del catalogo), "
                                   "intensity:low|medium|high, area:codice",
                                   "which persons: *, axis:casa (an axis of the catalogue), "
                                   "intensity:low|medium|high, area:code"},
                       nothing);
    }
    return known;
}

static bool is_rule(const bil_scenario_reader *reader, const char *text, const bil_json_value *path)
{
    const bil_catalogue *c = reader->catalogue;
    bil_said near;
    if (bil_catalogue_find_rule(c, text) != BIL_NONE) {
        return true;
    }
    bil_json_fault(
        path, text,
        (bil_words){"il codice di una regola di rules.csv", "the id of a rule of rules.csv"},
        bil_say_nearest(&near, text, c->rules, c->rule_count, sizeof(bil_rule)));
    return false;
}

static const struct {
    const char *name;
    part_fn holds;
} part_kinds[] = {
    {"{source}", is_source},     {"{hours}", is_hours}, {"{payer}", is_payer},
    {"{provider}", is_provider}, {"{place}", is_place}, {"{services}", is_services},
    {"{class}", is_class},       {"{row}", is_row},     {"{column}", is_column},
    {"{persons}", is_persons},   {"{rule}", is_rule},   {"{service}", is_service},
    {"{any}", is_any_source},
};

static part_fn part_kind(const char *name)
{
    for (size_t i = 0; i < sizeof part_kinds / sizeof part_kinds[0]; i++) {
        if (strcmp(part_kinds[i].name, name) == 0) {
            return part_kinds[i].holds;
        }
    }
    return NULL;
}

/* ---- paths ---- */

typedef struct {
    char room[PATH_MAX_BYTES + 1];
    const char *at[SEGMENTS];
    size_t count;
} split;

/* "~1" is a slash and "~0" a tilde, as in a JSON pointer. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *at = text; *at != '\0'; at++) {
        const bool escaped = at[0] == '~' && (at[1] == '0' || at[1] == '1');
        if (escaped) {
            at++;
        }
        *to++ = !escaped ? *at : (char)(*at == '1' ? '/' : '~');
    }
    *to = '\0';
}

/* False when the text is no path: it must begin with '/', have no empty segment, and not too
 * many. */
static bool cut(split *out, const char *path)
{
    *out = (split){.count = 0};
    if (path[0] != '/' || strlen(path) > PATH_MAX_BYTES) {
        return false;
    }
    (void)snprintf(out->room, sizeof out->room, "%s", path + 1);
    char *from = out->room;
    while (from != NULL) {
        char *slash = strchr(from, '/');
        if (out->count == SEGMENTS || from[0] == '\0' || from == slash) {
            return false;
        }
        if (slash != NULL) {
            *slash = '\0';
        }
        unescape(from);
        out->at[out->count++] = from;
        from = slash == NULL ? NULL : slash + 1;
    }
    return true;
}

static bool same_shape(const split *pattern, const split *path)
{
    if (pattern->count != path->count) {
        return false;
    }
    for (size_t i = 0; i < pattern->count; i++) {
        if (pattern->at[i][0] != '{' && strcmp(pattern->at[i], path->at[i]) != 0) {
            return false;
        }
    }
    return true;
}

typedef struct {
    char text[480];
    size_t used;
} path_list;

static void add_path(path_list *list, const char *path, const char *end)
{
    const size_t room = sizeof list->text - list->used;
    const int more =
        snprintf(list->text + list->used, room, "%s%s%s", list->used > 0 ? ", " : "", path, end);
    const size_t size = more > 0 ? (size_t)more : 0;
    list->used += size < room ? size : room - 1;
}

/* Which paths there are: those that begin alike, or how all of them begin. */
static void no_such_path(const bil_json_value *value, const split *path)
{
    path_list alike = {.used = 0};
    path_list all = {.used = 0};
    const char *heads[LEVERS];
    char head_room[LEVERS][24];
    bil_said said;
    bil_said near;
    const char *first = path->count > 0 ? path->at[0] : "";
    for (size_t i = 0; i < LEVERS; i++) {
        split pattern;
        (void)cut(&pattern, levers[i].pattern);
        (void)snprintf(head_room[i], sizeof head_room[i], "%s", pattern.at[0]);
        heads[i] = head_room[i];
        if (strcmp(first, heads[i]) == 0) {
            add_path(&alike, levers[i].pattern, "");
        }
        if (i == 0 || strcmp(heads[i], heads[i - 1]) != 0) {
            add_path(&all, heads[i], "/…");
        }
    }
    bil_json_fault(value, NULL,
                   bil_say(&said, "una di queste vie: %s", "one of these paths: %s",
                           alike.used > 0 ? alike.text : all.text),
                   bil_say_nearest(&near, first, heads, LEVERS, sizeof heads[0]));
}

static bool read_parts(bil_lever_change *out, bil_scenario_reader *reader,
                       const bil_json_value *value, const split *pattern, const split *path)
{
    bool fine = true;
    size_t parts = 0;
    for (size_t i = 0; i < pattern->count; i++) {
        if (pattern->at[i][0] != '{') {
            continue;
        }
        const part_fn holds = part_kind(pattern->at[i]);
        BIL_ASSERT(holds != NULL && parts < BIL_LEVER_PARTS);
        fine = holds(reader, path->at[i], value) && fine;
        out->parts[parts++] = bil_scenario_keep(reader, path->at[i]);
    }
    return fine;
}

static bool read_path(bil_lever_change *out, bil_scenario_reader *reader,
                      const bil_json_value *value)
{
    const char *text = "";
    split path;
    split pattern;
    if (value == NULL || !bil_json_get_text(&text, value, PATH_MAX_BYTES)) {
        return false;
    }
    const bool is_path = cut(&path, text);
    for (size_t i = 0; is_path && i < LEVERS; i++) {
        const bool whole = cut(&pattern, levers[i].pattern);
        if (whole && same_shape(&pattern, &path)) {
            out->lever = i;
            out->path = bil_scenario_keep(reader, text);
            return read_parts(out, reader, value, &pattern, &path);
        }
    }
    no_such_path(value, &path);
    return false;
}

static bool read_op(bil_lever_change *out, const bil_json_value *value, bool knows_lever)
{
    const char *text = "";
    bil_said said;
    if (value == NULL || !bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return false;
    }
    for (size_t i = 0; i < BIL_LEVER_OPS; i++) {
        if (strcmp(text, op_names[i]) != 0) {
            continue;
        }
        out->op = (bil_lever_op)i;
        if (knows_lever && !bil_lever_allows(out->lever, out->op)) {
            bil_json_fault(value, NULL,
                           bil_say(&said, "«set»: %s non si può scalare né sommare",
                                   "\"set\": %s can neither be scaled nor added to", out->path),
                           nothing);
            return false;
        }
        return true;
    }
    bil_json_fault(value, NULL, (bil_words){"set, scale o add", "set, scale or add"}, nothing);
    return false;
}

bool bil_lever_read(bil_lever_change *out, bil_scenario_reader *reader, const bil_json_value *path,
                    const bil_json_value *op)
{
    const bool known = read_path(out, reader, path);
    return read_op(out, op, known) && known;
}

/* ---- values ---- */

static bool read_date(bil_lever_change *out, bil_scenario_reader *reader,
                      const bil_json_value *value)
{
    const char *text = "";
    bil_date date = 0;
    if (bil_json_is_null(value)) {
        out->value = 0;
        out->written = "open";
        return true;
    }
    if (!bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return false;
    }
    if (!bil_date_parse(&date, text, strlen(text))) {
        bil_json_fault(
            value, NULL,
            (bil_words){"una data vera, AAAA-MM-GG, o null", "a real date, YYYY-MM-DD, or null"},
            nothing);
        return false;
    }
    out->value = date;
    out->written = bil_scenario_keep(reader, text);
    return true;
}

/* "0.9", "1", "1.000001": without needless zeros. */
static void write_factor(char *out, size_t size, int64_t factor_e6)
{
    const int whole = (int)(factor_e6 / 1000000);
    const int rest = (int)(factor_e6 % 1000000);
    if (rest == 0) {
        (void)snprintf(out, size, "%d", whole);
        return;
    }
    (void)snprintf(out, size, "%d.%06d", whole, rest);
    for (size_t end = strlen(out); out[end - 1] == '0'; end--) {
        out[end - 1] = '\0';
    }
}

bool bil_lever_read_value(bil_lever_change *out, bil_scenario_reader *reader,
                          const bil_json_value *value)
{
    const bil_lever *lever = bil_lever_of(out);
    char text[32];
    if (lever->kind == BIL_LEVER_DATE) {
        return read_date(out, reader, value);
    }
    if (out->op == BIL_LEVER_SCALE) {
        if (!bil_json_get_decimal(&out->value, value, 6, 0, FACTOR_MAX_E6)) {
            return false;
        }
        write_factor(text, sizeof text, out->value);
    } else {
        const int64_t least = out->op == BIL_LEVER_ADD ? -lever->max : lever->least;
        if (!bil_json_get_integer(&out->value, value, least, lever->max)) {
            return false;
        }
        (void)snprintf(text, sizeof text, "%lld", (long long)out->value);
    }
    out->written = bil_scenario_keep(reader, text);
    return true;
}

/* ---- making changes ---- */

/* round-half-up(value × factor), exact: millions and the rest apart. False when it does not fit. */
static bool scaled(int64_t *out, int64_t value, int64_t factor_e6)
{
    const int64_t rest = bil_div_round(value % ONE_E6 * factor_e6, ONE_E6);
    return bil_mul(out, value / ONE_E6, factor_e6) && bil_add(out, *out, rest);
}

bool bil_lever_figure(int64_t *figure, const bil_lever_change *change)
{
    const int64_t most = bil_lever_of(change)->max;
    int64_t after = change->value;
    bool fits = true;
    if (change->op == BIL_LEVER_SCALE) {
        fits = scaled(&after, *figure, change->value);
    } else if (change->op == BIL_LEVER_ADD) {
        fits = bil_add(&after, *figure, change->value);
    }
    if (!fits || after < 0 || after > most) {
        return false;
    }
    *figure = after;
    return true;
}

int64_t bil_lever_held(int64_t figure, const bil_lever_change *change)
{
    const int64_t most = bil_lever_of(change)->max;
    if (bil_lever_figure(&figure, change)) {
        return figure;
    }
    return change->op == BIL_LEVER_ADD && change->value < 0 ? 0 : most;
}

bil_status bil_lever_fail(bil_error *err, const bil_lever_change *change, const char *it,
                          const char *en)
{
    return bil_fail_with(err, BIL_E_DATA, change->path, it, en, change->path);
}

static void *copy_of(bil_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = bil_arena_alloc(arena, count + 1, size);
    if (copy != NULL && count > 0) {
        memcpy(copy, items, count * size);
    }
    return copy;
}

/* The district gets a catalogue of its own once more, so that nothing else sees the changes. */
static bil_status take_in_hand(bil_lever_hand *hand, bil_population *population, bil_error *err)
{
    bil_district *district = population->district;
    bil_arena *arena = district->arena;
    const bil_catalogue *from = district->catalogue;
    hand->population = population;
    hand->own = copy_of(arena, from, 1, sizeof *from);
    hand->services = copy_of(arena, from->services, from->service_count, sizeof *from->services);
    hand->providers =
        copy_of(arena, from->providers, from->provider_count, sizeof *from->providers);
    hand->copay = copy_of(arena, from->copay, from->copay_count, sizeof *from->copay);
    hand->rules = copy_of(arena, from->rules, from->rule_count, sizeof *from->rules);
    hand->sources = copy_of(arena, from->sources, from->source_count, sizeof *from->sources);
    hand->pools = bil_arena_alloc(arena, from->source_count + 1, sizeof *hand->pools);
    hand->closed = bil_arena_alloc(arena, from->service_count + 1, sizeof *hand->closed);
    hand->reconverted_bp =
        bil_arena_alloc(arena, from->service_count + 1, sizeof *hand->reconverted_bp);
    if (hand->sources == NULL || hand->closed == NULL || hand->reconverted_bp == NULL ||
        hand->own == NULL || hand->services == NULL || hand->providers == NULL ||
        hand->copay == NULL || hand->rules == NULL || hand->pools == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < from->service_count; i++) {
        hand->closed[i] = 0;
        hand->reconverted_bp[i] = 10000;
    }
    if (district->pool_count > 0) {
        memcpy(hand->pools, district->pools, district->pool_count * sizeof *hand->pools);
    }
    district->pools = hand->pools;
    hand->own->arena = NULL; /* nobody frees it singly */
    hand->own->services = hand->services;
    hand->own->providers = hand->providers;
    hand->own->copay = hand->copay;
    hand->own->rules = hand->rules;
    hand->own->sources = hand->sources;
    district->catalogue = hand->own;
    for (size_t i = 0; i < population->count; i++) {
        population->persons[i].person->catalogue = hand->own;
    }
    return BIL_OK;
}

bil_status bil_levers_pull(bil_population *population, const bil_lever_change *const *changes,
                           size_t count, uint64_t seed, bil_error *err)
{
    bil_lever_hand hand = {.seed = seed};
    if (count == 0) {
        return BIL_OK;
    }
    bil_status status = take_in_hand(&hand, population, err);
    for (size_t i = 0; status == BIL_OK && i < count; i++) {
        status = bil_lever_of(changes[i])->pull(&hand, changes[i], err);
    }
    if (status == BIL_OK) {
        status = bil_lever_close_places(&hand, changes, count, err);
    }
    return status;
}
