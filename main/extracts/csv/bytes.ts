const MARK = 1 << 16;

/** Counts of a file's bytes, kept apart from whatever parses it: what a reading is reconciled with. */
export class ByteCount {
  bytes = 0;
  lf = 0;
  crlf = 0;
  /** Every carriage return, those before a line feed too. */
  cr = 0;
  nul = 0;
  private last = 10;
  /** Bytes and line feeds before each 64 kB or so, so that a line can be found again without reading everything. */
  readonly marks: { byte: number; lf: number }[] = [];

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    for (let from = 0; from < piece.length; from += MARK) this.feeds(piece.subarray(from, from + MARK));
    this.returns(piece);
    for (let at = piece.indexOf(0); at >= 0; at = piece.indexOf(0, at + 1)) this.nul++;
    this.last = piece[piece.length - 1]!;
  }

  private feeds(part: Buffer): void {
    this.marks.push({ byte: this.bytes, lf: this.lf });
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) this.lf++;
    this.bytes += part.length;
  }

  private returns(piece: Buffer): void {
    if (this.last === 13 && piece[0] === 10) this.crlf++;
    for (let at = piece.indexOf(13); at >= 0; at = piece.indexOf(13, at + 1)) {
      this.cr++;
      if (piece[at + 1] === 10) this.crlf++;
    }
  }

  /** Carriage returns that end no line together with a line feed. */
  get bareCr(): number {
    return this.cr - this.crlf;
  }

  /** Lines of the file, where a bare carriage return ends one only if `cr`. */
  lines(cr: boolean): number {
    if (this.bytes === 0) return 0;
    const ended = this.last === 10 || (cr && this.last === 13);
    return this.lf + (cr ? this.bareCr : 0) + (ended ? 0 : 1);
  }

  get newline(): 'lf' | 'crlf' | 'cr' | 'mixed' {
    if (this.lf === 0 && this.cr > 0) return 'cr';
    if (this.crlf === 0) return 'lf';
    return this.crlf === this.lf ? 'crlf' : 'mixed';
  }
}
