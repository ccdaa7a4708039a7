/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcfg-nics -l, and the table in nicinfo.sh.txt: the MAC address divides a row. */
#include "parse/esxi/reader.h"
#include "parse/esxi/row_words.h"

static const char *duplex_of(struct str word)
{
	if (str_eq_nocase(word, "Full"))
		return "full";
	return str_eq_nocase(word, "Half") ? "half" : NULL;
}

/* name PCI driver [admin] link speed duplex MAC MTU description */
static bool take_row(struct esxi *x, struct origin origin, const struct esxi_row_words *w)
{
	struct interface i = { .row.origin = origin, .kind = snapshot_cstr(x->s, "vmnic") };
	size_t at = 1;

	while (at < w->n && !mac_parse(w->v[at], &i.mac))
		at++;
	if (at == w->n || at < 5)
		return false;
	i.name = snapshot_text(x->s, w->v[0]);
	i.bus = esxi_text(x, w->v[1]);
	i.driver = at >= 6 ? esxi_text(x, w->v[2]) : (struct text){ NULL };
	i.duplex = snapshot_cstr(x->s, duplex_of(w->v[at - 1]));
	i.speed = esxi_num(w->v[at - 2]);
	i.carrier = esxi_tri(w->v[at - 3]);
	if (at >= 7)
		i.admin = esxi_tri(w->v[at - 4]);
	i.mtu = esxi_num(esxi_row_word(w, at + 1));
	if (i.carrier != TRI_YES)
		i.speed.known = false;
	esxi_put_interface(x, MERGE_LISTING, &i);
	return true;
}

/* What a terminal cut off lacks the last column. */
static bool is_header(struct str line)
{
	struct esxi_row_words w;

	if (line.n > 1024)
		return false;
	esxi_row_split(&w, line);
	return esxi_row_phrase(&w, 0, "Name") && esxi_row_has(&w, "Driver") &&
	       esxi_row_has(&w, "Duplex") && esxi_row_has(&w, "MAC Address") &&
	       esxi_row_has(&w, "Description");
}

static bool is_nic(struct str word)
{
	return str_starts(word, "vmnic") || str_starts(word, "vusb");
}

static void lost_row(struct esxi *x, struct origin origin, struct str line)
{
	esxi_note(x, origin, line, "not a row of this listing");
	esxi_damaged(x, 1u << ESXI_PART_VMNIC);
}

static void read_nics(struct esxi *x, const struct esxi_capture *c)
{
	struct esxi_lines l = esxi_lines(c);
	struct esxi_row_words w;
	bool begun = false;

	while (esxi_next(&l)) {
		struct str line = str_trim(l.text);
		if (is_header(line)) {
			begun = true;
			continue;
		}
		if (!begun || !line.n || str_starts(line, "---"))
			continue;
		esxi_row_split(&w, line);
		if (take_row(x, esxi_at(x, c, l.line), &w))
			continue;
		/* nicinfo goes on with a chapter for each NIC. */
		if (!is_nic(w.v[0]))
			break;
		lost_row(x, esxi_at(x, c, l.line), line);
	}
	if (begun)
		esxi_read(x, ESXI_PART_VMNIC);
}

static bool looks_nics(struct str text)
{
	struct str line = STR("");

	text = str_trim(text);
	str_line(&text, &line);
	return is_header(line) && !esxi_is_table(text);
}

static const char *const names[] = { "esxcfgnics", "vicfgnics", "nicinfosh", NULL };
const struct esxi_format esxi_format_nics = {
	.name = "esxcfg-nics -l",
	.names = names,
	.looks = looks_nics,
	.read = read_nics,
	.parts = 1u << ESXI_PART_VMNIC,
};
