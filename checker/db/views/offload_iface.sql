-- open-iscsi iface records of cards with a network stack of their own, or of unknown transport.
-- about: iscsi_iface
SELECT i.host, i.name, i.path, i.transport, i.hwaddress, i.net_ifacename,
       i.ipaddress_written, i.bootproto,
       nullif(i.transport || '.' || i.hwaddress, i.transport || '.') AS own_name,
       lower(i.name) = lower(i.transport || '.' || i.hwaddress)
         OR lower(i.name) LIKE lower(i.transport || '.' || i.hwaddress) || '.ipv_.%'
       AS has_own_name,
       i.origin
FROM iscsi_iface i
WHERE (i.transport IS NULL
       OR i.transport IN ('bnx2i', 'qedi', 'be2iscsi', 'cxgb3i', 'cxgb4i', 'qla4xxx', 'ocs'))
  AND NOT coalesce(i.builtin, 0) AND i.name <> ''
