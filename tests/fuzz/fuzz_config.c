/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as each file of network configuration, all at once, and as what managers print. */
#include <stdint.h>

#include "parse/config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	bool (*is)(struct str text);
	parse_fn *parse;
} forms[] = {
	{ is_nmcli_overview, parse_nmcli_overview },
	{ is_nmcli_devices, parse_nmcli_devices },
	{ is_nmcli_connections, parse_nmcli_connections },
	{ is_nmcli_details, parse_nmcli_details },
	{ is_nmcli_general, parse_nmcli_general },
	{ is_networkctl_list, parse_networkctl_list },
	{ is_networkctl_status, parse_networkctl_status },
	{ is_wicked, parse_wicked },
};

static const char *const files[] = {
	"run/NetworkManager/devices/2",
	"run/systemd/netif/links/2",
	"run/systemd/netif/leases/2",
	"etc/NetworkManager/system-connections/a",
	"etc/network/interfaces",
	"etc/sysconfig/network-scripts/ifcfg-eth0",
	"etc/sysconfig/network/ifcfg-eth0",
	"etc/netplan/a.yaml",
	"etc/systemd/network/a.network",
	"etc/systemd/network/a.network.d/b.conf",
	"var/lib/NetworkManager/internal-11111111-2222-3333-4444-555555555555-eth0.lease",
	"var/lib/dhcp/dhclient.leases",
	"var/lib/wicked/lease-eth0-dhcp-ipv4.xml",
};

/* A port with two addresses, for files to speak of. */
static unsigned new_host(struct snapshot *s)
{
	struct host row = { .name = snapshot_cstr(s, "h") };
	struct interface port = { .name = snapshot_cstr(s, "eth0"), .ifindex = num(2) };
	struct address a = { .interface = port.name, .prefixlen = num(24) };
	unsigned host = snapshot_add_host(s, &row);

	add_interface(s, host, &port);
	a.address = ip4(0x0a000005);
	add_address(s, host, &a);
	ip_parse(STR("fd00::5"), &a.address);
	a.flags = snapshot_cstr(s, "");
	add_address(s, host, &a);
	return host;
}

static void all_files(struct snapshot *s, struct str text, bool whole)
{
	struct config *c = config_new(s, new_host(s));

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		config_add(c, files[i], text);
	while (config_next_source(c))
		continue;
	config_apply(c, whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct str text = { (const char *)data, size };
	unsigned told = new_host(s), forced = new_host(s);

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		if (forms[i].is(text))
			forms[i].parse(s, told, "x", text);
		forms[i].parse(s, forced, "x", text);
	}
	all_files(s, text, true);
	all_files(s, text, false);
	return 0;
}
