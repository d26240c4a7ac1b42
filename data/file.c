/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 65536 };

/* --- reading --------------------------------------------------------------------------------- */

static bil_status cannot_read(const char *path, int reason, bil_error *err)
{
    if (reason == ENOENT || reason == ENOTDIR) {
        return bil_fail_with(err, BIL_E_NO_INPUT, path, "il file «%s» non c’è",
                             "there is no file \"%s\"", path);
    }
    if (reason == EISDIR) {
        return bil_fail_with(err, BIL_E_NO_INPUT, path, "«%s» è una cartella, non un file",
                             "\"%s\" is a folder, not a file", path);
    }
    if (reason == EACCES || reason == EPERM) {
        return bil_fail_with(err, BIL_E_NO_INPUT, path, "manca il permesso di leggere «%s»",
                             "no permission to read \"%s\"", path);
    }
    return bil_fail_with(err, BIL_E_NO_INPUT, path, "il file «%s» non si può aprire",
                         "the file \"%s\" cannot be opened", path);
}

static bil_status read_all(bil_text *out, int file, const char *path, size_t size_max,
                           bil_error *err)
{
    char *chunk = malloc(CHUNK_BYTES);
    bil_status status = BIL_OK;
    if (chunk == NULL) {
        return bil_fail_nomem(err);
    }
    bil_text_add_n(out, "", 0);
    while (status == BIL_OK) {
        ssize_t got = read(file, chunk, CHUNK_BYTES);
        int reason = errno;
        if (got == 0) {
            break;
        }
        if (got < 0 && reason == EINTR) {
            continue;
        }
        if (got < 0) {
            status = reason == EISDIR
                         ? cannot_read(path, reason, err)
                         : bil_fail_with(err, BIL_E_IO, path, "la lettura di «%s» si è interrotta",
                                         "reading \"%s\" broke off", path);
        } else if (out->size + (size_t)got > size_max) {
            status = bil_fail_with(err, BIL_E_DATA, path, "il file «%s» è troppo grande",
                                   "the file \"%s\" is too large", path);
        } else {
            bil_text_add_n(out, chunk, (size_t)got);
            status = out->failed ? bil_fail_nomem(err) : BIL_OK;
        }
    }
    free(chunk);
    return out->failed && status == BIL_OK ? bil_fail_nomem(err) : status;
}

bil_status bil_file_read(bil_text *out, const char *path, size_t size_max, bil_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    bil_text_release(out);
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return cannot_read(path, errno, err);
    }
    bil_status status = read_all(out, file, path, size_max, err);
    if (!standard) {
        (void)close(file);
    }
    if (status != BIL_OK) {
        bil_text_release(out);
    }
    return status;
}

/* --- names --------------------------------------------------------------------------------------
 */

bool bil_file_exists(const char *path)
{
    struct stat there;
    return stat(path, &there) == 0;
}

bool bil_file_is_folder(const char *path)
{
    struct stat there;
    return stat(path, &there) == 0 && S_ISDIR(there.st_mode);
}

static bool same_thing(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* What the folder of a path is; false when it has none. */
static bool look_at_folder(struct stat *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    bil_text folder;
    bil_text_init(&folder);
    bil_text_add_n(&folder, path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
    bil_text_add(&folder, ".");
    const bool there = !folder.failed && stat(folder.bytes, out) == 0;
    bil_text_release(&folder);
    return there;
}

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

bool bil_file_same(const char *a, const char *b)
{
    struct stat one;
    struct stat other;
    const bool there = stat(a, &one) == 0;
    if (there != (stat(b, &other) == 0)) {
        return false;
    }
    if (there) {
        return S_ISREG(one.st_mode) && same_thing(&one, &other);
    }
    return strcmp(last_name(a), last_name(b)) == 0 && look_at_folder(&one, a) &&
           look_at_folder(&other, b) && same_thing(&one, &other);
}

void bil_file_join(bil_text *out, const char *folder, const char *name)
{
    size_t size = strlen(folder);
    bil_text_add(out, folder);
    if (size > 0 && folder[size - 1] != '/') {
        bil_text_add(out, "/");
    }
    bil_text_add(out, name);
}
