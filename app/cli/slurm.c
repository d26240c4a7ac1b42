/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/slurm.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/cli/say.h"
#include "data/file.h"

#define PROGRAM "/proc/self/exe"
#define TRIES "1 2 3"

/* In single quotes, which no shell looks into. */
static void put_quoted(bil_text *out, const char *text)
{
    bil_text_add(out, "'");
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            bil_text_add(out, "'\\''");
        } else {
            bil_text_add_n(out, text, 1);
        }
    }
    bil_text_add(out, "'");
}

static bil_status put_path(bil_text *out, const char *path, bil_error *err)
{
    char *whole = realpath(path, NULL);
    if (whole == NULL) {
        return errno == ENOMEM ? bil_fail_nomem(err)
                               : bil_fail_with(err, BIL_E_NO_INPUT, path, "«%s» non si trova più",
                                               "\"%s\" is not there any more", path);
    }
    put_quoted(out, whole);
    free(whole);
    return BIL_OK;
}

/* The words of the command, all but what each job adds. */
static bil_status put_command(bil_text *out, const cli_slurm *order, bil_error *err)
{
    bil_text_add(out, "program=");
    bil_status status = put_path(out, PROGRAM, err);
    bil_text_add(out, "\nset -- simulate ");
    if (status == BIL_OK) {
        status = put_path(out, order->scenario, err);
    }
    bil_text_add(out, " --catalogue ");
    if (status == BIL_OK) {
        status = put_path(out, order->catalogue, err);
    }
    bil_text_add(out, " -o ");
    if (status == BIL_OK) {
        status = put_path(out, order->folder, err);
    }
    bil_text_addf(out, " --lang %s --quiet\n", order->lang == BIL_LANG_IT ? "it" : "en");
    return status;
}

/* A job's name is a word: what is neither letter nor digit would end it. */
static void put_name(bil_text *out, const cli_slurm *order)
{
    bil_text_add(out, "#SBATCH --job-name=bilancia-");
    for (const char *at = order->name; *at != '\0'; at++) {
        const bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                           (*at >= '0' && *at <= '9') || *at == '.' || *at == '_';
        bil_text_add_n(out, plain ? at : "-", 1);
    }
    bil_text_add(out, "\n");
}

static void put_about(bil_text *out, const cli_slurm *order, const char *shell, cli_word about)
{
    bil_text_addf(out, "#!%s\n# bilancia simulate --slurm. %s\n", shell,
                  cli_say(order->lang, about));
}

static bil_status put_array(bil_text *out, const cli_slurm *order, bil_error *err)
{
    put_about(out, order, "/bin/sh", CLI_W_SLURM_ARRAY);
    put_name(out, order);
    bil_text_addf(out, "#SBATCH --array=0-%lld", (long long)(order->parts - 1));
    if (order->at_once > 0) {
        bil_text_addf(out, "%%%lld", (long long)order->at_once);
    }
    bil_text_addf(out,
                  "\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task=%lld\n#SBATCH --requeue\n"
                  "#SBATCH --output=%%A_%%a.log\n",
                  (long long)order->jobs);
    const bil_status status = put_command(out, order, err);
    bil_text_addf(out,
                  "code=1\nfor attempt in " TRIES "; do\n"
                  "    \"$program\" \"$@\" --shard \"$((SLURM_ARRAY_TASK_ID + 1))/%lld\" "
                  "--jobs %lld --progress none && exit 0\n"
                  "    code=$?\ndone\nexit \"$code\"\n",
                  (long long)order->parts, (long long)order->jobs);
    return status;
}

static bil_status put_merge(bil_text *out, const cli_slurm *order, bil_error *err)
{
    put_about(out, order, "/bin/sh", CLI_W_SLURM_MERGE);
    put_name(out, order);
    bil_text_add(out, "#SBATCH --ntasks=1\n#SBATCH --output=merge-%j.log\n");
    const bil_status status = put_command(out, order, err);
    bil_text_add(out, "exec \"$program\" \"$@\" --merge\n");
    return status;
}

/* Not "afterok": a part that fails would leave the tables waiting for ever, and nobody told why. */
static bil_status put_submit(bil_text *out, const cli_slurm *order, bil_error *err)
{
    (void)err;
    put_about(out, order, "/bin/sh", CLI_W_SLURM_SUBMIT);
    bil_text_add(out, "cd \"$(dirname \"$0\")\" || exit\n"
                      "job=$(sbatch --parsable \"$@\" array.sbatch) || exit\n"
                      "job=${job%%;*}\n"
                      "merge=$(sbatch --parsable --dependency=\"afterany:$job\" \"$@\" "
                      "merge.sbatch) || exit\n"
                      "echo \"$job ${merge%%;*}\"\n");
    return BIL_OK;
}

typedef bil_status (*put_file)(bil_text *out, const cli_slurm *order, bil_error *err);

static bil_status write_one(const cli_slurm *order, const char *folder, const char *name,
                            put_file put, bil_error *err)
{
    bil_text text;
    bil_text path;
    bil_text_init(&text);
    bil_text_init(&path);
    bil_file_join(&path, folder, name);
    bil_status status = put(&text, order, err);
    if (status == BIL_OK) {
        status = text.failed || path.failed
                     ? bil_fail_nomem(err)
                     : bil_file_write(path.bytes, text.bytes, text.size, err);
    }
    bil_text_release(&text);
    bil_text_release(&path);
    return status;
}

bil_status cli_slurm_write(const cli_slurm *order, bil_error *err)
{
    static const struct {
        const char *name;
        put_file put;
    } files[] = {{"array.sbatch", put_array}, {"merge.sbatch", put_merge}, {"submit", put_submit}};
    bil_text folder;
    bil_text_init(&folder);
    bil_file_join(&folder, order->folder, "slurm");
    bil_status status = folder.failed ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK && mkdir(folder.bytes, 0777) != 0 && !bil_file_is_folder(folder.bytes)) {
        status =
            bil_fail_with(err, BIL_E_CANT_WRITE, folder.bytes, "la cartella «%s» non si può creare",
                          "the folder \"%s\" cannot be created", folder.bytes);
    }
    for (size_t i = 0; status == BIL_OK && i < sizeof files / sizeof files[0]; i++) {
        status = write_one(order, folder.bytes, files[i].name, files[i].put, err);
    }
    bil_text_release(&folder);
    return status;
}
