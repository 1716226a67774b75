#include "wmain.h"

int wmain() {
    (void)check;
    return 0;
}
