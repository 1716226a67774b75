/* microhttpd PORT FOLDER: the same site by libmicrohttpd, with its epoll thread. */
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct MHD_Response *small, *memory_16k, *memory_1m, *file_16k, *file_1m;

static struct MHD_Response *named(struct MHD_Response *response)
{
    if (response == NULL)
        exit(1);
    MHD_add_response_header(response, "Server", "microhttpd");
    MHD_add_response_header(response, "Content-Type", "text/plain");
    return response;
}

static struct MHD_Response *memory(size_t length)
{
    char *bytes = malloc(length);
    memset(bytes, 'x', length);
    return named(MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_PERSISTENT));
}

static struct MHD_Response *file(const char *folder, const char *name, size_t length)
{
    char path[512];
    snprintf(path, sizeof path, "%s/file/%s", folder, name);
    return named(MHD_create_response_from_fd(length, open(path, O_RDONLY)));
}

static enum MHD_Result answer(void *unused, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *data_length, void **request)
{
    static int seen;
    struct MHD_Response *response = small;

    (void)unused, (void)method, (void)version, (void)data;
    /* The first call is for the head, the others for the body; the last one brings none. */
    if (*request == NULL || *data_length > 0) {
        *request = &seen;
        *data_length = 0;
        return MHD_YES;
    }
    if (strcmp(url, "/memory/16k") == 0)
        response = memory_16k;
    else if (strcmp(url, "/memory/1m") == 0)
        response = memory_1m;
    else if (strcmp(url, "/file/16k") == 0)
        response = file_16k;
    else if (strcmp(url, "/file/1m") == 0)
        response = file_1m;
    return MHD_queue_response(connection, 200, response);
}

int main(int count, char **arguments)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    if (count < 3)
        return 2;
    address.sin_port = htons((unsigned short)atoi(arguments[1]));
    small = memory(13);
    memory_16k = memory(16 << 10);
    memory_1m = memory(1 << 20);
    file_16k = file(arguments[2], "16k", 16 << 10);
    file_1m = file(arguments[2], "1m", 1 << 20);
    if (!MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL, NULL, answer, NULL,
                          MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_LIMIT, 15000u,
                          MHD_OPTION_LISTEN_BACKLOG_SIZE, 4096u, MHD_OPTION_END))
        return 1;
    pause();
    return 0;
}
