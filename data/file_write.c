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

enum { ROOM_BYTES = 1 << 16, NAME_TRIES = 100 };

struct bil_file_writer {
    bil_text name; /* as the caller says it */
    bil_text path; /* where it goes: a symbolic link is followed */
    bil_text temporary;
    bool standard;
    bool in_place; /* a device or a pipe keeps its place: it is written, not replaced */
    int file;      /* -1 = none */
    char *room;
    size_t filled;
    int reason; /* errno of what failed first; 0 = nothing */
};

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

static void release(bil_file_writer *writer)
{
    if (writer->file >= 0) {
        (void)close(writer->file);
    }
    bil_text_release(&writer->name);
    bil_text_release(&writer->path);
    bil_text_release(&writer->temporary);
    free(writer->room);
    free(writer);
}

static void fail(bil_file_writer *writer, int reason)
{
    if (writer->reason == 0) {
        writer->reason = reason == 0 ? EIO : reason;
    }
}

/* Finds out where the bytes go and opens it; 0 or errno. */
static int open_place(bil_file_writer *writer, const char *path)
{
    struct stat there;
    if (stat(path, &there) != 0) {
        bil_text_add(&writer->path, path);
        writer->file = writer->path.failed
                           ? -1
                           : create_beside(&writer->temporary, path, 0666); /* less umask */
        return writer->path.failed ? ENOMEM : (writer->file < 0 ? errno : 0);
    }
    if (S_ISDIR(there.st_mode)) {
        return EISDIR;
    }
    if (!S_ISREG(there.st_mode)) {
        writer->in_place = true;
        writer->file = open(path, O_WRONLY | O_CLOEXEC);
        return writer->file < 0 ? errno : 0;
    }
    char *real = realpath(path, NULL);
    if (real == NULL) {
        return errno;
    }
    const mode_t mode = there.st_mode & 0777;
    bil_text_add(&writer->path, real);
    free(real);
    if (writer->path.failed) {
        return ENOMEM;
    }
    writer->file = create_beside(&writer->temporary, writer->path.bytes, mode);
    if (writer->file < 0) {
        return errno;
    }
    if (fchmod(writer->file, mode) != 0) {
        fail(writer, errno);
    }
    return 0;
}

bil_status bil_file_begin(bil_file_writer **out, const char *path, bil_error *err)
{
    bil_file_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return bil_fail_nomem(err);
    }
    writer->file = -1;
    writer->standard = path == NULL || strcmp(path, "-") == 0;
    writer->room = malloc(ROOM_BYTES);
    bil_text_add(&writer->name, writer->standard ? "-" : path);
    if (writer->room == NULL || writer->name.failed) {
        release(writer);
        return bil_fail_nomem(err);
    }
    const int reason = writer->standard ? 0 : open_place(writer, writer->name.bytes);
    if (reason != 0) {
        release(writer);
        return reason == ENOMEM ? bil_fail_nomem(err) : cannot_write(path, reason, err);
    }
    *out = writer;
    return BIL_OK;
}

static void write_out(bil_file_writer *writer, const char *bytes, size_t size)
{
    if (writer->reason != 0 || size == 0) {
        return;
    }
    if (!writer->standard) {
        const int reason = write_all(writer->file, bytes, size);
        if (reason != 0) {
            fail(writer, reason);
        }
    } else if (fwrite(bytes, 1, size, stdout) != size) {
        fail(writer, errno);
        clearerr(stdout);
    }
}

void bil_file_add(bil_file_writer *writer, const char *bytes, size_t size)
{
    if (size > ROOM_BYTES - writer->filled) {
        write_out(writer, writer->room, writer->filled);
        writer->filled = 0;
    }
    if (size > ROOM_BYTES) {
        write_out(writer, bytes, size);
    } else if (size > 0) {
        memcpy(writer->room + writer->filled, bytes, size);
        writer->filled += size;
    }
}

bool bil_file_failed(const bil_file_writer *writer)
{
    return writer->reason != 0;
}

/* Everything is on its way to the disk, the file closed. */
static void finish(bil_file_writer *writer)
{
    write_out(writer, writer->room, writer->filled);
    if (writer->standard) {
        if (fflush(stdout) != 0) {
            fail(writer, errno);
            clearerr(stdout);
        }
        return;
    }
    if (writer->reason == 0 && !writer->in_place && fsync(writer->file) != 0 && errno != EINVAL) {
        fail(writer, errno);
    }
    if (close(writer->file) != 0) {
        fail(writer, errno);
    }
    writer->file = -1;
}

bil_status bil_file_commit(bil_file_writer *writer, bil_error *err)
{
    bil_status status = BIL_OK;
    const bool replaces = !writer->standard && !writer->in_place;
    finish(writer);
    if (writer->reason != 0) {
        status = broke_off(writer->name.bytes, writer->reason, err);
    } else if (replaces && rename(writer->temporary.bytes, writer->path.bytes) != 0) {
        status = cannot_write(writer->name.bytes, errno, err);
    } else if (replaces) {
        sync_folder(&writer->temporary);
    }
    if (replaces && status != BIL_OK) {
        (void)unlink(writer->temporary.bytes);
    }
    release(writer);
    return status;
}

void bil_file_abandon(bil_file_writer *writer)
{
    if (writer != NULL) {
        if (writer->temporary.bytes != NULL) {
            (void)unlink(writer->temporary.bytes);
        }
        release(writer);
    }
}

bil_status bil_file_write(const char *path, const char *bytes, size_t size, bil_error *err)
{
    bil_file_writer *writer = NULL;
    const bil_status status = bil_file_begin(&writer, path, err);
    if (status != BIL_OK) {
        return status;
    }
    BIL_ASSERT(writer != NULL);
    bil_file_add(writer, bytes, size);
    return bil_file_commit(writer, err);
}
