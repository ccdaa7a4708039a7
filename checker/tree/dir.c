/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tree/backend.h"

/* A way through the tree: the open folders from the root to here, and what is left to walk. */
struct walk {
	int fds[TREE_DEPTH_MOST + 1];
	unsigned depth, links;
	char rest[2 * TREE_NAME_MOST + 2];
};

static void walk_up(struct walk *w, unsigned depth)
{
	while (w->depth > depth)
		close(w->fds[w->depth--]);
}

/* Puts the target of a link in front of what is left. */
static int follow(struct walk *w, int folder, const char *name, const char *rest)
{
	char target[TREE_NAME_MOST + 1], after[sizeof(w->rest)];
	ssize_t n = readlinkat(folder, name, target, sizeof(target));

	if (n < 0)
		return -errno;
	if (++w->links > TREE_LINKS_MOST)
		return -ELOOP;
	if (n == sizeof(target) || (size_t)n + strlen(rest) + 2 > sizeof(w->rest))
		return -ENAMETOOLONG;
	strcpy(after, rest);
	memcpy(w->rest, target, (size_t)n);
	w->rest[n] = '/';
	strcpy(w->rest + n + 1, after);
	if (n && target[0] == '/')
		walk_up(w, 0);
	return 0;
}

/* Takes the first part off `rest`, into name; false when nothing is left. */
static bool next_part(struct walk *w, char name[static TREE_NAME_MOST + 1])
{
	size_t blank = strspn(w->rest, "/"), n = strcspn(w->rest + blank, "/");

	if (!n || n > TREE_NAME_MOST)
		return false;
	memcpy(name, w->rest + blank, n);
	name[n] = '\0';
	memmove(w->rest, w->rest + blank + n, strlen(w->rest + blank + n) + 1);
	return true;
}

/* One part: a folder is entered, a link put in front of the rest; a file must be the end: 1. */
static int step(struct walk *w, const char *name)
{
	int folder = w->fds[w->depth], fd;
	struct stat st;

	if (strcmp(name, ".") == 0)
		return 0;
	if (strcmp(name, "..") == 0) {
		walk_up(w, w->depth ? w->depth - 1 : 0);
		return 0;
	}
	fd = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0)
		st.st_mode = 0;
	if (!S_ISDIR(st.st_mode)) {
		close(fd);
		if (S_ISLNK(st.st_mode))
			return follow(w, folder, name, w->rest);
		if (w->rest[strspn(w->rest, "/")])
			return -ENOTDIR;
		return S_ISREG(st.st_mode) ? 1 : -ENXIO;
	}
	if (w->depth == TREE_DEPTH_MOST) {
		close(fd);
		return -ENAMETOOLONG;
	}
	w->fds[++w->depth] = fd;
	return 0;
}

/*
 * Opens a file, or a folder, by its name.  -errno: -ENOENT where it is not
 * there or leads nowhere, -ENXIO where it is neither.  Each part is opened by
 * itself and never through a link, so nothing can lead out, whatever is
 * changed meanwhile.
 */
static int open_name(const struct tree *t, const char *start, bool folder)
{
	struct walk w = { .fds = { t->root } };
	char name[TREE_NAME_MOST + 1];
	int status = 0, fd;

	if (strlen(start) > TREE_NAME_MOST)
		return -ENAMETOOLONG;
	strcpy(w.rest, start);
	while (status == 0 && next_part(&w, name))
		status = step(&w, name);
	if (status == 0 && folder)
		fd = openat(w.fds[w.depth], ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	else if (status == 1 && !folder)
		fd = openat(w.fds[w.depth], name,
			    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	else
		fd = -1, errno = status < 0 ? -status : ENOENT;
	status = fd < 0 ? -errno : fd;
	walk_up(&w, 0);
	return status;
}

static bool is_absent(int status)
{
	return status == -ENOENT || status == -ENOTDIR || status == -ENXIO;
}

static const char *reason(int status)
{
	return status == -ELOOP ? "too many links on the way to it" : strerror(-status);
}

static int fail(struct tree *t, const char *name, int status, struct err *err)
{
	return err_set(err, "%s: %s", tree_shown(t, name), reason(status));
}

static int dir_read(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	int fd = open_name(t, name, false);
	struct stat st;
	int status;
	char *text;
	size_t n;

	if (is_absent(fd))
		return 0;
	if (fd < 0)
		return fail(t, name, fd, err);
	status = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (status && file_read_fd(fd, tree_origin(t, name), TREE_FILE_MOST, &text, &n, err) < 0)
		status = -1;
	close(fd);
	if (status == 1) {
		text = xrealloc(text, n + 1, 1);
		*ret_text = (struct str){ text, n };
		status = tree_hold(t, *ret_text, err) < 0 ? -1 : 1;
	}
	return status;
}

static int dir_peek(struct tree *t, const char *name, char *buffer, size_t room, size_t *ret_n,
		    struct err *err)
{
	int fd = open_name(t, name, false);
	ssize_t n = 1;

	if (is_absent(fd))
		return 0;
	if (fd < 0)
		return fail(t, name, fd, err);
	for (*ret_n = 0; *ret_n < room && n > 0; *ret_n += n > 0 ? (size_t)n : 0)
		n = read(fd, buffer + *ret_n, room - *ret_n);
	if (n < 0)
		fail(t, name, -errno, err);
	close(fd);
	return n < 0 ? -1 : 1;
}

/* As in listings, a link to a file is one, and a link to a folder is nothing. */
static int dir_part(struct tree *t, const char *name, const char *label, struct tree **ret_part,
		    struct err *err)
{
	int fd = open_name(t, name, false);

	if (is_absent(fd))
		fd = openat(t->root, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		fd = -errno;
	if (is_absent(fd) || fd == -ELOOP)
		return 0;
	if (fd < 0)
		return fail(t, name, fd, err);
	*ret_part = tree_open_fd(fd, label, err);
	return *ret_part ? 1 : -1;
}

static bool dir_has(struct tree *t, const char *name)
{
	int fd = open_name(t, name, false);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || fd == -EACCES || fd == -ELOOP;
}

static void closedirp(DIR **d)
{
	if (*d)
		closedir(*d);
}

/* 1 with an open folder, 0 where there is none. */
static int open_folder(struct tree *t, const char *folder, DIR **ret_dir, struct err *err)
{
	int fd = open_name(t, folder, true);

	if (is_absent(fd))
		return 0;
	if (fd < 0)
		return fail(t, folder, fd, err);
	*ret_dir = fdopendir(fd);
	if (!*ret_dir)
		close(fd);
	return *ret_dir ? 1 : fail(t, folder, -errno, err);
}

/* NULL: no more, or *ret_failed is a negative errno. */
static const struct dirent *next_entry(DIR *d, int *ret_failed)
{
	const struct dirent *e;

	do {
		errno = 0;
		e = readdir(d);
	} while (e && (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0));
	*ret_failed = e ? 0 : -errno;
	return e;
}

static int dir_entries(struct tree *t, const char *folder, struct names *names, struct err *err)
{
	CLEANUP(closedirp) DIR *d = NULL;
	const struct dirent *e;
	int status = open_folder(t, folder, &d, err), failed;

	if (status <= 0)
		return status;
	while ((e = next_entry(d, &failed)))
		if (names_add(names, e->d_name, err) < 0)
			return -1;
	return failed ? fail(t, folder, failed, err) : 1;
}

static int list(struct tree *t, DIR *d, char *name, unsigned depth, struct names *names,
		struct err *err);

/* The folder's own entry, opened without following a link. */
static int list_folder(struct tree *t, DIR *d, const char *entry, char *name, unsigned depth,
		       struct names *names, struct err *err)
{
	CLEANUP(closedirp) DIR *below = NULL;
	int fd;

	if (depth == TREE_DEPTH_MOST)
		return err_set(err, "%s: folders nested deeper than %d", tree_shown(t, name),
			       TREE_DEPTH_MOST);
	fd = openat(dirfd(d), entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return fail(t, name, -errno, err);
	below = fdopendir(fd);
	if (!below) {
		close(fd);
		return fail(t, name, -errno, err);
	}
	return list(t, below, name, depth + 1, names, err);
}

/* A link in a listing: does it lead to a file? */
static bool followed(struct tree *t, const char *name)
{
	int fd = open_name(t, name, false);

	if (fd == -ELOOP)
		tree_set_fault(t, "%s: %s", tree_shown(t, name), reason(fd));
	if (fd >= 0)
		close(fd);
	return fd >= 0 || fd == -EACCES;
}

static mode_t kind_of(struct tree *t, DIR *d, const char *entry, const char *name)
{
	struct stat st;

	if (fstatat(dirfd(d), entry, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	if (S_ISLNK(st.st_mode))
		return followed(t, name) ? S_IFREG : 0;
	return st.st_mode & S_IFMT;
}

/*
 * name: the folder's, and room for more; restored on return.  What cannot be
 * listed does not keep the others from being so.
 */
static int list(struct tree *t, DIR *d, char *name, unsigned depth, struct names *names,
		struct err *err)
{
	size_t n = strlen(name);
	const struct dirent *e;
	struct err later;
	int status = 1, failed;

	while ((e = next_entry(d, &failed))) {
		struct err *to = status < 0 ? &later : err;
		if (n + 1 + strlen(e->d_name) > TREE_NAME_MOST) {
			status = err_set(to, "%s: a name longer than %d bytes", tree_shown(t, name),
					 TREE_NAME_MOST);
			continue;
		}
		strcpy(name + n, n ? "/" : "");
		strcat(name + n, e->d_name);
		mode_t kind = kind_of(t, d, e->d_name, name);
		if (kind == S_IFREG && names_add(names, name, to) < 0)
			return -1;
		if (kind == S_IFDIR && list_folder(t, d, e->d_name, name, depth, names, to) < 0)
			status = -1;
		name[n] = '\0';
		if (names->n >= TREE_COUNT_MOST)
			return status;
	}
	return failed ? fail(t, name, failed, status < 0 ? &later : err) : status;
}

static int dir_below(struct tree *t, const char *folder, struct names *names, struct err *err)
{
	CLEANUP(closedirp) DIR *d = NULL;
	char name[TREE_NAME_MOST + 1];
	int status = open_folder(t, folder, &d, err);

	if (status <= 0)
		return status;
	strcpy(name, folder);
	return list(t, d, name, 0, names, err);
}

static void dir_close(struct tree *t)
{
	close(t->root);
}

const struct backend backend_dir = {
	.entries = dir_entries,
	.below = dir_below,
	.has = dir_has,
	.read = dir_read,
	.peek = dir_peek,
	.part = dir_part,
	.close = dir_close,
};
