CREATE TABLE parent AS FROM read_csv('parent.facts', delim = '\t', header = false,
  auto_detect = false, columns = {'child': 'BIGINT', 'parent': 'BIGINT'});
COPY (
  WITH RECURSIVE same(a, b) AS (
    SELECT x.child, y.child FROM parent x JOIN parent y USING (parent) WHERE x.child <> y.child
    UNION
    SELECT x.child, y.child
    FROM same JOIN parent x ON x.parent = same.a JOIN parent y ON y.parent = same.b
  )
  SELECT a, b FROM same ORDER BY ALL
) TO 'ANSWER' (FORMAT csv, DELIMITER '\t', HEADER false);
