import type { PixelChannel, PixelTensor } from '../pixel-tensor';

/** What becomes of a channel's numbers. */
export type Change = (channel: PixelChannel, value: number) => Pick<PixelChannel, 'scale' | 'shift'>;

export const scaling = ({ scale, shift }: PixelChannel, by: number) => ({ scale: scale * by, shift: shift * by });
export const shifting = ({ scale, shift }: PixelChannel, by: number) => ({ scale, shift: shift + by });

/** A bound of the result in units of the image, where all channels share it. */
export const unscaled = ({ channels: [{ scale, shift }] }: PixelTensor, value: number): number =>
  (value - shift) / scale;
