/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/report.h"

const char *verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_COMPLIANT: return "compliant";
	case VERDICT_NON_COMPLIANT: return "non-compliant";
	case VERDICT_WAIVED: return "waived";
	case VERDICT_NOT_EVALUATED: return "not-evaluated";
	}
	return NULL;
}

const char *outcome_name(enum outcome_state state)
{
	switch (state) {
	case OUTCOME_EVALUATED: return "evaluated";
	case OUTCOME_NOT_APPLICABLE: return "not-applicable";
	case OUTCOME_NOT_EVALUATED: return "not-evaluated";
	case OUTCOME_BROKEN: return "broken";
	}
	return NULL;
}
