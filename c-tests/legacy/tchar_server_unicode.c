/* flags: -DUNICODE -D_UNICODE */
#include "tchar_server.c"
