/* SPDX-License-Identifier: GPL-2.0-or-later */
/* This host, from its kernel and files: the order of reading, and the namespace. */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "source/live/live.h"
#include "source/live/shared.h"

/* What is read while links come and go belongs to no one moment: read again, this many times. */
enum { PASSES = 3 };

static int enter_netns(const char *name, struct err *err)
{
	char path[4096];
	struct statfs fs;
	int fd, failed;

	if (!*name || (!strchr(name, '/') && (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)))
		return err_set(err, "--netns: \"%s\" is no name of a network namespace", name);
	if ((size_t)snprintf(path, sizeof(path), "%s%s", strchr(name, '/') ? "" : "/run/netns/",
			     name) >= sizeof(path))
		return err_set(err, "--netns: the name is too long");
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return err_set(err, "network namespace \"%s\": %s: %s", name, path,
			       strerror(errno));
	if (fstatfs(fd, &fs) < 0 || fs.f_type != NSFS_MAGIC)
		failed = EINVAL;
	else
		failed = setns(fd, CLONE_NEWNET) < 0 ? errno : 0;
	close(fd);
	if (failed == EPERM)
		return err_set(err, "network namespace \"%s\": only root may enter it", name);
	if (failed)
		return err_set(err, "network namespace \"%s\": %s is no network namespace", name,
			       path);
	return 0;
}

static void read_kernel(struct live *l)
{
	if (live_wants(l, PART_NETNS_NAMES))
		live_name_namespaces(l);
	live_read_teams(l);
	live_read_ethtool(l);
	live_add_links(l);
	live_read_addresses(l);
	if (live_wants(l, TABLE_nexthop) || live_wants(l, TABLE_route))
		live_read_nexthops(l);
	if (live_wants(l, TABLE_route))
		live_read_routes(l);
	if (live_wants(l, TABLE_routing_rule))
		live_read_rules(l);
	if (live_wants(l, TABLE_neighbour))
		live_read_neighbours(l);
	if (live_wants(l, TABLE_sysctl))
		live_read_sysctls(l);
}

static void drop_rows(struct live *l)
{
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (t != TABLE_host)
			snapshot_truncate(l->s, t, l->host, 0);
}

static int read_until_still(struct live *l, struct err *err)
{
	for (int pass = 1;; pass++) {
		if (live_read_links(l, err) < 0)
			return -1;
		read_kernel(l);
		if (!live_links_changed(l))
			return 0;
		if (pass == PASSES)
			break;
		drop_rows(l);
	}
	snapshot_cover(l->s, l->host, TABLE_interface, COVERAGE_PARTIAL,
		       "links kept changing while they were read");
	return 0;
}

static struct text now(struct snapshot *s)
{
	time_t t = time(NULL);
	char text[32];
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		return (struct text){ NULL };
	return snapshot_cstr(s, text);
}

static void add_this_host(struct live *l)
{
	struct snapshot *s = l->s;
	struct host row = {
		.name = live_host_name(l),
		.platform = snapshot_cstr(s, "linux"),
		.kind = snapshot_cstr(s, "live"),
		.captured = now(s),
	};
	struct utsname u;

	if (uname(&u) == 0)
		row.version = snapshot_cstr(s, u.release);
	live_read_os(l, &row);
	l->host = snapshot_add_host(s, &row);
}

static long cores(const struct live_options *options)
{
	return options->jobs ? (long)options->jobs : sysconf(_SC_NPROCESSORS_ONLN);
}

int source_load_live(struct snapshot *s, const struct live_options *options, struct err *err)
{
	struct live l = { .s = s, .alone = cores(options) < 2,
			  .elsewhere = options->netns, .unwanted = options->unwanted };
	int failed = -1;

	l.root = root_open(options->root, err);
	if (!l.root)
		return -1;
	if ((!options->netns || enter_netns(options->netns, err) == 0) &&
	    live_connect(&l, err) == 0) {
		add_this_host(&l);
		live_read_names(&l);
		(void)live_connect_genl(&l);
		failed = read_until_still(&l, err);
		if (failed == 0)
			live_read_files(&l);
	}
	live_forget_links(&l);
	live_disconnect(&l);
	root_close(l.root);
	return failed;
}
