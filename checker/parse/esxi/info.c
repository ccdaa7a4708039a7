/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcfg-info: the network part of its tree. */
#include "parse/esxi/reader.h"
#include "parse/esxi/outline.h"

struct info {
	struct esxi *x;
	const struct esxi_capture *c;
};

static struct origin at(const struct info *n, const struct outline *o)
{
	return esxi_at(n->x, n->c, n->c->line + o->line - 1);
}

static struct text text_of(const struct info *n, const struct outline *o, const char *key)
{
	return esxi_text(n->x, outline_value(o, key));
}

static void read_vswitch(const struct info *n, const struct outline *o)
{
	struct vswitch v = { .row.origin = at(n, o), .name = text_of(n, o, "Name") };
	const struct outline *uplinks = outline_at(o, "Uplinks");

	if (!v.name.s)
		return;
	v.mtu = esxi_num(outline_value(o, "MTU"));
	if (uplinks && !uplinks->first)
		v.uplinks = esxi_list(n->x, uplinks->value);
	esxi_put_vswitch(n->x, MERGE_DUMP, &v);
}

static void read_portgroup(const struct info *n, const struct outline *o)
{
	struct portgroup p = { .row.origin = at(n, o), .name = text_of(n, o, "Name") };

	p.vswitch = text_of(n, o, "Virtual Switch");
	p.vlan_id = esxi_num(outline_value(o, "Vlan Id"));
	/* A heading of this name may hold something else. */
	if (p.name.s && p.vswitch.s)
		esxi_put_portgroup(n->x, MERGE_DUMP, &p);
}

/* All of them are known where each word is. */
static void read_services(const struct info *n, const struct outline *o, struct str vmknic)
{
	const struct outline *tags = outline_at(o, "Tags");
	struct str rest, word;
	bool all = tags;

	if (!tags)
		return;
	rest = tags->value;
	while (str_split(&rest, ',', &word)) {
		const char *service = esxi_service_name(word);
		if (service)
			esxi_service(n->x, vmknic, service);
		else
			all &= !str_trim(word).n || str_eq_nocase(str_trim(word), "none");
	}
	if (all)
		esxi_services_known(n->x, vmknic);
}

static void read_vmknic(const struct info *n, const struct outline *o)
{
	struct interface i = { .row.origin = at(n, o), .name = text_of(n, o, "Interface") };
	struct address a = { .row.origin = i.row.origin, .interface = i.name };
	struct ip mask;
	uint8_t len;

	if (!i.name.s)
		return;
	i.kind = snapshot_cstr(n->x->s, "vmknic");
	i.portgroup = text_of(n, o, "Port Group");
	i.mtu = esxi_num(outline_value(o, "MTU"));
	mac_parse(outline_value(o, "MAC Address"), &i.mac);
	i.stack = esxi_stack(n->x, outline_value(o, "NetStack Instance"));
	esxi_put_interface(n->x, MERGE_DUMP, &i);
	if (ip_parse(outline_value(o, "IPv4 Netmask"), &mask) && netmask_to_len(mask, &len))
		a.prefixlen = num(len);
	if (ip_parse(outline_value(o, "IPv4 Address"), &a.address) && !ip_is_unspecified(a.address))
		esxi_put_address(n->x, MERGE_DUMP, &a);
	read_services(n, o, outline_value(o, "Interface"));
}

static const struct {
	const char *heading;
	void (*read)(const struct info *n, const struct outline *o);
} readers[] = {
	{ "Virtual Switch", read_vswitch },
	{ "Port Group", read_portgroup },
	{ "VmKernel Nic", read_vmknic },
};

static void read_info(struct esxi *x, const struct esxi_capture *c)
{
	struct arena *a = arena_new();
	const struct outline *root = parse_esxcfg_info(a, c->text);
	struct info n = { .x = x, .c = c };

	for (const struct outline *o = root; o; o = outline_next(root, o))
		for (size_t i = 0; i < countof(readers) && o->first; i++)
			if (str_eq(o->type, readers[i].heading))
				readers[i].read(&n, o);
	if (root->cut)
		esxi_note(x, esxi_at(x, c, c->line), STR("esxcfg-info"),
			  "too much or too deep: the rest is left out");
	arena_free(a);
}

static bool looks(struct str text)
{
	text = str_trim(str_upto(text, 4096));
	return (str_starts(text, "+") || str_starts(text, "\\==+")) && str_has(text, "|----");
}

static const char *const names[] = { "esxcfginfo", NULL };

const struct esxi_format esxi_format_info = {
	.name = "esxcfg-info",
	.names = names,
	.looks = looks,
	.read = read_info,
};
