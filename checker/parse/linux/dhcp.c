/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/linux/linux.h"

/* "  fixed-address 10.0.0.5;" gives 10.0.0.5. */
static bool statement(struct str line, const char *name, struct str *ret_value)
{
	struct str word, value;

	if (!str_word(&line, &word) || !str_eq(word, name) || !str_word(&line, &value))
		return false;
	while (value.n && (value.p[value.n - 1] == ';' || value.p[value.n - 1] == '"'))
		value.n--;
	*ret_value = value.n && value.p[0] == '"' ? str_from(value, 1) : value;
	return true;
}

bool parse_dhclient_has(struct str text, const char *interface, struct ip address)
{
	struct str line, value;
	bool here = false;

	while (str_line(&text, &line)) {
		struct ip ip;
		if (statement(line, "interface", &value))
			here = str_eq(value, interface);
		else if (here &&
			 (statement(line, "fixed-address", &value) ||
			  statement(line, "iaaddr", &value)) &&
			 ip_parse(value, &ip) && ip_equal(ip, address))
			return true;
	}
	return false;
}
