import { afterAll, beforeAll, expect, test } from 'vitest';
import { take } from './csv-take.ts';
import { ruled, testDesk } from './desk.ts';

let context: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  context = await testDesk();
});
afterAll(() => context.close());

const march = 'Cases by area\n\nArea,Cases,When\nNorth,1,01/03/2024\nSouth,2,31/03/2024\n';

async function next(text: string) {
  const { recipe } = await take(context.desk, context.folder, march);
  return take(context.desk, context.folder, text, { recipe });
}

test('more title rows, and columns in another order', async () => {
  const { reading, columns, rows } = await next('Cases by area\nRevised\n\n\nWhen,Area,Cases\n04/05/2024,North,3\n');
  expect(columns).toEqual(['Area', 'Cases', 'When']);
  expect(rows).toEqual([['North', 3, '2024-05-04']]);
  expect(reading.warnings.map(({ code }) => code)).toEqual(['drift-header-moved']);
  expect(reading.setAside).toEqual({ title: 2, blank: 2, header: 1 });
});

test('a new column, a lost one, and one written otherwise', async () => {
  const { reading, columns, rows } = await next('T\n\nAREA,When,Team\nNorth,04/05/2024,7\n');
  expect(columns).toEqual(['Area', 'Cases', 'When', 'Team']);
  expect(rows).toEqual([['North', null, '2024-05-04', '7']]);
  expect(reading.warnings).toMatchObject([
    { code: 'drift-renamed-column' },
    { code: 'drift-lost-column', text: 'table.csv has no column “Cases”; it is null throughout.' },
    { code: 'drift-new-column' },
  ]);
});

test('another table altogether', async () => {
  await expect(next('Name,Fee\nx,1\n')).rejects.toMatchObject({ code: 'recipe-mismatch' });
});

test('two columns with one name', async () => {
  const { recipe } = await take(context.desk, context.folder, march);
  const columns = new Map([...recipe.columns, ['Cases', { as: 'area', type: 'integer' }]]);
  await expect(take(context.desk, context.folder, march, { recipe: { ...recipe, columns } })).rejects.toMatchObject({
    code: 'recipe-invalid',
  });
});

test('columns left out, texts that mean nothing, and markers by hand', async () => {
  const { recipe } = await take(context.desk, context.folder, march);
  const columns = ruled({
    Area: { as: 'area', type: 'text', missing: ['South'] },
    Cases: { as: 'cases', type: 'integer', markers: { '2': 'withheld' } },
    When: { as: 'when', type: 'text', use: false },
  });
  const { columns: names, rows } = await take(context.desk, context.folder, march, { recipe: { ...recipe, columns } });
  expect(names).toEqual(['area', 'cases', 'cases__marker']);
  expect(rows).toEqual([
    ['North', 1, null],
    [null, null, '2'],
  ]);
});

test('the last line of data, where a file holds several tables', async () => {
  const text = 'Area,N\nA,1\nB,2\n\nWeek,M\n1,5\n';
  const { recipe } = await take(context.desk, context.folder, 'Area,N\nA,1\nB,2\n');
  if (recipe.read.as !== 'csv') throw new Error('no CSV');
  const { reading } = await take(context.desk, context.folder, text, {
    recipe: { ...recipe, read: { ...recipe.read, last: 3 } },
  });
  expect(reading).toMatchObject({ accepted: 2, rejected: 0, setAside: { header: 1, blank: 1, note: 2 } });
});
