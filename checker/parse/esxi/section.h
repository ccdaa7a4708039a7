/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where one output ends and the next begins in a text without prompts. */
#ifndef PARSE_ESXI_SECTION_H
#define PARSE_ESXI_SECTION_H

#include "parse/transcript.h"

/* What a line begins: outputs of equal kind may be one, but for tables under a ruler. */
enum esxi_section {
	ESXI_SECTION_NONE, /* it goes on */
	ESXI_SECTION_VMKNIC,
	ESXI_SECTION_VSWITCH,
	ESXI_SECTION_NICS,
	ESXI_SECTION_VSWIF,
	ESXI_SECTION_ROUTES,
	ESXI_SECTION_GATEWAY,
	ESXI_SECTION_NAS,
	ESXI_SECTION_CONSOLE,
	ESXI_SECTION_VERSION,
	ESXI_SECTION_TABLE,
	ESXI_SECTION_RECORDS,
};

/* rest: what follows the line. */
enum esxi_section esxi_section(struct str line, struct str rest);
transcript_begins_fn esxi_begins;

#endif
