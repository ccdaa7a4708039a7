-- The port that an iface record means, where a strict reverse path filter would drop its answers.
-- about: iscsi_iface, iface_user
SELECT m.host, m.iface, m.interface AS port
FROM iface_meant m JOIN strict_bind s ON s.host = m.host AND s.interface = m.interface
