#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds the verdicts of uplint on random small hosts against the kernel's answers and the rules' words.

check.py SEED...      these hosts; -n COUNT new ones
check.py -a SEED...   and each rule must be compared on them, complying and not
COUNTS=1 tells what was compared.
Root, network namespaces and iproute2 are needed; UPLINT is the program."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import kernel  # noqa: E402
import model  # noqa: E402
from host import Host  # noqa: E402

UPLINT = os.environ.get('UPLINT', 'uplint')


def build(seed, prefix, hosts):
    """Appends it to hosts at once: its namespaces go, whatever happens here."""
    host = Host(seed)
    hosts.append(host)
    host.seed, host.namespace, host.far = seed, f'{prefix}{seed}h', f'{prefix}{seed}b'
    for name in (host.namespace, host.far):
        subprocess.run(['ip', 'netns', 'add', name], check=True)
    kernel.enter(host.namespace)
    for place in ('all', 'default'):
        for line in ('ipv6/conf/%s/accept_dad 0', 'ipv6/conf/%s/accept_ra 0', 'ipv4/conf/%s/rp_filter 0'):
            path, value = (line % place).split()
            pathlib.Path('/proc/sys/net', path).write_text(value)
    kernel.batch(host.far, ['link set dev lo up'])
    kernel.batch(host.namespace, ['link set dev lo up'] + [line.replace('BEYOND', host.far) for line in host.links])
    kernel.batch(host.far, [f'link set dev {nic} up' for nic in host.nics if nic not in host.cut])
    kernel.batch(host.namespace, host.setup)
    for path, value in host.sysctls:
        pathlib.Path('/proc/sys', path).write_text(str(value))


def ask(host, directory):
    root = pathlib.Path(directory, str(host.seed))
    (root / 'sys/class/block').mkdir(parents=True)    # there is no session and no disk
    if host.records:
        host.write_records(root)
    host.write_mounts(root)
    with open(root / 'policy.yaml', 'w') as f:
        host.write_policy(f)
    out = subprocess.run([UPLINT, 'check', '--root', str(root), '-p', str(root / 'policy.yaml'),
                          '-f', 'json'], capture_output=True, text=True)
    if out.returncode > 1:
        raise SystemExit(f'seed {host.seed}: {out.stderr}')
    return json.loads(out.stdout)


def compare(wanted, report, compared):
    """Lines of what differs; what complies has to be there on both sides too. What agrees is counted in compared."""
    theirs, lines = {}, []
    for r in report['results']:
        word = {'compliant': 'ok', 'non-compliant': r['severity']}.get(r['status'], r['status'])
        theirs[r['rule'], r['subject']] = (word, r)
    for key in sorted(set(wanted.found) | set(theirs)):
        if key[0] not in COVERED:
            continue
        mine, (word, result) = wanted.found.get(key), theirs.get(key, (None, {}))
        if key[1] in wanted.vague or key[0] == 'nfs-client-address' and wanted.vague:
            continue
        if mine == 'any' or mine == word or mine is None and word == 'ok':
            name, value = wanted.evidence.get(key, (None, None)) if word else (None, None)
            if name and result['evidence'].get(name) != value:
                lines.append(f'{key[0]} {key[1]}: {name} is {value}, uplint says {result["evidence"].get(name)}')
            elif mine and word:
                said = mine if mine in ('ok', 'any') else 'bad'
                compared[key[0], said] = compared.get((key[0], said), 0) + 1
            continue
        lines.append(f'{key[0]} {key[1]}: {mine}, uplint says {word}: {result.get("message")}')
    return lines


# What is claimed of each rule: verdicts of these kinds are compared. Only subnets that overlap and
# routes of dead links have a row; the kernel takes no gateway that is off the link.
COVERED = {rule: {'ok', 'bad'} for rule in (
    'one-nic-per-subnet', 'duplicate-address', 'management-apart', 'one-default-route', 'storage-not-default', 'reverse-path-filter', 'arp-flux', 'arp-filter-has-rules', 'route-order-stable',
    'storage-reachable', 'route-to-storage', 'storage-not-routed', 'route-mtu', 'storage-apart-from-management',
    'connection-follows-lookup', 'bound-on-link-fallback', 'bound-via-gateway', 'mtu-fits-lower', 'lower-is-up',
    'bond-member-has-no-address', 'storage-mtu-equal', 'neighbour-agrees', 'nfs-client-address')}
COVERED |= {'overlapping-subnets': {'bad'}, 'link-down-route': {'bad'}, 'gateway-on-link': {'ok'}}


def unproved(compared):
    """Lines of what is claimed and was not compared on any host."""
    return [f'{rule}: no verdict {said} was compared' for rule in COVERED for said in sorted(COVERED[rule])
            if (rule, said) not in compared]


def main(words):
    if words[:1] == ['-n']:
        words = [str(random.randrange(10 ** 6)) for _ in range(int(words[1]))]
    every = words[:1] == ['-a']
    words = words[every:]
    failed, compared, prefix = 0, {}, f'up{os.getpid()}-'
    with tempfile.TemporaryDirectory() as directory:
        for first in range(0, len(words), 20):
            hosts = []
            try:
                for seed in words[first:first + 20]:
                    build(int(seed), prefix, hosts)
                time.sleep(1.3)     # until then the kernel has not seen that a far end is down
                for host in hosts:
                    kernel.enter(host.namespace)
                    report = ask(host, directory)
                    wanted = model.Model(host, kernel.Kernel(host.namespace, host.far))
                    lines = compare(wanted, report, compared)
                    failed += bool(lines)
                    for line in lines:
                        print(f'seed {host.seed}: {line}')
            finally:
                for host in hosts:
                    for name in (host.namespace, host.far):
                        subprocess.run(['ip', 'netns', 'del', name])
    if os.environ.get('COUNTS'):
        for key, n in sorted(compared.items()):
            print(*key, n)
    lacking = unproved(compared) if every else []
    print(*lacking, f'{len(words)} hosts, {failed} disagree', sep='\n')
    return failed > 0 or bool(lacking)


sys.exit(main(sys.argv[1:]))
