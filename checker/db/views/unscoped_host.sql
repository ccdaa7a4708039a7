-- Linux hosts of which the input does not say the scope of all addresses: where none is told, other
-- traffic may not use the address.
-- about: coverage
SELECT c.host FROM coverage c JOIN host h ON h.host = c.host AND h.platform = 'linux'
WHERE c.fact = 'address' AND (c.state = 'partial' OR coalesce(instr(c.missing, 'scopes'), 0))
