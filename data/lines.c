/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK_BYTES = 1 << 16 };

struct bil_lines {
    bil_text path; /* for messages */
    int file;
    size_t number;
    char *chunk;
    size_t filled;
    size_t at; /* of the chunk, not given out yet */
    bool ended;
};

static bil_status cannot_open(const char *path, int reason, bil_error *err)
{
    if (reason == EISDIR) {
        return bil_fail_with(err, BIL_E_NO_INPUT, path, "«%s» è una cartella, non un file",
                             "\"%s\" is a folder, not a file", path);
    }
    if (reason == ENOENT || reason == ENOTDIR) {
        return bil_fail_with(err, BIL_E_NO_INPUT, path, "il file «%s» non c’è",
                             "there is no file \"%s\"", path);
    }
    return bil_fail_with(err, BIL_E_NO_INPUT, path, "il file «%s» non si può aprire",
                         "the file \"%s\" cannot be opened", path);
}

bil_status bil_lines_open(bil_lines **out, const char *path, bil_error *err)
{
    bil_lines *lines = calloc(1, sizeof *lines);
    if (lines == NULL) {
        return bil_fail_nomem(err);
    }
    lines->file = -1;
    bil_text_add(&lines->path, path);
    lines->chunk = malloc(CHUNK_BYTES);
    if (lines->path.failed || lines->chunk == NULL) {
        bil_lines_close(lines);
        return bil_fail_nomem(err);
    }
    lines->file = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (lines->file < 0) {
        const int reason = errno;
        bil_lines_close(lines);
        return cannot_open(path, reason, err);
    }
    *out = lines;
    return BIL_OK;
}

void bil_lines_close(bil_lines *lines)
{
    if (lines == NULL) {
        return;
    }
    if (lines->file > STDIN_FILENO) {
        (void)close(lines->file);
    }
    bil_text_release(&lines->path);
    free(lines->chunk);
    free(lines);
}

/* Fills the chunk anew; sets `ended` at the end of the file. */
static bil_status refill(bil_lines *lines, bil_error *err)
{
    ssize_t got = -1;
    do {
        got = read(lines->file, lines->chunk, CHUNK_BYTES);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        const int reason = errno;
        return reason == EISDIR ? cannot_open(lines->path.bytes, reason, err)
                                : bil_fail_with(err, BIL_E_IO, lines->path.bytes,
                                                "la lettura di «%s» si è interrotta",
                                                "reading \"%s\" broke off", lines->path.bytes);
    }
    lines->filled = (size_t)got;
    lines->at = 0;
    lines->ended = got == 0;
    return BIL_OK;
}

/* Adds to the line what fits of `size` bytes. */
static void take(bil_text *line, bool *cut, const char *bytes, size_t size, size_t size_max)
{
    const size_t room = size_max - line->size;
    *cut = *cut || size > room;
    bil_text_add_n(line, bytes, size < room ? size : room);
}

bil_status bil_lines_next(bil_text *line, bool *more, bool *cut, size_t size_max, bil_lines *lines,
                          bil_error *err)
{
    bool begun = false;
    bool whole = false;
    line->size = 0; /* its room is kept */
    *cut = false;
    bil_text_add_n(line, "", 0);
    while (!whole) {
        if (lines->at == lines->filled) {
            const bil_status status = lines->ended ? BIL_OK : refill(lines, err);
            if (status != BIL_OK) {
                return status;
            }
            if (lines->ended) {
                break;
            }
        }
        const char *from = lines->chunk + lines->at;
        const size_t left = lines->filled - lines->at;
        const char *end = memchr(from, '\n', left);
        const size_t size = end == NULL ? left : (size_t)(end - from);
        take(line, cut, from, size, size_max);
        lines->at += end == NULL ? size : size + 1;
        begun = true;
        whole = end != NULL;
    }
    if (line->failed) {
        return bil_fail_nomem(err);
    }
    if (line->size > 0 && line->bytes[line->size - 1] == '\r') {
        line->bytes[--line->size] = '\0';
    }
    lines->number += begun ? 1 : 0;
    *more = begun;
    return BIL_OK;
}

size_t bil_lines_number(const bil_lines *lines)
{
    return lines->number;
}
