/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"

static int system_error(struct err *err, const char *path)
{
	return err_set(err, "%s: %s", text_shown(str_of(path)).s, strerror(errno));
}

/* read(2) that also waits where standard input happens not to block. */
static ssize_t read_some(int fd, char *buffer, size_t room)
{
	for (;;) {
		ssize_t n = read(fd, buffer, room);
		struct pollfd p = { .fd = fd, .events = POLLIN };

		if (n >= 0 || (errno != EINTR && errno != EAGAIN))
			return n;
		if (errno == EAGAIN && poll(&p, 1, -1) < 0 && errno != EINTR)
			return -1;
	}
}

static int too_large(struct err *err, const char *name, size_t most)
{
	if (most >= 1024 * 1024)
		return err_set(err, "%s: larger than %zu MiB", text_shown(str_of(name)).s,
			       most / (1024 * 1024));
	return err_set(err, "%s: larger than %zu bytes", text_shown(str_of(name)).s, most);
}

int file_read_fd(int fd, const char *name, size_t most, char **ret_text, size_t *ret_length,
		 struct err *err)
{
	struct stat st;
	size_t room = 64 * 1024, used = 0;
	char *text;
	ssize_t n;

	/* The size is a hint only: files of proc say 0, and any file may grow. */
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		if ((uintmax_t)st.st_size > most)
			return too_large(err, name, most);
		room = (size_t)st.st_size + 1;
	}
	text = xmalloc(room + 1);
	while ((n = read_some(fd, text + used, room - used)) > 0) {
		used += (size_t)n;
		if (used > most)
			break;
		if (used == room)
			text = xrealloc(text, (room *= 2) + 1, 1);
	}
	if (n != 0) {
		free(text);
		return n < 0 ? system_error(err, name) : too_large(err, name, most);
	}
	text[used] = '\0';
	*ret_text = text;
	*ret_length = used;
	return 0;
}

bool file_map(int fd, size_t most, struct str *ret_text)
{
	enum { LARGE = 8 << 20 };
	size_t page = (size_t)sysconf(_SC_PAGESIZE), n;
	struct stat st;
	void *p;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size < LARGE ||
	    (uintmax_t)st.st_size > most)
		return false;
	n = (size_t)st.st_size;
	/* The last page is filled with NUL, unless the text fills it. */
	if (n % page == 0)
		return false;
	p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	*ret_text = (struct str){ p, n };
	return true;
}

static bool is_own_descriptor(const char *path)
{
	struct str s = str_of(path);

	return same(path, "/dev/stdin") || str_starts(s, "/dev/fd/") ||
	       str_starts(s, "/proc/self/fd/");
}

static const char *kind_of(mode_t mode)
{
	if (S_ISDIR(mode))
		return "a directory";
	if (S_ISFIFO(mode))
		return "a FIFO";
	return S_ISSOCK(mode) ? "a socket" : "a device";
}

static int check_kind(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return system_error(err, path);
	if (!S_ISREG(st.st_mode) && (S_ISDIR(st.st_mode) || !is_own_descriptor(path)))
		return err_set(err, "%s: %s, not a regular file", text_shown(str_of(path)).s,
			       kind_of(st.st_mode));
	return 0;
}

int file_read(const char *path, size_t most, char **ret_text, size_t *ret_length, struct err *err)
{
	int fd, status;

	if (same(path, "-"))
		return file_read_fd(STDIN_FILENO, "standard input", most, ret_text, ret_length,
				    err);
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return system_error(err, path);
	status = check_kind(fd, path, err);
	if (status == 0)
		status = file_read_fd(fd, path, most, ret_text, ret_length, err);
	close(fd);
	return status;
}

/* A new file in the directory of the target, which it may replace by rename(2). */
static int create_beside(const char *target, char **ret_path)
{
	const char *slash = strrchr(target, '/');
	int length = slash ? (int)(slash - target) + 1 : 0;

	for (unsigned tries = 0; tries < 16; tries++) {
		uint64_t name = (uint64_t)getpid() << 32 | tries;
		char *path;
		int fd;

		if (getrandom(&name, sizeof(name), GRND_NONBLOCK) < 0)
			name ^= (uint64_t)(uintptr_t)&name;
		if (asprintf(&path, "%.*s.tmp-%016" PRIx64, length, target, name) < 0)
			abort();
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd >= 0) {
			*ret_path = path;
			return fd;
		}
		free(path);
		if (errno != EEXIST)
			break;
	}
	return -1;
}

static int fail_open(struct output *o, int fd, struct err *err)
{
	system_error(err, o->path);
	if (fd >= 0)
		close(fd);
	if (o->temporary)
		unlink(o->temporary);
	free(o->temporary);
	free(o->target);
	*o = (struct output){ .out = NULL };
	return -1;
}

int output_open(struct output *o, const char *path, struct err *err)
{
	struct stat st;
	bool exists;
	int fd;

	*o = (struct output){ .path = path };
	if (same(path, "-")) {
		o->out = stdout;
		return 0;
	}
	exists = stat(path, &st) == 0;
	if (!exists && errno != ENOENT)
		return fail_open(o, -1, err);
	if (exists && !S_ISREG(st.st_mode)) {
		fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	} else {
		o->target = exists ? realpath(path, NULL) : strdup(path);
		if (!o->target || (exists && access(path, W_OK) < 0))
			return fail_open(o, -1, err);
		fd = create_beside(o->target, &o->temporary);
		if (fd >= 0 && exists && fchmod(fd, st.st_mode & 0777) < 0)
			return fail_open(o, fd, err);
	}
	o->out = fd < 0 ? NULL : fdopen(fd, "w");
	return o->out ? 0 : fail_open(o, fd, err);
}

/* errno of an earlier write is gone by now, so a stream in error may have no better word. */
static bool flushed(FILE *out, bool on_disk)
{
	bool failed = ferror(out);

	errno = 0;
	if (fflush(out) != 0 || failed) {
		errno = errno ? errno : EIO;
		return false;
	}
	return !on_disk || fsync(fileno(out)) == 0 || errno == EINVAL;
}

static void finish(struct output *o)
{
	free(o->temporary);
	free(o->target);
	*o = (struct output){ .out = NULL };
}

int output_commit(struct output *o, struct err *err)
{
	bool good = flushed(o->out, o->temporary);

	if (o->out != stdout) {
		int before = errno;
		if (fclose(o->out) != 0)
			good = false;
		else if (!good)
			errno = before;
	}
	o->out = NULL;
	if (good && o->temporary)
		good = rename(o->temporary, o->target) == 0;
	if (!good) {
		system_error(err, same(o->path, "-") ? "standard output" : o->path);
		err_wrap(err, "cannot write");
		if (o->temporary)
			unlink(o->temporary);
	}
	finish(o);
	return good ? 0 : -1;
}

void output_abort(struct output *o)
{
	if (o->out && o->out != stdout)
		fclose(o->out);
	if (o->temporary)
		unlink(o->temporary);
	finish(o);
}
