/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The dialect: the few attributes and macros that every file may use.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define countof(array) (sizeof(array) / sizeof((array)[0]))

#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define NORETURN __attribute__((noreturn))

/*
 * CLEANUP(fclosep) FILE *f = …; runs fclosep(&f) when the scope ends.
 * The destructor is named *p: it takes the address and accepts NULL in it.
 */
#define CLEANUP(destructor) __attribute__((cleanup(destructor)))

#endif
