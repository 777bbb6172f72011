import type { Boxes } from './box';

/** Height and width. */
export type Size = readonly [number, number];

/** How an image was brought to the size of a network: resized, then moved. */
export interface Fitting {
  readonly image: Size;
  readonly resized: Size;
  /** Where the resized image's corner lies in the network's image: above zero for a border, below for a crop. */
  readonly left: number;
  readonly top: number;
}

/** To the nearest whole number; halves to the even neighbour, as Python rounds. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  // Zero has no sign.
  return (Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded) + 0;
}

/** The image as a whole, its sides kept in proportion, in the middle of a border (Ultralytics). */
export function letterbox(image: Size, network: Size): Fitting {
  const resized = inside(image, network);
  const [top, left] = resized.map((side, axis) => roundHalfEven((network[axis] - side) / 2 - 0.1));
  return { image, resized, left, top };
}

/** The same in the upper left corner. */
export const letterboxInCorner = (image: Size, network: Size): Fitting => ({
  image,
  resized: inside(image, network),
  left: 0,
  top: 0,
});

/** Without regard to proportions. */
export const stretch = (image: Size, network: Size): Fitting => ({ image, resized: network, left: 0, top: 0 });

/** The shorter side resized, then the middle cut out (torchvision: Resize and CenterCrop). */
export function centreCrop([height, width]: Size, network: Size, shorter: number): Fitting {
  const longer = Math.floor((shorter * Math.max(height, width)) / Math.min(height, width));
  const resized: Size = height < width ? [shorter, longer] : [longer, shorter];
  const [top, left] = resized.map((side, axis) => -roundHalfEven((side - network[axis]) / 2));
  return { image: [height, width], resized, left, top };
}

/** As large as covers the network's image, then the middle cut out (sharp: cover). */
export function cover([height, width]: Size, network: Size): Fitting {
  const ratio = Math.max(network[0] / height, network[1] / width);
  const resized: Size = [Math.round(height * ratio), Math.round(width * ratio)];
  const [top, left] = resized.map((side, axis) => -Math.floor((side - network[axis] + 1) / 2));
  return { image: [height, width], resized, left, top };
}

function inside([height, width]: Size, network: Size): Size {
  const ratio = Math.min(network[0] / height, network[1] / width);
  return [roundHalfEven(height * ratio), roundHalfEven(width * ratio)];
}

/** Ratios of the resized image to the image, per axis: for borders the one that both sides were multiplied with. */
export type Ratios = Size;

/** Boxes in the network's image as boxes in the image, and cut off at its edges. */
export function boxesInImage(
  boxes: Boxes,
  { image, left, top }: Fitting,
  [vertical, horizontal]: Ratios,
): Float64Array {
  return Float64Array.from({ length: boxes.length }, (_, k) => {
    const isX = k % 2 === 0;
    const value = isX ? (boxes[k] - left) / horizontal : (boxes[k] - top) / vertical;
    return Math.min(Math.max(value, 0), isX ? image[1] : image[0]);
  });
}

/** Of a letterbox: the ratio itself, not that of the rounded sides. */
export function letterboxRatios([height, width]: Size, network: Size): Ratios {
  const ratio = Math.min(network[0] / height, network[1] / width);
  return [ratio, ratio];
}

/** Of what was resized side by side. */
export const sideRatios = ({ image, resized }: Fitting): Ratios => [resized[0] / image[0], resized[1] / image[1]];

/** Boxes in the image as boxes in the network's image. */
export function boxesInNetwork(boxes: Boxes, { left, top }: Fitting, [vertical, horizontal]: Ratios): Float64Array {
  return Float64Array.from({ length: boxes.length }, (_, k) =>
    k % 2 === 0 ? boxes[k] * horizontal + left : boxes[k] * vertical + top,
  );
}
