#ifndef PORTICO_EVNTPROV_H
#define PORTICO_EVNTPROV_H

#include "winnt.h"

typedef ULONGLONG REGHANDLE, *PREGHANDLE;

@declare windows::tracing

typedef const EVENT_DESCRIPTOR *PCEVENT_DESCRIPTOR;

typedef struct _EVENT_DATA_DESCRIPTOR {
    ULONGLONG Ptr;
    ULONG Size;
    ULONG Reserved;
} EVENT_DATA_DESCRIPTOR, *PEVENT_DATA_DESCRIPTOR;

typedef struct _EVENT_FILTER_DESCRIPTOR {
    ULONGLONG Ptr;
    ULONG Size;
    ULONG Type;
} EVENT_FILTER_DESCRIPTOR, *PEVENT_FILTER_DESCRIPTOR;

typedef void (NTAPI *PENABLECALLBACK)(LPCGUID SourceId, ULONG IsEnabled, UCHAR Level, ULONGLONG MatchAnyKeyword,
                                      ULONGLONG MatchAllKeyword, PEVENT_FILTER_DESCRIPTOR FilterData,
                                      PVOID CallbackContext);

static __inline__ void EventDataDescCreate(PEVENT_DATA_DESCRIPTOR descriptor, const void *data, ULONG size) {
    descriptor->Ptr = (ULONGLONG)(ULONG_PTR)data;
    descriptor->Size = size;
    descriptor->Reserved = 0;
}
static __inline__ void EventDescCreate(PEVENT_DESCRIPTOR descriptor, USHORT id, UCHAR version, UCHAR channel,
                                       UCHAR level, USHORT task, UCHAR opcode, ULONGLONG keyword) {
    descriptor->Id = id;
    descriptor->Version = version;
    descriptor->Channel = channel;
    descriptor->Level = level;
    descriptor->Task = task;
    descriptor->Opcode = opcode;
    descriptor->Keyword = keyword;
}

#endif
