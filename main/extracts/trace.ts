/** The line of the source that a record (from 1, in the order of data.parquet) begins on, by the text of its `lines.csv`. */
export function lineOf(linesCsv: string, record: number): number | undefined {
  let line: number | undefined;
  for (const row of linesCsv.split('\n').slice(1)) {
    const [from, at] = row.split(',').map(Number);
    if (row.trim() === '' || from === undefined || at === undefined) continue;
    if (from > record) break;
    line = at + (record - from);
  }
  return line;
}
