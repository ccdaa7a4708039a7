-- What LACP says of each member of a bond that is not known to be without link.
-- about: uplink.team_kind=bond
-- carries: by the port states of both ends.  settled: by the churn states.
WITH state(bit, wanted, words) AS (VALUES
  (64, 0, 'defaulted (no LACPDU came)'), (128, 0, 'expired'),
  (8, 8, 'not in sync'), (16, 16, 'not collecting'), (32, 32, 'not distributing')
),
ends AS (
  SELECT u.*, u.origin,
         (SELECT words FROM state WHERE u.actor_state & bit <> wanted LIMIT 1) AS actor,
         (SELECT words FROM state WHERE u.partner_state & bit <> wanted LIMIT 1) AS partner
  FROM uplink u WHERE u.team_kind = 'bond'
)
SELECT e.host, e.team, e.interface, e.aggregator, e.actor_churn, e.partner_churn, e.origin,
       coalesce(e.link, i.carrier) AS up,
       CASE WHEN e.actor IS NOT NULL OR e.partner IS NOT NULL THEN 0
            WHEN e.actor_state IS NOT NULL AND e.partner_state IS NOT NULL THEN 1 END AS carries,
       CASE WHEN e.actor_churn = 'churned' OR e.partner_churn = 'churned' THEN 0
            WHEN e.actor_churn = 'none' AND e.partner_churn = 'none' THEN 1 END AS settled,
       coalesce('this end is ' || e.actor || coalesce(', the switch port is ' || e.partner, ''),
                'the switch port is ' || e.partner) AS fault
FROM ends e LEFT JOIN interface i ON i.host = e.host AND i.name = e.interface
WHERE coalesce(e.link, i.carrier, 1)
