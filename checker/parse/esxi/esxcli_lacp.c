/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcli network vswitch dvs vmware lacp …: which NICs a LAG has taken. */
#include "parse/esxi/reader.h"

static void put_lag(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r,
		    const struct esxi_record *one, const struct esxi_lag *stem, struct str nic)
{
	struct esxi_lag lag = *stem;

	if (!str_starts(nic, "vmnic") || !lag.vswitch.s)
		return;
	lag.row.origin = esxi_at(x, c, one->line);
	lag.nic = snapshot_text(x->s, nic);
	esxi_put_esxi_lag(x, r->typed ? MERGE_TYPED : MERGE_COMMAND, &lag);
}

/* A host without a LAG says so, or prints nothing. */
static bool says_none(const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++)
		if (str_starts(str_of(r->v[k].title), "No running LACP"))
			return true;
	return r->whole;
}

/* A NIC stands in a record of its own, or in one that lost its indentation; its switch first. */
static void take_lags(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	struct esxi_lag lag = { .vswitch = { NULL } };

	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		if (esxi_has(one, "dvswitch")) {
			lag.vswitch = esxi_text(x, esxi_value(one, "dvswitch"));
			lag.lag = esxi_text(x, esxi_value(one, "lagid"));
		}
		put_lag(x, c, r, one, &lag, esxi_value(one, "nic"));
	}
	if (says_none(r))
		esxi_read(x, ESXI_PART_LAG);
}

static const char *const lags_names[] = { "networkvswitchdvsvmwarelacpstatusget", NULL };
static const char *const lags_keys[] = { "dvswitch", "lagid", "mode", NULL };
const struct esxi_format esxi_format_cli_lags = {
	.name = "esxcli network vswitch dvs vmware lacp status get",
	.names = lags_names,
	.keys = lags_keys,
	.take = take_lags,
	.parts = 1u << ESXI_PART_LAG,
};

static void take_config(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct esxi_lag lag = { .vswitch = esxi_text(x, esxi_value(one, "dvsname")),
					.lag = esxi_text(x, esxi_value(one, "lagid")) };
		struct str nics = str_of(esxi_list(x, esxi_value(one, "nics")).s), nic;
		if (esxi_tri(esxi_value(one, "enabled")) != TRI_YES)
			continue;
		while (str_split(&nics, ',', &nic))
			put_lag(x, c, r, one, &lag, nic);
	}
}

static const char *const config_names[] = { "networkvswitchdvsvmwarelacpconfigget", NULL };
static const char *const config_keys[] = { "dvsname", "lagid", "nics", "enabled", NULL };
const struct esxi_format esxi_format_cli_lag_config = {
	.name = "esxcli network vswitch dvs vmware lacp config get",
	.names = config_names,
	.keys = config_keys,
	.take = take_config,
};
