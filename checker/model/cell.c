/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/cell.h"

bool cell_known(const struct cell *c)
{
	switch (c->type) {
	case CELL_text: return c->text.s;
	case CELL_num: return c->num.known;
	case CELL_tri: return c->tri != TRI_UNKNOWN;
	case CELL_ip: return ip_known(c->ip);
	case CELL_prefix: return prefix_known(c->prefix);
	case CELL_mac: return mac_known(c->mac);
	}
	return false;
}

bool cell_equal(const struct cell *a, const struct cell *b)
{
	if (a->type != b->type || cell_known(a) != cell_known(b))
		return false;
	switch (a->type) {
	case CELL_text: return same(a->text.s, b->text.s);
	case CELL_num: return !a->num.known || a->num.v == b->num.v;
	case CELL_tri: return a->tri == b->tri;
	case CELL_ip: return ip_equal(a->ip, b->ip);
	case CELL_prefix: return prefix_equal(a->prefix, b->prefix);
	case CELL_mac: return mac_equal(a->mac, b->mac);
	}
	return false;
}
