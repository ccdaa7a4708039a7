/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcli network ip …: VMkernel ports, addresses, services, routes, neighbours. */
#include <string.h>

#include "parse/esxi/reader.h"

static enum merge_rank rank_of(const struct esxi_records *r)
{
	return r->typed ? MERGE_TYPED : MERGE_COMMAND;
}

static void take_interfaces(struct esxi *x, const struct esxi_capture *c,
			    const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str name =
			esxi_has(one, "name") ? esxi_value(one, "name") : str_of(one->title);
		struct interface i = { .row.origin = esxi_at(x, c, one->line),
				       .name = esxi_text(x, name),
				       .kind = snapshot_cstr(x->s, "vmknic"),
				       .admin = esxi_tri(esxi_value(one, "enabled")),
				       .mtu = esxi_num(esxi_value(one, "mtu")),
				       .stack = esxi_stack(x, esxi_value(one, "netstackinstance")),
				       .portgroup = esxi_text(x, esxi_value(one, "portgroup")) };
		if (!one->nfields)
			continue;
		mac_parse(esxi_value(one, "macaddress"), &i.mac);
		if (i.portgroup.s)
			i.vswitch = esxi_text(x, esxi_value(one, "portset"));
		else
			i.portgroup = esxi_text(x, esxi_value(one, "vdsport"));
		if (!i.vswitch.s)
			i.vswitch = esxi_text(x, esxi_value(one, "vdsname"));
		if (!i.portgroup.s)
			i.portgroup = esxi_text(x, esxi_value(one, "opaquenetworkid"));
		esxi_check_name(x, i.row.origin, name, "vmk");
		esxi_put_interface(x, rank_of(r), &i);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_VMKNIC);
}

static const char *const interfaces_names[] = { "networkipinterfacelist", NULL };
static const char *const interfaces_keys[] = { "name", "macaddress", "portset", "portid", NULL };
const struct esxi_format esxi_format_cli_interfaces = {
	.name = "esxcli network ip interface list",
	.names = interfaces_names,
	.keys = interfaces_keys,
	.take = take_interfaces,
	.parts = 1u << ESXI_PART_VMKNIC,
};

/* A gateway of this port alone, 0.0.0.0: none; vmk0 often shows that of its stack. */
static void put_own_gateway(struct esxi *x, enum merge_rank rank, struct origin origin,
			    struct text name, struct str gateway)
{
	struct interface i = { .row.origin = origin,
			       .name = name,
			       .kind = snapshot_cstr(x->s, "vmknic") };

	if (ip_parse(gateway, &i.gateway))
		esxi_put_interface(x, rank, &i);
}

static void take_ipv4(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct esxi_shown_address shown = { .origin = esxi_at(x, c, one->line),
						    .interface = esxi_value(one, "name"),
						    .address = esxi_value(one, "ipv4address"),
						    .mask = esxi_value(one, "ipv4netmask"),
						    .broadcast =
							    esxi_value(one, "ipv4broadcastaddress"),
						    .type = esxi_value(one, "addresstype") };
		if (!shown.broadcast.n)
			shown.broadcast = esxi_value(one, "ipv4broadcast");
		if (!shown.interface.n)
			continue;
		esxi_check_name(x, shown.origin, shown.interface, "vmk");
		esxi_put_listed(x, shown.origin, shown.interface);
		put_own_gateway(x, rank_of(r), shown.origin, esxi_text(x, shown.interface),
				esxi_value(one, "gateway"));
		esxi_put_shown(x, rank_of(r), &shown);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_ADDRESS4);
}

static const char *const ipv4_names[] = { "networkipinterfaceipv4get",
					  "networkipinterfaceipv4addresslist", NULL };
static const char *const ipv4_keys[] = { "name", "ipv4address", "ipv4netmask", NULL };
const struct esxi_format esxi_format_cli_ipv4 = {
	.name = "esxcli network ip interface ipv4 get",
	.names = ipv4_names,
	.keys = ipv4_keys,
	.take = take_ipv4,
	.parts = 1u << ESXI_PART_ADDRESS4,
};

static void take_ipv6(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str status = esxi_value(one, "status"), type = esxi_value(one, "type");
		struct esxi_shown_address shown = {
			.origin = esxi_at(x, c, one->line),
			.interface = esxi_value(one, "interface"),
			.address = esxi_value(one, "address"),
			.mask = esxi_value(one, "netmask"),
			.type = status.n && !str_eq_nocase(status, "PREFERRED") ? status : type
		};
		esxi_put_shown(x, rank_of(r), &shown);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_ADDRESS6);
}

static const char *const ipv6_names[] = { "networkipinterfaceipv6addresslist", NULL };
static const char *const ipv6_keys[] = {
	"interface", "address", "netmask", "type", "status", NULL
};
const struct esxi_format esxi_format_cli_ipv6 = {
	.name = "esxcli network ip interface ipv6 address list",
	.names = ipv6_names,
	.keys = ipv6_keys,
	.take = take_ipv6,
	.parts = 1u << ESXI_PART_ADDRESS6,
};

/* Which port the tags are of stands in the command alone. */
static void take_tags(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	struct str name, tags, tag;

	if (!esxi_option(c, "-i", "--interface-name", &name) &&
	    !esxi_option(c, "-i", "-i", &name)) {
		esxi_note(x, esxi_at(x, c, c->line), STR("Tags"),
			  "services of a port that stands neither in the prompt nor in the name of the file");
		return;
	}
	for (size_t k = 0; k < r->n; k++) {
		tags = esxi_value(&r->v[k], "tags");
		while (str_split(&tags, ',', &tag)) {
			const char *service = esxi_service_name(tag);
			if (str_trim(tag).n)
				esxi_service(x, name,
					     service ? service
						     : snapshot_text(x->s, str_trim(tag)).s);
		}
	}
	esxi_services_known(x, name);
}

static const char *const tags_names[] = { "networkipinterfacetagget", NULL };
static const char *const tags_keys[] = { "tags", NULL };
const struct esxi_format esxi_format_cli_tags = {
	.name = "esxcli network ip interface tag get",
	.names = tags_names,
	.keys = tags_keys,
	.take = take_tags,
};

static struct str stack_of(const struct esxi_capture *c)
{
	struct str stack = { NULL, 0 };

	esxi_option(c, "-N", "--netstack", &stack);
	return stack;
}

static void lost_route(struct esxi *x, struct origin origin, struct str network,
		       enum esxi_part part)
{
	esxi_note(x, origin, network, "not a route");
	esxi_damaged(x, 1u << part);
}

static void take_routes(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r,
			enum esxi_part part)
{
	struct str stack = stack_of(c);

	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct esxi_shown_route route = { .origin = esxi_at(x, c, one->line),
						  .stack = stack,
						  .network = esxi_value(one, "network"),
						  .mask = esxi_value(one, "netmask"),
						  .gateway = esxi_value(one, "gateway"),
						  .interface = esxi_value(one, "interface"),
						  .protocol = esxi_value(one, "source") };
		if (!route.mask.n && part == ESXI_PART_ROUTE6)
			route.mask = esxi_has(one, "prefixlength") ? esxi_value(one, "prefixlength")
								   : esxi_value(one, "prefix");
		if (part == ESXI_PART_ROUTE6 && str_eq_nocase(route.network, "default"))
			route.network = STR("::/0");
		if (route.network.n && !esxi_put_shown_route(x, rank_of(r), &route))
			lost_route(x, route.origin, route.network, part);
	}
	if (r->whole && !esxi_stack(x, stack).s)
		esxi_read(x, part);
}

static void take_routes4(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	take_routes(x, c, r, ESXI_PART_ROUTE4);
}

static void take_routes6(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	take_routes(x, c, r, ESXI_PART_ROUTE6);
}

static const char *const routes4_names[] = { "networkiprouteipv4list", NULL };
static const char *const routes4_keys[] = { "network", "netmask", "gateway", "interface", NULL };
const struct esxi_format esxi_format_cli_routes4 = {
	.name = "esxcli network ip route ipv4 list",
	.names = routes4_names,
	.keys = routes4_keys,
	.take = take_routes4,
	.own = "N",
	.parts = 1u << ESXI_PART_ROUTE4,
};

static const char *const routes6_names[] = { "networkiprouteipv6list", NULL };
static const char *const routes6_keys[] = { "network", "prefixlength", "gateway", "interface",
					    NULL };
const struct esxi_format esxi_format_cli_routes6 = {
	.name = "esxcli network ip route ipv6 list",
	.names = routes6_names,
	.keys = routes6_keys,
	.take = take_routes6,
	.own = "N",
	.parts = 1u << ESXI_PART_ROUTE6,
};

static void take_neighbours(struct esxi *x, const struct esxi_capture *c,
			    const struct esxi_records *r)
{
	struct text stack = esxi_stack(x, stack_of(c));

	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str address = esxi_value(one, "neighbor"), state = esxi_value(one, "state");
		struct neighbour n = { .row.origin = esxi_at(x, c, one->line),
				       .interface = esxi_text(x, esxi_value(one, "vmknic")),
				       .stack = stack };
		if (!ip_parse(str_upto(address, str_find(address, '%')), &n.address)) {
			esxi_note(x, n.row.origin, address, "not an address");
			esxi_damaged(x, 1u << ESXI_PART_NEIGHBOUR);
			continue;
		}
		mac_parse(esxi_value(one, "macaddress"), &n.mac);
		if (str_eq_nocase(state, "Reachable"))
			n.state = snapshot_cstr(x->s, "REACHABLE");
		else if (str_eq_nocase(state, "Stale"))
			n.state = snapshot_cstr(x->s, "STALE");
		else if (str_eq_nocase(state, "Incomplete") ||
			 str_eq_nocase(esxi_value(one, "macaddress"), "(incomplete)"))
			n.state = snapshot_cstr(x->s, "INCOMPLETE");
		esxi_put_neighbour(x, rank_of(r), &n);
	}
	if (r->whole && !stack.s)
		esxi_read(x, ESXI_PART_NEIGHBOUR);
}

static const char *const neighbours_names[] = { "networkipneighborlist", NULL };
static const char *const neighbours_keys[] = { "neighbor", "macaddress", "vmknic", NULL };
const struct esxi_format esxi_format_cli_neighbours = {
	.name = "esxcli network ip neighbor list",
	.names = neighbours_names,
	.keys = neighbours_keys,
	.take = take_neighbours,
	.own = "N",
	.parts = 1u << ESXI_PART_NEIGHBOUR,
};
