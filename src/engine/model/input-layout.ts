import type { Recipe } from '../../protocol/recipe';
import { importNotes } from '../format/import-notes';
import { numberAttribute, type Dimension, type Model, type Value } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { inOrder, toChannelsFirst, type ChannelOrder } from '../tensor/channel-order';
import { pixelReaders, type PixelReader } from './pixel-path';

/** How the axes of a graph's input are read. */
export interface InputLayout {
  readonly order: ChannelOrder;
  /** Shape of one image, channels first; 0 where the graph leaves it open. A vector is a signal of one channel. */
  readonly dims: readonly number[];
  /** The operators that first weigh the image, followed along these axes. */
  readonly readers: readonly PixelReader[];
  /** What the order of axes was guessed from; undefined where it is certain. */
  readonly guessedFrom?: string;
}

/** One way to read the axes: which of them is that of the channels, if any. */
interface Reading {
  readonly channelAxis: number | null;
  readonly channels: number;
  readonly readers: readonly PixelReader[];
  /** What in the graph speaks for it, and how much: a convolution decides, a vector of constants nearly so. */
  readonly evidence: number;
}

const [NONE, VECTOR, CONVOLUTION] = [0, 1, 2];

/**
 * The layout of an input: as the importer or the recipe says, as the graph's first convolution or the constants before
 * it read it, or as the lengths of the axes suggest.
 */
export function inputLayout(model: Model, value: Value, given: Recipe): InputLayout {
  const shape = value.shape ?? [];
  if (shape.length < 2) return { order: 'nchw', dims: [], readers: [] };
  const ways = candidates(shape);
  const consistent = ways.map((axis) => readingOf(model, value, axis)).filter((reading) => reading !== undefined);
  const readings = consistent.length > 0 ? consistent : ways.map((axis) => unreadable(shape, axis));
  const told = toldAxis(model, shape, given);
  const likely = likelyAxis(shape);
  const best =
    readings.find(({ channelAxis }) => channelAxis === told) ??
    readings.reduce((a, b) => (weightOf(b, likely) > weightOf(a, likely) ? b : a));
  const certain = told !== undefined || best.evidence > NONE || best.channels === 1 || shape.length !== 4;
  return {
    order: best.channelAxis !== null && best.channelAxis > 1 ? 'nhwc' : 'nchw',
    dims: dimsOf(shape, best, given),
    readers: best.readers,
    ...(!certain && {
      guessedFrom: `the lengths of its axes, ${shape
        .slice(1)
        .map((d) => d ?? '?')
        .join(' × ')}`,
    }),
  };
}

const weightOf = ({ evidence, channelAxis }: Reading, likely: number | null): number =>
  evidence + (channelAxis === likely ? 0.5 : 0);

/** Axes along which channels may lie: the second or the last; an image [N, H, W] may have none. */
function candidates(shape: readonly Dimension[]): (number | null)[] {
  if (shape.length < 3) return [null];
  return [1, shape.length - 1, ...(shape.length === 3 ? [null] : [])];
}

/** What somebody says for certain. */
function toldAxis(model: Model, { length }: readonly Dimension[], given: Recipe): number | undefined {
  if (length < 3) return undefined;
  const notes = importNotes(model);
  // Signals of Keras were turned when they were imported; of three axes without that word the graph itself tells.
  if (notes?.layout === 'nhwc' && length <= 4) return length === 4 ? 3 : undefined;
  if (notes) return 1;
  if (length <= 4 && given.layout) return given.layout === 'nhwc' ? length - 1 : 1;
  return undefined;
}

/** Few channels, many positions; a plane of similar lengths has none. */
function likelyAxis(shape: readonly Dimension[]): number | null {
  const [second, last] = [shape[1], shape.at(-1)];
  const usual = (d: Dimension | undefined): boolean => d === 1 || d === 3;
  const few = (d: Dimension | undefined): boolean => typeof d === 'number' && d <= 4;
  if (shape.length === 3) return isPlane(shape) ? null : 1;
  if (usual(second)) return 1;
  return usual(last) || (few(last) && !few(second)) ? shape.length - 1 : 1;
}

/** [N, H, W] of a grey image and not [N, channels, length] of a signal, as far as lengths tell. */
function isPlane([, height, width]: readonly Dimension[]): boolean {
  if (typeof height !== 'number' || typeof width !== 'number') return false;
  return Math.min(height, width) >= 8 && Math.max(height, width) <= 4 * Math.min(height, width);
}

/** What a graph makes of its input read this way; undefined where it contradicts. */
function readingOf(model: Model, value: Value, channelAxis: number | null): Reading | undefined {
  const stated = channelAxis === null ? 1 : value.shape![channelAxis];
  const known = typeof stated === 'number';
  const readers = pixelReaders(model, value, channelAxis, known ? stated : 1);
  if (channelAxis !== null && readers.some((reader) => stepsOf(reader) === channelAxis)) return undefined;
  const convolution = readers.find(({ node }) => node.op === 'Conv');
  const weight = convolution && shapeOf(model, convolution.node.inputs[1]);
  if (!weight || typeof weight[1] !== 'number') return withoutConvolution(readers, channelAxis, stated);
  const { axes, channels } = convolution.pixels;
  const read = weight[1] * numberAttribute(convolution.node, 'group', 1);
  const alike = axes.length === weight.length && axes[1] === channelAxis && (!known || channels.length === read);
  if (!alike) return undefined;
  return {
    channelAxis,
    channels: known ? stated : read,
    readers: known ? readers : pixelReaders(model, value, channelAxis, read),
    evidence: CONVOLUTION,
  };
}

/** The axis that a recurrent operator reads step by step. */
const stepsOf = ({ node, pixels }: PixelReader): number | null | undefined =>
  hasTrait(node, 'recurrent') ? pixels.axes[numberAttribute(node, 'layout', 0)] : undefined;

const shapeOf = ({ graph }: Model, tensor: string): readonly Dimension[] | null | undefined =>
  graph.weights.get(tensor)?.dims ?? graph.values.get(tensor)?.shape;

/** What is left where the graph fits no way of reading: the lengths of the axes. */
const unreadable = (shape: readonly Dimension[], channelAxis: number | null): Reading =>
  withoutConvolution([], channelAxis, channelAxis === null ? 1 : shape[channelAxis]);

function withoutConvolution(readers: readonly PixelReader[], channelAxis: number | null, stated: Dimension): Reading {
  const seen = Math.max(1, ...readers.map(({ pixels }) => pixels.channels.length));
  const differ = readers.some(({ pixels: { channels } }) =>
    channels.some(({ scale, shift }) => scale !== channels[0].scale || shift !== channels[0].shift),
  );
  return {
    channelAxis,
    channels: typeof stated === 'number' ? stated : seen > 1 ? seen : 0,
    readers,
    evidence: channelAxis !== null && differ ? VECTOR : NONE,
  };
}

/** Channels first, with the size that the recipe gives. */
function dimsOf(shape: readonly Dimension[], { channelAxis, channels }: Reading, { size }: Recipe): number[] {
  const lengths = shape.map((d) => (typeof d === 'number' ? d : 0));
  const [, ...positions] = lengths.filter((_, axis) => axis !== channelAxis);
  if (!size) return [channels, ...positions];
  // A flat vector of a known image.
  const area = size[0] * size[1];
  if (lengths.length === 2 && lengths[1] % area === 0) return [lengths[1] / area, ...size];
  return [channels, ...(positions.length === 2 ? size : positions)];
}

/** The shape of one image as the graph states it, channels first. */
export function statedShape({ shape }: Value, order: ChannelOrder): Dimension[] {
  if (!shape) return [];
  return (order === 'nhwc' && shape.length > 2 ? inOrder(shape, toChannelsFirst(shape.length)) : shape).slice(1);
}
