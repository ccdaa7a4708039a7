-- The targets that each open-iscsi iface is used for.
-- about: iface_user
SELECT u.host, u.iface, join_words(u.target) AS target, count(DISTINCT u.target) AS targets
FROM iface_user u WHERE u.iface IS NOT NULL GROUP BY u.host, u.iface
