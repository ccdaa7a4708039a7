/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Saved outputs of one Linux host, as source iproute2 finds them in a
 * directory: each file is told by its content, then each fact is read from the
 * file that says it best.
 */
#ifndef SOURCE_SAVED_H
#define SOURCE_SAVED_H

#include "parse/ip/ip.h"
#include "parse/iscsi/iscsi.h"

struct tree;

/*
 * An output that one parser reads.  The first row of saved_parts whose path and
 * content agree has the file; rows stand in the order in which they are read.
 */
struct saved_part {
	const char *what;	     /* in the user's words, for notes: "multipath -ll" */
	const char *path;	     /* as tree_match() has it; NULL: any name */
	bool (*is)(struct str text); /* NULL: the path says enough */
	parse_fn *parse;	     /* speaks of coverage too */
	/*
	 * Files that tell the same fact: the largest of the first row that has one is read.
	 * TABLE_COUNT: each file tells of a thing of its own, and all are read.
	 */
	enum table_id fact;
};

enum saved_class {
	SAVED_UNKNOWN,
	SAVED_ELSEWHERE, /* read by its path */
	SAVED_PART,
	SAVED_IP,
	SAVED_ISCSIADM,
};

struct saved_file {
	const char *name, *origin;
	struct str text;
	enum saved_class class;
	const struct saved_part *part;	/* SAVED_PART */
	enum ip_output output;		/* SAVED_IP, and how much it says: saved_ip.c */
	enum ip_form form;
	unsigned worth;
	bool every_table;
	enum iscsiadm_kind iscsiadm;	/* SAVED_ISCSIADM */
	bool done;
};

struct saved {
	struct snapshot *s;
	unsigned host;
	struct tree *tree;
	struct saved_file *v;
	size_t n;
};

/* Is it one, and which?  `base` is the last part of its name. */
bool saved_is_ip(struct saved_file *f, const char *base);
bool saved_is_iscsiadm(struct saved_file *f, const char *base);

void saved_read_ip(struct saved *r);
void saved_read_iscsi(struct saved *r);

/* What sys/class/net says of interfaces, where all else has been silent. */
enum { SAVED_INTERFACES_MOST = 5000 };
void saved_read_sys_net(struct saved *r);

#endif
