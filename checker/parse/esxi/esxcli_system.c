/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcli system version get, hostname, README of a bundle. */
#include <string.h>

#include "parse/esxi/reader.h"

static void take_version(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		struct str product = esxi_value(&r->v[k], "product"),
			   build = esxi_value(&r->v[k], "build");
		struct host h = { .row.origin = esxi_at(x, c, r->v[k].line),
				  .version = esxi_text(x, esxi_value(&r->v[k], "version")) };
		if (!h.version.s)
			continue;
		h.platform = snapshot_cstr(x->s, str_ends(product, "ESX") ? "esx" : "esxi");
		h.build = esxi_text(x, str_has(build, "build-")
					       ? str_from(build, str_find(build, '-') + 1)
					       : build);
		esxi_put_host(x, r->typed ? MERGE_TYPED : MERGE_COMMAND, &h);
	}
}

static const char *const version_names[] = { "systemversionget", NULL };
static const char *const version_keys[] = { "product", "version", "build", NULL };
const struct esxi_format esxi_format_cli_version = {
	.name = "esxcli system version get",
	.names = version_names,
	.keys = version_keys,
	.take = take_version,
	.parts = 1u << ESXI_PART_HOST,
};

static void take_hostname(struct esxi *x, const struct esxi_capture *c,
			  const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		struct str full = esxi_value(&r->v[k], "fullyqualifieddomainname");
		struct host h = { .row.origin = esxi_at(x, c, r->v[k].line),
				  .name = esxi_text(x, full.n ? full
							      : esxi_value(&r->v[k], "hostname")) };
		if (h.name.s)
			esxi_put_host(x, MERGE_COMMAND, &h);
	}
}

static const char *const hostname_names[] = { "systemhostnameget", NULL };
static const char *const hostname_keys[] = { "fullyqualifieddomainname", "hostname", NULL };
const struct esxi_format esxi_format_cli_hostname = {
	.name = "esxcli system hostname get",
	.names = hostname_names,
	.keys = hostname_keys,
	.take = take_hostname,
};

/* The command hostname: one word. */
static void read_hostname(struct esxi *x, const struct esxi_capture *c)
{
	struct host h = { .row.origin = esxi_at(x, c, c->line) };
	struct str name = str_trim(c->text);

	if (str_find(name, ' ') < name.n || str_find(name, '\n') < name.n)
		return;
	h.name = esxi_text(x, name);
	esxi_put_host(x, MERGE_LISTING, &h);
}

static const char *const plain_names[] = { "commandshostnametxt", "hostname", NULL };
const struct esxi_format esxi_format_hostname = {
	.name = "hostname",
	.names = plain_names,
	.read = read_hostname,
};

/* "Captured on: 2026-11-20T10:00:00Z"; other forms of a time are not taken. */
static void read_readme(struct esxi *x, const struct esxi_capture *c)
{
	struct esxi_lines l = esxi_lines(c);

	while (esxi_next(&l)) {
		struct host h = { .row.origin = esxi_at(x, c, l.line) };
		struct str when = str_trim(str_from(l.text, sizeof("Captured on:") - 1));
		if (!str_starts(l.text, "Captured on:") || when.n != 20 || when.p[10] != 'T' ||
		    when.p[19] != 'Z')
			continue;
		h.captured = snapshot_text(x->s, when);
		esxi_put_host(x, MERGE_LISTING, &h);
	}
}

static const char *const readme_names[] = { "readme", NULL };
const struct esxi_format esxi_format_readme = {
	.name = "README",
	.names = readme_names,
	.read = read_readme,
};
