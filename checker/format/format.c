/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/format.h"

#include "base/typo.h"

static const struct format *const formats[] = {
#define FORMAT(name) &format_##name,
#include "format/formats.def"
#undef FORMAT
};

const char *const format_names[] = {
#define FORMAT(name) #name,
#include "format/formats.def"
#undef FORMAT
	NULL,
};

const char format_help[] = "report format:"
#define FORMAT(name) " " #name
#include "format/formats.def"
#undef FORMAT
	;

const struct format *format_find(const char *name, struct err *err)
{
	int i = typo_find(err, "format", name, format_names, countof(formats));

	return i < 0 ? NULL : formats[i];
}
