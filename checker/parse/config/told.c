/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tools say of interfaces and addresses, as rows. */
#include <string.h>

#include "parse/config/claim.h"
#include "parse/linux/linux.h"

/* Nobody sets up what the kernel has of itself. */
static bool is_kernels(struct ip ip)
{
	return ip_is_loopback(ip) || (ip.family == IP_V6 && ip_is_link_local(ip));
}

bool told_address(struct snapshot *s, unsigned host, struct text interface, struct str address,
		  const char *method, struct origin where)
{
	struct address row = { .row.origin = where, .interface = interface };
	uint8_t len;

	if (ip_parse_with_len(address, &row.address, &len))
		row.prefixlen = num(len);
	else if (!ip_parse(address, &row.address))
		return false;
	if (!is_kernels(row.address))
		row.method = snapshot_cstr(s, method);
	add_address(s, host, &row);
	linux_cover_part(s, host, TABLE_address, "no output lists all addresses");
	return true;
}

/* Managers list what is none too: modems, phones, Wi-Fi Direct. */
static bool is_interface(struct text name)
{
	return name.s && strlen(name.s) < 16 && !strpbrk(name.s, ":/") &&
	       strncmp(name.s, "p2p-dev-", 8) != 0;
}

void told_manager(struct snapshot *s, unsigned host, struct text interface, const char *manager,
		  struct text profile, struct origin where)
{
	struct interface row;

	if (!is_interface(interface))
		return;
	row = linux_interface(s, host, interface, where);
	if (manager && (!row.manager.s || same(row.manager.s, manager))) {
		row.manager = snapshot_cstr(s, manager);
		fill_text(&row.connection, profile);
	}
	put_interface(s, host, row.row.index, &row);
	linux_cover_part(s, host, TABLE_interface, "no output lists all interfaces");
}
