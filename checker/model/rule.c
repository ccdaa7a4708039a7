/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/rule.h"

#include <string.h>

static const char *const severities[] = { "info", "warning", "error" };

const char *severity_name(enum severity severity)
{
	return severities[severity];
}

bool severity_parse(const char *name, enum severity *ret_severity)
{
	for (size_t i = 0; i < countof(severities); i++) {
		if (strcmp(name, severities[i]) == 0) {
			*ret_severity = (enum severity)i;
			return true;
		}
	}
	return false;
}

bool platform_parse(const char *name, enum platform *ret_platform)
{
	static const struct { const char *name; enum platform platform; } platforms[] = {
		{ "linux", PLATFORM_LINUX }, { "esxi", PLATFORM_ESXI }, { "esx", PLATFORM_ESX },
		{ "ovirt", PLATFORM_OVIRT }, { "all", PLATFORM_ALL },
	};

	for (size_t i = 0; i < countof(platforms); i++) {
		if (strcmp(name, platforms[i].name) == 0) {
			*ret_platform = platforms[i].platform;
			return true;
		}
	}
	return false;
}
