#ifndef PORTICO_TCHAR_H
#define PORTICO_TCHAR_H

/*
 * Text that is ANSI or wide by _UNICODE: each `_t…` name stands for one of two
 * functions.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#include <wctype.h>
#include "minwindef.h"
#include "portico_crt_functions.h"

#ifdef _UNICODE

#define __T(text) L##text
typedef WCHAR _TCHAR, _TSCHAR, _TUCHAR, _TXCHAR;
typedef wint_t _TINT;
#define _TEOF WEOF
#define _tmain wmain
#define _tWinMain wWinMain
#define _tenviron _wenviron
#define __targv __wargv
#define _tclen(text) ((void)(text), 1)
#define _tccpy(to, from) (*(to) = *(from))
#define _tcsinc(text) ((text) + 1)
#define _tcsdec(start, text) ((void)(start), (text) - 1)
#define _tcsnextc(text) ((unsigned int)*(text))

#define _tcslen       wcslen
#define _tcsnlen      wcsnlen
#define _tcscpy       wcscpy
#define _tcsncpy      wcsncpy
#define _tcscat       wcscat
#define _tcsncat      wcsncat
#define _tcscmp       wcscmp
#define _tcsncmp      wcsncmp
#define _tcscoll      wcscoll
#define _tcschr       wcschr
#define _tcsrchr      wcsrchr
#define _tcsstr       wcsstr
#define _tcsspn       wcsspn
#define _tcscspn      wcscspn
#define _tcspbrk      wcspbrk
#define _tcstok       wcstok
#define _tcsxfrm      wcsxfrm
#define _tcsdup       _wcsdup
#define _tcsicmp      _wcsicmp
#define _tcsnicmp     _wcsnicmp
#define _tcsncicmp    _wcsnicmp
#define _tcsicoll     _wcsicoll
#define _tcsncicoll   _wcsnicoll
#define _tcslwr       _wcslwr
#define _tcsupr       _wcsupr
#define _tcsrev       _wcsrev
#define _tcsset       _wcsset
#define _tcsnset      _wcsnset
#define _tcscpy_s     wcscpy_s
#define _tcsncpy_s    wcsncpy_s
#define _tcscat_s     wcscat_s
#define _tcsncat_s    wcsncat_s
#define _tcstok_s     wcstok_s
#define _tcslwr_s     _wcslwr_s
#define _tcsupr_s     _wcsupr_s
#define _tcstol       wcstol
#define _tcstoul      wcstoul
#define _tcstod       wcstod
#define _tcstoi64     _wcstoi64
#define _tcstoui64    _wcstoui64
#define _tcserror     _wcserror
#define _tcserror_s   _wcserror_s
#define _tcsftime     wcsftime
#define _ttoi         _wtoi
#define _ttol         _wtol
#define _ttoi64       _wtoi64
#define _tstoi        _wtoi
#define _tstol        _wtol
#define _tstoi64      _wtoi64
#define _tstof        _wtof
#define _ttof         _wtof
#define _itot         _itow
#define _ltot         _ltow
#define _ultot        _ultow
#define _i64tot       _i64tow
#define _ui64tot      _ui64tow
#define _itot_s       _itow_s
#define _ltot_s       _ltow_s
#define _ultot_s      _ultow_s
#define _i64tot_s     _i64tow_s
#define _ui64tot_s    _ui64tow_s
#define _tprintf      wprintf
#define _tprintf_s    wprintf_s
#define _ftprintf     fwprintf
#define _ftprintf_s   fwprintf_s
#define _stprintf     _swprintf
#define _stprintf_s   swprintf_s
#define _sntprintf    _snwprintf
#define _sntprintf_s  _snwprintf_s
#define _vtprintf     vwprintf
#define _vftprintf    vfwprintf
#define _vstprintf    _vswprintf
#define _vstprintf_s  vswprintf_s
#define _vsntprintf   _vsnwprintf
#define _vsntprintf_s _vsnwprintf_s
#define _sctprintf    _scwprintf
#define _vsctprintf   _vscwprintf
#define _tscanf       wscanf
#define _ftscanf      fwscanf
#define _stscanf      swscanf
#define _tscanf_s     wscanf_s
#define _stscanf_s    swscanf_s
#define _fgettc       fgetwc
#define _fgetts       fgetws
#define _getts        _getws_s
#define _getts_s      _getws_s
#define _gettc        getwc
#define _gettchar     getwchar
#define _fputtc       fputwc
#define _fputts       fputws
#define _putts        _putws
#define _puttc        putwc
#define _puttchar     putwchar
#define _ungettc      ungetwc
#define _tfopen       _wfopen
#define _tfopen_s     _wfopen_s
#define _tfsopen      _wfsopen
#define _tfreopen     _wfreopen
#define _tfreopen_s   _wfreopen_s
#define _tfdopen      _wfdopen
#define _topen        _wopen
#define _tsopen       _wsopen
#define _tsopen_s     _wsopen_s
#define _taccess      _waccess
#define _taccess_s    _waccess_s
#define _tchmod       _wchmod
#define _tremove      _wremove
#define _trename      _wrename
#define _tunlink      _wunlink
#define _tstat        _wstat
#define _tstat64      _wstat64
#define _tmktemp      _wmktemp
#define _tmktemp_s    _wmktemp_s
#define _ttempnam     _wtempnam
#define _ttmpnam      _wtmpnam
#define _tchdir       _wchdir
#define _tgetcwd      _wgetcwd
#define _tmkdir       _wmkdir
#define _trmdir       _wrmdir
#define _tfullpath    _wfullpath
#define _tmakepath    _wmakepath
#define _tmakepath_s  _wmakepath_s
#define _tsplitpath   _wsplitpath
#define _tsplitpath_s _wsplitpath_s
#define _tsearchenv   _wsearchenv
#define _tgetenv      _wgetenv
#define _tgetenv_s    _wgetenv_s
#define _tdupenv_s    _wdupenv_s
#define _tputenv      _wputenv
#define _tputenv_s    _wputenv_s
#define _tsystem      _wsystem
#define _tpopen       _wpopen
#define _tfindfirst   _wfindfirst
#define _tfindnext    _wfindnext
#define _tfinddata_t  _wfinddata_t
#define _tasctime     _wasctime
#define _tctime       _wctime
#define _tctime_s     _wctime_s
#define _tstrdate     _wstrdate
#define _tstrtime     _wstrtime
#define _tsetlocale   _wsetlocale
#define _tperror      _wperror
#define _texecl       _wexecl
#define _tspawnl      _wspawnl
#define _totlower     towlower
#define _totupper     towupper
#define _istalnum     iswalnum
#define _istalpha     iswalpha
#define _istcntrl     iswcntrl
#define _istdigit     iswdigit
#define _istgraph     iswgraph
#define _istlower     iswlower
#define _istprint     iswprint
#define _istpunct     iswpunct
#define _istspace     iswspace
#define _istupper     iswupper
#define _istxdigit    iswxdigit
#define _istascii     iswascii

#else

#define __T(text) text
typedef char _TCHAR, _TXCHAR;
typedef signed char _TSCHAR;
typedef unsigned char _TUCHAR;
typedef int _TINT;
#define _TEOF EOF
#define _tmain main
#define _tWinMain WinMain
#define _tenviron _environ
#define __targv __argv
#define _tclen(text) ((void)(text), 1)
#define _tccpy(to, from) (*(to) = *(from))
#define _tcsinc(text) ((text) + 1)
#define _tcsdec(start, text) ((void)(start), (text) - 1)
#define _tcsnextc(text) ((unsigned int)(unsigned char)*(text))

#define _tcslen       strlen
#define _tcsnlen      strnlen
#define _tcscpy       strcpy
#define _tcsncpy      strncpy
#define _tcscat       strcat
#define _tcsncat      strncat
#define _tcscmp       strcmp
#define _tcsncmp      strncmp
#define _tcscoll      strcoll
#define _tcschr       strchr
#define _tcsrchr      strrchr
#define _tcsstr       strstr
#define _tcsspn       strspn
#define _tcscspn      strcspn
#define _tcspbrk      strpbrk
#define _tcstok       strtok
#define _tcsxfrm      strxfrm
#define _tcsdup       _strdup
#define _tcsicmp      _stricmp
#define _tcsnicmp     _strnicmp
#define _tcsncicmp    _strnicmp
#define _tcsicoll     _stricoll
#define _tcsncicoll   _strnicoll
#define _tcslwr       _strlwr
#define _tcsupr       _strupr
#define _tcsrev       _strrev
#define _tcsset       _strset
#define _tcsnset      _strnset
#define _tcscpy_s     strcpy_s
#define _tcsncpy_s    strncpy_s
#define _tcscat_s     strcat_s
#define _tcsncat_s    strncat_s
#define _tcstok_s     strtok_s
#define _tcslwr_s     _strlwr_s
#define _tcsupr_s     _strupr_s
#define _tcstol       strtol
#define _tcstoul      strtoul
#define _tcstod       strtod
#define _tcstoi64     _strtoi64
#define _tcstoui64    _strtoui64
#define _tcserror     strerror
#define _tcserror_s   strerror_s
#define _tcsftime     strftime
#define _ttoi         atoi
#define _ttol         atol
#define _ttoi64       _atoi64
#define _tstoi        atoi
#define _tstol        atol
#define _tstoi64      _atoi64
#define _tstof        atof
#define _ttof         atof
#define _itot         _itoa
#define _ltot         _ltoa
#define _ultot        _ultoa
#define _i64tot       _i64toa
#define _ui64tot      _ui64toa
#define _itot_s       _itoa_s
#define _ltot_s       _ltoa_s
#define _ultot_s      _ultoa_s
#define _i64tot_s     _i64toa_s
#define _ui64tot_s    _ui64toa_s
#define _tprintf      printf
#define _tprintf_s    printf_s
#define _ftprintf     fprintf
#define _ftprintf_s   fprintf_s
#define _stprintf     sprintf
#define _stprintf_s   sprintf_s
#define _sntprintf    _snprintf
#define _sntprintf_s  _snprintf_s
#define _vtprintf     vprintf
#define _vftprintf    vfprintf
#define _vstprintf    vsprintf
#define _vstprintf_s  vsprintf_s
#define _vsntprintf   _vsnprintf
#define _vsntprintf_s _vsnprintf_s
#define _sctprintf    _scprintf
#define _vsctprintf   _vscprintf
#define _tscanf       scanf
#define _ftscanf      fscanf
#define _stscanf      sscanf
#define _tscanf_s     scanf_s
#define _stscanf_s    sscanf_s
#define _fgettc       fgetc
#define _fgetts       fgets
#define _getts        gets_s
#define _getts_s      gets_s
#define _gettc        getc
#define _gettchar     getchar
#define _fputtc       fputc
#define _fputts       fputs
#define _putts        puts
#define _puttc        putc
#define _puttchar     putchar
#define _ungettc      ungetc
#define _tfopen       fopen
#define _tfopen_s     fopen_s
#define _tfsopen      _fsopen
#define _tfreopen     freopen
#define _tfreopen_s   freopen_s
#define _tfdopen      _fdopen
#define _topen        _open
#define _tsopen       _sopen
#define _tsopen_s     _sopen_s
#define _taccess      _access
#define _taccess_s    _access_s
#define _tchmod       _chmod
#define _tremove      remove
#define _trename      rename
#define _tunlink      _unlink
#define _tstat        _stat
#define _tstat64      _stat64
#define _tmktemp      _mktemp
#define _tmktemp_s    _mktemp_s
#define _ttempnam     _tempnam
#define _ttmpnam      tmpnam
#define _tchdir       _chdir
#define _tgetcwd      _getcwd
#define _tmkdir       _mkdir
#define _trmdir       _rmdir
#define _tfullpath    _fullpath
#define _tmakepath    _makepath
#define _tmakepath_s  _makepath_s
#define _tsplitpath   _splitpath
#define _tsplitpath_s _splitpath_s
#define _tsearchenv   _searchenv
#define _tgetenv      getenv
#define _tgetenv_s    getenv_s
#define _tdupenv_s    _dupenv_s
#define _tputenv      _putenv
#define _tputenv_s    _putenv_s
#define _tsystem      system
#define _tpopen       _popen
#define _tfindfirst   _findfirst
#define _tfindnext    _findnext
#define _tfinddata_t  _finddata_t
#define _tasctime     asctime
#define _tctime       ctime
#define _tctime_s     ctime_s
#define _tstrdate     _strdate
#define _tstrtime     _strtime
#define _tsetlocale   setlocale
#define _tperror      perror
#define _texecl       _execl
#define _tspawnl      _spawnl
#define _totlower     tolower
#define _totupper     toupper
#define _istalnum     isalnum
#define _istalpha     isalpha
#define _istcntrl     iscntrl
#define _istdigit     isdigit
#define _istgraph     isgraph
#define _istlower     islower
#define _istprint     isprint
#define _istpunct     ispunct
#define _istspace     isspace
#define _istupper     isupper
#define _istxdigit    isxdigit
#define _istascii     isascii

#endif

#define _T(text) __T(text)
#define _TEXT(text) __T(text)

#endif
