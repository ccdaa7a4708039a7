-- Misplaced records with a session, of targets that have no other session: to end it is to lose the
-- disks.
-- about: iscsi_session
SELECT m.host, m.target, m.portal, m.iface, m.address, m.port FROM misplaced_record m
JOIN node_login l ON l.host = m.host AND l.target = m.target AND l.portal = m.portal
                 AND l.iface = m.iface AND l.live
WHERE NOT EXISTS (SELECT 1 FROM node_login o
                  WHERE o.host = m.host AND o.target = m.target AND o.live
                    AND (o.portal <> m.portal OR o.iface <> m.iface))
