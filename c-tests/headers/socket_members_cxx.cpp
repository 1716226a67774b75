// As socket_members.c, in C++.
#include "socket_members.c"
