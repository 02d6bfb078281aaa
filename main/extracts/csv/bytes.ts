/** Counts of a file's bytes, kept apart from whatever parses it: what a reading is reconciled with. */
export class ByteCount {
  bytes = 0;
  lf = 0;
  crlf = 0;
  /** Every carriage return, those before a line feed too. */
  cr = 0;
  nul = 0;
  private lastWasCr = false;
  private last = 10;
  /** Bytes and line feeds before each piece, so that a line can be found again without reading everything. */
  readonly marks: { byte: number; lf: number }[] = [];

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.marks.push({ byte: this.bytes, lf: this.lf });
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) this.lf++;
    if (this.lastWasCr && piece[0] === 10) this.crlf++;
    for (let at = piece.indexOf(13); at >= 0; at = piece.indexOf(13, at + 1)) {
      this.cr++;
      if (piece[at + 1] === 10) this.crlf++;
    }
    for (let at = piece.indexOf(0); at >= 0; at = piece.indexOf(0, at + 1)) this.nul++;
    this.bytes += piece.length;
    this.last = piece[piece.length - 1]!;
    this.lastWasCr = this.last === 13;
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
