import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { fromText, type CsvValue } from '../../protocol/csv';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import type { ParameterValues } from '../../protocol/parameter';
import { RESULTS } from '../file/kind';
import { readFile } from '../file/reading';
import { csvPieces } from '../report/csv';
import { writeWhole } from '../report/whole-file';
import type { EvaluatedModel } from './evaluated-model';
import type { Plan, PlannedMethod, PlannedMetric } from './plan';

export const TIMINGS_FILE = 'timings.csv';

const HEADER = [
  'model',
  'modelHash',
  'method',
  'methodParams',
  'seed',
  'metric',
  'metricParams',
  'runs',
  'meanSeconds',
] as const;

const HASH = HEADER.indexOf('modelHash');

interface Sum {
  runs: number;
  seconds: number;
}

/**
 * How long explanations and metrics took, summed over all that were computed. Seconds differ from run to run, so they
 * stand in no other file; a run that goes on where another was stopped adds to what that one had written.
 */
export class Timings {
  private readonly sums = new Map<string, Sum>();
  private isWritten = false;

  /** @param earlier folders of runs that this one goes on from */
  constructor(
    private readonly out: string,
    private readonly models: readonly EvaluatedModel[],
    private readonly plan: Plan,
    earlier: readonly string[] = [out],
  ) {
    for (const row of earlier.flatMap((folder) => rowsIn(join(folder, TIMINGS_FILE)))) {
      const [runs, mean] = row.slice(-2).map(Number);
      if (runs > 0 && mean >= 0) this.count(nameOf(row.slice(0, -2)), runs, runs * mean);
    }
  }

  /** @param metric null for the explanation itself */
  add(model: EvaluatedModel, method: PlannedMethod, metric: PlannedMetric | null, seconds: number): void {
    this.count(nameOf(headOf(model, method, metric)), 1, seconds);
  }

  /**
   * Writes the sums of this plan, and below them those of other plans for the same models, where they have changed.
   * @throws LensError `disk`
   */
  write(): void {
    if (this.isWritten) return;
    this.isWritten = true;
    writeWhole(join(this.out, TIMINGS_FILE), csvPieces(HEADER, this.rows()));
  }

  private count(name: string, runs: number, seconds: number): void {
    const sum = this.sums.get(name) ?? { runs: 0, seconds: 0 };
    sum.runs += runs;
    sum.seconds += seconds;
    this.sums.set(name, sum);
    this.isWritten = false;
  }

  private *rows(): Generator<CsvValue[]> {
    const { methods, metrics } = this.plan;
    const left = new Set(this.sums.keys());
    for (const model of this.models) {
      for (const method of methods) {
        for (const metric of [null, ...metrics]) {
          const name = nameOf(headOf(model, method, metric));
          if (left.delete(name)) yield this.row(name);
        }
      }
    }
    const hashes = new Set(this.models.map(({ opened }) => opened.file.hash));
    for (const name of left) if (hashes.has(headIn(name)[HASH])) yield this.row(name);
  }

  private row(name: string): CsvValue[] {
    const { runs, seconds } = this.sums.get(name)!;
    return [...headIn(name), runs, seconds / runs];
  }
}

/** Mean seconds of an explanation, by model and method of a summary; null where none was measured. */
export function explanationSeconds(
  out: string,
  { models, methods }: Pick<EvaluationSummary, 'models' | 'methods'>,
): (number | null)[][] {
  const means = new Map(rowsIn(join(out, TIMINGS_FILE)).map((row) => [nameOf(row.slice(0, -2)), Number(row.at(-1))]));
  return models.map((model) => methods.map((method) => means.get(nameOf(headFrom(model, method, null))) ?? null));
}

const headOf = ({ name, opened }: EvaluatedModel, method: PlannedMethod, metric: PlannedMetric | null): string[] =>
  headFrom({ name, hash: opened.file.hash }, method, metric);

interface Named {
  readonly name: string;
  readonly params: ParameterValues;
}

function headFrom(
  model: { readonly name: string; readonly hash: string },
  method: Named & { readonly seed: number },
  metric: Named | null,
): string[] {
  const measured = metric ? [metric.name, JSON.stringify(metric.params)] : ['', ''];
  return [model.name, model.hash, method.name, JSON.stringify(method.params), String(method.seed), ...measured];
}

const nameOf = (head: readonly string[]): string => JSON.stringify(head);
const headIn = (name: string): string[] => JSON.parse(name) as string[];

/** The rows of an earlier run; none where the file is not there, or is another one. */
function rowsIn(path: string): string[][] {
  if (!existsSync(path)) return [];
  try {
    const [header, ...rows] = parse(readFile(path, RESULTS), { cast: fromText });
    return header.join() === HEADER.join() ? rows : [];
  } catch {
    return [];
  }
}
