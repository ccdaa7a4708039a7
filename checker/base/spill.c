/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

static const uint64_t on_disk = (uint64_t)1 << 63;

/* Not every file system can make a file without a name. */
static int open_named(const char *folder)
{
	char path[4096];
	int fd;

	if (snprintf(path, sizeof(path), "%s/uplint.XXXXXX", folder) >= (int)sizeof(path))
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static int open_file(struct err *err)
{
	const char *folders[] = { getenv("TMPDIR"), "/var/tmp", "/tmp" };

	for (size_t i = 0; i < countof(folders); i++) {
		int fd;
		if (!folders[i] || folders[i][0] != '/')
			continue;
		fd = open(folders[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
		if (fd < 0)
			fd = open_named(folders[i]);
		if (fd >= 0)
			return fd;
	}
	return err_set(err, "no folder for a temporary file ($TMPDIR, /var/tmp, /tmp): %s",
		       strerror(errno));
}

static int add_to_file(struct spill *s, const unsigned char *p, size_t n, struct err *err)
{
	if (s->fd < 0)
		s->fd = open_file(err);
	if (s->fd < 0)
		return -1;
	for (size_t done = 0; done < n;) {
		ssize_t wrote = pwrite(s->fd, p + done, n - done, (off_t)(s->end + done));
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return err_set(err, "temporary file: %s", strerror(wrote ? errno : ENOSPC));
		done += (size_t)wrote;
	}
	s->end += n;
	return 0;
}

int spill_add(struct spill *s, const void *bytes, size_t n, struct spilled *ret_where,
	      struct err *err)
{
	struct spilled where = { s->end | on_disk, n };

	if (s->n + n > (s->most ? s->most : (size_t)SPILL_MEMORY)) {
		if (add_to_file(s, bytes, n, err) < 0)
			return -1;
		*ret_where = where;
		return 0;
	}
	if (s->n + n > s->room) {
		s->room = 2 * (s->n + n);
		s->memory = xrealloc(s->memory, s->room, 1);
	}
	if (n)
		memcpy(s->memory + s->n, bytes, n);
	*ret_where = (struct spilled){ s->n, n };
	s->n += n;
	return 0;
}

int spill_read(const struct spill *s, struct spilled where, void *ret_bytes, struct err *err)
{
	unsigned char *p = ret_bytes;

	if (!(where.at & on_disk)) {
		if (where.n)
			memcpy(p, s->memory + where.at, where.n);
		return 0;
	}
	for (size_t done = 0; done < where.n;) {
		ssize_t got = pread(s->fd, p + done, where.n - done,
				    (off_t)((where.at & ~on_disk) + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(err, "temporary file: %s", strerror(got ? errno : EIO));
		done += (size_t)got;
	}
	return 0;
}

void spill_done(struct spill *s)
{
	if (s->fd >= 0)
		close(s->fd);
	free(s->memory);
	*s = (struct spill)SPILL_EMPTY;
}
