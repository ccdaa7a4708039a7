/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses and prefixes as values: passed and returned whole, compared by
 * functions, printed by value:
 *	printf("%s via %s\n", prefix_text(p).s, ip_text(gateway).s);
 * A zeroed struct is "not known": family 0.
 */
#ifndef BASE_IP_H
#define BASE_IP_H

#include "base/base.h"
#include "base/str.h"

enum { IP_NONE = 0, IP_V4 = 4, IP_V6 = 6 };

struct ip {
	uint8_t family;    /* IP_NONE, IP_V4, IP_V6 */
	uint8_t bytes[16]; /* network order; IPv4 in the first four, the rest zero */
};

/* Host bits are always zero: prefix_make and prefix_of see to it. */
struct prefix {
	struct ip ip;
	uint8_t len;
};

struct ip_string {
	char s[46];
};

struct prefix_string {
	char s[50];
};

struct ip ip4(uint32_t host_order);

/* ::ffff:10.0.0.1, and the IPv4 address in it. */
bool ip_is_mapped(struct ip ip);
struct ip ip_unmapped(struct ip ip);
struct ip ip_from_bytes(int family, const void *bytes); /* family IP_V4 or IP_V6 */
/* host order; 0 when it is no IPv4 address */
uint32_t ip4_value(struct ip ip);
unsigned ip_bits(struct ip ip);                         /* 32, 128, or 0 when not known */

/*
 * Strict textual forms: dotted quad of exactly four decimal parts without
 * leading zeros; RFC 4291 for IPv6.  No zone ("%eth0"), no brackets, no blanks.
 */
bool ip_parse(struct str text, struct ip *ret_ip);

/*
 * Address and length, "10.0.0.1/24": an interface address, host bits kept. False without a length.
 */
bool ip_parse_with_len(struct str text, struct ip *ret_ip, uint8_t *ret_len);

/* "10.0.0.0/24"; a bare address is its /32 or /128. False where host bits are set. */
bool prefix_parse(struct str text, struct prefix *ret_prefix);

/* RFC 5952 form; "" when not known. */
struct ip_string ip_text(struct ip ip);
struct prefix_string prefix_text(struct prefix p); /* always with "/len" */

bool ip_known(struct ip ip);
bool ip_equal(struct ip a, struct ip b);
int ip_compare(struct ip a, struct ip b); /* IPv4 before IPv6, then by value */
bool ip_is_unspecified(struct ip ip);     /* 0.0.0.0 or :: */
bool ip_is_loopback(struct ip ip);        /* 127.0.0.0/8, ::1 */
bool ip_is_link_local(struct ip ip);      /* 169.254.0.0/16, fe80::/10 */
bool ip_is_multicast(struct ip ip);

/* False where len is longer than the family, or a host bit is set. */
bool prefix_make(struct ip ip, unsigned len, struct prefix *ret_prefix);

/* The subnet of an address: host bits cleared. Not known where ip is not or len is too long. */
struct prefix prefix_of(struct ip ip, unsigned len);

bool prefix_known(struct prefix p);
bool prefix_equal(struct prefix a, struct prefix b);
int prefix_compare(struct prefix a, struct prefix b); /* by address, shorter first */
bool prefix_has(struct prefix p, struct ip ip);       /* false across families or when not known */
bool prefix_overlaps(struct prefix a, struct prefix b);

/* The netmask 255.255.255.0 or ffff:: as a length; false where it has holes. */
bool netmask_to_len(struct ip mask, uint8_t *ret_len);

#endif
