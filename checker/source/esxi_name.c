/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/esxi_name.h"

#include <string.h>

static bool fits(struct str s, const char *shape)
{
	size_t n = strlen(shape);

	for (size_t i = 0; i < n; i++)
		if (i >= s.n ||
		    (shape[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i]))
			return false;
	return true;
}

static bool in_range(struct str s, size_t at, int low, int high)
{
	int v = (s.p[at] - '0') * 10 + s.p[at + 1] - '0';

	return v >= low && v <= high;
}

struct esxi_name esxi_name(struct arena *a, struct str name)
{
	struct esxi_name r = { .captured = NULL };
	struct str time = name;
	size_t begin = 0;

	while (time.n && !fits(time, "0000-00-00--00.00"))
		time = str_from(time, 1);
	if (!time.n)
		return r;
	if (in_range(time, 5, 1, 12) && in_range(time, 8, 1, 31) && in_range(time, 12, 0, 23) &&
	    in_range(time, 15, 0, 59))
		r.captured =
			arena_printf(a, "%.10sT%.2s:%.2s:00Z", time.p, time.p + 12, time.p + 15);
	if (str_starts(name, "esx-"))
		begin = strlen("esx-");
	else if (str_starts(name, "uplint-"))
		begin = strlen("uplint-");
	if (begin && name.n > begin + time.n + 1)
		r.host = (struct str){ name.p + begin, name.n - time.n - begin - 1 };
	return r;
}
