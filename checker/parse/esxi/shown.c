/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses and routes in the words of ESXi. */
#include <string.h>

#include "parse/esxi/reader.h"

static bool starts_nocase(struct str s, const char *word)
{
	return str_eq_nocase(str_upto(s, strlen(word)), word);
}

static const char *method_of(struct ip address, struct str type)
{
	if (address.family == IP_V6 && ip_is_link_local(address))
		return "link-local";
	if (starts_nocase(type, "STATIC") || starts_nocase(type, "MANUAL"))
		return "static";
	if (starts_nocase(type, "DHCP"))
		return "dhcp";
	if (starts_nocase(type, "AUTO") || starts_nocase(type, "SLAAC") ||
	    starts_nocase(type, "ROUTER"))
		return "slaac";
	return NULL;
}

/* "STATIC, TENTATIVE": what is not the common state is worth a flag. */
static const char *flags_of(struct str type)
{
	if (str_has(type, "DUPLICATE"))
		return "dadfailed";
	if (str_has(type, "TENTATIVE"))
		return "tentative";
	if (str_has(type, "DEPRECATED"))
		return "deprecated";
	return NULL;
}

static bool length_of(struct ip address, struct str mask, struct num *ret_len)
{
	struct ip ip;
	uint64_t n;
	uint8_t len;

	if (str_to_u64(mask, &n) && n <= ip_bits(address)) {
		*ret_len = num((int64_t)n);
		return true;
	}
	if (!ip_parse(mask, &ip) || ip.family != address.family || !netmask_to_len(ip, &len))
		return false;
	*ret_len = num(len);
	return true;
}

static void check_broadcast(struct esxi *x, const struct esxi_shown_address *shown,
			    const struct address *a)
{
	struct ip broadcast;
	uint32_t host;

	if (a->address.family != IP_V4 || !a->prefixlen.known ||
	    !ip_parse(shown->broadcast, &broadcast))
		return;
	host = a->prefixlen.v >= 32 ? 0 : UINT32_MAX >> a->prefixlen.v;
	if (ip4_value(broadcast) != (ip4_value(a->address) | host))
		esxi_note(
			x, shown->origin, shown->broadcast,
			"inconsistent: not the broadcast address of the address and netmask beside it");
}

void esxi_put_listed(struct esxi *x, struct origin origin, struct str port)
{
	struct esxi_listed listed = { .row.origin = origin, .name = esxi_text(x, port) };

	esxi_put_esxi_listed(x, MERGE_LISTING, &listed);
}

void esxi_put_shown(struct esxi *x, enum merge_rank rank, const struct esxi_shown_address *shown)
{
	struct address a = { .row.origin = shown->origin,
			     .interface = snapshot_text(x->s, shown->interface) };
	struct str text = shown->address;
	size_t slash = str_find(text, '/');
	struct str mask = slash < text.n ? str_from(text, slash + 1) : shown->mask;

	if (!esxi_text(x, text).s)
		return;
	text = str_upto(text, slash);
	text = str_upto(text, str_find(text, '%'));
	if (str_eq(text, "0.0.0.0") || str_eq(text, "::"))
		return;
	if (!ip_parse(text, &a.address)) {
		esxi_note(x, shown->origin, shown->address, "not an address");
		esxi_lost_row(x, 1u << ESXI_PART_ADDRESS4, shown->interface);
		return;
	}
	/* "25" in the column of netmasks is what is left of one. */
	if ((a.address.family == IP_V4 && slash == shown->address.n && !str_has(mask, ".")) ||
	    !length_of(a.address, mask, &a.prefixlen))
		esxi_note(x, shown->origin, mask, "neither a netmask nor a prefix length");
	a.method = snapshot_cstr(x->s, method_of(a.address, shown->type));
	a.flags = snapshot_cstr(x->s, flags_of(shown->type));
	check_broadcast(x, shown, &a);
	esxi_put_address(x, rank, &a);
}

static bool destination(const struct esxi_shown_route *shown, struct prefix *ret_dst)
{
	struct str network = shown->network;
	size_t slash = str_find(network, '/');
	struct str mask = slash < network.n ? str_from(network, slash + 1) : shown->mask;
	struct num len = { .known = false };
	struct ip ip;

	if (starts_nocase(network, "default"))
		network = str_has(mask, ":") || str_has(shown->gateway, ":") ? STR("::")
									     : STR("0.0.0.0");
	if (!ip_parse(str_upto(network, str_find(network, '/')), &ip))
		return false;
	if (starts_nocase(shown->network, "default"))
		len = num(0);
	else if (!length_of(ip, mask, &len))
		return false;
	*ret_dst = prefix_of(ip, (unsigned)len.v);
	return prefix_known(*ret_dst);
}

bool esxi_put_shown_route(struct esxi *x, enum merge_rank rank, const struct esxi_shown_route *shown)
{
	struct route r = { .row.origin = shown->origin,
			   .route_table = esxi_route_table(x, shown->stack),
			   .type = snapshot_cstr(x->s, "unicast"),
			   .interface = esxi_text(x, shown->interface) };
	struct str gateway = str_upto(shown->gateway, str_find(shown->gateway, '%'));
	bool local = starts_nocase(gateway, "Local") || str_eq(gateway, "0.0.0.0") ||
		     str_eq(gateway, "::") || starts_nocase(gateway, "link") ||
		     !esxi_text(x, gateway).s;

	if (!destination(shown, &r.dst))
		return false;
	if (!local && !ip_parse(gateway, &r.gateway))
		return false;
	/* A default route without a gateway is none. */
	if (local && r.dst.len == 0)
		return true;
	if (local)
		r.protocol = snapshot_cstr(x->s, "kernel");
	else if (starts_nocase(shown->protocol, "MANUAL") ||
		 starts_nocase(shown->protocol, "STATIC"))
		r.protocol = snapshot_cstr(x->s, "static");
	else if (starts_nocase(shown->protocol, "DHCP"))
		r.protocol = snapshot_cstr(x->s, "dhcp");
	esxi_put_route(x, rank, &r);
	return true;
}

void esxi_check_name(struct esxi *x, struct origin origin, struct str name, const char *stem)
{
	uint64_t n;

	if (!str_starts(name, stem) || !str_to_u64(str_from(name, strlen(stem)), &n))
		esxi_note(x, origin, name, "odd name: a number is expected behind the letters");
}
