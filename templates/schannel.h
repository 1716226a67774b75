#ifndef PORTICO_SCHANNEL_H
#define PORTICO_SCHANNEL_H

#include "sspi.h"
#include "wincrypt.h"

#define UNISP_NAME_A "Microsoft Unified Security Protocol Provider"
#define UNISP_NAME_W L"Microsoft Unified Security Protocol Provider"
#define UNISP_NAME TEXT("Microsoft Unified Security Protocol Provider")

#endif
