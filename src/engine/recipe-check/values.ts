import type { Recipe } from '../../protocol/recipe';
import type { CandidateContext, RecipeCandidate } from './candidate';

/** Numbers of red, green and blue. */
type Triple = readonly [number, number, number];

/** A usual way of making numbers of colours. */
interface ValueScheme {
  readonly label: string;
  /** Of networks that see the world in 65 pixels and more, and of those that see less. */
  readonly weights: readonly [large: number, small: number];
  readonly range: readonly [number, number];
  readonly mean?: Triple;
  readonly std?: Triple;
  /** Models of Caffe and those made of them take blue first. */
  readonly blueFirst?: true;
}

const SMALL = 64;
/** The other order of colours is less usual (OpenCV reads blue first), and grey turned into its negative is rare. */
const [OTHER_ORDER, NEGATIVE] = [0.4, 0.05];

/** Published ways, with whose they are; a standard deviation of 0.5 around 0.5 is −1 to 1. */
const SCHEMES: readonly ValueScheme[] = [
  { label: '0 to 1', weights: [2, 2], range: [0, 1] },
  {
    label: "ImageNet's mean and deviation",
    weights: [3, 1.5],
    range: [0, 1],
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  },
  { label: '−1 to 1', weights: [2, 2], range: [-1, 1] },
  { label: '0 to 255', weights: [1, 1], range: [0, 255] },
  {
    label: "0 to 255 minus ImageNet's mean",
    weights: [2, 0.5],
    range: [0, 255],
    mean: [123.68, 116.779, 103.939],
    blueFirst: true,
  },
  {
    label: "CIFAR-10's mean and deviation",
    weights: [0.1, 0.8],
    range: [0, 1],
    mean: [0.4914, 0.4822, 0.4465],
    std: [0.247, 0.2435, 0.2616],
  },
  {
    label: "CLIP's mean and deviation",
    weights: [0.5, 0.1],
    range: [0, 1],
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  },
  { label: '−2 to 2', weights: [0.2, 0.2], range: [-2, 2] },
  { label: '−0.5 to 0.5', weights: [0.2, 0.2], range: [-0.5, 0.5] },
  { label: '−128 to 127', weights: [0.2, 0.2], range: [-128, 127] },
];

const GREY_SCHEMES: readonly ValueScheme[] = [
  ...SCHEMES.filter(({ mean }) => !mean),
  { label: "MNIST's mean and deviation", weights: [0.2, 1], range: [0, 1], mean: of(0.1307), std: of(0.3081) },
];

function of(value: number): Triple {
  return [value, value, value];
}

/** What the tool that wrote a model tells of those who trained it. */
const HABITS: readonly { readonly producer: RegExp; has(scheme: ValueScheme): boolean }[] = [
  // Their readers of images give numbers from 0 to 255.
  { producer: /cntk|caffe|darknet/i, has: ({ range }) => range[1] === 255 },
  // Deviations are divided by where torchvision's transforms are used.
  { producer: /tensorflow|tf2onnx|tflite|keras/i, has: ({ std }) => std === undefined },
];
const HABIT = 4;

/** Ways of making the numbers, each in both orders of colours, or as grey and its negative. */
export function valueCandidates({ dims, current, producer }: CandidateContext): RecipeCandidate[] {
  const [channels, height, width] = dims;
  const isSmall = Math.max(height, width) <= SMALL;
  const schemes = channels === 3 ? SCHEMES : GREY_SCHEMES.filter(({ mean }) => channels === 1 || !mean);
  return schemes.flatMap((scheme) => {
    const isHabit = HABITS.some((habit) => habit.producer.test(producer) && habit.has(scheme));
    const weight = scheme.weights[isSmall ? 1 : 0] * (isHabit ? HABIT : 1);
    const one = (words: string, share: number, fields: Recipe): RecipeCandidate => ({
      label: `${scheme.label}${words}`,
      weight: weight * share,
      fields,
    });
    if (channels === 3)
      return (['rgb', 'bgr'] as const).map((color) =>
        one(
          color === 'rgb' ? ', red first' : ', blue first',
          (color === 'bgr') === (scheme.blueFirst ?? false) ? 1 : OTHER_ORDER,
          { color, range: scheme.range, ...normalisation(scheme, 3, color === 'bgr') },
        ),
      );
    const numbers = normalisation(scheme, channels, false);
    const [black, white] = scheme.range;
    if (channels !== 1) return [one('', 1, { color: current.color, range: scheme.range, ...numbers })];
    return [
      one('', 1, { color: 'gray', range: scheme.range, ...numbers }),
      one(', black and white exchanged', NEGATIVE, { color: 'gray', range: [white, black], ...numbers }),
    ];
  });
}

function normalisation(
  { mean = of(0), std = of(1) }: ValueScheme,
  channels: number,
  blueFirst: boolean,
): Pick<Recipe, 'mean' | 'std'> {
  if (channels !== 3) return { mean: Array<number>(channels).fill(mean[0]), std: Array<number>(channels).fill(std[0]) };
  return blueFirst ? { mean: [...mean].reverse(), std: [...std].reverse() } : { mean, std };
}
