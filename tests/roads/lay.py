#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""lay.py HOST NAME SEED: the outputs of a host, HOST/outputs.json, by all roads below HOST/roads, and a line for each in
HOST/roads/list: CLASS PATH. The class says what may be asked of the road (judge.py)."""
import io
import json
import os
import random
import sys
import tarfile
import zipfile

import layouts

TEXTS = ['ip -d link', 'ip -d addr', 'ip route show table all', 'ip rule', 'ip -6 rule', 'ip -s -s neigh show', 'ip nexthop',
         'sysctl -a', 'mount', 'multipath -ll', 'iscsiadm -m session -P 3', 'iscsiadm -m node --op show', 'iscsiadm -m iface']
JSON = {'ip -d link': 'ip -j -d link', 'ip -d addr': 'ip -j addr', 'ip route show table all': 'ip -j route show table all',
        'ip rule': 'ip -j rule', 'ip -6 rule': 'ip -j -6 rule', 'ip -s -s neigh show': 'ip -j neigh', 'ip nexthop': 'ip -j nexthop'}
NOISE = ['uname -a', 'lsmod', 'df -al', 'ps auxwww', 'ip netns', 'lsblk', 'route -n']
PROMPTS = ['[root@%s ~]# ', 'root@%s:~# ', '%s:~ # ', '[root@%s.example.com network]# ', 'admin@%s:/tmp$ sudo ', 'root@%s /etc # ']
BARE = ['$ ', '+ ']
ODD = ['01 links.md', 'b.log', 'noext', '.hidden', 'routes (2).txt', 'ä.out', 'x', 'rule', 'c.json.txt', 'final_FINAL', 'e.e.e',
       'neigh~', 'sessions', 'n.cfg']
README = 'These are the outputs of a host of ours.\nPlease have a look, storage is slow: eth0, eth1.\n\nRegards\n'


class Roads:
    """Where roads are laid, and the list of them."""
    def __init__(self, host, name, seed):
        with open(host + '/outputs.json', encoding='utf-8') as f:
            self.saved = json.load(f)
        self.commands, self.name, self.top = self.saved['commands'], name, host + '/roads'
        self.random, self.listed = random.Random(seed), []
        os.makedirs(self.top)

    def say(self, kind, path):
        self.listed.append(f'{kind} {path}')

    def file(self, kind, path, text):
        self.write(path, text)
        self.say(kind, path)

    def write(self, path, text):
        whole = os.path.join(self.top, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, 'w', encoding='utf-8', newline='') as f:
            f.write(text)

    def tree(self, kind, path, files, *archives):
        for name, text in files.items():
            if isinstance(text, tuple):
                os.makedirs(os.path.join(self.top, path), exist_ok=True)
                os.symlink(text[1], os.path.join(self.top, path, name))
            else:
                self.write(f'{path}/{name}', text)
        self.say(kind, path)
        for end in archives:
            self.archive(kind, path, files, end)

    def archive(self, kind, path, files, end):
        whole, top = os.path.join(self.top, path) + '.' + end, os.path.basename(path)
        if end == 'zip':
            with zipfile.ZipFile(whole, 'w', zipfile.ZIP_DEFLATED) as z:
                for name, text in files.items():
                    z.writestr(f'{top}/{name}', text)
        else:
            with tarfile.open(whole, 'w:' + {'tgz': 'gz', 'txz': 'xz', 'tbz': 'bz2'}.get(end, end.removeprefix('tar.'))) as t:
                for name, text in files.items():
                    member(t, f'{top}/{name}', text)
        self.say(kind, f'{path}.{end}')

    def texts(self, wanted=tuple(TEXTS)):
        return {command: self.commands[command] for command in wanted if command in self.commands}

    def shuffled(self, things):
        things = list(things)
        self.random.shuffle(things)
        return things


def member(tar, name, text):
    info = tarfile.TarInfo(name)
    if isinstance(text, tuple):
        info.type, info.linkname = tarfile.SYMTYPE, text[1]
        tar.addfile(info)
        return
    data = text.encode()
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def folders(r):
    texts = r.texts()
    r.tree('full', 'text', {layouts.file_name(c): t for c, t in texts.items()}, 'tgz', 'zip', 'tar.xz')
    r.tree('full', 'json', {layouts.file_name(JSON.get(c, c)): r.commands[JSON.get(c, c)] for c in texts})
    odd = dict(zip(r.shuffled(ODD), texts.values()))
    r.tree('bare', 'named', {**odd, 'README': README})
    r.tree('full', 'below', {f'{"ab"[n % 2]}/{layouts.file_name(c)}.txt': t for n, (c, t) in enumerate(texts.items())})
    r.tree('full', 'traps', {**{layouts.file_name(c) + '.txt': t for c, t in texts.items()}, 'h.txt': 'hostname,ip\n',
                             'passwd': layouts.PASSWD, 'sysctl.conf': layouts.SYSCTL_CONF, 'modinfo.txt': layouts.MODINFO,
                             **{layouts.file_name(c) + '.txt': r.commands[c] for c in NOISE if c in r.commands}})
    r.tree('poor', 'two', {'a.txt': r.commands['ip addr'], 'b.txt': r.commands['ip route']})
    r.tree('poor', 'plain', {layouts.file_name(c): r.commands[c] for c in
                             ('ip link', 'ip addr', 'ip route', 'ip -6 route', 'ip rule', 'ip -6 rule', 'ip neigh')})
    r.tree('poor', 'brief', {layouts.file_name(c): r.commands[c] for c in ('ip -br link', 'ip -br addr', 'ip route', 'ip rule')})
    tools = [c for c in ('ifconfig -a', 'route -n', 'netstat -rn') if c in r.commands]
    if tools:
        r.tree('poor', 'tools', {layouts.file_name(c): r.commands[c] for c in tools})


def page(r, prompts, commands, noise=True):
    """A terminal's page: a prompt before each command, and some commands that tell nothing."""
    asked = r.shuffled(list(commands) + ([c for c in NOISE if c in r.commands] if noise else []))
    text = ''
    for command in asked:
        prompt = r.random.choice(prompts)
        text += (prompt % r.name if '%s' in prompt else prompt) + command + '\n' + r.commands[command]
    return text


def pages(r):
    texts = r.texts()
    for n, prompt in enumerate(PROMPTS + BARE):
        r.file('full', f'page{n}.txt', page(r, [prompt], texts))
    r.file('full', 'mixed.log', page(r, PROMPTS[:3], texts))
    fenced = '# Host\n\nSome words before it.\n\n```\n' + page(r, [PROMPTS[0]], texts, False) + '```\n\nAnd after.\n'
    r.tree('full', 'fenced', {'host.md': fenced})
    each = ''.join(f'## {c}\n\n```\n{t}```\n\n' for c, t in texts.items())
    r.tree('maybe', 'fences', {'host.md': each})
    r.file('bare', 'cat.stdin', ''.join(r.commands[c] for c in r.shuffled(texts)))
    r.file('bare', 'in-order.stdin', ''.join(texts.values()))
    r.file('poor', 'two.stdin', r.commands['ip addr'] + r.commands['ip route'])
    r.file('poor', 'two-turned.stdin', r.commands['ip route'] + r.commands['ip addr'])
    r.file('poor', 'brief.txt', page(r, [PROMPTS[0]], ['ip -br link', 'ip -br addr', 'ip route', 'ip rule'], False))
    r.file('maybe', 'hash.txt', page(r, ['# '], texts, False))


def reports(r, foreign):
    for version, kind in (('3.2', 'poor'), ('3.6', 'full'), ('4.2', 'full'), ('4.6', 'full')):
        files = layouts.sosreport(version, r.name, r.saved, foreign)
        r.tree(kind, f'sosreport-{r.name}-{version}', files, 'tar.xz', 'tar.gz')
    r.tree('poor', f'scc_{r.name}_261130_1000', layouts.supportconfig(r.name, r.saved, foreign), 'txz', 'tbz')


def wrapped(text, width=80):
    return ''.join(line[at:at + width] + '\n' for line in text.split('\n')[:-1] for at in range(0, max(len(line), 1), width))


def damage(r):
    texts = r.texts()
    named = {layouts.file_name(c): t for c, t in texts.items()}
    r.tree('full', 'bom', {name: '\ufeff' + text for name, text in named.items()})
    r.tree('full', 'crlf', {name: text.replace('\n', '\r\n') for name, text in named.items()})
    r.tree('full', 'blanks', {name: text.replace('\n', '   \n') for name, text in named.items()})
    r.tree('maybe', 'wrapped', {name: wrapped(text) for name, text in named.items()})
    r.tree('maybe', 'wrapped72', {name: wrapped(text, 72) for name, text in named.items()})
    r.tree('maybe', 'quoted', {name: ''.join(f'> {line}\n' for line in text.splitlines()) for name, text in named.items()})
    r.tree('maybe', 'numbered', {name: ''.join(f'{n:6}\t{line}\n' for n, line in enumerate(text.splitlines(), 1))
                                 for name, text in named.items()})
    whole = page(r, [PROMPTS[1]], texts, False)
    r.file('full', 'bom.txt', '\ufeff' + whole)
    r.file('full', 'crlf.txt', whole.replace('\n', '\r\n'))
    r.file('maybe', 'wrapped.txt', wrapped(whole))
    r.file('maybe', 'quoted.txt', ''.join(f'> {line}\n' for line in whole.splitlines()))
    r.file('maybe', 'numbered.txt', ''.join(f'{n:6}\t{line}\n' for n, line in enumerate(whole.splitlines(), 1)))
    r.file('maybe', 'cut.txt', whole[:len(whole) * 2 // 3])
    r.file('maybe', 'joined.stdin', ''.join(text.rstrip('\n') for text in texts.values()) + '\n')


def main():
    host, name, seed = sys.argv[1:]
    r = Roads(host, name, seed)
    own = [one['local'] for link in json.loads(r.commands['ip -j addr']) for one in link.get('addr_info', [])
           if one['family'] == 'inet' and link['ifname'] != 'lo']
    folders(r)
    pages(r)
    reports(r, own[0] if own else '10.99.0.9')
    damage(r)
    with open(r.top + '/list', 'w', encoding='utf-8') as f:
        f.write(''.join(line + '\n' for line in r.listed))


main()
