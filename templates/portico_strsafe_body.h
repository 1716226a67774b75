/*
 * The functions of strsafe.h for one width of text. Read twice, with
 *   PORTICO_CHAR      the unit
 *   PORTICO_S(name)   the name with A or W behind it
 *   PORTICO_VFORMAT   the formatter
 */
static __inline__ size_t PORTICO_S(portico_strsafe_length)(const PORTICO_CHAR *text, size_t limit) {
    size_t length = 0;
    while (length < limit && text[length]) length++;
    return length;
}

/* Applies the flags once `end` units stand in the buffer. */
static __inline__ HRESULT PORTICO_S(portico_strsafe_finish)(HRESULT hr, PORTICO_CHAR *to, size_t capacity, size_t end,
                                                            PORTICO_CHAR **ppszDestEnd, size_t *pcchRemaining,
                                                            DWORD dwFlags) {
    if (hr == S_OK) {
        if ((dwFlags & STRSAFE_FILL_BEHIND_NULL) && end + 1 < capacity)
            memset(to + end + 1, (int)(dwFlags & 0xFF), (capacity - end - 1) * sizeof(PORTICO_CHAR));
    } else if (capacity > 0) {
        if (dwFlags & STRSAFE_FILL_ON_FAILURE) {
            memset(to, (int)(dwFlags & 0xFF), capacity * sizeof(PORTICO_CHAR));
            end = (dwFlags & 0xFF) == 0 ? 0 : capacity - 1;
            to[end] = 0;
        }
        if (dwFlags & STRSAFE_NULL_ON_FAILURE) {
            end = 0;
            to[0] = 0;
        }
    }
    if (hr == S_OK || hr == STRSAFE_E_INSUFFICIENT_BUFFER) {
        if (ppszDestEnd) *ppszDestEnd = to + end;
        if (pcchRemaining) *pcchRemaining = capacity - end;
    }
    return hr;
}

static __inline__ HRESULT PORTICO_S(StringCchLength)(const PORTICO_CHAR *psz, size_t cchMax, size_t *pcchLength) {
    size_t length = 0;
    HRESULT hr = STRSAFE_E_INVALID_PARAMETER;
    if (psz != NULL && cchMax <= STRSAFE_MAX_CCH) {
        length = PORTICO_S(portico_strsafe_length)(psz, cchMax);
        if (length < cchMax) hr = S_OK;
        else length = 0;
    }
    if (pcchLength) *pcchLength = length;
    return hr;
}

/* Puts at most `limit` units of `from` behind the first `start` of `to`. */
static __inline__ HRESULT PORTICO_S(portico_strsafe_append)(PORTICO_CHAR *to, size_t capacity, size_t start,
                                                            const PORTICO_CHAR *from, size_t limit,
                                                            PORTICO_CHAR **ppszDestEnd, size_t *pcchRemaining,
                                                            DWORD dwFlags) {
    static const PORTICO_CHAR empty[1] = {0};
    HRESULT hr = S_OK;
    size_t end = start;
    if (from == NULL) from = empty;
    if ((dwFlags & STRSAFE_NO_TRUNCATION) &&
        PORTICO_S(portico_strsafe_length)(from, limit < capacity ? limit : capacity) >= capacity - start) {
        to[start] = 0;
        return PORTICO_S(portico_strsafe_finish)(STRSAFE_E_INSUFFICIENT_BUFFER, to, capacity, end, ppszDestEnd,
                                                 pcchRemaining, dwFlags);
    }
    while (limit > 0 && *from) {
        if (end + 1 >= capacity) {
            hr = STRSAFE_E_INSUFFICIENT_BUFFER;
            break;
        }
        to[end++] = *from++;
        limit--;
    }
    to[end] = 0;
    return PORTICO_S(portico_strsafe_finish)(hr, to, capacity, end, ppszDestEnd, pcchRemaining, dwFlags);
}

static __inline__ int PORTICO_S(portico_strsafe_bad)(const PORTICO_CHAR *to, size_t capacity, const void *from,
                                                     DWORD dwFlags) {
    return to == NULL || capacity == 0 || capacity > STRSAFE_MAX_CCH || (dwFlags & ~(DWORD)STRSAFE_VALID_FLAGS) != 0 ||
           (from == NULL && !(dwFlags & STRSAFE_IGNORE_NULLS));
}

static __inline__ HRESULT PORTICO_S(StringCchCopyNEx)(PORTICO_CHAR *pszDest, size_t cchDest, const PORTICO_CHAR *pszSrc,
                                                      size_t cchToCopy, PORTICO_CHAR **ppszDestEnd,
                                                      size_t *pcchRemaining, DWORD dwFlags) {
    if (PORTICO_S(portico_strsafe_bad)(pszDest, cchDest, pszSrc, dwFlags) || cchToCopy > STRSAFE_MAX_CCH) {
        if (pszDest != NULL && cchDest > 0 && cchDest <= STRSAFE_MAX_CCH) pszDest[0] = 0;
        return STRSAFE_E_INVALID_PARAMETER;
    }
    return PORTICO_S(portico_strsafe_append)(pszDest, cchDest, 0, pszSrc, cchToCopy, ppszDestEnd, pcchRemaining, dwFlags);
}
static __inline__ HRESULT PORTICO_S(StringCchCopyEx)(PORTICO_CHAR *pszDest, size_t cchDest, const PORTICO_CHAR *pszSrc,
                                                     PORTICO_CHAR **ppszDestEnd, size_t *pcchRemaining, DWORD dwFlags) {
    return PORTICO_S(StringCchCopyNEx)(pszDest, cchDest, pszSrc, STRSAFE_MAX_CCH, ppszDestEnd, pcchRemaining, dwFlags);
}
static __inline__ HRESULT PORTICO_S(StringCchCopyN)(PORTICO_CHAR *pszDest, size_t cchDest, const PORTICO_CHAR *pszSrc,
                                                    size_t cchToCopy) {
    return PORTICO_S(StringCchCopyNEx)(pszDest, cchDest, pszSrc, cchToCopy, NULL, NULL, 0);
}
static __inline__ HRESULT PORTICO_S(StringCchCopy)(PORTICO_CHAR *pszDest, size_t cchDest, const PORTICO_CHAR *pszSrc) {
    return PORTICO_S(StringCchCopyNEx)(pszDest, cchDest, pszSrc, STRSAFE_MAX_CCH, NULL, NULL, 0);
}

static __inline__ HRESULT PORTICO_S(StringCchCatNEx)(PORTICO_CHAR *pszDest, size_t cchDest, const PORTICO_CHAR *pszSrc,
                                                     size_t cchToAppend, PORTICO_CHAR **ppszDestEnd,
                                                     size_t *pcchRemaining, DWORD dwFlags) {
    size_t start;
    if (PORTICO_S(portico_strsafe_bad)(pszDest, cchDest, pszSrc, dwFlags) || cchToAppend > STRSAFE_MAX_CCH)
        return STRSAFE_E_INVALID_PARAMETER;
    start = PORTICO_S(portico_strsafe_length)(pszDest, cchDest);
    if (start == cchDest) return STRSAFE_E_INVALID_PARAMETER;
    return PORTICO_S(portico_strsafe_append)(pszDest, cchDest, start, pszSrc, cchToAppend, ppszDestEnd, pcchRemaining,
                                             dwFlags);
}
static __inline__ HRESULT PORTICO_S(StringCchCatEx)(PORTICO_CHAR *pszDest, size_t cchDest, const PORTICO_CHAR *pszSrc,
                                                    PORTICO_CHAR **ppszDestEnd, size_t *pcchRemaining, DWORD dwFlags) {
    return PORTICO_S(StringCchCatNEx)(pszDest, cchDest, pszSrc, STRSAFE_MAX_CCH, ppszDestEnd, pcchRemaining, dwFlags);
}
static __inline__ HRESULT PORTICO_S(StringCchCatN)(PORTICO_CHAR *pszDest, size_t cchDest, const PORTICO_CHAR *pszSrc,
                                                   size_t cchToAppend) {
    return PORTICO_S(StringCchCatNEx)(pszDest, cchDest, pszSrc, cchToAppend, NULL, NULL, 0);
}
static __inline__ HRESULT PORTICO_S(StringCchCat)(PORTICO_CHAR *pszDest, size_t cchDest, const PORTICO_CHAR *pszSrc) {
    return PORTICO_S(StringCchCatNEx)(pszDest, cchDest, pszSrc, STRSAFE_MAX_CCH, NULL, NULL, 0);
}

static __inline__ HRESULT PORTICO_S(StringCchVPrintfEx)(PORTICO_CHAR *pszDest, size_t cchDest,
                                                        PORTICO_CHAR **ppszDestEnd, size_t *pcchRemaining,
                                                        DWORD dwFlags, const PORTICO_CHAR *pszFormat, va_list args) {
    static const PORTICO_CHAR empty[1] = {0};
    size_t length;
    HRESULT hr = S_OK;
    if (PORTICO_S(portico_strsafe_bad)(pszDest, cchDest, pszFormat, dwFlags)) return STRSAFE_E_INVALID_PARAMETER;
    length = PORTICO_VFORMAT(pszDest, cchDest, pszFormat ? pszFormat : empty, args);
    if (length >= cchDest) {
        hr = STRSAFE_E_INSUFFICIENT_BUFFER;
        length = cchDest - 1;
        if (dwFlags & STRSAFE_NO_TRUNCATION) pszDest[length = 0] = 0;
    }
    return PORTICO_S(portico_strsafe_finish)(hr, pszDest, cchDest, length, ppszDestEnd, pcchRemaining, dwFlags);
}
static __inline__ HRESULT PORTICO_S(StringCchVPrintf)(PORTICO_CHAR *pszDest, size_t cchDest,
                                                      const PORTICO_CHAR *pszFormat, va_list args) {
    return PORTICO_S(StringCchVPrintfEx)(pszDest, cchDest, NULL, NULL, 0, pszFormat, args);
}
static __inline__ HRESULT PORTICO_S(StringCchPrintf)(PORTICO_CHAR *pszDest, size_t cchDest,
                                                     const PORTICO_CHAR *pszFormat, ...) {
    HRESULT hr;
    va_list args;
    va_start(args, pszFormat);
    hr = PORTICO_S(StringCchVPrintfEx)(pszDest, cchDest, NULL, NULL, 0, pszFormat, args);
    va_end(args);
    return hr;
}
static __inline__ HRESULT PORTICO_S(StringCchPrintfEx)(PORTICO_CHAR *pszDest, size_t cchDest, PORTICO_CHAR **ppszDestEnd,
                                                       size_t *pcchRemaining, DWORD dwFlags,
                                                       const PORTICO_CHAR *pszFormat, ...) {
    HRESULT hr;
    va_list args;
    va_start(args, pszFormat);
    hr = PORTICO_S(StringCchVPrintfEx)(pszDest, cchDest, ppszDestEnd, pcchRemaining, dwFlags, pszFormat, args);
    va_end(args);
    return hr;
}

/* The same with sizes in bytes. */
static __inline__ HRESULT PORTICO_S(StringCbLength)(const PORTICO_CHAR *psz, size_t cbMax, size_t *pcbLength) {
    size_t length = 0;
    HRESULT hr = PORTICO_S(StringCchLength)(psz, cbMax / sizeof(PORTICO_CHAR), &length);
    if (pcbLength) *pcbLength = length * sizeof(PORTICO_CHAR);
    return hr;
}
static __inline__ HRESULT PORTICO_S(portico_strsafe_bytes)(HRESULT hr, size_t cbDest, size_t remaining, size_t *pcbRemaining) {
    if (pcbRemaining && (hr == S_OK || hr == STRSAFE_E_INSUFFICIENT_BUFFER))
        *pcbRemaining = remaining * sizeof(PORTICO_CHAR) + cbDest % sizeof(PORTICO_CHAR);
    return hr;
}
static __inline__ HRESULT PORTICO_S(StringCbCopy)(PORTICO_CHAR *pszDest, size_t cbDest, const PORTICO_CHAR *pszSrc) {
    return PORTICO_S(StringCchCopy)(pszDest, cbDest / sizeof(PORTICO_CHAR), pszSrc);
}
static __inline__ HRESULT PORTICO_S(StringCbCopyN)(PORTICO_CHAR *pszDest, size_t cbDest, const PORTICO_CHAR *pszSrc,
                                                   size_t cbToCopy) {
    return PORTICO_S(StringCchCopyN)(pszDest, cbDest / sizeof(PORTICO_CHAR), pszSrc, cbToCopy / sizeof(PORTICO_CHAR));
}
static __inline__ HRESULT PORTICO_S(StringCbCopyEx)(PORTICO_CHAR *pszDest, size_t cbDest, const PORTICO_CHAR *pszSrc,
                                                    PORTICO_CHAR **ppszDestEnd, size_t *pcbRemaining, DWORD dwFlags) {
    size_t remaining = 0;
    HRESULT hr = PORTICO_S(StringCchCopyEx)(pszDest, cbDest / sizeof(PORTICO_CHAR), pszSrc, ppszDestEnd, &remaining, dwFlags);
    return PORTICO_S(portico_strsafe_bytes)(hr, cbDest, remaining, pcbRemaining);
}
static __inline__ HRESULT PORTICO_S(StringCbCat)(PORTICO_CHAR *pszDest, size_t cbDest, const PORTICO_CHAR *pszSrc) {
    return PORTICO_S(StringCchCat)(pszDest, cbDest / sizeof(PORTICO_CHAR), pszSrc);
}
static __inline__ HRESULT PORTICO_S(StringCbCatN)(PORTICO_CHAR *pszDest, size_t cbDest, const PORTICO_CHAR *pszSrc,
                                                  size_t cbToAppend) {
    return PORTICO_S(StringCchCatN)(pszDest, cbDest / sizeof(PORTICO_CHAR), pszSrc, cbToAppend / sizeof(PORTICO_CHAR));
}
static __inline__ HRESULT PORTICO_S(StringCbCatEx)(PORTICO_CHAR *pszDest, size_t cbDest, const PORTICO_CHAR *pszSrc,
                                                   PORTICO_CHAR **ppszDestEnd, size_t *pcbRemaining, DWORD dwFlags) {
    size_t remaining = 0;
    HRESULT hr = PORTICO_S(StringCchCatEx)(pszDest, cbDest / sizeof(PORTICO_CHAR), pszSrc, ppszDestEnd, &remaining, dwFlags);
    return PORTICO_S(portico_strsafe_bytes)(hr, cbDest, remaining, pcbRemaining);
}
static __inline__ HRESULT PORTICO_S(StringCbVPrintf)(PORTICO_CHAR *pszDest, size_t cbDest,
                                                     const PORTICO_CHAR *pszFormat, va_list args) {
    return PORTICO_S(StringCchVPrintf)(pszDest, cbDest / sizeof(PORTICO_CHAR), pszFormat, args);
}
static __inline__ HRESULT PORTICO_S(StringCbPrintf)(PORTICO_CHAR *pszDest, size_t cbDest,
                                                    const PORTICO_CHAR *pszFormat, ...) {
    HRESULT hr;
    va_list args;
    va_start(args, pszFormat);
    hr = PORTICO_S(StringCchVPrintf)(pszDest, cbDest / sizeof(PORTICO_CHAR), pszFormat, args);
    va_end(args);
    return hr;
}
static __inline__ HRESULT PORTICO_S(StringCbPrintfEx)(PORTICO_CHAR *pszDest, size_t cbDest, PORTICO_CHAR **ppszDestEnd,
                                                      size_t *pcbRemaining, DWORD dwFlags,
                                                      const PORTICO_CHAR *pszFormat, ...) {
    size_t remaining = 0;
    HRESULT hr;
    va_list args;
    va_start(args, pszFormat);
    hr = PORTICO_S(StringCchVPrintfEx)(pszDest, cbDest / sizeof(PORTICO_CHAR), ppszDestEnd, &remaining, dwFlags, pszFormat, args);
    va_end(args);
    return PORTICO_S(portico_strsafe_bytes)(hr, cbDest, remaining, pcbRemaining);
}
