/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/ip.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

struct ip ip4(uint32_t v)
{
	return (struct ip){
		IP_V4, { (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v }
	};
}

bool ip_is_mapped(struct ip ip)
{
	static const uint8_t front[12] = { [10] = 0xff, [11] = 0xff };

	return ip.family == IP_V6 && memcmp(ip.bytes, front, sizeof(front)) == 0;
}

struct ip ip_unmapped(struct ip ip)
{
	return ip_from_bytes(IP_V4, ip.bytes + 12);
}

struct ip ip_from_bytes(int family, const void *bytes)
{
	struct ip ip = { .family = (uint8_t)family };

	memcpy(ip.bytes, bytes, family == IP_V4 ? 4 : 16);
	return ip;
}

uint32_t ip4_value(struct ip ip)
{
	const uint8_t *b = ip.bytes;

	if (ip.family != IP_V4)
		return 0;
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

unsigned ip_bits(struct ip ip)
{
	return ip.family == IP_V4 ? 32 : ip.family == IP_V6 ? 128 : 0;
}

bool ip_parse(struct str text, struct ip *ret_ip)
{
	char buffer[INET6_ADDRSTRLEN];
	uint8_t bytes[16];
	int family;

	if (!text.n || text.n >= sizeof(buffer) || memchr(text.p, '\0', text.n))
		return false;
	memcpy(buffer, text.p, text.n);
	buffer[text.n] = '\0';
	family = strchr(buffer, ':') ? IP_V6 : IP_V4;
	if (inet_pton(family == IP_V6 ? AF_INET6 : AF_INET, buffer, bytes) != 1)
		return false;
	*ret_ip = ip_from_bytes(family, bytes);
	return true;
}

bool ip_parse_with_len(struct str text, struct ip *ret_ip, uint8_t *ret_len)
{
	size_t slash = str_find(text, '/');
	struct ip ip;
	uint64_t len;

	if (slash == text.n || !ip_parse(str_upto(text, slash), &ip) ||
	    !str_to_u64(str_from(text, slash + 1), &len) || len > ip_bits(ip))
		return false;
	*ret_ip = ip;
	*ret_len = (uint8_t)len;
	return true;
}

bool prefix_parse(struct str text, struct prefix *ret_prefix)
{
	struct ip ip;
	uint8_t len;

	if (ip_parse(text, &ip))
		return prefix_make(ip, ip_bits(ip), ret_prefix);
	return ip_parse_with_len(text, &ip, &len) && prefix_make(ip, len, ret_prefix);
}

/* At most three digits; gives the place behind them. */
static char *put_number(char *at, unsigned n)
{
	if (n >= 100)
		*at++ = (char)('0' + n / 100);
	if (n >= 10)
		*at++ = (char)('0' + n / 10 % 10);
	*at++ = (char)('0' + n % 10);
	return at;
}

/* Written here: SQL reads addresses as text, and inet_ntop() costs ten times as much. */
static void put_ip4(char *at, const uint8_t *bytes)
{
	for (unsigned i = 0; i < 4; i++) {
		at = put_number(at, bytes[i]);
		*at++ = i < 3 ? '.' : '\0';
	}
}

struct ip_string ip_text(struct ip ip)
{
	struct ip_string text = { "" };

	if (ip.family == IP_V4)
		put_ip4(text.s, ip.bytes);
	else if (ip.family)
		inet_ntop(AF_INET6, ip.bytes, text.s, sizeof(text.s));
	return text;
}

struct prefix_string prefix_text(struct prefix p)
{
	struct prefix_string text = { "" };
	struct ip_string ip = ip_text(p.ip);
	size_t n = strlen(ip.s);

	if (!p.ip.family)
		return text;
	memcpy(text.s, ip.s, n);
	text.s[n] = '/';
	*put_number(text.s + n + 1, p.len) = '\0';
	return text;
}

bool ip_known(struct ip ip)
{
	return ip.family != IP_NONE;
}

int ip_compare(struct ip a, struct ip b)
{
	if (a.family != b.family)
		return a.family < b.family ? -1 : 1;
	return memcmp(a.bytes, b.bytes, sizeof(a.bytes));
}

bool ip_equal(struct ip a, struct ip b)
{
	return ip_compare(a, b) == 0;
}

bool ip_is_unspecified(struct ip ip)
{
	static const uint8_t zero[16];

	return ip.family && memcmp(ip.bytes, zero, sizeof(zero)) == 0;
}

bool ip_is_loopback(struct ip ip)
{
	static const uint8_t one[16] = { [15] = 1 };

	if (ip.family == IP_V4)
		return ip.bytes[0] == 127;
	return ip.family == IP_V6 && memcmp(ip.bytes, one, sizeof(one)) == 0;
}

bool ip_is_link_local(struct ip ip)
{
	if (ip.family == IP_V4)
		return ip.bytes[0] == 169 && ip.bytes[1] == 254;
	return ip.family == IP_V6 && ip.bytes[0] == 0xfe && (ip.bytes[1] & 0xc0) == 0x80;
}

bool ip_is_multicast(struct ip ip)
{
	if (ip.family == IP_V4)
		return (ip.bytes[0] & 0xf0) == 0xe0;
	return ip.family == IP_V6 && ip.bytes[0] == 0xff;
}

struct prefix prefix_of(struct ip ip, unsigned len)
{
	struct prefix p = { .ip = ip, .len = (uint8_t)len };

	if (!ip.family || len > ip_bits(ip))
		return (struct prefix){ .len = 0 };
	/*
	 * The byte that the border runs through, and those behind it: a full table has a million
	 * prefixes.
	 */
	for (unsigned i = len / 8; i < (ip.family == IP_V4 ? 4U : 16U); i++)
		p.ip.bytes[i] &= (uint8_t)(i == len / 8 ? 0xff00U >> len % 8 : 0);
	return p;
}

bool prefix_make(struct ip ip, unsigned len, struct prefix *ret_prefix)
{
	struct prefix p = prefix_of(ip, len);

	if (!prefix_known(p) || !ip_equal(p.ip, ip))
		return false;
	*ret_prefix = p;
	return true;
}

bool prefix_known(struct prefix p)
{
	return p.ip.family != IP_NONE;
}

int prefix_compare(struct prefix a, struct prefix b)
{
	int order = ip_compare(a.ip, b.ip);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool prefix_equal(struct prefix a, struct prefix b)
{
	return prefix_compare(a, b) == 0;
}

bool prefix_has(struct prefix p, struct ip ip)
{
	unsigned whole = p.len / 8, rest = p.len % 8;

	if (!p.ip.family || p.ip.family != ip.family || memcmp(p.ip.bytes, ip.bytes, whole) != 0)
		return false;
	return !rest || ((p.ip.bytes[whole] ^ ip.bytes[whole]) & (0xff00 >> rest) & 0xff) == 0;
}

bool prefix_overlaps(struct prefix a, struct prefix b)
{
	return a.len <= b.len ? prefix_has(a, b.ip) : prefix_has(b, a.ip);
}

bool netmask_to_len(struct ip mask, uint8_t *ret_len)
{
	unsigned bits = ip_bits(mask), len = 0;
	struct ip ones = mask;

	while (len < bits && mask.bytes[len / 8] & (0x80 >> len % 8))
		len++;
	memset(ones.bytes, 0xff, bits / 8);
	if (!bits || !ip_equal(prefix_of(ones, len).ip, mask))
		return false;
	*ret_len = (uint8_t)len;
	return true;
}
