# SPDX-License-Identifier: GPL-2.0-or-later
"""What the kernel of this machine says about the host in a namespace: facts, lookups, and real packets."""
import ctypes
import errno
import ipaddress
import json
import os
import socket
import struct
import subprocess
import time

LIBC = ctypes.CDLL(None, use_errno=True)


def enter(namespace):
    with open(f'/run/netns/{namespace}') as f:
        if LIBC.setns(f.fileno(), 0x40000000):
            raise OSError(ctypes.get_errno(), 'setns')


def ip(namespace, *words):
    out = subprocess.run(['ip', '-n', namespace, '-j', *words], capture_output=True, text=True)
    return json.loads(out.stdout or '[]') if out.returncode == 0 else None


def batch(namespace, lines):
    """Commands of ip, in order; a rule's family is not seen from its addresses."""
    def run(some, *family):
        subprocess.run(['ip', *family, '-n', namespace, '-force', '-batch', '-'], input='\n'.join(some) + '\n', text=True,
                       capture_output=True)
    run([line for line in lines if not (line.startswith('rule') and ':' in line)])
    run([line for line in lines if line.startswith('rule') and ':' in line], '-6')


class Link:
    def __init__(self, raw):
        self.name, self.mtu, self.mac = raw['ifname'], raw['mtu'], raw.get('address')
        self.up, self.carrier = 'UP' in raw['flags'], 'LOWER_UP' in raw['flags']
        self.kind = raw.get('linkinfo', {}).get('info_kind', 'loopback' if raw['ifname'] == 'lo' else '')
        self.master = raw.get('master')
        self.lower = raw.get('link') if self.kind == 'macvlan' else None


class Way:
    """A lookup's answer, the source of its packets and the route that it took, if any."""
    def __init__(self, raw, source, route):
        self.raw, self.source, self.gateway = raw, source, raw.get('gateway')
        self.local = raw.get('type') == 'local'
        self.by = 'lo' if self.local else raw['dev']
        self.routed = self.local or route is not None
        metrics = (route or raw).get('metrics', [])
        self.mtu = next((m['mtu'] for m in metrics if 'mtu' in m), None)


class Kernel:
    def __init__(self, namespace, beyond):
        self.namespace, self.beyond = namespace, beyond
        self.links = {raw['ifname']: Link(raw) for raw in ip(namespace, '-d', 'link', 'show')}
        self.addresses, self.ports = [], []     # (device, interface address); ports: the global ones
        for raw in ip(namespace, 'addr', 'show'):
            for a in raw['addr_info']:
                self.addresses.append((raw['ifname'], ipaddress.ip_interface(f"{a['local']}/{a['prefixlen']}")))
                if a['scope'] == 'global':
                    self.ports.append(self.addresses[-1])
        self.routes = [dict(r, family=4) for r in ip(namespace, '-4', 'route', 'show', 'table', 'all')]
        self.routes += [dict(r, family=6) for r in ip(namespace, '-6', 'route', 'show', 'table', 'all')]
        self.rules = [dict(r, family=4) for r in ip(namespace, '-4', 'rule', 'show')]
        self.neighbours = ip(namespace, 'neigh', 'show', 'nud', 'all')
        self.known = {}

    def lookup(self, address, source=None, oif=None, match=False, tcp=False):
        """What `ip route get` answers, None where it refuses."""
        key = (str(address), str(source), oif, match, tcp)
        if key not in self.known:
            words = ['route', 'get'] + (['fibmatch'] if match else []) + [str(address)]
            words += ['from', str(source)] if source else []
            words += ['oif', oif] if oif else []
            words += ['ipproto', 'tcp', 'dport', '3260'] if tcp else []
            found = ip(self.namespace, *words)
            self.known[key] = found[0] if found else None
        return self.known[key]

    def by(self, *question, **more):
        """The device of a lookup; lo is the host itself."""
        found = self.lookup(*question, **more)
        return found and ('lo' if found.get('type') == 'local' else found['dev'])

    def setting(self, device, name):
        def read(place):
            with open(f'/proc/sys/net/ipv4/conf/{place}/{name}') as f:
                return int(f.read())
        return max(read('all'), read(device))

    def connection(self, address, bound=None):
        """How a real TCP connection is routed; None where the kernel refuses one."""
        key = 'tcp', address, bound
        if key not in self.known:
            self.known[key] = self.connect(address, bound)
        return self.known[key]

    def connect(self, address, bound):
        with socket.socket(socket.AF_INET6 if ':' in str(address) else socket.AF_INET) as s:
            s.setblocking(False)
            if bound:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, bound.encode())
            error = s.connect_ex((str(address), 3260))
            if error not in (0, errno.EINPROGRESS, errno.ECONNREFUSED):
                return None
            source = s.getsockname()[0]
        # IPv6 asks with the source only where it found nothing without one.
        if ':' in address and self.lookup(address, None, bound, tcp=True):
            asked = address, None, bound
        else:
            asked = address, source, bound
        found = self.lookup(*asked, tcp=True)
        return found and Way(found, source, self.lookup(*asked, match=True, tcp=True))

    def filtered(self):
        with open('/proc/thread-self/net/netstat') as f:
            names, values = [line.split() for line in f if line.startswith('TcpExt')]
        return int(values[names.index('IPReversePathFilter')])

    def drops(self, device, far_end, source, destination):
        """Does the reverse path filter drop a real packet that comes in by the device?"""
        header = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 28, 1, 0, 64, 17, 0, source.packed, destination.packed)
        total = sum(struct.unpack('!10H', header))
        total = (total & 0xffff) + (total >> 16)
        header = header[:10] + struct.pack('!H', ~(total + (total >> 16)) & 0xffff) + header[12:]
        frame = bytes.fromhex(self.links[device].mac.replace(':', '')) + b'\x02\0\0\0\0\x77\x08\0'
        frame += header + struct.pack('!HHHH', 9, 9, 8, 0)
        before = self.filtered()
        enter(self.beyond)
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as s:
            s.bind((far_end, 0))
            s.send(frame)
        enter(self.namespace)
        for _ in range(5):
            if self.filtered() > before:
                return True
            time.sleep(.001)
        return False
