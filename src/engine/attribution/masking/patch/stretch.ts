import type { Window } from '../../../graph/shapes/window';

/** Places along one axis of a tensor that a patch covers: from step · k + first on, k being the number of the patch. */
export interface Stretch {
  readonly step: number;
  readonly first: number;
  readonly length: number;
  /** Places of the whole axis. */
  readonly size: number;
}

/** Rows and columns of a patch. */
export type Region = readonly [Stretch, Stretch];

/** A window whose padding is known. */
export interface PaddedWindow extends Pick<Window, 'stride' | 'dilation' | 'kernel'> {
  readonly before: number;
}

const spanOf = ({ kernel, dilation }: PaddedWindow): number => dilation * (kernel - 1) + 1;

/**
 * The outputs of a sliding window that read any place of a stretch; undefined where no stretch of outputs is the same
 * for all patches, or none is read.
 * @param size outputs along the axis
 */
export function reached(stretch: Stretch, window: PaddedWindow, size: number): Stretch | undefined {
  const { step, first, length } = stretch;
  const { stride, before } = window;
  if (step % stride !== 0) return undefined;
  const from = Math.ceil((first + before - spanOf(window) + 1) / stride);
  const to = Math.floor((first + length - 1 + before) / stride);
  return to < from ? undefined : { step: step / stride, first: from, length: to - from + 1, size };
}

/** The places that a stretch of a window's outputs reads, padding included. @param size inputs along the axis */
export function read({ step, first, length }: Stretch, window: PaddedWindow, size: number): Stretch {
  const { stride, before } = window;
  return {
    step: step * stride,
    first: first * stride - before,
    length: (length - 1) * stride + spanOf(window),
    size,
  };
}

/** The smallest stretch that holds both; undefined where they move otherwise. */
export function united(a: Stretch, b: Stretch): Stretch | undefined {
  if (a.step !== b.step || a.size !== b.size) return undefined;
  const first = Math.min(a.first, b.first);
  return { ...a, first, length: Math.max(a.first + a.length, b.first + b.length) - first };
}

/** Share of a tensor's places that a patch covers. */
export const shareOf = (region: Region): number =>
  region.reduce((share, { length, size }) => (share * Math.min(length, size)) / size, 1);
