/* The files of logs: when a new one begins, who may read them, disks that fail, and that nothing is left behind. */
#include "logging_check.h"
#include <dirent.h>
#include <sys/stat.h>

static struct service_v2 service;

/* Pipes do not count: a sanitizer has them with whom it asks for the names of functions. */
static int descriptors(void)
{
    int count = 0;
    struct dirent *entry;
    DIR *folder = opendir("/proc/self/fd");
    while (folder && (entry = readdir(folder))) {
        char path[300], target[32] = "";
        snprintf(path, sizeof path, "/proc/self/fd/%s", entry->d_name);
        if (readlink(path, target, sizeof target - 1) > 0 && strncmp(target, "pipe:", 5) != 0)
            ++count;
    }
    closedir(folder);
    return count;
}

/* Whether the thread that writes logs is there. */
static BOOL has_writer(void)
{
    BOOL found = FALSE;
    struct dirent *entry;
    DIR *folder = opendir("/proc/self/task");
    while (folder && (entry = readdir(folder))) {
        char path[300], name[32] = "";
        FILE *file;
        snprintf(path, sizeof path, "/proc/self/task/%s/comm", entry->d_name);
        if ((file = fopen(path, "r"))) {
            if (fgets(name, sizeof name, file) && strcmp(name, "portico-log\n") == 0)
                found = TRUE;
            fclose(file);
        }
    }
    closedir(folder);
    return found;
}

static char cookie[60001];

/* So many requests on one connection, each with a line of sixty thousand bytes and its number. */
static void requests(int first, int count)
{
    int one = client(service.port);
    for (int at = first; at < first + count; ++at) {
        HTTP_LOG_FIELDS_DATA data = log_data();
        union request request;
        char text[1024];
        data.SubStatus = (USHORT)at;
        data.Cookie = cookie;
        data.CookieLength = (USHORT)strlen(cookie);
        say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        receive(service.queue, &request);
        RETURNS(answer_logged(service.queue, request.v1.RequestId, 200, "end", 0, &data), NO_ERROR);
        hear(one, text, sizeof text, "end");
    }
    close(one);
}

static HTTP_LOGGING_INFO numbered(const char *folder)
{
    HTTP_LOGGING_INFO info = log_info(HttpLoggingTypeW3C, folder);
    info.Fields = HTTP_LOG_FIELD_COOKIE | HTTP_LOG_FIELD_SUB_STATUS;
    return info;
}

static void end_log(void)
{
    HTTP_LOGGING_INFO none;
    memset(&none, 0, sizeof none);
    RETURNS(LOG_GROUP(service.group, none), NO_ERROR);
}

/* Lines go from file to file in their order, none is cut, and none is lost. */
static void by_size(void)
{
    HTTP_LOGGING_INFO info = numbered("size");
    struct stat about;
    char name[64], line[64];
    int next = 0, file;

    info.RolloverSize = HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE;
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    requests(0, 30);
    end_log();
    /* Another log goes on with the last file. */
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    requests(30, 10);
    end_log();
    for (file = 1; snprintf(name, sizeof name, "size/extend%d.log", file), access(name, F_OK) == 0; ++file) {
        CHECK(stat(name, &about) == 0 && about.st_size <= HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE);
        CHECK((about.st_mode & 0777) == 0640);
        CHECK(strncmp(text_of(name), "#Software: ", 11) == 0);
        for (; snprintf(line, sizeof line, "c %d\r\n", next), strstr(file_text, line); ++next)
            CHECK(count_of(file_text, line) == 1);
    }
    CHECK(next == 40 && file == 4);
}

/* The file of a time has its name. A minute may pass meanwhile, and an hour with it. */
static void by_time(void)
{
    static const struct {
        HTTP_LOGGING_ROLLOVER_TYPE type;
        const char *name;
    } types[] = {
        {HttpLoggingRolloverHourly, "time/ex%y%m%d%H.log"},
        {HttpLoggingRolloverDaily, "time/ex%y%m%d.log"},
        {HttpLoggingRolloverMonthly, "time/ex%y%m.log"},
    };
    for (size_t at = 0; at < sizeof types / sizeof *types; ++at) {
        HTTP_LOGGING_INFO info = numbered("time");
        char before[64], after[64];
        time_t now = time(NULL);
        info.RolloverType = types[at].type;
        info.RolloverSize = 0;
        strftime(before, sizeof before, types[at].name, gmtime(&now));
        RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
        requests(7, 1);
        end_log();
        now = time(NULL);
        strftime(after, sizeof after, types[at].name, gmtime(&now));
        CHECK(access(before, F_OK) == 0 || access(after, F_OK) == 0);
    }
}

/* While the folder cannot be made requests go on, and what was written meanwhile stands there later. */
static void failing_disk(void)
{
    HTTP_LOGGING_INFO info = numbered("blocked/deep");
    FILE *file = fopen("blocked", "w");
    CHECK(file != NULL && fclose(file) == 0);
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    requests(0, 3);
    /* The writer has failed before now, or will find the folder free. */
    Sleep(1500);
    CHECK(unlink("blocked") == 0);
    requests(3, 1);
    end_log();
    for (int at = 0; at < 4; ++at) {
        char line[16];
        snprintf(line, sizeof line, "c %d\r\n", at);
        CHECK(count_of(text_of("blocked/deep/extend1.log"), line) == 1);
    }
    /* A log that ends while nothing can be written ends all the same. */
    info = numbered("never");
    file = fopen("never", "w");
    CHECK(file != NULL && fclose(file) == 0);
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    requests(0, 1);
    end_log();
}

/* What nobody asks to be written is so in a while. */
static void by_itself(void)
{
    HTTP_LOGGING_INFO info = numbered("itself");
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    requests(0, 1);
    for (int tries = 0; tries < PATIENCE / 50 && !strstr(text_of("itself/extend1.log"), "c 0\r\n"); ++tries)
        Sleep(50);
    CHECK(strstr(file_text, "c 0\r\n") != NULL);
    /* The log stays for what comes, in the same file and without another header. */
    requests(1, 1);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    CHECK(strstr(text_of("itself/extend1.log"), "c 1\r\n") != NULL && count_of(file_text, "#Fields") == 1);
    RETURNS(HttpInitialize((HTTPAPI_VERSION)HTTPAPI_VERSION_2, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
}

int main(void)
{
    int before, after;
    memset(cookie, 'c', sizeof cookie - 1);
    scratch_enter();
    service = serve_v2();
    requests(0, 1);
    before = descriptors();
    by_size();
    by_time();
    failing_disk();
    by_itself();
    /* Connections may still be on their way out. */
    for (int tries = 0; tries < PATIENCE / 50 && descriptors() > before; ++tries)
        Sleep(50);
    after = descriptors();
    if (after > before)
        printf("%d descriptors, then %d\n", before, after);
    CHECK(after <= before);
    /* The session takes its group and the log of that with it. */
    {
        HTTP_LOGGING_INFO info = numbered("session");
        RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
        requests(5, 1);
        RETURNS(HttpCloseServerSession(service.session), NO_ERROR);
        CHECK(strstr(text_of("session/extend1.log"), "c 5\r\n") != NULL);
        RETURNS(HttpCloseRequestQueue(service.queue), NO_ERROR);
        RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    }
    for (int tries = 0; tries < PATIENCE / 50 && has_writer(); ++tries)
        Sleep(50);
    CHECK(!has_writer());
    scratch_leave();
    return check_failures;
}
