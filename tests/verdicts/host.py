# SPDX-License-Identifier: GPL-2.0-or-later
"""A random small host, as commands: devices, addresses, routes, rules, settings, and what it stores where."""
import ipaddress
import random

SUBNETS = ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24', '192.168.5.0/28', '10.0.0.0/16', '10.0.1.128/25']
SUBNETS6 = ['fd00:1::/64', 'fd00:2::/64', 'fd00:1::/48']
PORTALS = ['10.0.0.50', '10.0.1.51', '10.0.1.200', '10.0.2.52', '10.0.3.53', '192.168.5.14', '172.16.0.9', 'fd00:1::50', 'fd00:2::51']
TARGET = 'iqn.2001-05.com.example:a'


class Host:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.links, self.setup, self.sysctls = [], [], []
        self.nics = ['e%d' % i for i in range(self.r.randint(2, 5))]
        self.beyond = {}        # device with addresses: the far end at which its frames come in
        self.addresses = {}     # device: [interface address]
        self.policy, self.records, self.ifaces = {}, [], {}
        self.build_links()
        self.build_addresses()
        self.build_routes()
        self.build_settings()
        self.build_storage()
        self.break_some()

    def chance(self, p):
        return self.r.random() < p

    def build_links(self):
        for nic in self.nics:
            mtu = self.r.choice([1500, 1500, 9000])
            self.links.append(f'link add name {nic} mtu {mtu} type veth peer name {nic} mtu {mtu} netns BEYOND')
            self.beyond[nic] = nic
        last = self.nics[-1]
        if self.chance(.3):
            self.links += ['link add name br0 type bridge', f'link set dev {last} master br0']
            if self.chance(.3):
                self.links.append('link set dev br0 mtu %d' % self.r.choice([1500, 9000]))
            self.beyond['br0'] = last
            if self.chance(.7):
                del self.beyond[last]
        if self.chance(.3):
            lower = self.r.choice(self.nics[:-1])
            self.links.append(f'link add link {lower} name mv0 type macvlan mode bridge')
            self.beyond['mv0'] = lower
        if self.chance(.2):
            self.links.append('link set dev %s mtu 1400' % self.r.choice(self.nics))
        self.links += [f'link set dev {dev} up' for dev in dict.fromkeys(self.nics + list(self.beyond)) if self.chance(.95)]

    def build_addresses(self):
        used = set()
        for dev in self.beyond:
            for _ in range(self.r.choice([0, 1, 1, 1, 1, 2])):
                net = ipaddress.ip_network(self.r.choice(SUBNETS + SUBNETS6 if self.chance(.4) else SUBNETS))
                while True:
                    address = net[self.r.randint(1, 13)] if net.prefixlen != 25 else net[self.r.randint(1, 60)]
                    if address not in used or self.chance(.1):
                        break
                used.add(address)
                length = net.max_prefixlen if self.chance(.06) else net.prefixlen
                one = ipaddress.ip_interface(f'{address}/{length}')
                self.addresses.setdefault(dev, []).append(one)
                metric = self.r.choice(['', '', '', ' metric 100', ' metric 101'])
                self.setup.append(f'addr add {one} dev {dev}{metric}{" nodad" if one.version == 6 else ""}')

    def own(self, version=4):
        found = [(dev, a) for dev, all in self.addresses.items() for a in all
                 if a.version == version and a.network.prefixlen < a.max_prefixlen]
        return self.r.choice(found) if found else (None, None)

    def gateway(self, one):
        return one.network[-2] if one.version == 4 else one.network[0xfe]

    def route(self, what, version=4, extra=''):
        dev, one = self.own(version)
        if dev:
            self.setup.append(f'route append {what} via {self.gateway(one)} dev {dev}{extra}')

    def build_routes(self):
        for _ in range(self.r.choice([0, 1, 1, 1, 2])):
            self.route('0.0.0.0/0', 4, self.r.choice(['', '', ' metric 100', ' metric 200']))
        if self.chance(.25):
            self.route('::/0', 6, self.r.choice([' metric 1024', ' metric 100']))
        for portal in PORTALS:
            version = 6 if ':' in portal else 4
            if self.chance(.05):
                self.route(portal, version, self.r.choice(['', ' mtu 1400']))
            elif self.chance(.02):
                self.setup.append(f'route add {self.r.choice(["blackhole", "unreachable", "prohibit"])} {portal}')
            elif self.chance(.05) and self.addresses:
                dev = self.r.choice(list(self.addresses))
                self.setup.append(f'route add {portal} dev {dev}{self.r.choice(["", " mtu 1300"])}')
        if self.chance(.4):
            self.build_rules()

    def build_rules(self):
        whole = self.chance(.8)
        for n, (dev, all) in enumerate(self.addresses.items()):
            for one in all:
                if not (whole or self.chance(.5)):
                    continue
                table = 101 + n
                if self.chance(.9):
                    self.setup.append(f'route append {one.network} dev {dev} table {table}')
                if self.chance(.5) and one.network.prefixlen < one.max_prefixlen:
                    self.setup.append(f'route append {"::/0" if one.version == 6 else "0.0.0.0/0"} via {self.gateway(one)} dev {dev} table {table}')
                self.setup.append(f'rule add pref {table} from {one.ip} lookup {table}')
                if self.chance(.05):
                    self.setup.append(f'rule add pref {table - 50} from {one.ip} to {self.r.choice(PORTALS)} prohibit')

    def build_settings(self):
        for name, values in (('rp_filter', [0, 0, 1, 1, 2]), ('arp_ignore', [0, 0, 1, 2]), ('arp_announce', [0, 0, 1, 2]),
                             ('arp_filter', [0, 0, 0, 1])):
            for place in ['all'] + list(self.beyond):
                value = self.r.choice(values)
                if place == 'all' and self.chance(.6):
                    value = 0
                self.sysctls.append((f'net/ipv4/conf/{place}/{name}', value))

    def build_storage(self):
        portals = self.r.sample(PORTALS, self.r.randint(1, 3))
        if self.chance(.4):
            self.policy['portals'] = portals[:1]
            if self.chance(.5):
                self.policy['nfs_servers'] = portals[1:]
        if self.chance(.25):
            self.policy['management'] = [f'^{self.nics[0]}$']
        if self.chance(.25):
            self.policy['storage'] = [f'^{self.r.choice(self.nics)}$']
        if self.chance(.7) or not self.policy.get('portals'):
            bound = [dev for dev in self.beyond if self.chance(.5)] if self.chance(.7) else []
            self.ifaces = {f'st-{dev}': dev for dev in bound}
            names = list(self.ifaces) + (['default'] if not bound or self.chance(.3) else [])
            self.records = [(portal, name) for portal in portals for name in names if self.chance(.9)]

        self.mounts = {}        # server: options
        for server in self.r.sample(PORTALS, self.r.choice([0, 0, 1, 2])):
            if server not in self.policy.get('nfs_servers', []):
                dev, one = self.own(6 if ':' in server else 4)
                client = self.r.choice(['', f',clientaddr={one.ip}' if dev else ''])
                self.mounts[server] = 'vers=' + self.r.choice(['3', '4.0' + client, '4.1' + client])
        for address in portals + list(self.mounts):
            if self.chance(.25):
                state = self.r.choice(['stale', 'stale', 'failed'])
                mac = '' if state == 'failed' else ' lladdr 02:00:00:00:00:50'
                self.setup.append(f'neigh add {address}{mac} dev {self.r.choice(self.nics)} nud {state}')

    def break_some(self):
        dev = self.r.choice(list(self.beyond))
        if self.chance(.15):
            self.setup.append(f'link set dev {dev} down')
            if self.chance(.5):
                self.setup.append(f'link set dev {dev} up')
        self.cut = [nic for nic in self.nics if self.chance(.06)]

    def write_policy(self, file):
        quote = lambda words: '[' + ', '.join('"%s"' % w for w in words) + ']'
        for role in ('management', 'storage'):
            if role in self.policy:
                if 'roles' not in self.policy:
                    self.policy['roles'] = file.write('roles:\n')
                file.write(f'  {role}: {{ interfaces: {quote(self.policy[role])} }}\n')
        if 'portals' in self.policy:
            file.write('expect:\n')
            for key in ('portals', 'nfs_servers'):
                file.write(f'  {key}: {quote(self.policy.get(key, []))}\n')
        file.write('params: {}\n')

    def write_mounts(self, root):
        (root / 'proc/self').mkdir(parents=True)
        with open(root / 'proc/self/mountinfo', 'w') as f:
            for n, (server, options) in enumerate(self.mounts.items()):
                name = f'[{server}]' if ':' in server else server
                f.write(f'{n + 40} 1 0:{n + 40} / /nfs/{n} rw - nfs4 {name}:/x rw,{options},addr={server}\n')

    def write_records(self, root):
        base = root / 'etc/iscsi'
        (base / 'ifaces').mkdir(parents=True)
        (root / 'etc/iscsi/initiatorname.iscsi').write_text('InitiatorName=iqn.2001-01.com.example:h\n')
        for name, dev in self.ifaces.items():
            (base / 'ifaces' / name).write_text(f'iface.iscsi_ifacename = {name}\niface.net_ifacename = {dev}\n'
                                               'iface.transport_name = tcp\n')
        for portal, name in self.records:
            where = base / 'nodes' / TARGET / f'{portal},3260,1'
            where.mkdir(parents=True, exist_ok=True)
            dev = f'iface.net_ifacename = {self.ifaces[name]}\n' if name in self.ifaces else ''
            (where / name).write_text(f'node.name = {TARGET}\nnode.tpgt = 1\nnode.conn[0].address = {portal}\n'
                                      f'node.conn[0].port = 3260\niface.iscsi_ifacename = {name}\n{dev}'
                                      'iface.transport_name = tcp\nnode.startup = manual\n')
