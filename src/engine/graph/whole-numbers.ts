import { floats, type ElementType } from '../tensor/tensor';
import type { GraphBuilder } from './builder';
import { int, numberAttribute, type Graph, type Node, type Value } from './model';
import { hasTrait } from './operators';
import { capturedBy } from './rewriting';
import { elementNumberOf, elementTypeOf } from './shapes/element-type';

/** Ranges of the types of whole numbers, as far as float32 holds their ends. */
const RANGES: Partial<Record<ElementType, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
  uint32: [0, 2 ** 32 - 256],
  int32: [-(2 ** 31), 2 ** 31 - 128],
  int64: [-(2 ** 62), 2 ** 62],
};
/** Types in which no arithmetic with the values of images wraps round. */
const WIDE: ReadonlySet<ElementType> = new Set(['int32', 'int64']);

export const areWholeNumbers = (type: ElementType): boolean => type in RANGES;

/** Name of the nodes that round an image to whole numbers: a gradient passes them as if they were not there. */
const ROUNDING = 'lens:rounding';
export const isImageRounding = (node: Node): boolean => node.name === ROUNDING;

/**
 * Adds the nodes of a graph whose input holds whole numbers, reading the float32 tensor `image` in its place. Up to the
 * first operator that makes something else of them the numbers stay floats: so paths and noise between whole numbers
 * are followed, and nothing wraps round. Operators that insist on whole numbers get them rounded.
 */
export function addReadingNumbers(builder: GraphBuilder, graph: Graph, input: Value, image: string): void {
  const numbers = new Numbers(builder, graph, new Map([[input.name, { tensor: image, type: input.type }]]));
  for (const node of graph.nodes) numbers.add(node);
  graph.outputs.forEach(({ name }) => numbers.whole(name));
}

/** A tensor of whole numbers: where it is held as floats, and the type it is of. */
interface Held {
  readonly tensor: string;
  readonly type: ElementType;
}

class Numbers {
  private readonly rounded = new Set<string>();

  constructor(
    private readonly builder: GraphBuilder,
    private readonly graph: Graph,
    private readonly held: Map<string, Held>,
  ) {}

  add(node: Node): void {
    const known = node.inputs.map((name) => this.held.get(name)).find((found) => found !== undefined);
    const places = known && placesOf(node, known.type);
    if (!places || (places !== 'all' && !places.some((k) => this.held.has(node.inputs[k])))) {
      [...node.inputs, ...capturedBy(node)].forEach((name) => this.whole(name));
      return this.builder.add(node);
    }
    const inputs = node.inputs.map((name, k) => {
      if (places === 'all' || places.includes(k)) return this.float(name);
      this.whole(name);
      return name;
    });
    const to = node.op === 'Cast' ? elementTypeOf(numberAttribute(node, 'to', 1)) : known.type;
    if (!areWholeNumbers(to) || hasTrait(node, 'shapeOnly')) return this.builder.add({ ...node, inputs });
    const outputs = node.outputs.map((name) => name && `lens:numbers/${name}`);
    const kept = node.op === 'Cast' ? { ...node, op: 'Identity', attributes: {} } : node;
    this.builder.add({ ...kept, inputs, outputs });
    node.outputs.forEach((name, k) => name && this.held.set(name, { tensor: outputs[k], type: to }));
  }

  /** The tensor held as floats, under its own name and type again. */
  whole(name: string): void {
    const held = this.held.get(name);
    if (!held || this.rounded.has(name)) return;
    this.rounded.add(name);
    const steps: [string, string[], Node['attributes']][] = [
      ['Round', [], {}],
      ['Clip', RANGES[held.type]!.map((value) => this.builder.constant(floats([], [value]))), {}],
      ['Cast', [], { to: int(elementNumberOf(held.type)) }],
    ];
    steps.reduce((tensor, [op, bounds, attributes], k) => {
      const output = k === 2 ? name : `lens:${op}/${name}`;
      this.builder.add({ name: ROUNDING, op, domain: '', inputs: [tensor, ...bounds], outputs: [output], attributes });
      return output;
    }, held.tensor);
  }

  /** Any tensor of numbers as floats. */
  private float(name: string): string {
    const held = this.held.get(name);
    if (held || name === '') return held?.tensor ?? '';
    const type = this.graph.weights.get(name)?.type ?? this.graph.values.get(name)?.type ?? 'float32';
    return areWholeNumbers(type) ? this.builder.op('Cast', [name], { to: int(1) }) : name;
  }
}

/** Which inputs an operator may read as floats; undefined where it insists on whole numbers. */
function placesOf(node: Node, type: ElementType): readonly number[] | 'all' | undefined {
  if (hasTrait(node, 'shapeOnly')) return [0];
  if (node.op === 'Cast' && node.domain === '')
    return keepsValues(type, elementTypeOf(numberAttribute(node, 'to', 1))) ? [0] : undefined;
  if (node.op === 'CastLike' || hasTrait(node, 'random')) return undefined;
  if (hasTrait(node, 'moving')) return node.op === 'Pad' ? [0, 2] : [0];
  return node.op === 'Concat' || (WIDE.has(type) && hasTrait(node, 'exact')) ? 'all' : undefined;
}

/** Whether every number of one type is one of the other. */
function keepsValues(from: ElementType, to: ElementType): boolean {
  if (to !== 'bool' && !areWholeNumbers(to)) return true;
  const [own, wider] = [RANGES[from]!, RANGES[to]];
  return wider !== undefined && wider[0] <= own[0] && own[1] <= wider[1];
}
