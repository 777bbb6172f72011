/**
 * Boundary IoU per class: that of the two outlines, `distance` pixels thick, over all images; NaN where neither has one.
 * @param size [images, height, width] of both arrays
 * @see Cheng et al. 2021, Boundary IoU: improving object-centric image segmentation evaluation
 */
export function boundaryIou(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  size: readonly [number, number, number],
  classes: number,
  distance: number,
): Float64Array {
  return Float64Array.from({ length: classes }, (_, c) => {
    const [own, other] = [outline(truth, size, c, distance), outline(predicted, size, c, distance)];
    let [both, either] = [0, 0];
    for (let p = 0; p < own.length; p++) {
      both += own[p] & other[p];
      either += own[p] | other[p];
    }
    return both / either;
  });
}

/**
 * Pixels of a class within a chessboard distance of a pixel that is not of it; beyond the edge nothing is. The pixels
 * that are further inside are those whose whole window is of the class: a minimum along rows, then along columns.
 */
function outline(
  labels: ArrayLike<number>,
  [images, height, width]: readonly [number, number, number],
  c: number,
  distance: number,
): Uint8Array {
  const mask = Uint8Array.from({ length: images * height * width }, (_, p) => (labels[p] === c ? 1 : 0));
  const inside = eroded(eroded(mask, width, 1, distance), height, width, distance);
  return mask.map((own, p) => own & (1 - inside[p]));
}

/** The minimum over 2 · distance + 1 pixels along one axis, of `length` pixels `step` apart; 0 beyond its ends. */
function eroded(mask: Uint8Array, length: number, step: number, distance: number): Uint8Array {
  return mask.map((_, p) => {
    const at = Math.floor(p / step) % length;
    if (at < distance || at + distance >= length) return 0;
    for (let d = -distance; d <= distance; d++) if (!mask[p + d * step]) return 0;
    return 1;
  });
}
