/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings of iface and node records that open-iscsi 2.0.87x to 2.1.11 know, sorted by byte. */
#include <stdlib.h>

#include "parse/iscsi/iscsi.h"

#define TEXT(key, most) { .name = (key), .type = RECORD_TEXT, .size = (most) }
#define NUMBER(key, bits, preset)                                                                  \
	{ .name = (key), .type = RECORD_NUMBER, .size = (bits), .initial = (preset) }
#define WORD(key, list, preset)                                                                    \
	{ .name = (key), .type = RECORD_WORD, .words = (list), .initial = (preset) }
#define SECRET(key) { .name = (key), .type = RECORD_SECRET }
#define PATH_TEXT(key, most)                                                                       \
	{ .name = (key), .type = RECORD_TEXT, .size = (most), .decides_path = true }

#define STARTUP "manual automatic onboot"
#define DISCOVERIES "send_targets isns offload_send_targets static fw slp"
#define DIGEST "None CRC32C CRC32C,None None,CRC32C"

static const struct record_key keys[] = {
	TEXT("iface.bidi_chap", 255),
	TEXT("iface.bootproto", 8),
	TEXT("iface.chap_auth", 255),
	TEXT("iface.data_digest", 255),
	TEXT("iface.data_pdu_inorder", 255),
	TEXT("iface.data_seq_inorder", 255),
	NUMBER("iface.def_task_mgmt_timeout", 8, NULL),
	TEXT("iface.delayed_ack", 255),
	TEXT("iface.dhcp_alt_client_id", 255),
	TEXT("iface.dhcp_alt_client_id_state", 255),
	TEXT("iface.dhcp_dns", 255),
	TEXT("iface.dhcp_learn_iqn", 255),
	TEXT("iface.dhcp_req_vendor_id_state", 255),
	TEXT("iface.dhcp_slp_da", 255),
	TEXT("iface.dhcp_vendor_id", 255),
	TEXT("iface.dhcp_vendor_id_state", 255),
	TEXT("iface.discovery_auth", 255),
	TEXT("iface.discovery_logout", 255),
	NUMBER("iface.dup_addr_detect_cnt", 8, NULL),
	NUMBER("iface.erl", 8, NULL),
	NUMBER("iface.first_burst_len", 32, NULL),
	NUMBER("iface.flow_label", 32, NULL),
	TEXT("iface.fragmentation", 255),
	TEXT("iface.gateway", 255),
	TEXT("iface.gratuitous_arp", 255),
	TEXT("iface.gratuitous_neighbor_adv", 255),
	TEXT("iface.header_digest", 255),
	NUMBER("iface.hop_limit", 8, NULL),
	PATH_TEXT("iface.hwaddress", 17),
	NUMBER("iface.iface_num", 32, NULL),
	TEXT("iface.immediate_data", 255),
	TEXT("iface.incoming_forwarding", 255),
	TEXT("iface.initial_r2t", 255),
	TEXT("iface.initiatorname", 255),
	PATH_TEXT("iface.ipaddress", 255),
	TEXT("iface.ipv6_autocfg", 255),
	TEXT("iface.ipv6_linklocal", 255),
	TEXT("iface.ipv6_router", 255),
	PATH_TEXT("iface.iscsi_ifacename", 64),
	TEXT("iface.isid", 255),
	TEXT("iface.linklocal_autocfg", 255),
	NUMBER("iface.max_burst_len", 32, NULL),
	NUMBER("iface.max_outstanding_r2t", 16, NULL),
	NUMBER("iface.max_receive_data_len", 32, NULL),
	TEXT("iface.mld", 255),
	NUMBER("iface.mtu", 16, NULL),
	NUMBER("iface.nd_reachable_tmo", 32, NULL),
	NUMBER("iface.nd_rexmit_time", 32, NULL),
	NUMBER("iface.nd_stale_tmo", 32, NULL),
	PATH_TEXT("iface.net_ifacename", 15),
	NUMBER("iface.port", 16, NULL),
	NUMBER("iface.prefix_len", 8, NULL),
	TEXT("iface.primary_dns", 255),
	TEXT("iface.redirect", 255),
	NUMBER("iface.router_adv_link_mtu", 32, NULL),
	TEXT("iface.router_autocfg", 255),
	TEXT("iface.secondary_dns", 255),
	TEXT("iface.state", 255),
	TEXT("iface.strict_login_compliance", 255),
	TEXT("iface.subnet_mask", 255),
	TEXT("iface.tcp_nagle", 255),
	NUMBER("iface.tcp_timer_scale", 8, NULL),
	TEXT("iface.tcp_timestamp", 255),
	NUMBER("iface.tcp_wsf", 8, NULL),
	TEXT("iface.tcp_wsf_state", 255),
	NUMBER("iface.tos", 8, NULL),
	TEXT("iface.tos_state", 255),
	NUMBER("iface.traffic_class", 8, NULL),
	PATH_TEXT("iface.transport_name", 15),
	NUMBER("iface.ttl", 8, NULL),
	NUMBER("iface.vlan_id", 16, NULL),
	NUMBER("iface.vlan_priority", 8, NULL),
	TEXT("iface.vlan_state", 255),
	NUMBER("node.boot_lun", 32, NULL),
	PATH_TEXT("node.conn[0].address", 255),
	WORD("node.conn[0].iscsi.DataDigest", DIGEST, "None"),
	WORD("node.conn[0].iscsi.HeaderDigest", DIGEST, "None"),
	WORD("node.conn[0].iscsi.IFMarker", "No Yes", "No"),
	NUMBER("node.conn[0].iscsi.MaxRecvDataSegmentLength", 32, "262144"),
	NUMBER("node.conn[0].iscsi.MaxXmitDataSegmentLength", 32, NULL),
	WORD("node.conn[0].iscsi.OFMarker", "No Yes", "No"),
	{ "node.conn[0].port", RECORD_NUMBER, 32, NULL, "3260", true },
	WORD("node.conn[0].startup", STARTUP, "manual"),
	NUMBER("node.conn[0].tcp.type_of_service", 32, NULL),
	NUMBER("node.conn[0].tcp.window_size", 32, "524288"),
	NUMBER("node.conn[0].timeo.active_timeout", 32, NULL),
	NUMBER("node.conn[0].timeo.auth_timeout", 32, "45"),
	NUMBER("node.conn[0].timeo.idle_timeout", 32, NULL),
	NUMBER("node.conn[0].timeo.login_timeout", 32, "30"),
	NUMBER("node.conn[0].timeo.logout_timeout", 32, "15"),
	NUMBER("node.conn[0].timeo.noop_out_interval", 32, "5"),
	NUMBER("node.conn[0].timeo.noop_out_timeout", 32, "5"),
	NUMBER("node.conn[0].timeo.ping_timeout", 32, NULL),
	TEXT("node.discovery_address", 255),
	NUMBER("node.discovery_port", 32, NULL),
	WORD("node.discovery_type", DISCOVERIES, "static"),
	WORD("node.leading_login", "No Yes", "No"),
	PATH_TEXT("node.name", 255),
	WORD("node.session.auth.authmethod", "None CHAP", "None"),
	{ .name = "node.session.auth.chap_algs", .type = RECORD_ANY },
	SECRET("node.session.auth.password"),
	SECRET("node.session.auth.password_in"),
	SECRET("node.session.auth.password_in_length"),
	SECRET("node.session.auth.password_length"),
	SECRET("node.session.auth.username"),
	SECRET("node.session.auth.username_in"),
	NUMBER("node.session.cmds_max", 32, "128"),
	NUMBER("node.session.err_timeo.abort_timeout", 32, "15"),
	NUMBER("node.session.err_timeo.host_reset_timeout", 32, "60"),
	NUMBER("node.session.err_timeo.lu_reset_timeout", 32, "30"),
	NUMBER("node.session.err_timeo.reset_timeout", 32, NULL),
	NUMBER("node.session.err_timeo.tgt_reset_timeout", 32, "30"),
	NUMBER("node.session.initial_cmdsn", 32, NULL),
	NUMBER("node.session.initial_login_retry_max", 32, "4"),
	NUMBER("node.session.iscsi.DefaultTime2Retain", 32, NULL),
	NUMBER("node.session.iscsi.DefaultTime2Wait", 32, "2"),
	NUMBER("node.session.iscsi.ERL", 32, NULL),
	WORD("node.session.iscsi.FastAbort", "No Yes", "Yes"),
	NUMBER("node.session.iscsi.FirstBurstLength", 32, "262144"),
	WORD("node.session.iscsi.ImmediateData", "No Yes", "Yes"),
	WORD("node.session.iscsi.InitialR2T", "No Yes", "No"),
	NUMBER("node.session.iscsi.MaxBurstLength", 32, "16776192"),
	NUMBER("node.session.iscsi.MaxConnections", 32, "1"),
	NUMBER("node.session.iscsi.MaxOutstandingR2T", 32, "1"),
	NUMBER("node.session.nr_sessions", 32, "1"),
	NUMBER("node.session.queue_depth", 32, "32"),
	NUMBER("node.session.reopen_max", 32, NULL),
	WORD("node.session.scan", "manual auto", "auto"),
	NUMBER("node.session.timeo.replacement_timeout", 32, "120"),
	NUMBER("node.session.xmit_thread_priority", 32, "-20"),
	WORD("node.startup", STARTUP, "manual"),
	{ "node.tpgt", RECORD_NUMBER, 32, NULL, "-1", false },
	TEXT("node.transport_name", 15),
};

_Static_assert(countof(keys) <= RECORD_KEYS, "struct record has a place for each");

static int compare(const void *name, const void *key)
{
	const struct record_key *k = key;

	return str_compare(*(const struct str *)name, str_of(k->name));
}

const struct record_key *record_key_find(struct str name)
{
	return bsearch(&name, keys, countof(keys), sizeof(*keys), compare);
}

size_t record_key_index(const struct record_key *key)
{
	return (size_t)(key - keys);
}

const struct record_key *record_key_at(size_t index)
{
	return index < countof(keys) ? &keys[index] : NULL;
}
