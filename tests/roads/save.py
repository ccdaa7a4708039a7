#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""save.py HOST: what the commands of a host print, in HOST/outputs.json, and what its kernel answers to lookups, in
HOST/kernel.json. To be run in the host's network namespace; HOST/root holds the files that a namespace cannot have."""
import ipaddress
import json
import os
import re
import subprocess
import sys

import iscsi

COMMANDS = '''
ip -j -d link
ip -j addr
ip -j route show table all
ip -j rule
ip -j -6 rule
ip -j neigh
ip -j nexthop
ip link
ip -d link
ip -s link
ip -stats link
ip -s -d link
ip addr
ip address
ip -d addr
ip -d address
ip -o addr
ip -br link
ip -br addr
ip route
ip -6 route
ip route show table all
ip -6 route show table all
ip rule
ip rule show
ip rule list
ip -4 rule
ip -6 rule
ip -4 rule list
ip -6 rule list
ip neigh
ip neigh show
ip -stats neighbor
ip -s -s neigh show
ip neigh show nud noarp
ip nexthop
ip maddr show
ip mroute show
ip vrf show
ip netns
ip xfrm policy list
bridge -d vlan show
bridge -s -s -d link show
route -n
netstat -rn
netstat -W -neopa
netstat -s
ifconfig -a
ss -nap
sysctl -a
uname -a
lsmod
ps auxwww
df -al
dmesg
lsblk
'''
# What the machine that runs this may not have.
LSMOD = '''Module                  Size  Used by
iscsi_tcp              24576  0
libiscsi_tcp           32768  1 iscsi_tcp
libiscsi               77824  2 libiscsi_tcp,iscsi_tcp
scsi_transport_iscsi  155648  3 libiscsi_tcp,iscsi_tcp,libiscsi
async_pq               20480  2 raid456,async_raid6_recov
async_tx               20480  5 async_pq,async_memcpy,async_xor,raid456,async_raid6_recov
xfs                  1282048  1
'''


def run(command):
    done = subprocess.run(command.split(), capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def outputs(name):
    """NAME is the host's: a namespace has none of its own."""
    made = {}
    for command in COMMANDS.split('\n'):
        try:
            if command:
                made[command] = re.sub(rf'(^Linux |kernel.hostname = ){re.escape(os.uname().nodename)}', rf'\g<1>{name}', run(command))
        except FileNotFoundError:
            pass
    made.update({'lsmod': LSMOD, 'hostname': name + '\n'})
    for line in made['ip rule show'].splitlines():
        # As supportconfig takes it, which is the table's name in the plain rules alone.
        words = line.split()
        command = 'ip route show table ' + (words[4] if len(words) > 4 else '')
        made[command.strip()] = run(command)
    return made


def proc():
    """The files of /proc that reports copy."""
    files = {}
    for top in ('/proc/net/bonding', '/proc/net/vlan', '/proc/sys/net/ipv4', '/proc/sys/net/ipv6/conf'):
        for folder, _, names in os.walk(top):
            for name in names:
                try:
                    with open(os.path.join(folder, name), encoding='utf-8') as f:
                        files[os.path.join(folder, name)] = f.read()
                except OSError:
                    pass
    for name in ('dev', 'route', 'arp', 'if_inet6', 'fib_trie'):
        with open('/proc/net/' + name, encoding='utf-8') as f:
            files['/proc/net/' + name] = f.read()
    return files


def destinations(made, host):
    """Own addresses, others of their subnets, gateways, and what is far; what the host's generator asks, if it does."""
    asked = {'8.8.8.8', '10.10.10.10', '192.0.2.77', '2001:db8::77', 'fd00:7::1'}
    for link in json.loads(made['ip -j addr']):
        for one in link.get('addr_info', []):
            own = ipaddress.ip_interface(f"{one['local']}/{one['prefixlen']}")
            if not own.ip.is_link_local and not own.ip.is_loopback:
                asked.add(str(own.ip))
                asked.add(str(own.network.network_address + (77 % own.network.num_addresses)))
    for route in json.loads(made['ip -j route show table all']):
        gateway = route.get('gateway')
        if gateway and not gateway.startswith('fe80'):
            asked.add(gateway)
    for name in ('dst4', 'dst6'):
        if os.path.exists(f'{host}/{name}'):
            with open(f'{host}/{name}', encoding='utf-8') as f:
                asked.update(line.strip() for line in f.readlines()[:20])
    return sorted(asked)[:60]


def kernel(asked):
    answers = {}
    for destination in asked:
        done = subprocess.run(['ip', '-j', 'route', 'get', destination], capture_output=True, text=True, check=False)
        if done.returncode:
            answers[destination] = {'error': done.stderr.strip().split('\n')[0]}
            continue
        said = json.loads(done.stdout)[0]
        gateway = said.get('gateway') or said.get('via', {}).get('host')
        answers[destination] = {'interface': said.get('dev'), 'gateway': gateway, 'source': said.get('prefsrc')}
    return answers


def main():
    host = sys.argv[1]
    made = outputs(iscsi.read(host + '/root/etc/hostname').strip())
    made.update(iscsi.outputs(host + '/root'))
    with open(host + '/outputs.json', 'w', encoding='utf-8') as f:
        json.dump({'commands': made, 'files': {**proc(), **iscsi.files(host + '/root')}}, f)
    with open(host + '/kernel.json', 'w', encoding='utf-8') as f:
        json.dump(kernel(destinations(made, host)), f)


main()
