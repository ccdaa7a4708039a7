-- open-iscsi iface records of transport tcp, without the built-in ones.
-- about: iscsi_iface
-- `software` is NULL where the transport is not known: nothing is known of what such a record does.
SELECT i.host, i.name, i.file_name, i.path, i.hwaddress, i.net_ifacename, i.net_ifacename_written,
       i.ipaddress_written, i.initiator_name, i.ignored_keys, i.device, i.binds, i.mac_matches,
       i.stray, i.transport, i.transport = 'tcp' AS software, i.origin
FROM iscsi_iface i
WHERE coalesce(i.transport, 'tcp') = 'tcp' AND NOT coalesce(i.builtin, 0) AND i.name <> ''
