/* ahadmin.h: configuration as modules read it. */

#ifndef PORTICO_AHADMIN_H
#define PORTICO_AHADMIN_H

#include "windows.h"
#include "unknwn.h"
#include "oaidl.h"

#ifdef __cplusplus

#include "portico_interface.h"
#include "portico_uuid.h"

@forward admin::manager
@forward admin::element
@forward admin::schema

/* Managers, files, locations and extensions */

@classes admin::manager

/* Elements, properties, methods and errors */

@classes admin::element

/* Schemas and section definitions */

@classes admin::schema

@uuids admin::manager
@uuids admin::element
@uuids admin::schema

#else

/* C programs call through `object->lpVtbl`. */

@c_forward admin::manager
@c_forward admin::element
@c_forward admin::schema

@c_interfaces admin::manager
@c_interfaces admin::element
@c_interfaces admin::schema

#endif

/* IIDs and class ids */

@guids admin::manager
@guids admin::element
@guids admin::schema

static const CLSID CLSID_AppHostAdminManager __attribute__((unused)) =
    { 0x228fb8f7, 0xfb53, 0x4fd5, { 0x8c, 0x7b, 0xff, 0x59, 0xde, 0x60, 0x6c, 0x5b } };
static const CLSID CLSID_AppHostWritableAdminManager __attribute__((unused)) =
    { 0x2b72133b, 0x3f5b, 0x4602, { 0x89, 0x52, 0x80, 0x35, 0x46, 0xce, 0x33, 0x44 } };

/* The classes, for CoCreateInstance with __uuidof. */
#ifdef __cplusplus
class AppHostAdminManager;
class AppHostWritableAdminManager;
PORTICO_DECLARE_UUID(AppHostAdminManager, "228fb8f7-fb53-4fd5-8c7b-ff59de606c5b")
PORTICO_DECLARE_UUID(AppHostWritableAdminManager, "2b72133b-3f5b-4602-8952-803546ce3344")
#endif

#endif
