import { jsonEncoding } from './source.ts';
import { isSpace } from './text.ts';

/** Counts lines with something on them, straight from the bytes: a second opinion on how many records there are. */
export class ContentLines {
  count = 0;
  private filled = false;
  private started = false;

  add(piece: Buffer): void {
    let from = !this.started && jsonEncoding(piece) === 'utf-8-bom' ? 3 : 0;
    this.started = true;
    while (from < piece.length) {
      const found = piece.indexOf(10, from);
      const to = found < 0 ? piece.length : found;
      for (let at = from; !this.filled && at < to; at++) this.filled = !isSpace(piece[at]) && piece[at] !== 0x1e;
      if (found < 0) return;
      if (this.filled) this.count++;
      this.filled = false;
      from = to + 1;
    }
  }

  /** The count, with a last line that has no line break. */
  total(): number {
    return this.count + (this.filled ? 1 : 0);
  }
}
