import { pytorchFormat } from './pytorch';
import { safetensorsFormat } from './safetensors';
import type { WeightsFormat } from './weights-file';

/** Every format that holds weights without a graph. */
const weightsFormats: readonly WeightsFormat[] = Object.freeze([safetensorsFormat, pytorchFormat]);

/** The weights-only format of a file, by its name; undefined for models with a graph. */
export function weightsFormatOf(path: string): WeightsFormat | undefined {
  const name = path.toLowerCase();
  return weightsFormats.find((format) => format.extensions.some((ending) => name.endsWith(ending)));
}
