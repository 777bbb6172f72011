import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { PartReport, RunReport } from '../../protocol/parts';
import { submittedJobs } from './cluster/jobs';
import { queuedParts, type QueuedParts } from './cluster/queue';
import { statementIn, type PartWork } from './record';
import { partNames, partOfName, shardFolder } from './shard';

/** Milliseconds after which a part that says nothing counts as lost; it says something every ten seconds. */
const SILENCE = 60_000;

/** What the merging of a run writes. */
const RESULTS: Readonly<Record<PartWork['kind'], string>> = { evaluation: 'summary.json', training: 'training.json' };

type Stated = NonNullable<ReturnType<typeof statementIn>>;

/** How far a run in parts is; null where a folder of results has none. */
export async function reportRun(out: string, now = Date.now()): Promise<RunReport | null> {
  const jobs = submittedJobs(out);
  const count = jobs?.count ?? Math.max(0, ...partNames(out).map((name) => partOfName(name)!.count));
  if (count === 0) return null;
  const queue = jobs && (await queuedParts(jobs));
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  // What was said before the array was submitted is about an earlier one.
  const since = jobs?.at ?? -Infinity;
  const stated = numbers.map((number) => {
    const one = statementIn(shardFolder(out, { number, count }));
    return one && one.at >= since ? one : null;
  });
  const parts = numbers.map((number, i) => reportPart(number, stated[i], queue, now));
  const said = stated.filter((one) => one !== null);
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const goesOn = parts.some(({ state }) => state === 'waiting' || state === 'running');
  const kind = said[0]?.said.kind ?? 'evaluation';
  return {
    kind,
    parts,
    done: sum(parts.map(({ done }) => done)),
    total: parts.every(({ total }) => total !== null) ? sum(parts.map(({ total }) => total!)) : null,
    skipped: sum(said.map(({ said: { skipped } }) => skipped)),
    rate: sum(parts.map(({ rate }) => rate)),
    folder: said[0]?.said.request.folder ?? null,
    array: goesOn && queue && queue.size > 0 ? jobs.parts : null,
    merged:
      !goesOn && said.length === count && mergedAt(join(out, RESULTS[kind])) >= Math.max(...said.map(({ at }) => at)),
  };
}

function reportPart(number: number, stated: Stated | null, queue: QueuedParts | null, now: number): PartReport {
  const { done = 0, total = null, rate = 0, error = null } = stated?.said ?? {};
  const own = { number, done, total, rate: 0, error: null };
  if (stated?.said.state === 'done') return { ...own, state: 'done' };
  const queued = queue?.get(number);
  if (queued) return { ...own, state: queued, rate: queued === 'running' ? rate : 0 };
  if (stated?.said.state === 'failed') return { ...own, state: 'failed', error };
  if (queue)
    return { ...own, state: 'failed', error: 'it was cancelled or lost: it has left the queue before its end' };
  if (stated?.said.state !== 'running') return { ...own, state: 'waiting' };
  const silent = now - stated.at;
  if (silent <= SILENCE) return { ...own, state: 'running', rate };
  return { ...own, state: 'failed', error: `it has said nothing for ${Math.round(silent / 1000)} s` };
}

const mergedAt = (result: string): number => statSync(result, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
