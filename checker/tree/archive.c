/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "tree/backend.h"

enum { BLOCK = 256 * 1024 };

/*
 * libarchive brings a dozen libraries, which would cost every start 1.7 ms; so
 * it is loaded when an archive is given.
 */
static struct library {
	__typeof__(archive_read_new) *new;
	__typeof__(archive_read_free) *free;
	__typeof__(archive_read_support_filter_gzip) *gzip, *bzip2, *xz, *zstd;
	__typeof__(archive_read_support_format_tar) *tar, *zip, *raw, *nothing;
	__typeof__(archive_read_open_fd) *open_fd;
	__typeof__(archive_read_open_memory) *open_memory;
	__typeof__(archive_read_open) *open;
	__typeof__(archive_read_next_header) *next_header;
	__typeof__(archive_read_data_block) *data_block;
	__typeof__(archive_error_string) *error_string;
	__typeof__(archive_format) *format;
	__typeof__(archive_filter_code) *filter_code;
	__typeof__(archive_entry_pathname) *pathname, *pathname_utf8, *symlink, *hardlink;
	__typeof__(archive_entry_filetype) *filetype;
	__typeof__(archive_entry_size) *size;
} lib;

typedef void any_function(void);

#ifdef ARCHIVE_INSIDE
#define FUNCTION(function, member) \
	{ #function, offsetof(struct library, member), (any_function *)function }
#else
#define FUNCTION(function, member) { #function, offsetof(struct library, member), NULL }
#endif

static const struct {
	const char *name;
	size_t at;
	any_function *inside; /* make STATIC=1: a static program cannot load a library */
} functions[] = {
	FUNCTION(archive_read_new, new),
	FUNCTION(archive_read_free, free),
	FUNCTION(archive_read_support_filter_gzip, gzip),
	FUNCTION(archive_read_support_filter_bzip2, bzip2),
	FUNCTION(archive_read_support_filter_xz, xz),
	FUNCTION(archive_read_support_filter_zstd, zstd),
	FUNCTION(archive_read_support_format_tar, tar),
	FUNCTION(archive_read_support_format_zip, zip),
	FUNCTION(archive_read_support_format_raw, raw),
	FUNCTION(archive_read_support_format_empty, nothing),
	FUNCTION(archive_read_open_fd, open_fd),
	FUNCTION(archive_read_open_memory, open_memory),
	FUNCTION(archive_read_open, open),
	FUNCTION(archive_read_next_header, next_header),
	FUNCTION(archive_read_data_block, data_block),
	FUNCTION(archive_error_string, error_string),
	FUNCTION(archive_format, format),
	FUNCTION(archive_filter_code, filter_code),
	FUNCTION(archive_entry_pathname, pathname),
	FUNCTION(archive_entry_pathname_utf8, pathname_utf8),
	FUNCTION(archive_entry_symlink, symlink),
	FUNCTION(archive_entry_hardlink, hardlink),
	FUNCTION(archive_entry_filetype, filetype),
	FUNCTION(archive_entry_size, size),
};

#ifdef ARCHIVE_INSIDE
static const char *library_fault;

static void load_library(void)
{
	for (size_t i = 0; i < countof(functions); i++)
		memcpy((char *)&lib + functions[i].at, &functions[i].inside,
		       sizeof(functions[i].inside));
}
#else
static const char *library_fault = "libarchive.so.13 cannot be loaded";

static void load_library(void)
{
	void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);

	if (!handle)
		return;
	for (size_t i = 0; i < countof(functions); i++) {
		void *function = dlsym(handle, functions[i].name);
		if (!function)
			return;
		memcpy((char *)&lib + functions[i].at, &function, sizeof(function));
	}
	library_fault = NULL;
}
#endif

enum { READ_ARCHIVE = 1, READ_SINGLE = 2 };

/* An archive being read: the outer one, or one in it. */
struct level {
	struct tree *tree;
	struct archive *archive;
	const char *name; /* a folder's name: that of the archive in the outer one */
	unsigned depth;
	uint64_t *unpacked; /* of all levels */
	bool *stop;         /* a limit of the whole was hit */
	struct level *outer;
	struct str start; /* of the outer one's member that this is, not yet read */
};

/* A file in heap memory, as it grows. */
struct growing {
	char *p;
	size_t n, room;
};

/* Blocks come in order; what lies between them is a hole. */
static bool put_block(struct growing *g, const void *block, size_t n, int64_t at)
{
	size_t end = (size_t)at + n;

	if (at < 0 || at > TREE_FILE_MOST || n > TREE_FILE_MOST - (size_t)at || (size_t)at < g->n)
		return false;
	if (end + 1 > g->room) {
		g->room = end + end / 2 + 4096;
		g->p = xrealloc(g->p, g->room, 1);
	}
	memset(g->p + g->n, 0, (size_t)at - g->n);
	if (n)
		memcpy(g->p + at, block, n);
	g->n = end;
	return true;
}

static struct str finished(struct growing *g)
{
	g->p = xrealloc(g->p, g->n + 1, 1);
	g->p[g->n] = '\0';
	return (struct str){ g->p, g->n };
}

static void close_archive(struct archive **a)
{
	if (*a)
		lib.free(*a);
}

/* NULL where the library lacks a filter: it would run a program instead. */
static struct archive *new_archive(unsigned formats)
{
	struct archive *a = lib.new();
	bool fine = a && lib.gzip(a) == ARCHIVE_OK && lib.bzip2(a) == ARCHIVE_OK &&
		    lib.xz(a) == ARCHIVE_OK && lib.zstd(a) == ARCHIVE_OK;

	if (fine && (formats & READ_ARCHIVE))
		fine = lib.tar(a) == ARCHIVE_OK && lib.zip(a) == ARCHIVE_OK;
	if (fine && (formats & READ_SINGLE))
		fine = lib.raw(a) == ARCHIVE_OK && lib.nothing(a) == ARCHIVE_OK;
	if (fine)
		return a;
	close_archive(&a);
	return NULL;
}

static struct text_shown problem(struct archive *a)
{
	const char *text = a ? lib.error_string(a) : "this libarchive cannot read it";

	return text_shown(str_of(text ? text : "damaged archive"));
}

static void damaged(const struct level *l)
{
	tree_set_fault(l->tree, "%s: %s", tree_shown(l->tree, l->name), problem(l->archive).s);
}

static void give_up(const struct level *l, const char *limit)
{
	tree_set_fault(l->tree, "%s: %s", tree_shown(l->tree, ""), limit);
	*l->stop = true;
}

struct block {
	const void *p;
	size_t n;
	int64_t at;
};

/* 1 with a block of the present member, 0 at its end, -1 where that is an error, which is said. */
static int next_block(struct level *l, struct block *ret_block)
{
	la_int64_t at = 0;
	int status;

	ret_block->n = 0;
	status = lib.data_block(l->archive, &ret_block->p, &ret_block->n, &at);
	ret_block->at = at;
	*l->unpacked += ret_block->n;
	if (*l->unpacked >> 30 >= TREE_UNPACKED_MOST) {
		give_up(l, "more than 16 GiB when unpacked");
		return -1;
	}
	if (status == ARCHIVE_EOF)
		return 0;
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
		damaged(l);
		return -1;
	}
	return 1;
}

/* 1: the limit for one file is not hit; 0: end of the member; -1: it cannot be kept. */
static int keep_block(struct level *l, struct growing *g, const char *name)
{
	struct block b;
	int status = next_block(l, &b);

	if (status > 0 && !put_block(g, b.p, b.n, b.at)) {
		tree_set_fault(l->tree, "%s: larger than %d MiB", tree_shown(l->tree, name),
			       TREE_FILE_MOST >> 20);
		return -1;
	}
	return status;
}

/* Compressed data is read in any case; reading it here counts it. */
static void pass_over(struct level *l)
{
	struct block b;

	if (lib.filter_code(l->archive, 0) == ARCHIVE_FILTER_NONE && !l->outer)
		return;
	while (next_block(l, &b) > 0)
		continue;
}

static void keep(struct level *l, const char *name, struct growing *g)
{
	struct err err;
	int status;

	while ((status = keep_block(l, g, name)) > 0)
		continue;
	if (status == 0 && tree_count(l->tree, g->n, &err) == 0) {
		struct str text = finished(g);
		members_add(l->tree, name, (char *)text.p, text.n);
		return;
	}
	if (status == 0) {
		tree_set_fault(l->tree, "%s", err.text);
		*l->stop = true;
	}
	free(g->p);
	members_add(l->tree, name, NULL, 0);
}

/*
 * What nobody asked for by its name is kept while it is small: some kinds of
 * input know their files by the content.
 */
static bool keep_small(struct level *l, const char *name, struct growing *g)
{
	size_t most = TREE_SMALLS_MOST - l->tree->smalls;
	int status = 1;
	struct str text;

	if (most > TREE_SMALL_MOST)
		most = TREE_SMALL_MOST;
	while (most && g->n <= most && (status = keep_block(l, g, name)) > 0)
		continue;
	if (status != 0 || g->n > most)
		return false;
	l->tree->smalls += g->n;
	text = finished(g);
	members_add(l->tree, name, (char *)text.p, text.n);
	return true;
}

static bool named_archive(const char *name)
{
	static const char *const ends[] = { ".tar", ".tgz",    ".tbz2",    ".txz",    ".tzst",
					    ".zip", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst" };

	for (size_t i = 0; i < countof(ends); i++)
		if (str_ends(str_of(name), ends[i]))
			return true;
	return false;
}

static void read_level(struct level *l);

static la_ssize_t read_outer(struct archive *a, void *data, const void **ret_block)
{
	struct level *l = data;
	struct block b;
	int status;

	(void)a;
	if (l->start.n) {
		size_t n = l->start.n;
		*ret_block = l->start.p;
		l->start.n = 0;
		return (la_ssize_t)n;
	}
	do {
		status = *l->stop ? -1 : next_block(l->outer, &b);
	} while (status > 0 && b.n == 0);
	*ret_block = b.p;
	return status > 0 ? (la_ssize_t)b.n : status;
}

static void read_nested(struct level *outer, const char *name, struct str start)
{
	CLEANUP(close_archive) struct archive *a = new_archive(READ_ARCHIVE);
	struct level l = *outer;

	l.archive = a;
	l.name = name;
	l.depth = outer->depth + 1;
	l.outer = outer;
	l.start = start;
	if (l.depth > TREE_NESTED_MOST)
		tree_set_fault(l.tree, "%s: archives nested deeper than %d",
			       tree_shown(l.tree, name), TREE_NESTED_MOST);
	else if (!a || lib.open(a, &l, NULL, read_outer, NULL) != ARCHIVE_OK)
		damaged(&l);
	else
		read_level(&l);
}

static void read_member(struct level *l, const char *name, int64_t size)
{
	struct growing g = { .p = NULL };
	bool wanted = !*name || tree_wants(l->tree, name), nested = named_archive(name);
	int status = 1;

	while (nested && g.n < PACKED_MAGIC && status > 0)
		status = keep_block(l, &g, name);
	if (nested && status >= 0 && packed_begins((struct str){ g.p, g.n })) {
		read_nested(l, name, (struct str){ g.p, g.n });
		free(g.p);
	} else if (wanted && status >= 0) {
		keep(l, name, &g);
	} else if (status < 0 || !keep_small(l, name, &g)) {
		free(g.p);
		members_add(l->tree, name, NULL, 0);
		l->tree->left_out++;
		l->tree->left_bytes += size > 0 ? (uint64_t)size : 0;
		pass_over(l);
	}
}

/*
 * Puts a path behind a folder's name.  False where it is too long or deep; or,
 * unless it may climb (a link, never above the root), where it holds "..".
 */
static bool put_path(char path[static TREE_NAME_MOST + 1], const char *from, bool climb)
{
	struct str rest = str_of(from), part;
	size_t n = strlen(path);
	unsigned depth = 0;

	while (str_split(&rest, '/', &part)) {
		if (!part.n || str_eq(part, "."))
			continue;
		if (str_eq(part, "..")) {
			char *slash = strrchr(path, '/');
			if (!climb)
				return false;
			n = slash ? (size_t)(slash - path) : 0;
			path[n] = '\0';
			continue;
		}
		if (n + part.n + 1 > TREE_NAME_MOST || ++depth > TREE_DEPTH_MOST)
			return false;
		path[n] = '/';
		n += n != 0;
		memcpy(path + n, part.p, part.n);
		path[n += part.n] = '\0';
	}
	return true;
}

/* A symbolic link begins at its own folder, an absolute or a hard one at the archive's root. */
static void read_link(struct level *l, const char *name, const char *target, bool hard)
{
	bool from_root = hard || target[0] == '/';
	char path[TREE_NAME_MOST + 1];
	char *slash;

	strcpy(path, from_root ? l->name : name);
	slash = strrchr(path, '/');
	if (!from_root)
		*(slash ? slash : path) = '\0';
	if (put_path(path, target, true))
		members_add(l->tree, name, NULL, 0)->link = arena_strdup(l->tree->arena, path);
}

static const char *path_of(struct archive_entry *e)
{
	const char *path = lib.pathname(e);

	return path ? path : lib.pathname_utf8(e);
}

static void read_entry(struct level *l, struct archive_entry *e)
{
	char name[TREE_NAME_MOST + 1] = "";
	const char *path = path_of(e);
	bool single = lib.format(l->archive) == ARCHIVE_FORMAT_RAW;

	if (!path)
		path = "";
	if (path[0] == '/')
		tree_set_fault(l->tree, "%s: an absolute name in the archive: %s",
			       tree_shown(l->tree, l->name), text_shown(str_of(path)).s);
	strcpy(name, l->name);
	if (!single && !put_path(name, path, false)) {
		tree_set_fault(l->tree,
			       "%s: a name that leads out of the archive or is too long: %s",
			       tree_shown(l->tree, l->name), text_shown(str_of(path)).s);
		return;
	}
	if (lib.hardlink(e))
		read_link(l, name, lib.hardlink(e), true);
	else if (lib.filetype(e) == AE_IFLNK && lib.symlink(e))
		read_link(l, name, lib.symlink(e), false);
	else if (lib.filetype(e) == AE_IFREG)
		read_member(l, name, lib.size(e));
}

static void read_level(struct level *l)
{
	struct archive_entry *e;

	while (!*l->stop) {
		int status = lib.next_header(l->archive, &e);
		if (status == ARCHIVE_EOF)
			return;
		if (status == ARCHIVE_RETRY)
			continue;
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
			damaged(l);
			return;
		}
		if (l->tree->all && l->tree->nmembers >= TREE_ALL_COUNT_MOST)
			give_up(l, "more than 20000 files, none of a name that is known");
		else if (l->tree->nmembers >= TREE_COUNT_MOST)
			give_up(l, "more than 1000000 files");
		else
			read_entry(l, e);
	}
}

static bool library_fails(struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load_library);
	if (library_fault)
		err_set(err, "archives need libarchive: %s", library_fault);
	return library_fault;
}

static int open_packed(struct archive *a, const struct packed *p)
{
	return p->fd >= 0 ? lib.open_fd(a, p->fd, BLOCK) : lib.open_memory(a, p->text, p->n);
}

static void read_outermost(struct tree *t)
{
	CLEANUP(close_archive) struct archive *a = new_archive(READ_ARCHIVE | READ_SINGLE);
	uint64_t unpacked = 0;
	bool stop = false;
	struct level l = {
		.tree = t,
		.archive = a,
		.name = "",
		.unpacked = &unpacked,
		.stop = &stop,
	};

	if (!a || open_packed(a, t->packed) != ARCHIVE_OK)
		damaged(&l);
	else
		read_level(&l);
}

void packed_load(struct tree *t)
{
	struct err err;

	if (library_fails(&err))
		tree_set_fault(t, "%s: %s", tree_shown(t, ""), err.text);
	else
		read_outermost(t);
	members_settle(t);
}

void packed_free(struct packed *p)
{
	if (!p)
		return;
	if (p->fd >= 0)
		close(p->fd);
	free(p->text);
	free(p);
}

void packed_forget(struct tree *t)
{
	for (size_t i = 0; i < t->nmembers; i++)
		free(t->members[i].text);
	t->nmembers = t->nlinks = t->kept = t->smalls = t->left_out = 0;
	t->left_bytes = 0;
	if (t->packed->fd >= 0)
		lseek(t->packed->fd, 0, SEEK_SET);
}

static int inflate(struct archive *a, struct growing *g)
{
	struct archive_entry *e;
	const void *block;
	la_int64_t at;
	size_t n;
	int status = lib.next_header(a, &e);

	while (status == ARCHIVE_OK || status == ARCHIVE_WARN) {
		status = lib.data_block(a, &block, &n, &at);
		if (status != ARCHIVE_EOF && status >= ARCHIVE_WARN && !put_block(g, block, n, at))
			return ARCHIVE_FAILED;
	}
	return status;
}

int packed_inflate(struct str packed, const char *shown, struct str *ret_text, struct err *err)
{
	CLEANUP(close_archive) struct archive *a = NULL;
	struct growing g = { .p = NULL };
	int status;

	if (library_fails(err))
		return err_wrap(err, "%s", shown);
	a = new_archive(READ_SINGLE);
	status = a ? lib.open_memory(a, packed.p, packed.n) : ARCHIVE_FATAL;
	if (status == ARCHIVE_OK)
		status = inflate(a, &g);
	if (status == ARCHIVE_EOF) {
		*ret_text = finished(&g);
		return 0;
	}
	free(g.p);
	if (status == ARCHIVE_FAILED)
		return err_set(err, "%s: larger than %d MiB", shown, TREE_FILE_MOST >> 20);
	return err_set(err, "%s: %s", shown, problem(a).s);
}

bool packed_begins(struct str start)
{
	static const struct str magics[] = {
		{ "\x1f\x8b", 2 },         { "BZh", 3 },
		{ "\xfd\x37zXZ", 5 },      { "\x28\xb5\x2f\xfd", 4 },
		{ "PK\3\4", 4 },           { "PK\5\6", 4 },
	};

	for (size_t i = 0; i < countof(magics); i++)
		if (str_same(str_upto(start, magics[i].n), magics[i]))
			return true;
	return start.n >= PACKED_MAGIC && memcmp(start.p + 257, "ustar", 5) == 0;
}

bool tree_is_archive(const char *name, struct str start)
{
	bool zip = str_starts(start, "PK");

	return packed_begins(start) && (zip || named_archive(name) ||
					str_eq(str_upto(str_from(start, 257), 5), "ustar"));
}
