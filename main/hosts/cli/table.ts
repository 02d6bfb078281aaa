/** Rows as aligned columns of text, numbers to the right. */
export function columns(rows: readonly (readonly (string | number)[])[], indent = '  '): string {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? count(cell) : cell)));
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map((row) => (row[column] ?? '').length)));
  return texts
    .map((row, line) => {
      const cells = row.map((cell, column) =>
        typeof rows[line]?.[column] === 'number' ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      );
      return `${indent}${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

export const count = (value: number): string => value.toLocaleString('en-GB');

/** A count and its noun, in the plural where it should be. */
export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** Text wrapped to a width, each line indented. */
export function wrapped(text: string, indent: string, width = 100): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line && line.length + word.length + 1 > width - indent.length) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((part) => `${indent}${part}\n`).join('');
}
