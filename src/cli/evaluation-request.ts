import { dirname, resolve } from 'node:path';
import { NONE, entriesOf, metricsFromText, methodFromText } from '../engine/evaluation/notation';
import { readSuite } from '../engine/evaluation/suite';
import { allowFolder } from '../engine/file/workspace';
import { LensError } from '../protocol/error';
import type { EvaluationRequest, ExplainedClass, WhichBoxes } from '../protocol/evaluation';
import type { MetricRequest } from '../protocol/metric';

/** What the command line says of what is to be evaluated. */
export interface RequestArguments {
  readonly suite?: string;
  readonly model: readonly string[];
  readonly methods?: string;
  readonly metrics?: string;
  readonly param: readonly string[];
  readonly pairs?: string;
  readonly target?: ExplainedClass;
  readonly seed?: number;
  readonly boxes?: number;
  readonly whichBoxes?: WhichBoxes;
  readonly scoreThreshold?: number;
  readonly overlapThreshold?: number;
  readonly limit?: number;
  readonly labelling?: string;
  readonly labels?: string;
  readonly out?: string;
}

/** The metrics of methods nobody named metrics for. */
const USUAL = 'usual';

/** The suite's choices, with what the command line names in their place. */
export function requestOf(folder: string | undefined, options: RequestArguments): EvaluationRequest {
  const suite = suiteOf(options);
  const common = options.param.map(pairOf);
  const methods =
    options.methods === undefined || options.methods === NONE
      ? (suite.methods ?? [])
      : entriesOf(options.methods).map((text) => methodFromText(text, common));
  const metrics =
    options.metrics === undefined
      ? (suite.metrics ?? (methods.length > 0 ? metricsFromText(USUAL) : []))
      : namedMetrics(options.metrics, common);
  const unused = common.find(([name]) => ![...methods, ...metrics].some(({ params }) => name in params));
  if (unused)
    throw new LensError({
      code: 'invalid-argument',
      what: `none of the methods and metrics has a parameter ${unused[0]}`,
    });
  return {
    folder: given(folder ?? suite.folder, 'a folder'),
    models: options.model.length > 0 ? options.model : given(suite.models, '--model'),
    methods,
    metrics,
    out: given(options.out ?? suite.out, '--out'),
    seed: options.seed ?? suite.seed,
    target: options.target ?? suite.target,
    boxes: options.boxes ?? suite.boxes,
    whichBoxes: options.whichBoxes ?? suite.whichBoxes,
    scoreThreshold: options.scoreThreshold ?? suite.scoreThreshold,
    overlapThreshold: options.overlapThreshold ?? suite.overlapThreshold,
    limit: options.limit ?? suite.limit,
    labelling: labellingOf(options) ?? suite.labelling,
    pairs: options.pairs === undefined ? suite.pairs : entriesOf(options.pairs),
  };
}

/** `--labels FILE` is a table that a person chose, so that it may lie anywhere. */
function labellingOf({ labelling, labels }: RequestArguments): string | undefined {
  if (labels === undefined) return labelling;
  if (labelling !== undefined)
    throw new LensError({
      code: 'invalid-argument',
      what: '--labels and --labelling were both given',
      next: 'Give one',
    });
  const path = resolve(labels);
  allowFolder(dirname(path));
  return `table:${path}`;
}

/** The suite, without what judges explanations where there are to be none. */
function suiteOf({ suite: file, methods }: RequestArguments): Partial<EvaluationRequest> {
  const suite = file === undefined ? {} : readSuite(file);
  return methods === NONE ? { ...suite, methods: [], metrics: [], pairs: [] } : suite;
}

function given<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new LensError({
    code: 'invalid-argument',
    what: `${what} is missing`,
    next: 'Give it, or a suite file that holds it',
  });
}

function namedMetrics(text: string, common: readonly [string, string][]): MetricRequest[] {
  return text === NONE ? [] : entriesOf(text).flatMap((one) => metricsFromText(one, common));
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new LensError({ code: 'invalid-argument', what: `--param ${text} is not NAME=VALUE` });
}
