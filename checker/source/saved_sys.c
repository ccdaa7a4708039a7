/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes of interfaces in a saved sys/class/net. */
#include "parse/linux/linux.h"
#include "source/files.h"
#include "source/saved.h"
#include "tree/tree.h"

/* -1 is unknown; an interface that is down has no speed to read. */
static struct num positive(struct str v)
{
	struct num n = num_of(v);

	return n.known && n.v > 0 && n.v != UINT32_MAX ? n : (struct num){ .known = false };
}

static struct text text_of(struct saved *r, struct str v)
{
	return v.n ? snapshot_text(r->s, v) : (struct text){ NULL };
}

static void read_interface(struct saved *r, const struct files *f, const char *name)
{
	const char *folder = arena_printf(f->arena, "sys/class/net/%s", name);
	struct str state = files_line(f, folder, "operstate"),
		   carrier = files_line(f, folder, "carrier"), mtu = files_line(f, folder, "mtu"),
		   duplex = files_line(f, folder, "duplex"), mac = files_line(f, folder, "address"),
		   speed = files_line(f, folder, "speed");
	struct interface row;

	if (!state.n && !carrier.n && !mtu.n && !mac.n && !speed.n)
		return; /* bonding_masters, for one */
	row = linux_interface(r->s, r->host, snapshot_cstr(r->s, name),
			      snapshot_at(r->s, files_origin(f, folder), 0));
	fill_text(&row.operstate, text_of(r, state));
	if (str_eq(carrier, "1") || str_eq(carrier, "0"))
		fill_tri(&row.carrier, tri(str_eq(carrier, "1")));
	fill_num(&row.mtu, positive(mtu));
	fill_num(&row.speed, positive(speed));
	if (str_eq(duplex, "full") || str_eq(duplex, "half"))
		fill_text(&row.duplex, text_of(r, duplex));
	fill_mac(&row.mac, mac_of(mac));
	put_interface(r->s, r->host, row.row.index, &row);
}

void saved_read_sys_net(struct saved *r)
{
	struct files files = { .tree = r->tree, .arena = snapshot_arena(r->s) };
	struct tree_names names;
	struct err err;

	if (tree_entries(r->tree, "sys/class/net", &names, &err) != 1)
		return;
	for (size_t i = 0; i < names.n && i < SAVED_INTERFACES_MOST; i++)
		read_interface(r, &files, names.v[i]);
	linux_cover_part(r->s, r->host, TABLE_interface, "only attributes of sys/class/net");
}
