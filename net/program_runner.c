#include "net/program_runner.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

struct program {
    const struct exchange_request *request;
    exchange_done *done;
    void *context;

    uv_process_t process;
    uv_timer_t timer;
    uv_pipe_t input;
    uv_pipe_t output;
    uv_pipe_t errors;
    uv_write_t write;
    uv_loop_t *loop;

    struct buf said;
    struct buf complained;
    char chunk[1024];
    int failure; /* of uv_spawn; 0: it ran */
    int64_t status;
    int signal;
    bool is_late;   /* it was killed */
    bool has_ended; /* its process */
    int talking;    /* of output and errors, those that have not ended */
    int open;       /* handles */
};

static void report(struct program *program)
{
    struct exchange_reply reply = {
        .fate = EXCHANGE_ANSWERED,
        .body = buf_str(program->status != 0 && program->complained.len > 0
                            ? &program->complained
                            : &program->said),
        .problem = "",
        .status = program->signal != 0 ? PROGRAM_SIGNAL + program->signal
                                       : (int)program->status,
    };

    if (program->failure != 0) {
        reply.fate = program->failure == UV_EAGAIN ||
                             program->failure == UV_ENOMEM ||
                             program->failure == UV_EMFILE ||
                             program->failure == UV_ENFILE
                         ? EXCHANGE_UNREACHABLE
                         : EXCHANGE_REJECTED;
        reply.status = 0;
        reply.problem = uv_strerror(program->failure);
    } else if (program->is_late) {
        reply.fate = EXCHANGE_INTERRUPTED;
        reply.status = 0;
        reply.problem = "the program did not end in time and was killed";
    }
    program->done(&reply, program->context);
}

static void handle_closed(uv_handle_t *handle)
{
    struct program *program = handle->data;

    if (--program->open > 0)
        return;
    report(program);
    buf_finish(&program->said);
    buf_finish(&program->complained);
    free(program);
}

static void close_once(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, handle_closed);
}

/* The answer is whole when the process is gone and its output at an end. */
static void end_when_over(struct program *program)
{
    if (!program->has_ended || program->talking > 0)
        return;
    close_once((uv_handle_t *)&program->process);
    close_once((uv_handle_t *)&program->timer);
    close_once((uv_handle_t *)&program->input);
    close_once((uv_handle_t *)&program->output);
    close_once((uv_handle_t *)&program->errors);
}

static void ended(uv_process_t *process, int64_t status, int signal)
{
    struct program *program = process->data;

    program->has_ended = true;
    program->status = status;
    program->signal = signal;
    /* A child of its own may hold the output open: that is not waited for. */
    if (program->is_late)
        program->talking = 0;
    end_when_over(program);
}

/* All of its group: what it has started ends with it. */
static void timed_out(uv_timer_t *timer)
{
    struct program *program = timer->data;

    program->is_late = !program->has_ended;
    if (program->has_ended)
        program->talking = 0;
    else
        (void)kill(-program->process.pid, SIGKILL);
    end_when_over(program);
}

static void give_room(uv_handle_t *handle, size_t size, uv_buf_t *out)
{
    struct program *program = handle->data;

    (void)size;
    *out = uv_buf_init(program->chunk, sizeof(program->chunk));
}

/* What is over the limit is read all the same: else it would wait for us. */
static void heard(uv_stream_t *stream, ssize_t len, const uv_buf_t *bytes)
{
    struct program *program = stream->data;

    if (len > 0) {
        (void)buf_add(stream == (uv_stream_t *)&program->errors
                          ? &program->complained
                          : &program->said,
                      bytes->base, (size_t)len);
        return;
    }
    if (len == 0)
        return;
    program->talking--;
    (void)uv_read_stop(stream);
    end_when_over(program);
}

/* It may end without having read its input: no failure of ours. */
static void written(uv_write_t *write, int status)
{
    struct program *program = write->data;

    (void)status;
    close_once((uv_handle_t *)&program->input);
}

static void feed(struct program *program)
{
    const struct exchange_request *request = program->request;
    uv_buf_t bytes = uv_buf_init((char *)(uintptr_t)request->body.at,
                                 (unsigned)request->body.len);

    program->write.data = program;
    if (request->body.len == 0 ||
        uv_write(&program->write, (uv_stream_t *)&program->input, &bytes, 1,
                 written) != 0)
        close_once((uv_handle_t *)&program->input);
}

/* "NAME=value" of each header, and what a program cannot do without. */
static char **environment_of(const struct exchange_request *request)
{
    static const char *const ours[] = {"PATH", "HOME", "LANG"};
    char **list =
        calloc(request->header_count + ARRAY_LEN(ours) + 1, sizeof(*list));
    size_t count = 0;

    if (list == NULL)
        abort();
    for (size_t i = 0; i < request->header_count + ARRAY_LEN(ours); i++) {
        bool is_ours = i >= request->header_count;
        const char *name = is_ours ? ours[i - request->header_count]
                                   : request->headers[i].name;
        const char *value = is_ours ? getenv(name) : request->headers[i].value;

        if (value != NULL && asprintf(&list[count++], "%s=%s", name, value) < 0)
            abort();
    }
    return list;
}

static char **words_of(const struct exchange_request *request)
{
    size_t count = 0;
    char **words;

    while (request->arguments != NULL && request->arguments[count] != NULL)
        count++;
    words = calloc(count + 2, sizeof(*words));
    if (words == NULL)
        abort();
    for (size_t i = 0; i <= count; i++) {
        words[i] = strdup(i == 0 ? request->url : request->arguments[i - 1]);
        if (words[i] == NULL)
            abort();
    }
    return words;
}

static void free_list(char **list)
{
    for (size_t i = 0; list[i] != NULL; i++)
        free(list[i]);
    free(list);
}

static int spawn(struct program *program)
{
    uv_stdio_container_t streams[3] = {
        {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE,
         .data.stream = (uv_stream_t *)&program->input},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE,
         .data.stream = (uv_stream_t *)&program->output},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE,
         .data.stream = (uv_stream_t *)&program->errors},
    };
    char **words = words_of(program->request);
    char **environment = environment_of(program->request);
    uv_process_options_t options = {
        .exit_cb = ended,
        .file = words[0],
        .args = words,
        .env = environment,
        /* A group of its own, to be killed as one. */
        .flags = UV_PROCESS_DETACHED,
        .stdio_count = 3,
        .stdio = streams,
    };
    int failure = uv_spawn(program->loop, &program->process, &options);

    free_list(words);
    free_list(environment);
    return failure;
}

static void own(struct program *program, uv_handle_t *handle)
{
    handle->data = program;
    program->open++;
}

void program_runner_send(uv_loop_t *loop,
                         const struct exchange_request *request,
                         exchange_done *done, void *context)
{
    struct program *program = calloc(1, sizeof(*program));

    if (program == NULL)
        abort();
    *program = (struct program){
        .request = request,
        .done = done,
        .context = context,
        .loop = loop,
    };
    buf_init(&program->said, PROGRAM_OUTPUT_MAX);
    buf_init(&program->complained, PROGRAM_OUTPUT_MAX);
    (void)uv_timer_init(loop, &program->timer);
    (void)uv_pipe_init(loop, &program->input, 0);
    (void)uv_pipe_init(loop, &program->output, 0);
    (void)uv_pipe_init(loop, &program->errors, 0);
    own(program, (uv_handle_t *)&program->timer);
    own(program, (uv_handle_t *)&program->input);
    own(program, (uv_handle_t *)&program->output);
    own(program, (uv_handle_t *)&program->errors);
    program->failure = spawn(program);
    own(program, (uv_handle_t *)&program->process);
    if (program->failure != 0) {
        program->has_ended = true;
        end_when_over(program);
        return;
    }
    program->talking = 2;
    (void)uv_timer_start(&program->timer, timed_out,
                         (uint64_t)request->timeout_s * 1000, 0);
    (void)uv_read_start((uv_stream_t *)&program->output, give_room, heard);
    (void)uv_read_start((uv_stream_t *)&program->errors, give_room, heard);
    feed(program);
}
