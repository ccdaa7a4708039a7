/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a record of every kind, an output of iscsiadm or grep, and fstab; then resolved. */
#include <stdint.h>

#include "parse/iscsi/iscsi.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	const struct record_place place = { "iface", "/etc/iscsi", "/etc/iscsi/ifaces/x", "x", "x",
					    0 };
	struct str text = { (const char *)data, size };
	struct host row = { .name = snapshot_cstr(s, "h") };
	unsigned host = snapshot_add_host(s, &row);

	parse_iscsi_iface(s, host, &place, text);
	parse_iscsi_node(s, host, &place, STR("iqn.x"), STR("10.0.0.1,3260,1"), STR("x"), text);
	parse_iscsi_initiatorname(s, host, &place, text);
	parse_iscsiadm(s, host, "iscsiadm_-m_session", text);
	parse_iscsi_grep(s, host, "grep", text);
	(void)iscsi_is_safe_logout(text);
	iscsi_take_fstab(s, host, "fstab", text);
	iscsi_add_fstab_to_nodes(s, host);
	iscsi_add_node_targets(s, host);
	iscsi_add_ifaces_of_nodes(s, host);
	iscsi_resolve(s, host);
	return 0;
}
