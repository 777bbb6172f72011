import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PartReport, RunReport } from '../../../src/protocol/parts';

/** What the engine's double says of a run of these parts. */
export function reportOf(parts: readonly Partial<PartReport>[], changes: Partial<RunReport> = {}): RunReport {
  const whole = parts.map((part, i): PartReport => ({
    ...{ number: i + 1, state: 'waiting', done: 0, total: null, rate: 0, error: null },
    ...part,
  }));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return {
    kind: 'evaluation',
    parts: whole,
    done: sum(whole.map(({ done }) => done)),
    total: null,
    skipped: 0,
    rate: sum(whole.map(({ rate }) => rate)),
    folder: null,
    array: null,
    merged: false,
    ...changes,
  };
}

/** Puts a run into its folder of results, for the engine's double and for the search of the workspace. */
export function putRun(out: string, report: RunReport): void {
  mkdirSync(join(out, 'shards/1-of-2'), { recursive: true });
  writeFileSync(join(out, 'shards/1-of-2/part.json'), '{}');
  writeFileSync(join(out, 'report.json'), JSON.stringify(report));
}
