-- Each port binding of ESX and ESXi with the effective failover order below it.
-- about: binding
SELECT b.host, b.adapter, b.vmknic, b.adapter || ' ' || b.vmknic AS binding, b.mac, b.vmnic, b.compliant,
       b.compliant_status, b.message AS host_message, b.remedy, b.path_status, b.origin,
       coalesce(v.portgroup, b.portgroup) AS portgroup, coalesce(v.vswitch, t.vswitch) AS vswitch, t.vlan_id,
       t.load_balancing, t.failure_detection, t.lag, t.switch_kind, t.n_active, t.n_standby, t.n_unused,
       t.active, t.standby, t.unused, t.uplinks, v.mtu, h.version,
       (SELECT min(u.interface) FROM uplink u WHERE u.host = b.host AND u.team = coalesce(v.portgroup, b.portgroup)
        AND u.team_kind = 'portgroup' AND u.role = 'active') AS first_active,
       coalesce(version_at_least(h.version, '5.0'), h.platform = 'esxi') AS esxcli,
       (SELECT min(s.address) FROM port q JOIN target_subnet s ON s.host = q.host AND s.subnet = q.subnet
        WHERE q.host = b.host AND q.interface = b.vmknic) AS portal,
       CASE WHEN coalesce(version_at_least(h.version, '5.1'), h.platform = 'esxi') THEN b.vmknic END AS ping_from,
       v.mtu - CASE WHEN EXISTS (SELECT 1 FROM port q WHERE q.host = b.host AND q.interface = b.vmknic AND q.family = 4)
                    THEN 28 ELSE 48 END AS size,
       CASE WHEN t.n_active IS NULL THEN 'not known'
            WHEN t.n_active = 0 THEN 'not compliant: no active uplink'
            WHEN t.n_active > 1 THEN 'not compliant: ' || t.n_active || ' active uplinks'
            WHEN t.n_standby > 0 THEN 'not compliant: ' || t.n_standby || ' standby uplinks'
            ELSE 'compliant' END AS our_verdict
FROM binding b JOIN host h ON h.host = b.host
LEFT JOIN vmk v ON v.host = b.host AND v.vmk = b.vmknic
LEFT JOIN portgroup_team t ON t.host = b.host AND t.portgroup = coalesce(v.portgroup, b.portgroup)
