import { layouts } from '../graph/layout';
import type { Dimension, Graph, Model, Node } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { ancestorsOf } from '../graph/path';
import { producers } from '../graph/rewriting';
import { scoreAxes } from '../graph/score-axes';
import type { TaskSubject } from './task';

/** Grey and colours. */
const IMAGE_CHANNELS: readonly number[] = [1, 3];

/**
 * What shows that the numbers at the positions of an output are no scores of classes: they are an image, estimates of a
 * quantity such as depth, or an array that does not lie along the image. Undefined where nothing shows it.
 */
export function numbersAtPlaces({ model, logits, size }: TaskSubject): string | undefined {
  const { tensor, kind, link, classAxis } = logits;
  if (kind !== 'dense') return undefined;
  const shape = model.graph.values.get(tensor)?.shape;
  const [, channels, ...places] = shape ? scoreAxes(shape, classAxis).shape : [];
  if (!liesAlongImage(model, tensor) || !hasFormOf(size, places))
    return `${tensor} is an array of numbers of which no axis lies along the image (key points of a pose or a face are such): its sums over all entries can be explained`;
  if (typeof channels !== 'number') return undefined;
  const offsets = offsetsBeside(model.graph, channels, places);
  if (offsets !== undefined)
    return `${tensor} has a map of each of ${channels} key points, which ${offsets} places more finely: the mean of one over the image, a region or a pixel can be explained`;
  const of = channels === 1 ? '1 channel' : `${channels} channels`;
  const image = isOfImage(model, channels) ? imageSign(model, tensor, { channels, places, size, link }) : undefined;
  if (image !== undefined)
    return `${tensor} is an image of ${of}, ${image}: the mean of a channel over the image, a region or a pixel can be explained`;
  if (channels !== 1 || link !== 'identity') return undefined;
  return `${tensor} has one estimate at every position, as a map of depth has: its mean over the image, a region or a pixel can be explained`;
}

/** The output that tells two lengths for each channel at the same positions, by which key points are placed (PoseNet). */
const offsetsBeside = (
  { outputs, values }: Graph,
  channels: number,
  places: readonly Dimension[],
): string | undefined =>
  outputs.find(({ name }) => {
    const [, count, ...own] = values.get(name)?.shape ?? [];
    return /offset/i.test(name) && count === 2 * channels && own.join() === places.join();
  })?.name;

/** Whether the model takes images of as many channels. */
const isOfImage = ({ graph }: Model, channels: number): boolean =>
  IMAGE_CHANNELS.includes(channels) &&
  graph.inputs.some(({ shape }) => shape?.length === 4 && (shape[1] === channels || shape[3] === channels));

interface ImageForm {
  readonly channels: number;
  readonly places: readonly Dimension[];
  readonly size: readonly [number, number];
  readonly link: TaskSubject['logits']['link'];
}

/** By what numbers of as many channels as the image has are known to be an image themselves. */
function imageSign({ graph }: Model, tensor: string, { channels, places, size, link }: ImageForm): string | undefined {
  if (places.length === 2 && places.every((side, axis) => isLarger(side, size[axis], graph)))
    return 'larger than the one the network is given, as super-resolution makes it';
  const made = producers(graph);
  const last = lastMaker(made, tensor);
  if (last?.op === 'DepthToSpace') return 'made of finer pixels, as super-resolution makes it';
  if (channels !== 3) return undefined;
  if (link === 'identity' || isScaledTanh(graph, made, tensor)) return `in the bounds of colours`;
  const isStyled = ancestorsOf(graph, tensor).some(({ op }) => op === 'InstanceNormalization');
  const kernel = last && hasTrait(last, 'convolution') ? (graph.weights.get(last.inputs[1])?.dims.slice(2) ?? []) : [];
  return isStyled && kernel.some((side) => side > 1)
    ? 'from normalised images and a convolution of neighbours, as style transfer makes it'
    : undefined;
}

/** Whether a length is above that of the image, which may be open: `2*H` of `H`. */
function isLarger(side: Dimension, own: number, { inputs }: Graph): boolean {
  if (typeof side === 'number') return own > 0 && side > own;
  const [, times, symbol] = /^(\d+)\*(.+)$/.exec(String(side)) ?? [];
  return Number(times) > 1 && inputs.some(({ shape }) => shape?.includes(symbol));
}

/** 127.5·tanh + 127.5, less a mean: no scores are bounded and then brought to a range of their own. */
function isScaledTanh({ weights }: Graph, made: ReadonlyMap<string, Node>, tensor: string): boolean {
  let scaled = false;
  for (let node = made.get(tensor); node;) {
    if (node.op === 'Tanh') return scaled;
    const isMoved = hasTrait(node, 'rearranging');
    const varying: readonly string[] = node.inputs.filter((name) => !weights.has(name));
    if (!isMoved && (!hasTrait(node, 'sum', 'arithmetic') || varying.length !== 1)) return false;
    scaled ||= !isMoved;
    node = made.get(varying[0]);
  }
  return false;
}

/** The operator that computes the numbers of a tensor, which others only move or bound. */
function lastMaker(made: ReadonlyMap<string, Node>, tensor: string): Node | undefined {
  let node = made.get(tensor);
  while (node && (hasTrait(node, 'kinked') || (hasTrait(node, 'rearranging') && node.op !== 'DepthToSpace')))
    node = made.get(node.inputs[0]);
  return node;
}

/** Positions may be rounded up, or those of a crop; 17 points of 3 numbers are none of a square image. */
const MOST_STRETCHED = 4;

/** Whether two lengths may be those of the positions of an image, as far as both are known. */
function hasFormOf([height, width]: TaskSubject['size'], places: readonly Dimension[]): boolean {
  const [down, across] = places;
  if (places.length !== 2 || typeof down !== 'number' || typeof across !== 'number' || !(height * width)) return true;
  const stretched = (down * width) / (across * height);
  return Math.max(stretched, 1 / stretched) <= MOST_STRETCHED;
}

/** Whether an axis of a tensor runs along the image, as far as the graph tells. */
function liesAlongImage(model: Model, tensor: string): boolean {
  const roles = layouts(model).get(tensor)?.roles ?? [];
  return !roles.includes('channel') || roles.some((role) => role !== 'batch' && role !== 'channel' && role !== null);
}
