// SPDX-License-Identifier: GPL-2.0-or-later
// node annotations.mjs MODULES REPORT: the annotations of a JSON report as GitHub's own library writes them.
import fs from 'fs';

const [modules, file] = process.argv.slice(2);
const core = await import(`${modules}/@actions/core/lib/core.js`);
const report = JSON.parse(fs.readFileSync(file));
const errors = report.sources.map((s) => s.error).filter((e, i, all) => e && e !== all[i - 1]);
const all = errors.map((text) => ({ kind: 'error', text, where: { title: 'uplint' } }));
for (const severity of ['error', 'warning', 'info'])
	for (const r of report.results)
		if (r.status === 'non-compliant' && r.severity === severity)
			all.push({
				kind: severity === 'info' ? 'notice' : severity,
				text: r.message,
				where: { title: `${r.host}: ${r.rule}`, file: r.origin?.file, startLine: r.origin?.line },
			});
const told = { error: 0, warning: 0, notice: 0 };
const few = (kind) => all.filter((a) => a.kind === kind).length <= 10;
const most = { error: 10, warning: 10, notice: few('error') && few('warning') && few('notice') ? 10 : 9 };
for (const a of all) if (told[a.kind] < most[a.kind] && ++told[a.kind]) core[a.kind](a.text, a.where);
const left = all.length - told.error - told.warning - told.notice;
if (left) core.notice(`${left} more are not shown here; -f text or -f json has all`, { title: 'uplint' });
