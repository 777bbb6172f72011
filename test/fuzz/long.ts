// Fuzzes every reader in turn for as long as asked: npm run fuzz -- --minutes N [--target ID] [--from NUMBER]
import { parseArgs } from 'node:util';
import { fuzz } from './run';
import { targets } from './targets';

const CHUNK = 500;
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    target: { type: 'string' },
    from: { type: 'string', default: '1000' },
  },
});
const chosen = targets.filter(({ id }) => !values.target || id === values.target);
const end = Date.now() + Number(values.minutes) * 60_000;

async function run(): Promise<void> {
  let [cases, faults] = [0, 0];
  for (let from = Number(values.from); Date.now() < end; from += CHUNK)
    for (const { id } of chosen) {
      if (Date.now() >= end) break;
      const found = await fuzz(id, from, CHUNK);
      cases += CHUNK;
      faults += found.length;
      for (const fault of found) console.log(fault);
      console.error(`${id} ${from}–${from + CHUNK - 1}: ${found.length} faults`);
    }
  console.log(`${cases} cases, ${faults} faults`);
  process.exitCode = faults > 0 ? 1 : 0;
}

void run();
