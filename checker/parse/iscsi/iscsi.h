/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * open-iscsi's record files, read as a login reads them (usr/idbm.c, 2.1), and
 * the texts that iscsiadm prints.
 *
 * The listing commands of open-iscsi 2.1 are stricter than its login: a key
 * they do not know, or a word that is none of a setting's, makes them refuse
 * all records.  What counts here is the login, for it decides where traffic
 * goes; the row of iscsi_record says so.
 *
 * No secret is kept: of a key that may hold one, neither value nor line.
 */
#ifndef PARSE_ISCSI_ISCSI_H
#define PARSE_ISCSI_ISCSI_H

#include "parse/parse.h"

enum record_type { RECORD_TEXT, RECORD_NUMBER, RECORD_WORD, RECORD_SECRET, RECORD_ANY };

/* A setting that open-iscsi knows. */
struct record_key {
	const char *name;
	enum record_type type;
	unsigned size;	     /* RECORD_TEXT: longest value; RECORD_NUMBER: bits of the C type */
	const char *words;   /* RECORD_WORD: the words it takes, blank between */
	const char *initial; /* what it is where no line sets it; NULL: empty, or 0 */
	bool decides_path;
};

/* Keys of iface and node records; NULL where it is none. */
const struct record_key *record_key_find(struct str name);
size_t record_key_index(const struct record_key *key);
const struct record_key *record_key_at(size_t index); /* NULL past the last */
enum { RECORD_KEYS = 160 };			      /* more than there are */

/* Where a file lies: all of it as it is on the host. */
struct record_place {
	const char *kind; /* of the table iscsi_record: iface, node, ... */
	const char *root; /* /etc/iscsi */
	const char *path; /* of the file, on the host */
	const char *file; /* the same as origins show it */
	const char *name; /* iface name, or target and portal */
	unsigned before;  /* lines of the file that stand before the text */
};

/* A record file read: the value that counts of each key, and where it stands. */
struct record {
	struct str value[RECORD_KEYS]; /* p NULL: no line of the file sets it */
	unsigned line[RECORD_KEYS];
	char number[RECORD_KEYS][12]; /* storage for numbers as open-iscsi has them */
	bool partial;		      /* other lines of the file were not seen */
};

/*
 * Reads a file of any kind into *ret_record; lines that open-iscsi does not
 * take as meant become rows of iscsi_record.  printed: it is not a file but
 * what iscsiadm printed, where <empty> stands for nothing.
 */
void record_read(struct snapshot *s, unsigned host, const struct record_place *place,
		 struct str text, bool printed, struct record *ret_record);

/* The value of a key, or its initial one; "" where there is none. */
struct str record_value(const struct record *r, const char *key);
struct num record_number(const struct record *r, const char *key);
bool record_knows(const struct record *r, const char *key); /* that value is not a guess */

/* The row of the file itself. */
void record_add_file(struct snapshot *s, unsigned host, const struct record_place *place,
		     const char *state);

/* A file of ifaces/: its row of iscsi_record, and of iscsi_iface unless open-iscsi skips it. */
void parse_iscsi_iface(struct snapshot *s, unsigned host, const struct record_place *place,
		       struct str text);

/* The ifaces that need no file. */
void iscsi_add_builtin_ifaces(struct snapshot *s, unsigned host, struct origin origin);

/* A file of nodes/; portal: name of its folder, "10.10.1.50,3260,1" (old layout: of the file). */
void parse_iscsi_node(struct snapshot *s, unsigned host, const struct record_place *place,
		      struct str target, struct str portal, struct str iface, struct str text);

/* The row of iscsi_node that a record makes; shared by files and iscsiadm's text. */
void iscsi_node_of_record(struct snapshot *s, const struct record *r, struct iscsi_node *ret_row);
void iscsi_iface_of_record(struct snapshot *s, const struct record *r, struct iscsi_iface *ret_row);

/* After all records: the target portals of iscsi_node that iscsi_target lacks. */
void iscsi_add_node_targets(struct snapshot *s, unsigned host);

/* /etc/fstab: rows of the table of that name, with the targets that udev's names tell. */
void iscsi_take_fstab(struct snapshot *s, unsigned host, const char *file, struct str text);

/* The target in a name such as /dev/disk/by-path/ip-…-iscsi-…; {NULL} where that does not tell. */
struct text iscsi_target_of_device(struct snapshot *s, struct str device);

/* After all records and the targets of the devices: iscsi_node.fstab of each. */
void iscsi_add_fstab_to_nodes(struct snapshot *s, unsigned host);

/* iscsid.conf: does a logout ask whether a disk of the session is mounted? No line: no. */
bool iscsi_is_safe_logout(struct str text);

/* "fd00::1" or "10.0.0.1" and a port as "[fd00::1]:3260". */
struct text iscsi_portal_text(struct snapshot *s, struct str address, int64_t port);

/* "10.0.0.1:3260,1", "[fd00::1]:3260", ",1" optional: into its parts. False: it is none. */
bool iscsi_portal_parse(struct str text, struct str *ret_address, struct num *ret_port,
			struct num *ret_tpgt);

/* initiatorname.iscsi: the row of iscsi_adapter. text.p NULL: it could not be read. */
void parse_iscsi_initiatorname(struct snapshot *s, unsigned host, const struct record_place *place,
			       struct str text);

/* What a saved output of iscsiadm is, told by its content. Of one mode, a later one says more. */
enum iscsiadm_kind {
	ISCSIADM_NONE,	 /* none of all these */
	ISCSIADM_EMPTY,	 /* nothing at all */
	ISCSIADM_FAILED, /* an error's text instead of an answer */
	ISCSIADM_NO_SESSIONS,
	ISCSIADM_NO_RECORDS,
	ISCSIADM_SESSION_LIST,
	ISCSIADM_SESSION_1,
	ISCSIADM_SESSION_2,
	ISCSIADM_SESSION_3,
	ISCSIADM_DISCOVERY_LIST, /* -m discovery */
	ISCSIADM_DISCOVERY_TREE,
	ISCSIADM_NODE_LIST, /* and what a discovery prints */
	ISCSIADM_IFACE_TREE,
	ISCSIADM_NODE_TREE,
	ISCSIADM_NODE_GREP, /* not iscsiadm's, but of its files */
	ISCSIADM_NODE_RECORDS,
	ISCSIADM_IFACE_LIST,
	ISCSIADM_IFACE_RECORD,
};
enum iscsiadm_kind iscsiadm_kind(struct str text);

/* Is each line one that such a text has? Without it a text of unknown name is none of iscsiadm. */
bool iscsiadm_fits(struct str text);

/*
 * Any of them: rows and coverage, and a note of each line that is none of its kind.
 * `file` may say what was asked ("-m_session",
 * "-m node") where an error or an empty answer does not.
 */
parse_fn parse_iscsiadm;

/*
 * What `grep -r` prints of node records, PATH:KEY = VALUE: a row for each
 * record, of which only the keys that were printed are known.
 */
bool iscsi_is_hit(struct str line);
parse_fn parse_iscsi_grep;

/* Where no iface record could be seen: the ifaces that node records have copies of. */
void iscsi_add_ifaces_of_nodes(struct snapshot *s, unsigned host);

/*
 * Says which device each iface record binds and which interface each session
 * leaves by, as open-iscsi and the kernel do it; to be called when interfaces,
 * addresses and iSCSI are all read.  What is known already stays.
 */
void iscsi_resolve(struct snapshot *s, unsigned host);

#endif
