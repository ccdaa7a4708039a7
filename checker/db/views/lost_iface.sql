-- Ifaces of node records without a record of their own; known: all iface records were read.
-- about: iscsi_node
SELECT DISTINCT n.host, n.iface,
       NOT EXISTS (SELECT 1 FROM coverage v WHERE v.host = n.host AND v.fact = 'iscsi_iface'
                   AND v.state <> 'read') AS known
FROM iscsi_node n
WHERE n.iface NOT IN ('default', 'iser')
  AND NOT EXISTS (SELECT 1 FROM iscsi_iface i WHERE i.host = n.host AND i.name = n.iface)
