CREATE TABLE cites AS FROM read_csv('cites.facts', delim = '\t', header = false,
  auto_detect = false, quote = '', escape = '', columns = {'a': 'VARCHAR', 'b': 'VARCHAR'});
COPY (
  WITH RECURSIVE leads(a, b) AS (
    SELECT a, b FROM cites
    UNION
    SELECT leads.a, cites.b FROM leads JOIN cites ON leads.b = cites.a
  )
  SELECT a FROM leads WHERE a = b ORDER BY ALL
) TO 'ANSWER' (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '');
