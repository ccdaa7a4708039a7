/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/linux/linux.h"

struct ifupdown parse_ifupdown(struct str text, const char *interface)
{
	struct ifupdown found = { .stanza = false };
	struct str line;

	while (str_line(&text, &line)) {
		struct str keyword, name, family, method;
		if (!str_word(&line, &keyword) || !str_eq(keyword, "iface") ||
		    !str_word(&line, &name) || !str_eq(name, interface))
			continue;
		found.stanza = true;
		if (!str_word(&line, &family) || !str_word(&line, &method))
			continue;
		bool dhcp = str_eq(method, "dhcp");
		found.dhcp4 |= str_eq(family, "inet") && dhcp;
		found.static4 |= str_eq(family, "inet") && !dhcp;
		found.dhcp6 |= str_eq(family, "inet6") && dhcp;
		found.static6 |= str_eq(family, "inet6") && !dhcp;
	}
	return found;
}
