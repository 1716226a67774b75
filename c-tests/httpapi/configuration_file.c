/* The file of the service configuration: who may write it, several programs at once, mistakes in it. */
#include "configuration_check.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define TIMEOUT_ID HttpServiceConfigTimeout
#define CHILDREN 4
#define RECORDS 25

static HTTP_SERVICE_CONFIG_TIMEOUT_SET idle = {IdleConnectionTimeout, 30};

static ULONG query_idle(void)
{
    HTTP_SERVICE_CONFIG_TIMEOUT_KEY key = IdleConnectionTimeout;
    HTTP_SERVICE_CONFIG_TIMEOUT_PARAM found = 0;
    ULONG code = HttpQueryServiceConfiguration(NULL, TIMEOUT_ID, &key, sizeof key, &found, sizeof found, NULL, NULL);
    return code == NO_ERROR ? found : code + 1000000;
}

static ULONG set_url(int child, int at, BOOL remove)
{
    char text[64];
    WCHAR url[64];
    HTTP_SERVICE_CONFIG_URLACL_SET set = {{url}, {(PWSTR)L"D:(A;;GX;;;WD)"}};
    snprintf(text, sizeof text, "http://+:80/%d/%d/", child, at);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
    return remove ? DELETE_RECORD(HttpServiceConfigUrlAclInfo, set) : SET(HttpServiceConfigUrlAclInfo, set);
}

/* Runs `what` in a process of its own, and takes its failures over. */
static void in_child(void (*what)(int), int number, pid_t *running)
{
    pid_t child = fork();
    int status = 0;
    if (child == 0) {
        check_failures = 0;
        what(number);
        fflush(stdout);
        _exit(check_failures ? 1 : 0);
    }
    if (running) {
        *running = child;
        return;
    }
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Somebody without rights: nobody's user where we may become it, else the rights of the folder are gone. */
static void become_nobody(void)
{
    if (geteuid() == 0)
        CHECK(setgid(65534) == 0 && setuid(65534) == 0);
}

static void denied(int unused)
{
    HTTP_SERVICE_CONFIG_TIMEOUT_SET header = {HeaderWaitTimeout, 30};
    (void)unused;
    become_nobody();
    CHECK(query_idle() == 30);
    RETURNS(SET(TIMEOUT_ID, header), ERROR_ACCESS_DENIED);
    RETURNS(SET(TIMEOUT_ID, idle), ERROR_ACCESS_DENIED);
    RETURNS(DELETE_RECORD(TIMEOUT_ID, idle), ERROR_ACCESS_DENIED);
    CHECK(query_idle() == 30);
}

/* What cannot be read is not taken for empty. */
static void unreadable(int unused)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_1;
    HANDLE queue;
    WCHAR url[64];
    char text[64];
    (void)unused;
    become_nobody();
    CHECK(query_idle() == 1000000 + ERROR_ACCESS_DENIED);
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateHttpHandle(&queue, 0), NO_ERROR);
    snprintf(text, sizeof text, "http://localhost:%d/", free_port());
    MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
    RETURNS(HttpAddUrl(queue, url, NULL), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(queue));
}

static void rights(void)
{
    RETURNS(SET(TIMEOUT_ID, idle), NO_ERROR);
    CHECK(chmod(".", 0555) == 0 && chmod("service.conf", 0444) == 0);
    in_child(denied, 0, NULL);
    CHECK(chmod("service.conf", 0000) == 0);
    fflush(stdout);
    in_child(unreadable, 0, NULL);
    CHECK(chmod(".", 0755) == 0 && chmod("service.conf", 0640) == 0);
    RETURNS(DELETE_RECORD(TIMEOUT_ID, idle), NO_ERROR);
    {
        struct stat status;
        CHECK(stat("service.conf", &status) == 0 && (status.st_mode & 0777) == 0640);
    }
}

/* Without $PORTICO_CONFIG everybody but the super-user has a file of their own. */
static void own_file(int unused)
{
    char path[128];
    (void)unused;
    snprintf(path, sizeof path, "%s/home", scratch_path);
    CHECK(mkdir(path, 0755) == 0);
    if (geteuid() == 0)
        CHECK(chown(path, 65534, 65534) == 0);
    become_nobody();
    CHECK(unsetenv("PORTICO_CONFIG") == 0 && unsetenv("XDG_CONFIG_HOME") == 0 && setenv("HOME", path, 1) == 0);
    CHECK(query_idle() == 1000000 + ERROR_FILE_NOT_FOUND);
    RETURNS(SET(TIMEOUT_ID, idle), NO_ERROR);
    CHECK(file_is("home/.config/portico/service.conf", "timeout timeouttype=idleconnectiontimeout value=30\n"));
    setenv("XDG_CONFIG_HOME", path, 1);
    RETURNS(SET(TIMEOUT_ID, idle), NO_ERROR);
    CHECK(file_is("home/portico/service.conf", "timeout timeouttype=idleconnectiontimeout value=30\n"));
}

static void sets(int child)
{
    for (int at = 0; at < RECORDS; ++at) {
        RETURNS(set_url(child, at, FALSE), NO_ERROR);
        if (at % 2)
            RETURNS(set_url(child, at, TRUE), NO_ERROR);
    }
}

/* None undoes what another one does. */
static void together(void)
{
    HTTP_SERVICE_CONFIG_URLACL_QUERY query = {HttpServiceConfigQueryNext, {NULL}, 0};
    pid_t children[CHILDREN];
    int status;
    RETURNS(set_url(99, 0, FALSE), NO_ERROR);
    RETURNS(QUERY(HttpServiceConfigUrlAclInfo, query), NO_ERROR);
    for (int at = 0; at < CHILDREN; ++at)
        in_child(sets, at, &children[at]);
    for (int at = 0; at < CHILDREN; ++at)
        CHECK(waitpid(children[at], &status, 0) == children[at] && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    while (QUERY(HttpServiceConfigUrlAclInfo, query) == NO_ERROR)
        ++query.dwToken;
    CHECK(query.dwToken == 1 + CHILDREN * ((RECORDS + 1) / 2));
    CHECK(access("service.conf.new", F_OK) != 0);
}

/* Lines that say nothing are told once and left alone. */
static void mistakes(void)
{
    char expected[512];
    int before = dup(2), own = open("stderr", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    put_file("# Ours.\n"
             "timeout timeouttype=idleconnectiontimeout value=77\n"
             "\n"
             "timeout timeouttype=headerwaittimeout value=0\n"
             "nonsense\n");
    CHECK(dup2(own, 2) == 2);
    CHECK(query_idle() == 77);
    CHECK(query_idle() == 77);
    RETURNS(DELETE_RECORD(TIMEOUT_ID, idle), NO_ERROR);
    RETURNS(SET(TIMEOUT_ID, idle), NO_ERROR);
    CHECK(query_idle() == 30);
    CHECK(dup2(before, 2) == 2);
    close(before);
    close(own);
    CHECK(file_is("service.conf", "# Ours.\n"
                                  "\n"
                                  "timeout timeouttype=headerwaittimeout value=0\n"
                                  "nonsense\n"
                                  "timeout timeouttype=idleconnectiontimeout value=30\n"));
    snprintf(expected, sizeof expected,
             "libhttpapi: %s/service.conf:4: a timeout is from 1 to 65535 seconds: timeout "
             "timeouttype=headerwaittimeout value=0\n"
             "libhttpapi: %s/service.conf:5: this kind of record does not exist: nonsense\n",
             scratch_path, scratch_path);
    CHECK(file_is("stderr", expected));
}

/* Folders are made, links are followed, and what is no file is none. */
static void places(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/new/folder/file", scratch_path);
    setenv("PORTICO_CONFIG", path, 1);
    CHECK(query_idle() == 1000000 + ERROR_FILE_NOT_FOUND);
    RETURNS(SET(TIMEOUT_ID, idle), NO_ERROR);
    CHECK(query_idle() == 30);
    CHECK(symlink("new/folder/file", "link") == 0);
    snprintf(path, sizeof path, "%s/link", scratch_path);
    setenv("PORTICO_CONFIG", path, 1);
    CHECK(query_idle() == 30);
    RETURNS(DELETE_RECORD(TIMEOUT_ID, idle), NO_ERROR);
    CHECK(file_is("new/folder/file", "") && readlink("link", path, sizeof path) == 15);
    setenv("PORTICO_CONFIG", scratch_path, 1);
    CHECK(query_idle() > 1000000);
    CHECK(SET(TIMEOUT_ID, idle) != NO_ERROR);
}

int main(void)
{
    configuration_enter();
    CHECK(chmod(scratch_path, 0755) == 0);
    rights();
    in_child(own_file, 0, NULL);
    together();
    mistakes();
    places();
    configuration_leave();
    return check_failures;
}
