/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Room for `most` bytes and one more, to see that there is more; grown by half, never past it. */
static size_t next_room(size_t room, size_t most)
{
	size_t more = room + room / 2 + 4096;

	return more > most + 2 ? most + 2 : more;
}

static int too_large(const char *origin, size_t most, struct err *err)
{
	return err_set(err, "%s: larger than the limit of %zu MiB for one file", origin, most >> 20);
}

int read_whole(int fd, const char *origin, size_t most, struct str *ret_text, struct err *err)
{
	struct stat st;
	size_t room = fstat(fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size + 2 : 4096, n = 0;
	char *text;
	ssize_t got;

	if (room > most + 2)
		return too_large(origin, most, err);
	text = xmalloc(room);
	do {
		if (n + 1 == room) {
			room = next_room(room, most);
			text = xrealloc(text, room, 1);
		}
		got = read(fd, text + n, room - 1 - n);
		n += got > 0 ? (size_t)got : 0;
	} while ((got > 0 && n <= most) || (got < 0 && errno == EINTR));
	if (got < 0 || n > most) {
		free(text);
		if (got < 0)
			return err_set(err, "%s: %s", origin, strerror(errno));
		return too_large(origin, most, err);
	}
	text[n] = '\0';
	*ret_text = (struct str){ text, n };
	return 0;
}

void tree_hold(struct tree *t, const char *text)
{
	struct held *h = xmalloc(sizeof(*h));

	*h = (struct held){ t->held, (char *)text };
	t->held = h;
}

static struct tree *tree_new(const char *path, const struct backend *backend)
{
	struct tree *t = xcalloc(1, sizeof(*t));

	t->backend = backend;
	t->arena = arena_new();
	t->label = arena_strdup(t->arena, path);
	return t;
}

static struct tree *open_text(int fd, const char *path, struct err *err)
{
	struct str text;
	struct tree *t;

	if (read_whole(fd, path, TREE_FILE_MOST, &text, err) < 0)
		return NULL;
	t = tree_new(path, &backend_memory);
	members_add(t, "", (char *)text.p, text.n);
	return t;
}

static struct tree *open_fd(int fd, const char *path, struct err *err)
{
	struct tree *t = NULL;
	struct stat st;

	if (fstat(fd, &st) < 0) {
		err_set(err, "%s: %s", path, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		t = tree_new(path, &backend_dir);
		t->root = fd;
		return t;
	} else if (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode)) {
		t = open_text(fd, path, err);
	} else {
		err_set(err, "%s: neither a file nor a directory", path);
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
		err_set(err, "%s: %s", path, strerror(errno));
		return NULL;
	}
	return open_fd(fd, path, err);
}

void tree_close(struct tree *t)
{
	if (!t)
		return;
	t->backend->close(t);
	for (struct held *h = t->held, *next; h; h = next) {
		next = h->next;
		free(h->text);
		free(h);
	}
	free(t->wants);
	arena_free(t->arena);
	free(t);
}

void tree_closep(struct tree **t)
{
	tree_close(*t);
}

void tree_want(struct tree *t, const char *const *patterns)
{
	t->wants = xrealloc(t->wants, t->nwants + 1, sizeof(*t->wants));
	t->wants[t->nwants++] = patterns;
}

const char *tree_label(const struct tree *t)
{
	return t->label;
}

bool tree_is_file(const struct tree *t)
{
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
		t->fault = arena_strdup(t->arena, err.text);
	t->listed = true;
	return t->files;
}

int tree_below(struct tree *t, const char *folder, struct tree_names *ret_names, struct err *err)
{
	struct names names = { .arena = t->arena };
	int status = t->backend->below(t, folder, &names, err);

	*ret_names = sorted(&names);
	return status;
}

int tree_entries(struct tree *t, const char *folder, struct tree_names *ret_names, struct err *err)
{
	struct names names = { .arena = t->arena };
	int status = t->backend->entries(t, folder, &names, err);

	*ret_names = sorted(&names);
	return status;
}

bool tree_has(struct tree *t, const char *name)
{
	return t->backend->has(t, name);
}

int tree_read(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	return t->backend->read(t, name, ret_text, err);
}

const char *tree_origin(struct tree *t, const char *name)
{
	const char *slash = *t->label && t->label[strlen(t->label) - 1] == '/' ? "" : "/";

	return *name ? arena_printf(t->arena, "%s%s%s", t->label, slash, name) : t->label;
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
