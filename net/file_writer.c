#include "net/file_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_job {
    uv_work_t work;
    const struct exchange_request *request;
    exchange_done *done;
    void *context;
    int failure;     /* errno; 0 when written */
    bool is_renamed; /* it is there, perhaps not yet for good */
    char folder[PATH_MAX];
    char name[NAME_MAX];
};

/* Takes the path apart; ENAMETOOLONG, or EINVAL when it names no file. */
static int split_path(struct file_job *job)
{
    const char *path = job->request->url;
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t len = slash == NULL ? 0 : (size_t)(slash - path);

    if (*name == '\0')
        return EINVAL;
    /* ".part" and a dot must fit as well. */
    if (strlen(name) > NAME_MAX - 8 || len >= PATH_MAX)
        return ENAMETOOLONG;
    (void)snprintf(job->name, sizeof(job->name), "%s", name);
    if (slash == NULL)
        (void)snprintf(job->folder, PATH_MAX, ".");
    else
        (void)snprintf(job->folder, PATH_MAX, "%.*s", len == 0 ? 1 : (int)len,
                       path);
    return 0;
}

static int write_all(int file, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(file, bytes.at, bytes.len);

        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0) {
            bytes.at += written;
            bytes.len -= (size_t)written;
        }
    }
    return 0;
}

/* Writes `bytes` as `part` in the folder, down to the disk. */
static int write_part(int folder, const char *part, struct str bytes)
{
    int file =
        openat(folder, part,
               O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    int failure;

    if (file < 0)
        return errno;
    failure = write_all(file, bytes);
    if (failure == 0 && fsync(file) != 0)
        failure = errno;
    if (close(file) != 0 && failure == 0)
        failure = errno;
    if (failure != 0)
        (void)unlinkat(folder, part, 0);
    return failure;
}

static int write_into(int folder, struct file_job *job)
{
    char part[NAME_MAX + sizeof("..part")];
    int failure;

    (void)snprintf(part, sizeof(part), ".%s.part", job->name);
    failure = write_part(folder, part, job->request->body);
    if (failure != 0)
        return failure;
    if (renameat(folder, part, folder, job->name) != 0) {
        failure = errno;
        (void)unlinkat(folder, part, 0);
        return failure;
    }
    job->is_renamed = true;
    return fsync(folder) == 0 ? 0 : errno;
}

static void file_job_work(uv_work_t *work)
{
    struct file_job *job = work->data;
    int folder;

    job->failure = split_path(job);
    if (job->failure != 0)
        return;
    if (mkdir(job->folder, 0700) != 0 && errno != EEXIST) {
        job->failure = errno;
        return;
    }
    folder = open(job->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        job->failure = errno;
        return;
    }
    job->failure = write_into(folder, job);
    (void)close(folder);
}

static enum exchange_fate fate_of(const struct file_job *job)
{
    if (job->failure == 0)
        return EXCHANGE_ANSWERED;
    if (job->is_renamed)
        return EXCHANGE_INTERRUPTED;
    if (job->failure == EACCES || job->failure == EPERM ||
        job->failure == EROFS || job->failure == ENAMETOOLONG ||
        job->failure == EINVAL || job->failure == ENOENT ||
        job->failure == ENOTDIR || job->failure == EISDIR ||
        job->failure == ELOOP)
        return EXCHANGE_REJECTED;
    return EXCHANGE_UNREACHABLE;
}

static void file_job_written(uv_work_t *work, int status)
{
    struct file_job *job = work->data;
    struct exchange_reply reply = {0};

    if (status != 0)
        job->failure = ECANCELED;
    reply.fate = fate_of(job);
    reply.status = job->failure == 0 ? 200 : 0;
    reply.problem = job->failure == 0 ? "" : strerror(job->failure);
    job->done(&reply, job->context);
    free(job);
}

void file_writer_send(uv_loop_t *loop, const struct exchange_request *request,
                      exchange_done *done, void *context)
{
    struct file_job *job = calloc(1, sizeof(*job));

    if (job == NULL)
        abort();
    job->work.data = job;
    job->request = request;
    job->done = done;
    job->context = context;
    if (uv_queue_work(loop, &job->work, file_job_work, file_job_written) != 0)
        abort(); /* only refuses a missing callback */
}
