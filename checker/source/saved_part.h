/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the files of the engine that brings saved outputs of a Linux host together. */
#ifndef SOURCE_SAVED_PART_H
#define SOURCE_SAVED_PART_H

#include "parse/ip/ip.h"
#include "parse/iscsi/iscsi.h"
#include "source/asked.h"
#include "source/config.h"
#include "source/files.h"
#include "source/saved.h"

/* An output that was parsed. */
struct saved_output {
	struct merge_fragment fragment;
	struct asked asked;
	const char *what, *file; /* file: as given */
	bool typed, dropped;
	enum ip_output ip;	     /* where it is one of ip's */
	enum iscsiadm_kind iscsiadm; /* where it is one of iscsiadm's */
	unsigned families;	     /* of routes, rules: 1 IPv4, 2 IPv6; 0: nothing said it */
	bool every_table;
	bool masters; /* tells whose members devices are */
};

/* A name that the outputs give the host. */
struct saved_name {
	struct str name;
	const char *file;
	unsigned line;
};

struct saved {
	struct snapshot *s, *scratch;
	struct files files;
	struct arena *arena;
	struct saved_output *v;
	size_t n;
	struct saved_name named, other; /* of two hosts */
	struct saved_name nameless;	/* of one that is called localhost */
	struct str release;		/* of the kernel */
	struct str os_release;		/* that file of the host */
	struct config_file *configs;	/* that no tree holds */
	size_t nconfigs;
	bool must_fit;			/* a line that does not fit shows that a text is no output */
	unsigned many;			/* host of the scratch for all parts of SAVED_MANY; 0: none */
	unsigned notes;			/* host of the scratch for what no fragment says */
};

/* A fragment of its own in the scratch. */
unsigned saved_fragment(struct saved *r);

/* Parse outputs of ip and net-tools, and of iscsiadm.  False: it is none. */
bool saved_take_ip(struct saved *r, const struct capture *c, const struct asked *asked);
bool saved_take_iscsiadm(struct saved *r, const struct capture *c, const struct asked *asked);

/*
 * Keeps what was parsed into a fragment, unless the text does not fit: strict, its command is not
 * known, and a line of it gave a note.  False: it is none.
 */
bool saved_keep(struct saved *r, const struct capture *c, struct saved_output *o, bool strict);

/* What a parser is told as its file: the command, which may name a device. */
const char *saved_said(struct saved *r, const struct capture *c, const struct asked *asked,
		       const char *path);

/* Takes a name of the host out of what hostname, uname and their files say.  False: it is none. */
bool saved_take_name(struct saved *r, const struct capture *c, const struct asked *asked,
		     const char *path);
void saved_take_host(struct saved *r, struct str name, const char *file, unsigned line);

/* Before the merge: of which family a list of rules is that does not say it itself. */
void saved_settle_rules(struct saved *r);

/* After the merge: what follows from outputs of ip, of iSCSI. */
void saved_finish_ip(struct saved *r, unsigned host);
void saved_finish_iscsi(struct saved *r, unsigned host);

/* Do two outputs contradict each other on MACs or addresses?  Words on that, or NULL. */
const char *saved_apart(struct saved *r);

#endif
