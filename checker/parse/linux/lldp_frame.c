/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LLDP frames as systemd-networkd keeps them (its link_lldp_save()): for each
 * neighbour the length, 8 bytes little endian, then the whole Ethernet frame.  The values
 * in it are those of IEEE 802.1AB: 7 bits of type, 9 of length.
 */
#include <string.h>

#include "parse/linux/linux.h"
#include "parse/linux/rows.h"

enum {
	ETHERNET = 14, /* bytes of the header */
	ETHERTYPE_LLDP = 0x88cc,
	TLV_CHASSIS = 1,
	TLV_PORT = 2,
	TLV_PORT_DESCRIPTION = 4,
	TLV_NAME = 5,
	TLV_ADDRESS = 8,
	TLV_ORGANIZATION = 127,
	CHASSIS_MAC = 4, /* subtypes of the id */
	CHASSIS_NETWORK = 5,
	PORT_MAC = 3,
	PORT_NETWORK = 4,
};

static unsigned two(struct str v, size_t at)
{
	return (unsigned)(unsigned char)v.p[at] << 8 | (unsigned char)v.p[at + 1];
}

static struct text mac_text_of(struct snapshot *s, struct str v)
{
	const unsigned char *b = (const unsigned char *)v.p;

	if (v.n != 6)
		return (struct text){ NULL };
	return snapshot_textf(s, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5]);
}

/* IANA address family, then the address. */
static struct ip address_of(struct str v)
{
	struct ip ip = { .family = IP_NONE };

	if (v.n == 5 && v.p[0] == 1)
		ip = ip_from_bytes(IP_V4, v.p + 1);
	else if (v.n == 17 && v.p[0] == 2)
		ip = ip_from_bytes(IP_V6, v.p + 1);
	return ip;
}

static struct text id_of(struct snapshot *s, struct str v, unsigned mac, unsigned network)
{
	struct str id = str_from(v, 1);
	struct ip ip;

	if (!id.n)
		return (struct text){ NULL };
	if ((unsigned char)v.p[0] == mac)
		return mac_text_of(s, id);
	if ((unsigned char)v.p[0] != network)
		return snapshot_text(s, id);
	ip = address_of(id);
	return ip_known(ip) ? snapshot_cstr(s, ip_text(ip).s) : (struct text){ NULL };
}

/* Of 802.1 the VLAN of untagged frames; of 802.3 the largest frame, header and check sequence too. */
static void take_organization(struct link_neighbour *n, struct str v)
{
	if (v.n == 6 && memcmp(v.p, "\x00\x80\xc2\x01", 4) == 0 && two(v, 4))
		n->vlan_id = num(two(v, 4));
	if (v.n == 6 && memcmp(v.p, "\x00\x12\x0f\x04", 4) == 0 && two(v, 4) > 18)
		n->mtu = num(two(v, 4) - 18);
}

static void take(struct snapshot *s, struct link_neighbour *n, unsigned type, struct str v)
{
	switch (type) {
	case TLV_CHASSIS: n->chassis = id_of(s, v, CHASSIS_MAC, CHASSIS_NETWORK); break;
	case TLV_PORT: n->port = id_of(s, v, PORT_MAC, PORT_NETWORK); break;
	case TLV_PORT_DESCRIPTION: n->description = snapshot_text(s, v); break;
	case TLV_NAME: n->name = snapshot_text(s, v); break;
	case TLV_ORGANIZATION: take_organization(n, v); break;
	case TLV_ADDRESS:
		if (!ip_known(n->address) && v.n > 1 && (unsigned char)v.p[0] < v.n)
			n->address = address_of(str_upto(str_from(v, 1), (unsigned char)v.p[0]));
		break;
	}
}

/* False where it is cut off, or no frame of LLDP. */
static bool take_frame(struct snapshot *s, struct link_neighbour *n, struct str frame)
{
	if (frame.n < ETHERNET || two(frame, 12) != ETHERTYPE_LLDP)
		return false;
	frame = str_from(frame, ETHERNET);
	while (frame.n >= 2) {
		unsigned head = two(frame, 0), length = head & 0x1ff;
		frame = str_from(frame, 2);
		if (!head)
			return true;
		if (length > frame.n)
			return false;
		take(s, n, head >> 9, str_upto(frame, length));
		frame = str_from(frame, length);
	}
	return frame.n == 0;
}

static bool next_frame(struct str *rest, struct str *ret_frame)
{
	uint64_t length = 0;

	if (rest->n < 8)
		return false;
	for (size_t i = 8; i > 0; i--)
		length = length << 8 | (unsigned char)rest->p[i - 1];
	*rest = str_from(*rest, 8);
	if (length > rest->n)
		return false;
	*ret_frame = str_upto(*rest, length);
	*rest = str_from(*rest, length);
	return true;
}

void parse_lldp_frames(struct snapshot *s, unsigned host, struct text interface,
		       struct origin where, struct str frames)
{
	struct str frame;

	while (next_frame(&frames, &frame)) {
		struct link_neighbour n = { .row.origin = where, .interface = interface };
		n.protocol = snapshot_cstr(s, "LLDP");
		if (take_frame(s, &n, frame))
			add_link_neighbour(s, host, &n);
		else
			snapshot_note(s, host, where, STR("LLDP frame"), "cut off");
	}
	if (frames.n)
		snapshot_note(s, host, where, STR("LLDP frames"), "cut off");
}
