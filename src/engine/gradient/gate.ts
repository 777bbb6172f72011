import { Arithmetic } from './arithmetic';
import { blockedChannels, scaledInBlocks } from './blocked';
import { routeOf } from './routing';
import type { ReverseContext } from './rule';

/** A power of two so large that any activation beyond the threshold is carried past 1, and far from overflow. */
const STEEP = 2 ** 80;

/** Where the gradient passes: above `low`, and below `high` if given; elsewhere it is multiplied by `leak`. */
export interface Gate {
  readonly low: number;
  readonly high?: number;
  readonly leak?: number;
  /** It passes at the bounds, too. */
  readonly closed?: boolean;
}

/**
 * The gradient where a tensor lies inside a gate. Image activations are compared by a depthwise 1×1 Conv with a steep
 * slope and a Clip, which ONNX Runtime runs as one operator in the blocked layout its convolutions use, where Greater
 * and Where would cost two changes of layout (bench/ops). Where the gradient has just come through max pooling of that
 * tensor, the few numbers that were chosen are gated instead of all.
 */
export function gated(context: ReverseContext, gradient: string, tensor: string, gate: Gate): string {
  const route = routeOf(context.builder, gradient);
  if (route?.to === tensor) return route.send(gated(context, route.gradient, route.from, gate));
  const channels = blockedChannels(context, tensor);
  const { leak = 0 } = gate;
  if (channels === undefined || leak < 0 || leak > 1) return gatedPlainly(context, gradient, tensor, gate);
  return gatedInBlocks(context, gradient, tensor, gate, channels);
}

function gatedPlainly(
  context: ReverseContext,
  gradient: string,
  tensor: string,
  { low, high, leak = 0, closed = false }: Gate,
): string {
  const math = new Arithmetic(context, tensor);
  const orEqual = closed ? 'OrEqual' : '';
  const above = math.op(`Greater${orEqual}`, tensor, low);
  const inside = high === undefined ? above : math.op('And', above, math.op(`Less${orEqual}`, tensor, high));
  return math.where(inside, gradient, leak === 0 ? 0 : math.mul(gradient, leak));
}

function gatedInBlocks(
  context: ReverseContext,
  gradient: string,
  tensor: string,
  { low, high, leak = 0, closed = false }: Gate,
  channels: number,
): string {
  const [lower, upper] = closed ? [nextSingle(low, -1), high === undefined ? high : nextSingle(high, 1)] : [low, high];
  const step = (slope: number, threshold: number): string => {
    const { builder } = context;
    const steep = scaledInBlocks(context, tensor, channels, slope, -slope * threshold);
    return builder.op('Clip', [steep, builder.scalar(leak), builder.scalar(1)]);
  };
  const { builder } = context;
  const passed = builder.op('Mul', [gradient, step(STEEP, lower)]);
  return upper === undefined ? passed : builder.op('Mul', [passed, step(-STEEP, upper)]);
}

/** The next float32 number in a direction; beside 0 the one that the steep slope still carries to 1. */
function nextSingle(value: number, direction: 1 | -1): number {
  if (value === 0) return direction / STEEP;
  const single = Float32Array.of(value);
  new Int32Array(single.buffer)[0] += value > 0 === direction > 0 ? 1 : -1;
  return single[0];
}
