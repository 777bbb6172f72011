// Reads mutated files of one target: child.ts TARGET FIRST COUNT FOLDER. Before each case its number is told to the
// parent, which ends a process that stays at one for too long; at the end, what was wrong.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { enterWorkspace } from '../../src/engine/file/workspace';
import { LensError } from '../../src/protocol/error';
import { RandomStream } from '../../src/engine/tensor/random';
import { pick } from './mutation';
import type { CaseFiles } from './target';
import { targets } from './targets';

export type ChildMessage = { readonly at: number } | { readonly faults: readonly string[] };

const [id, first, count, folder] = process.argv.slice(2);
const target = targets.find((one) => one.id === id)!;
/** Words of JavaScript and of libraries that no person should have to read. */
const RAW =
  /is not a function|undefined|Cannot (read|mix|set|convert)|Maximum call stack|Invalid (typed )?array|TypeError|RangeError|SyntaxError|BigInt|not iterable|\[object/;
const MOST_BYTES = 1.5e9;

function write(files: CaseFiles): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

async function faultOf(): Promise<string | undefined> {
  try {
    await target.read(folder);
  } catch (error) {
    if (!(error instanceof LensError))
      return `raw ${String(error instanceof Error ? error.stack : error).slice(0, 400)}`;
    if (error.code === 'internal') return `internal: ${error.message}`;
    if (error.message.length > 600) return `a message of ${error.message.length} characters`;
    if (RAW.test(error.message)) return `raw words: ${error.message}`;
  }
  return process.memoryUsage().rss > MOST_BYTES ? `${process.memoryUsage().rss} bytes of memory` : undefined;
}

async function run(): Promise<void> {
  enterWorkspace([folder]);
  const seeds = await target.seeds();
  const faults: string[] = [];
  for (let k = Number(first); k < Number(first) + Number(count); k++) {
    process.send!({ at: k } satisfies ChildMessage);
    const random = new RandomStream('fuzz', k, id);
    write(target.mutate(pick(random, seeds), random));
    const fault = await faultOf();
    if (fault) faults.push(`${id} ${k}: ${fault}`);
    // Lets the message of the next case out.
    await new Promise((resume) => setImmediate(resume));
  }
  process.send!({ faults } satisfies ChildMessage, () => process.exit(0));
}

void run();
