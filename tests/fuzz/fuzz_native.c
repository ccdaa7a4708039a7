/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever is read as a snapshot is written the same again and again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/snapshot_write.h"
#include "source/native.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *written(const struct snapshot *s, enum snapshot_syntax syntax)
{
	char *text;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	if (!f)
		abort();
	snapshot_write(f, s, syntax);
	fclose(f);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };

	for (enum snapshot_syntax syntax = SNAPSHOT_YAML; syntax <= SNAPSHOT_JSON; syntax++) {
		CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
		CLEANUP(snapshot_freep) struct snapshot *again = snapshot_new();
		struct err err;
		if (native_load_text(s, "x", text, &err) < 0)
			return 0;
		char *first = written(s, syntax), *second;
		if (native_load_text(again, "x", str_of(first), &err) < 0)
			abort();
		second = written(again, syntax);
		if (strcmp(first, second) != 0)
			abort();
		free(first);
		free(second);
	}
	return 0;
}
