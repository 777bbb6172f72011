import { arithmeticRules } from './arithmetic';
import { axisRules } from './axes';
import { placeRules } from './places';
import { quantizationRules } from './quantization';
import type { PixelRule } from './rule';

export const PIXEL_RULES: readonly PixelRule[] = Object.freeze([
  ...axisRules,
  ...arithmeticRules,
  ...quantizationRules,
  ...placeRules,
]);
