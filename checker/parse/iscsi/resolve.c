/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which device an iface record binds (open-iscsi usr/io.c), and which port a session leaves by. */
#include <string.h>

#include "parse/iscsi/iscsi.h"

struct device {
	struct text name;
	size_t count;
	int64_t ifindex;
};

/* open-iscsi compares the kernel's text, with colons, without regard to case. */
static bool has_mac(const struct interface *i, struct str hwaddress)
{
	return i->mac.len == 6 && !same(i->kind.s, "loopback") &&
	       str_eq_nocase(hwaddress, mac_text(i->mac).s);
}

/* The first Ethernet device by index wins, whatever it is: a member as well as its bond. */
static struct device device_by_mac(const struct snapshot *s, unsigned host, struct str hwaddress)
{
	struct device found = { .count = 0 };

	for_each_row (interface, i, s, host) {
		int64_t index = num_or(i->ifindex, INT64_MAX);
		if (!has_mac(i, hwaddress))
			continue;
		if (!found.count++ || index < found.ifindex) {
			found.name = i->name;
			found.ifindex = index;
		}
	}
	return found;
}

static bool has_altname(const struct interface *i, const char *name)
{
	struct str list = str_of(i->altnames.s), one;

	while (str_split(&list, ',', &one))
		if (str_eq(one, name))
			return true;
	return false;
}

/* In *ret_binds how the name is known: "net_ifacename", "altname" or "missing". */
static struct text device_by_name(const struct snapshot *s, unsigned host, const char *name,
				  const char **ret_binds)
{
	struct text by_altname = { NULL };

	for_each_row (interface, i, s, host) {
		if (same(i->name.s, name)) {
			*ret_binds = "net_ifacename";
			return i->name;
		}
		if (has_altname(i, name))
			by_altname = i->name;
	}
	*ret_binds = by_altname.s ? "altname" : "missing";
	return by_altname;
}

static void resolve_mac(struct snapshot *s, unsigned host, struct iscsi_iface *f, bool all_known)
{
	struct device found = device_by_mac(s, host, str_of(f->hwaddress.s));

	if (!found.count && !all_known)
		return;
	f->mac_matches = num((int64_t)found.count);
	f->device = found.name;
	f->binds = snapshot_cstr(s, found.count ? "hwaddress" : "missing");
}

static void resolve_name(struct snapshot *s, unsigned host, struct iscsi_iface *f, bool all_known)
{
	const char *binds;
	struct text device = device_by_name(s, host, f->net_ifacename.s, &binds);

	if (!device.s && !all_known) {
		f->device =
			f->net_ifacename; /* that name or nothing; which of the two is not known */
		return;
	}
	f->device = device;
	f->binds = snapshot_cstr(s, binds);
}

static void resolve_iface(struct snapshot *s, unsigned host, struct iscsi_iface *f, bool all_known)
{
	if (!f->transport.s)
		return;
	if (same(f->transport.s, "iser"))
		f->binds = snapshot_cstr(s, "nothing");
	else if (!same(f->transport.s, "tcp"))
		f->binds = snapshot_cstr(s, "offload");
	else if (f->hwaddress.s && *f->hwaddress.s)
		resolve_mac(s, host, f, all_known);
	else if (f->net_ifacename.s && *f->net_ifacename.s)
		resolve_name(s, host, f, all_known);
	else if (f->net_ifacename.s)
		f->binds = snapshot_cstr(s, "nothing");
}

/* The interface that bears the address; of several the one that the session names, else none. */
static struct text bearer(const struct snapshot *s, unsigned host,
			  const struct iscsi_session *session)
{
	struct text first = { NULL };
	size_t count = 0;

	for_each_row (address, a, s, host) {
		if (!ip_equal(a->address, session->local_address))
			continue;
		if (a->interface.s == session->bound_interface.s ||
		    a->interface.s == session->netdev.s)
			return a->interface;
		first = a->interface;
		count++;
	}
	return count == 1 ? first : (struct text){ NULL };
}

static void resolve_session(const struct snapshot *s, unsigned host, struct iscsi_session *session)
{
	if (ip_known(session->local_address))
		session->interface = bearer(s, host, session);
	if (!session->interface.s && session->bound_interface.s && *session->bound_interface.s)
		session->interface = session->bound_interface;
}

void iscsi_resolve(struct snapshot *s, unsigned host)
{
	const char *why;
	bool all_known = snapshot_coverage(s, host, TABLE_interface, &why) == COVERAGE_READ;

	for_each_row (iscsi_iface, f, s, host) {
		if (f->binds.s)
			continue;
		resolve_iface(s, host, f, all_known);
		put_iscsi_iface(s, host, f->row.index, f);
	}
	for_each_row (iscsi_session, session, s, host) {
		if (session->interface.s)
			continue;
		resolve_session(s, host, session);
		put_iscsi_session(s, host, session->row.index, session);
	}
}
