/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 65536, NAME_TRIES = 100 };

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

/* --- writing --------------------------------------------------------------------------------- */

static bil_status cannot_write(const char *path, int reason, bil_error *err)
{
    if (reason == EACCES || reason == EPERM || reason == EROFS) {
        return bil_fail_with(err, BIL_E_CANT_WRITE, path, "manca il permesso di scrivere «%s»",
                             "no permission to write \"%s\"", path);
    }
    if (reason == ENOENT || reason == ENOTDIR) {
        return bil_fail_with(err, BIL_E_CANT_WRITE, path, "manca la cartella di «%s»",
                             "the folder of \"%s\" is missing", path);
    }
    if (reason == EISDIR) {
        return bil_fail_with(err, BIL_E_CANT_WRITE, path, "«%s» è una cartella, non un file",
                             "\"%s\" is a folder, not a file", path);
    }
    return bil_fail_with(err, BIL_E_CANT_WRITE, path, "il file «%s» non si può creare",
                         "the file \"%s\" cannot be created", path);
}

static bil_status broke_off(const char *path, int reason, bil_error *err)
{
    if (reason == ENOSPC || reason == EDQUOT) {
        return bil_fail_with(err, BIL_E_IO, path, "lo spazio su disco è finito scrivendo «%s»",
                             "the disk filled up while writing \"%s\"", path);
    }
    return bil_fail_with(err, BIL_E_IO, path, "la scrittura di «%s» si è interrotta",
                         "writing \"%s\" broke off", path);
}

/* 0, or the reason why not every byte was written. */
static int write_all(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t put = write(file, bytes, size);
        if (put < 0) {
            int reason = errno;
            if (reason == EINTR) {
                continue;
            }
            return reason;
        }
        bytes += put;
        size -= (size_t)put;
    }
    return 0;
}

static bil_status write_standard(const char *bytes, size_t size, bil_error *err)
{
    if ((size > 0 && fwrite(bytes, 1, size, stdout) != size) || fflush(stdout) != 0) {
        int reason = errno;
        clearerr(stdout);
        return broke_off("-", reason, err);
    }
    return BIL_OK;
}

/* A device or a pipe keeps its place: it is written, not replaced. */
static bil_status write_in_place(const char *path, const char *bytes, size_t size, bil_error *err)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return cannot_write(path, errno, err);
    }
    int reason = write_all(file, bytes, size);
    if (close(file) != 0 && reason == 0) {
        reason = errno;
    }
    return reason == 0 ? BIL_OK : broke_off(path, reason, err);
}

/* Creates "folder/.name.<number>.tmp" and leaves its path in `temporary`; -1 and errno otherwise.
 */
static int create_beside(bil_text *temporary, const char *path, mode_t mode)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    for (int i = 0; i < NAME_TRIES; i++) {
        bil_text_release(temporary);
        bil_text_add_n(temporary, path, folder);
        /* Kept short, so that a name near the system's limit still has a neighbour. */
        bil_text_addf(temporary, ".bilancia-%ld-%d.tmp", (long)getpid(), i);
        if (temporary->failed) {
            errno = ENOMEM;
            return -1;
        }
        int file = open(temporary->bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (file >= 0 || errno != EEXIST) {
            return file;
        }
    }
    return -1;
}

/* Makes the new name survive a power cut; a file system without it is no failure. `temporary`, no
 * longer needed, is cut down to the folder. */
static void sync_folder(bil_text *temporary)
{
    char *slash = strrchr(temporary->bytes, '/');
    if (slash != NULL) {
        slash[1] = '\0';
    }
    int handle = open(slash == NULL ? "." : temporary->bytes, O_RDONLY | O_CLOEXEC);
    if (handle >= 0) {
        (void)fsync(handle);
        (void)close(handle);
    }
}

/* `there` is the file to be replaced, whose permissions are kept; NULL = none. */
static bil_status replace(const char *path, const struct stat *there, const char *bytes,
                          size_t size, bil_error *err)
{
    bil_text temporary;
    bil_text_init(&temporary);
    bil_status status = BIL_OK;
    mode_t mode = there == NULL ? 0666 : there->st_mode & 0777; /* less the caller's umask */
    int file = create_beside(&temporary, path, mode);
    if (file < 0) {
        int reason = errno;
        status = reason == ENOMEM ? bil_fail_nomem(err) : cannot_write(path, reason, err);
        bil_text_release(&temporary);
        return status;
    }
    int reason = there != NULL && fchmod(file, mode) != 0 ? errno : 0;
    if (reason == 0) {
        reason = write_all(file, bytes, size);
    }
    if (reason == 0 && fsync(file) != 0 && errno != EINVAL) {
        reason = errno;
    }
    if (close(file) != 0 && reason == 0) {
        reason = errno;
    }
    if (reason != 0) {
        status = broke_off(path, reason, err);
    } else if (rename(temporary.bytes, path) != 0) {
        status = cannot_write(path, errno, err);
    } else {
        sync_folder(&temporary);
    }
    if (status != BIL_OK) {
        (void)unlink(temporary.bytes);
    }
    bil_text_release(&temporary);
    return status;
}

bil_status bil_file_write(const char *path, const char *bytes, size_t size, bil_error *err)
{
    struct stat there;
    if (path == NULL || strcmp(path, "-") == 0) {
        return write_standard(bytes, size, err);
    }
    if (stat(path, &there) != 0) {
        return replace(path, NULL, bytes, size, err);
    }
    if (S_ISDIR(there.st_mode)) {
        return cannot_write(path, EISDIR, err);
    }
    if (!S_ISREG(there.st_mode)) {
        return write_in_place(path, bytes, size, err);
    }
    char *real = realpath(path, NULL);
    if (real == NULL) {
        int reason = errno;
        return reason == ENOMEM ? bil_fail_nomem(err) : cannot_write(path, reason, err);
    }
    bil_status status = replace(real, &there, bytes, size, err);
    free(real);
    return status;
}

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

void bil_file_join(bil_text *out, const char *folder, const char *name)
{
    size_t size = strlen(folder);
    bil_text_add(out, folder);
    if (size > 0 && folder[size - 1] != '/') {
        bil_text_add(out, "/");
    }
    bil_text_add(out, name);
}
