CREATE TABLE edge AS FROM read_csv('edge.facts', delim = '\t', header = false,
  auto_detect = false, columns = {'a': 'BIGINT', 'b': 'BIGINT'});
COPY (
  WITH RECURSIVE path(a, b) AS (
    SELECT a, b FROM edge
    UNION
    SELECT path.a, edge.b FROM path JOIN edge ON path.b = edge.a
  )
  SELECT a, b FROM path ORDER BY ALL
) TO 'ANSWER' (FORMAT csv, DELIMITER '\t', HEADER false);
