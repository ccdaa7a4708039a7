-- Each port binding of ESX and ESXi with the effective failover order below it.
-- about: binding
-- recorded: the NIC that it was bound with; own_nic: the only one of a dependent or iSER adapter.
SELECT b.host, b.adapter, b.vmknic, b.adapter || ' ' || b.vmknic AS binding, b.compliant,
       b.compliant_status, b.message AS host_message, b.remedy, b.path_status, b.origin,
       coalesce(v.portgroup, b.portgroup) AS portgroup, coalesce(v.vswitch, t.vswitch) AS vswitch,
       t.load_balancing, t.lag, t.switch_kind, t.n_active, t.n_standby, t.active, t.standby,
       t.uplinks, v.mtu, h.version,
       'the failover order below ' || b.vmknic
         || ' is not known (esxcli network vswitch standard portgroup '
         || 'policy failover get -p ' || coalesce(v.portgroup, b.portgroup, 'NAME')
           || ')' AS no_order,
       coalesce(b.vmnic, (SELECT coalesce(max(CASE WHEN n.name = t.active THEN n.name END),
         min(n.name))
                          FROM interface n WHERE n.host = b.host
                          AND n.kind IN ('vmnic', 'physical')
                          AND (n.mac = b.mac OR n.permanent_mac = b.mac))) AS recorded,
       CASE WHEN a.kind IN ('dependent', 'iser') THEN a.vmnic END AS own_nic,
       coalesce(a.kind, CASE a.driver WHEN 'iscsi_vmk' THEN 'software' END) AS adapter_kind,
       h.esxcli, CASE WHEN h.pings_from THEN b.vmknic END AS ping_from,
       (SELECT min(s.address) FROM port q
        JOIN target_subnet s ON s.host = q.host AND s.subnet = q.subnet
        WHERE q.host = b.host AND q.interface = b.vmknic) AS portal,
       v.mtu - CASE WHEN EXISTS (SELECT 1 FROM port q WHERE q.host = b.host
                                 AND q.interface = b.vmknic AND q.family = 4)
                    THEN 28 ELSE 48 END AS size
FROM binding b JOIN esx_version h ON h.host = b.host
LEFT JOIN vmk v ON v.host = b.host AND v.vmk = b.vmknic
LEFT JOIN portgroup_team t ON t.host = b.host AND t.portgroup = coalesce(v.portgroup, b.portgroup)
LEFT JOIN iscsi_adapter a ON a.host = b.host AND a.name = b.adapter
