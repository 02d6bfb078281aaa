import type { Row } from './row.ts';

const opening = new RegExp(
  [
    '^(?:',
    [
      '\\*+ ?[a-z(]',
      '\\(?\\d{1,2}[).] ?[a-z]',
      '\\[?\\d{1,2}\\] ?[a-z]',
      '\\[(?:note|[a-z]{1,4}) ?\\d*\\]',
      'sources?\\b',
      '(?:foot)?notes?\\b',
      'figures\\b',
      'data\\b',
      '©|\\(c\\) ',
      'crown copyright',
      '(?:this|these|there|the|all|where|any|please|some|see|for)\\b.* ',
      'end of',
      '(?:published|produced|prepared|contact|key|symbols?|statistician|released|extracted|generated|exported|printed|licen[cs]ed?)\\b',
      '(?:last )?updated\\b',
      '(?:total |number of )?(?:rows|records|count)\\b ?[:=]?',
      '\\(?\\d[\\d,]* (?:rows?|records?)\\b',
      '(?:https?://|www\\.)',
      '[a-z.*:#~\\[\\]-]{1,6} ?(?:=|means\\b|denotes\\b|indicates\\b|[-–] )',
    ].join('|'),
    ')',
  ].join(''),
  'i',
);

/**
 * Whether a record below a table looks like a note, a source line or a lone count and not like data: hardly anything in it, and
 * either below a blank line, or worded as notes are. Only ever asked of the records at the very end.
 */
export function isNote(row: Row, width: number, afterBlank: boolean, firstIsNumber: boolean): boolean {
  let [filled, first] = [0, -1];
  const most = afterBlank ? Math.max(1, Math.min(2, Math.floor(width / 2))) : 1;
  for (let at = 0; at < row.count; at++) {
    if (!row.filled(at)) continue;
    if (first < 0) first = at;
    if (++filled > most) return false;
  }
  if (filled === 0) return false;
  const text = (row.text(first) ?? '').trim();
  if (text === '') return false;
  const worded = opening.test(text) || (text.length > 40 && text.includes(' '));
  if (width === 1) return afterBlank && worded;
  if (worded || afterBlank) return true;
  return first === 0 && width > 2 && !firstIsNumber && /^\d[\d,]*$/.test(text);
}
