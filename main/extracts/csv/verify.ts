import { type Guess, infer } from '../infer.ts';
import type { Desk } from '../reader.ts';
import type { Text } from './intake.ts';
import type { Tallies } from './sample.ts';
import type { Plan } from './sift.ts';
import type { Dialect } from './split.ts';
export async function confirm(
  _text: Text,
  _dialect: Dialect,
  _plan: Plan,
  names: readonly string[],
  tallies: Tallies,
  _desk: Desk,
): Promise<Guess[]> {
  return tallies.map((t, i) => infer(names[i]!, t));
}
