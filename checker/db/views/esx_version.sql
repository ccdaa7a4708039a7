-- What a version of ESX or ESXi can do: esxcli from 5.0 on, `vmkping -I` for IPv4 from 5.1 on.
-- about: host.platform=esxi, host.platform=esx
SELECT h.host, h.version, coalesce(version_at_least(h.version, '5.0'),
       h.platform = 'esxi') AS esxcli,
       coalesce(version_at_least(h.version, '5.1'), h.platform = 'esxi') AS pings_from
FROM host h WHERE h.platform IN ('esxi', 'esx')
