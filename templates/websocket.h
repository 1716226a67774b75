/* websocket.h: the WebSocket protocol component. It frames and unframes; the caller does the I/O. */

#ifndef PORTICO_WEBSOCKET_H
#define PORTICO_WEBSOCKET_H

#include "windows.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One end of a WebSocket. */
typedef struct WEB_SOCKET_HANDLE__ *WEB_SOCKET_HANDLE;

@declare websocket

@functions websocket

#ifdef __cplusplus
}
#endif

#endif
