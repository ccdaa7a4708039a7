/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The objects of hostd, as vim-cmd and vmware-vimdump print them: in a bundle
 * the best word on the failover order, since computedPolicy is what is in
 * force.
 */
#include <stdlib.h>
#include <string.h>

#include "parse/esxi/reader.h"
#include "parse/esxi/vim.h"

struct origin vim_at(const struct vim *v, const struct outline *o)
{
	return esxi_at(v->x, v->c, v->c->line + o->line - 1);
}

struct text vim_text(const struct vim *v, const struct outline *o, const char *path)
{
	return esxi_text(v->x, outline_value(o, path));
}

struct num vim_num(const struct outline *o, const char *path)
{
	return esxi_num(outline_value(o, path));
}

enum tri vim_tri(const struct outline *o, const char *path)
{
	return esxi_tri(outline_value(o, path));
}

struct str vim_key(struct str key)
{
	static const char begin[] = "key-vim.host.";
	const char *p = key.n ? memmem(key.p, key.n, begin, sizeof(begin) - 1) : NULL;
	struct str name;

	if (!p)
		return key;
	name = str_from(key, (size_t)(p - key.p) + sizeof(begin) - 1);
	return str_from(name, str_find(name, '-') + 1);
}

struct text vim_list(const struct vim *v, const struct outline *list)
{
	char *joined = xmalloc(1);
	struct text text;
	size_t n = 0;

	for (const struct outline *o = list->first; o; o = o->next) {
		struct str name = vim_key(o->value);
		if (!name.n)
			continue;
		joined = xrealloc(joined, n + name.n + 2, 1);
		if (n)
			joined[n++] = ',';
		memcpy(joined + n, name.p, name.n);
		n += name.n;
	}
	text = snapshot_text(v->x->s, (struct str){ joined, n });
	free(joined);
	return text;
}

static enum tri inverse(enum tri t)
{
	return t == TRI_UNKNOWN ? t : t == TRI_YES ? TRI_NO : TRI_YES;
}

/* Unset parts of a policy are inherited, and so not known from here. */
static void take_teaming(const struct vim *v, const struct outline *teaming, struct esxi_team *t)
{
	const struct outline *active = outline_at(teaming, "nicOrder.activeNic");
	const struct outline *standby = outline_at(teaming, "nicOrder.standbyNic");
	enum tri beacon = vim_tri(teaming, "failureCriteria.checkBeacon");

	if (outline_at(teaming, "nicOrder.activeNic") || standby) {
		t->active = active ? vim_list(v, active) : snapshot_cstr(v->x->s, "");
		t->standby = standby ? vim_list(v, standby) : snapshot_cstr(v->x->s, "");
	}
	t->load_balancing = esxi_load_balancing(v->x, outline_value(teaming, "policy"));
	if (beacon != TRI_UNKNOWN)
		t->failure_detection =
			snapshot_cstr(v->x->s, beacon == TRI_YES ? "beacon" : "link");
	t->failback = inverse(vim_tri(teaming, "rollingOrder"));
}

static void read_portgroup(const struct vim *v, const struct outline *o)
{
	const struct outline *own = outline_at(o, "spec.policy.nicTeaming");
	const struct outline *effective = outline_at(o, "computedPolicy.nicTeaming");
	struct portgroup p = { .row.origin = vim_at(v, o), .name = vim_text(v, o, "spec.name") };
	struct esxi_team t = { .row.origin = p.row.origin, .portgroup = p.name };
	struct str vswitch = outline_value(o, "vswitch");

	p.vswitch = vim_text(v, o, "spec.vswitchName");
	if (!p.vswitch.s)
		p.vswitch = esxi_text(v->x, vim_key(vswitch));
	p.vlan_id = vim_num(o, "spec.vlanId");
	if (!p.name.s)
		return;
	esxi_put_portgroup(v->x, MERGE_OBJECT, &p);
	t.vswitch = p.vswitch;
	if (outline_at(o, "spec.policy"))
		t.overrides = tri(outline_at(own, "nicOrder.activeNic"));
	/* Without the effective policy an order of its own is still the effective one. */
	if (effective && effective->first)
		take_teaming(v, effective, &t);
	else if (own && own->first)
		take_teaming(v, own, &t);
	esxi_put_esxi_team(v->x, MERGE_OBJECT, &t);
}

static void read_vswitch(const struct vim *v, const struct outline *o)
{
	const struct outline *teaming = outline_at(o, "spec.policy.nicTeaming"),
			     *pnics = outline_at(o, "pnic");
	struct vswitch s = { .row.origin = vim_at(v, o), .name = vim_text(v, o, "name") };
	struct esxi_team t = { .row.origin = s.row.origin, .vswitch = s.name };

	if (!s.name.s)
		return;
	s.kind = snapshot_cstr(v->x->s, "standard");
	s.mtu = vim_num(o, "mtu");
	if (!s.mtu.known)
		s.mtu = vim_num(o, "spec.mtu");
	if (pnics)
		s.uplinks = vim_list(v, pnics);
	s.cdp = vim_text(v, o, "spec.bridge.linkDiscoveryProtocolConfig.operation");
	esxi_put_vswitch(v->x, MERGE_OBJECT, &s);
	if (!teaming || !teaming->first)
		return;
	take_teaming(v, teaming, &t);
	esxi_put_esxi_team(v->x, MERGE_OBJECT, &t);
}

/* The speed is there while the link is. */
static void read_pnic(const struct vim *v, const struct outline *o)
{
	const struct outline *speed = outline_at(o, "linkSpeed");
	struct interface i = { .row.origin = vim_at(v, o), .name = vim_text(v, o, "device") };

	i.kind = snapshot_cstr(v->x->s, "vmnic");
	i.driver = vim_text(v, o, "driver");
	i.bus = vim_text(v, o, "pci");
	mac_parse(outline_value(o, "mac"), &i.mac);
	if (speed)
		i.carrier = tri(speed->first);
	if (speed && speed->first) {
		enum tri duplex = vim_tri(speed, "duplex");
		i.speed = vim_num(speed, "speedMb");
		if (duplex != TRI_UNKNOWN)
			i.duplex = snapshot_cstr(v->x->s, duplex == TRI_YES ? "full" : "half");
	}
	esxi_put_interface(v->x, MERGE_OBJECT, &i);
}

static void take_address(const struct vim *v, struct text interface, const struct outline *ip,
			 const char *address, enum tri dhcp)
{
	struct address a = { .row.origin = vim_at(v, ip), .interface = interface };
	struct ip mask;
	uint8_t len;

	if (!ip_parse(outline_value(ip, address), &a.address) || ip_is_unspecified(a.address))
		return;
	if (ip_parse(outline_value(ip, "subnetMask"), &mask) && netmask_to_len(mask, &len))
		a.prefixlen = num(len);
	else
		a.prefixlen = vim_num(ip, "prefixLength");
	if (dhcp != TRI_UNKNOWN)
		a.method = snapshot_cstr(v->x->s, dhcp == TRI_YES ? "dhcp" : "static");
	esxi_put_address(v->x, MERGE_OBJECT, &a);
}

static void read_vnic(const struct vim *v, const struct outline *o)
{
	const struct outline *ip = outline_at(o, "spec.ip"),
			     *ipv6 = outline_at(ip, "ipV6Config.ipV6Address");
	struct interface i = { .row.origin = vim_at(v, o), .name = vim_text(v, o, "device") };

	if (!i.name.s)
		return;
	i.kind = snapshot_cstr(v->x->s, str_starts(str_of(i.name.s), "vswif") ? "vswif" : "vmknic");
	mac_parse(outline_value(o, "spec.mac"), &i.mac);
	i.mtu = vim_num(o, "spec.mtu");
	i.portgroup = vim_text(v, o, "spec.portgroup");
	if (!i.portgroup.s)
		i.portgroup = vim_text(v, o, "portgroup");
	if (!i.portgroup.s)
		i.portgroup = vim_text(v, o, "spec.distributedVirtualPort.portKey");
	i.stack = esxi_stack(v->x, outline_value(o, "spec.netStackInstanceKey"));
	ip_parse(outline_value(o, "spec.ipRouteSpec.ipRouteConfig.defaultGateway"), &i.gateway);
	if (ip_is_unspecified(i.gateway))
		i.gateway = (struct ip){ .family = IP_NONE };
	esxi_put_interface(v->x, MERGE_OBJECT, &i);
	if (ip)
		take_address(v, i.name, ip, "ipAddress", vim_tri(ip, "dhcp"));
	for (const struct outline *a = ipv6 ? ipv6->first : NULL; a; a = a->next)
		take_address(v, i.name, a, "ipAddress", TRI_UNKNOWN);
}

/* Of one service: the ports it may use, and those it does. */
static void read_service(const struct vim *v, const struct outline *o)
{
	const struct outline *selected = outline_at(o, "selectedVnic");
	const char *service = esxi_service_name(outline_value(o, "nicType"));

	for (const struct outline *s = selected ? selected->first : NULL; s && service; s = s->next)
		esxi_service(v->x, vim_key(s->value), service);
}

/* A number of which 0 says that it was not told. */
static struct num told(struct num n)
{
	n.known = n.known && n.v > 0;
	return n;
}

static void read_cdp(const struct vim *v, const struct outline *hint, const struct outline *cdp)
{
	struct link_neighbour n = { .row.origin = vim_at(v, cdp),
				    .interface = vim_text(v, hint, "device"),
				    .protocol = snapshot_cstr(v->x->s, "CDP") };

	n.name = vim_text(v, cdp, "devId");
	n.port = vim_text(v, cdp, "portId");
	n.vlan_id = told(vim_num(cdp, "vlan"));
	n.mtu = told(vim_num(cdp, "mtu"));
	if (!ip_parse(outline_value(cdp, "mgmtAddr"), &n.address) || ip_is_unspecified(n.address))
		ip_parse(outline_value(cdp, "address"), &n.address);
	if (n.name.s)
		esxi_put_link_neighbour(v->x, MERGE_OBJECT, &n);
}

static void read_lldp(const struct vim *v, const struct outline *hint, const struct outline *lldp)
{
	const struct outline *more = outline_at(lldp, "parameter");
	struct link_neighbour n = { .row.origin = vim_at(v, lldp),
				    .interface = vim_text(v, hint, "device"),
				    .protocol = snapshot_cstr(v->x->s, "LLDP") };

	n.chassis = vim_text(v, lldp, "chassisId");
	n.port = vim_text(v, lldp, "portId");
	for (const struct outline *p = more ? more->first : NULL; p; p = p->next) {
		struct str key = outline_value(p, "key");
		if (str_eq(key, "System Name"))
			n.name = vim_text(v, p, "value");
		else if (str_eq(key, "Port Description"))
			n.description = vim_text(v, p, "value");
		else if (str_eq(key, "Vlan ID"))
			n.vlan_id = told(vim_num(p, "value"));
		else if (str_eq(key, "MTU"))
			n.mtu = told(vim_num(p, "value"));
		else if (str_eq(key, "Management Address"))
			ip_parse(outline_value(p, "value"), &n.address);
	}
	if (n.chassis.s)
		esxi_put_link_neighbour(v->x, MERGE_OBJECT, &n);
}

/* Of one NIC: what is heard there, if anything is. */
static void read_hint(const struct vim *v, const struct outline *o)
{
	const struct outline *cdp = outline_at(o, "connectedSwitchPort"),
			     *lldp = outline_at(o, "lldpInfo");

	if (!outline_value(o, "device").n)
		return;
	if (cdp && cdp->first)
		read_cdp(v, o, cdp);
	if (lldp && lldp->first)
		read_lldp(v, o, lldp);
	esxi_read(v->x, ESXI_PART_HINT);
}

static struct str stack_of(const struct outline *o)
{
	for (; o; o = o->parent)
		if (str_eq(o->type, "vim.host.NetStackInstance"))
			return outline_value(o, "key");
	return (struct str){ NULL, 0 };
}

static void read_route(const struct vim *v, const struct outline *o)
{
	struct route r = { .row.origin = vim_at(v, o), .interface = vim_text(v, o, "deviceName") };
	struct num len = vim_num(o, "prefixLength");
	struct ip network;

	if (!ip_parse(outline_value(o, "network"), &network) || !len.known || len.v < 0 ||
	    len.v > ip_bits(network) || !prefix_make(network, (unsigned)len.v, &r.dst))
		return;
	if (ip_parse(outline_value(o, "gateway"), &r.gateway) && ip_is_unspecified(r.gateway))
		r.gateway = (struct ip){ .family = IP_NONE };
	r.route_table = esxi_route_table(v->x, stack_of(o));
	r.type = snapshot_cstr(v->x->s, "unicast");
	r.protocol = snapshot_cstr(v->x->s, ip_known(r.gateway) ? "static" : "kernel");
	esxi_put_route(v->x, MERGE_OBJECT, &r);
}

static void read_about(const struct vim *v, const struct outline *o)
{
	struct host h = { .row.origin = vim_at(v, o) };
	struct str product = outline_value(o, "productLineId");

	h.version = vim_text(v, o, "version");
	h.build = vim_text(v, o, "build");
	if (str_eq(product, "embeddedEsx"))
		h.platform = snapshot_cstr(v->x->s, "esxi");
	else if (str_eq(product, "esx"))
		h.platform = snapshot_cstr(v->x->s, "esx");
	else
		return;
	esxi_put_host(v->x, MERGE_OBJECT, &h);
}

static const struct {
	const char *type;
	void (*read)(const struct vim *v, const struct outline *o);
} readers[] = {
	{ "vim.host.PortGroup", read_portgroup },
	{ "vim.host.VirtualSwitch", read_vswitch },
	{ "vim.host.PhysicalNic", read_pnic },
	{ "vim.host.VirtualNic", read_vnic },
	{ "vim.host.VirtualNicManager.NetConfig", read_service },
	{ "vim.host.IpRouteEntry", read_route },
	{ "vim.host.InternetScsiHba", vim_read_hba },
	{ "vim.host.FileSystemMountInfo", vim_read_mount },
	{ "vim.host.PhysicalNic.NetworkHint", read_hint },
	{ "vim.AboutInfo", read_about },
};

/* A list of one type says its type too, and its members are what counts. */
static bool is_object(const struct outline *o)
{
	return o->type.n && o->first && o->first->key.n;
}

static void read_object(const struct vim *v, const struct outline *o)
{
	for (size_t i = 0; i < countof(readers); i++)
		if (str_eq(o->type, readers[i].type))
			readers[i].read(v, o);
}

/* The lists of vim.host.NetworkInfo, and of the services, are whole where they are there. */
static void read_list(const struct vim *v, const struct outline *o)
{
	static const struct {
		const char *key, *type;
		enum esxi_part part;
	} lists[] = {
		{ "portgroup", "vim.host.PortGroup", ESXI_PART_PORTGROUP },
		{ "vswitch", "vim.host.VirtualSwitch", ESXI_PART_STANDARD },
		{ "pnic", "vim.host.PhysicalNic", ESXI_PART_VMNIC },
		{ "vnic", "vim.host.VirtualNic", ESXI_PART_VMKNIC },
		{ "netConfig", "vim.host.VirtualNicManager.NetConfig", ESXI_PART_SERVICES },
	};

	for (size_t i = 0; i < countof(lists); i++)
		if (str_eq(o->key, lists[i].key) && str_eq(o->type, lists[i].type))
			esxi_read(v->x, lists[i].part);
}

static void all_services_known(const struct vim *v, const struct outline *root)
{
	for (const struct outline *o = root; o; o = outline_next(root, o))
		if (is_object(o) && str_eq(o->type, "vim.host.VirtualNic"))
			esxi_services_known(v->x, outline_value(o, "device"));
}

static void read_vim(struct esxi *x, const struct esxi_capture *c)
{
	struct arena *a = arena_new();
	const struct outline *root = parse_vmodl(a, c->text);
	struct vim v = { .x = x, .c = c };
	bool services = false;

	for (const struct outline *o = root; o; o = outline_next(root, o)) {
		if (is_object(o))
			read_object(&v, o);
		else if (o->type.n && !root->cut)
			read_list(&v, o);
		services |= str_eq(o->key, "netConfig") && o->first && !root->cut;
	}
	if (services)
		all_services_known(&v, root);
	if (root->cut)
		esxi_note(x, esxi_at(x, c, c->line), STR("objects of hostd"),
			  "too many, too deep or cut off: the rest is left out");
	arena_free(a);
}

static bool looks(struct str text)
{
	text = str_trim(str_upto(text, 4096));
	return str_starts(text, "(vim.") || (str_starts(text, "===") && str_has(text, "(vim."));
}

static const char *const names[] = { "vmwarevimdump", "vimcmdhostsvc", "vmwarevimcmdhostsvc",
				     NULL };

const struct esxi_format esxi_format_vim = {
	.name = "objects of hostd",
	.names = names,
	.looks = looks,
	.read = read_vim,
};
