#ifndef PORTICO_LAYOUT_H
#define PORTICO_LAYOUT_H

/*
 * Where a member stands in its structure. Windows code asks this of classes with
 * virtual functions too, which the compilers allow with a warning; it is silenced.
 */
#ifdef __cplusplus
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
#endif

#define FIELD_OFFSET(type, field) ((LONG)__builtin_offsetof(type, field))
#define UFIELD_OFFSET(type, field) ((DWORD)__builtin_offsetof(type, field))
#define CONTAINING_RECORD(address, type, field) ((type *)((char *)(address) - __builtin_offsetof(type, field)))
#define RTL_FIELD_SIZE(type, field) (sizeof(((type *)0)->field))
#define RTL_SIZEOF_THROUGH_FIELD(type, field) (__builtin_offsetof(type, field) + RTL_FIELD_SIZE(type, field))
#define TYPE_ALIGNMENT(type) __alignof__(type)
#define PROBE_ALIGNMENT(type) TYPE_ALIGNMENT(type)
#define RTL_CONTAINS_FIELD(structure, size, field) \
    ((((char *)(&(structure)->field)) + sizeof((structure)->field)) <= (((char *)(structure)) + (size)))

#endif
