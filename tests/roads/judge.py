#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""judge.py UPLINT HOST NAME: each road of HOST/roads/list against what uplint said on the host itself (HOST/check.json,
HOST/live.json) and what its kernel answered (HOST/kernel.json). Classes of roads:
  exact  a native snapshot: every verdict, every path
  full   all that the network's tables hold: the verdicts of NETWORK are the live ones; others the same, or not evaluated
  bare   the same, but nothing says that a list of rules is that of IPv6
  poor   some of it: no verdict but the live ones; what is wrong by `ip addr` and `ip route` alone stays so (road two)
  maybe  damaged: read, or noted, or refused with the name of the file; never another fact, verdict or certain path
"""
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# Rules whose facts are those of the network's tables.
NETWORK = '''arp-filter-has-rules arp-flux duplicate-address duplicate-mac gateway-on-link lower-is-up mtu-fits-lower
one-default-route one-nic-per-subnet overlapping-subnets reverse-path-filter'''.split()
# Of these those that ask for the ports of storage: a report of a host without open-iscsi does not say that it has none.
STORAGE = ('arp-filter-has-rules', 'arp-flux', 'reverse-path-filter')
# Tables whose rows are compared, and columns that come and go, or that are numbered anew in each reading.
TABLES = '''interface address route routing_rule neighbour uplink bond iscsi_adapter iscsi_iface iscsi_node iscsi_target
iscsi_session multipath nfs_mount sysctl'''.split()
PASSING = {'nexthops', 'link_netns', 'connection_state', 'state', 'flags', 'failures', 'path', 'file_name', 'sid', 'carrier', 'min_mtu', 'max_mtu'}
# Rules that ask for the scope of addresses.
SCOPED = ('one-nic-per-subnet', 'overlapping-subnets')
# Types of routes of which net-tools do not say which it is.
REJECTING = ('blackhole', 'unreachable', 'prohibit', 'throw')
# Of these each row must be there.
HELD = {'exact': TABLES, 'full': ('interface', 'address', 'route', 'routing_rule'), 'bare': ('interface', 'address', 'route')}


def run(words, given=None):
    done = subprocess.run(words, input=given, capture_output=True, text=True, check=False, errors='replace')
    return done.returncode, done.stdout, done.stderr


def read(path):
    with open(path, encoding='utf-8') as f:
        return json.load(f)


def verdicts(report):
    """Of each rule: {subject: status}, or its one word where it had no object. The host's own name, which roads differ
    in, is a star."""
    found = {entry['rule']: 'silenced' if (entry.get('reason') or '').startswith('said by ') else entry['status']
             for entry in report['rules']}
    for result in report['results']:
        if not isinstance(found.get(result['rule']), dict):
            found[result['rule']] = {}
        subject = '*' if result['subject'] == result['host'] else result['subject']
        found[result['rule']][subject] = result['status']
    return found


def rule_differs(rule, kind, live, road):
    """What is wrong about one rule's verdicts by this road; nothing if that may be."""
    if road == 'broken':
        return ['broken']
    # What another finding said on the host is wrong by a road that does not hold that one's facts.
    if live == 'silenced' and kind in ('poor', 'maybe'):
        return []
    live, road = ('not-applicable' if one == 'silenced' else one for one in (live, road))
    if isinstance(road, str):
        if isinstance(live, str):
            return ['claims an absence'] if live == 'not-evaluated' and road == 'not-applicable' else []
        sure = {status for status in live.values() if status != 'not-evaluated'}
        if road == 'not-applicable':
            return [f'not applicable where the host has {live}'] if sure else []
        return [f'not evaluated, on the host {live}'] if sure and must_know(rule, kind) else []
    wrong = []
    for subject in sorted(road.keys() | (live.keys() if isinstance(live, dict) else set())):
        here = live.get(subject) if isinstance(live, dict) else None
        there = road.get(subject)
        if here == there or (there == 'not-evaluated' and not must_know(rule, kind)):
            continue
        if here == 'not-evaluated' and (there is None or rule not in NETWORK):
            continue
        if live == 'not-applicable' and there == 'compliant' and rule not in NETWORK:
            continue
        # Two ports in a subnet are wrong as long as nothing tells that sessions are bound to them.
        if rule == 'one-nic-per-subnet' and kind in ('poor', 'maybe') and (here, there) == ('compliant', 'non-compliant'):
            continue
        if there is None and (kind in ('poor', 'maybe') or (here == 'compliant' and not must_know(rule, kind))):
            continue
        wrong.append(f'{subject}: {there or "none"}, on the host {here or live if isinstance(live, str) else here or "none"}')
    return wrong


def must_know(rule, kind):
    if rule in STORAGE and not os.path.isdir(sys.argv[2] + '/root/etc/iscsi'):
        return kind == 'exact'
    return kind == 'exact' or (kind in ('full', 'bare') and rule in NETWORK)


def wrong_verdicts(kind, live, road):
    wrong = []
    for rule in sorted(live.keys() | road.keys()):
        wrong += [f'{rule} {one}' for one in rule_differs(rule, kind, live.get(rule, 'none'), road.get(rule, 'none'))]
    return wrong


def findings(found):
    return {(rule, subject) for rule, of in found.items() if isinstance(of, dict)
            for subject, status in of.items() if status == 'non-compliant'}


def contradicting(row, other):
    return {name: value for name, value in row.items()
            if value is not None and name not in PASSING and other.get(name) not in (None, value)
            and not (value == 'reject' and other[name] in REJECTING)}


def unlike(row, rows):
    """What no row of ROWS agrees to: the row's first words, and where the nearest says otherwise. None: one agrees."""
    apart = [contradicting(row, other) for other in rows]
    if any(not one for one in apart):
        return None
    first = ' '.join(str(value) for value in list(row.values())[:3])
    return f'{first}: {min(apart, key=len)}' if apart else first


def wrong_facts(kind, live, road):
    wrong = []
    for table in TABLES:
        here, there = live.get(table, []), road.get(table, [])
        wrong += [f'fact {table} that the host has not: {one}' for one in (unlike(row, here) for row in there) if one]
        if table in HELD.get(kind, ()):
            lost = [one for one in (unlike(row, there) for row in here) if one]
            wrong += [f'{len(lost)} of {len(here)} facts {table} are lost: {lost[0]}'] if lost else []
    return wrong


def wrong_paths(kernel, said):
    wrong = []
    for path in said['paths']:
        answer = kernel[path['destination']]
        ways = [path] + (path['alternatives'] or [])
        named = [{name: way[name] for name in ('interface', 'gateway', 'source')} for way in ways]
        if not path['certain']:
            continue
        if 'error' in answer:
            right = not path['reachable']
        else:
            right = path['reachable'] and answer in named
        if not right:
            wrong.append(f"path to {path['destination']}: {named if path['reachable'] else path['reason']}, the kernel {answer}")
    return wrong


class Host:
    """What is known of the host itself."""
    def __init__(self, uplint, folder, name):
        self.uplint, self.folder, self.name = uplint, folder, name
        self.live = verdicts(read(folder + '/check.json'))
        self.facts = read(folder + '/live.json')['hosts'][0]
        self.kernel = read(folder + '/kernel.json')
        self.told = None

    def judge(self, kind, path):
        whole = os.path.join(self.folder, path)
        source, given = whole, None
        if path.endswith('.stdin'):
            with open(whole, encoding='utf-8', errors='replace') as f:
                source, given = '-', f.read()
        status, out, err = run([self.uplint, 'check', '-f', 'json', source], given)
        if status not in (0, 1, 2) or 'runtime error' in err or 'Sanitizer' in err:
            return [f'status {status}: {err[-600:]}']
        try:
            report = json.loads(out)
        except ValueError:
            report = {'hosts': []}
        if status == 2 and not report['hosts']:
            # Refused, by the name that was given.
            name = os.path.basename(path) if given is None else ''
            return [] if kind == 'maybe' and name in err else [f'refused: {err.strip()[:300]}']
        if len(report['hosts']) != 1:
            return [f"{len(report['hosts'])} hosts: {[host['host'] for host in report['hosts']]}"]
        found = verdicts(report)
        if path.endswith('/two'):
            self.told = findings(found) & findings(self.live)
        wrong = wrong_verdicts(kind, self.live, found)
        if kind == 'poor' and self.told is not None and any(word in path for word in ('sosreport', 'scc_', 'plain', 'brief', 'two')):
            # ip -br says no scope.
            wrong += [f'{rule} {subject} is wrong by ip addr and ip route alone' for rule, subject in sorted(self.told - findings(found))
                      if 'brief' not in path or rule not in SCOPED]
        wrong += self.wrong_name(path, report['hosts'][0])
        status, out, err = run([self.uplint, 'snapshot', '-f', 'json', source], given)
        wrong += wrong_facts(kind, self.facts, json.loads(out)['hosts'][0]) if status == 0 else [f'no snapshot: {err[:200]}']
        status, out, err = run([self.uplint, 'path', '-f', 'json', *self.kernel, source], given)
        wrong += wrong_paths(self.kernel, json.loads(out)) if out else [f'no path: {err[:200]}']
        return wrong

    def wrong_name(self, path, host):
        base = os.path.basename(path)
        kind = next((kind for start, kind in (('sosreport', 'sosreport'), ('scc_', 'supportconfig')) if base.startswith(start)), None)
        if kind and host['kind'] != kind:
            return [f"its kind is {host['kind']}"]
        prompted = base in [f'page{n}.txt' for n in range(6)] + ['mixed.log', 'fenced']
        if (kind or prompted) and host['host'].split('.')[0] != self.name:
            return [f"its host is {host['host']}"]
        return []


def main():
    uplint, folder, name = sys.argv[1:4]
    host = Host(uplint, folder, name)
    roads = [('exact', 'live.yaml'), ('exact', 'live.json')]
    with open(folder + '/roads/list', encoding='utf-8') as f:
        roads += [tuple(line.split()) for line in f.read().splitlines()]
    roads = [(kind, path if kind == 'exact' else 'roads/' + path) for kind, path in roads]
    roads.sort(key=lambda road: not road[1].endswith('/two'))
    host.judge(*next(road for road in roads if road[1].endswith('/two')))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(lambda road: host.judge(*road), roads))
    told = {}
    for (kind, path), wrong in zip(roads, answers):
        for one in wrong:
            told.setdefault(one, []).append(f"{path.removeprefix('roads/')} ({kind})")
    show = int(os.environ.get('SHOW', '30'))
    for one in sorted(told, key=lambda one: -len(told[one]))[:show]:
        more = f' and {len(told[one]) - 3} more' if len(told[one]) > 3 else ''
        print(f"{name}: {one}\n    by {', '.join(told[one][:3])}{more}")
    bad = sum(bool(wrong) for wrong in answers)
    print(f'{name}: {len(roads)} roads, {bad} wrong, {len(told)} faults, {len(host.kernel)} destinations')
    sys.exit(bad > 0)


main()
