import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * Writes `lines.csv`: `record,line`, both from 1, a row only where the next record does not lie on the next line.
 * Between two rows each record is one line further down.
 */
export class LineMap {
  private readonly file: number;
  private record = 0;
  private expected = -1;
  private pending = 'record,line\n';

  constructor(path: string) {
    this.file = openSync(path, 'w');
  }

  add(line: number): void {
    this.record++;
    if (line !== this.expected) {
      this.pending += `${this.record},${line}\n`;
      if (this.pending.length > 65_536) this.flush();
    }
    this.expected = line + 1;
  }

  private flush(): void {
    writeSync(this.file, this.pending);
    this.pending = '';
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }
}
