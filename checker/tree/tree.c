/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "tree/backend.h"

int names_add(struct names *names, const char *name, struct err *err)
{
	if (names->n >= TREE_COUNT_MOST)
		return err_set(err, "more than %d files", TREE_COUNT_MOST);
	names->v = arena_grow(names->arena, names->v, names->n, sizeof(*names->v));
	names->v[names->n++] = arena_strdup(names->arena, name);
	return 0;
}

static int by_byte(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct tree_names sorted(const struct names *names)
{
	size_t n = 0;

	if (names->n)
		qsort(names->v, names->n, sizeof(*names->v), by_byte);
	for (size_t i = 0; i < names->n; i++)
		if (!n || strcmp(names->v[i], names->v[n - 1]) != 0)
			names->v[n++] = names->v[i];
	return (struct tree_names){ names->v, n };
}

size_t tree_room(const struct tree *t)
{
	return (size_t)(t->all ? TREE_ALL_KEPT_MOST : TREE_KEPT_MOST) << 20;
}

int tree_count(struct tree *t, size_t n, struct err *err)
{
	if (n > tree_room(t) - t->kept)
		return err_set(err, "%s: more than %zu MiB of text", tree_shown(t, ""),
			       tree_room(t) >> 20);
	t->kept += n;
	return 0;
}

int tree_hold(struct tree *t, struct str text, struct err *err)
{
	struct held *h;

	if (tree_count(t, text.n, err) < 0) {
		free((char *)text.p);
		return -1;
	}
	h = xmalloc(sizeof(*h));
	*h = (struct held){ t->held, (char *)text.p };
	t->held = h;
	return 0;
}

struct tree *tree_new(const char *label, const struct backend *backend)
{
	struct tree *t = xcalloc(1, sizeof(*t));

	t->backend = backend;
	t->arena = arena_new();
	t->label = arena_strdup(t->arena, label);
	return t;
}

void tree_set_fault(struct tree *t, const char *fmt, ...)
{
	struct err err;
	va_list ap;

	if (t->fault)
		return;
	va_start(ap, fmt);
	vsnprintf(err.text, sizeof(err.text), fmt, ap);
	va_end(ap);
	t->fault = arena_strdup(t->arena, err.text);
}

static void hold_packed(struct tree *t, int fd, char *text, size_t n)
{
	t->packed = xmalloc(sizeof(*t->packed));
	*t->packed = (struct packed){ fd, text, n };
}

static struct tree *open_text(int fd, const char *path, struct err *err)
{
	struct tree *t;
	struct str map;
	char *text;
	size_t n;

	if (file_map(fd, TREE_FILE_MOST, &map)) {
		t = tree_new(path, &backend_memory);
		t->map = map;
		members_add(t, "", (char *)map.p, map.n);
		return t;
	}
	if (file_read_fd(fd, path, TREE_FILE_MOST, &text, &n, err) < 0)
		return NULL;
	t = tree_new(path, &backend_memory);
	if (packed_begins((struct str){ text, n }))
		hold_packed(t, -1, text, n);
	else
		members_add(t, "", text, n);
	return t;
}

static bool is_packed(int fd)
{
	char start[PACKED_MAGIC];
	ssize_t n = pread(fd, start, sizeof(start), 0);

	return n > 0 && packed_begins((struct str){ start, (size_t)n });
}

struct tree *tree_open_fd(int fd, const char *path, struct err *err)
{
	struct tree *t = NULL;
	struct stat st;

	if (fstat(fd, &st) < 0) {
		err_set(err, "%s: %s", text_shown(str_of(path)).s, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		t = tree_new(path, &backend_dir);
		t->root = fd;
		return t;
	} else if (S_ISREG(st.st_mode) && is_packed(fd)) {
		t = tree_new(path, &backend_memory);
		hold_packed(t, fd, NULL, 0);
		return t;
	} else if (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode)) {
		t = open_text(fd, path, err);
	} else {
		err_set(err, "%s: neither a file nor a directory", text_shown(str_of(path)).s);
	}
	close(fd);
	return t;
}

struct tree *tree_open(const char *path, struct err *err)
{
	int fd;

	if (strcmp(path, "-") == 0)
		return open_text(STDIN_FILENO, path, err);
	/* The user's own word may be a link, or a pipe such as /dev/fd/63. */
	fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		err_set(err, "%s: %s", text_shown(str_of(path)).s, strerror(errno));
		return NULL;
	}
	return tree_open_fd(fd, path, err);
}

void tree_close(struct tree *t)
{
	if (!t)
		return;
	t->backend->close(t);
	packed_free(t->packed);
	for (struct held *h = t->held, *next; h; h = next) {
		next = h->next;
		free(h->text);
		free(h);
	}
	if (t->map.p)
		munmap((void *)t->map.p, t->map.n);
	free(t->wants);
	arena_free(t->arena);
	free(t);
}

void tree_closep(struct tree **t)
{
	tree_close(*t);
}

void tree_want(struct tree *t, tree_wants_fn *wants)
{
	t->wants = xrealloc(t->wants, t->nwants + 1, sizeof(*t->wants));
	t->wants[t->nwants++] = wants;
}

const char *tree_label(const struct tree *t)
{
	return t->label;
}

/* Sources have said what they want: the archive can be read. */
static void look(struct tree *t)
{
	if (t->packed && !t->looked)
		packed_load(t);
	t->looked = true;
}

bool tree_left_little(const struct tree *t)
{
	return t->left_out && t->nmembers < TREE_ALL_COUNT_MOST &&
	       t->kept + t->left_bytes < (uint64_t)TREE_ALL_KEPT_MOST << 20;
}

bool tree_look_again(struct tree *t)
{
	if (!t->left_out || t->all)
		return false;
	packed_forget(t);
	t->all = true;
	t->nwants = 0;
	t->looked = t->listed = false;
	t->files = (struct tree_names){ NULL, 0 };
	t->fault = NULL;
	look(t);
	return true;
}

bool tree_is_packed(const struct tree *t)
{
	return t->packed;
}

bool tree_is_file(struct tree *t)
{
	look(t);
	return t->nmembers == 1 && !*t->members[0].name;
}

const char *tree_fault(const struct tree *t)
{
	return t->fault;
}

struct tree_names tree_files(struct tree *t)
{
	struct err err;

	if (!t->listed && tree_below(t, "", &t->files, &err) < 0)
		tree_set_fault(t, "%s", err.text);
	t->listed = true;
	return t->files;
}

/* "x.FRAG-00012" without its end, or the whole name. */
static struct str without_part(struct str name)
{
	static const char part[] = ".FRAG-";
	size_t n = name.n, digits = 0;

	while (digits < n && name.p[n - 1 - digits] >= '0' && name.p[n - 1 - digits] <= '9')
		digits++;
	return digits && str_ends(str_upto(name, n - digits), part) ? str_upto(name, n - digits - 6)
								    : name;
}

static void join_parts(struct names *names)
{
	for (size_t i = 0; i < names->n; i++) {
		struct str whole = without_part(str_of(names->v[i]));
		if (names->v[i][whole.n])
			names->v[i] = arena_str(names->arena, whole);
	}
}

static const char *const suffixes[] = { ".gz", ".bz2", ".xz", ".zst" };

bool tree_wants(const struct tree *t, const char *name)
{
	struct str whole = without_part(str_of(name)), plain = whole;

	for (size_t i = 0; i < countof(suffixes); i++)
		if (str_ends(whole, suffixes[i]))
			plain = str_upto(whole, whole.n - strlen(suffixes[i]));
	for (size_t i = 0; i < t->nwants; i++)
		if (t->wants[i](whole) || (plain.n < whole.n && t->wants[i](plain)))
			return true;
	return !t->nwants;
}

int tree_below(struct tree *t, const char *folder, struct tree_names *ret_names, struct err *err)
{
	struct names names = { .arena = t->arena };
	int status;

	look(t);
	status = t->backend->below(t, folder, &names, err);
	join_parts(&names);
	*ret_names = sorted(&names);
	return status;
}

int tree_entries(struct tree *t, const char *folder, struct tree_names *ret_names, struct err *err)
{
	struct names names = { .arena = t->arena };
	int status;

	look(t);
	status = t->backend->entries(t, folder, &names, err);
	join_parts(&names);
	*ret_names = sorted(&names);
	return status;
}

/* The name itself, or the one of its compressed form; NULL where there is neither. */
static const char *name_there(struct tree *t, const char *name)
{
	if (t->backend->has(t, name))
		return name;
	for (size_t i = 0; i < countof(suffixes); i++) {
		const char *packed = arena_printf(t->arena, "%s%s", name, suffixes[i]);
		if (*name && t->backend->has(t, packed))
			return packed;
	}
	return NULL;
}

static const char *part_name(struct tree *t, const char *name, unsigned part)
{
	return arena_printf(t->arena, "%s.FRAG-%05u", name, part);
}

bool tree_has(struct tree *t, const char *name)
{
	look(t);
	return name_there(t, name) || t->backend->has(t, part_name(t, name, 0));
}

static int read_unpacked(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	struct str text;
	int status = t->backend->read(t, name, &text, err);
	bool packed = false;

	for (size_t i = 0; i < countof(suffixes); i++)
		packed |= str_ends(str_of(name), suffixes[i]);
	if (status == 1 && packed && packed_begins(text)) {
		if (packed_inflate(text, tree_shown(t, name), &text, err) < 0)
			return -1;
		if (tree_hold(t, text, err) < 0)
			return -1;
	}
	if (status == 1)
		*ret_text = text;
	return status;
}

static unsigned lines_in(struct str text)
{
	unsigned n = 0;

	for (const char *p = text.p; (p = memchr(p, '\n', text.n - (size_t)(p - text.p))); p++)
		n++;
	return n;
}

/* The first part of a file; t->nparts where none was read. */
static size_t parts_begin(const struct tree *t, const char *whole)
{
	size_t i = 0;

	while (i < t->nparts && !same(t->parts[i].whole, whole))
		i++;
	return i;
}

/* `text` is what stands before the part. */
static void keep_part(struct tree *t, const char *name, unsigned part, unsigned before,
		      struct str text)
{
	bool in_line = text.n && text.p[text.n - 1] != '\n';

	t->parts = arena_grow(t->arena, t->parts, t->nparts, sizeof(*t->parts));
	t->parts[t->nparts++] = (struct part){
		.whole = tree_origin(t, name),
		.origin = tree_origin(t, part_name(t, name, part)),
		.before = before,
		.first = before + 1 + in_line,
	};
}

/* 1: more of it; 0: that was the last part; -1. */
static int read_part(struct tree *t, const char *name, unsigned part, bool keep,
		     struct str *whole, unsigned *lines, struct err *err)
{
	struct str text;
	int status = t->backend->read(t, part_name(t, name, part), &text, err);

	if (status <= 0)
		return status;
	if (whole->n + text.n > TREE_FILE_MOST)
		return err_set(err, "%s: larger than %d MiB", tree_shown(t, name),
			       TREE_FILE_MOST >> 20);
	if (keep)
		keep_part(t, name, part, *lines, *whole);
	*lines += lines_in(text);
	whole->p = xrealloc((char *)whole->p, whole->n + text.n + 1, 1);
	memcpy((char *)whole->p + whole->n, text.p, text.n + 1);
	whole->n += text.n;
	return 1;
}

static int read_parts(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	struct str whole = { NULL, 0 };
	unsigned part = 0, lines = 0;
	bool again = parts_begin(t, tree_origin(t, name)) < t->nparts;
	int status;

	while ((status = read_part(t, name, part, !again, &whole, &lines, err)) > 0)
		part++;
	if (status < 0)
		free((char *)whole.p);
	if (status < 0 || !part)
		return status;
	if (tree_hold(t, whole, err) < 0)
		return -1;
	*ret_text = whole;
	return 1;
}

static int read_text(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	const char *there;

	look(t);
	there = name_there(t, name);
	return there ? read_unpacked(t, there, ret_text, err) : read_parts(t, name, ret_text, err);
}

int tree_read(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	int status = read_text(t, name, ret_text, err);

	if (status <= 0)
		return status;
	t->reads = arena_grow(t->arena, t->reads, t->nreads, sizeof(*t->reads));
	t->reads[t->nreads++] = (struct tree_text_read){ tree_origin(t, name), *ret_text };
	return status;
}

size_t tree_reads(const struct tree *t, const struct tree_text_read **ret_reads)
{
	*ret_reads = t->reads;
	return t->nreads;
}

int tree_peek(struct tree *t, const char *name, char *buffer, size_t room, size_t *ret_n,
	      struct err *err)
{
	look(t);
	return t->backend->peek(t, name, buffer, room, ret_n, err);
}

int tree_part(struct tree *t, const char *name, struct tree **ret_part, struct err *err)
{
	look(t);
	return t->backend->part(t, name, tree_origin(t, name), ret_part, err);
}

const char *tree_origin(struct tree *t, const char *name)
{
	const struct member *m = t->joined ? members_find(t, name) : NULL;
	const char *slash = *t->label && t->label[strlen(t->label) - 1] == '/' ? "" : "/";

	if (m)
		return m->origin;
	return *name ? arena_printf(t->arena, "%s%s%s", t->label, slash, name) : t->label;
}

void tree_place(struct tree *t, const char **origin, unsigned *line)
{
	const struct part *at = NULL;

	if (!t->nparts)
		return;
	if (t->placed.whole != *origin) {
		size_t from = parts_begin(t, *origin), to = from;

		while (to < t->nparts && same(t->parts[to].whole, *origin))
			to++;
		t->placed.whole = *origin;
		t->placed.from = from;
		t->placed.to = to;
	}
	for (size_t i = t->placed.from; i < t->placed.to && t->parts[i].first <= *line; i++)
		at = &t->parts[i];
	if (!at)
		return;
	*origin = at->origin;
	*line -= at->before;
}

const char *tree_shown(struct tree *t, const char *name)
{
	return text_visible(t->arena, str_of(tree_origin(t, name)));
}

bool tree_match(const char *pattern, struct str name)
{
	const char *star = NULL;
	size_t i = 0, again = 0;

	/* Only the last star is ever tried again, so that no name makes it slow. */
	while (i < name.n) {
		if (*pattern == '*') {
			star = ++pattern;
			again = i;
		} else if (*pattern && (*pattern == '?' || *pattern == name.p[i])) {
			pattern++;
			i++;
		} else if (star) {
			pattern = star;
			i = ++again;
		} else {
			return false;
		}
	}
	pattern += strspn(pattern, "*");
	return !*pattern;
}
