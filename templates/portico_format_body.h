#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/*
 * Formatting with Microsoft's rules, for one width of text. Read twice, with
 *   PORTICO_CHAR      the unit of the format and of the result
 *   PORTICO_WIDE      whether `%s` is wide text
 *   PORTICO_FORMAT    the name of the function
 *
 * What differs from the platform's printf: in a wide format `%s` and `%c` take
 * wide text and `%S` and `%C` narrow text, in a narrow one the reverse; `%hs`
 * is narrow and `%ls`, `%ws` are wide everywhere; `l` means 32 bits, `I64` and
 * `ll` 64, `I32` 32, `I` as many as a pointer; `%p` has all its digits; `%n`
 * stores nothing. Narrow text is UTF-8. Neither the locale nor the platform's
 * own wide functions take part.
 *
 * Writes at most `capacity` units with the final zero and returns how many the
 * whole result has without it.
 */
static __inline__ size_t PORTICO_FORMAT(PORTICO_CHAR *buffer, size_t capacity, const PORTICO_CHAR *format, va_list args) {
    size_t length = 0;
#define PORTICO_PUT(unit)                                                          \
    do {                                                                           \
        if (length + 1 < capacity) buffer[length] = (PORTICO_CHAR)(unit);          \
        length++;                                                                  \
    } while (0)
    while (*format) {
        int minus = 0, plus = 0, space = 0, hash = 0, zero = 0, size = 0;
        long width = 0, precision = -1, fill = 0, i;
        char spec[32], number[1200];
        const char *narrow = NULL;
        const wchar_t *wide = NULL;
        char one_narrow[2] = {0, 0};
        wchar_t one_wide[2] = {0, 0};
        size_t count = 0, units = 0, at;
        int c;
        if (*format != '%') {
            PORTICO_PUT(*format);
            format++;
            continue;
        }
        for (format++;; format++) {
            if (*format == '-') minus = 1;
            else if (*format == '+') plus = 1;
            else if (*format == ' ') space = 1;
            else if (*format == '#') hash = 1;
            else if (*format == '0') zero = 1;
            else break;
        }
        if (*format == '*') {
            width = va_arg(args, int);
            format++;
            if (width < 0) minus = 1, width = -width;
        } else {
            for (; *format >= '0' && *format <= '9'; format++)
                if (width < 1000000) width = width * 10 + (long)(*format - '0');
        }
        if (*format == '.') {
            format++;
            precision = 0;
            if (*format == '*') {
                precision = va_arg(args, int);
                format++;
            } else {
                for (; *format >= '0' && *format <= '9'; format++)
                    if (precision < 1000000) precision = precision * 10 + (long)(*format - '0');
            }
        }
        /* Sizes: -2 char, -1 short, 0 int, 1 `l`, 2 64 bits, 3 `L`, 4 `w`. */
        for (;; format++) {
            if (*format == 'h') size = size == -1 ? -2 : -1;
            else if (*format == 'l') size = size == 1 ? 2 : 1;
            else if (*format == 'j' || *format == 'z' || *format == 't') size = 2;
            else if (*format == 'L') size = 3;
            else if (*format == 'w') size = 4;
            else if (*format == 'I' && format[1] == '6' && format[2] == '4') size = 2, format += 2;
            else if (*format == 'I' && format[1] == '3' && format[2] == '2') size = 0, format += 2;
            else if (*format == 'I') size = sizeof(void *) == 8 ? 2 : 0;
            else break;
        }
        c = (int)*format;
        if (c == 0) break;
        format++;
        switch (c) {
        case 'd': case 'i': case 'u': case 'o': case 'x': case 'X':
        case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'a': case 'A':
            at = 0;
            spec[at++] = '%';
            if (plus) spec[at++] = '+';
            if (space) spec[at++] = ' ';
            if (hash) spec[at++] = '#';
            if (precision > 500) precision = 500;
            if (precision >= 0) spec[at++] = '.', spec[at++] = '*';
            if (c == 'd' || c == 'i' || c == 'u' || c == 'o' || c == 'x' || c == 'X') {
                long long value;
                if (size >= 2 && size <= 3) value = va_arg(args, long long);
                else value = va_arg(args, int);
                if (size == -1) value = c == 'd' || c == 'i' ? (short)value : (long long)(unsigned short)value;
                if (size == -2) value = c == 'd' || c == 'i' ? (signed char)value : (long long)(unsigned char)value;
                if (size < 2 || size > 3) value = c == 'd' || c == 'i' ? (int)value : (long long)(unsigned int)value;
                spec[at++] = 'l', spec[at++] = 'l', spec[at++] = (char)c, spec[at] = 0;
                if (precision >= 0) snprintf(number, sizeof number, spec, (int)precision, value);
                else snprintf(number, sizeof number, spec, value);
                if (precision >= 0) zero = 0;
            } else if (size == 3) {
                long double value = va_arg(args, long double);
                spec[at++] = 'L', spec[at++] = (char)c, spec[at] = 0;
                if (precision >= 0) snprintf(number, sizeof number, spec, (int)precision, value);
                else snprintf(number, sizeof number, spec, value);
            } else {
                double value = va_arg(args, double);
                spec[at++] = (char)c, spec[at] = 0;
                if (precision >= 0) snprintf(number, sizeof number, spec, (int)precision, value);
                else snprintf(number, sizeof number, spec, value);
            }
            narrow = number;
            count = strlen(number);
            if (zero && !minus && (long)count < width && number[count - 1] != 'f' && number[count - 1] != 'n' &&
                number[count - 1] != 'F' && number[count - 1] != 'N') fill = width - (long)count;
            /* An infinity may end in f; a hexadecimal number may too. */
            if (zero && !minus && (long)count < width && (c == 'x' || c == 'X')) fill = width - (long)count;
            break;
        case 'p':
            snprintf(number, sizeof number, "%016llX", (unsigned long long)(ULONG_PTR)va_arg(args, void *));
            narrow = number;
            count = strlen(number);
            break;
        case 'n':
            (void)va_arg(args, void *);
            continue;
        case 'c': case 'C': case 's': case 'S': {
            int is_wide = size == 1 || size == 2 || size == 4 ? 1 : size < 0 ? 0
                          : (c == 's' || c == 'c') ? PORTICO_WIDE : !PORTICO_WIDE;
            if (c == 'c' || c == 'C') {
                int unit = va_arg(args, int);
                if (is_wide) one_wide[0] = (wchar_t)unit, wide = one_wide;
                else one_narrow[0] = (char)unit, narrow = one_narrow;
                count = 1;
            } else if (is_wide) {
                wide = va_arg(args, const wchar_t *);
                if (wide == NULL) wide = L"(null)";
                while ((precision < 0 || count < (size_t)precision) && wide[count]) count++;
            } else {
                narrow = va_arg(args, const char *);
                if (narrow == NULL) narrow = "(null)";
                while ((precision < 0 || count < (size_t)precision) && narrow[count]) count++;
            }
            break;
        }
        default:
            PORTICO_PUT(c);
            continue;
        }
        /* The result's units, counted first for the padding and written then. */
        for (i = 0; i < 2; i++) {
            size_t before = length, pad;
            int prefix = 0;
            if (i == 1) {
                pad = units < (size_t)width && fill == 0 ? (size_t)width - units : 0;
                if (!minus) while (pad-- > 0) PORTICO_PUT(' ');
                before = length;
            }
            for (at = 0; at < count;) {
                unsigned long point;
                if (narrow) {
                    unsigned char lead = (unsigned char)narrow[at++];
                    point = lead;
#if PORTICO_WIDE
                    if (lead >= 0xC2 && lead < 0xF5) {
                        size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1, k = 0;
                        unsigned long value = lead & (0x3Fu >> more);
                        while (k < more && at + k < count && ((unsigned char)narrow[at + k] & 0xC0) == 0x80)
                            value = value << 6 | ((unsigned char)narrow[at + k++] & 0x3Fu);
                        if (k == more) point = value, at += more;
                        else point = 0xFFFD;
                    } else if (lead >= 0x80) point = 0xFFFD;
#endif
                } else {
                    point = (unsigned long)wide[at++];
#if !PORTICO_WIDE && __SIZEOF_WCHAR_T__ == 2
                    if (point >= 0xD800 && point < 0xDC00 && at < count && wide[at] >= 0xDC00 && wide[at] < 0xE000)
                        point = 0x10000 + ((point - 0xD800) << 10) + ((unsigned long)wide[at++] - 0xDC00);
#endif
                }
                /* Zeroes stand between a sign or 0x and the digits. */
                if (i == 1 && fill > 0 && !(point == '-' || point == '+' || point == ' ') &&
                    !(prefix == 0 && hash && point == '0' && (c == 'x' || c == 'X')) &&
                    !(prefix == 1 && (point == 'x' || point == 'X')))
                    for (; fill > 0; fill--) PORTICO_PUT('0');
                prefix++;
#if PORTICO_WIDE
#if __SIZEOF_WCHAR_T__ == 2
                if (narrow && point >= 0x10000) {
                    if (i == 1) PORTICO_PUT(0xD7C0 + (point >> 10));
                    if (i == 0) units++;
                    point = 0xDC00 + (point & 0x3FF);
                }
#endif
                if (i == 1) PORTICO_PUT(point);
                else units++;
#else
                if (narrow || point < 0x80) {
                    if (i == 1) PORTICO_PUT(point);
                    else units++;
                } else {
                    if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
                    if (i == 0) units += point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
                    else if (point < 0x800) {
                        PORTICO_PUT(0xC0 | point >> 6);
                        PORTICO_PUT(0x80 | (point & 0x3F));
                    } else {
                        if (point < 0x10000) PORTICO_PUT(0xE0 | point >> 12);
                        else {
                            PORTICO_PUT(0xF0 | point >> 18);
                            PORTICO_PUT(0x80 | (point >> 12 & 0x3F));
                        }
                        PORTICO_PUT(0x80 | (point >> 6 & 0x3F));
                        PORTICO_PUT(0x80 | (point & 0x3F));
                    }
                }
#endif
            }
            if (i == 1 && minus)
                while (length - before < (size_t)width) PORTICO_PUT(' ');
        }
    }
    if (capacity > 0) buffer[length < capacity ? length : capacity - 1] = 0;
    return length;
#undef PORTICO_PUT
}
#pragma GCC diagnostic pop
