import { basename, join } from 'node:path';
import type { PredictResult } from '../../protocol/prediction';
import type { NotebookMap, NotebookResult } from '../../protocol/notebook';
import { readArray } from '../image/array';
import { encodePng } from '../image/overlay';
import { asFloats } from '../tensor/tensor';
import type { ResultEntry } from './explanation-files';
import { methodOf } from './methods';

const MOST_PREDICTIONS = 5;

interface Explained {
  readonly out: string;
  readonly model: string;
  readonly input: string;
  readonly target: string;
  readonly predicted: PredictResult;
  readonly written: readonly ResultEntry[];
}

/** What was written of an explanation in one piece, as a notebook shows it; maps of volumes are left out. */
export async function notebookResult(explained: Explained): Promise<NotebookResult> {
  const { out, model, input, target, predicted, written } = explained;
  const { image } = predicted.input;
  return {
    version: 1,
    model: basename(model),
    input: basename(input),
    target,
    predictions: predicted.predictions
      .slice(0, MOST_PREDICTIONS)
      .map(({ label, probability }) => ({ label, score: probability })),
    image: image && (await encodePng(image)).toString('base64'),
    maps: written.flatMap((entry) => mapOf(out, entry) ?? []),
  };
}

function mapOf(out: string, { method, file, warnings, completeness }: ResultEntry): NotebookMap | null {
  const { dims, data } = asFloats(readArray(join(out, file)));
  if (dims.length > 4) return null;
  const residual = completeness ? [`residual of its sum: ${completeness.residual.toPrecision(2)}`] : [];
  return {
    label: methodOf(method).label,
    note: [...residual, ...warnings].join('\n'),
    dims: dims.slice(1),
    values: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
  };
}
