/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/section.h"

#include "parse/esxi/records.h"
#include "parse/esxi/records_build.h"
#include "parse/esxi/row_words.h"

static const struct heading {
	const char *begins, *has; /* the line's first words, and some behind them */
	enum esxi_section section;
} headings[] = {
	{ "Interface", "Netmask", ESXI_SECTION_VMKNIC },
	{ "Switch Name", "Num Ports", ESXI_SECTION_VSWITCH },
	{ "DVS Name", "Num Ports", ESXI_SECTION_VSWITCH },
	{ "Name", "Duplex", ESXI_SECTION_NICS },
	{ "Name", "IP Address", ESXI_SECTION_VSWIF },
	{ "VMkernel Routes:", "", ESXI_SECTION_ROUTES },
	{ "VM Kernel Routes:", "", ESXI_SECTION_ROUTES },
	{ "VMkernel default gateway is", "", ESXI_SECTION_GATEWAY },
	{ "Kernel IP routing table", "", ESXI_SECTION_CONSOLE },
};

static bool next_line(struct str rest, struct str *ret_line)
{
	while (str_line(&rest, ret_line))
		if (str_trim(*ret_line).n)
			return true;
	return false;
}

static bool indented(struct str line)
{
	return line.n && (line.p[0] == ' ' || line.p[0] == '\t');
}

/* "vmk0", and below it "   Name: vmk0". */
static bool is_title(struct str line, struct str next)
{
	struct str value = str_from(next, str_find(next, ':'));

	return !indented(line) && indented(next) && value.n > 1 && value.p[1] == ' ' &&
	       !str_has(line, ": ");
}

/* "ds1 is /vol/ds1 from 10.0.0.60 mounted available": such an output has no header. */
static bool is_datastore(struct str line)
{
	return str_has(line, " is /") && str_has(line, " from ") && str_has(line, " mounted");
}

enum esxi_section esxi_section(struct str line, struct str rest)
{
	struct str words = str_trim(line), next = STR("");
	struct esxi_row_words w;

	if (!words.n)
		return ESXI_SECTION_NONE;
	if ((next_line(rest, &next) && esxi_is_ruler(next)) || esxi_is_heading(words))
		return ESXI_SECTION_TABLE;
	if (str_starts(words, "VMware ESX") && str_has(words, "build-"))
		return ESXI_SECTION_VERSION;
	if (is_datastore(words))
		return ESXI_SECTION_NAS;
	esxi_row_split(&w, str_upto(words, 1024));
	for (size_t i = 0; w.n && i < countof(headings); i++)
		if (esxi_row_phrase(&w, 0, headings[i].begins) &&
		    (!*headings[i].has || esxi_row_has(&w, headings[i].has)))
			return headings[i].section;
	return is_title(line, next) ? ESXI_SECTION_RECORDS : ESXI_SECTION_NONE;
}

struct transcript_begin esxi_begins(struct str before, struct str line, struct str rest)
{
	enum esxi_section section = esxi_section(line, rest);

	(void)before;
	return (struct transcript_begin){ .kind = section, .anew = section == ESXI_SECTION_TABLE };
}
