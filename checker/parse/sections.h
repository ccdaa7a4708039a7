/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of SUSE's supportconfig: sections behind a line `#==[ Command ]====…#`, whose next line is
 * a comment with the command or the file's path (supportutils, bin/supportconfig: log_cmd, conf_files).
 */
#ifndef PARSE_SECTIONS_H
#define PARSE_SECTIONS_H

#include "base/str.h"

struct section {
	struct str kind;  /* "Command", "Configuration File", … */
	struct str title; /* behind "# " in the next line: "/sbin/ip addr", "/etc/fstab" */
	unsigned line;	  /* of the text's first line in the file */
	struct str text;
};

struct sections {
	struct str rest;
	unsigned line;
};

/* Is a section in the text's first kilobytes? */
bool sections_in(struct str text);

struct sections sections_open(struct str text);
bool sections_next(struct sections *s, struct section *ret); /* false: no more */

#endif
