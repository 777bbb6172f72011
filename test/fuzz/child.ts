// Reads mutated files in the folder of its argument, for as long as its parent sends tasks. Before each case its number
// is told to the parent, which ends a process that stays at one for too long; what is wrong is told when it is found.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { enterWorkspace } from '../../src/engine/file/workspace';
import { LensError } from '../../src/protocol/error';
import { RandomStream } from '../../src/engine/tensor/random';
import { pick } from './mutation';
import type { CaseFiles, FuzzTarget } from './target';
import { stumble } from './stumble';
import { targets } from './targets';

/** Cases `first` … `first + count` of a target. */
export interface FuzzTask {
  readonly target: string;
  readonly first: number;
  readonly count: number;
  /** Read within the child where the target can. */
  readonly warm?: boolean;
}
export type ChildMessage = { readonly at: number } | { readonly fault: string } | { readonly done: true };

const [folder] = process.argv.slice(2);
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

/** The error with which a case is refused; undefined where it is read. */
async function refusal(read: FuzzTarget['read'], files: CaseFiles): Promise<unknown> {
  write(files);
  try {
    await read(folder);
    return undefined;
  } catch (error) {
    return error ?? 'nothing';
  }
}

function faultOf(error: unknown): string | undefined {
  if (error !== undefined && !(error instanceof LensError))
    return `raw ${String(error instanceof Error ? error.stack : error).slice(0, 400)}`;
  if (error?.code === 'internal') return `internal: ${error.message}`;
  if (error && error.message.length > 600) return `a message of ${error.message.length} characters`;
  const stumbled = stumble(error);
  if (stumbled) return `a reader stumbled: ${stumbled}`;
  if (error && RAW.test(error.message)) return `raw words: ${error.message}`;
  return process.memoryUsage().rss > MOST_BYTES ? `${process.memoryUsage().rss} bytes of memory` : undefined;
}

const tell = (message: ChildMessage) => process.send!(message);

async function work({ target: id, first, count, warm }: FuzzTask): Promise<void> {
  const target = targets.find((one) => one.id === id)!;
  const read = (warm && target.warm) || target.read;
  const seeds = await target.seeds();
  for (let k = first; k < first + count; k++) {
    tell({ at: k });
    const random = new RandomStream('fuzz', k, id);
    const fault = faultOf(await refusal(read, target.mutate(pick(random, seeds), random)));
    if (fault) tell({ fault });
    // Lets the message of the next case out.
    await new Promise((resume) => setImmediate(resume));
  }
  for (const [k, seed] of seeds.entries()) {
    const error = await refusal(target.read, seed);
    if (error !== undefined) tell({ fault: `good file ${k} is refused after damaged ones: ${String(error)}` });
  }
  tell({ done: true });
}

enterWorkspace([folder]);
process.on('message', (task: FuzzTask) => void work(task));
