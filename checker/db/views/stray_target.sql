-- Targets that a stray iface record alone leads to and whose node records cannot move.
-- about: iscsi_node
SELECT DISTINCT l.host, l.iface, l.target
FROM iscsi_iface i JOIN node_login l ON l.host = i.host AND l.iface = i.name
WHERE i.stray AND i.file_name = i.name
  AND NOT EXISTS (SELECT 1 FROM node_login o
                  WHERE o.host = l.host AND o.target = l.target AND o.iface <> l.iface)
  AND NOT EXISTS (SELECT 1 FROM record_move m
                  WHERE m.host = l.host AND m.iface = l.iface AND m.target = l.target)
