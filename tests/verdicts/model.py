# SPDX-License-Identifier: GPL-2.0-or-later
"""The verdicts of the Linux rules about subnets, routes and links, worked out from the rules' words and the kernel's answers."""
import ipaddress
import itertools

MAY = {'ok', 'bad'}     # packets to one half of the subnet are dropped: both words are true


def endpoint(address):
    return f'[{address}]:3260' if ':' in address else f'{address}:3260'


class Model:
    def __init__(self, host, kernel):
        self.h, self.k = host, kernel
        self.links = kernel.links
        self.found = {}         # (rule, subject): 'ok', or the severity
        self.vague = set()      # endpoints to which several ways are equal
        self.evidence = {}
        self.ports = [(d, a) for d, a in kernel.ports if not self.alone(a)]
        self.live = [(d, a) for d, a in self.ports if self.links[d].up]
        self.bound = {name: dev for name, dev in host.ifaces.items() if any(n == name for _, n in host.records)}
        self.read_endpoints()
        self.read_roles()
        for rule in (self.one_nic_per_subnet, self.overlapping_subnets, self.duplicate_address, self.management_apart,
                     self.gateways, self.default_routes, self.filters, self.arp, self.order, self.storage,
                     self.mounts, self.bound_ports, self.links_below, self.dead_routes):
            rule()
        self.be_quiet()

    @staticmethod
    def alone(a):
        return a.network.prefixlen == a.max_prefixlen

    def say(self, rule, subject, ok, severity='warning'):
        self.found[rule, subject] = 'ok' if ok else severity

    def on_link(self, address):
        """Devices with an address in whose subnet it lies."""
        address = ipaddress.ip_address(address)
        return {d for d, a in self.k.ports if a.version == address.version and address in a.network}

    def read_endpoints(self):
        """What the host uses, and how: unbound (None), or by the device it is bound to."""
        self.users = {}
        for address, name in self.h.records:
            self.users.setdefault((address, 'iscsi'), set()).add(self.bound.get(name))
        for address in self.h.policy.get('portals', []):
            recorded = any(a == address for a, _ in self.h.records)
            near = self.on_link(address) & set(self.bound.values())
            if near and not recorded:
                self.users.setdefault((address, 'iscsi'), set()).update(near)
            elif not near:
                self.users.setdefault((address, 'iscsi'), set()).add(None)
        self.nfs = self.h.policy.get('nfs_servers', []) + list(self.h.mounts)
        self.unbound = [a for (a, _), by in self.users.items() if None in by]

    def read_roles(self):
        def named(role):
            return {n for n in self.links for p in self.h.policy[role] if n == p.strip('^$')}
        self.management = named('management') if 'management' in self.h.policy else self.default_port()
        endpoints = [a for a, _ in self.users] + self.nfs
        if 'storage' in self.h.policy:
            self.storage_ports = named('storage')
        else:
            office = {a.network for d, a in self.k.ports if d in self.management}
            near = {d for d, a in self.k.ports if d not in self.management and a.network not in office
                    and any(ipaddress.ip_address(e) in a.network for e in endpoints)}
            self.storage_ports = set(self.bound.values()) | near

    def defaults(self, family, table='main'):
        return [r for r in self.k.routes if r['family'] == family and r['dst'] == 'default'
                and r.get('table', 'main') == table and r.get('type', 'unicast') == 'unicast']

    def default_port(self):
        for family in (4, 6):
            found = sorted(self.defaults(family), key=lambda r: r.get('metric', 0))
            if found:
                return {found[0]['dev']}
        return set()

    def peers(self, network):
        """Addresses of a subnet that are not the host's own, from all over it."""
        own = {a.ip for _, a in self.k.ports}
        first = [network[n] for n in range(1, 9)]
        far = [network[n] for n in (network.num_addresses // 2 - 3, network.num_addresses - 3)]
        return [p for p in first + far if p not in own]

    def shared(self):
        groups = {}
        for dev, a in self.live:
            groups.setdefault(a.network, {}).setdefault(dev, []).append(a)
        return groups

    def nic(self, dev):
        """A macvlan is the NIC that it stands on, or the bridge that this one is a port of."""
        below = self.links[dev].lower if self.links[dev].kind == 'macvlan' else None
        return (self.links[below].master or below) if below else dev

    def one_nic_per_subnet(self):
        for network, devices in self.shared().items():
            peer = self.peers(network)[0]
            own_way = all(self.own_way(peer, a.ip, d) for d, all_of in devices.items() for a in all_of)
            ok = len({self.nic(d) for d in devices}) == 1 or set(devices) <= set(self.bound.values()) or own_way
            self.say('one-nic-per-subnet', str(network), ok, 'info' if self.settled(network, devices) else 'warning')
            if own_way != all(self.own_way(p, a.ip, d) for d, all_of in devices.items() for a in all_of for p in self.peers(network)):
                self.found['one-nic-per-subnet', str(network)] = 'any'      # a route to half of the subnet
            elif not ok:
                routed = self.k.lookup(peer, match=True)
                if routed and routed['dst'] == str(network) and routed['dev'] in devices and routed.get('table', 'main') == 'main':
                    self.evidence['one-nic-per-subnet', str(network)] = ('elected', routed['dev'])

    def own_way(self, peer, source, device):
        found = self.k.lookup(peer, source)
        return bool(found) and self.nic(found['dev']) == self.nic(device)

    def settled(self, network, devices):
        """The metrics say who sends, and no port that is bound or named for storage is concerned."""
        metrics = [r.get('metric', 0) for r in self.k.routes if r['dst'] == str(network) and r.get('table', 'main') == 'main'
                   and 'gateway' not in r and r.get('type', 'unicast') == 'unicast']
        named = self.storage_ports if 'storage' in self.h.policy else set()
        near = [a for a, _ in self.users] + self.nfs
        used = any(ipaddress.ip_address(a) in network for a in near)
        nics = set(devices) | {self.nic(d) for d in devices}
        return metrics and len(set(metrics)) == len(metrics) and not (used and nics & (named | set(self.bound.values())))

    def overlapping_subnets(self):
        gateways = {r['gateway'] for r in self.k.routes if 'gateway' in r}
        used = [ipaddress.ip_address(x) for x in gateways | {a for a, _ in self.users} | set(self.nfs)]
        for (d, a), (e, b) in itertools.combinations(self.live, 2):
            if d == e or a.version != b.version or a.network.prefixlen == b.network.prefixlen:
                continue
            narrow, wide = (a, b) if a.network.prefixlen > b.network.prefixlen else (b, a)
            if narrow.network.subnet_of(wide.network):
                key = 'overlapping-subnets', ' '.join(sorted((d, e)))
                hit = any(x.version == narrow.version and x in narrow.network for x in used)
                if hit or self.found.get(key) != 'error':
                    self.found[key] = 'error' if hit else 'warning'

    def duplicate_address(self):
        for address in {a.ip for _, a in self.live}:
            devices = {d for d, a in self.live if a.ip == address}
            self.say('duplicate-address', str(address), len(devices) == 1, 'error')

    def management_apart(self):
        if not self.management or not self.storage_ports:
            return
        for network in {a.network for d, a in self.ports if d in self.management | self.storage_ports}:
            devices = {d for d, a in self.ports if a.network == network}
            roles = [('m', d) for d in devices & self.management] + [('s', d) for d in devices & self.storage_ports]
            self.say('management-apart', str(network), len({role for role, _ in roles}) < 2)

    def gateways(self):
        for gateway in {r['gateway'] for r in self.k.routes if 'gateway' in r}:
            g = ipaddress.ip_address(gateway)
            routed = any(r['dst'] not in ('default', 'all') and 'gateway' not in r and r.get('type', 'unicast') == 'unicast'
                         and r['family'] == g.version and g in ipaddress.ip_network(r['dst']) for r in self.k.routes)
            onlink = all('onlink' in r['flags'] for r in self.k.routes if r.get('gateway') == gateway)
            self.say('gateway-on-link', gateway, bool(self.on_link(gateway)) or routed or onlink or g.is_link_local, 'error')

    def default_routes(self):
        tables = {(r.get('table', 'main'), r['family']) for r in self.k.routes if r['dst'] == 'default'}
        for table, family in tables:
            seen = {}
            for r in self.defaults(family, table):
                if 'nexthops' not in r:
                    seen.setdefault(r.get('metric', 0), set()).add(r['dev'])
            if seen or self.defaults(family, table):
                self.say('one-default-route', f'{table} {"inet" if family == 4 else "inet6"}',
                         all(len(devices) == 1 for devices in seen.values()))
        ways = {r.get('dev') for f in (4, 6) for r in self.defaults(f)}
        ways |= {n['dev'] for f in (4, 6) for r in self.defaults(f) for n in r.get('nexthops', [])}
        for dev in self.storage_ports - self.management:
            self.say('storage-not-default', dev, dev not in ways)

    def filters(self):
        """Every subnet of a port: does the kernel drop what neighbours there send to the address?"""
        for dev in {d for d, a in self.live if a.version == 4}:
            verdicts, strict = set(), self.k.setting(dev, 'rp_filter') == 1
            for a in [a for d, a in self.live if d == dev and a.version == 4]:
                drops = {self.drops(dev, peer, a.ip, strict) for peer in self.peers(a.network)}
                verdicts |= {True} if drops == {True} else {False} if drops == {False} else {None}
            verdicts |= {self.drops(dev, portal, own, strict) for portal, own in self.bound_to(dev)}
            bad = True if True in verdicts else None if None in verdicts else False
            if self.links[dev].master:      # its frames come in by the bridge
                bad = None
            self.found['reverse-path-filter', dev] = 'any' if bad is None else 'error' if bad else 'ok'

    def bound_to(self, dev):
        """Portals with a route by the device that is bound to them, with its address towards each."""
        for (address, _), users in self.users.items():
            way = dev in users and ':' not in address and self.k.connection(address, dev)
            if way and way.routed and way.by == dev:
                yield ipaddress.ip_address(address), ipaddress.ip_address(way.source)

    def drops(self, dev, peer, own, strict):
        if not strict:
            return False
        if self.links[dev].carrier and self.links[self.h.beyond[dev]].carrier and self.h.beyond[dev] not in self.h.cut:
            return self.k.drops(dev, self.h.beyond[dev], peer, own)
        return self.k.by(peer, own) != dev

    def arp(self):
        for network, devices in self.shared().items():
            devices = {d: all_of for d, all_of in devices.items() if not self.links[d].master}
            if network.version != 4 or len({self.nic(d) for d in devices}) < 2:
                continue
            ways = {d: [self.own_way(p, a.ip, d) for a in all_of for p in self.peers(network)] for d, all_of in devices.items()}
            own = all(all(some) for some in ways.values())
            tidy, ruled = True, False
            for dev, addresses in devices.items():
                setting = {n: self.k.setting(dev, n) for n in ('arp_ignore', 'arp_announce', 'arp_filter')}
                # With arp_filter a port answers for another one's address whose way leads through it.
                tidy &= setting['arp_announce'] == 2 and setting['arp_ignore'] >= 1 or setting['arp_filter'] == 1 and own
                ruled |= any(r['family'] == 4 and r['src'] != 'all' and a.ip in ipaddress.ip_network(r['src'])
                             for r in self.k.rules for a in addresses)
                if setting['arp_filter']:
                    self.both('arp-filter-has-rules', dev, all(ways[dev]))
                    if all(ways[dev]) != any(ways[dev]):
                        self.found['arp-filter-has-rules', dev] = 'any'
            storage = set(devices) & (self.storage_ports | set(self.bound.values()))
            if storage or ruled:
                self.say('arp-flux', str(network), tidy, 'warning' if storage else 'info')

    def both(self, rule, subject, ok):
        """One subject for several subnets: all have to comply."""
        self.say(rule, subject, ok and self.found.get((rule, subject), 'ok') == 'ok')

    def order(self):
        for network in {a.network for _, a in self.ports}:
            near = [a for a in self.unbound + self.nfs if ipaddress.ip_address(a) in network]
            routes = [r for r in self.k.routes if r['dst'] == str(network) and r.get('table', 'main') == 'main'
                      and 'gateway' not in r and r.get('type', 'unicast') == 'unicast']
            if near and routes:
                best = min(r.get('metric', 0) for r in routes)
                self.say('route-order-stable', str(network),
                         len({r['dev'] for r in routes if r.get('metric', 0) == best}) == 1)

    def intended(self, address, users):
        near = self.on_link(address)
        bound = {d for d in users if d}
        named = self.storage_ports if 'storage' in self.h.policy else set()
        for candidate in (bound, near & self.storage_ports, near if len(near) == 1 else set(), named):
            if candidate:
                return candidate
        return set()

    def storage(self):
        for (address, kind), users in list(self.users.items()) + [((a, 'nfs'), {None}) for a in self.nfs]:
            name = endpoint(address) if kind == 'iscsi' else endpoint(address).replace(':3260', ':2049')
            fine = [self.user_reaches(address, dev) for dev in users]
            self.say('storage-reachable', name, all(fine), 'error')
            self.route_mtu(address, name, users)
            self.heard(address, name, users)
            if None in users:
                self.lookup_rules(address, name, users)
            way = self.k.connection(address)
            if self.equal_ways(self.k.lookup(address)) or self.equal_ways(way and way.raw):
                self.vague.add(name)

    def subnets(self, dev, address):
        return {a.network for d, a in self.k.ports if d == dev and ipaddress.ip_address(address) in a.network}

    def user_reaches(self, address, bound):
        way = self.k.connection(address, bound)
        return way and (way.by == 'lo' or self.links[way.by].up and self.links[way.by].carrier)

    def route_mtu(self, address, name, users):
        small = []
        for dev in users:
            way = self.k.connection(address, dev)
            if way:
                small.append(way.mtu is not None and way.mtu < self.links[way.by].mtu)
        if small:
            self.say('route-mtu', name, not any(small))

    def equal_ways(self, found):
        """Of equal gateways the kernel takes one that it has heard of, which changes."""
        return found and 'gateway' in found and len({(r.get('gateway'), r.get('dev')) for t in {r.get('table') for r in self.k.routes}
                for r in self.defaults(6 if ':' in found['gateway'] else 4, t or 'main')}) > 1

    def lookup_rules(self, address, name, users):
        found, way = self.k.lookup(address), self.k.connection(address)
        if not way:
            return
        by = way.by
        self.say('connection-follows-lookup', name, found and (by, way.gateway) == (self.k.by(address), found.get('gateway')), 'info')
        if by == 'lo':
            return
        meant = self.intended(address, users)
        # Of two ports in one subnet that no role tells apart one-nic-per-subnet speaks.
        if meant and (by in meant or 'storage' in self.h.policy or not all(self.subnets(by, address) & self.subnets(d, address) for d in meant)):
            self.say('route-to-storage', name, by in meant, 'error')
        other = self.storage_ports - {by}
        self.say('storage-not-routed', name, not way.gateway, 'error' if by in self.management and other else 'warning')
        if self.storage_ports and self.management:
            self.say('storage-apart-from-management', name, by not in self.management or by in self.storage_ports)

    def bound_ports(self):
        for (address, kind), users in self.users.items():
            for dev in users - {None}:
                if self.links[dev].master or not self.links[dev].up:     # iface-not-enslaved, iface-device-usable speak
                    continue
                subject = f'{dev} {endpoint(address)}'
                way = self.k.connection(address, dev)
                self.say('bound-on-link-fallback', subject, way and way.routed, 'error')
                if not self.links[dev].carrier and self.bad('bound-on-link-fallback', subject):
                    self.found['bound-on-link-fallback', subject] = 'any'
                if way:
                    self.say('bound-via-gateway', subject, not way.gateway)

    def links_below(self):
        for name, link in self.links.items():
            lower = [self.links[link.lower]] if link.lower else []
            members = [m for m in self.links.values() if m.master == name]
            for below in lower + members:
                self.mtu_fits(link, below)
            if lower and link.up and any(d == name for d, _ in self.k.ports):
                self.say('lower-is-up', name, lower[0].up and lower[0].carrier, 'error')
            if link.master:
                self.say('bond-member-has-no-address', name, not any(d == name for d, _ in self.k.ports), 'error')
        for network in {a.network for d, a in self.ports if d in self.storage_ports}:
            mtus = {self.links[d].mtu for d, a in self.ports if a.network == network and d in self.storage_ports}
            self.say('storage-mtu-equal', str(network), len(mtus) == 1)

    def mtu_fits(self, above, below):
        key = 'mtu-fits-lower', below.name
        if self.found.get(key) != 'error':
            self.say(*key, above.mtu <= below.mtu, 'error')

    def mounts(self):
        for n, (address, options) in enumerate(self.h.mounts.items()):
            meant, way = self.intended(address, {None}), self.k.connection(address)
            if not meant or not way or way.local:
                continue
            own = {str(a.ip) for d, a in self.k.addresses if d in meant}
            client = options.partition('vers=4.0,clientaddr=')[2]
            self.say('nfs-client-address', f'/nfs/{n}', way.source in own and (not client or client in own))
            if 'vers=4.0' in options and not client and way.source in own:     # callbacks go nobody knows where
                self.found['nfs-client-address', f'/nfs/{n}'] = 'not-evaluated'
            if any(self.bad(r, f'[{address}]:2049' if ':' in address else f'{address}:2049')
                   for r in ('storage-reachable', 'route-to-storage')):
                self.found.pop(('nfs-client-address', f'/nfs/{n}'))

    def heard(self, address, name, users):
        meant = self.intended(address, users)
        seen = [n for n in self.k.neighbours if n['dst'] == address]
        learned = {n['dev'] for n in seen if 'lladdr' in n and n['state'] != ['FAILED']}
        silent = {n['dev'] for n in seen} - learned
        if meant and learned:
            self.say('neighbour-agrees', name, learned & meant, 'error')
        elif meant and silent & meant:
            self.say('neighbour-agrees', name, False)
        elif meant and silent:
            self.found['neighbour-agrees', name] = 'any'

    def dead_routes(self):
        for address, name in [(a, endpoint(a)) for a, _ in self.users] + [(a, endpoint(a).replace(':3260', ':2049')) for a in self.nfs]:
            for r in self.k.routes:
                if r['dst'] == 'default' or 'dev' not in r or r.get('type', 'unicast') != 'unicast' or r['dev'] == 'lo':
                    continue
                network = ipaddress.ip_network(r['dst'])
                link = self.links[r['dev']]
                if ipaddress.ip_address(address) in network and not (link.up and link.carrier):
                    self.found['link-down-route', f'{network} {r["dev"]}'] = 'warning'
                    self.evidence.setdefault(('dead', f'{network} {r["dev"]}'), set()).add(name)

    def bad(self, rule, subject):
        return self.found.get((rule, subject), 'ok') not in ('ok', 'any')

    def be_quiet(self):
        """The pairs of `Which rule stays quiet'."""
        def hush(rule, subject):
            self.found.pop((rule, subject), None)
        members = {n for (rule, n), v in self.found.items() if rule == 'bond-member-has-no-address' and v != 'ok'}
        for network, devices in self.shared().items():
            plain = set(devices) - members
            if len(devices) > 1 and len(plain) < 2 and members & set(devices):
                hush('one-nic-per-subnet', str(network))
                hush('arp-flux', str(network))
            double = {a.ip for all_of in devices.values() for a in all_of if self.bad('duplicate-address', str(a.ip))
                      and sum(a.ip == b.ip for others in devices.values() for b in others) > 1}
            single = {d for d, all_of in devices.items() if not any(a.ip in double for a in all_of)}
            if len(double) == 1 and len(single) < 2:
                hush('one-nic-per-subnet', str(network))
            if self.bad('one-nic-per-subnet', str(network)):
                hush('management-apart', str(network))
                hush('route-order-stable', str(network))
        for dev in {s for r, s in self.found if r == 'storage-not-default'}:
            for family in (4, 6):
                if self.bad('storage-not-default', dev):
                    mine = {r.get('metric', 0) for r in self.defaults(family) if r.get('dev') == dev}
                    rivals = [r for r in self.defaults(family) if r.get('dev') != dev and r.get('metric', 0) in mine]
                    if rivals:
                        hush('one-default-route', f'main {"inet" if family == 4 else "inet6"}')
        speakers = ['storage-reachable', 'route-to-storage', 'storage-not-routed', 'storage-apart-from-management']
        for subject in {s for r, s in self.found if r == 'storage-reachable'}:
            spoken = [r for r in speakers if self.bad(r, subject)]
            for later in speakers[speakers.index(spoken[0]) + 1:] if spoken else []:
                hush(later, subject)
            if spoken and spoken[0] in speakers[:2]:
                hush('neighbour-agrees', subject)
        for (rule, subject), v in list(self.found.items()):
            if rule == 'bound-on-link-fallback' and v != 'ok':
                hush('bound-via-gateway', subject)
        for (rule, subject), names in list(self.evidence.items()):
            spoken = [self.bad('storage-reachable', n) or self.bad('route-to-storage', n) for n in names if rule == 'dead']
            if any(spoken):
                self.found['link-down-route', subject] = 'any'
