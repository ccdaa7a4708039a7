-- Portals that the host has asked for targets by SendTargets.
-- about: iscsi_target
SELECT DISTINCT t.host, t.portal FROM iscsi_target t
WHERE t.target IS NULL AND t.method = 'sendtargets' AND t.portal IS NOT NULL
