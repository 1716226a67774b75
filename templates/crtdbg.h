#ifndef PORTICO_CRTDBG_H
#define PORTICO_CRTDBG_H

#include "minwindef.h"

#include <assert.h>

/* The debug heap is AddressSanitizer here; these calls compile and do nothing. */
#define _CRT_WARN 0
#define _CRT_ERROR 1
#define _CRT_ASSERT 2
#define _CRTDBG_MODE_FILE 0x1
#define _CRTDBG_MODE_DEBUG 0x2
#define _CRTDBG_MODE_WNDW 0x4
#define _CRTDBG_REPORT_MODE (-1)
#define _CRTDBG_ALLOC_MEM_DF 0x01
#define _CRTDBG_DELAY_FREE_MEM_DF 0x02
#define _CRTDBG_CHECK_ALWAYS_DF 0x04
#define _CRTDBG_CHECK_CRT_DF 0x10
#define _CRTDBG_LEAK_CHECK_DF 0x20
#define _CRTDBG_REPORT_FLAG (-1)
#define _FREE_BLOCK 0
#define _NORMAL_BLOCK 1
#define _CRT_BLOCK 2
#define _IGNORE_BLOCK 3
#define _CLIENT_BLOCK 4

#define _ASSERT(condition) assert(condition)
#define _ASSERTE(condition) assert(condition)
#define _ASSERT_EXPR(condition, text) assert(condition)
#define _RPT0(kind, text) ((void)0)
#define _RPT1(kind, ...) ((void)0)
#define _RPTF0(kind, text) ((void)0)
#define _RPTF1(kind, ...) ((void)0)
#define _CrtSetDbgFlag(flag) ((int)(flag))
#define _CrtSetReportMode(kind, mode) ((void)(kind), (int)(mode))
#define _CrtSetReportFile(kind, file) ((void)(kind), (void)(file))
#define _CrtSetBreakAlloc(number) ((long)(number))
#define _CrtDumpMemoryLeaks() 0
#define _CrtCheckMemory() 1
#define _CrtDbgReport(...) 0

#endif
