/* wpframework.h: the worker process as modules see it. */

#ifndef PORTICO_WPFRAMEWORK_H
#define PORTICO_WPFRAMEWORK_H

#include "httpserv.h"
#include "oaidl.h"

@declare iis::worker_settings

@forward iis::worker

@classes iis::worker

#endif
