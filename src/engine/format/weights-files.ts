import { existsSync } from 'node:fs';
import { LensError } from '../../protocol/error';
import { isWeightsName } from '../../protocol/model-files';
import { formats } from '.';
import { FileRanges } from './file-ranges';
import { pytorchFormat } from './pytorch';
import { safetensorsFormat } from './safetensors';
import type { WeightsFormat } from './weights-file';

/** Every format that holds weights without a graph. */
const weightsFormats: readonly WeightsFormat[] = Object.freeze([safetensorsFormat, pytorchFormat]);

/**
 * The weights-only format of a file, by its content, since checkpoints have many names; undefined for models with a
 * graph. A damaged file is of the format its name promises.
 */
export function weightsFormatOf(path: string): WeightsFormat | undefined {
  const name = path.toLowerCase();
  if (formats.some(({ extensions }) => extensions.some((ending) => name.endsWith(ending)))) return undefined;
  const ranges = existsSync(path) ? new FileRanges(path) : undefined;
  const found = ranges && weightsFormats.find((format) => format.recognises(ranges));
  if (found) return found;
  if (name.endsWith('.safetensors')) return safetensorsFormat;
  return isWeightsName(name) ? pytorchFormat : undefined;
}

/** @throws LensError for a file that holds weights and no graph to run, with the line of Python that exports it */
export function refuseWeights(path: string): void {
  const file = weightsFormatOf(path)?.open(path);
  if (!file) return;
  throw new LensError({
    code: 'unsupported-model',
    what: `this is ${file.what}, not a network that can be run here`,
    where: path,
    next: `Export it in Python and open the ONNX file, or look at its layers in Filters: ${file.exporting}`,
  });
}
