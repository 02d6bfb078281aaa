import { expect, test } from 'vitest';
import { charts } from '../../main/charts/index.ts';
import { methodNamed, methods } from '../../main/methods/index.ts';

test('methods have ids of their own and name their nearest neighbours', () => {
  expect(new Set(methods.map(({ id }) => id)).size).toBe(methods.length);
  for (const method of methods) expect(methodNamed(method.id)).toBe(method);
  expect(() => methodNamed('xrm')).toThrow('There is no method "xrm". Did you mean xmr? The methods are');
  expect(() => methodNamed('Pareto')).toThrow('Did you mean pareto?');
  expect(() => methodNamed('series')).toThrow('Did you mean its?');
  expect(() => methodNamed('nothing-like-it')).toThrow('There is no method "nothing-like-it". The methods are');
});

test.each(methods.map((method) => [method.id, method] as const))('%s tells everything about itself', (_, method) => {
  expect(method.title && method.question && method.reference).toBeTruthy();
  expect(method.version).toBeGreaterThanOrEqual(1);
  expect(method.lessons.join()).toMatch(/^([A-DM]\.[1-6A-D]|ODP)(,([A-DM]\.[1-6A-D]|ODP))*$/);
  for (const list of [method.assumptions, method.notFor]) expect(list.length).toBeGreaterThan(0);
  expect(method.options.safeParse({}).error).toBeUndefined();
  for (const [name, schema] of Object.entries(method.options.shape))
    expect([name, (schema as { description?: string }).description]).toEqual([name, expect.any(String)]);
  const described = Object.entries(method.outputs).flatMap(([table, { about, columns }]) => [
    [table, about],
    ...Object.entries(columns).map(([column, output]) => [`${table}.${column}`, output.about]),
  ]);
  for (const [name, about] of described) expect([name, (about ?? '').length > 2]).toEqual([name, true]);
});

test.each(
  methods.flatMap((method) => method.charts.map((chart) => [`${method.id}.${chart.name}`, method, chart] as const)),
)('%s is a chart that exists, on a table that the method writes', (_, method, chart) => {
  expect(charts.map(({ id }) => id)).toContain(chart.chart);
  expect(Object.keys(method.outputs)).toContain(chart.on);
  expect(chart.title && chart.alt).toBeTruthy();
});
