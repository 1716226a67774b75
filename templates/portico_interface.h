#ifndef PORTICO_INTERFACE_H
#define PORTICO_INTERFACE_H

/*
 * Interface classes are visible outside a module even under -fvisibility=hidden:
 * their type information must be one for the whole process, or dynamic_cast fails
 * between modules.
 */
#define IIS_API __attribute__((visibility("default")))

#endif
