/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uplint's own snapshot, as text: see uplint-snapshot(5).  format/ writes it.
 */
#ifndef SOURCE_NATIVE_H
#define SOURCE_NATIVE_H

#include "base/err.h"
#include "base/str.h"
#include "model/snapshot.h"

enum { NATIVE_VERSION = 1 };

/*
 * Adds the hosts of a snapshot, YAML or JSON, which `file` names in origins
 * and errors.  The text may go afterwards.  0 or -1; with -1 some hosts may
 * have been added.
 */
int native_load_text(struct snapshot *s, const char *file, struct str text, struct err *err);

/* The same to a sink (source/source.h), a host at a time. */
struct source_sink;
int native_stream_text(struct source_sink *sink, const char *file, struct str text,
		       struct err *err);

#endif
