/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LD_PRELOAD for unread.sh: reading a file whose path ends in $UNREAD, or listing such a folder,
 * fails with EIO; of a folder after its first entry.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_unread(int fd)
{
	const char *end = getenv("UNREAD");
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (!end || n < (ssize_t)strlen(end))
		return 0;
	path[n] = '\0';
	return strcmp(path + n - strlen(end), end) == 0;
}

ssize_t read(int fd, void *to, size_t n)
{
	ssize_t (*real)(int, void *, size_t) =
		(ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");

	if (is_unread(fd)) {
		errno = EIO;
		return -1;
	}
	return real(fd, to, n);
}

struct dirent *readdir(DIR *d)
{
	struct dirent *(*real)(DIR *) = (struct dirent *(*)(DIR *))dlsym(RTLD_NEXT, "readdir");
	static DIR *last;

	if (d == last && is_unread(dirfd(d))) {
		errno = EIO;
		return NULL;
	}
	last = d;
	return real(d);
}
