import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file).replaceAll('\\', '/'));

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s*'([^']+)'/g;
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(importPattern)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );

const inside = (file: string, specifier: string): string | undefined =>
  specifier.startsWith('.') ? relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/') : undefined;

/** Floors of main and the floors that each may import; a floor may always import itself. */
const floors: Record<string, readonly string[]> = {
  contract: [],
  engine: ['contract'],
  extracts: ['contract'],
  notebook: ['contract'],
  methods: ['contract'],
  charts: ['contract'],
  evidence: ['contract'],
  workspace: ['contract'],
  services: ['contract', 'engine', 'extracts', 'notebook', 'methods', 'charts', 'evidence', 'workspace'],
  hosts: ['contract', 'services'],
};

const floorOf = (path: string): string => /^main\/([^/]+)/.exec(path)?.[1] ?? '';

test('floors import downwards only', () => {
  const wrong = sources('main').flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const target = inside(file, specifier);
      if (target === undefined || file === 'main/main.ts') return [];
      const [from, to] = [floorOf(file), floorOf(target)];
      return from === to || floors[from]?.includes(to) ? [] : [`${file} imports ${target}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test('every file of main is on a floor', () => {
  const lost = sources('main').filter((file) => file !== 'main/main.ts' && !(floorOf(file) in floors));
  expect(lost).toEqual([]);
});

test('the contract imports nothing from outside, and only the engine imports DuckDB', () => {
  expect(
    sources('main/contract')
      .flatMap(importsOf)
      .filter((name) => !name.startsWith('.')),
  ).toEqual([]);
  const users = sources('main').filter((file) => importsOf(file).some((name) => name.startsWith('@duckdb/')));
  expect([...new Set(users.map(floorOf))]).toEqual(['engine']);
});

test('nothing reaches for the network, or evaluates text as code', () => {
  const reach =
    /'node:(net|http|https|http2|dgram|tls|dns|inspector|vm|cluster)'|\bfetch\(|\bWebSocket\b|\beval\(|new Function\(/;
  expect(sources('main').filter((file) => reach.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

test('names keep to the house’s rules', () => {
  const banned = /\/(utils?|helpers?|types|common|misc)\.tsx?$|[A-Z]|_/;
  expect([...sources('main')].filter((file) => banned.test(file))).toEqual([]);
});

test('every dependency has its reason, and an exact version', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const reasons = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(
    Object.entries(all).filter(([name, version]) => !/^\d[\w.-]*$/.test(version) || !reasons.includes(`\`${name}\``)),
  ).toEqual([]);
});
