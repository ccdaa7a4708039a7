/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of esxcli whose blanks collapsed: titles and kinds of words tell the columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "parse/esxi/listing.h"

/* header, row, cells with '|' between; NULL: the row cannot be divided. */
static const struct {
	const char *header, *row, *cells;
} rows[] = {
	{ "Name IPv4 Address IPv4 Netmask IPv4 Broadcast Address Type DHCP DNS",
	  "vmk0 10.1.0.11 255.255.255.0 10.1.0.255 STATIC false",
	  "vmk0|10.1.0.11|255.255.255.0|10.1.0.255|STATIC|false" },
	{ "Name\tIPv4 Address\tIPv4 Netmask\tIPv4 Broadcast\tAddress Type\tGateway\tDHCP DNS",
	  "vmk12\t10.1.0.11\t255.255.255.0\t10.1.0.255\tDHCP\t0.0.0.0\ttrue",
	  "vmk12|10.1.0.11|255.255.255.0|10.1.0.255|DHCP|0.0.0.0|true" },
	{ "Name IPv4 Address IPv4 Netmask IPv4 Broadcast Address Type DHCP DNS",
	  "vmko 10.1.0.11 255.255.255.0 10.1.0.255 STATIC false", NULL },
	{ "Interface Address Netmask Type Status", "vmk0 fe80::250:56ff:fe01:1 64 STATIC PREFERRED",
	  "vmk0|fe80::250:56ff:fe01:1|64|STATIC|PREFERRED" },
	{ "Network Netmask Gateway Interface Source", "default 0.0.0.0 10.2.129.254 vmk0 MANUAL",
	  "default|0.0.0.0|10.2.129.254|vmk0|MANUAL" },
	{ "Neighbor Mac Address Vmknic Expiry State Type",
	  "10.1.1.50 (incomplete) vmk1 -56739718 sec Unknown",
	  "10.1.1.50|(incomplete)|vmk1|-56739718 sec||Unknown" },
	{ "Neighbor Mac Address Vmknic Expiry State Type",
	  "fe80::1 00:50:56:01:00:01 vmk1 0 sec Reachable",
	  "fe80::1|00:50:56:01:00:01|vmk1|0 sec|Reachable|" },
	{ "Name PCI Device Driver Admin Status Link Status Speed Duplex MAC Address MTU Description",
	  "vmnic1 0000:04:00.1 ntg3 Up Down 0 Half 08:92:04:b2:00:87 1500 Broadcom NetXtreme 1 G",
	  "vmnic1|0000:04:00.1|ntg3|Up|Down|0|Half|08:92:04:b2:00:87|1500|Broadcom NetXtreme 1 G" },
	{ "Name PCI Device Driver Link Speed Duplex MAC Address MTU Description",
	  "vusb0 Pseudo cdce Up 1000 Full 08:92:04:b2:00:xx 1500",
	  "vusb0|Pseudo|cdce|Up|1000|Full|08:92:04:b2:00:xx|1500|" },
	{ "Name Virtual Switch Active Clients VLAN ID", "Management Network vSwitch0 1 0",
	  "Management Network|vSwitch0|1|0" },
	{ "Name Virtual Switch Active Clients VLAN ID", "VLAN 100 vSwitch1 12 100",
	  "VLAN 100|vSwitch1|12|100" },
	{ "Name Virtual Switch Active Clients VLAN ID", "storage lan 0 4095", "storage|lan|0|4095" },
	{ "Name Virtual Switch Active Clients VLAN ID", "storage A lan 0 4095", NULL },
	{ "Adapter Driver State UID Description",
	  "vmhba64 iscsi_vmk online iqn.1998-01.com.vmware:esx1 iSCSI Software Adapter",
	  "vmhba64|iscsi_vmk|online|iqn.1998-01.com.vmware:esx1|iSCSI Software Adapter" },
	{ "HBA Name Driver Link State UID Capabilities Description",
	  "vmhba64 iscsi_vmk online iqn.1998-01.com.vmware:esx1 Second Level Lun ID iSCSI Software",
	  "vmhba64|iscsi_vmk|online|iqn.1998-01.com.vmware:esx1|Second Level Lun ID iSCSI Software|" },
	{ "Adapter Target IP Port Tpgt", "vmhba64 iqn.2001-05.com.example:v 10.1.1.50 3260 1",
	  "vmhba64|iqn.2001-05.com.example:v|10.1.1.50|3260|1" },
	{ "Adapter Sendtarget", "vmhba64 10.1.1.50:3260", "vmhba64|10.1.1.50:3260" },
	{ "Adapter Target Address Target Name", "vmhba64 10.1.1.50:3260 iqn.2001-05.com.example:v",
	  "vmhba64|10.1.1.50:3260|iqn.2001-05.com.example:v" },
	{ "Volume Name Host Share Accessible Mounted Hardware Acceleration",
	  "data store 1 nas.example /vol/ds1 true false Not Supported",
	  "data store 1|nas.example|/vol/ds1|true|false|Not Supported" },
	{ "Volume Name Host Share Accessible Mounted Read-Only isPE Hardware Acceleration",
	  "ds 10.1.1.50 /vol/my ds true true false false Supported",
	  "ds|10.1.1.50|/vol/my ds|true|true|false|false|Supported" },
	{ "Volume Name Host(s) Share Accessible Mounted Read-Only Security isPE Hardware Acceleration",
	  "ds 10.1.1.50,10.1.1.51 /ds true true false AUTH_SYS false Not Supported",
	  "ds|10.1.1.50,10.1.1.51|/ds|true|true|false|AUTH_SYS|false|Not Supported" },
};

static void rows_are_divided_by_kinds(void **state)
{
	struct str cells[ESXI_MOST_COLUMNS];
	struct esxi_header h;

	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		char joined[400] = "";
		if (!esxi_header_parse(str_of(rows[i].header), &h) || h.cut)
			fail_msg("header %zu: %s", i, rows[i].header);
		if (!esxi_header_divide(&h, str_of(rows[i].row), cells)) {
			if (rows[i].cells)
				fail_msg("row %zu: %s", i, rows[i].row);
			continue;
		}
		for (size_t k = 0; k < h.n; k++)
			snprintf(joined + strlen(joined), sizeof(joined) - strlen(joined), "%s%.*s",
				 k ? "|" : "", STR_ARGS(cells[k]));
		if (!rows[i].cells || strcmp(joined, rows[i].cells) != 0)
			fail_msg("row %zu: %s", i, joined);
		assert_true(esxi_header_suits(&h, cells));
	}
}

static void a_header_that_ends_early_is_cut(void **state)
{
	static const char *const cut[] = {
		"Name  IPv4 Address  IPv4 Netm",
		"Name  IPv4 Address",
		"Neighbor       Mac Address        Vmknic",
		"Name  Virtual Switch  Active Clients  VL",
		"Network Netmask Gateway Interface Sou",
	};
	static const char *const none[] = {
		"Network  Netmask  Gateway  Interface", /* of esxcfg-route */
		"Name    PCI          Driver      Link Speed      Duplex MAC Address       MTU    Description",
		"vmk0 10.1.0.11 255.255.255.0",
		"Name",
		"",
	};
	struct esxi_header h;

	(void)state;
	for (size_t i = 0; i < countof(cut); i++)
		if (!esxi_header_parse(str_of(cut[i]), &h) || !h.cut)
			fail_msg("not cut: %s", cut[i]);
	for (size_t i = 0; i < countof(none); i++)
		if (esxi_header_parse(str_of(none[i]), &h))
			fail_msg("a header: %s", none[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_divided_by_kinds),
		cmocka_unit_test(a_header_that_ends_early_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
