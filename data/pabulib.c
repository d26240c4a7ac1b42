/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/pabulib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/file.h"
#include "data/number.h"
#include "engine/text.h"

#define CENTS_MAX INT64_C(1000000000000000)
/* Sums beyond 2^53 would not be exact everywhere. */
#define SUM_MAX INT64_C(9007199254740992)
enum { POINTS_MAX = 1000000, LINE_ROOM = 24 };

typedef struct {
    const char *bytes;
    size_t size;
    size_t at;
    size_t line;   /* of the record last read */
    size_t now;    /* of the next byte */
    char *scratch; /* the fields of the record last read, each ended by NUL */
    const char *fields[BIL_PABULIB_FIELDS_MAX];
    size_t count;
    const char *names[BIL_PABULIB_FIELDS_MAX]; /* the section's columns; in the arena */
    size_t columns;
    const char *file;
    bil_arena *arena;
    bil_faults *faults;
    bool nomem;
} reader;

typedef struct {
    const char *text;
    uint32_t index;
    size_t line;
} named;

typedef struct {
    bil_election *election;
    int64_t projects; /* as META says; -1 = not said */
    int64_t votes;
    bool choose_one;
    size_t project_room;
    size_t first_room;
    size_t line_room;
    size_t voter_room;
    named *by_id;
    named *voters;
    int64_t cents; /* of all projects */
    int64_t points;
    uint32_t *seen; /* per project: the voter (from 1) who named it last */
} building;

static const bil_words nothing = {"", ""};

static void fault(const reader *r, const char *column, const char *found, bil_words expected)
{
    char where[256];
    (void)snprintf(where, sizeof where, "%.160s:%zu%s%.60s", r->file, r->line,
                   column[0] == '\0' ? "" : ":", column);
    bil_faults_add(r->faults, where, found, expected, nothing);
}

/* --- records ---------------------------------------------------------------------------------- */

static bool ends_record(const reader *r)
{
    return r->at >= r->size || r->bytes[r->at] == '\n' ||
           (r->bytes[r->at] == '\r' && r->at + 1 < r->size && r->bytes[r->at + 1] == '\n');
}

/* The field in quotes that begins here, without them. */
static bool read_quoted(reader *r, size_t *filled)
{
    r->at++;
    while (r->at < r->size) {
        const char c = r->bytes[r->at++];
        if (c == '"' && (r->at >= r->size || r->bytes[r->at] != '"')) {
            return true;
        }
        r->at += c == '"' ? 1 : 0;
        r->now += c == '\n' ? 1 : 0;
        r->scratch[(*filled)++] = c;
    }
    return false;
}

static void read_field(reader *r, size_t *filled)
{
    const size_t start = *filled;
    bool whole = true;
    if (r->at < r->size && r->bytes[r->at] == '"') {
        whole = read_quoted(r, filled) && (ends_record(r) || r->bytes[r->at] == ';');
    }
    while (!ends_record(r) && r->bytes[r->at] != ';') {
        r->scratch[(*filled)++] = r->bytes[r->at++];
    }
    r->scratch[(*filled)++] = '\0';
    if (!whole) {
        fault(r, "", r->scratch + start,
              (bil_words){"virgolette chiuse alla fine del campo",
                          "quotes closed at the end of the field"});
    }
    if (r->count < BIL_PABULIB_FIELDS_MAX) {
        r->fields[r->count] = r->scratch + start;
    }
    r->count++;
}

/* The next record that is not empty; false at the end. */
static bool next_record(reader *r)
{
    size_t filled = 0;
    do {
        r->line = r->now;
        r->count = 0;
        filled = 0;
        if (r->at >= r->size) {
            return false;
        }
        read_field(r, &filled);
        while (!ends_record(r)) {
            r->at++; /* the ; */
            read_field(r, &filled);
        }
        r->at += r->at < r->size && r->bytes[r->at] == '\r' ? 1 : 0;
        r->now += r->at < r->size ? 1 : 0;
        r->at += r->at < r->size ? 1 : 0;
    } while (r->count == 1 && r->fields[0][0] == '\0');
    if (r->count > BIL_PABULIB_FIELDS_MAX) {
        fault(r, "", r->fields[0],
              (bil_words){"al massimo 64 campi per riga", "64 fields a line at most"});
        r->count = BIL_PABULIB_FIELDS_MAX;
    }
    return true;
}

static bool is_section(const reader *r, const char *section)
{
    return r->count == 1 && bil_text_same_ascii(r->fields[0], section);
}

/* The header of a section: its columns by name. */
static bool read_header(reader *r)
{
    if (!next_record(r)) {
        fault(r, "", "", (bil_words){"i nomi delle colonne", "the names of the columns"});
        return false;
    }
    r->columns = r->count;
    for (size_t i = 0; i < r->columns; i++) {
        r->names[i] = bil_arena_text(r->arena, r->fields[i]);
        if (r->names[i] == NULL) {
            r->nomem = true;
            return false;
        }
    }
    return true;
}

static size_t find_column(const reader *r, const char *name)
{
    size_t at = 0;
    while (at < r->columns && strcmp(r->names[at], name) != 0) {
        at++;
    }
    return at < r->columns ? at : SIZE_MAX;
}

static size_t want_column(const reader *r, const char *name)
{
    const size_t at = find_column(r, name);
    if (at == SIZE_MAX) {
        fault(r, name, r->columns == 0 ? "" : r->names[0],
              (bil_words){"la colonna con questo nome", "the column of this name"});
    }
    return at;
}

static bool want_width(const reader *r)
{
    if (r->count == r->columns) {
        return true;
    }
    char found[LINE_ROOM];
    (void)snprintf(found, sizeof found, "%zu", r->count);
    fault(r, "", found,
          (bil_words){"tanti campi quante sono le colonne", "as many fields as columns"});
    return false;
}

static bool want_section(reader *r, const char *section)
{
    if (!is_section(r, section)) {
        fault(r, "", r->count == 0 ? "" : r->fields[0],
              strcmp(section, "META") == 0
                  ? (bil_words){"la sezione META per prima", "the section META first"}
              : strcmp(section, "PROJECTS") == 0
                  ? (bil_words){"la sezione PROJECTS", "the section PROJECTS"}
                  : (bil_words){"la sezione VOTES", "the section VOTES"});
        return false;
    }
    return read_header(r);
}

static bool grow(void *array, reader *r, size_t count, size_t *capacity, size_t size)
{
    void *old = NULL;
    memcpy(&old, array, sizeof old);
    void *grown = bil_arena_grow(r->arena, old, count, capacity, count + 1, size);
    if (grown == NULL) {
        r->nomem = true;
        return false;
    }
    memcpy(array, &grown, sizeof grown);
    return true;
}

static const char *keep(reader *r, const char *text)
{
    const char *kept = bil_arena_text(r->arena, text);
    r->nomem = r->nomem || kept == NULL;
    return kept == NULL ? "" : kept;
}

/* --- META ------------------------------------------------------------------------------------- */

static void read_cents(int64_t *out, const reader *r, const char *column, const char *text)
{
    int64_t cents = 0;
    if (bil_number_decimal(&cents, text, strlen(text), 2, false) != BIL_NUMBER_OK || cents <= 0 ||
        cents > CENTS_MAX) {
        fault(r, column, text,
              (bil_words){"un importo sopra lo zero, con due decimali al massimo",
                          "an amount above zero, with two decimals at most"});
        return;
    }
    *out = cents;
}

static void read_count(int64_t *out, const reader *r, const char *key, const char *text,
                       int64_t max)
{
    if (bil_number_integer(out, text, strlen(text)) != BIL_NUMBER_OK || *out < 1 || *out > max) {
        fault(r, key, text, (bil_words){"un numero intero da 1 in su", "a whole number from 1 on"});
        *out = -1;
    }
}

static void read_vote_type(building *b, reader *r, const char *text)
{
    static const struct {
        const char *word;
        bil_vote_kind kind;
    } types[] = {{"approval", BIL_VOTE_APPROVAL},
                 {"choose-1", BIL_VOTE_APPROVAL},
                 {"cumulative", BIL_VOTE_POINTS},
                 {"scoring", BIL_VOTE_POINTS},
                 {"ordinal", BIL_VOTE_ORDER}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].word, text) == 0) {
            b->election->kind = types[i].kind;
            b->election->vote_type = types[i].word;
            b->choose_one = i == 1;
            return;
        }
    }
    b->election->vote_type = ""; /* told, and wrong: not missed as well */
    fault(r, "vote_type", text,
          (bil_words){"approval, choose-1, cumulative, scoring o ordinal",
                      "approval, choose-1, cumulative, scoring or ordinal"});
}

static void read_meta_row(building *b, reader *r, const char *key, const char *value)
{
    bil_election *e = b->election;
    if (strcmp(key, "description") == 0) {
        e->name = keep(r, value);
    } else if (strcmp(key, "currency") == 0) {
        e->currency = keep(r, value);
    } else if (strcmp(key, "vote_type") == 0) {
        read_vote_type(b, r, value);
    } else if (strcmp(key, "budget") == 0) {
        e->budget_cents = -1;
        read_cents(&e->budget_cents, r, key, value);
    } else if (strcmp(key, "num_projects") == 0) {
        read_count(&b->projects, r, key, value, BIL_PABULIB_PROJECTS_MAX);
    } else if (strcmp(key, "num_votes") == 0) {
        read_count(&b->votes, r, key, value, BIL_PABULIB_VOTERS_MAX);
    }
}

static void want_told(const reader *r, bool told, const char *key)
{
    if (!told) {
        fault(r, key, "", (bil_words){"questa voce in META", "this key in META"});
    }
}

static bool read_meta(building *b, reader *r)
{
    (void)next_record(r);
    if (!want_section(r, "META")) {
        return false;
    }
    const size_t key = want_column(r, "key");
    const size_t value = want_column(r, "value");
    if (key == SIZE_MAX || value == SIZE_MAX) {
        return false;
    }
    bool more = false;
    while ((more = next_record(r)) && !is_section(r, "PROJECTS")) {
        if (want_width(r)) {
            read_meta_row(b, r, r->fields[key], r->fields[value]);
        }
    }
    want_told(r, b->election->vote_type != NULL, "vote_type");
    want_told(r, b->election->budget_cents != 0, "budget");
    want_told(r, b->projects != 0, "num_projects");
    want_told(r, b->votes != 0, "num_votes");
    return more || want_section(r, "PROJECTS");
}

/* --- PROJECTS --------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    const named *x = a;
    const named *y = b;
    const int order = strcmp(x->text, y->text);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

/* Sorts and reports what is there twice. */
static void sort_unique(named *list, size_t count, reader *r, const char *column)
{
    if (count > 1) {
        qsort(list, count, sizeof *list, by_text);
    }
    const size_t line = r->line;
    for (size_t i = 1; i < count; i++) {
        if (strcmp(list[i - 1].text, list[i].text) == 0) {
            r->line = list[i].line;
            fault(r, column, list[i].text,
                  (bil_words){"un nome che non c’è già", "a name that is not there already"});
        }
    }
    r->line = line;
}

typedef struct {
    size_t id;
    size_t cost;
    size_t name;
    size_t selected;
} project_columns;

static bool read_project(building *b, reader *r, const project_columns *at)
{
    bil_election *e = b->election;
    if (e->project_count >= BIL_PABULIB_PROJECTS_MAX) {
        fault(r, "", "", (bil_words){"al massimo 10 000 progetti", "10 000 projects at most"});
        return false;
    }
    size_t room = b->project_room;
    if (!grow(&e->projects, r, e->project_count, &b->project_room, sizeof *e->projects) ||
        !grow(&b->by_id, r, e->project_count, &room, sizeof *b->by_id)) {
        return false;
    }
    bil_project *p = &e->projects[e->project_count];
    *p = (bil_project){.funded = -1};
    p->id = keep(r, r->fields[at->id]);
    p->name = at->name == SIZE_MAX ? "" : keep(r, r->fields[at->name]);
    if (p->id[0] == '\0' || strchr(p->id, ',') != NULL) {
        fault(r, "project_id", p->id,
              (bil_words){"un nome, senza virgole", "a name, without commas"});
    }
    read_cents(&p->cost_cents, r, "cost", r->fields[at->cost]);
    if (at->selected != SIZE_MAX) {
        const char *text = r->fields[at->selected];
        if (bil_number_integer(&p->funded, text, strlen(text)) != BIL_NUMBER_OK || p->funded < 0) {
            fault(r, "selected", text,
                  (bil_words){"0, 1 o un altro numero", "0, 1 or another number"});
        }
    }
    b->cents += b->cents > SUM_MAX ? 0 : p->cost_cents;
    b->by_id[e->project_count] = (named){p->id, e->project_count, r->line};
    e->project_count++;
    return !r->nomem;
}

static void want_as_many(const reader *r, int64_t told, size_t count, const char *key)
{
    if (told > 0 && told != (int64_t)count) {
        char found[LINE_ROOM];
        (void)snprintf(found, sizeof found, "%zu", count);
        fault(r, key, found, (bil_words){"tanti quanti dice META", "as many as META says"});
    }
}

/* Begins after the section's name. */
static bool read_projects(building *b, reader *r)
{
    if (!read_header(r)) {
        return false;
    }
    const project_columns at = {want_column(r, "project_id"), want_column(r, "cost"),
                                find_column(r, "name"), find_column(r, "selected")};
    if (at.id == SIZE_MAX || at.cost == SIZE_MAX) {
        return false;
    }
    bool more = false;
    while ((more = next_record(r)) && !is_section(r, "VOTES")) {
        if (want_width(r) && !read_project(b, r, &at)) {
            return false;
        }
    }
    want_as_many(r, b->projects, b->election->project_count, "num_projects");
    sort_unique(b->by_id, b->election->project_count, r, "project_id");
    b->seen = bil_arena_alloc(r->arena, b->election->project_count, sizeof *b->seen);
    r->nomem = r->nomem || b->seen == NULL;
    return !r->nomem && (more || want_section(r, "VOTES"));
}

/* --- VOTES ------------------------------------------------------------------------------------ */

static bool find_project(uint32_t *out, const building *b, const char *id)
{
    size_t low = 0;
    size_t high = b->election->project_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(b->by_id[middle].text, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low >= b->election->project_count || strcmp(b->by_id[low].text, id) != 0) {
        return false;
    }
    *out = b->by_id[low].index;
    return true;
}

/* The next part between commas, cut off in place; NULL at the end. */
static const char *next_part(char **rest)
{
    char *part = *rest;
    if (part == NULL) {
        return NULL;
    }
    char *comma = strchr(part, ',');
    *rest = comma == NULL ? NULL : comma + 1;
    if (comma != NULL) {
        *comma = '\0';
    }
    return part;
}

static void read_points(int64_t *out, const reader *r, const char *text)
{
    if (text == NULL || bil_number_integer(out, text, strlen(text)) != BIL_NUMBER_OK || *out < 0 ||
        *out > POINTS_MAX) {
        *out = 0;
        fault(r, "points", text == NULL ? "" : text,
              (bil_words){"un numero intero da zero in su per ogni progetto del voto",
                          "a whole number from zero on for each project of the vote"});
    }
}

static bool read_ballot_line(building *b, reader *r, const char *id, const char *points)
{
    bil_election *e = b->election;
    const size_t count = e->first[e->voter_count + 1];
    bil_ballot_line line = {.points = e->kind == BIL_VOTE_APPROVAL ? 1 : 0};
    if (e->kind == BIL_VOTE_POINTS) {
        read_points(&line.points, r, points);
    }
    if (!find_project(&line.project, b, id)) {
        fault(r, "vote", id, (bil_words){"un progetto della lista", "a project of the list"});
        return true;
    }
    if (b->seen[line.project] == e->voter_count + 1) {
        fault(r, "vote", id, (bil_words){"ogni progetto una volta sola", "each project only once"});
        return true;
    }
    b->seen[line.project] = e->voter_count + 1;
    if (!grow(&e->lines, r, count, &b->line_room, sizeof *e->lines)) {
        return false;
    }
    b->points += b->points > SUM_MAX ? 0 : line.points;
    e->lines[count] = line;
    e->first[e->voter_count + 1] = count + 1;
    return true;
}

static bool read_vote(building *b, reader *r, size_t voter, size_t vote, size_t points)
{
    bil_election *e = b->election;
    if (e->voter_count >= BIL_PABULIB_VOTERS_MAX) {
        fault(r, "", "", (bil_words){"al massimo 2 milioni di voti", "2 million votes at most"});
        return false;
    }
    if (!grow(&e->first, r, (size_t)e->voter_count + 1, &b->first_room, sizeof *e->first) ||
        !grow(&b->voters, r, e->voter_count, &b->voter_room, sizeof *b->voters)) {
        return false;
    }
    e->first[e->voter_count + 1] = e->first[e->voter_count];
    b->voters[e->voter_count] = (named){keep(r, r->fields[voter]), e->voter_count, r->line};
    char *ids = r->scratch + (r->fields[vote] - r->scratch);
    char *given = e->kind == BIL_VOTE_POINTS ? r->scratch + (r->fields[points] - r->scratch) : NULL;
    ids = ids[0] == '\0' ? NULL : ids;
    given = given != NULL && given[0] == '\0' ? NULL : given;
    const char *id = NULL;
    while ((id = next_part(&ids)) != NULL) {
        if (!read_ballot_line(b, r, id, next_part(&given))) {
            return false;
        }
    }
    const size_t count = e->first[e->voter_count + 1] - e->first[e->voter_count];
    if (given != NULL) {
        fault(r, "points", given,
              (bil_words){"tanti numeri quanti progetti", "as many numbers as projects"});
    }
    if (b->choose_one && count > 1) {
        fault(r, "vote", r->fields[vote],
              (bil_words){"un progetto solo: il tipo di voto è choose-1",
                          "one project only: the type of vote is choose-1"});
    }
    e->voter_count++;
    return !r->nomem;
}

/* Begins after the section's name. */
static void read_votes(building *b, reader *r)
{
    bil_election *e = b->election;
    if (!read_header(r)) {
        return;
    }
    const size_t voter = want_column(r, "voter_id");
    const size_t vote = want_column(r, "vote");
    const size_t points =
        e->kind == BIL_VOTE_POINTS ? want_column(r, "points") : find_column(r, "points");
    if (voter == SIZE_MAX || vote == SIZE_MAX ||
        (points == SIZE_MAX && e->kind == BIL_VOTE_POINTS) ||
        !grow(&e->first, r, 0, &b->first_room, sizeof *e->first)) {
        return;
    }
    e->first[0] = 0;
    while (next_record(r)) {
        if (want_width(r) && !read_vote(b, r, voter, vote, points)) {
            return;
        }
    }
    want_as_many(r, b->votes, e->voter_count, "num_votes");
    sort_unique(b->voters, e->voter_count, r, "voter_id");
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool is_text(reader *r)
{
    if (memchr(r->bytes, '\0', r->size) != NULL || !bil_utf8_valid(r->bytes, r->size)) {
        r->line = 1;
        fault(r, "", "", (bil_words){"testo in UTF-8", "text in UTF-8"});
        return false;
    }
    if (r->size >= 3 && memcmp(r->bytes, "\xef\xbb\xbf", 3) == 0) {
        r->at = 3;
    }
    return true;
}

static void want_exact(const building *b, const reader *r)
{
    if (b->cents > SUM_MAX || b->points > SUM_MAX) {
        fault(r, b->cents > SUM_MAX ? "cost" : "points", "",
              (bil_words){"numeri le cui somme stanno entro 2⁵³",
                          "numbers whose sums are within 2⁵³"});
    }
}

bil_status bil_pabulib_read(bil_election **out, const char *bytes, size_t size, const char *name,
                            bil_arena *arena, bil_faults *faults, bil_error *err)
{
    reader r = {.bytes = size == 0 ? "" : bytes,
                .size = size,
                .now = 1,
                .file = name,
                .arena = arena,
                .faults = faults};
    const size_t before = faults->errors;
    /* every field is no longer than it is in the file, and its NUL stands for what ended it */
    r.scratch = malloc(size + 2);
    building b = {.election = bil_arena_alloc(arena, 1, sizeof *b.election)};
    if (r.scratch == NULL || b.election == NULL) {
        free(r.scratch);
        return bil_fail_nomem(err);
    }
    b.election->name = "";
    b.election->currency = "";
    if (is_text(&r) && read_meta(&b, &r) && read_projects(&b, &r)) {
        read_votes(&b, &r);
        want_exact(&b, &r);
    }
    free(r.scratch);
    if (r.nomem) {
        return bil_fail_nomem(err);
    }
    if (faults->errors != before) {
        return bil_fail(err, BIL_E_DATA, name, "il file non è come deve essere",
                        "the file is not as it should be");
    }
    *out = b.election;
    return BIL_OK;
}

bil_status bil_pabulib_load(bil_election **out, const char *path, bil_arena *arena,
                            bil_faults *faults, bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    bil_status status = bil_file_read(&text, path, BIL_PABULIB_SIZE_MAX, err);
    if (status == BIL_OK) {
        status = bil_pabulib_read(out, text.bytes, text.size, path, arena, faults, err);
    }
    bil_text_release(&text);
    return status;
}
