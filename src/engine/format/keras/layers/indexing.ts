import { cut, END, type Cut } from '../../builder/moving';
import type { NetworkBuilder } from '../../builder/builder';
import type { Feature } from '../../builder/feature';
import { indexOf, type Index, type Slice } from '../literal';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';

/** x[index], as NumPy has it: slices keep their axis, numbers drop it, None makes one. */
function indexed(call: LayerCall, x: Feature, index: readonly Index[]): Feature {
  const places = expanded(index, x.shape.length);
  const cuts: Cut[] = [];
  const [dropped, made]: [number[], number[]] = [[], []];
  let axis = 0;
  for (const [k, place] of places.entries()) {
    if (place === 'new axis') made.push(k - dropped.length);
    else if (place === 'ellipsis') throw unsupported(call, 'an index has one ellipsis at most');
    else {
      if (typeof place === 'number') dropped.push(axis);
      const part = partOf(place, axis);
      if (part) cuts.push(part);
      axis++;
    }
  }
  if (axis > x.shape.length) throw unsupported(call, 'the index has more places than its input has axes');
  if (cuts.some((part) => part.axis === 0) || dropped.includes(0))
    throw unsupported(call, 'images of a batch cannot be chosen');
  return withAxes(call.builder, withoutAxes(call.builder, cut(call.builder, x, cuts), dropped), made);
}

/** The ellipsis as whole axes. */
function expanded(index: readonly Index[], rank: number): Index[] {
  const taken = index.filter((place) => place !== 'new axis' && place !== 'ellipsis').length;
  const whole: Slice = { start: null, stop: null, step: null };
  const at = index.indexOf('ellipsis');
  if (at < 0) return [...index];
  return [...index.slice(0, at), ...new Array<Slice>(Math.max(0, rank - taken)).fill(whole), ...index.slice(at + 1)];
}

function partOf(place: number | Slice, axis: number): Cut | undefined {
  if (typeof place === 'number') return { axis, start: place, end: place === -1 ? END : place + 1, step: 1 };
  const { start, stop, step } = place;
  if (start === null && stop === null && (step ?? 1) === 1) return undefined;
  const backwards = (step ?? 1) < 0;
  return { axis, start: start ?? (backwards ? -1 : 0), end: stop ?? (backwards ? -END : END), step: step ?? 1 };
}

/** Without axes of length 1. */
export function withoutAxes(builder: NetworkBuilder, x: Feature, axes: readonly number[]): Feature {
  if (axes.length === 0) return x;
  const shape = x.shape.filter((_, axis) => !axes.includes(axis));
  return { tensor: builder.op('Squeeze', [builder.plain(x), builder.integers(...axes)]), shape, moved: false };
}

/** With axes of length 1 at the given places of the result. */
export function withAxes(builder: NetworkBuilder, x: Feature, axes: readonly number[]): Feature {
  if (axes.length === 0) return x;
  const shape = [...x.shape];
  for (const axis of [...axes].sort((a, b) => a - b)) shape.splice(axis, 0, 1);
  return { tensor: builder.op('Unsqueeze', [builder.plain(x), builder.integers(...axes)]), shape, moved: false };
}

/** Keras 3 gives the index after the tensor, Keras 2 by the name `slice_spec`. */
const item: LayerConverter = {
  classes: ['GetItem', 'SlicingOpLambda'],
  build(call) {
    const index = indexOf(call.args[1] ?? call.named.key ?? call.named.slice_spec);
    if (!index) throw unsupported(call, 'an index that is computed is not supported');
    return indexed(call, call.inputs[0], index);
  },
};

export const indexingLayers: readonly LayerConverter[] = [item];
