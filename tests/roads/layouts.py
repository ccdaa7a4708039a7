# SPDX-License-Identifier: GPL-2.0-or-later
"""The trees of support reports, as a mapping from path to text, or to ('link', target)."""

# An address that the host has on another port, and more that is not the host's.
FOREIGN_ADDR = '''1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0 minmtu 0 maxmtu 0
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: ns0@if9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc noqueue state UP group default qlen 1000
    link/ether 52:54:00:aa:00:09 brd ff:ff:ff:ff:ff:ff link-netnsid 0 promiscuity 0 minmtu 68 maxmtu 65535
    veth numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
    inet %s/24 brd + scope global ns0
       valid_lft forever preferred_lft forever
'''
FOREIGN_ROUTES = 'default via %s dev ns0\n10.99.0.0/24 dev ns0 proto kernel scope link src %s\n'
PASSWD = '''root:x:0:0:root:/root:/bin/bash
postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
'''
SYSCTL_CONF = '''# Uncomment the next two lines to enable Spoof protection
net.ipv4.conf.default.rp_filter = 1
net.ipv4.conf.all.rp_filter = 1
net.ipv4.conf.all.arp_ignore = 2
#net.ipv4.ip_forward=1
'''
MODINFO = '''filename:       /lib/modules/6.1.0/kernel/drivers/scsi/iscsi_tcp.ko
license:        GPL
depends:        libiscsi,libiscsi_tcp,scsi_transport_iscsi
'''
NOT_FOUND = 'bash: %s: command not found\n'


def file_name(command):
    """As sos names the file of a command."""
    name = ''.join(c if c.isalnum() or c in '-._/' else '_' for c in command)
    return name.replace('/', '.')[:255]


SOS = {
    '3.2': {'networking': '''ip -o addr|route -n|netstat -s|ip route show table all|ip -6 route show table all|ip -s link|ip address
                ip mroute show|ip maddr show|ip neigh show''',
            'general': 'hostname', 'filesys': 'mount -l|df -al'},
    '3.6': {'networking': '''ip -o addr|route -n|netstat -W -neopa|netstat -s|ip route show table all|ip -6 route show table all
                ip -4 rule|ip -6 rule|ip -s -d link|ip -d address|ip mroute show|ip maddr show|ip -s -s neigh show
                ip neigh show nud noarp|ip netns''',
            'host': 'hostname', 'filesys': 'mount -l|df -al'},
    '4.2': {'networking': '''ip -o addr|route -n|netstat -W -neopa|netstat -s|ip route show table all|ip -6 route show table all
                ip -4 rule|ip -6 rule|ip -s -d link|ip -d address|ip mroute show|ip maddr show|ip -s -s neigh show
                ip neigh show nud noarp|ip netns|bridge -s -s -d link show|bridge -d vlan show''',
            'host': 'hostname', 'filesys': 'mount -l|df -al'},
    '4.6': {'networking': '''ip -o addr|netstat -W -neopa|netstat -s|ip route show table all|ip -6 route show table all
                ip -4 rule list|ip -6 rule list|ip vrf show|ip -s -d link|ip -d address|ip mroute show|ip maddr show
                ip -s -s neigh show|ip neigh show nud noarp|ip netns|bridge -s -s -d link show|bridge -d vlan show''',
            'host': 'hostname', 'filesys': 'mount -l|df -al'},
}
COMMON = {'kernel': 'uname -a|lsmod|sysctl -a|dmesg', 'process': 'ps auxwww', 'block': 'lsblk',
          'multipath': 'multipath -v4 -ll|multipath -ll',
          'iscsi': 'iscsiadm -m session -P 3|iscsiadm -m node -P 1|iscsiadm -m iface -P 1|iscsiadm -m node --op show'}
LINKS = {'ip_addr': 'networking/ip_-o_addr', 'netstat': 'networking/netstat_-W_-neopa', 'route': 'networking/route_-n',
         'uname': 'kernel/uname_-a', 'lsmod': 'kernel/lsmod', 'mount': 'filesys/mount_-l', 'df': 'filesys/df_-al',
         'ps': 'process/ps_auxwww', 'free': 'memory/free'}


def commands_of(listed):
    return [command.strip() for line in listed.split('\n') for command in line.split('|') if command.strip()]


def copied(files):
    """What a report copies of etc and proc: of open-iscsi neither ifaces nor nodes."""
    return {path.lstrip('/'): text for path, text in files.items() if not path.startswith('/etc/iscsi/')
            or path in ('/etc/iscsi/iscsid.conf', '/etc/iscsi/initiatorname.iscsi')}


def sosreport(version, name, saved, foreign):
    """The tree below its one directory. FOREIGN is an address of the host that a namespace has too."""
    made, commands = {}, saved['commands']
    for plugin, listed in {**SOS[version], **COMMON}.items():
        for command in commands_of(listed):
            text = commands.get(command)
            if text is None and plugin == 'iscsi':
                text = NOT_FOUND % 'iscsiadm'
            if text is not None:
                made[f'sos_commands/{plugin}/{file_name(command)}'] = text
    made['sos_commands/networking/ifenslave_-a'] = "timeout: failed to run command 'ifenslave': No such file or directory\n"
    made['sos_commands/networking/biosdevname_-d'] = ''
    made['sos_commands/kernel/modinfo_iscsi_tcp'] = MODINFO
    if version != '3.2':
        below = 'namespaces/blue/' if version == '4.6' else ''
        start = f'sos_commands/networking/{below}ip_netns_exec_blue_'
        made[start + ('ip_-d_address_show' if version == '4.6' else 'ip_address_show')] = FOREIGN_ADDR % foreign
        made[start + 'ip_route_show_table_all'] = FOREIGN_ROUTES % ('10.99.0.1', foreign)
        made['sos_commands/networking/ip_netns'] = 'blue (id: 0)\n'
        if version == '4.6':
            made[start + 'ip_-4_rule_list'] = '0:\tfrom all lookup local\n77:\tfrom all lookup 77\n32766:\tfrom all lookup main\n'
            made[start + 'sysctl_-a'] = 'net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.all.arp_ignore = 2\n'
    made.update(copied(saved['files']))
    made.update({'etc/passwd': PASSWD, 'etc/sysctl.conf': SYSCTL_CONF, 'etc/sysctl.d/99-sysctl.conf': SYSCTL_CONF,
                 'etc/hostname': name + '\n', 'version.txt': f'sosreport: {version}\n',
                 'sos_logs/sos.log': '2026-11-30 10:00:00,001 INFO: [plugin:networking] added cmd output\n',
                 'sos_logs/ui.log': '', 'sos_reports/sos.txt': 'networking\n' + 10 * '-' + '\n',
                 'sos_commands/networking/ip_route_get_10.10.10.10': '10.10.10.10 via 10.99.0.1 dev ns0 src 10.99.0.9 uid 0\n'})
    if version >= '4':
        made['sos_reports/manifest.json'] = '{"version": "%s", "cmdline": "sos report --batch", "components": {}}\n' % version
    for link, target in LINKS.items():
        made[link] = ('link', 'sos_commands/' + target)
    for n in range(300):
        made[f'proc/{n + 2}/status'] = f'Name:\tworker,{n},x\nState:\tS (sleeping)\nPid:\t{n + 2}\n'
    return made


BANNER = '''=============================================================================
                     Support Utilities - Supportconfig
                          Script Version: 3.1.30-46
                          Library Version: 3.1.30-46
                          Script Date: 2024 06 11

 Detailed system information and logs are collected and organized in a
 manner that helps reduce service request resolution times.
=============================================================================

'''


class Report:
    """The files of a supportconfig."""
    def __init__(self, saved):
        self.saved, self.files = saved, {}

    def command(self, into, command, shown=None):
        text = self.saved['commands'].get(command)
        section = '#==[ Command ]======================================#\n'
        if text is None:
            section += f'# {command}\nERROR: Command not found or not executable\n'
        else:
            section += f'# {shown or path_of(command)}\n{text}'
        self.files.setdefault(into, BANNER)
        self.files[into] += section + '\n'

    def config(self, into, path, text=None):
        text = self.saved['files'].get(path) if text is None else text
        section = '#==[ Configuration File ]===========================#\n'
        if text is None:
            section += f'# {path} - File not found\n'
        else:
            kept = [line for line in text.split('\n') if line.strip() and line.lstrip()[0] not in '#;']
            section += f'# {path}\n' + ''.join(line + '\n' for line in kept) + '\n'
        self.files.setdefault(into, BANNER)
        self.files[into] += section + '\n'


def path_of(command):
    program = command.split()[0]
    return ('/usr/bin/' if program in ('mount', 'uname', 'findmnt') else '/sbin/') + command


def supportconfig(name, saved, foreign):
    r, commands = Report(saved), saved['commands']
    r.command('basic-environment.txt', 'uname -a')
    r.config('basic-environment.txt', '/etc/os-release', 'NAME="SLES"\nVERSION="15-SP5"\nVERSION_ID="15.5"\nID="sles"\n')
    for command in ('ip addr', 'ip route', 'ip -6 route', 'ip -stats link', 'ip -stats neighbor'):
        r.command('network.txt', command)
    r.config('network.txt', '/proc/sys/net/ipv4/ip_forward')
    r.config('network.txt', '/etc/HOSTNAME', name + '\n')
    r.files['network.txt'] += ('#==[ Verification ]=================================#\n# Local Interface [10.1.1.1] Ping\n'
                               'PING 10.1.1.1 (10.1.1.1) 56(84) bytes of data.\n64 bytes from 10.1.1.1: icmp_seq=1 ttl=64\n\n')
    for line in commands['ip rule show'].splitlines():
        words = line.split()
        r.command('network.txt', ('ip route show table ' + (words[4] if len(words) > 4 else '')).strip())
    r.saved['commands'].setdefault('ip route show table cache', '')
    for command in ('ip route show table cache', 'ip rule show', 'ss -nap', 'ip xfrm policy list', 'ip maddr show', 'ip mroute show'):
        r.command('network.txt', command)
    for path in ('/etc/hosts', '/etc/resolv.conf', *sorted(p for p in saved['files'] if p.startswith('/proc/net/bonding/'))):
        r.config('network.txt', path)
    r.files['network-blue.txt'] = BANNER + '#==[ Network namespace blue ]======================#\n'
    for command, text in (('ip addr', FOREIGN_ADDR % foreign), ('ip route', FOREIGN_ROUTES % ('10.99.0.1', foreign))):
        r.files['network-blue.txt'] += ('#==[ Command ]======================================#\n'
                                        f'# /sbin/ip netns exec blue {command}\n{text}\n')
    r.config('env.txt', '/etc/sysctl.conf', SYSCTL_CONF)
    r.command('env.txt', 'sysctl -a')
    r.command('modules.txt', 'lsmod')
    r.files['modules.txt'] += f'#==[ Command ]======================================#\n# /sbin/modinfo iscsi_tcp\n{MODINFO}\n'
    r.config('etc.txt', '/etc/passwd', PASSWD)
    r.command('fs-diskio.txt', 'mount')
    r.config('fs-diskio.txt', '/proc/mounts')
    r.config('fs-iscsi.txt', '/etc/iscsi/initiatorname.iscsi')
    r.config('fs-iscsi.txt', '/etc/iscsi/iscsid.conf')
    for mode in ('discovery', 'iface', 'host', 'session', 'node'):
        r.command('fs-iscsi.txt', f'iscsiadm -m {mode}')
        r.command('fs-iscsi.txt', f'iscsiadm -m {mode} -P 1')
    for command in sorted(c for c in commands if c.startswith('iscsiadm -m node -T ')):
        r.command('fs-iscsi.txt', command)
    r.command('mpio.txt', 'multipath -ll')
    r.command('mpio.txt', 'multipath -v4 -ll')
    r.files['nfs.txt'] = BANNER + '#==[ Verification ]=================================#\n# rpm -V nfs-client\n\n'
    r.files['supportconfig.txt'] = BANNER + 'Gathering system information\n  Networking...                        Done\n'
    r.files['summary.xml'] = '<?xml version="1.0" encoding="UTF-8"?>\n<summary>\n</summary>\n'
    for n in range(60):
        r.files[f'plugin-{n}.txt'] = BANNER + f'#==[ Command ]======================================#\n# /usr/bin/p{n}\nx,y,{n}\n\n'
    return r.files
