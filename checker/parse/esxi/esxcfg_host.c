/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vmware -v, -vl; uname -a; esxcfg-nas -l. */
#include <string.h>

#include "parse/esxi/reader.h"
#include "parse/esxi/row_words.h"

/* "VMware ESXi 7.0.3 build-22348816"; ESX is the classic one. */
static void read_version(struct esxi *x, const struct esxi_capture *c)
{
	struct esxi_lines l = esxi_lines(c);
	struct esxi_row_words w;

	while (esxi_next(&l)) {
		struct host h = { .row.origin = esxi_at(x, c, l.line) };
		esxi_row_split(&w, l.text);
		if (w.n < 4 || !str_eq(w.v[0], "VMware") || !str_starts(w.v[w.n - 1], "build-"))
			continue;
		h.platform = snapshot_cstr(x->s, str_eq(w.v[1], "ESX") ? "esx" : "esxi");
		h.version = snapshot_text(x->s, w.v[2]);
		h.build = snapshot_text(x->s, str_from(w.v[w.n - 1], 6));
		esxi_put_host(x, MERGE_LISTING, &h);
		esxi_read(x, ESXI_PART_HOST);
	}
}

static bool looks_version(struct str text)
{
	text = str_trim(text);
	return str_starts(text, "VMware ESX") && str_has(str_upto(text, 60), " build-");
}

/* "VMkernel esx01.example 7.0.3 #1 SMP Release build-22348816 …" */
static void read_uname(struct esxi *x, const struct esxi_capture *c)
{
	struct esxi_lines l = esxi_lines(c);
	struct esxi_row_words w;

	while (esxi_next(&l)) {
		struct host h = { .row.origin = esxi_at(x, c, l.line) };
		esxi_row_split(&w, l.text);
		if (w.n < 3)
			continue;
		h.name = esxi_text(x, w.v[1]);
		if (str_eq(w.v[0], "VMkernel")) {
			h.platform = snapshot_cstr(x->s, "esxi");
			h.version = snapshot_text(x->s, w.v[2]);
		}
		for (size_t i = 3; i < w.n && str_eq(w.v[0], "VMkernel"); i++)
			if (str_starts(w.v[i], "build-"))
				h.build = snapshot_text(x->s, str_from(w.v[i], 6));
		esxi_put_host(x, MERGE_LISTING, &h);
	}
}

static bool looks_uname(struct str text)
{
	return str_starts(str_trim(text), "VMkernel ") &&
	       str_has(str_upto(str_trim(text), 160), " build-");
}

/* Where " word " stands last. */
static size_t find_last(struct str s, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = s.n; i-- > 0;)
		if (i + n <= s.n && memcmp(s.p + i, word, n) == 0)
			return i;
	return s.n;
}

static size_t find_first(struct str s, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= s.n; i++)
		if (memcmp(s.p + i, word, n) == 0)
			return i;
	return s.n;
}

/* "NAME is /share from HOST mounted available" */
static bool nas_row(struct esxi *x, struct origin origin, struct str line)
{
	size_t is = find_first(line, " is "), from = find_last(line, " from ");
	struct nfs_mount m = { .row.origin = origin };
	struct str rest, host, word;
	bool denied = false;

	if (from == line.n || is + 4 > from || str_starts(line, ">"))
		return false;
	rest = str_from(line, from + 6);
	if (!str_word(&rest, &host))
		return false;
	m.path = snapshot_text(x->s, str_trim(str_upto(line, is)));
	m.share = snapshot_text(x->s, str_trim(str_upto(str_from(line, is + 4), from - is - 4)));
	m.server = snapshot_text(x->s, host);
	ip_parse(host, &m.server_ip);
	m.mounted = TRI_NO;
	while (str_word(&rest, &word)) {
		if (str_eq(word, "mounted"))
			m.mounted = tri(!denied);
		else if (str_eq(word, "available"))
			m.accessible = tri(!denied);
		else if (str_eq(word, "unavailable"))
			m.accessible = TRI_NO;
		denied = str_eq(word, "not");
	}
	esxi_put_nfs_mount(x, MERGE_LISTING, &m);
	return true;
}

/* "No NAS datastore found" */
static bool says_none(struct str text)
{
	return str_eq_nocase(str_upto(text, 6), "No NAS") && str_find(text, '\n') == text.n;
}

static void read_nas(struct esxi *x, const struct esxi_capture *c)
{
	struct esxi_lines l = esxi_lines(c);

	if (says_none(str_trim(c->text))) {
		esxi_read(x, ESXI_PART_NFS3);
		return;
	}
	while (esxi_next(&l))
		if (str_trim(l.text).n && !nas_row(x, esxi_at(x, c, l.line), str_trim(l.text))) {
			esxi_note(x, esxi_at(x, c, l.line), str_trim(l.text),
				  "not a row of this listing");
			esxi_damaged(x, 1u << ESXI_PART_NFS3);
		}
	esxi_read(x, ESXI_PART_NFS3);
}

static bool looks_nas(struct str text)
{
	struct str line = STR("");

	text = str_trim(text);
	if (says_none(text))
		return true;
	str_line(&text, &line);
	return str_has(line, " is /") && str_has(line, " from ") && str_has(line, " mounted");
}

static const char *const version_names[] = { "vmwarevl", "vmwarevtxt", "=vmwarev",
					     "=binvmwarev", NULL };
const struct esxi_format esxi_format_version = {
	.name = "vmware -v",
	.names = version_names,
	.looks = looks_version,
	.read = read_version,
	.parts = 1u << ESXI_PART_HOST,
};

static const char *const uname_names[] = { "unamea", NULL };
const struct esxi_format esxi_format_uname = {
	.name = "uname -a",
	.names = uname_names,
	.looks = looks_uname,
	.read = read_uname,
};

static const char *const nas_names[] = { "esxcfgnas", "vicfgnas", NULL };
const struct esxi_format esxi_format_nas = {
	.name = "esxcfg-nas -l",
	.names = nas_names,
	.looks = looks_nas,
	.read = read_nas,
	.parts = 1u << ESXI_PART_NFS3,
};
