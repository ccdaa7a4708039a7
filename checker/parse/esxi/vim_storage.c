/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/vim.h"

static void put_target(const struct vim *v, struct text adapter, const struct outline *o,
		       const char *method)
{
	struct iscsi_target t = { .row.origin = vim_at(v, o), .adapter = adapter };

	t.target = vim_text(v, o, "iScsiName");
	t.port = vim_num(o, "port");
	if (!t.port.known)
		t.port = num(3260);
	t.method = snapshot_cstr(v->x->s, method);
	if (ip_parse(outline_value(o, "address"), &t.address))
		t.portal =
			snapshot_textf(v->x->s, ip_bits(t.address) == 128 ? "[%s]:%lld" : "%s:%lld",
				       ip_text(t.address).s, (long long)t.port.v);
	else
		t.portal = vim_text(v, o, "address");
	if (t.portal.s)
		esxi_put_iscsi_target(v->x, MERGE_OBJECT, &t);
}

static void put_targets(const struct vim *v, struct text adapter, const struct outline *list,
			const char *method)
{
	for (const struct outline *o = list ? list->first : NULL; o; o = o->next)
		put_target(v, adapter, o, method);
}

void vim_read_hba(const struct vim *v, const struct outline *o)
{
	struct iscsi_adapter a = { .row.origin = vim_at(v, o), .name = vim_text(v, o, "device") };
	enum tri software = vim_tri(o, "isSoftwareBased");

	if (!a.name.s)
		return;
	a.driver = vim_text(v, o, "driver");
	a.initiator_name = vim_text(v, o, "iScsiName");
	a.alias = vim_text(v, o, "iScsiAlias");
	if (software == TRI_YES)
		a.kind = snapshot_cstr(v->x->s, "software");
	if (str_eq(outline_value(o, "status"), "online"))
		a.enabled = TRI_YES;
	esxi_put_iscsi_adapter(v->x, MERGE_OBJECT, &a);
	put_targets(v, a.name, outline_at(o, "configuredSendTarget"), "sendtargets");
	put_targets(v, a.name, outline_at(o, "configuredStaticTarget"), "static");
}

void vim_read_mount(const struct vim *v, const struct outline *o)
{
	const struct outline *volume = outline_at(o, "volume"), *info = outline_at(o, "mountInfo");
	struct nfs_mount m = { .row.origin = vim_at(v, o) };
	struct str mode = outline_value(info, "accessMode");

	if (!volume || !str_eq(volume->type, "vim.host.NasVolume"))
		return;
	m.path = vim_text(v, volume, "name");
	m.server = vim_text(v, volume, "remoteHost");
	m.share = vim_text(v, volume, "remotePath");
	ip_parse(outline_value(volume, "remoteHost"), &m.server_ip);
	m.version = snapshot_cstr(v->x->s,
				  str_eq(outline_value(volume, "type"), "NFS41") ? "4.1" : "3");
	m.mounted = vim_tri(info, "mounted");
	m.accessible = vim_tri(info, "accessible");
	if (str_eq(mode, "readOnly") || str_eq(mode, "readWrite"))
		m.read_only = tri(str_eq(mode, "readOnly"));
	esxi_put_nfs_mount(v->x, MERGE_OBJECT, &m);
}
