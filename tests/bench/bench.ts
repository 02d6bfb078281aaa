import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchCsv } from './csv.ts';
import { benchFlow } from './flow.ts';
import { benchForecast } from './forecast.ts';
import { type Line, type Measured, median } from './measure.ts';
import { benchNotebook } from './notebook.ts';
import { benchSurvey } from './survey.ts';

/**
 * `npm run bench` measures every promise of speed beside its limit. `npm run bench -- flow survey` measures those alone;
 * `--rounds 1` is quicker. Each round of a method is a process of its own, so that its peak memory is its own.
 */
const ROUNDS = 5;

/** Methods, with the most seconds that each measured thing may take, and the most resident memory in GB. */
const methods: Record<
  string,
  { run(report: (measured: Measured) => void): Promise<void>; limits: Record<string, number>; memory?: number }
> = {
  flow: { run: benchFlow, limits: { 'flow with its working calendar': 30 }, memory: 2 },
  forecast: { run: benchForecast, limits: { forecast: 20 } },
  survey: { run: benchSurvey, limits: { 'survey scores': 5, 'survey raking': 3 } },
};

interface Sample extends Measured {
  /** Peak resident memory of the process, GB. */
  peak: number;
}

const one = process.argv.indexOf('--one');
if (one > 0) await measureOne(process.argv[one + 1] ?? '');
else await measureAll(process.argv.slice(2));

/** In a child: measures one method once and prints what it measured, a line of JSON each. */
async function measureOne(name: string): Promise<void> {
  await methods[name]?.run((measured) => {
    const peak = (process.resourceUsage().maxRSS * 1024) / 1e9;
    process.stdout.write(`${JSON.stringify({ ...measured, peak })}\n`);
  });
}

async function measureAll(args: string[]): Promise<void> {
  const at = args.indexOf('--rounds');
  const rounds = at < 0 ? ROUNDS : Number(args[at + 1]);
  const wanted = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  const chosen = (name: string) => wanted.length === 0 || wanted.includes(name);
  print(['what', 'ours, s', 'beside, s', 'ratio (min–max)', 'limit', '']);
  if (chosen('csv')) for (const line of await csvLines(rounds)) printPair(line);
  if (chosen('notebook')) for (const line of await benchNotebook(rounds)) printPair(line);
  for (const name of Object.keys(methods)) if (chosen(name)) await measureMethod(name, rounds);
}

const CSV_ROWS = 8_000_000;

async function csvLines(rounds: number): Promise<Line[]> {
  const { raw, utf8, windows, rows, bytes } = await benchCsv(() => undefined, { rows: CSV_ROWS, rounds });
  const line = (encoding: string, ours: number[], limit: number): Line => {
    const ratios = ours.map((seconds, round) => seconds / raw[round]!);
    return {
      what: `import of a ${encoding} CSV of ${(bytes / 1e9).toFixed(2)} GB, ${rows / 1e6}M rows, beside the raw copy`,
      median: { ours: median(ours), theirs: median(raw) },
      ratio: { min: Math.min(...ratios), median: median(ratios), max: Math.max(...ratios) },
      limit: `≤ ${limit} ×`,
      within: median(ratios) <= limit,
    };
  };
  return [line('UTF-8', utf8, 1.25), line('windows-1252', windows, 1.5)];
}

async function measureMethod(name: string, rounds: number): Promise<void> {
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round++) samples.push(...(await inChild(name)));
  const { limits, memory } = methods[name]!;
  for (const what of new Set(samples.map((sample) => sample.name))) {
    const own = samples.filter((sample) => sample.name === what);
    const times = own.map(({ seconds }) => seconds);
    const peak = Math.max(...own.map((sample) => sample.peak));
    const limit = Object.entries(limits).find(([start]) => what === start || what.startsWith(`${start}:`))?.[1];
    const spread = `${(Math.min(...times) / (limit ?? 1)).toFixed(2)}–${(Math.max(...times) / (limit ?? 1)).toFixed(2)}`;
    const within = (limit === undefined || median(times) <= limit) && (memory === undefined || peak <= memory);
    print([
      `${what}, ${own[0]?.detail ?? ''}, peak ${peak.toFixed(1)} GB`,
      median(times).toFixed(2),
      limit === undefined ? '' : limit.toFixed(1),
      limit === undefined ? '' : `${(median(times) / limit).toFixed(2)} (${spread})`,
      [limit === undefined ? '' : `≤ ${limit} s`, memory === undefined ? '' : `≤ ${memory} GB`]
        .filter(Boolean)
        .join(', '),
      within ? 'kept' : 'NOT KEPT',
    ]);
  }
}

function inChild(name: string): Promise<Sample[]> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), '--one', name], {
      env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.on('close', (code) =>
      code === 0
        ? done(
            text
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line) as Sample),
          )
        : fail(new Error(`the bench ${name} ended with ${code}`)),
    );
  });
}

function printPair({ what, median: middle, ratio, limit, within }: Line): void {
  const spread = `${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})`;
  print([what, middle.ours.toFixed(2), middle.theirs.toFixed(2), spread, limit, within ? 'kept' : 'NOT KEPT']);
}

function print(cells: string[]): void {
  process.stdout.write(`${cells.map((cell, index) => (index === 0 ? cell : ` | ${cell}`)).join('')}\n`);
}
