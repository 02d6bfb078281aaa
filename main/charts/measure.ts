/** Widths of Arial and Helvetica, in thousandths of the font size, from the space to the tilde (Adobe's font metrics). */
const plain =
  `278 278 355 556 556 889 667 222 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584
 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278
 278 469 556 222 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260
 334 584`
    .split(/\s+/)
    .map(Number);
const bold = 1.08;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|\p{Extended_Pictographic}/u;

/** Width in px of a line of text in the charts' font. */
export function textWidth(text: string, size: number, isBold = false): number {
  let thousandths = 0;
  for (const letter of text) {
    const known = plain[letter.codePointAt(0)! - 32];
    thousandths += known ?? (wide.test(letter) ? 1000 : 600);
  }
  return (thousandths / 1000) * size * (isBold ? bold : 1);
}

/** Breaks text into lines no wider than `width` px, at spaces, and inside a word only when it is wider by itself. */
export function wrap(text: string, width: number, size: number, isBold = false): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string) => textWidth(candidate, size, isBold) <= width;
  for (const word of text.trim().split(/\s+/)) {
    if (line && fits(`${line} ${word}`)) {
      line = `${line} ${word}`;
      continue;
    }
    if (line) lines.push(line);
    line = '';
    for (const letter of word) {
      if (line && !fits(line + letter)) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line ? [...lines, line] : lines;
}
