-- How a change outlives a reboot, by the interface's manager: `{}` in `words` is for the value.
-- about: manager_profile
-- %i is the interface, %f the manager's file for it, %d the directory of additions to that file.
-- NetworkManager has commands; it is here only where its profile is not known.
WITH frame(manager, head, tail) AS (VALUES
  ('NetworkManager', 'in the profile of %i (`nmcli device show %i` names it), ',
   ', then run `nmcli device reapply %i`'),
  ('netplan', 'below `%i:` in its file of /etc/netplan, ', ', then run `netplan apply`'),
  ('systemd-networkd', '', ', then run `networkctl reload`'),
  ('ifupdown', '', ''), ('network-scripts', '', ''),
  ('wicked', '', ', then run `wicked ifreload %i`'),
  ('vdsm', '', '; VDSM undoes other changes on the host')
),
way(manager, change, words) AS (VALUES
  ('NetworkManager', 'route', 'add {} to `ipv4.routes` (IPv6: `ipv6.routes`)'),
  ('NetworkManager', 'route_remove', 'take {} out of `ipv4.routes` (IPv6: `ipv6.routes`)'),
  ('NetworkManager', 'address', 'add {} to `ipv4.addresses` (IPv6: `ipv6.addresses`)'),
  ('NetworkManager', 'address_remove', 'take {} out of `ipv4.addresses` (IPv6: `ipv6.addresses`)'),
  ('NetworkManager', 'mtu', 'set the property `mtu` of the link to {}'),
  ('NetworkManager', 'never_default', 'set `ipv4.never-default` and `ipv6.never-default` to yes'),
  ('NetworkManager', 'up', 'set `connection.autoconnect` to yes'),
  ('NetworkManager', 'no_ra', 'set `ipv6.method` to manual, or to disabled where IPv6 is not used'),
  ('NetworkManager', 'bond_option', 'add {} to `bond.options`'),
  ('NetworkManager', 'metric', 'set `ipv4.route-metric` (IPv6: `ipv6.route-metric`) to {}'),
  ('NetworkManager', 'static', 'set `ipv4.addresses` to {} and `ipv4.method` to manual'),
  ('netplan', 'route', 'add `- to: {}` and `scope: link` to `routes:`'),
  ('netplan', 'route_remove', 'take the entry `to: {}` out of `routes:`'),
  ('netplan', 'address', 'add `- {}` to `addresses:`'),
  ('netplan', 'address_remove', 'take {} out of `addresses:`'),
  ('netplan', 'mtu', 'write `mtu: {}`'),
  ('netplan', 'never_default', 'take out `gateway4:`, `gateway6:` and the route to `default`, and'
   || ' write `use-routes: false` below `dhcp4-overrides:` where DHCP is used'),
  ('netplan', 'up', 'take out `activation-mode:`'),
  ('netplan', 'no_ra', 'write `accept-ra: false`'),
  ('netplan', 'bond_option', 'write {} below `parameters:` by its name there (`miimon` is'
   || ' `mii-monitor-interval`, `xmit_hash_policy` is `transmit-hash-policy`)'),
  ('netplan', 'metric', 'write `metric: {}` for the route in `routes:`, or `route-metric: {}` below'
   || ' `dhcp4-overrides:` where DHCP is used'),
  ('netplan', 'static', 'write `dhcp4: false` and `addresses: [{}]`'),
  ('systemd-networkd', 'route', 'put `[Route]` and below it `Destination={}` and `Scope=link` into'
   || ' a .conf file in %d'),
  ('systemd-networkd', 'route_remove', 'take `[Route]` with `Destination={}` out of %f'),
  ('systemd-networkd', 'address', 'put `[Network]` and below it `Address={}` into'
   || ' a .conf file in %d'),
  ('systemd-networkd', 'address_remove', 'take `Address={}` out of %f'),
  ('systemd-networkd', 'mtu', 'put `[Link]` and below it `MTUBytes={}` into a .conf file in %d'),
  ('systemd-networkd', 'never_default', 'take `Gateway=` out of %f, and put `UseGateway=no` below'
   || ' `[DHCPv4]` and below `[IPv6AcceptRA]` into a .conf file in %d'),
  ('systemd-networkd', 'up', 'put `[Link]` and below it `ActivationPolicy=up` into'
   || ' a .conf file in %d'),
  ('systemd-networkd', 'no_ra', 'put `[Network]` and below it `IPv6AcceptRA=no` into'
   || ' a .conf file in %d'),
  ('systemd-networkd', 'bond_option', 'put {} below `[Bond]` into the .netdev file of %i, by its'
   || ' name there (`miimon` is `MIIMonitorSec=`, `xmit_hash_policy` is `TransmitHashPolicy=`)'),
  ('systemd-networkd', 'metric', 'put `Metric={}` below `[Route]` of %f, or `RouteMetric={}` below'
   || ' `[DHCPv4]` where DHCP is used or `[Address]` for the route of the subnet'),
  ('systemd-networkd', 'static', 'put `DHCP=no` and `Address={}` below `[Network]` of %f'),
  ('ifupdown', 'route', 'add `up ip route replace {} dev %i` below `iface %i` in %f'),
  ('ifupdown', 'route_remove', 'take the line that adds the route {} out of `iface %i` in %f'),
  ('ifupdown', 'address', 'add `up ip address replace {} dev %i` below `iface %i` in %f'),
  ('ifupdown', 'address_remove', 'take {} out of `iface %i` in %f'),
  ('ifupdown', 'mtu', 'put `mtu {}` below `iface %i` in %f'),
  ('ifupdown', 'never_default', 'take the lines with `gateway` or `default` out of `iface %i` in %f'
   || ' (with DHCP: take `routers` out of `request` in /etc/dhcp/dhclient.conf)'),
  ('ifupdown', 'up', 'put `auto %i` into %f'),
  ('ifupdown', 'no_ra', 'put `accept_ra 0` below `iface %i inet6` in %f'),
  ('ifupdown', 'bond_option', 'put {} below `iface %i` in %f, written as in `bond-miimon 100`'),
  ('ifupdown', 'metric', 'put `metric {}` below `iface %i` in %f'),
  ('ifupdown', 'static', 'put `iface %i inet static` and below it `address {}` into %f'),
  ('network-scripts', 'route', 'add the line `{} dev %i` to %sroute-%i (IPv6: route6-%i)'),
  ('network-scripts', 'route_remove', 'take the line of {} out of %sroute-%i (IPv6: route6-%i)'),
  ('network-scripts', 'address', 'add {} to %f as `IPADDR1=` and `PREFIX1=`, or with the next free'
   || ' number (IPv6: in `IPV6ADDR_SECONDARIES=`)'),
  ('network-scripts', 'address_remove', 'take the lines of {} out of %f'),
  ('network-scripts', 'mtu', 'write `MTU={}` into %f'),
  ('network-scripts', 'never_default', 'take `GATEWAY=` out of %f, and write `DEFROUTE=no` and'
   || ' `IPV6_DEFROUTE=no` into it'),
  ('network-scripts', 'up', 'write `ONBOOT=yes` into %f'),
  ('network-scripts', 'no_ra', 'write `IPV6_AUTOCONF=no` into %f'),
  ('network-scripts', 'bond_option', 'write {} into `BONDING_OPTS=` in %f'),
  ('network-scripts', 'metric', 'write `METRIC={}` into %f'),
  ('network-scripts', 'static', 'write `BOOTPROTO=none`, and {} as `IPADDR=` and `PREFIX=`,'
   || ' into %f'),
  ('wicked', 'route', 'add the line `{} - - %i` to %sifroute-%i'),
  ('wicked', 'route_remove', 'take the line of {} out of %sifroute-%i'),
  ('wicked', 'address', 'write {} into %f as `IPADDR_1=`, or with another free suffix'),
  ('wicked', 'address_remove', 'take the line of {} out of %f'),
  ('wicked', 'mtu', 'write `MTU={}` into %f'),
  ('wicked', 'never_default', 'take the line `default` out of %sifroute-%i, and write'
   || ' `DHCLIENT_SET_DEFAULT_ROUTE=no` into %f where DHCP is used'),
  ('wicked', 'up', 'write `STARTMODE=auto` into %f'),
  ('wicked', 'no_ra', 'write `net.ipv6.conf.%i.accept_ra = 0` into %sifsysctl-%i'),
  ('wicked', 'bond_option', 'write {} into `BONDING_MODULE_OPTS=` in %f'),
  ('wicked', 'metric', 'write {} as the metric of the route in %sifroute-%i, or into'
   || ' `DHCLIENT_ROUTE_PRIORITY=` in %f where DHCP is used'),
  ('wicked', 'static', 'write `BOOTPROTO=static` and `IPADDR={}` into %f'),
  ('vdsm', 'route', 'leave the route to {} to a hook in'
   || ' /usr/libexec/vdsm/hooks/after_network_setup, as the engine has no field for it'),
  ('vdsm', 'route_remove', 'in the engine, set up the network of %i without the route {}'),
  ('vdsm', 'address', 'in the engine, give the network of %i the address {}'),
  ('vdsm', 'address_remove', 'in the engine, take the address {} from the network of %i'),
  ('vdsm', 'mtu', 'in the engine, give the logical network of %i the MTU {}'),
  ('vdsm', 'never_default', 'in the engine, give the role of the default route to another network'
   || ' than that of %i'),
  ('vdsm', 'up', 'in the engine, attach the network of %i anew (Setup Host Networks)'),
  ('vdsm', 'no_ra', 'in the engine, set the IPv6 boot protocol of the network of %i to none'),
  ('vdsm', 'bond_option', 'in the engine, put {} into the custom mode of the bond %i'),
  ('vdsm', 'metric', 'leave the metric {} to a hook in /usr/libexec/vdsm/hooks/after_network_setup,'
   || ' as the engine has no field for it'),
  ('vdsm', 'static', 'in the engine, set the boot protocol of the network of %i to static with {}')
),
file(host, interface, manager, profile, directory, name) AS (
  SELECT p.host, p.interface, p.manager, p.profile,
         CASE p.manager WHEN 'network-scripts' THEN '/etc/sysconfig/network-scripts/'
              WHEN 'wicked' THEN '/etc/sysconfig/network/' ELSE '' END,
         coalesce(p.profile,
                  CASE p.manager WHEN 'ifupdown' THEN '/etc/network/interfaces'
                       WHEN 'systemd-networkd'
                       THEN '/etc/systemd/network/' || p.interface || '.network'
                       WHEN 'wicked' THEN '/etc/sysconfig/network/ifcfg-' || p.interface
                       ELSE '/etc/sysconfig/network-scripts/ifcfg-' || p.interface END)
  FROM manager_profile p
)
SELECT f.host, f.interface, f.manager, f.profile, w.change,
       CASE f.manager WHEN 'vdsm' THEN 'VDSM' ELSE f.manager END || ': '
       || replace(replace(replace(replace(r.head || w.words || r.tail,
            '%d', '/etc/systemd/network/'
            || replace(f.name, rtrim(f.name, replace(f.name, '/', '')), '') || '.d'),
            '%f', f.name), '%s', f.directory), '%i', f.interface) AS words
FROM file f JOIN frame r ON r.manager = f.manager JOIN way w ON w.manager = f.manager
WHERE f.manager <> 'NetworkManager' OR f.profile IS NULL
