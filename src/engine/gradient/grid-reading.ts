import { numberAttribute, stringAttribute } from '../graph/model';
import { floats } from '../tensor/tensor';
import type { Arithmetic } from './arithmetic';
import type { ReverseContext } from './rule';

/** Pixels that a point reads along one axis, and the weight of each as a polynomial of the way from the first. */
interface Interpolation {
  readonly offsets: readonly number[];
  /** A row per power of the way: its factor in the weight of each pixel. */
  readonly coefficients: readonly (readonly number[])[];
}

/** Slope of the cubic convolution at its first zero (Keys 1981), as GridSample has it. */
const A = -0.75;

const INTERPOLATIONS: Readonly<Record<string, Interpolation>> = Object.freeze({
  nearest: { offsets: [0], coefficients: [[1]] },
  linear: {
    offsets: [0, 1],
    coefficients: [
      [1, 0],
      [-1, 1],
    ],
  },
  cubic: {
    offsets: [-1, 0, 1, 2],
    coefficients: [
      [0, 1, 0, 0],
      [A, 0, -A, 0],
      [-2 * A, -A - 3, 2 * A + 3, A],
      [A, A + 2, -A - 2, -A],
    ],
  },
});

/** What the points of a grid read along one axis of an image, each [N, points, pixels]. */
export interface Reading {
  /** Whole numbers, as floats. */
  readonly positions: string;
  readonly weights: string;
  /** Slopes of the weights by the number in the grid. */
  readonly slopes: string;
}

const interpolationOf = ({ node }: ReverseContext): Interpolation =>
  INTERPOLATIONS[stringAttribute(node, 'mode', 'linear')];

const isAligned = ({ node }: ReverseContext): boolean => numberAttribute(node, 'align_corners', 0) === 1;

/**
 * Along an axis of some length.
 * @param numbers of the grid, from −1 to 1 within the image, [N, points, 1]
 */
export function gridReading(context: ReverseContext, math: Arithmetic, numbers: string, length: number): Reading {
  const { offsets, coefficients } = interpolationOf(context);
  const scale = (isAligned(context) ? length - 1 : length) / 2;
  const place = math.add(math.mul(numbers, scale), (length - 1) / 2);
  const first = math.op(offsets.length === 1 ? 'Round' : 'Floor', place);
  const powers = math.pow(math.sub(place, first), row(context, [...coefficients.keys()]));
  const derivatives = coefficients.map((_, k) =>
    offsets.map((__, pixel) => (k + 1) * (coefficients[k + 1]?.[pixel] ?? 0) * scale),
  );
  const { positions, inside } = padded(context, math, math.add(first, row(context, offsets)), length);
  const values = (rows: readonly (readonly number[])[]): string => {
    const matrix = context.builder.constant(floats([rows.length, offsets.length], rows.flat()));
    const made = math.op('MatMul', powers, matrix);
    return inside ? math.mul(made, inside) : made;
  };
  return { positions, weights: values(coefficients), slopes: values(derivatives) };
}

/** Pixels that a point reads in an image of so many axes. */
export const pixelsPerPoint = (context: ReverseContext, axes: number): number =>
  interpolationOf(context).offsets.length ** axes;

const row = ({ builder }: ReverseContext, values: readonly number[]): string =>
  builder.constant(floats([values.length], values));

/** Where pixels beyond the edges are read, and 1 for those that are read at all, if that is not all of them. */
function padded(
  context: ReverseContext,
  math: Arithmetic,
  places: string,
  length: number,
): { readonly positions: string; readonly inside?: string } {
  const kind = stringAttribute(context.node, 'padding_mode', 'zeros');
  const within = math.op(
    'Clip',
    kind === 'reflection' ? reflected(context, math, places, length) : places,
    0,
    length - 1,
  );
  return kind === 'zeros'
    ? { positions: within, inside: math.indicator(math.op('Equal', within, places)) }
    : { positions: within };
}

/** Folded at the edges of the image until they lie in it. */
function reflected(context: ReverseContext, math: Arithmetic, places: string, length: number): string {
  const [low, range] = isAligned(context) ? [0, length - 1] : [-0.5, length];
  if (range === 0) return places;
  const way = math.sub(places, low);
  const turns = math.op('Floor', math.div(way, 2 * range));
  const last = math.sub(way, math.mul(turns, 2 * range));
  return math.sub(range + low, math.op('Abs', math.sub(last, range)));
}
