const DISTINCT = 2000;
/** Longer texts are prose, whatever else the column holds. */
const PROSE = 200;

/** The different texts of a column and how often each occurred. Once there are many, only those of a new shape are added. */
export class Texts {
  readonly counts = new Map<string, number>();
  /** True once it is clear that these are texts and nothing else. */
  prose = false;
  private readonly shapes = new Set<string>();

  add(text: string): void {
    const known = this.counts.get(text);
    if (known !== undefined) this.counts.set(text, known + 1);
    else if (text.length > PROSE) this.prose = true;
    else if (this.counts.size < DISTINCT) this.counts.set(text, 1);
    else this.addShape(text);
  }

  private addShape(text: string): void {
    if (this.shapes.size === 0) for (const each of this.counts.keys()) this.shapes.add(shape(each));
    const form = shape(text);
    if (this.shapes.has(form)) return;
    this.shapes.add(form);
    this.counts.set(text, 1);
    if (this.shapes.size > DISTINCT) this.prose = true;
  }
}

const shape = (text: string) => text.replace(/\d/g, '9').replace(/[a-z]+/gi, 'a');
