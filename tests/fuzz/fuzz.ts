import { fuzzFiles, fuzzNotebooks } from './files.ts';

/** `npm run fuzz` reads 1,000 mutations of a file of each kind, and 20 times as many notebooks; `npm run fuzz -- 10000` more. */
const count = Number(process.argv[2] ?? 1000);
let done = 0;
const troubles = [
  ...fuzzNotebooks(count * 20),
  ...(await fuzzFiles(count, () => {
    done += 1;
    if (done % 500 === 0) process.stderr.write(`${done} files\n`);
  })),
];
for (const { what, seed, error } of troubles) process.stdout.write(`${what}, seed ${seed}: ${error.slice(0, 600)}\n`);
process.stdout.write(`${done} files and ${count * 20} notebooks: ${troubles.length} in trouble\n`);
process.exitCode = troubles.length > 0 ? 1 : 0;
