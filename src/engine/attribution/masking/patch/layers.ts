import { ints, numberAttribute, type Node } from '../../../graph/model';
import { hasTrait } from '../../../graph/operators';
import { paddingOf, windowsOf, type Window } from '../../../graph/shapes/window';
import { imageOf } from './image-input';
import { unpadded, type Patch, type Patches } from './patches';
import { reached, read, united, type PaddedWindow, type Region } from './stretch';

/** What a node makes of patches of its inputs; undefined where it needs them whole. */
type Layer = (node: Node, patches: Patches) => Patch | undefined;

/** Far below any activation, and far from overflow. */
const LEAST = -3e38;

const pointwise: Layer = (node, patches) => {
  const image = imageOf(node, patches.graph);
  const patch = image === undefined ? undefined : patches.get(node.inputs[image]);
  if (!patch) return undefined;
  const inputs = node.inputs.map((input, k) => (k === image ? patch.value : input));
  return { ...patch, value: patches.builder.op(node.op, inputs, node.attributes) };
};

/** Several patches, each grown to the region that holds them all. */
const joined: Layer = (node, patches) => {
  const known = node.inputs.map((input) => patches.get(input));
  const regions = known.map((patch) => patch?.region);
  const region = regions.every((one) => one !== undefined)
    ? regions.reduce<Region | undefined>(together, regions[0])
    : undefined;
  if (!region) return undefined;
  const values = node.inputs.map((input) => patches.grown(input, region));
  return { region, value: patches.builder.op(node.op, values, node.attributes) };
};

function together(a: Region | undefined, b: Region | undefined): Region | undefined {
  const [rows, columns] = [0, 1].map((k) => a && b && united(a[k], b[k]));
  return rows && columns && [rows, columns];
}

/** W · (x + change) = W · x + W · change: the convolution of the change alone is added to what is known. */
const convolution: Layer = (node, patches) => {
  const [data, weight] = node.inputs;
  const kernel = patches.shape(weight).slice(2);
  const found = slid(node, patches, kernel as number[]);
  if (!found || patches.has(weight)) return undefined;
  const { region, reads, patch } = found;
  const before = reads.map(({ first }, k) => patch.region[k].first - first);
  const after = reads.map(({ length }, k) => length - before[k] - patch.region[k].length);
  const free = [...before, ...after].every((count) => count >= 0);
  const { builder } = patches;
  const change = free ? patches.change(data) : patches.padded(patches.change(data), before, after);
  const attributes = { ...unpadded(node, kernel as number[]), ...(free && { pads: ints([...before, ...after]) }) };
  const moved = builder.op('Conv', [change, weight], attributes);
  return { region, value: builder.op('Add', [moved, patches.clean(node.outputs[0], region)]) };
};

/** Of the values, beyond the image less than all. */
const maximum: Layer = (node, patches) => {
  const found = slid(node, patches, []);
  if (!found || node.outputs.length > 1) return undefined;
  const { builder, placing } = patches;
  const { region, reads, kernel } = found;
  const values = patches.grown(node.inputs[0], reads);
  const inside = builder.op('Where', [placing.inside(reads), values, builder.scalar(LEAST)]);
  return { region, value: builder.op('MaxPool', [inside], poolingOf(node, kernel)) };
};

/** Without padding, which would count at the border only. */
const average: Layer = (node, patches) => {
  const found = slid(node, patches, []);
  if (!found || found.windows.some(({ before, after, ceil }) => before > 0 || after > 0 || ceil)) return undefined;
  const values = patches.grown(node.inputs[0], found.reads);
  return {
    region: found.region,
    value: patches.builder.op('AveragePool', [values], poolingOf(node, found.kernel)),
  };
};

const poolingOf = (node: Node, kernel: readonly number[]) => {
  const { ceil_mode: _, ...attributes } = unpadded(node, kernel) as Node['attributes'];
  return attributes;
};

/** What a window that slides over a patch reaches, and what it reads for that. */
function slid(node: Node, patches: Patches, given: readonly number[]) {
  const patch = patches.get(node.inputs[0]);
  if (!patch) return undefined;
  const sizes = patches.shape(node.outputs[0]).slice(2);
  const windows = windowsOf(node, given).map((window, k) => resolved(window, patch.region[k].size));
  if (windows.length !== 2) return undefined;
  const [rows, columns] = windows.map((window, k) => reached(patch.region[k], window, sizes[k] as number));
  if (!rows || !columns) return undefined;
  const [down, across] = [rows, columns].map((one, k) => read(one, windows[k], patch.region[k].size));
  const region: Region = [rows, columns];
  const reads: Region = [down, across];
  return { patch, region, reads, windows, kernel: windows.map((window) => window.kernel) };
}

function resolved(window: Window, size: number): PaddedWindow & Pick<Window, 'after' | 'ceil'> {
  const [before, after] = paddingOf(size, window);
  return { ...window, before, after };
}

const layers: ReadonlyMap<string, Layer> = new Map([
  ['Conv', convolution],
  ['MaxPool', maximum],
  ['AveragePool', average],
]);

/** What a node makes of patches of its inputs; undefined where it needs them whole. */
export function patchOf(node: Node, patches: Patches): Patch | undefined {
  const made = layers.get(node.op);
  if (made) return made(node, patches);
  const several = node.inputs.filter(patches.has).length > 1;
  if (!several) return pointwise(node, patches);
  const alike = node.op === 'Concat' ? numberAttribute(node, 'axis', 0) === 1 : hasTrait(node, 'arithmetic');
  return alike ? joined(node, patches) : undefined;
}
