/** Where the channels of a batch of images stand: [N, C, H, W] or [N, H, W, C]. */
export type ChannelOrder = 'nchw' | 'nhwc';

/** The order of axes that makes [N, C, …] of [N, …, C]. */
export const toChannelsFirst = (rank: number): number[] => [
  0,
  rank - 1,
  ...Array.from({ length: rank - 2 }, (_, k) => k + 1),
];

/** The order of axes that makes [N, …, C] of [N, C, …]. */
export const toChannelsLast = (rank: number): number[] => [0, ...Array.from({ length: rank - 2 }, (_, k) => k + 2), 1];

/** One entry per axis, such as a shape, in another order of axes. */
export const inOrder = <T>(perAxis: readonly T[], order: readonly number[]): T[] => order.map((axis) => perAxis[axis]);
