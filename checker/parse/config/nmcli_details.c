/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What nmcli prints in blocks: of each device below its name (nmcli), KEY: value of a device or of
 * a connection (nmcli device show, nmcli connection show NAME).
 */
#include <string.h>

#include "parse/config/nmcli.h"

/* "eth0: connected to System eth0" */
static bool overview_line(struct str line, struct str *ret_device, struct str *ret_state,
			  struct str *ret_profile)
{
	size_t colon = str_find(line, ':');
	struct str rest = str_trim(str_from(line, colon + 1));
	const char *to;

	if (colon == 0 || colon >= line.n || line.p[0] == ' ' || line.p[0] == '\t' ||
	    str_find(str_upto(line, colon), ' ') < colon)
		return false;
	*ret_device = str_upto(line, colon);
	*ret_profile = (struct str){ NULL, 0 };
	*ret_state = rest;
	to = str_starts(rest, "connected") ? memmem(rest.p, rest.n, " to ", 4) : NULL;
	if (to) {
		*ret_state = str_upto(rest, (size_t)(to - rest.p));
		*ret_profile = str_trim(str_from(rest, ret_state->n + 4));
	}
	return nmcli_is_state(*ret_state);
}

bool is_nmcli_overview(struct str text)
{
	struct str line = { NULL, 0 }, device, state, profile;

	while (str_line(&text, &line) && !str_trim(line).n)
		continue;
	/* more of the device stands below it, and that is indented */
	return overview_line(line, &device, &state, &profile) &&
	       (str_has(state, "connected") || (text.n && (*text.p == ' ' || *text.p == '\t')));
}

/* Indented lines and those behind the last device are of what others tell better. */
void parse_nmcli_overview(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str line, device, state, profile;

	for (unsigned n = 1; str_line(&text, &line); n++)
		if (overview_line(line, &device, &state, &profile))
			nmcli_device(s, host, snapshot_text(s, device), state, profile,
				     snapshot_at(s, file, n));
}

/* "IP4.ADDRESS[1]:     10.0.0.1/24"; terse values are escaped. */
static bool key_value(struct str line, struct str *ret_key, struct str *ret_value)
{
	size_t colon = str_find(line, ':');

	if (!colon || colon >= line.n || str_find(line, ' ') < colon)
		return false;
	*ret_key = str_upto(line, colon);
	*ret_value = str_trim(str_from(line, colon + 1));
	return true;
}

bool is_nmcli_details(struct str text)
{
	struct str line, key, value;

	while (str_line(&text, &line))
		if (str_trim(line).n)
			return key_value(line, &key, &value) &&
			       (str_starts(key, "GENERAL.") || str_eq(key, "connection.id"));
	return false;
}

/* Bytes of the addresses of a profile, which are copied as they are put together. */
enum { WANTED_MOST = 8192 };

/* A block of one device or one connection. */
struct block {
	struct snapshot *s;
	unsigned host;
	const char *file;
	struct origin where;
	struct text device;
	struct str state, profile;
	bool of_profile, autoconnect;
	const char *method4, *method6; /* of the profile, where they decide */
	struct str wanted;	       /* addresses of the profile, as it has them */
	struct str leased4, leased6;   /* what DHCP gave */
	struct {
		struct str text;
		struct origin where;
	} addresses[64];
	size_t n_addresses;
};

/* What a device without a name had is of nobody. */
static const char *method_of(const struct block *b, struct str address, struct str plain)
{
	bool v6 = str_find(plain, ':') < plain.n;
	struct str list = b->wanted, one, leased = v6 ? b->leased6 : b->leased4;

	if (leased.n && str_same(leased, plain))
		return "dhcp";
	while (str_split(&list, ',', &one))
		if (str_same(str_trim(one), address))
			return "static";
	return v6 ? b->method6 : b->method4;
}

/*
 * A connection with its device's name that does not start by itself may be what NetworkManager made
 * of what others set up.
 */
static bool is_external(const struct block *b)
{
	return str_has(b->state, "external") ||
	       (b->of_profile && !b->autoconnect && str_eq(b->profile, b->device.s));
}

static void end_block(struct block *b)
{
	bool external = b->device.s && is_external(b);
	struct block next = { .s = b->s, .host = b->host, .file = b->file };

	if (b->device.s)
		nmcli_device(b->s, b->host, b->device, external ? STR("external") : b->state,
			     b->profile, b->where);
	for (size_t i = 0; b->device.s && i < b->n_addresses; i++) {
		struct str address = b->addresses[i].text;
		struct str plain = str_upto(address, str_find(address, '/'));
		told_address(b->s, b->host, b->device, address,
			     external ? NULL : method_of(b, address, plain),
			     b->addresses[i].where);
	}
	*b = next;
}

/* "DHCP4.OPTION[3]:  ip_address = 10.0.0.5" */
static void on_option(struct block *b, struct str key, struct str v)
{
	size_t sign = str_find(v, '=');
	struct str name = str_trim(str_upto(v, sign)), value = str_trim(str_from(v, sign + 1));

	if (str_starts(key, "DHCP4.") && str_eq(name, "ip_address"))
		b->leased4 = value;
	else if (str_starts(key, "DHCP6.") && str_eq(name, "ip6_address"))
		b->leased6 = value;
}

static void on_profile(struct block *b, struct str key, struct str v)
{
	bool manual = str_eq(v, "manual") || str_eq(v, "disabled");

	if (str_eq(key, "connection.autoconnect"))
		b->autoconnect = str_eq(v, "yes");
	else if (str_eq(key, "ipv4.method"))
		b->method4 = manual ? "static" : NULL;
	else if (str_eq(key, "ipv6.method"))
		b->method6 = manual ? "static" : NULL;
	else if ((str_eq(key, "ipv4.addresses") || str_eq(key, "ipv6.addresses")) && v.n &&
		 !str_eq(v, "--") && b->wanted.n + v.n < WANTED_MOST)
		b->wanted = b->wanted.n ? str_of(arena_printf(snapshot_arena(b->s), "%.*s,%.*s",
							      STR_ARGS(b->wanted), STR_ARGS(v)))
					: v;
}

static void on_address(struct block *b, struct str v, struct origin where)
{
	if (b->n_addresses == countof(b->addresses))
		return;
	b->addresses[b->n_addresses].text = v;
	b->addresses[b->n_addresses++].where = where;
}

static struct text device_of(struct block *b, struct str v)
{
	/* a connection may be in use on several devices: then nothing says whose the rest is */
	return !v.n || str_eq(v, "--") || str_find(v, ',') < v.n ? (struct text){ NULL }
								 : snapshot_text(b->s, v);
}

static void on_general(struct block *b, struct str key, struct str v)
{
	if (str_eq(key, "GENERAL.DEVICE") || str_eq(key, "GENERAL.DEVICES"))
		b->device = device_of(b, v);
	else if (str_eq(key, "GENERAL.CONNECTION"))
		b->profile = v;
	else if (str_eq(key, "GENERAL.STATE") && str_eq(v, "activated"))
		b->state = STR("connected");
	else if (str_eq(key, "GENERAL.STATE") && !b->of_profile)
		/* "100 (connected)" */
		b->state = str_trim(str_from(v, str_find(v, '(') + 1));
}

static bool begins_block(struct str key)
{
	return str_eq(key, "GENERAL.DEVICE") || str_eq(key, "connection.id");
}

static void on_key(struct block *b, struct str key, struct str v, struct origin where)
{
	if (begins_block(key)) {
		end_block(b);
		b->where = where;
	}
	if (str_eq(key, "connection.id")) {
		b->of_profile = true;
		b->profile = v;
	}
	if (str_starts(key, "GENERAL."))
		on_general(b, key, v);
	else if (str_starts(key, "IP4.ADDRESS") || str_starts(key, "IP6.ADDRESS"))
		on_address(b, v, where);
	else if (str_starts(key, "DHCP4.OPTION") || str_starts(key, "DHCP6.OPTION"))
		on_option(b, key, v);
	else
		on_profile(b, key, v);
}

/* In a terse line '\:' is ':'. */
static struct str plain_value(struct arena *a, struct str v)
{
	char *to;
	size_t n = 0;

	if (str_find(v, '\\') == v.n)
		return v;
	to = arena_alloc(a, v.n + 1);
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '\\' && i + 1 < v.n)
			i++;
		to[n++] = v.p[i];
	}
	return (struct str){ to, n };
}

/* Values of other keys may be secrets, and lines of them may be broken: none becomes a note. */
void parse_nmcli_details(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct block b = { .s = s, .host = host, .file = file };
	struct str line, key, value;

	for (unsigned n = 1; str_line(&text, &line); n++)
		if (key_value(line, &key, &value))
			on_key(&b, key, plain_value(snapshot_arena(s), value),
			       snapshot_at(s, file, n));
	end_block(&b);
}
