/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcfg-vmknic -l, esxcfg-vswif -l: port groups have blanks, columns move; so a row is read by the
 * kinds of its words. */
#include <string.h>

#include "parse/esxi/reader.h"
#include "parse/esxi/row_words.h"

/* Places of a row's words. */
struct shape {
	size_t family; /* IPv4 or IPv6; n where the listing has no such column */
	size_t address, rest;
};

static bool is_address(struct str word)
{
	struct ip ip;
	size_t dots = 0;

	for (size_t i = 0; i < word.n; i++)
		dots += word.p[i] == '.';
	return ip_parse(word, &ip) || str_eq(word, "N/A") || dots == 3;
}

/* The first IPv4 or IPv6 with an address behind it; else the first two addresses in a row. */
static bool find_shape(const struct esxi_row_words *w, struct shape *ret)
{
	for (size_t i = 1; i + 1 < w->n; i++) {
		if ((str_eq(w->v[i], "IPv4") || str_eq(w->v[i], "IPv6")) &&
		    is_address(w->v[i + 1])) {
			*ret = (struct shape){ i, i + 1, i + 2 };
			return true;
		}
	}
	for (size_t i = 1; i + 1 < w->n; i++) {
		if (is_address(w->v[i]) && is_address(w->v[i + 1])) {
			*ret = (struct shape){ w->n, i, i + 1 };
			return true;
		}
	}
	return false;
}

/* Copies break cells by a tab beside a dot: "192.168.<tab>110.255". */
static struct str mend(char *room, size_t size, struct str line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.n && n < size; i++) {
		bool beside =
			i + 1 < line.n && (line.p[i + 1] == '.' || (i && line.p[i - 1] == '.'));
		if (line.p[i] != '\t' || !beside)
			room[n++] = line.p[i];
	}
	return (struct str){ room, n };
}

/* Behind the address: [netmask or length] [broadcast] [MAC] MTU [TSO MSS] enabled [type[, type]]
 * [stack]. */
struct tail {
	struct str mask, broadcast, type, stack;
	struct mac mac;
	struct num mtu;
	enum tri enabled;
};

static struct tail read_tail(const struct esxi_row_words *w, size_t i, bool console)
{
	struct tail t = { .mask = esxi_row_word(w, i++) };
	size_t from;

	if (is_address(esxi_row_word(w, i)))
		t.broadcast = w->v[i++];
	if (mac_parse(esxi_row_word(w, i), &t.mac))
		i++;
	else if (!console && str_has(esxi_row_word(w, i), ":"))
		i++;
	for (; i < w->n && !str_eq_nocase(w->v[i], "true") && !str_eq_nocase(w->v[i], "false"); i++)
		if (!t.mtu.known)
			t.mtu = esxi_num(w->v[i]);
	t.enabled = esxi_tri(esxi_row_word(w, i++));
	for (from = i; i < w->n; i++)
		if (!str_ends(w->v[i], ","))
			break;
	t.type = esxi_row_text(w, from, i < w->n ? i + 1 : w->n);
	t.stack = esxi_row_text(w, i + 1, w->n);
	return t;
}

static void put_port(struct esxi *x, struct origin origin, const struct esxi_row_words *w,
		     const struct shape *at, bool console)
{
	struct tail t = read_tail(w, at->rest, console);
	size_t named = at->family < at->address ? at->family : at->address;
	struct interface i = { .row.origin = origin,
			       .name = snapshot_text(x->s, w->v[0]),
			       .kind = snapshot_cstr(x->s, console ? "vswif" : "vmknic"),
			       .portgroup = esxi_text(x, esxi_row_text(w, 1, named)),
			       .mac = t.mac,
			       .mtu = t.mtu,
			       .admin = t.enabled,
			       .stack = console ? snapshot_cstr(x->s, "console")
						: esxi_stack(x, t.stack) };
	struct esxi_shown_address shown = { .origin = origin,
					    .interface = w->v[0],
					    .address = w->v[at->address],
					    .mask = t.mask,
					    .broadcast = t.broadcast,
					    .type = t.type };

	esxi_check_name(x, origin, w->v[0], console ? "vswif" : "vmk");
	esxi_put_interface(x, MERGE_LISTING, &i);
	esxi_put_listed(x, origin, w->v[0]);
	esxi_put_shown(x, MERGE_LISTING, &shown);
}

/* Every version has these three columns; what a terminal cut off lacks the last one. */
static bool is_header(struct str line)
{
	struct esxi_row_words w;

	if (line.n > 1024)
		return false;
	esxi_row_split(&w, line);
	return (esxi_row_phrase(&w, 0, "Interface") || esxi_row_phrase(&w, 0, "Name") ||
		esxi_row_phrase(&w, 0, "Port Group")) &&
	       esxi_row_has(&w, "IP Address") && esxi_row_has(&w, "Netmask") &&
	       esxi_row_has(&w, "Enabled");
}

/* A row that ends before it says whether the port is enabled was cut, who knows where. */
static bool is_whole(const struct esxi_row_words *w, size_t from)
{
	for (size_t i = from; i < w->n; i++)
		if (str_eq_nocase(w->v[i], "true") || str_eq_nocase(w->v[i], "false"))
			return true;
	return false;
}

static void lost_row(struct esxi *x, struct origin origin, struct str line, bool console)
{
	const uint32_t vmknic = 1u << ESXI_PART_VMKNIC | 1u << ESXI_PART_ADDRESS4;

	esxi_note(x, origin, line, "not a row of this listing");
	esxi_lost_row(x, console ? 1u << ESXI_PART_VSWIF : vmknic, line);
}

static void read_ports(struct esxi *x, const struct esxi_capture *c, bool console)
{
	struct esxi_lines l = esxi_lines(c);
	struct esxi_row_words w;
	struct shape at;
	char room[2048];
	bool begun = false;

	while (esxi_next(&l)) {
		if (is_header(l.text)) {
			begun = true;
			continue;
		}
		if (!str_trim(l.text).n)
			continue;
		esxi_row_split(&w, mend(room, sizeof(room), l.text));
		if (begun && w.n >= 5 && find_shape(&w, &at) && is_whole(&w, at.rest))
			put_port(x, esxi_at(x, c, l.line), &w, &at, console);
		else
			lost_row(x, esxi_at(x, c, l.line), str_trim(l.text), console);
	}
	if (!begun)
		return;
	esxi_read(x, console ? ESXI_PART_VSWIF : ESXI_PART_VMKNIC);
	if (!console)
		esxi_read(x, ESXI_PART_ADDRESS4);
	if (!console)
		esxi_read(x, ESXI_PART_ADDRESS6);
}

static void read_vmknic(struct esxi *x, const struct esxi_capture *c)
{
	read_ports(x, c, false);
}

static void read_vswif(struct esxi *x, const struct esxi_capture *c)
{
	read_ports(x, c, true);
}

static struct str first_line(struct str text)
{
	struct str line = STR("");

	while (str_line(&text, &line))
		if (str_trim(line).n)
			return str_trim(line);
	return STR("");
}

static bool looks_vmknic(struct str text)
{
	struct str line = first_line(text);

	return is_header(line) && !str_starts(line, "Name") && str_has(line, "MTU");
}

static bool looks_vswif(struct str text)
{
	struct str line = first_line(text);

	return is_header(line) && str_starts(line, "Name");
}

static const char *const vmknic_names[] = { "esxcfgvmknic", "vicfgvmknic", NULL };
const struct esxi_format esxi_format_vmknic = {
	.name = "esxcfg-vmknic -l",
	.names = vmknic_names,
	.looks = looks_vmknic,
	.read = read_vmknic,
	.parts = 1u << ESXI_PART_VMKNIC | 1u << ESXI_PART_ADDRESS4 | 1u << ESXI_PART_ADDRESS6,
};

static const char *const vswif_names[] = { "esxcfgvswif", NULL };
const struct esxi_format esxi_format_vswif = {
	.name = "esxcfg-vswif -l",
	.names = vswif_names,
	.looks = looks_vswif,
	.read = read_vswif,
	.parts = 1u << ESXI_PART_VSWIF,
};
