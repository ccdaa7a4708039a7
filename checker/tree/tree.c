/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
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

void tree_hold(struct tree *t, char *text)
{
	struct held *h = xmalloc(sizeof(*h));

	*h = (struct held){ t->held, text };
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
	struct tree *t;
	char *text;
	size_t n;

	if (file_read_fd(fd, path, TREE_FILE_MOST, &text, &n, err) < 0)
		return NULL;
	t = tree_new(path, &backend_memory);
	members_add(t, "", text, n);
	return t;
}

static struct tree *open_fd(int fd, const char *path, struct err *err)
{
	struct tree *t = NULL;
	struct stat st;

	if (fstat(fd, &st) < 0) {
		err_set(err, "%s: %s", text_shown(str_of(path)).s, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		t = tree_new(path, &backend_dir);
		t->root = fd;
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
