/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text may be given to any reader of an ESXi output, with any arguments; rows come of it, and
 * an end. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "parse/esxi/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct esxi_format *const formats[] = {
#define ESXI_FORMAT(name) &esxi_format_##name,
#include "parse/esxi/formats.def"
#undef ESXI_FORMAT
};

static void read_pieces(struct esxi *x, struct str text)
{
	struct transcript t = transcript_open("f", text, esxi_begins);
	struct capture piece;

	while (transcript_next(&t, &piece)) {
		struct esxi_capture c = { .file = piece.file,
					  .line = piece.line,
					  .exact = piece.typed,
					  .may_be_empty = piece.may_be_empty,
					  .text = piece.text };
		esxi_read_capture(x, esxi_format_named(piece.command, &c.args), &c);
	}
}

/* A first line without blank: the number of the format and its arguments; else a session. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct str text = { (const char *)data, size }, first = STR("");
	struct esxi_label label = { "esx01", "esxi", "f" };
	struct esxi x;

	esxi_init(&x, s);
	read_pieces(&x, text);
	read_pieces(&x, transcript_text(a, text));
	str_line(&text, &first);
	if (first.n) {
		const struct esxi_format *f = formats[(uint8_t)first.p[0] % countof(formats)];
		struct esxi_capture c = {
			.file = "f", .line = 2, .args = str_from(first, 1), .text = text
		};
		c.exact = first.p[0] & 0x40;
		esxi_read_capture(&x, f, &c);
		esxi_looks(text);
	}
	esxi_finish(&x, &label);
	esxi_done(&x);
	snapshot_seal(s);
	return 0;
}
