import type { Recipe } from '../../../protocol/recipe';
import { isRecord, lengthIn, numbersIn, type FactFile } from './fact';

const KERNELS: Readonly<Record<string, Recipe['kernel']>> = {
  bicubic: 'cubic',
  bilinear: 'linear',
  nearest: 'nearest',
  lanczos: 'cubic',
};

/** How models of the timm library make their input; older files lack the inner object. */
export const timm: FactFile = {
  name: 'config.json',
  read(content) {
    const settings = isRecord(content.pretrained_cfg) ? content.pretrained_cfg : content;
    const [mean, std, size] = ['mean', 'std', 'input_size'].map((name) => numbersIn(settings[name]));
    if (!mean || !std?.every((value) => value > 0) || size?.length !== 3) return null;
    const [height, width] = size.slice(1).map(lengthIn);
    if (height === undefined || width === undefined) return null;
    const kernel = KERNELS[String(settings.interpolation)];
    return {
      color: 'rgb',
      range: [0, 1],
      mean,
      std,
      size: [height, width],
      ...(kernel && { kernel }),
      ...framing(settings, Math.min(height, width)),
    };
  },
};

/** timm resizes the shorter side to size / share, rounded down, before it crops; `squash` stretches. */
function framing({ crop_pct: share, crop_mode: mode }: Readonly<Record<string, unknown>>, side: number): Recipe {
  if (mode === 'squash') return { fit: 'fill' };
  if (mode === 'border') return { fit: 'contain' };
  const shorter = typeof share === 'number' && share > 0 && share <= 1 ? lengthIn(Math.floor(side / share)) : undefined;
  return { fit: 'cover', ...(shorter !== undefined && shorter > side && { resizeShorter: shorter }) };
}
