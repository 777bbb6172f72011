import type { Recipe } from '../../../protocol/recipe';
import { isRecord, lengthIn, namesIn, numbersIn, type FactFile } from './fact';

type Settings = Readonly<Record<string, unknown>>;

/** Pillow's numbers of resampling filters. */
const KERNELS: Readonly<Record<number, Recipe['kernel']>> = { 0: 'nearest', 1: 'cubic', 2: 'linear', 3: 'cubic' };
const BYTES = 1 / 255;
/** Images of ConvNeXt are cropped below this size, and stretched from it on. */
const CROPPED_BELOW = 384;

/** How the transformers library makes the input of its models. */
export const huggingFace: FactFile = {
  name: 'preprocessor_config.json',
  read(settings) {
    const isOne = ['image_processor_type', 'feature_extractor_type', 'image_mean', 'do_resize', 'do_rescale'].some(
      (name) => name in settings,
    );
    if (!isOne) return null;
    return { color: 'rgb', ...values(settings), ...framing(settings) };
  },
};

/** What the classes of such a model are called; one that was never given names has only numbers. */
export const huggingFaceLabels: FactFile = {
  name: 'config.json',
  read({ id2label }) {
    if (!isRecord(id2label)) return null;
    const ids = Object.keys(id2label);
    const labels = ids.every((id, k) => id === String(k)) ? namesIn(Object.values(id2label)) : undefined;
    return labels && !labels.every((label, k) => label === `LABEL_${k}`) ? { labels } : null;
  },
};

function values(settings: Settings): Recipe {
  const { do_rescale: rescaled = true, rescale_factor: factor = BYTES, rescale_offset: offset = false } = settings;
  const white = rescaled === false ? 255 : typeof factor === 'number' && factor > 0 ? 255 * factor : 1;
  const [low, high] = offset === true ? [-1, white - 1] : [0, white];
  const isNormalised = settings.do_normalize !== false;
  const [mean, std] = [numbersIn(settings.image_mean), numbersIn(settings.image_std)];
  return {
    // 255 × 1/255 as stored by some tools is 1 but for the last digits.
    range: [low, Number(high.toPrecision(6))],
    ...(isNormalised && mean && { mean }),
    ...(isNormalised && std?.every((value) => value > 0) && { std }),
  };
}

function framing(settings: Settings): Recipe {
  if (settings.do_resize === false && settings.do_center_crop !== true) return {};
  const kernel = typeof settings.resample === 'number' ? KERNELS[settings.resample] : undefined;
  const size = sides(settings.size);
  const crop = settings.do_center_crop === true ? sides(settings.crop_size) : undefined;
  const share = settings.crop_pct;
  return { ...(kernel && { kernel }), ...fitOf(size, crop, typeof share === 'number' ? share : undefined) };
}

function fitOf(size: Sides | undefined, crop: Sides | undefined, share: number | undefined): Recipe {
  if (crop?.both) return { fit: 'cover', size: crop.both, ...(size && { resizeShorter: size.shorter }) };
  if (!size) return {};
  if (size.both) return { fit: 'fill', size: size.both };
  const square = [size.shorter, size.shorter] as const;
  if (share !== undefined && share > 0 && share < 1 && size.shorter < CROPPED_BELOW)
    return { fit: 'cover', size: square, resizeShorter: Math.floor(size.shorter / share) };
  return { fit: share === undefined ? 'cover' : 'fill', size: square };
}

interface Sides {
  /** Height and width, where both are told. */
  readonly both?: readonly [number, number];
  readonly shorter: number;
}

/** `{height, width}`, `{shortest_edge}`, or one number for both. */
function sides(value: unknown): Sides | undefined {
  const alone = lengthIn(value);
  if (alone !== undefined) return { both: [alone, alone], shorter: alone };
  if (!isRecord(value)) return undefined;
  const [height, width, shortest] = ['height', 'width', 'shortest_edge'].map((name) => lengthIn(value[name]));
  if (height !== undefined && width !== undefined) return { both: [height, width], shorter: Math.min(height, width) };
  return shortest === undefined ? undefined : { shorter: shortest };
}
