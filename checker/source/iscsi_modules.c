/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the running kernel has the transports that iface records name. */
#include <string.h>

#include "source/iscsi_files.h"

/* As open-iscsi (usr/transport.c) asks for them; the others bear the transport's name. */
static const struct transport {
	const char *name, *module;
} transports[] = {
	{ "tcp", "iscsi_tcp" },	    { "iser", "ib_iser" },    { "bnx2i", "bnx2i" },
	{ "qedi", "qedi" },	    { "be2iscsi", "be2iscsi" }, { "cxgb3i", "cxgb3i" },
	{ "cxgb4i", "cxgb4i" },	    { "qla4xxx", "qla4xxx" }, { "ocs", "ocs" },
};

struct modules {
	const struct files *files;
	bool looked;
	struct str loadable, builtin; /* modules.dep and modules.builtin; p NULL: not known */
	enum tri has[countof(transports)];
};

static bool has_folder(const struct modules *m, const char *above, const char *name)
{
	struct files_list in;
	struct err err;

	return files_list(m->files, arena_printf(m->files->arena, "%s/%s", above, name), &in,
			  &err) == 1;
}

/* The release of the kernel as the name of a folder, or NULL. */
static const char *release(const struct modules *m)
{
	struct str r = files_line(m->files, "proc/sys/kernel", "osrelease");

	if (!r.n || r.n > 64 || r.p[0] == '.')
		return NULL;
	for (size_t i = 0; i < r.n; i++)
		if (r.p[i] <= ' ' || r.p[i] == '/' || r.p[i] == 0x7f)
			return NULL;
	return arena_str(m->files->arena, r);
}

static struct str text_of(const struct modules *m, const char *kernel, const char *name)
{
	struct str text = { NULL, 0 };
	struct err err;

	(void)files_read(m->files,
			 arena_printf(m->files->arena, "lib/modules/%s/%s", kernel, name), &text,
			 &err);
	return text;
}

static void look(struct modules *m)
{
	const char *kernel = m->looked ? NULL : release(m);

	m->looked = true;
	if (!kernel)
		return;
	m->loadable = text_of(m, kernel, "modules.dep");
	m->builtin = text_of(m, kernel, "modules.builtin");
}

/* kernel/drivers/scsi/iscsi_tcp.ko.xz: kernel/…; in names of modules '-' is '_'. */
static bool lists(struct str text, const char *module)
{
	size_t n = strlen(module);
	struct str line;

	while (str_line(&text, &line)) {
		line = str_upto(line, str_find(line, ':'));
		for (size_t i = line.n; i > 0; i--)
			if (line.p[i - 1] == '/') {
				line = str_from(line, i);
				break;
			}
		if (line.n <= n || !str_starts(str_from(line, n), ".ko"))
			continue;
		size_t i = 0;
		while (i < n && (line.p[i] == '-' ? '_' : line.p[i]) == module[i])
			i++;
		if (i == n)
			return true;
	}
	return false;
}

/* No word on what could be loaded: not known, for it may be there. */
static enum tri has_transport(struct modules *m, const struct transport *t)
{
	if (has_folder(m, "sys/class/iscsi_transport", t->name) ||
	    has_folder(m, "sys/module", t->module))
		return TRI_YES;
	look(m);
	if (!m->loadable.p)
		return TRI_UNKNOWN;
	return tri(lists(m->loadable, t->module) || lists(m->builtin, t->module));
}

static bool is_used(struct snapshot *s, unsigned host, const char *transport)
{
	for_each_row (iscsi_session, session, s, host)
		if (same(session->transport.s, transport))
			return true;
	return false;
}

static bool is_named(struct snapshot *s, unsigned host, const char *transport)
{
	for_each_row (iscsi_iface, f, s, host)
		if (f->builtin != TRI_YES && same(f->transport.s, transport))
			return true;
	return false;
}

void iscsi_find_transports(struct snapshot *s, unsigned host, const struct files *f)
{
	struct modules m = { .files = f };

	for (size_t i = 0; i < countof(transports); i++)
		if (is_named(s, host, transports[i].name))
			m.has[i] = is_used(s, host, transports[i].name)
					   ? TRI_YES
					   : has_transport(&m, &transports[i]);
	for_each_row (iscsi_iface, row, s, host) {
		if (row->builtin == TRI_YES)
			continue;
		for (size_t i = 0; i < countof(transports); i++)
			if (same(row->transport.s, transports[i].name))
				row->transport_available = m.has[i];
		put_iscsi_iface(s, host, row->row.index, row);
	}
}
