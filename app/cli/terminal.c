/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/terminal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "data/file.h"
#include "data/words.h"

enum { PARENTS_MAX = 6 };

const char *cli_environment(const char *name)
{
    /* The program has one thread and never changes its environment. */
    const char *value = getenv(name); /* NOLINT(concurrency-mt-unsafe) */
    return value == NULL || value[0] == '\0' ? NULL : value;
}

size_t cli_terminal_width(void)
{
    struct winsize size = {0};
    if (isatty(STDOUT_FILENO) != 1 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
        return 0;
    }
    return size.ws_col;
}

static bool is_dumb(void)
{
    const char *terminal = cli_environment("TERM");
    return terminal == NULL || strcmp(terminal, "dumb") == 0;
}

bool cli_terminal_colour(void)
{
    return cli_environment("NO_COLOR") == NULL && isatty(STDOUT_FILENO) == 1 && !is_dumb();
}

bool cli_terminal_redraws(void)
{
    return isatty(STDERR_FILENO) == 1 && !is_dumb();
}

int64_t cli_clock_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int cli_processors(void)
{
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (count > INT_MAX ? INT_MAX : (int)count);
}

/* "folder/name" when there is a `mark` in it ("" = when it is there itself). */
static bool shipped_at(bil_text *out, const char *folder, const char *name, const char *mark)
{
    bil_text path;
    bil_text file;
    bil_text_init(&path);
    bil_text_init(&file);
    bil_file_join(&path, folder, name);
    if (!path.failed && mark[0] != '\0') {
        bil_file_join(&file, path.bytes, mark);
    } else if (!path.failed) {
        bil_text_add(&file, path.bytes);
    }
    bool there = !path.failed && !file.failed && file.bytes != NULL && bil_file_exists(file.bytes);
    if (there) {
        bil_text_add(out, path.bytes);
    }
    bil_text_release(&path);
    bil_text_release(&file);
    return there;
}

/* Looks beside the program (bin/ and share/ are neighbours), then upwards for `above`: `name` is a
 * path below "share/bilancia". */
static bool find_beside(bil_text *out, const char *name, const char *above, const char *mark)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) {
        return false;
    }
    program[length] = '\0';
    bil_text installed;
    bil_text_init(&installed);
    bil_text_addf(&installed, "share/bilancia/%s", name);
    bool found = false;
    for (int i = 0; i < PARENTS_MAX && !found && !installed.failed; i++) {
        char *slash = strrchr(program, '/');
        if (slash == NULL || slash == program) {
            break;
        }
        *slash = '\0';
        found = (i == 1 && shipped_at(out, program, installed.bytes, mark)) ||
                shipped_at(out, program, above, mark);
    }
    bil_text_release(&installed);
    return found;
}

/* The same for what lies in "data" of a source tree. */
static bool find_shipped(bil_text *out, const char *name, const char *mark)
{
    bil_text source;
    bil_text_init(&source);
    bil_text_addf(&source, "data/%s", name);
    const bool found = !source.failed && find_beside(out, name, source.bytes, mark);
    bil_text_release(&source);
    return found;
}

bool cli_find_frame(bil_text *out)
{
    return find_beside(out, "report/page.html", "report/page.html", "");
}

bil_status cli_find_profile(bil_text *out, const char *named, bil_error *err)
{
    bil_text name;
    bil_text_init(&name);
    bool plain = bil_code_valid(named) && !bil_file_exists(named);
    bool found = false;
    if (plain) {
        bil_text_addf(&name, "profiles/%s.profile.json", named);
        found = !name.failed && find_shipped(out, name.bytes, "");
    }
    bil_text_release(&name);
    if (plain && !found) {
        return bil_fail_with(err, BIL_E_NO_INPUT, named,
                             "non c’è un file né un profilo di nome «%s»; i profili sono pavia, "
                             "metropoli e montagna",
                             "there is no file and no profile called \"%s\"; the profiles are "
                             "pavia, metropoli and montagna",
                             named);
    }
    if (!found) {
        bil_text_add(out, named);
    }
    return out->failed ? bil_fail_nomem(err) : BIL_OK;
}

bil_status cli_find_catalogue(bil_text *out, const char *named, bil_error *err)
{
    if (named != NULL) {
        bil_text_add(out, named);
        return out->failed ? bil_fail_nomem(err) : BIL_OK;
    }
    const char *told = cli_environment("BILANCIA_CATALOGUE");
    if (told != NULL) {
        bil_text file;
        bil_text_init(&file);
        bil_file_join(&file, told, "catalogue.json");
        bool there = !file.failed && bil_file_exists(file.bytes);
        bil_text_release(&file);
        if (!there) {
            return bil_fail_with(err, BIL_E_CONFIG, "BILANCIA_CATALOGUE",
                                 "BILANCIA_CATALOGUE indica «%s», che non è la cartella di un "
                                 "catalogo",
                                 "BILANCIA_CATALOGUE names \"%s\", which is not a catalogue's "
                                 "folder",
                                 told);
        }
        bil_text_add(out, told);
        return out->failed ? bil_fail_nomem(err) : BIL_OK;
    }
    if (find_shipped(out, "catalogue/lombardia", "catalogue.json")) {
        return out->failed ? bil_fail_nomem(err) : BIL_OK;
    }
    return bil_fail(err, BIL_E_CONFIG, "",
                    "non trovo il catalogo: indicalo con --catalogue o con BILANCIA_CATALOGUE",
                    "no catalogue found: name it with --catalogue or BILANCIA_CATALOGUE");
}

bool cli_find_program(bil_text *out, const char *const *names, size_t count)
{
    const char *path = cli_environment("PATH");
    for (const char *at = path == NULL ? "" : path; *at != '\0';) {
        size_t size = strcspn(at, ":");
        for (size_t i = 0; i < count && size > 0; i++) {
            bil_text file;
            bil_text_init(&file);
            bil_text_add_n(&file, at, size);
            bil_text_addf(&file, "/%s", names[i]);
            bool there = !file.failed && access(file.bytes, X_OK) == 0;
            if (there) {
                bil_text_add(out, file.bytes);
            }
            bil_text_release(&file);
            if (there) {
                return true;
            }
        }
        at += size;
        at += *at == ':' ? 1 : 0;
    }
    return false;
}
