/* HttpServiceConfigCache: how large a response may be that is kept. */
#include "configuration_check.h"
#include "cache_check.h"
#include <arpa/inet.h>

static char text[300 * 1024 + 1];

static void set_most(ULONG most)
{
    HTTP_SERVICE_CONFIG_CACHE_SET set = {MaxCacheResponseSize, most};
    DELETE_RECORD(HttpServiceConfigCache, set);
    if (most != 0)
        RETURNS(SET(HttpServiceConfigCache, set), NO_ERROR);
}

/* A response with a body of so many bytes is kept, or not. */
static void is_kept(int one, const char *target, size_t length, BOOL kept)
{
    memset(text, 'x', length);
    text[length] = 0;
    miss(one, target, "", text, KEEP);
    if (kept)
        hit(one, target, text);
    else
        miss(one, target, "", text, NULL);
}

int main(void)
{
    struct service_v2 service;
    int one;
    configuration_enter();
    service = serve_v2();
    begin(service.queue);
    one = client(service.port);
    is_kept(one, "/usual", 200 * 1024, TRUE);
    is_kept(one, "/large", 300 * 1024, FALSE);
    set_most(400 * 1024);
    is_kept(one, "/larger", 300 * 1024, TRUE);
    /* With its headers. */
    set_most(1000);
    is_kept(one, "/small", 900, TRUE);
    is_kept(one, "/not-small", 1000, FALSE);
    /* What is there stays. */
    memset(text, 'x', 200 * 1024);
    text[200 * 1024] = 0;
    hit(one, "/usual", text);
    set_most(0);
    is_kept(one, "/again", 2000, TRUE);
    put_file("parameter name=UriEnableCache value=0\n");
    is_kept(one, "/off", 100, FALSE);
    put_file("parameter name=UriEnableCache value=1\n");
    is_kept(one, "/on", 100, TRUE);
    close(one);
    finish();
    end_service_v2(&service);
    configuration_leave();
    return check_failures;
}
