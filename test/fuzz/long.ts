// Fuzzes every reader in turn for as long as asked: npm run fuzz -- --minutes N [--target ID] [--from NUMBER]
import { parseArgs } from 'node:util';
import { FuzzReader } from './reader';
import { targets } from './targets';

/** Cases of a format before it is the next one's turn. */
const CHUNK = 500;
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    target: { type: 'string' },
    from: { type: 'string', default: '100000' },
  },
});
const chosen = targets.filter(({ id }) => !values.target || id === values.target);
const end = Date.now() + Number(values.minutes) * 60_000;

async function run(): Promise<void> {
  let [cases, faults] = [0, 0];
  for (let round = 0; Date.now() < end; round++) {
    const reader = new FuzzReader();
    for (const { id } of chosen) {
      if (Date.now() >= end) break;
      const first = Number(values.from) + round * CHUNK;
      const found = await reader.faults({ target: id, first, count: CHUNK, warm: true });
      cases += CHUNK;
      faults += found.length;
      for (const fault of found) console.log(fault);
      console.error(`${id} ${first}–${first + CHUNK - 1}: ${found.length} faults; ${cases} cases so far`);
    }
    reader.close();
  }
  console.log(`${cases} cases, ${faults} faults`);
  process.exitCode = faults > 0 ? 1 : 0;
}

void run();
