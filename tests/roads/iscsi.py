# SPDX-License-Identifier: GPL-2.0-or-later
"""What iscsiadm, multipath and mount print of the host whose files are below a directory, as hosts.lib.sh writes them."""
import glob
import os
import re

NONE = '<empty>'


def read(path, default=''):
    try:
        with open(path, encoding='utf-8') as f:
            return f.read()
    except OSError:
        return default


def word(path, default=NONE):
    said = read(path).strip()
    return said if said not in ('', '<NULL>') else default


def records(root):
    """(target, portal, iface, text) of each node record."""
    for path in sorted(glob.glob(root + '/etc/iscsi/nodes/*/*/*')):
        portal, iface = os.path.split(path)
        target, portal = os.path.split(portal)
        address, port, tpgt = portal.split(',')
        yield os.path.basename(target), spelled(address, port) + ',' + tpgt, iface, in_order(read(path))


def in_order(record):
    """As iscsiadm prints it: what names the node, the iface, the rest."""
    first = ('node.name ', 'node.tpgt ', 'node.startup ', 'node.leading_login ')
    return ''.join(sorted(record.splitlines(True), key=lambda line: 0 if line.startswith(first) else 2 - line.startswith('iface.')))


def spelled(address, port):
    return f'[{address}]:{port}' if ':' in address else f'{address}:{port}'


def node_outputs(root):
    nodes = list(records(root))
    if not nodes:
        return {command: 'iscsiadm: No records found\n' for command in
                ('iscsiadm -m node', 'iscsiadm -m node -P 1', 'iscsiadm -m node --op show')}
    show = ''.join(f'# BEGIN RECORD 2.1.8\n{text}# END RECORD\n' for _, _, _, text in nodes)
    made = {'iscsiadm -m node': ''.join(f'{portal} {target}\n' for target, portal, _, _ in nodes),
            'iscsiadm -m node --op show': show, 'iscsiadm -m node -P 1': ''}
    said = (None, None)
    for target, portal, iface, _ in nodes:
        if target != said[0]:
            made['iscsiadm -m node -P 1'] += f'Target: {target}\n'
            said = (target, None)
        if portal != said[1]:
            made['iscsiadm -m node -P 1'] += f'\tPortal: {portal}\n'
            said = (target, portal)
        made['iscsiadm -m node -P 1'] += f'\t\tIface Name: {iface}\n'
    for target in sorted({node[0] for node in nodes}):
        made['iscsiadm -m node -T ' + target] = ''.join(
            f'# BEGIN RECORD 2.1.8\n{text}# END RECORD\n' for name, _, _, text in nodes if name == target)
    return made


def iface_outputs(root):
    flat, tree = '', ''
    nodes = list(records(root))
    names = sorted(os.listdir(root + '/etc/iscsi/ifaces')) if os.path.isdir(root + '/etc/iscsi/ifaces') else []
    for name in names + ['default', 'iser']:
        keys = dict(line.split(' = ', 1) for line in read(f'{root}/etc/iscsi/ifaces/{name}').splitlines() if ' = ' in line)
        transport = keys.get('iface.transport_name', 'iser' if name == 'iser' else 'tcp')
        fields = [keys.get('iface.' + key, NONE) for key in ('hwaddress', 'ipaddress', 'net_ifacename', 'initiatorname')]
        flat += f"{name} {','.join([transport] + fields)}\n"
        tree += f'Iface: {name}\n'
        for target in sorted({node[0] for node in nodes if node[2] == name}):
            tree += f'\tTarget: {target}\n'
            tree += ''.join(f'\t\tPortal: {node[1]}\n' for node in nodes if node[0] == target and node[2] == name)
    return {'iscsiadm -m iface': flat, 'iscsiadm -m iface -P 1': tree}


def session_block(root, sid, full, before):
    """The portals are not said again for a further session to the same ones, a blank line is."""
    base, connection = f'{root}/sys/class/iscsi_session/session{sid}', f'{root}/sys/class/iscsi_connection/connection{sid}:0'
    host = f'{root}/sys/class/iscsi_host/host{sid}'
    tpgt = word(base + '/tpgt')
    portals = [f"\tCurrent Portal: {spelled(word(connection + '/address'), word(connection + '/port'))},{tpgt}",
               f"\tPersistent Portal: {spelled(word(connection + '/persistent_address'), word(connection + '/persistent_port'))},{tpgt}"]
    rows = ['' if '\n'.join(portals) in before else '\n'.join(portals)]
    rows += ['\t\t**********', '\t\tInterface:', '\t\t**********',
            f"\t\tIface Name: {word(base + '/ifacename')}", '\t\tIface Transport: tcp',
            f"\t\tIface Initiatorname: {word(base + '/initiatorname')}",
            f"\t\tIface IPaddress: {word(host + '/ipaddress')}", '\t\tIface HWaddress: default',
            f"\t\tIface Netdev: {word(host + '/netdev', 'default')}", f'\t\tSID: {sid}',
            '\t\tiSCSI Connection State: LOGGED IN', '\t\tiSCSI Session State: LOGGED_IN',
            '\t\tInternal iscsid Session State: NO CHANGE']
    if full:
        rows += ['\t\t*********', '\t\tTimeouts:', '\t\t*********', f"\t\tRecovery Timeout: {word(base + '/recovery_tmo')}",
                 '\t\tTarget Reset Timeout: 30', '\t\tLUN Reset Timeout: 30', '\t\tAbort Timeout: 15',
                 '\t\t************************', '\t\tAttached SCSI devices:', '\t\t************************',
                 f'\t\tHost Number: {sid}\tState: running', f'\t\tscsi{sid} Channel 00 Id 0 Lun: 1']
        rows += [f'\t\t\tAttached scsi disk {os.path.basename(disk)}\t\tState: running'
                 for disk in glob.glob(base + '/device/target*/*/block/*')]
    return ''.join(row + '\n' for row in rows)


def session_outputs(root):
    sessions = sorted(int(path.rsplit('session', 1)[1]) for path in glob.glob(root + '/sys/class/iscsi_session/session*'))
    if not sessions:
        return {command: 'iscsiadm: No active sessions.\n' for command in
                ('iscsiadm -m session', 'iscsiadm -m session -P 1', 'iscsiadm -m session -P 3')}
    target = {sid: word(f'{root}/sys/class/iscsi_session/session{sid}/targetname') for sid in sessions}
    made = {'iscsiadm -m session': '', 'iscsiadm -m session -P 1': '',
            'iscsiadm -m session -P 3': 'iSCSI Transport Class version 2.0-870\nversion 2.1.8\n'}
    for sid in sessions:
        connection = f'{root}/sys/class/iscsi_connection/connection{sid}:0'
        made['iscsiadm -m session'] += (f"tcp: [{sid}] {spelled(word(connection + '/address'), word(connection + '/port'))},"
                                        f"{word(f'{root}/sys/class/iscsi_session/session{sid}/tpgt')} {target[sid]} (non-flash)\n")
    for name in sorted(set(target.values())):
        for command, full in (('iscsiadm -m session -P 1', False), ('iscsiadm -m session -P 3', True)):
            made[command] += f'Target: {name} (non-flash)\n'
            said = ''
            for sid in (one for one in sessions if target[one] == name):
                said += session_block(root, sid, full, said)
            made[command] += said
    return made


def multipath_output(root):
    made = ''
    for at, dm in enumerate(sorted(glob.glob(root + '/sys/class/block/dm-*'))):
        wwid = word(dm + '/dm/uuid').removeprefix('mpath-')
        made += f"{word(dm + '/dm/name')} ({wwid}) dm-{at} IET,VIRTUAL-DISK\nsize=1.0G features='0' hwhandler='0' wp=rw\n"
        made += "`-+- policy='service-time 0' prio=1 status=active\n"
        paths = sorted(os.listdir(dm + '/slaves'))
        for n, path in enumerate(paths):
            lead = '|-' if n + 1 < len(paths) else '`-'
            made += f'  {lead} {scsi_host(root, path)}:0:0:1 {path} 8:{16 * n} active ready running\n'
    return made


def scsi_host(root, disk):
    found = glob.glob(f'{root}/sys/class/iscsi_session/session*/device/target*/*/block/{disk}')
    return re.search(r'/iscsi_session/session(\d+)/', found[0])[1] if found else '0'


def mount_output(root):
    made = 'proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)\n/dev/vda1 on / type ext4 (rw,relatime)\n'
    for line in read(root + '/proc/self/mountinfo').splitlines():
        before, after = line.split(' - ')
        kind, source, options = after.split()[:3]
        made += f'{source} on {before.split()[4]} type {kind} ({options})\n'
    return made


def files(root):
    """Those of etc and proc, by the names that they have on the host."""
    made = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            where = path.removeprefix(root)
            if not where.startswith('/sys/'):
                made[where] = read(path)
    mounts = [line.split(' - ') for line in made.get('/proc/self/mountinfo', '').splitlines()]
    made['/proc/mounts'] = ''.join(f'{after.split()[1]} {before.split()[4]} {after.split()[0]} {after.split()[2]} 0 0\n'
                                   for before, after in mounts)
    return made


def outputs(root):
    made = {'mount': mount_output(root), 'mount -l': mount_output(root)}
    made['multipath -ll'] = made['multipath -v4 -ll'] = multipath_output(root)
    if os.path.isdir(root + '/etc/iscsi'):
        made.update({**node_outputs(root), **iface_outputs(root), **session_outputs(root)})
    return made
