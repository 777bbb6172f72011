import {
  numberAttribute,
  numbersAttribute,
  stringAttribute,
  type Dimension,
  type Graph,
  type Model,
  type Node,
} from '../model';
import { operatorsWith } from '../operators';
import { productOf } from '../shapes/dimension';
import { parsedEinsum } from '../shapes/einsum';
import { fromFront } from '../shapes/facts';
import { numbersOf } from '../weight';
import { reshapedLayout } from './regrouping';
import { UNKNOWN, mergedLayout, type AxisRole, type Layout } from './role';

export { gridOf, type AxisRole, type Layout, type TokenGrid } from './role';

/** The last axes of images, volumes and signals. */
export const PLACES: readonly AxisRole[] = ['slice', 'row', 'column'];

interface LayoutContext {
  readonly node: Node;
  readonly layouts: readonly Layout[];
  shape(tensor: string): readonly Dimension[] | null;
  numbers(tensor: string): readonly number[] | undefined;
  /** Length of the batch axis of the network's input. */
  readonly batch: Dimension;
}
type LayoutRule = (context: LayoutContext) => Layout;

const reshaped: LayoutRule = ({ node, layouts, shape }) => {
  const [from, to] = [shape(node.inputs[0]), shape(node.outputs[0])];
  return from && to ? reshapedLayout(layouts[0], from, to) : UNKNOWN;
};

const transposed: LayoutRule = ({ node, layouts: [{ roles, image }] }) => {
  const order = numbersAttribute(node, 'perm') ?? roles.map((_, axis) => roles.length - 1 - axis);
  return { roles: order.map((axis) => roles[axis] ?? null), image };
};

/** Rows of the first operand, columns of the second; a stored matrix makes channels. */
const multiplied: LayoutRule = ({ layouts: [a, b], node, shape }) => {
  const rank = shape(node.outputs[0])?.length ?? 0;
  if (rank === 0) return UNKNOWN;
  const leading = mergedLayout(
    [a, b].map((l) => ({ ...l, roles: l.roles.slice(0, -2) })),
    Math.max(0, rank - 2),
  );
  return {
    roles: [...leading.roles, a.roles.at(-2) ?? null, b.roles.at(-1) ?? 'channel'].slice(-rank),
    image: a.image ?? b.image,
  };
};

const reduced: LayoutRule = ({ node, layouts: [{ roles, image }], shape, numbers }) => {
  if (numberAttribute(node, 'keepdims', 1) === 1) return { roles, image };
  const axes = numbers(node.inputs[1] ?? '')?.map((axis) => fromFront(axis, shape(node.inputs[0])?.length ?? 0));
  return axes ? { roles: roles.filter((_, axis) => !axes.includes(axis)), image } : UNKNOWN;
};

const gathered: LayoutRule = ({ node, layouts: [{ roles, image }], shape }) => {
  const axis = fromFront(numberAttribute(node, 'axis', 0), roles.length);
  const indices = shape(node.inputs[1])?.length ?? 0;
  return {
    roles: [...roles.slice(0, axis), ...Array.from({ length: indices }, () => roles[axis]), ...roles.slice(axis + 1)],
    image,
  };
};

/** An axis of length 1 that comes or goes means nothing. */
const squeezed: LayoutRule = ({ node, layouts: [{ roles, image }], shape, numbers }) => {
  const from = shape(node.inputs[0]);
  const given = numbers(node.inputs[1] ?? '')?.map((axis) => fromFront(axis, from?.length ?? 0));
  return { roles: roles.filter((_, axis) => (given ? !given.includes(axis) : from?.[axis] !== 1)), image };
};

const unsqueezed: LayoutRule = ({ node, layouts: [{ roles, image }], shape, numbers }) => {
  const rank = shape(node.outputs[0])?.length ?? 0;
  const added = new Set(numbers(node.inputs[1])?.map((axis) => fromFront(axis, rank)));
  const left = [...roles];
  return {
    roles: Array.from({ length: rank }, (_, axis) => (added.has(axis) ? null : (left.shift() ?? null))),
    image,
  };
};

/**
 * A convolution says what its axes are: channels second, places behind, whatever was lost before. Not where the first
 * axis holds windows of each image. What would name two axes alike was misread: channels of an image that stand last.
 */
const convolved: LayoutRule = ({ node, layouts: [{ roles, image }], shape, batch }) => {
  const dims = shape(node.outputs[0]);
  const own = roles.slice(2).map((role) => (role === 'channel' ? null : role));
  const places = PLACES.slice(-Math.max(1, (dims?.length ?? 0) - 2));
  const isImages = dims?.[0] === batch || dims?.[0] === 1;
  if (!dims || !isImages || own.length !== places.length) return { roles, image };
  const read = places.map((place, axis) => own[axis] ?? place);
  return { roles: ['batch', 'channel', ...(new Set(read).size === places.length ? read : places)], image };
};

const summedByLetters: LayoutRule = ({ node, layouts, shape }) => {
  const shapes = node.inputs.map((name) => shape(name));
  if (shapes.some((s) => !s)) return UNKNOWN;
  const { inputs, output } = parsedEinsum(
    stringAttribute(node, 'equation', ''),
    shapes.map((s) => s!.length),
  );
  const roles = new Map<string, AxisRole>();
  // As of a matrix, what a stored operand brings along are channels.
  const roleOf = ({ roles: own }: Layout, axis: number): AxisRole => (own.length === 0 ? 'channel' : own[axis]) ?? null;
  const told = inputs.map((term, k) => ({ term, layout: layouts[k] }));
  for (const { term, layout } of told.sort((a, b) => b.layout.roles.length - a.layout.roles.length))
    term.forEach((letter, axis) => roles.set(letter, roles.get(letter) ?? roleOf(layout, axis)));
  return { roles: output.map((letter) => roles.get(letter) ?? null), image: layouts.find((l) => l.image)?.image };
};

const RULES: Readonly<Record<string, LayoutRule>> = {
  Reshape: reshaped,
  Flatten: reshaped,
  Transpose: transposed,
  MatMul: multiplied,
  Gather: gathered,
  Squeeze: squeezed,
  Unsqueeze: unsqueezed,
  Einsum: summedByLetters,
  Gemm: () => ({ roles: ['batch', 'channel'] }),
  ...Object.fromEntries(operatorsWith('convolution').map((op) => [op, convolved])),
  ...Object.fromEntries(operatorsWith('reduction').map((op) => [op, reduced])),
};

/** Files may name operators as JavaScript names properties of every object. */
const rules = new Map(Object.entries(RULES));

/** Everything else keeps the axes of its inputs, broadcast together, where the ranks agree. */
const sameLayout: LayoutRule = ({ node, layouts, shape }) => {
  const rank = shape(node.outputs[0])?.length ?? 0;
  return mergedLayout(
    layouts.filter((l) => l.roles.length === rank),
    rank,
  );
};

/**
 * The meaning of the axes of every tensor that depends on the inputs, followed from the axes of the image or signal.
 * @param told of inputs whose axes are known; the others are read by their lengths
 */
export function layouts(
  { graph }: Model,
  told: ReadonlyMap<string, readonly AxisRole[]> = new Map(),
): ReadonlyMap<string, Layout> {
  const known = new Map<string, Layout>();
  for (const { name, shape } of graph.inputs) known.set(name, { roles: told.get(name) ?? inputRoles(shape ?? []) });
  const shape = (tensor: string): readonly Dimension[] | null =>
    graph.weights.get(tensor)?.dims ?? graph.values.get(tensor)?.shape ?? null;
  const batch = graph.inputs[0]?.shape?.[0] ?? null;
  const numbers = (tensor: string): readonly number[] | undefined => smallNumbers(graph, tensor);
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => known.get(name) ?? UNKNOWN);
    if (inputs.every((l) => l.roles.length === 0)) continue;
    const rule = (node.domain === '' && rules.get(node.op)) || sameLayout;
    for (const name of node.outputs.filter(Boolean)) {
      const layout = rule({ node: { ...node, outputs: [name] }, layouts: inputs, shape, numbers, batch });
      const dims = shape(name) ?? [];
      const origin = isImage(layout.roles, dims)
        ? { shape: dims.join(), roles: layout.roles }
        : inputs.find((l) => l.origin)?.origin;
      known.set(name, { ...layout, origin });
    }
  }
  return known;
}

/** [N, C, D, H, W], [N, C, H, W] or [N, C, L] with more than one position: what a map can be laid over. */
export function isImage(roles: readonly AxisRole[] | undefined, shape: readonly Dimension[]): boolean {
  return IMAGES.has(roles?.join() ?? '') && productOf(shape.slice(2)) !== 1;
}

const IMAGES: ReadonlySet<string> = new Set(
  [1, 2, 3].map((axes) => ['batch', 'channel', ...PLACES.slice(-axes)].join()),
);

/**
 * [N, C, H, W], or [N, H, W, C] where only the last axis can be colours; [N, C, L] for signals, [N, C, D, H, W] for
 * volumes.
 */
function inputRoles(shape: readonly Dimension[]): AxisRole[] {
  if (shape.length === 4) {
    const colours = (d: Dimension): boolean => d === 1 || d === 3 || d === 4;
    return colours(shape[3]) && !colours(shape[1])
      ? ['batch', 'row', 'column', 'channel']
      : ['batch', 'channel', 'row', 'column'];
  }
  if (shape.length === 3 || shape.length === 5) return ['batch', 'channel', ...PLACES.slice(2 - shape.length)];
  return shape.map((_, axis) => (axis === 0 ? 'batch' : 'channel'));
}

function smallNumbers(graph: Graph, tensor: string): readonly number[] | undefined {
  const weight = graph.weights.get(tensor);
  return weight && weight.dims.length <= 1 ? numbersOf(weight) : undefined;
}
