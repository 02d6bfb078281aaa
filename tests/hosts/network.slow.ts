import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finished, root, start } from '../cli.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'odp-network-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function canUnshare(): boolean {
  try {
    execFileSync('unshare', ['--net', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const isolated = canUnshare();
if (!isolated)
  console.log('Skipped: the demo in a network namespace, since this machine does not let us make one (unshare --net).');

test.runIf(isolated)('the demo passes where there is no network interface', async () => {
  const end = await finished(start('main/hosts/demo.ts', [join(home, 'isolated')], { under: ['unshare', '--net'] }));
  expect(end).toMatchObject({ code: 0 });
});

test('the demo passes where every socket is refused, and asks for none', async () => {
  const log = join(home, 'sockets.txt');
  process.env.ODP_SOCKET_LOG = log;
  const refuse = join(root, 'tests/hosts/refuse.cjs');
  const end = await finished(start('main/hosts/demo.ts', [join(home, 'refused')], { node: ['--require', refuse] }));
  expect(end).toMatchObject({ code: 0 });
  expect(
    readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line !== 'watching'),
  ).toEqual([]);
});
