#ifndef PORTICO_CRT_MEMORY_H
#define PORTICO_CRT_MEMORY_H

/* Memory functions of Microsoft's C library: memcpy_s, _aligned_malloc and their kin. */

#include <stdlib.h>
#include <string.h>
#include "portico_crt_invalid.h"
#include "portico_byteswap.h"
#include "portico_platform.h"

#ifndef _alloca
#define _alloca(size) __builtin_alloca(size)
#endif
#define _malloca(size) malloc(size)
#define _freea(block) free(block)
static __inline__ size_t _msize(void *block) { return portico_platform_malloc_usable_size(block); }

/* What does not fit leaves zeros, so that nobody reads what was there before. */
static __inline__ errno_t portico_crt_copy(void *to, rsize_t size, const void *from, rsize_t count, const wchar_t *function) {
    if (count == 0) return 0;
    if (to == NULL) return portico_crt_invalid(EINVAL, function);
    if (from == NULL || size < count) {
        memset(to, 0, size);
        return portico_crt_invalid(from == NULL ? EINVAL : ERANGE, function);
    }
    memcpy(to, from, count);
    return 0;
}
static __inline__ errno_t memcpy_s(void *to, rsize_t size, const void *from, rsize_t count) {
    return portico_crt_copy(to, size, from, count, L"memcpy_s");
}
static __inline__ errno_t wmemcpy_s(wchar_t *to, rsize_t size, const wchar_t *from, rsize_t count) {
    if (count > (rsize_t)-1 / sizeof(wchar_t)) count = (rsize_t)-1 / sizeof(wchar_t);
    return portico_crt_copy(to, size * sizeof(wchar_t), from, count * sizeof(wchar_t), L"wmemcpy_s");
}
/* These leave the buffer as it is. */
static __inline__ errno_t portico_crt_move(void *to, rsize_t size, const void *from, rsize_t count, const wchar_t *function) {
    if (count == 0) return 0;
    if (to == NULL || from == NULL) return portico_crt_invalid(EINVAL, function);
    if (size < count) return portico_crt_invalid(ERANGE, function);
    memmove(to, from, count);
    return 0;
}
static __inline__ errno_t memmove_s(void *to, rsize_t size, const void *from, rsize_t count) {
    return portico_crt_move(to, size, from, count, L"memmove_s");
}
static __inline__ errno_t wmemmove_s(wchar_t *to, rsize_t size, const wchar_t *from, rsize_t count) {
    if (count > (rsize_t)-1 / sizeof(wchar_t)) count = (rsize_t)-1 / sizeof(wchar_t);
    return portico_crt_move(to, size * sizeof(wchar_t), from, count * sizeof(wchar_t), L"wmemmove_s");
}

static __inline__ void *_aligned_malloc(size_t size, size_t alignment) {
    void *block = NULL;
    int error;
    if (alignment == 0 || (alignment & (alignment - 1)) != 0) {
        portico_crt_invalid(EINVAL, L"_aligned_malloc");
        return NULL;
    }
    error = portico_platform_posix_memalign(&block, alignment < sizeof(void *) ? sizeof(void *) : alignment, size);
    if (error == 0) return block;
    errno = error;
    return NULL;
}
static __inline__ void _aligned_free(void *block) { free(block); }
static __inline__ void *_aligned_realloc(void *block, size_t size, size_t alignment) {
    void *larger = NULL;
    if (block != NULL && size == 0) {
        free(block);
        return NULL;
    }
    larger = _aligned_malloc(size, alignment);
    if (larger != NULL && block != NULL) {
        size_t old = portico_platform_malloc_usable_size(block);
        memcpy(larger, block, old < size ? old : size);
        free(block);
    }
    return larger;
}

#endif
