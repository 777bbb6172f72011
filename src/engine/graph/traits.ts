/** What an operator is, as far as any method asks. */
export type Trait =
  /** A function of each number by itself: LRP hands its relevance through. */
  | 'activation'
  /** An activation whose derivative jumps (a rectifier). */
  | 'kinked'
  /** An activation with a continuous derivative. */
  | 'smooth'
  /** Weighs the numbers along one axis against each other. */
  | 'softmax'
  /** Keeps the shape and works along one axis, by default the last. */
  | 'alongAxis'
  /** Its output lies between −1 and 1 and weighs what it is multiplied with. */
  | 'gate'
  /** Its output lies between 0 and 1. */
  | 'probability'
  /** Each output number depends on the numbers of its own position alone, and the shape is kept. */
  | 'pointwise'
  /** A place of an image reads the same place of its operands; other axes may be cut, joined or repeated. */
  | 'local'
  /** Pointwise, of several operands of equal standing. */
  | 'arithmetic'
  /** All inputs carry values; without this trait only the first does. */
  | 'several'
  /** A sum of its operands with factors of ±1, or their mean. */
  | 'sum'
  /** Linear in each of two operands. */
  | 'product'
  /** Tells which numbers are the largest or large enough. */
  | 'picks'
  | 'maximum'
  | 'minimum'
  /** Slides learnt filters over places. */
  | 'convolution'
  /** W x + b with a stored W: the layers of a network that learn. */
  | 'linear'
  /** Slides a window given by kernel, strides, dilations and paddings. */
  | 'window'
  | 'pooling'
  /** Puts an image on another grid by interpolation or from stored places. */
  | 'resampling'
  /** Linear in its first input, no factor negative. */
  | 'weightedSum'
  /** Such a sum whose factors add up to 1 at each place. */
  | 'average'
  /** Can keep what it is given away from zero, as a divisor must be. */
  | 'floor'
  | 'normalization'
  /** Reads a sequence step by step. */
  | 'recurrent'
  | 'reduction'
  /** The same numbers in the same order under another shape. */
  | 'view'
  /** Each number once, in any order. */
  | 'rearranging'
  /** Moves, drops, repeats or pads numbers without computing any. */
  | 'moving'
  /** Reads the shape of its input, never a value. */
  | 'shapeOnly'
  /** Makes numbers from shapes, attributes or chance. */
  | 'generator'
  /** Gives other values at every run. */
  | 'random'
  /** Makes whole numbers of whole numbers, the same ones as of floats. */
  | 'exact'
  /** To a whole number. */
  | 'rounding'
  /** Its derivative is zero wherever it exists: steps, indices, truth values. */
  | 'constant'
  /** Never negative. */
  | 'nonNegative'
  /** Not negative where none of the inputs that carry values is. */
  | 'keepsSign';

/** What an operator also is when it has a trait. */
export const IMPLIED: Readonly<Partial<Record<Trait, readonly Trait[]>>> = {
  kinked: ['activation'],
  smooth: ['activation'],
  activation: ['pointwise'],
  softmax: ['alongAxis'],
  probability: ['nonNegative'],
  pointwise: ['local'],
  arithmetic: ['pointwise', 'several'],
  product: ['several'],
  sum: ['arithmetic'],
  average: ['weightedSum'],
  normalization: ['local'],
  view: ['rearranging', 'keepsSign'],
  rearranging: ['moving', 'keepsSign'],
  shapeOnly: ['constant'],
  generator: ['constant'],
};
