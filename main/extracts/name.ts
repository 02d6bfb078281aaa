/**
 * The name of an extract from the name of a file: lower-case letters, digits and `-`, never empty, never starting with a
 * digit (`2024 returns.csv` becomes `extract-2024-returns`, so that it can be written in SQL without quotes where it has no `-`).
 */
export function extractName(fileName: string): string {
  const base = fileName.replace(/^.*[\\/]/, '');
  const stem = base.replace(
    /(?<=.)(\.(gz|csv|tsv|txt|json|jsonl|ndjson|geojson|parquet|xes|xml|xlsx?|ods|sav))+$/i,
    '',
  );
  const plain = stem
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[øØ]/g, 'o')
    .replace(/&/g, ' and ')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '');
  if (plain === '') return 'extract';
  return /^\d/.test(plain) ? `extract-${plain}` : plain;
}

/** `name`, or `name_2`, `name_3` … when it is taken; names are compared without case, as the engine does. Adds it to `taken`. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name}_${n}`;
  taken.add(free.toLowerCase());
  return free;
}
