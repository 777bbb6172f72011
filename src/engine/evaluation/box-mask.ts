import type { Corners } from '../../protocol/task';

/** 1 where the centre of a pixel of the network's input lies in a box, 0 elsewhere. */
export function boxMask([left, top, right, bottom]: Corners, [height, width]: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: height * width }, (_, p) => {
    const [x, y] = [(p % width) + 0.5, Math.floor(p / width) + 0.5];
    return Number(x >= left && x < right && y >= top && y < bottom);
  });
}
