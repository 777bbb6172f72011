import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import { LensError } from '../../protocol/error';
import type { CellEvidenceRequest } from '../../protocol/metric-evidence';
import { readImages } from '../evaluation/images-file';
import { METRICS } from '../metric';

/** Columns of the results whose metrics show what they do. */
const showing = ({ columns }: EvaluationSummary): number[] =>
  columns.flatMap(({ metric, part }, n) =>
    part === null && METRICS.find(({ id }) => id === metric)?.evidence ? [n] : [],
  );

/** Numbers that show what their metrics do: of the first inputs, under every model and method. */
export function numbersOf(
  out: string,
  summary: EvaluationSummary,
  inputs: number,
): Omit<CellEvidenceRequest, 'labelling'>[] {
  const names = readImages(out, 0).names.slice(0, inputs);
  return names.flatMap((name) =>
    summary.models.flatMap((_, model) =>
      summary.methods.flatMap((_method, method) =>
        showing(summary).map((column) => ({ out, name, model, method, column })),
      ),
    ),
  );
}

/** A number of the results by the names that stand in its tables. @throws LensError listing the names */
export function numberNamed(
  out: string,
  summary: EvaluationSummary,
  { image, model, method, metric }: Readonly<Partial<Record<'image' | 'model' | 'method' | 'metric', string>>>,
): Omit<CellEvidenceRequest, 'labelling'> {
  const { models, methods, columns } = summary;
  const shown = showing(summary);
  const column =
    shown[
      indexOf(
        out,
        'metric',
        metric,
        shown.map((n) => columns[n].name),
      )
    ];
  return {
    out,
    name: image ?? readImages(out, 0).names[0],
    model: indexOf(
      out,
      'model',
      model,
      models.map(({ name }) => name),
    ),
    method: indexOf(
      out,
      'method',
      method,
      methods.map(({ name }) => name),
    ),
    column,
  };
}

/** The first where none is named. */
function indexOf(where: string, what: string, name: string | undefined, names: readonly string[]): number {
  const at = name === undefined ? 0 : names.indexOf(name);
  if (names[at] !== undefined) return at;
  throw new LensError({
    code: 'invalid-argument',
    what: `the results have no ${what} ${name === undefined ? 'that shows what it does' : name.slice(0, 100)}`,
    where,
    next: names.length > 0 ? `Name one of ${names.join(', ').slice(0, 300)}` : 'Evaluate with --metrics usual',
  });
}
