/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iSCSI of this host: files, sysfs, and the devices that the sockets of sessions are bound to. */
#include "source/live/shared.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "parse/iscsi/iscsi.h"
#include "parse/linux/linux.h"
#include "source/iscsi_files.h"

/* Established, and those that still close: TCP_LISTEN and the like have no session. */
enum { STATES = 1 << TCP_ESTABLISHED | 1 << TCP_CLOSE_WAIT | 1 << TCP_FIN_WAIT1 };

static bool has_module(struct str text, const char *before, const char *name, const char *behind)
{
	char word[64];

	snprintf(word, sizeof(word), "%s%s%s", before, name, behind);
	return str_starts(text, word + (*word == '\n')) || str_has(text, word);
}

/* To ask for sockets makes the kernel load modules that it lacks: only when both are there. */
static bool can_ask_sockets(struct live *l)
{
	struct str loaded = { NULL, 0 }, builtin = { NULL, 0 };
	static const char *const modules[] = { "tcp_diag", "inet_diag" };
	struct arena *a = snapshot_arena(l->s);
	struct root *real;
	struct utsname u;
	struct err err;
	bool no_modules;

	if (uname(&u) < 0 || !(real = root_open(NULL, &err)))
		return false;
	no_modules = root_has(real, "proc/self/stat") && !root_has(real, "proc/modules");
	(void)root_read(real, "proc/modules", a, &loaded);
	(void)root_read(real, arena_printf(a, "lib/modules/%s/modules.builtin", u.release), a,
			&builtin);
	root_close(real);
	/* A kernel without modules has none to load. */
	for (size_t i = 0; i < countof(modules) && !no_modules; i++)
		if (!has_module(loaded, "\n", modules[i], " ") &&
		    !has_module(builtin, "/", modules[i], ".ko"))
			return false;
	return true;
}

static bool is_socket_of(const struct iscsi_session *session, const struct inet_diag_msg *m)
{
	int family = m->idiag_family == AF_INET6 ? IP_V6 : IP_V4;

	return num_is(session->local_port, ntohs(m->id.idiag_sport)) &&
	       num_is(session->port, ntohs(m->id.idiag_dport)) &&
	       ip_equal(session->address, ip_from_bytes(family, m->id.idiag_dst));
}

static void on_socket(struct live *l, const struct nlmsghdr *h)
{
	const struct inet_diag_msg *m = nlmsg_data(h);

	if (h->nlmsg_type != SOCK_DIAG_BY_FAMILY || nlmsg_datalen(h) < (int)sizeof(*m) ||
	    (m->idiag_family != AF_INET && m->idiag_family != AF_INET6))
		return;
	for_each_row (iscsi_session, session, l->s, l->host) {
		if (!is_socket_of(session, m))
			continue;
		session->local_address =
			ip_from_bytes(m->idiag_family == AF_INET6 ? IP_V6 : IP_V4, m->id.idiag_src);
		session->bound_interface = m->id.idiag_if ? live_link_name(l, (int)m->id.idiag_if)
							  : snapshot_cstr(l->s, "");
		put_iscsi_session(l->s, l->host, session->row.index, session);
	}
}

/* Only sockets that lead to this port: two comparisons, each jumps past the end if it fails. */
static struct nl_msg *make_request(int family, int64_t port)
{
	uint16_t p = (uint16_t)port;
	struct inet_diag_bc_op program[] = {
		{ INET_DIAG_BC_D_GE, 2 * sizeof(program[0]), 5 * sizeof(program[0]) },
		{ .no = p },
		{ INET_DIAG_BC_D_LE, 2 * sizeof(program[0]), 3 * sizeof(program[0]) },
		{ .no = p },
	};
	struct inet_diag_req_v2 request = {
		.sdiag_family = (uint8_t)family,
		.sdiag_protocol = IPPROTO_TCP,
		.idiag_states = STATES,
	};
	struct nl_msg *m = nlmsg_alloc_simple(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP);

	if (m && nlmsg_append(m, &request, sizeof(request), NLMSG_ALIGNTO) == 0 &&
	    nla_put(m, INET_DIAG_REQ_BYTECODE, sizeof(program), program) == 0)
		return m;
	nlmsg_free(m);
	return NULL;
}

static void ask_sockets(struct live *l, struct nl_sock *sock, int64_t port)
{
	static const int families[] = { AF_INET, AF_INET6 };

	for (size_t i = 0; i < countof(families); i++) {
		struct nl_msg *m = make_request(families[i], port);
		if (m)
			(void)live_exchange(l, sock, m, on_socket);
	}
}

/* A refused or failed question only leaves bound_interface unknown. */
static void read_sockets(struct live *l)
{
	struct nl_sock *sock;
	int64_t asked[8];
	size_t n = 0;

	if (snapshot_rows(l->s, TABLE_iscsi_session, l->host) == 0 || !can_ask_sockets(l))
		return;
	sock = nl_socket_alloc();
	if (!sock)
		return;
	nl_socket_disable_auto_ack(sock);
	if (nl_connect(sock, NETLINK_SOCK_DIAG) == 0)
		for_each_row (iscsi_session, session, l->s, l->host) {
			bool again = !session->port.known;
			for (size_t i = 0; i < n; i++)
				again |= asked[i] == session->port.v;
			if (again || n == countof(asked))
				continue;
			asked[n++] = session->port.v;
			ask_sockets(l, sock, session->port.v);
		}
	nl_socket_free(sock);
}

static bool same_namespace(void)
{
	struct stat own, first;

	if (stat("/proc/self/ns/net", &own) < 0 || stat("/proc/1/ns/net", &first) < 0)
		return true; /* an ordinary user may not look: nothing speaks against it */
	return own.st_ino == first.st_ino && own.st_dev == first.st_dev;
}

static const enum table_id tables[] = {
	TABLE_iscsi_record,  TABLE_iscsi_iface,	  TABLE_iscsi_node, TABLE_iscsi_target,
	TABLE_iscsi_adapter, TABLE_iscsi_session, TABLE_multipath,  TABLE_disk_mount,
	TABLE_fstab,
};

/* They stand on each other, but for multipath, so all of them are read or none. */
static bool wants_any(const struct live *l)
{
	for (size_t i = 0; i < countof(tables); i++)
		if (live_wants(l, tables[i]))
			return true;
	return false;
}

/* iscsid and its sessions live in the host's own network namespace. */
static void cover_elsewhere(struct live *l)
{
	for (size_t i = 0; i < countof(tables); i++)
		snapshot_cover(l->s, l->host, tables[i], COVERAGE_ABSENT,
			       "iSCSI belongs to the host's own network namespace");
}

/* A long list costs the kernel much, and matters to hosts with sessions alone. */
static void read_disk_mounts(struct live *l)
{
	static const char file[] = "proc/self/mountinfo";
	struct str text;
	int failed;

	if (snapshot_rows(l->s, TABLE_iscsi_session, l->host) == 0) {
		snapshot_cover(l->s, l->host, TABLE_disk_mount, COVERAGE_ABSENT,
			       "not asked for: there is no iSCSI session");
		return;
	}
	failed = root_read(l->root, file, snapshot_arena(l->s), &text);
	if (failed == 0)
		parse_mountinfo_disks(l->s, l->host, "/proc/self/mountinfo", text);
	live_cover(l, TABLE_disk_mount, "/proc/self/mountinfo", failed);
}

void live_read_iscsi(struct live *l)
{
	struct files files = { .root = l->root, .arena = snapshot_arena(l->s), .whole = true };

	if (!wants_any(l))
		return;
	if (l->elsewhere && !same_namespace()) {
		cover_elsewhere(l);
		return;
	}
	iscsi_read_records(l->s, l->host, &files);
	iscsi_read_fstab(l->s, l->host, &files);
	if (!iscsi_read_sessions(l->s, l->host, &files))
		snapshot_cover(l->s, l->host, TABLE_iscsi_session, COVERAGE_ABSENT,
			       "/sys is not there");
	if (live_wants(l, TABLE_multipath) && !iscsi_read_multipath(l->s, l->host, &files))
		snapshot_cover(l->s, l->host, TABLE_multipath, COVERAGE_ABSENT,
			       "/sys is not there");
	read_sockets(l);
	if (live_wants(l, TABLE_disk_mount) || live_wants(l, TABLE_fstab))
		read_disk_mounts(l);
	iscsi_find_disks(l->s, l->host, &files);
	iscsi_find_transports(l->s, l->host, &files);
	iscsi_resolve(l->s, l->host);
}
