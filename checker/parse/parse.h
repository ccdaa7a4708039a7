/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text formats: text in, rows or values out; nothing is read, printed or kept.
 * A line that is not understood becomes a note, never an error.  Here stand what all
 * rooms share; each room has one header for those outside: esxi/esxi.h, ip/ip.h,
 * iscsi/iscsi.h and linux/linux.h.
 */
#ifndef PARSE_PARSE_H
#define PARSE_PARSE_H

#include "model/snapshot.h"

/* file: what the origins say; lines count from 1. */
typedef void parse_fn(struct snapshot *s, unsigned host, const char *file, struct str text);

#endif
