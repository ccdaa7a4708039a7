-- iSCSI initiator names of a host, in lower case; in_use: it has sessions, records or targets.
-- about: initiator_given
SELECT g.host, lower(g.name) AS name,
       EXISTS (SELECT 1 FROM iface_user u WHERE u.host = g.host)
         OR EXISTS (SELECT 1 FROM iscsi_target t WHERE t.host = g.host)
         OR EXISTS (SELECT 1 FROM binding b WHERE b.host = g.host) AS in_use,
       min(g.origin) AS origin
FROM initiator_given g
GROUP BY g.host, lower(g.name)
