-- Node records with the iface record that each holds a copy of, and whether the two are the same.
-- about: iscsi_node
SELECT n.host, n.target, n.portal, n.iface, n.address, n.origin,
       i.device, i.net_ifacename, i.hwaddress, i.ipaddress_written, i.initiator_name,
       lower(n.hwaddress) = lower(i.hwaddress) AS same_mac,
       n.net_ifacename = i.net_ifacename AS same_name,
       n.ipaddress_written = i.ipaddress_written AS same_address,
       n.initiator_name = i.initiator_name AS same_initiator,
       n.transport = i.transport AS same_transport,
       coalesce(nullif(n.hwaddress, ''), nullif(n.net_ifacename, ''), 'nothing') AS copy_binds,
       coalesce(nullif(i.hwaddress, ''), nullif(i.net_ifacename, ''), 'nothing') AS record_binds
FROM iscsi_node n
JOIN iscsi_iface i ON i.host = n.host AND i.name = n.iface
  AND coalesce(i.builtin, n.iface IN ('default', 'iser')) = (n.iface IN ('default', 'iser'))
