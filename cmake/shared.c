/* CMake wants a source for a shared library; everything in it comes from cargo's archive. */
typedef int portico_everything_is_in_the_archive;
