/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/file.h"
#include "engine/text.h"

enum { ROOM_BYTES = 1 << 16, NAME_TRIES = 100, FILES_MAX = 16 };

struct bil_folder {
    bil_text path;
    bil_text temporary;
    bil_text files[FILES_MAX]; /* their paths, so that all can be taken away */
    size_t file_count;
    int file; /* the one being written; -1 = none */
    char *room;
    size_t filled;
    int reason; /* errno of what failed first; 0 = nothing */
};

static bil_status there_already(const char *path, bil_error *err)
{
    return bil_fail_with(
        err, BIL_E_CANT_WRITE, path, "«%s» c’è già: scegli un altro nome, o toglilo tu",
        "\"%s\" is there already: choose another name, or remove it yourself", path);
}

static bil_status why_not(const char *path, int reason, bil_error *err)
{
    switch (reason) {
    case ENOMEM:
        return bil_fail_nomem(err);
    case EEXIST:
    case ENOTEMPTY:
        return there_already(path, err);
    case EACCES:
    case EPERM:
    case EROFS:
        return bil_fail_with(err, BIL_E_CANT_WRITE, path, "manca il permesso di scrivere «%s»",
                             "no permission to write \"%s\"", path);
    case ENOENT:
    case ENOTDIR:
        return bil_fail_with(err, BIL_E_CANT_WRITE, path, "manca la cartella di «%s»",
                             "the folder of \"%s\" is missing", path);
    case ENOSPC:
    case EDQUOT:
        return bil_fail_with(err, BIL_E_IO, path, "lo spazio su disco è finito scrivendo «%s»",
                             "the disk filled up while writing \"%s\"", path);
    default:
        return bil_fail_with(err, BIL_E_IO, path, "la scrittura di «%s» si è interrotta",
                             "writing \"%s\" broke off", path);
    }
}

/* Makes "parent/.bilancia-<process>-<n>.tmp"; 0 or errno. */
static int make_beside(bil_folder *folder)
{
    const char *path = folder->path.bytes;
    const char *slash = strrchr(path, '/');
    const size_t parent = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    for (int i = 0; i < NAME_TRIES; i++) {
        bil_text_release(&folder->temporary);
        bil_text_add_n(&folder->temporary, path, parent);
        bil_text_addf(&folder->temporary, ".bilancia-%ld-%d.tmp", (long)getpid(), i);
        if (folder->temporary.failed) {
            return ENOMEM;
        }
        if (mkdir(folder->temporary.bytes, 0777) == 0) { /* less the caller's umask */
            return 0;
        }
        if (errno != EEXIST) {
            return errno;
        }
    }
    return EIO;
}

static void release(bil_folder *folder)
{
    bil_text_release(&folder->path);
    bil_text_release(&folder->temporary);
    for (size_t i = 0; i < folder->file_count; i++) {
        bil_text_release(&folder->files[i]);
    }
    free(folder->room);
    free(folder);
}

/* Without the slashes at its end, which rename would take for another name. */
static void set_path(bil_text *out, const char *path)
{
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/') {
        size--;
    }
    bil_text_add_n(out, path, size);
}

bil_status bil_folder_begin(bil_folder **out, const char *path, bil_error *err)
{
    struct stat there;
    bil_folder *folder = calloc(1, sizeof *folder);
    if (folder == NULL) {
        return bil_fail_nomem(err);
    }
    folder->file = -1;
    set_path(&folder->path, path);
    folder->room = malloc(ROOM_BYTES);
    if (folder->path.failed || folder->room == NULL) {
        release(folder);
        return bil_fail_nomem(err);
    }
    if (lstat(folder->path.bytes, &there) == 0) {
        release(folder);
        return there_already(path, err);
    }
    const int reason = make_beside(folder);
    if (reason != 0) {
        release(folder);
        return why_not(path, reason, err);
    }
    *out = folder;
    return BIL_OK;
}

static void fail(bil_folder *folder, int reason)
{
    if (folder->reason == 0) {
        folder->reason = reason == 0 ? EIO : reason;
    }
}

static void write_out(bil_folder *folder, const char *bytes, size_t size)
{
    while (size > 0 && folder->reason == 0) {
        const ssize_t put = write(folder->file, bytes, size);
        if (put < 0) {
            const int reason = errno;
            if (reason != EINTR) {
                fail(folder, reason);
            }
            continue;
        }
        bytes += put;
        size -= (size_t)put;
    }
}

static void finish_file(bil_folder *folder)
{
    if (folder->file < 0) {
        return;
    }
    write_out(folder, folder->room, folder->filled);
    folder->filled = 0;
    if (folder->reason == 0 && fsync(folder->file) != 0 && errno != EINVAL) {
        fail(folder, errno);
    }
    if (close(folder->file) != 0) {
        fail(folder, errno);
    }
    folder->file = -1;
}

void bil_folder_file(bil_folder *folder, const char *name)
{
    BIL_ASSERT(folder->file_count < FILES_MAX && strchr(name, '/') == NULL);
    finish_file(folder);
    if (folder->reason != 0) {
        return;
    }
    bil_text *path = &folder->files[folder->file_count];
    bil_file_join(path, folder->temporary.bytes, name);
    if (path->failed) {
        bil_text_release(path);
        fail(folder, ENOMEM);
        return;
    }
    folder->file_count++;
    folder->file = open(path->bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (folder->file < 0) {
        fail(folder, errno);
    }
}

void bil_folder_add(bil_folder *folder, const char *bytes, size_t size)
{
    if (folder->reason != 0) {
        return;
    }
    BIL_ASSERT(folder->file >= 0);
    if (size > ROOM_BYTES - folder->filled) {
        write_out(folder, folder->room, folder->filled);
        folder->filled = 0;
    }
    if (size > ROOM_BYTES) {
        write_out(folder, bytes, size);
    } else {
        memcpy(folder->room + folder->filled, bytes, size);
        folder->filled += size;
    }
}

bool bil_folder_failed(const bil_folder *folder)
{
    return folder->reason != 0;
}

/* Makes names survive a power cut; a file system without it is no failure. */
static void sync_folder(const char *path)
{
    const int handle = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle >= 0) {
        (void)fsync(handle);
        (void)close(handle);
    }
}

static void sync_parent(bil_folder *folder)
{
    char *slash = strrchr(folder->path.bytes, '/');
    if (slash == NULL) {
        sync_folder(".");
    } else {
        slash[1] = '\0';
        sync_folder(folder->path.bytes);
    }
}

void bil_folder_abandon(bil_folder *folder)
{
    if (folder == NULL) {
        return;
    }
    if (folder->file >= 0) {
        (void)close(folder->file);
    }
    for (size_t i = 0; i < folder->file_count; i++) {
        (void)unlink(folder->files[i].bytes);
    }
    (void)rmdir(folder->temporary.bytes);
    release(folder);
}

bil_status bil_folder_commit(bil_folder *folder, bil_error *err)
{
    finish_file(folder);
    if (folder->reason == 0) {
        sync_folder(folder->temporary.bytes);
        /* An empty folder made meanwhile by somebody else would be taken over; anything else not.
         */
        if (rename(folder->temporary.bytes, folder->path.bytes) != 0) {
            fail(folder, errno);
        }
    }
    if (folder->reason != 0) {
        const bil_status status = why_not(folder->path.bytes, folder->reason, err);
        bil_folder_abandon(folder);
        return status;
    }
    sync_parent(folder);
    release(folder);
    return BIL_OK;
}
