/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ip.h"
#include "base/mac.h"

static struct ip ip(const char *text)
{
	struct ip ip = { .family = 0 };

	ip_parse(str_of(text), &ip);
	return ip;
}

static struct prefix prefix(const char *text)
{
	struct prefix p = { .len = 0 };

	prefix_parse(str_of(text), &p);
	return p;
}

static void test_ip_text(void **state)
{
	static const struct { const char *in, *out; } vectors[] = {
		{ "10.0.0.1", "10.0.0.1" }, { "0.0.0.0", "0.0.0.0" }, { "fd00:0:0::1", "fd00::1" },
		{ "::ffff:10.0.0.1", "::ffff:10.0.0.1" }, { "10.0.0", "" }, { "10.0.0.256", "" },
		{ "10.0.0.01", "" }, { "fe80::1%eth0", "" }, { "[::1]", "" }, { " 10.0.0.1", "" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++)
		assert_string_equal(ip_text(ip(vectors[i].in)).s, vectors[i].out);
}

static void test_prefix_text(void **state)
{
	static const struct { const char *in, *out; } vectors[] = {
		{ "10.0.0.0/24", "10.0.0.0/24" }, { "10.0.0.1", "10.0.0.1/32" }, { "10.0.0.1/24", "" },
		{ "0.0.0.0/0", "0.0.0.0/0" }, { "10.0.0.0/33", "" }, { "10.0.0.0/", "" }, { "::/0", "::/0" },
		{ "fd00::/129", "" }, { "10.0.0.0/-1", "" }, { "10.0.0.0/+8", "" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++)
		assert_string_equal(prefix_text(prefix(vectors[i].in)).s, vectors[i].out);
}

static void test_prefix_relations(void **state)
{
	(void)state;
	assert_string_equal(prefix_text(prefix_of(ip("10.1.2.3"), 23)).s, "10.1.2.0/23");
	assert_string_equal(prefix_text(prefix_of(ip("fd00::1:2"), 127)).s, "fd00::1:2/127");
	assert_false(prefix_known(prefix_of(ip("10.1.2.3"), 33)));
	assert_true(prefix_has(prefix("10.1.2.0/23"), ip("10.1.3.255")));
	assert_false(prefix_has(prefix("10.1.2.0/23"), ip("10.1.4.0")));
	assert_false(prefix_has(prefix("0.0.0.0/0"), ip("::1")));
	assert_true(prefix_overlaps(prefix("10.0.0.0/8"), prefix("10.9.0.0/16")));
	assert_true(prefix_overlaps(prefix("10.9.0.0/16"), prefix("10.0.0.0/8")));
	assert_false(prefix_overlaps(prefix("10.8.0.0/16"), prefix("10.9.0.0/16")));
}

static void test_netmask(void **state)
{
	uint8_t len = 0;

	(void)state;
	assert_true(netmask_to_len(ip("255.255.254.0"), &len));
	assert_int_equal(len, 23);
	assert_true(netmask_to_len(ip("0.0.0.0"), &len));
	assert_int_equal(len, 0);
	assert_false(netmask_to_len(ip("255.0.255.0"), &len));
}

static void test_mac(void **state)
{
	static const struct { const char *in, *out; } vectors[] = {
		{ "00:50:56:6A:11:22", "00:50:56:6a:11:22" }, { "00-50-56-6a-11-22", "00:50:56:6a:11:22" },
		{ "00:50:56:6a:11", "" }, { "00:50:56:6a:11:2", "" }, { "00:50:56:6a:11:22:", "" }, { "", "" },
		{ "0x:50:56:6a:11:22", "" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct mac mac = { .len = 0 };
		mac_parse(str_of(vectors[i].in), &mac);
		assert_string_equal(mac_text(mac).s, vectors[i].out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ip_text),   cmocka_unit_test(test_prefix_text),
		cmocka_unit_test(test_prefix_relations), cmocka_unit_test(test_netmask), cmocka_unit_test(test_mac),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
