/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the record of a bound port shows besides the binding. */
#include <string.h>

#include "parse/esxi/reader.h"

/* The physical NIC that has this hardware address. */
static struct text nic_with(const struct esxi *x, struct mac mac)
{
	const struct interface *i;

	for (size_t k = 0; (i = (const void *)esxi_get(x, TABLE_interface, k)); k++)
		if (same(i->kind.s, "vmnic") && mac_known(mac) && mac_equal(i->mac, mac))
			return i->name;
	return (struct text){ NULL };
}

static void place_nic(struct esxi *x, const struct esxi_bound *b, struct text name)
{
	struct interface nic = { .row.origin = b->origin,
				 .name = name,
				 .kind = snapshot_cstr(x->s, "vmnic"),
				 .mac = b->mac,
				 .carrier = esxi_tri(b->link),
				 .speed = esxi_num(b->speed) };

	if (nic.carrier == TRI_NO)
		nic.speed.known = false;
	esxi_put_interface(x, MERGE_GUESS, &nic);
}

/* Port groups of distributed switches have other names elsewhere: those are left to other outputs. */
static bool on_standard_switch(struct esxi *x, const struct esxi_bound *b)
{
	struct vswitch like = { .name = esxi_text(x, b->vswitch) };
	const struct vswitch *known = (const void *)esxi_find(x, TABLE_vswitch, &like.row);

	if (!like.name.s || !esxi_text(x, b->portgroup).s || str_starts(b->vswitch, "DvsPortset"))
		return false;
	return !known || same(known->kind.s, "standard");
}

static void place_group(struct esxi *x, const struct esxi_bound *b)
{
	struct portgroup p = { .row.origin = b->origin,
			       .name = esxi_text(x, b->portgroup),
			       .vswitch = esxi_text(x, b->vswitch),
			       .vlan_id = esxi_num(b->vlan) };

	esxi_put_portgroup(x, MERGE_GUESS, &p);
}

/* Its NIC is one of its port group's, be there others. */
static void place_uplink(struct esxi *x, const struct esxi_bound *b, const struct interface *port,
			 struct text nic)
{
	const struct interface *known = (const void *)esxi_find(x, TABLE_interface, &port->row);
	struct esxi_team team = { .row.origin = b->origin, .carries = nic };

	if (known)
		team.portgroup = known->portgroup;
	if (team.portgroup.s)
		esxi_put_esxi_team(x, MERGE_GUESS, &team);
}

void esxi_put_bound(struct esxi *x, const struct esxi_bound *b)
{
	struct interface port = { .row.origin = b->origin,
				  .name = snapshot_text(x->s, b->vmknic),
				  .kind = snapshot_cstr(x->s, "vmknic"),
				  .mtu = esxi_num(b->mtu) };
	struct esxi_shown_address shown = { .origin = b->origin,
					    .interface = b->vmknic,
					    .address = b->address,
					    .mask = b->mask };
	struct text nic = b->nic.n ? esxi_text(x, b->nic) : nic_with(x, b->mac);

	if (!str_starts(b->vmknic, "vmk"))
		return;
	if (on_standard_switch(x, b)) {
		port.portgroup = esxi_text(x, b->portgroup);
		port.vswitch = esxi_text(x, b->vswitch);
		place_group(x, b);
	}
	esxi_put_interface(x, MERGE_GUESS, &port);
	if (esxi_text(x, b->mask).s)
		esxi_put_shown(x, MERGE_GUESS, &shown);
	if (nic.s) {
		place_nic(x, b, nic);
		place_uplink(x, b, &port, nic);
	}
}
