import { LensError, type ErrorReport } from '../../protocol/error';
import type { DeviceId } from '../../protocol/model';

/** What ONNX Runtime says, and what it means to a person. */
interface Meaning {
  readonly said: RegExp;
  report(found: RegExpExecArray): Pick<ErrorReport, 'code' | 'what' | 'where' | 'next'>;
}

const unknownOperator = (op: string, domain: string): ReturnType<Meaning['report']> => ({
  code: 'unsupported-model',
  what: `the model uses the operator ${domain ? `${domain}.` : ''}${op}, which ONNX Runtime does not have`,
  next: 'Export the model without custom operators, or with their definitions as functions of the model',
});

const shapesDoNotFit = (op: string, name: string): ReturnType<Meaning['report']> => ({
  code: 'wrong-shape',
  what: `the shapes of what the operator ${op} is given do not fit together`,
  ...(name && { where: name.replace(/_nchwc$/, '') }),
  next: 'Check the input size and the recipe, or export the model again',
});

const MEANINGS: readonly Meaning[] = [
  {
    said: /(\S*):(\w+)\(-?\d+\) is not a registered function\/op/,
    report: ([, domain, op]) => unknownOperator(op, domain.replace(/^ai\.onnx$/, '')),
  },
  { said: /No Op registered for (\w+)/, report: ([, op]) => unknownOperator(op, '') },
  {
    said: /In Node, \(".*?", (\w+), .*No opset import for domain '(.*?)'/s,
    report: ([, op, domain]) => unknownOperator(op, domain),
  },
  {
    said: /Could not find an implementation for (\w+)\(\d+\) node with name '(.*?)'/,
    report: ([, op, name]) => ({
      code: 'unsupported-model',
      what: `ONNX Runtime has no form of the operator ${op} for this device and these types`,
      ...(name && { where: name }),
      next: 'Export the model in float32 and without operators made for GPUs',
    }),
  },
  {
    said: /In Node, \("(.*?)", (\w+),.*Error Node/s,
    report: ([, name, op]) => ({
      code: 'unsupported-model',
      what: `the operator ${op} does not have the inputs that it is defined with`,
      ...(name && { where: name }),
      next: 'Export the model again',
    }),
  },
  {
    said: /Node \((.*?)\) Op \((\w+)\) \[(?:Shape|Type)InferenceError\]/,
    report: ([, name, op]) => shapesDoNotFit(op, name),
  },
  {
    said: /running (\w+) node\. Name:'(.*?)'.*(?:shape|dimension|broadcast|axis)/is,
    report: ([, op, name]) => shapesDoNotFit(op, name),
  },
  {
    said: /allocate memory for requested buffer of size (\d+)/i,
    report: ([, bytes]) => ({
      code: 'out-of-memory',
      what: `the model could not be run: one of its tensors needs ${(Number(bytes) / 1e9).toFixed(1)} GB`,
      next: MEMORY,
    }),
  },
];

const MEMORY = 'Close other models or choose fewer samples';

/** ONNX Runtime puts source positions first and the sentence last. */
const sentenceOf = (message: string): string =>
  message
    .split('\n')[0]
    .replace(/^.*(?:Status Message|was false)[.:]\s*/, '')
    .trim();

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function meant(message: string): ReturnType<Meaning['report']> | undefined {
  for (const { said, report } of MEANINGS) {
    const found = said.exec(message);
    if (found) return report(found);
  }
  return undefined;
}

/** Why a graph was not compiled. */
export function refused(error: unknown, device: DeviceId): LensError {
  const sentence = sentenceOf(textOf(error));
  if (device !== 'cpu' && /adapter|provider|device|driver|library|backend/i.test(sentence))
    return new LensError(
      {
        code: 'device-unavailable',
        what: `${device} cannot be used: ${sentence}`,
        next: 'Choose the device cpu or auto',
      },
      { cause: error },
    );
  const report = meant(textOf(error)) ?? {
    code: 'unsupported-model' as const,
    what: `ONNX Runtime cannot load the graph: ${sentence}`,
    next: 'Check the model with onnx.checker, or export it again',
  };
  return new LensError(report, { cause: error });
}

/** Why a run ended. */
export function failed(error: unknown): LensError {
  const sentence = sentenceOf(textOf(error));
  const memory = /alloc|memory|would require more than/i.test(sentence);
  const report = meant(textOf(error)) ?? {
    code: memory ? ('out-of-memory' as const) : ('wrong-shape' as const),
    what: `the model could not be run: ${sentence}`,
    next: memory ? MEMORY : 'Check the input size and the recipe',
  };
  return new LensError(report, { cause: error });
}
