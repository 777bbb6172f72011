import type { GraphBuilder } from '../graph/builder';
import { int } from '../graph/model';
import { reshaped, sliced, transposed, zeroPadded } from './shaping';

/** How phases lie in one channel axis: phase by phase or channel by channel. */
export type PhaseOrder = 'phases first' | 'channels first';

/** One spatial axis of a tensor that is computed as `stride` phases of `rows` positions each. */
export interface InterleavedAxis {
  readonly stride: number;
  readonly rows: number;
  /** Superfluous positions before the first wanted one, once interleaved. */
  readonly crop: number;
  /** Wanted positions. */
  readonly length: number;
}

/** A tensor [N, C, …] as its phases [N, C, rows, …] in row-major order of the phase; undefined ones are zero. */
export interface Phases {
  readonly parts: readonly (string | undefined)[];
  readonly channels: number;
  readonly axes: readonly InterleavedAxis[];
}

/** The phases behind tensors made by `interleaved`, so that sums can be taken before the positions are mixed. */
const origins = new WeakMap<GraphBuilder, Map<string, Phases>>();

/** Mixes phases into positions: [N, C, M, …] each to [N, C, L, …]. */
export function interleaved(builder: GraphBuilder, phases: Phases): string {
  const packed =
    phases.parts.length === 1 ? phases.parts[0]! : builder.op('Concat', filled(builder, phases), { axis: int(1) });
  const whole = unpacked(builder, packed, phases.channels, phases.axes, 'phases first');
  const known = origins.get(builder) ?? new Map<string, Phases>();
  origins.set(builder, known.set(whole, phases));
  return whole;
}

/** Mixes phases that lie in one tensor's channel axis. */
export function unpacked(
  builder: GraphBuilder,
  packed: string,
  channels: number,
  axes: readonly InterleavedAxis[],
  order: PhaseOrder,
): string {
  const mixed = mixedIn(builder, packed, channels, axes, order);
  return axes.reduce((tensor, { crop, length, rows, stride }, k) => {
    const exact = crop === 0 && rows * stride === length;
    return exact ? tensor : sliced({ builder }, tensor, k + 2, crop, crop + length);
  }, mixed);
}

/**
 * The sum of gradients; those that come in equal phases (a strided convolution and its strided shortcut) are added
 * phase by phase.
 */
export function summed(builder: GraphBuilder, parts: readonly string[]): string {
  const known = origins.get(builder);
  const terms: string[] = [];
  const groups = new Map<string, Phases>();
  for (const part of parts) {
    const phases = known?.get(part);
    const key = phases && JSON.stringify([phases.channels, phases.axes]);
    const group = key === undefined ? undefined : groups.get(key);
    if (!phases || !key) terms.push(part);
    else groups.set(key, group ? added(builder, group, phases) : phases);
  }
  for (const phases of groups.values()) {
    const whole = parts.find((part) => known?.get(part) === phases);
    terms.push(whole ?? interleaved(builder, phases));
  }
  return terms.reduce((total, term) => builder.op('Add', [total, term]));
}

function added(builder: GraphBuilder, a: Phases, b: Phases): Phases {
  const parts = a.parts.map((part, k) => {
    const other = b.parts[k];
    return part !== undefined && other !== undefined ? builder.op('Add', [part, other]) : (part ?? other);
  });
  return { ...a, parts };
}

/** Absent phases become zero channels behind (or, at the front, before) their neighbours. */
function filled(builder: GraphBuilder, { parts, channels, axes }: Phases): string[] {
  const present = parts.flatMap((part, k) => (part === undefined ? [] : [k]));
  return present.map((at, i) => {
    const before = i === 0 ? at : 0;
    const after = (present[i + 1] ?? parts.length) - at - 1;
    return zeroPadded({ builder }, parts[at]!, axes.length + 2, [1], [before * channels], [after * channels]);
  });
}

/**
 * [N, phases · C, M, …] to [N, C, M · s, …], one axis after the other: each exchanges its phase with the positions
 * before it. Several plain transpositions cost half of what DepthToSpace does (bench/ops).
 */
function mixedIn(
  builder: GraphBuilder,
  packed: string,
  channels: number,
  axes: readonly InterleavedAxis[],
  order: PhaseOrder,
): string {
  const product = (values: readonly number[]): number => values.reduce((a, b) => a * b, 1);
  const [outer, inner] = order === 'phases first' ? [1, channels] : [channels, 1];
  let mixed = packed;
  for (let k = axes.length - 1; k >= 0; k--) {
    if (axes[k].stride === 1) continue;
    const lead = outer * product(axes.slice(0, k).map((axis) => axis.stride));
    const positions = inner * product(axes.slice(0, k + 1).map((axis) => axis.rows));
    const done = product(axes.slice(k + 1).map(({ rows, stride }) => rows * stride));
    const view = [0, lead, axes[k].stride, positions, ...(done === 1 ? [] : [done])];
    mixed = transposed({ builder }, reshaped({ builder }, mixed, view), done === 1 ? [0, 1, 3, 2] : [0, 1, 3, 2, 4]);
  }
  return reshaped({ builder }, mixed, [0, channels, ...axes.map(({ rows, stride }) => rows * stride)]);
}
