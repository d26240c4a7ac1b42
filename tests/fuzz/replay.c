/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target over kept inputs without libFuzzer, so that every find stays a test in every
 * build. Arguments are files or folders; folders are read one level deep. */
#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { INPUT_SIZE_MAX = 16 * 1024 * 1024, PATH_SIZE = 4096 };

/* An exact-size heap copy lets the address sanitizer see a read beyond the input. */
static bool replay_file(const char *path)
{
    bool ok = false;
    uint8_t *exact = NULL;
    uint8_t *buffer = malloc(INPUT_SIZE_MAX);
    FILE *file = fopen(path, "rb");
    if (buffer == NULL || file == NULL) {
        (void)fprintf(stderr, "cannot read %s\n", path);
        goto out;
    }
    size_t size = fread(buffer, 1, INPUT_SIZE_MAX, file);
    exact = malloc(size > 0 ? size : 1);
    if (exact == NULL || ferror(file) != 0) {
        (void)fprintf(stderr, "cannot read %s\n", path);
        goto out;
    }
    (void)memcpy(exact, buffer, size);
    (void)printf("%s: %zu bytes\n", path, size);
    (void)fflush(stdout);
    (void)LLVMFuzzerTestOneInput(exact, size);
    ok = true;
out:
    if (file != NULL) {
        (void)fclose(file);
    }
    free(exact);
    free(buffer);
    return ok;
}

static bool replay_folder(const char *path, size_t *count)
{
    bool ok = true;
    DIR *folder = opendir(path);
    if (folder == NULL) {
        (void)fprintf(stderr, "cannot open %s\n", path);
        return false;
    }
    for (;;) {
        const struct dirent *entry = readdir(folder); /* NOLINT: one thread */
        if (entry == NULL) {
            break;
        }
        char name[PATH_SIZE];
        struct stat about;
        int length = snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (length < 0 || (size_t)length >= sizeof name || stat(name, &about) != 0) {
            ok = false;
        } else if (S_ISREG(about.st_mode)) {
            ok = replay_file(name) && ok;
            (*count)++;
        }
    }
    (void)closedir(folder);
    return ok;
}

int main(int argc, char **argv)
{
    bool ok = true;
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        struct stat about;
        if (stat(argv[i], &about) != 0) {
            (void)fprintf(stderr, "no such input: %s\n", argv[i]);
            ok = false;
        } else if (S_ISDIR(about.st_mode)) {
            ok = replay_folder(argv[i], &count) && ok;
        } else {
            ok = replay_file(argv[i]) && ok;
            count++;
        }
    }
    (void)printf("%zu inputs replayed\n", count);
    return ok && count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
