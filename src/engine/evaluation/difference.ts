import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import type { ModelSummary, EvaluationSummary } from '../../protocol/evaluation-summary';
import type {
  Change,
  ChangedImage,
  EvaluationDifference,
  ImageColumns,
  MetricChange,
  ModelDifference,
} from '../../protocol/folder';
import { meanOf } from './averaging';
import { measuresOf } from './condition/figures';
import { IMAGES_FILE, readImages } from './images-file';
import { previousFolder } from './previous-results';
import { readSummary } from './stored-results';

/** One of the two runs. */
interface Run {
  readonly summary: EvaluationSummary;
  readonly finished: number;
  readonly folder: string;
}

/** Rows of an input in both runs. */
type Rows = readonly (readonly [before: number, after: number])[];

/**
 * What changed between two runs, by default the last two into a folder; models, methods and metrics are matched by
 * their names, inputs by their paths.
 * @param earlier the folder of the other run
 * @throws LensError `not-found` when there are no two runs
 */
export function compareRuns(out: string, earlier = previousFolder(out)): EvaluationDifference {
  const [before, after] = [runIn(earlier), runIn(out)];
  const names = after.summary.models
    .map(({ name }) => name)
    .filter((name) => before.summary.models.some((m) => m.name === name));
  return {
    before: { finished: before.finished, images: before.summary.images },
    after: { finished: after.finished, images: after.summary.images },
    models: names.map((name) => modelDifference(name, before, after)),
    remarks: [
      ...remarks('model', before.summary.models, after.summary.models),
      ...remarks('method', before.summary.methods, after.summary.methods),
      ...remarks('metric', wholeColumns(before.summary), wholeColumns(after.summary)),
    ],
  };
}

function runIn(folder: string): Run {
  const stored = readSummary(folder);
  if (stored) return { ...stored, folder };
  throw new LensError({
    code: 'not-found',
    what: 'there are no two runs with different results to compare',
    next: 'Run the evaluation again after a change of the model or of the suite',
  });
}

const wholeColumns = ({ columns }: EvaluationSummary) => columns.filter(({ part }) => part === null);

function remarks(
  kind: string,
  before: readonly { readonly name: string }[],
  after: readonly { readonly name: string }[],
): string[] {
  const missing = (from: typeof before, inside: typeof before): string[] =>
    from.map(({ name }) => name).filter((name) => !inside.some((other) => other.name === name));
  const told = (names: readonly string[], when: string): string[] =>
    names.length === 0
      ? []
      : [`Only the ${when} run has the ${kind}${names.length > 1 ? 's' : ''} ${names.join(', ')}.`];
  return [...told(missing(before, after), 'earlier'), ...told(missing(after, before), 'later')];
}

function modelDifference(name: string, before: Run, after: Run): ModelDifference {
  const [m, n] = [before, after].map(({ summary }) => summary.models.findIndex((model) => model.name === name));
  const [was, is] = [before.summary.models[m], after.summary.models[n]];
  return {
    name,
    changed: was.hash !== is.hash,
    hashes: [was.hash, is.hash],
    measures: measureChanges(was, is),
    ...imageChanges([before, m], [after, n]),
  };
}

/** What changed of single inputs; nothing where a run kept no numbers of them. */
function imageChanges(
  [before, m]: readonly [Run, number],
  [after, n]: readonly [Run, number],
): Pick<ModelDifference, 'metrics' | 'mended' | 'broken' | 'images'> {
  if (![before, after].every(({ folder }) => existsSync(join(folder, IMAGES_FILE))))
    return { metrics: [], mended: [], broken: [], images: 0 };
  const columns = [readImages(before.folder, m), readImages(after.folder, n)] as const;
  const rows = commonRows(columns);
  return {
    metrics: metricChanges(before.summary, after.summary, columns, rows),
    ...changedImages(columns, rows),
    images: rows.length,
  };
}

function commonRows([before, after]: readonly [ImageColumns, ImageColumns]): Rows {
  const places = new Map(before.names.map((name, at) => [name, at]));
  return after.names.flatMap((name, at) => (places.has(name) ? [[places.get(name)!, at] as const] : []));
}

function measureChanges(was: ModelSummary, is: ModelSummary): Change[] {
  const earlier = new Map(measuresOf(was).map((measure) => [measure.id, measure.value]));
  return measuresOf(is).map(({ id, label, better, formula, value }) => ({
    label,
    unit: null,
    better,
    formula,
    before: earlier.get(id) ?? null,
    after: value,
  }));
}

function metricChanges(
  before: EvaluationSummary,
  after: EvaluationSummary,
  [first, second]: readonly [ImageColumns, ImageColumns],
  rows: Rows,
): MetricChange[] {
  return after.methods.flatMap(({ name: method }, k) => {
    const earlier = before.methods.findIndex((one) => one.name === method);
    if (earlier < 0) return [];
    return after.columns.flatMap(({ name, part, label, unit, better, formula }, c) => {
      const column = before.columns.findIndex((one) => one.name === name);
      if (part !== null || column < 0) return [];
      const [was, is] = [
        first.metrics[earlier * before.columns.length + column],
        second.metrics[k * after.columns.length + c],
      ];
      const pairs = rows.filter(([a, b]) => Number.isFinite(was[a]) && Number.isFinite(is[b]));
      const mean = (values: Float64Array): number | null => meanOf(values, after.seed).mean;
      return [
        {
          method,
          label,
          unit,
          better,
          formula,
          before: mean(Float64Array.from(pairs, ([a]) => was[a])),
          after: mean(Float64Array.from(pairs, ([, b]) => is[b])),
          difference: meanOf(
            Float64Array.from(pairs, ([a, b]) => is[b] - was[a]),
            after.seed,
          ),
        },
      ];
    });
  });
}

function changedImages(
  [before, after]: readonly [ImageColumns, ImageColumns],
  rows: Rows,
): Pick<ModelDifference, 'mended' | 'broken'> {
  const lists = { mended: [] as ChangedImage[], broken: [] as ChangedImage[] };
  for (const [a, b] of rows) {
    if (after.label[b] < 0) continue;
    const [wasRight, isRight] = [before.label[a] === before.predicted[a], after.label[b] === after.predicted[b]];
    if (wasRight === isRight) continue;
    const image = {
      name: after.names[b],
      label: after.classes[after.label[b]],
      before: before.classes[before.predicted[a]],
      after: after.classes[after.predicted[b]],
    };
    (isRight ? lists.mended : lists.broken).push(image);
  }
  return lists;
}
