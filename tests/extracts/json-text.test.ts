import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fields } from '../../main/extracts/json/fields.ts';
import { Flattener, kind } from '../../main/extracts/json/flatten.ts';
import { textOf } from '../../main/extracts/json/profile.ts';
import { JsonText } from '../../main/extracts/json/text.ts';
import { Walker } from '../../main/extracts/json/walker.ts';

/** Whether our strict reader takes a text, and whether the platform's does. */
function verdicts(source: string): [ours: boolean, platform: boolean] {
  const buffer = Buffer.from(source);
  const text = new JsonText();
  text.set(buffer, buffer.length);
  const accepts = (work: () => boolean) => {
    try {
      return work();
    } catch {
      return false;
    }
  };
  return [
    accepts(() => text.space(text.value(text.space(0))) === buffer.length),
    accepts(() => {
      JSON.parse(source);
      return true;
    }),
  ];
}

test('takes what JSON.parse takes and nothing else', () => {
  const damaged = fc
    .tuple(
      fc.json({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '\\', '}', ']', '0', '-', '.', 'e', ' ', '\n', '\t', ':', 'null', '\u0001'),
      fc.nat(2),
    )
    .map(([source, at, extra, cut]) => {
      const place = at % (source.length + 1);
      return source.slice(0, place) + extra + source.slice(place + cut);
    });
  fc.assert(
    fc.property(fc.oneof(fc.json(), damaged), (source) => {
      fc.pre(!/\p{Surrogate}/u.test(source));
      const [ours, platform] = verdicts(source);
      expect(ours).toBe(platform);
    }),
    { numRuns: 3000 },
  );
});

test('flattening keeps every value of an object', () => {
  const leaf = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.integer()),
  );
  const name = fc.stringMatching(/^[a-z"é]{1,4}$/);
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf, { minKeys: 1 }))), {
        minLength: 1,
        maxLength: 5,
      }),
      (records) => {
        const fields = new Fields(true);
        const flattener = new Flattener(fields, undefined);
        for (const record of records) {
          const buffer = Buffer.from(JSON.stringify(record));
          const { kinds, from, to } = flattener.record(buffer, 0, buffer.length);
          const read = Object.fromEntries(
            fields.columns.flatMap((field, column) => {
              const what = kinds[column]!;
              if (what === kind.missing) return [];
              const value =
                what === kind.text || what === kind.escaped
                  ? textOf(buffer, from[column]!, to[column]!, what)
                  : JSON.parse(buffer.toString('utf8', from[column], to[column]));
              return [[field.path, value]];
            }),
          );
          expect(read).toEqual(flat(record));
        }
      },
    ),
  );
});

function flat(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value).map(([inner, leaf]) => [`${name}.${inner}`, normal(leaf)])
        : [[name, normal(value)]],
    ),
  );
}

const normal = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

test('the same records however the bytes arrive', async () => {
  const source = '\n[ {"a":"\\"]}","b":[1,{"c":2}]},\n"x\\\\",\n\n -1.5e3 , {"é":"ü"},null\n]\n';
  const bytes = Buffer.from(source);
  const read = async (size: number) => {
    const pieces = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    const walker = new Walker(pieces(), 'x.json');
    const found: [string, number][] = [];
    await walker.next();
    await walker.list(async () => {
      const { from, to, line } = await walker.value(true);
      found.push([walker.buffer.toString('utf8', from, to), line]);
    });
    await walker.finish();
    return found;
  };
  const whole = await read(bytes.length);
  expect(whole).toEqual([
    ['{"a":"\\"]}","b":[1,{"c":2}]}', 2],
    ['"x\\\\"', 3],
    ['-1.5e3', 5],
    ['{"é":"ü"}', 5],
    ['null', 5],
  ]);
  for (let size = 1; size < 20; size++) expect(await read(size)).toEqual(whole);
});
