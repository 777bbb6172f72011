import { LensError } from '../../protocol/error';
import { WEIGHTS_ENDINGS } from '../../protocol/model-files';
import type { Format } from './format';
import { h5Format, kerasFormat } from './keras';
import { onnxFormat } from './onnx';
import { otherModel } from './other-models';
import { savedModelFormat } from './saved-model';
import { tfjsFormat } from './tfjs';

/** Every model format that can be opened. */
export const formats: readonly Format[] = Object.freeze([
  savedModelFormat,
  onnxFormat,
  tfjsFormat,
  kerasFormat,
  h5Format,
]);

/** The format of a file. @throws LensError `unsupported-model` when none recognises it */
export function formatOf(path: string, bytes: Uint8Array): Format {
  const format = formats.find((f) => f.recognises(path, bytes));
  if (format) return format;
  throw otherModel(path, bytes) ?? notModel(path);
}

function notModel(path: string): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: 'this is no model file that can be opened',
    where: path,
    next: `Choose one of ${formats.flatMap((f) => f.extensions).join(', ')}, or a SavedModel folder; ${WEIGHTS_ENDINGS.join(', ')} and pytorch_model.bin hold weights, whose layers are shown in Filters`,
  });
}
