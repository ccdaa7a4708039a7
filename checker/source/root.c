/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/root.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILE_MOST = 16 << 20 };

struct root {
	int fd;
	bool whole; /* it is "/": nothing to escape from */
};

struct root *root_open(const char *path, struct err *err)
{
	const char *dir = path ? path : "/";
	int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct root *r;

	if (fd < 0) {
		err_set(err, "%s: %s", dir, strerror(errno));
		return NULL;
	}
	r = xcalloc(1, sizeof(*r));
	*r = (struct root){ .fd = fd, .whole = strcmp(dir, "/") == 0 };
	return r;
}

void root_close(struct root *r)
{
	if (!r)
		return;
	close(r->fd);
	free(r);
}

/* Kernels before 5.6 have no openat2: good enough for "/", refused for any other root. */
static int open_below(const struct root *r, const char *name, int flags)
{
	struct open_how how = {
		.flags = (unsigned)(flags & O_PATH
					    ? O_PATH | O_CLOEXEC
					    : flags | O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK),
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	long fd;

	if (r->whole)
		fd = openat(r->fd, name, (int)how.flags);
	else
		fd = syscall(SYS_openat2, r->fd, name, &how, sizeof(how));
	return fd < 0 ? -errno : (int)fd;
}

bool root_has(struct root *r, const char *name)
{
	int fd = open_below(r, name, O_PATH);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int read_all(int fd, struct arena *a, struct str *ret_text)
{
	size_t room = 4096, n = 0;
	char *text = xmalloc(room);
	ssize_t got;

	while ((got = read(fd, text + n, room - n)) != 0) {
		if (got < 0 && errno != EINTR)
			break;
		n += got > 0 ? (size_t)got : 0;
		if (n >= FILE_MOST) {
			errno = EFBIG;
			got = -1;
			break;
		}
		if (n == room)
			text = xrealloc(text, room *= 2, 1);
	}
	if (got == 0)
		*ret_text = (struct str){ arena_str(a, (struct str){ text, n }), n };
	free(text);
	return got == 0 ? 0 : -errno;
}

int root_read(struct root *r, const char *name, struct arena *a, struct str *ret_text)
{
	int fd = open_below(r, name, 0), failed;
	struct stat st;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		failed = -errno;
	else
		failed = S_ISREG(st.st_mode) ? read_all(fd, a, ret_text) : -EINVAL;
	close(fd);
	return failed;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_name(const struct dirent *e)
{
	return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
}

/* 0, ROOT_CUT, or a negative errno. */
static int read_names(DIR *dir, struct arena *a, char ***names, size_t *n)
{
	for (struct dirent *e; (errno = 0, e = readdir(dir));) {
		if (!is_name(e))
			continue;
		if (*n == ROOT_NAMES_MOST)
			return ROOT_CUT;
		*names = arena_grow(a, *names, *n, sizeof(**names));
		(*names)[(*n)++] = arena_strdup(a, e->d_name);
	}
	return -errno;
}

int root_list(struct root *r, const char *name, struct arena *a, char ***ret_names, size_t *ret_n)
{
	int fd = open_below(r, name, O_DIRECTORY);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	char **names = NULL;
	size_t n = 0;
	int failed;

	if (!dir) {
		failed = fd < 0 ? fd : -errno;
		if (fd >= 0)
			close(fd);
		return failed;
	}
	failed = read_names(dir, a, &names, &n);
	closedir(dir);
	if (failed < 0)
		return failed;
	if (n)
		qsort(names, n, sizeof(*names), compare);
	*ret_names = names;
	*ret_n = n;
	return failed;
}
