/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the readers of hostd's objects; nobody else needs it. */
#ifndef PARSE_ESXI_VIM_H
#define PARSE_ESXI_VIM_H

#include "parse/esxi/reader.h"
#include "parse/esxi/outline.h"

struct vim {
	struct esxi *x;
	const struct esxi_capture *c;
};

struct origin vim_at(const struct vim *v, const struct outline *o);

/* Values at a path below an object; not known where they are unset. */
struct text vim_text(const struct vim *v, const struct outline *o, const char *path);
struct num vim_num(const struct outline *o, const char *path);
enum tri vim_tri(const struct outline *o, const char *path);

/* "vmotion.key-vim.host.VirtualNic-vmk2": vmk2. What is no key stays as it is. */
struct str vim_key(struct str key);

/* The members of a list, without their keys' beginning, comma between; "" for none. */
struct text vim_list(const struct vim *v, const struct outline *list);

/* An iSCSI adapter with its targets; a volume with how it is mounted. */
void vim_read_hba(const struct vim *v, const struct outline *o);
void vim_read_mount(const struct vim *v, const struct outline *o);

#endif
