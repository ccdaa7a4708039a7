/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes of interfaces in a saved sys/class/net. */
#include "parse/linux/linux.h"
#include "source/files.h"
#include "source/sys_net.h"

enum { INTERFACES_MOST = 5000 };

/* -1 is unknown; an interface that is down has no speed to read. */
static struct num positive(struct str v)
{
	struct num n = num_of(v);

	return n.known && n.v > 0 && n.v != UINT32_MAX ? n : (struct num){ .known = false };
}

static struct text text_of(struct snapshot *s, struct str v)
{
	return v.n ? snapshot_text(s, v) : (struct text){ NULL };
}

static void read_interface(struct snapshot *s, unsigned host, const struct files *f,
			   const char *name)
{
	const char *folder = arena_printf(f->arena, "sys/class/net/%s", name);
	struct str state = files_line(f, folder, "operstate"),
		   carrier = files_line(f, folder, "carrier"), mtu = files_line(f, folder, "mtu"),
		   duplex = files_line(f, folder, "duplex"), mac = files_line(f, folder, "address"),
		   speed = files_line(f, folder, "speed");
	const char *told = state.n ? "operstate" : carrier.n ? "carrier" : mtu.n ? "mtu"
			   : mac.n ? "address" : "speed";
	struct interface row;

	if (!state.n && !carrier.n && !mtu.n && !mac.n && !speed.n)
		return; /* bonding_masters, for one */
	row = linux_interface(s, host, snapshot_cstr(s, name),
			      snapshot_at(s, files_origin(f, arena_printf(f->arena, "%s/%s", folder, told)), 1));
	fill_text(&row.operstate, text_of(s, state));
	if (str_eq(carrier, "1") || str_eq(carrier, "0"))
		fill_tri(&row.carrier, tri(str_eq(carrier, "1")));
	fill_num(&row.mtu, positive(mtu));
	fill_num(&row.speed, positive(speed));
	if (str_eq(duplex, "full") || str_eq(duplex, "half"))
		fill_text(&row.duplex, text_of(s, duplex));
	fill_mac(&row.mac, mac_of(mac));
	put_interface(s, host, row.row.index, &row);
}

void parse_sys_net(struct snapshot *s, unsigned host, const struct files *files)
{
	struct files_list names;
	struct err err;

	if (files_list(files, "sys/class/net", &names, &err) != 1)
		return;
	for (size_t i = 0; i < names.n && i < INTERFACES_MOST; i++)
		read_interface(s, host, files, names.v[i]);
	linux_cover_part(s, host, TABLE_interface, "only attributes of sys/class/net");
}
