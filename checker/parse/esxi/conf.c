/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * esx.conf: what the host was told, and what is left of hardware and ports that
 * are gone.  So it adds to the lists of others, and makes a list only where
 * there is none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "parse/esxi/items.h"
#include "parse/esxi/reader.h"

enum { MOST_SETTINGS = 200000 };

struct conf {
	struct esxi *x;
	const struct esxi_capture *c;
	struct esx_item *v; /* sorted by key, the first of equals first */
	size_t n;
};

static int by_key(const void *a, const void *b)
{
	const struct esx_item *x = a, *y = b;
	int keys = str_compare(x->key, y->key);

	return keys ? keys : (x->line > y->line) - (x->line < y->line);
}

static int compare_key(const void *key, const void *item)
{
	return str_compare(*(const struct str *)key, ((const struct esx_item *)item)->key);
}

static size_t first_item(const struct conf *conf, struct str key)
{
	return lower_bound(&key, conf->v, conf->n, sizeof(*conf->v), compare_key);
}

/* A folder of settings: "/net/vswitch/child[0000]". */
struct folder {
	char s[256];
};

static struct folder below(const struct folder *f, const char *name)
{
	struct folder r;

	/* What is longer than a folder's name is found nowhere, which is right. */
	snprintf(r.s, sizeof(r.s), "%s/%s", f->s, name);
	return r;
}

static const struct esx_item *item_of(const struct conf *conf, const struct folder *f,
				      const char *name)
{
	struct folder key = below(f, name);
	size_t i = first_item(conf, str_of(key.s));

	return i < conf->n && str_eq(conf->v[i].key, key.s) ? &conf->v[i] : NULL;
}

static struct str value_of(const struct conf *conf, const struct folder *f, const char *name)
{
	const struct esx_item *item = item_of(conf, f, name);

	return item ? item->value : (struct str){ NULL, 0 };
}

static struct text text_of(const struct conf *conf, const struct folder *f, const char *name)
{
	return esxi_text(conf->x, value_of(conf, f, name));
}

static bool any_below(const struct conf *conf, const struct folder *f)
{
	size_t i = first_item(conf, str_of(f->s));

	return i < conf->n && str_starts(conf->v[i].key, f->s);
}

/*
 * The next folder below f whose name begins with `name` ("child[", or "" for
 * any); *at begins with 0.  Its origin is that of its first setting.
 */
static bool next_folder(const struct conf *conf, const struct folder *f, const char *name,
			size_t *at, struct folder *ret, struct origin *ret_origin)
{
	struct folder prefix = below(f, name);
	size_t i = *at ? *at : first_item(conf, str_of(prefix.s)), start = strlen(f->s) + 1;
	struct str key;

	for (; i < conf->n && str_starts(conf->v[i].key, prefix.s); i++) {
		key = conf->v[i].key;
		key.n = start + str_find(str_from(key, start), '/');
		if (key.n == conf->v[i].key.n || key.n >= sizeof(ret->s))
			continue;
		snprintf(ret->s, sizeof(ret->s), "%.*s", STR_ARGS(key));
		*ret_origin = esxi_at(conf->x, conf->c, conf->c->line + conf->v[i].line - 1);
		while (i < conf->n && str_starts(conf->v[i].key, ret->s) &&
		       conf->v[i].key.n > key.n && conf->v[i].key.p[key.n] == '/')
			i++;
		*at = i;
		return true;
	}
	return false;
}

/*
 * The values of one name in all folders `name`[…], comma between, after `skip` of them and up to
 * `most`.
 */
static struct text list_of(const struct conf *conf, const struct folder *f, const char *name,
			   const char *leaf, size_t skip, size_t most)
{
	char *joined = xmalloc(1);
	size_t at = 0, n = 0, seen = 0;
	struct folder child;
	struct origin ignored;
	struct text text;

	while (seen < skip + most && next_folder(conf, f, name, &at, &child, &ignored)) {
		struct str v = str_trim(value_of(conf, &child, leaf));
		if (!v.n || seen++ < skip)
			continue;
		joined = xrealloc(joined, n + v.n + 2, 1);
		if (n)
			joined[n++] = ',';
		memcpy(joined + n, v.p, v.n);
		n += v.n;
	}
	text = snapshot_text(conf->x->s, (struct str){ joined, n });
	free(joined);
	return text;
}

/*
 * Of the uplinks in order the first maxActive are active, the others standby; those not named are
 * unused.
 */
static void read_team(const struct conf *conf, const struct folder *owner, struct esxi_team *t)
{
	struct folder policy = below(owner, "teamPolicy"), uplinks = below(&policy, "uplinks[");
	struct num active = esxi_num(value_of(conf, &policy, "maxActive"));
	struct folder criteria = below(&policy, "linkCriteria");
	struct str beacon = value_of(conf, &criteria, "beacon");

	t->overrides = t->portgroup.s ? tri(any_below(conf, &uplinks)) : TRI_UNKNOWN;
	if (any_below(conf, &uplinks) && active.known && active.v >= 0 && active.v <= 1024) {
		size_t n = (size_t)active.v;
		t->active = list_of(conf, &policy, "uplinks[", "pnic", 0, n);
		t->standby = list_of(conf, &policy, "uplinks[", "pnic", n, 1024);
	}
	t->load_balancing = esxi_load_balancing(conf->x, value_of(conf, &policy, "team"));
	if (beacon.n)
		t->failure_detection = esxi_failure_detection(
			conf->x, str_eq(beacon, "ignore") ? STR("link") : STR("beacon"));
	t->failback = esxi_tri(value_of(conf, &policy, "rollingRestoration"));
	if (t->failback)
		t->failback = t->failback == TRI_YES ? TRI_NO : TRI_YES;
	esxi_put_esxi_team(conf->x, MERGE_CONFIG, t);
}

static void read_portgroup(const struct conf *conf, const struct folder *f, struct origin origin,
			   struct text vswitch)
{
	struct portgroup p = { .row.origin = origin,
			       .name = text_of(conf, f, "name"),
			       .vswitch = vswitch };
	struct esxi_team t = { .row.origin = origin, .vswitch = vswitch, .portgroup = p.name };

	if (!p.name.s)
		return;
	/* What is as it was made is not written down. */
	p.vlan_id = item_of(conf, f, "vlanId") ? esxi_num(value_of(conf, f, "vlanId")) : num(0);
	if (esxi_was_read(conf->x, ESXI_PART_PORTGROUP) &&
	    !esxi_holds(conf->x, TABLE_portgroup, &p.row))
		return;
	esxi_put_portgroup(conf->x, MERGE_CONFIG, &p);
	read_team(conf, f, &t);
}

static void read_vswitch(const struct conf *conf, const struct folder *f, struct origin origin)
{
	struct folder uplinks = below(f, "uplinks"), groups = below(f, "portgroup"), child;
	struct vswitch v = { .row.origin = origin, .name = text_of(conf, f, "name") };
	struct esxi_team t = { .row.origin = origin, .vswitch = v.name };
	size_t at = 0;

	v.kind = snapshot_cstr(conf->x->s, "standard");
	v.mtu = item_of(conf, f, "mtu") ? esxi_num(value_of(conf, f, "mtu")) : num(1500);
	v.uplinks = list_of(conf, &uplinks, "child[", "pnic", 0, 1024);
	v.cdp = esxi_text(conf->x, value_of(conf, f, "cdp/status"));
	if (!v.name.s || (esxi_was_read(conf->x, ESXI_PART_STANDARD) &&
			  !esxi_holds(conf->x, TABLE_vswitch, &v.row)))
		return;
	esxi_put_vswitch(conf->x, MERGE_CONFIG, &v);
	read_team(conf, f, &t);
	while (next_folder(conf, &groups, "child[", &at, &child, &origin))
		read_portgroup(conf, &child, origin, v.name);
}

static void read_address(const struct conf *conf, const struct folder *f, const struct interface *i)
{
	struct address a = { .row.origin = i->row.origin, .interface = i->name };
	bool dhcp = esxi_tri(value_of(conf, f, "dhcp")) == TRI_YES;
	struct ip mask;
	uint8_t len;

	/* A lease is not written here. */
	if (dhcp || !ip_parse(value_of(conf, f, "ipv4address"), &a.address) ||
	    ip_is_unspecified(a.address))
		return;
	if (ip_parse(value_of(conf, f, "ipv4netmask"), &mask) && netmask_to_len(mask, &len))
		a.prefixlen = num(len);
	a.method = snapshot_cstr(conf->x->s, "static");
	if (!esxi_was_read(conf->x, ESXI_PART_ADDRESS4) ||
	    esxi_holds(conf->x, TABLE_address, &a.row))
		esxi_put_address(conf->x, MERGE_CONFIG, &a);
}

static void read_vmknic(const struct conf *conf, const struct folder *f, struct origin origin)
{
	struct interface i = { .row.origin = origin, .name = text_of(conf, f, "name") };

	if (!i.name.s)
		return;
	i.kind = snapshot_cstr(conf->x->s, "vmknic");
	mac_parse(value_of(conf, f, "mac"), &i.mac);
	i.mtu = item_of(conf, f, "mtu") ? esxi_num(value_of(conf, f, "mtu")) : num(1500);
	i.admin = esxi_tri(value_of(conf, f, "enable"));
	i.portgroup = text_of(conf, f, "portgroup");
	if (!i.portgroup.s)
		i.portgroup = text_of(conf, f, "dvportId");
	i.stack = esxi_stack(conf->x, value_of(conf, f, "netstackInstance"));
	if (esxi_was_read(conf->x, ESXI_PART_VMKNIC) &&
	    !esxi_holds(conf->x, TABLE_interface, &i.row))
		return;
	esxi_put_interface(conf->x, MERGE_CONFIG, &i);
	read_address(conf, f, &i);
}

static void read_pnic(const struct conf *conf, const struct folder *f, struct origin origin)
{
	struct interface i = { .row.origin = origin, .name = text_of(conf, f, "name") };

	i.kind = snapshot_cstr(conf->x->s, "vmnic");
	mac_parse(value_of(conf, f, "mac"), &i.permanent_mac);
	/* NICs that were pulled out stay in the file. */
	if (i.name.s && esxi_holds(conf->x, TABLE_interface, &i.row))
		esxi_put_interface(conf->x, MERGE_CONFIG, &i);
}

static void read_nas(const struct conf *conf, const struct folder *f, struct origin origin)
{
	struct nfs_mount m = { .row.origin = origin };

	m.path = esxi_text(conf->x, str_from(str_of(f->s), strlen("/nas/")));
	m.server = text_of(conf, f, "host");
	m.share = text_of(conf, f, "share");
	m.read_only = esxi_tri(value_of(conf, f, "readOnly"));
	m.version = snapshot_cstr(conf->x->s, "3");
	ip_parse(str_of(m.server.s), &m.server_ip);
	if (m.server.s && (!esxi_was_read(conf->x, ESXI_PART_NFS3) ||
			   esxi_holds(conf->x, TABLE_nfs_mount, &m.row)))
		esxi_put_nfs_mount(conf->x, MERGE_CONFIG, &m);
}

static void read_gateway(const struct conf *conf)
{
	struct folder kernel = { "/net/routes/kernel" };
	const struct esx_item *item = item_of(conf, &kernel, "gateway");
	struct route r = { .row.origin = { .line = 0 } };

	if (!item || esxi_was_read(conf->x, ESXI_PART_ROUTE4) || !ip_parse(item->value, &r.gateway))
		return;
	if (ip_is_unspecified(r.gateway) || !prefix_make(ip4(0), 0, &r.dst))
		return;
	r.row.origin = esxi_at(conf->x, conf->c, conf->c->line + item->line - 1);
	r.route_table = esxi_route_table(conf->x, STR(""));
	r.type = snapshot_cstr(conf->x->s, "unicast");
	r.protocol = snapshot_cstr(conf->x->s, "static");
	esxi_put_route(conf->x, MERGE_CONFIG, &r);
}

/* Services of the time before tags; what a host's own list says stands above them. */
static void read_services(const struct conf *conf)
{
	static const struct {
		const char *folder, *key, *service;
	} services[] = {
		{ "/adv/Net", "ManagementIface", "management" },
		{ "/adv/Migrate", "Vmknic", "vmotion" },
		{ "/adv/FT", "Vmknic", "ft" },
	};

	for (size_t i = 0; i < countof(services); i++) {
		struct folder f;
		struct str vmknic;
		snprintf(f.s, sizeof(f.s), "%s", services[i].folder);
		vmknic = str_trim(value_of(conf, &f, services[i].key));
		if (vmknic.n && !esxi_services_are_known(conf->x, vmknic))
			esxi_service(conf->x, vmknic, services[i].service);
	}
}

typedef void folder_fn(const struct conf *conf, const struct folder *f, struct origin origin);

static void each_folder(const struct conf *conf, const char *name, const char *children,
			folder_fn *read)
{
	struct folder f, child;
	struct origin origin;
	size_t at = 0;

	snprintf(f.s, sizeof(f.s), "%s", name);
	while (next_folder(conf, &f, children, &at, &child, &origin))
		read(conf, &child, origin);
}

/* A list that stands here in full is one that was read. */
static void read_lists(const struct conf *conf)
{
	struct folder vmknic = { "/net/vmkernelnic/child[" }, vswitch = { "/net/vswitch/child[" };

	each_folder(conf, "/net/vmkernelnic", "child[", read_vmknic);
	each_folder(conf, "/net/vswitch", "child[", read_vswitch);
	each_folder(conf, "/net/pnic", "child[", read_pnic);
	each_folder(conf, "/nas", "", read_nas);
	read_gateway(conf);
	read_services(conf);
	if (any_below(conf, &vmknic))
		esxi_read(conf->x, ESXI_PART_VMKNIC);
	if (any_below(conf, &vswitch)) {
		esxi_read(conf->x, ESXI_PART_STANDARD);
		esxi_read(conf->x, ESXI_PART_PORTGROUP);
	}
}

static void add_setting(struct conf *conf, const struct esx_item *item)
{
	if ((conf->n & (conf->n + 1)) == 0)
		conf->v = xrealloc(conf->v, 2 * conf->n + 2, sizeof(*conf->v));
	conf->v[conf->n++] = *item;
}

static void read_conf(struct esxi *x, const struct esxi_capture *c)
{
	struct conf conf = { .x = x, .c = c };
	struct esx_lines lines = esx_lines(c->text);
	struct esx_item item;

	while (esx_conf_next(&lines, &item)) {
		struct origin origin = esxi_at(x, c, c->line + item.line - 1);
		if (conf.n == MOST_SETTINGS) {
			esxi_note(x, origin, item.key,
				  "more than 200,000 settings: the rest is left out");
			break;
		}
		if (item.key.n)
			add_setting(&conf, &item);
		else
			esxi_note(x, origin, item.value, "not a setting of esx.conf");
	}
	if (conf.n)
		qsort(conf.v, conf.n, sizeof(*conf.v), by_key);
	read_lists(&conf);
	free(conf.v);
}

static bool looks(struct str text)
{
	struct esx_lines l = esx_lines(text);
	struct str line;

	return esx_line(&l, &line) && line.p[0] == '/' && str_has(line, " = \"") &&
	       str_ends(line, "\"");
}

static const char *const names[] = { "esxconf", NULL };

const struct esxi_format esxi_format_conf = {
	.name = "esx.conf",
	.names = names,
	.looks = looks,
	.read = read_conf,
	.last = true,
};
