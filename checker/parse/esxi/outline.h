/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts of things within things: the objects that vim-cmd and vmware-vimdump
 * print, and the tree of esxcfg-info.  Keys and values are views into the text
 * (or copies in the arena where an escape was resolved); nodes live in the
 * arena.  Depth and number are bounded: what is beyond is left out, and the
 * root says so.
 */
#ifndef PARSE_ESXI_OUTLINE_H
#define PARSE_ESXI_OUTLINE_H

#include "base/arena.h"
#include "base/str.h"

enum {
	OUTLINE_DEPTH_MOST = 64,
	OUTLINE_NODES_MOST = 400000,
};

struct outline {
	struct str type;  /* "vim.host.PortGroup"; esxcfg-info: the heading */
	struct str key;   /* "name"; empty in a list */
	struct str value; /* p NULL: unset, or a thing with parts */
	unsigned line;
	struct outline *parent, *first, *last, *next;
	bool cut; /* of a root: the text holds more than was taken */
};

/*
 * (vim.host.NetworkInfo) { key = value, list = (string) [ "a" ], … }; what stands between such
 * objects is passed over.
 */
struct outline *parse_vmodl(struct arena *a, struct str text);

/* \==+Heading : and |----Key.......value, nested by their column. */
struct outline *parse_esxcfg_info(struct arena *a, struct str text);

/*
 * The next in the order of the text below root, with what is in it; begin with root itself. NULL at
 * the end.
 */
const struct outline *outline_next(const struct outline *root, const struct outline *at);

/* The child with this key, or NULL; path "spec.policy.nicTeaming" goes down. NULL in, NULL out. */
const struct outline *outline_at(const struct outline *node, const char *path);

/* Its value; p NULL where there is none. */
struct str outline_value(const struct outline *node, const char *path);

#endif
