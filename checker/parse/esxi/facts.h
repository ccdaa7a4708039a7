/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clang-format off */
/*
 * What many outputs of one ESXi host say, brought together.
 *
 * Readers put rows, of which they fill what their output shows and leave the
 * rest zero, in any order and as often as they like:
 *
 *	struct interface i = {
 *		.row.origin = snapshot_at(x->s, file, line), .name = …, .mtu = num(1500)
 *	};
 *	esxi_put_interface(x, MERGE_LISTING, &i);
 *
 * model/merge.h makes one row of those that have one key.  esxi_finish()
 * works out what follows from several facts (effective failover order, switch
 * of a vmknic, coverage) and writes the snapshot's rows.
 *
 * Conventions, so that sources agree:
 *   interface  kind vmknic, vmnic, vswif; `admin` enabled; `carrier` link; `portgroup` and
 *              `vswitch` as the output has them: a port group's name, or a bare distributed
 *              port number ("510"), of which esxi_finish() makes "dvs/510"; `stack` through
 *              esxi_stack(): NULL is the default one
 *   address    `method` static, dhcp, slaac, link-local, none
 *   route      `route_table` through esxi_route_table(): never NULL; `type` unicast; `protocol`
 *              kernel for connected ones (gateway NULL), else static, dhcp or redirect
 *   neighbour  `stack` as above
 *   host       name, version, build, platform ("esxi", "esx") in one row; no `kind`, no `source`
 *   services   never in `interface` rows: esxi_service()
 *   uplink     never: teams (esxi_put_esxi_team) and vswitch.uplinks
 *   portgroup  identity, VLAN and ports only; the policy goes into esxi_team
 * "N/A", "<unset>" and the like are not known: esxi_text().
 */
/* clang-format on */
#ifndef PARSE_ESXI_FACTS_H
#define PARSE_ESXI_FACTS_H

#include "model/merge.h"

#define TABLE(name, text) struct name { struct row row;
#define COL(type, name, text) cell_##type name;
#define END };
#include "parse/esxi/tables.def"

enum esxi_table {
	ESXI_LAST_MODEL_TABLE = TABLE_COUNT - 1,
#define TABLE(name, text) TABLE_##name,
#define COL(type, name, text)
#define END
#include "parse/esxi/tables.def"
	ESXI_TABLE_COUNT
};

/* Pieces of knowledge whose output may be missing; several make up the coverage of a table. */
enum esxi_part {
	ESXI_PART_HOST,
	ESXI_PART_VMKNIC,      /* the list of VMkernel ports */
	ESXI_PART_VMNIC,       /* the list of physical NICs */
	ESXI_PART_VSWIF,
	ESXI_PART_ADDRESS4,
	ESXI_PART_ADDRESS6,
	ESXI_PART_SERVICES,    /* service tags of every vmknic */
	ESXI_PART_STACKS,
	ESXI_PART_ROUTE4,      /* the default stack's table */
	ESXI_PART_ROUTE6,
	ESXI_PART_NEIGHBOUR,
	ESXI_PART_STANDARD,    /* standard switches */
	ESXI_PART_DISTRIBUTED, /* distributed switches and their ports */
	ESXI_PART_LAG,
	ESXI_PART_PORTGROUP,
	ESXI_PART_BINDING,
	ESXI_PART_ADAPTER,
	ESXI_PART_TARGET,      /* portals of targets */
	ESXI_PART_DISCOVERY,   /* sendtargets and static addresses */
	ESXI_PART_SESSION,
	ESXI_PART_PATH,
	ESXI_PART_NFS3,
	ESXI_PART_NFS41,
	ESXI_PART_HINT,        /* what CDP and LLDP heard at the NICs */
	ESXI_PART_COUNT
};

struct esxi {
	struct snapshot *s;
	struct merge *merge;
	struct esxi_store *store; /* of facts.c */
	/* Where a line of a file really lies, if not there; NULL: all lie where they are. */
	void (*place)(void *ctx, const char **file, unsigned *line);
	void *place_ctx;
};

void esxi_init(struct esxi *x, struct snapshot *s);
void esxi_done(struct esxi *x);

/* What was put so far, merged: as merge_get(), merge_find(). */
static inline const struct row *esxi_get(const struct esxi *x, unsigned table, size_t index)
{
	return merge_get(x->merge, table, index);
}

static inline const struct row *esxi_find(const struct esxi *x, unsigned table,
					  const struct row *like)
{
	return merge_find(x->merge, table, like);
}

static inline bool esxi_holds(const struct esxi *x, unsigned table, const struct row *row)
{
	return merge_find(x->merge, table, row);
}

static inline void esxi_note(struct esxi *x, struct origin origin, struct str text,
			     const char *reason)
{
	merge_note(x->merge, origin, text, reason);
}

/* A service (management, vmotion, ft, vsan, provisioning, replication, …) of a vmknic. */
void esxi_service(struct esxi *x, struct str vmknic, const char *service);

/* The output showed all services of this vmknic, be they none. */
void esxi_services_known(struct esxi *x, struct str vmknic);
bool esxi_services_are_known(const struct esxi *x, struct str vmknic);

/* VMware's word for a service (VMotion, faultToleranceLogging, …) as ours; NULL where it is none
 * that we know. */
const char *esxi_service_name(struct str word);

/* A whole list was read, be it empty. / It was asked for and failed; why: the host's words. */
void esxi_read(struct esxi *x, enum esxi_part part);
void esxi_failed(struct esxi *x, enum esxi_part part, const char *why);
bool esxi_was_read(const struct esxi *x, enum esxi_part part);

/*
 * An output of the parts (bits 1 << ESXI_PART_…) was there, and is not the whole list: why.  As
 * long as esxi_shows_part() has words, nothing that is read is; NULL: from now on it is again.
 */
void esxi_partly(struct esxi *x, uint32_t parts, const char *why);
void esxi_shows_part(struct esxi *x, const char *why);

/* Rows of a list that was read were lost. */
void esxi_damaged(struct esxi *x, uint32_t parts);

/*
 * A line that was not understood: is it a row of the list, going by its first
 * word?  Then the list is not whole; the parts are bits 1 << ESXI_PART_….
 */
void esxi_lost_row(struct esxi *x, uint32_t parts, struct str line);

/*
 * Do outputs of one kind in two files contradict each other on what makes a
 * host that host (MAC addresses and IPv4 addresses of its ports)?  Words on
 * that, as long as x lives; NULL: they do not.  same_file: they may stand in one.
 */
const char *esxi_apart(struct esxi *x, bool same_file);

/* A value as text: trimmed; {NULL} for "", "N/A", "<unset>", "(null)", "null", "none set". */
struct text esxi_text(struct esxi *x, struct str value);

/* A list of adapters, any separators (", ", "; ", blanks), as "vmnic0,vmnic1"; "" is known to be
 * none. */
struct text esxi_list(struct esxi *x, struct str value);

struct text esxi_stack(struct esxi *x, struct str name);       /* {NULL} for the default stack */
struct text esxi_route_table(struct esxi *x,
			     struct str name); /* "" and {NULL}: defaultTcpipStack */

/* VMware's words for a load balancing or failure detection as ours; {NULL} where unknown. */
struct text esxi_load_balancing(struct esxi *x, struct str word);
struct text esxi_failure_detection(struct esxi *x, struct str word);

/* "true", "yes", "1", "Up", "enabled" and their opposites. */
enum tri esxi_tri(struct str word);
struct num esxi_num(struct str word); /* a number, "1000Mbps" too */

/*
 * Writes all into a new host of the snapshot and returns its index.  name: for
 * a host that no output names; kind, source: of its row.
 */
struct esxi_label {
	const char *name, *kind, *source;
};
unsigned esxi_finish(struct esxi *x, const struct esxi_label *label);

#define TABLE(name, text) \
	static inline void esxi_put_##name(struct esxi *x, enum merge_rank rank, \
					   const struct name *row) \
	{ \
		merge_put(x->merge, TABLE_##name, rank, &row->row); \
	}
#define COL(type, name, text)
#define END
#include "model/tables.def"
#define TABLE(name, text) \
	static inline void esxi_put_##name(struct esxi *x, enum merge_rank rank, \
					   const struct name *row) \
	{ \
		merge_put(x->merge, TABLE_##name, rank, &row->row); \
	}
#define COL(type, name, text)
#define END
#include "parse/esxi/tables.def"

#endif
