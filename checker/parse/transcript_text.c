/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/plain.h"
#include "parse/transcript.h"

struct str transcript_text(struct arena *a, struct str text)
{
	return plain_text(a, text);
}
