import type { Dimension } from '../../../graph/model';
import { lengthOf, type Feature } from '../../builder/feature';
import { END, cut, type Cut } from '../../builder/moving';
import { numbers, type OperatorCall } from '../operator';
import { contentsOf, lengths } from './contents';
import { squeezed } from './squeezing';

/** What the entries of a slice come to, one axis after the other. */
interface Plan {
  readonly cuts: readonly Cut[];
  /** Axes of the operand of which one position is left, and they with it. */
  readonly gone: readonly number[];
  /** Places of new axes of length 1 in the result. */
  readonly added: readonly number[];
}

/**
 * Parts of axes, marked by bits: where the beginning or the end is the axis' own, where an ellipsis stands for all axes
 * in between, where a new axis comes in, and where an axis falls away.
 * @see https://www.tensorflow.org/api_docs/python/tf/strided_slice
 */
function planOf({ node }: OperatorCall, rank: number, [begins, ends, steps]: readonly (readonly number[])[]): Plan {
  const bit = (name: string, k: number): boolean => ((node.number(name, 0) >> k) & 1) === 1;
  const consuming = begins.filter((_, k) => !bit('ellipsis_mask', k) && !bit('new_axis_mask', k)).length;
  const [cuts, gone, added]: [Cut[], number[], number[]] = [[], [], []];
  let [axis, place] = [0, 0];
  begins.forEach((begin, k) => {
    if (bit('ellipsis_mask', k)) {
      axis += rank - consuming;
      place += rank - consuming;
    } else if (bit('new_axis_mask', k)) added.push(place++);
    else if (bit('shrink_axis_mask', k)) {
      cuts.push({ axis, start: begin, end: begin === -1 ? END : begin + 1, step: 1 });
      gone.push(axis++);
    } else {
      const step = steps[k];
      cuts.push({
        axis: axis++,
        start: bit('begin_mask', k) ? (step > 0 ? 0 : END) : begin,
        end: bit('end_mask', k) ? (step > 0 ? END : -END) : ends[k],
        step,
      });
      place++;
    }
  });
  return { cuts, gone, added };
}

export function stridedSlice(call: OperatorCall): Feature {
  const {
    builder,
    inputs: [x],
  } = call;
  const { cuts, gone, added } = planOf(call, x.shape.length, [numbers(call, 1), numbers(call, 2), numbers(call, 3)]);
  const whole = (c: Cut): boolean => c.step === 1 && c.start === 0 && (c.end === END || c.end === lengthOf(x, c.axis));
  const known = contentsOf(x);
  const made = cut(
    builder,
    x,
    cuts.filter((c) => !whole(c)),
  );
  if (x.whole && known && x.shape.length === 1 && cuts.length === 1 && added.length === 0) {
    const contents = slicedContents(known, cuts[0]);
    return lengths(builder, contents, gone.length === 1 ? [] : [contents.length], () =>
      gone.length === 1 ? builder.op('Squeeze', [made.tensor, builder.integers(0)]) : made.tensor,
    );
  }
  const flags = { whole: x.whole, truth: x.truth };
  const shrunk: Feature = gone.length === 0 ? { ...made, ...flags } : squeezed(call, { ...made, ...flags }, gone);
  if (added.length === 0) return shrunk;
  const shape: Dimension[] = [...shrunk.shape];
  added.forEach((at) => shape.splice(at, 0, 1));
  return {
    tensor: builder.op('Unsqueeze', [builder.plain(shrunk), builder.integers(...added)]),
    shape,
    moved: false,
    ...flags,
  };
}

function slicedContents(all: readonly Dimension[], { start, end, step }: Cut): Dimension[] {
  if (step === 1) return all.slice(start, end === END ? undefined : end);
  const bounded = (at: number): number =>
    Math.max(step > 0 ? 0 : -1, Math.min(step > 0 ? all.length : all.length - 1, at < 0 ? at + all.length : at));
  const taken: Dimension[] = [];
  for (let k = bounded(start); step > 0 ? k < bounded(end) : k > bounded(end); k += step) taken.push(all[k]);
  return taken;
}
