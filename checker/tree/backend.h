/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between tree.c and the kinds of tree; nobody else needs it.
 */
#ifndef TREE_BACKEND_H
#define TREE_BACKEND_H

#include "base/arena.h"
#include "tree/tree.h"

enum {
	TREE_FILE_MOST = 512 * 1024 * 1024, /* bytes of one file; route dumps of 71 MB exist */
	TREE_COUNT_MOST = 1000000,          /* files of one listing */
	TREE_KEPT_MOST = 2048,              /* MiB of text that a tree holds */
	/* bytes of a member that nobody asked for by its name */
	TREE_SMALL_MOST = 256 * 1024,
	TREE_SMALLS_MOST = 16 * 1024 * 1024, /* of all of them in an archive */
	TREE_UNPACKED_MOST = 16,            /* GiB unpacked of one archive, kept or not */
	TREE_ALL_COUNT_MOST = 20000,        /* files of an archive of which all is kept, */
	TREE_ALL_KEPT_MOST = 256,           /* and their MiB of text */
	TREE_NESTED_MOST = 3,               /* archives in archives */
	TREE_DEPTH_MOST = 64,               /* folders in folders */
	TREE_NAME_MOST = 4095,              /* bytes of a name */
	TREE_LINKS_MOST = 40,               /* links on the way to one file */
};

struct names {
	struct arena *arena;
	const char **v;
	size_t n;
};

struct backend {
	int (*entries)(struct tree *t, const char *folder, struct names *names, struct err *err);
	/* Files below a folder; -1 fills err, and names holds what was found before. */
	int (*below)(struct tree *t, const char *folder, struct names *names, struct err *err);
	bool (*has)(struct tree *t, const char *name);
	int (*read)(struct tree *t, const char *name, struct str *ret_text, struct err *err);
	/* The first bytes of a file, as many as there is room for. As read; with 0, no such file. */
	int (*peek)(struct tree *t, const char *name, char *buffer, size_t room, size_t *ret_n,
		    struct err *err);
	int (*part)(struct tree *t, const char *name, const char *label, struct tree **ret_part,
		    struct err *err);
	void (*close)(struct tree *t);
};

struct tree {
	const struct backend *backend;
	struct arena *arena;
	char *label;
	const char *fault;
	tree_wants_fn **wants;
	size_t nwants;
	bool listed;
	bool looked;   /* into the archive */
	bool all;      /* all of it is kept, and it has limits of its own */
	bool borrowed; /* the members' texts are another tree's */
	bool joined;   /* of files that have origins of their own */
	struct part *parts; /* of the files that were read in parts, in order, a file's together */
	size_t nparts;
	struct {
		const char *whole;
		size_t from, to; /* its parts */
	} placed;		 /* the file that was asked of last */
	struct tree_names files;
	struct held *held;      /* texts that live as long as the tree */
	size_t kept;            /* bytes of text */
	struct tree_text_read *reads;
	size_t nreads;
	size_t smalls;          /* bytes of members that nobody asked for */
	size_t left_out;        /* members of which the text was not kept */
	uint64_t left_bytes;    /* of these, as the archive says */
	struct str map;         /* of a large file; it is its one member */
	int root;               /* directory */
	struct packed *packed;  /* an archive */
	struct member *members; /* in memory: sorted by name */
	size_t nmembers, nlinks;
	size_t visits; /* to members by listings, which a test holds to be linear */
};

struct part {
	const char *whole, *origin; /* of the file that they make, and its own */
	unsigned before;	    /* lines of the whole that end before it */
	unsigned first;		    /* the first one that begins in it */
};

struct held {
	struct held *next;
	char *text;
};

/* A file in memory. */
struct member {
	const char *name;
	char *text; /* heap; NULL: named only */
	size_t n;
	const char *link; /* the name it leads to, from the tree's root; NULL: a file */
	bool folder;      /* it is a link to a folder, and no file */
	const char *origin; /* where the file is; NULL: below the tree's label */
	size_t order;     /* in the archive: the last of one name counts */
};

/* An archive as it was given: an open file, or all of it in memory. */
struct packed {
	int fd; /* -1: in memory */
	char *text;
	size_t n;
};

enum { PACKED_MAGIC = 512 };

/* Do the first bytes begin an archive or a compressed file? PACKED_MAGIC of them are enough. */
bool packed_begins(struct str start);

/* Fills the tree's members from t->packed; trouble makes a fault. */
void packed_load(struct tree *t);
void packed_free(struct packed *p);

/* Drops the members, so that the archive can be read once more. */
void packed_forget(struct tree *t);

/* Unpacks one compressed file in memory. 0 or -1; the text is heap memory, with a NUL behind it. */
int packed_inflate(struct str packed, const char *shown, struct str *ret_text, struct err *err);

/* The first fault of a tree stays. */
void tree_set_fault(struct tree *t, const char *fmt, ...) PRINTF(2, 3);

/* Is this name wanted? Parts and compressed forms of a file are what it is. */
bool tree_wants(const struct tree *t, const char *name);

extern const struct backend backend_dir, backend_memory;

/* Adds a copy. -1 where there are too many. */
int names_add(struct names *names, const char *name, struct err *err);

/* Heap memory becomes the tree's. -1 where it holds too much; then the text is gone. */
int tree_hold(struct tree *t, struct str text, struct err *err);

/* Counts text that is kept: -1 where it is too much. */
int tree_count(struct tree *t, size_t n, struct err *err);

struct tree *tree_new(const char *label, const struct backend *backend);

/* Takes the descriptor over: of a directory, a file or an archive. */
struct tree *tree_open_fd(int fd, const char *label, struct err *err);

/* How much text a tree may hold, in bytes. */
size_t tree_room(const struct tree *t);

/* The member whose name this is, links followed; NULL where there is none. */
const struct member *members_find(struct tree *t, const char *name);

/* tree_origin() for messages. */
const char *tree_shown(struct tree *t, const char *name);

/* One more file in memory, valid until the next; text becomes the tree's. */
struct member *members_add(struct tree *t, const char *name, char *text, size_t n);

/* After the last one: sorts them, and gives links the texts that they lead to. */
void members_settle(struct tree *t);

#endif
