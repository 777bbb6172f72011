import type { TaskId } from './task';

/** The sidecar `<model file name>.lens.json`: how the model's input is made and what its output means. */
export interface Recipe {
  /** A named starting point; single fields override it. */
  readonly preset?: PresetId;
  readonly color?: 'rgb' | 'bgr' | 'gray';
  readonly layout?: 'nchw' | 'nhwc';
  /** Height and width fed to the model, in pixels; needed only where the graph leaves them open. */
  readonly size?: readonly [number, number];
  /**
   * How an image of another shape is brought to that size: `fill` stretches, `cover` crops the centre, `contain` pads,
   * `corner` pads on the right and below only.
   */
  readonly fit?: 'fill' | 'cover' | 'contain' | 'corner';
  /** The grey of the bars that `contain` and `corner` put beside an image, from 0, black, to 255; by default 0. */
  readonly pad?: number;
  readonly kernel?: 'nearest' | 'linear' | 'cubic';
  /** Before cropping, the shorter side is brought to this many pixels (torchvision: 256 for a 224 crop). */
  readonly resizeShorter?: number;
  /** Values of black and white before mean and standard deviation: [0, 1], [0, 255] or [-1, 1]. */
  readonly range?: readonly [number, number];
  /**
   * The value of white in image files of more than 8 bits, for example 4095 of 12 bits in 16; by default as the file says,
   * else its largest number, or 1 for floating-point numbers.
   */
  readonly white?: number;
  /** The value of black in DICOM files and volumes, for example −1000 of computed tomography; values beyond are cut. */
  readonly black?: number;
  /** Per channel, in the order of `color`: value = (range value − mean) / std. */
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  /** The bands shown as red, green and blue where an image has more than three, counted from 1. */
  readonly composite?: readonly [number, number, number];
  /** Class names, or the name of a file beside the model in any form that tools write. */
  readonly labels?: readonly string[] | string;
  /** Tensor taken as the score; by default the one before the final Softmax or Sigmoid. */
  readonly output?: string;
  readonly outputKind?: 'logits' | 'probabilities' | 'values';
  /** What the output means; by default as the graph shows. */
  readonly task?: TaskId;
  /** What estimates are measured in: one unit for all outputs, or one for each in their order. */
  readonly units?: string | readonly string[];
  /** From which probability on a label counts as given: one for all, one for each in their order, or by their names. */
  readonly thresholds?: number | readonly number[] | Readonly<Record<string, number>>;
  /** What the inputs beside the image are. */
  readonly inputs?: Readonly<Record<string, StatedInput>>;
  /** How the outputs of a detector are read; by default as the graph shows. */
  readonly detection?: DetectionRecipe;
  /** Nicknames of layers: tensor name → name. */
  readonly layers?: Readonly<Record<string, string>>;
}

/**
 * What an input beside the image is: a number for all of one, its numbers, or a `.npy` file beside the model; or what
 * differs from image to image.
 */
export type StatedInput = number | readonly number[] | string | FileBesideImage | ColumnsOfTable;

/** A file beside the image, `{name}` in its name standing for that of the image without its ending. */
export interface FileBesideImage {
  readonly beside: string;
}

/** Numbers from the row of the image in a table, which lies in the folder of the image, above it, or beside the model. */
export interface ColumnsOfTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** How the outputs of a detector are read. */
export interface DetectionRecipe {
  /** Whose outputs they are like: `yolov8`, `ssd`, `detr`, … */
  readonly layout?: string;
  /**
   * The name of a `.npy` file beside the model: anchors [proposals, 4] as corners in pixels of the network's input; of
   * YOLO's levels also [anchors, 2] as width and height, the finest level first, or these pairs themselves.
   */
  readonly anchors?: string | readonly (readonly [number, number])[];
  /** How the corners of a box are ordered. */
  readonly boxOrder?: 'xyxy' | 'yxyx';
  /** Boxes of a lower score are not shown. */
  readonly scoreThreshold?: number;
  /** Of boxes of one class that overlap more, the most confident one is shown. */
  readonly overlapThreshold?: number;
}

export type PresetId = 'imagenet' | 'caffe' | 'tensorflow' | 'unit' | 'raw';

/** A field that nobody stated. */
export interface Guess {
  readonly field: keyof Recipe;
  /** What it was guessed from, one clause. */
  readonly reason: string;
}

/** A recipe with nothing left open. */
export interface CompleteRecipe extends Required<
  Omit<
    Recipe,
    | 'preset'
    | 'resizeShorter'
    | 'black'
    | 'white'
    | 'composite'
    | 'output'
    | 'labels'
    | 'task'
    | 'detection'
    | 'inputs'
    | 'units'
    | 'thresholds'
  >
> {
  readonly resizeShorter: number | null;
  readonly black: number | null;
  readonly white: number | null;
  readonly composite: readonly [number, number, number] | null;
  readonly output: string | null;
  readonly labels: readonly string[];
  /** Other names of each class, by which it is found: ids, synonyms. */
  readonly aliases?: readonly (readonly string[])[];
  /** One for each output, where they are stated. */
  readonly units?: readonly string[];
  /** One for each label, where they are stated. */
  readonly thresholds?: readonly number[];
  /** Fields that were guessed from the graph, not stated by the sidecar. */
  readonly guessed: readonly Guess[];
}

/** A file beside a model that holds as many names as it has classes. */
export interface LabelFile {
  readonly name: string;
  /** The first names. */
  readonly names: readonly string[];
}

/** How the images of a result were made: the recipe without what is said of classes and layers. */
export type Preprocessing = Omit<CompleteRecipe, 'labels' | 'aliases' | 'units' | 'thresholds' | 'layers'>;

/** A model's recipe as the header of a page says it in a line. */
export interface RecipeSummary {
  /** Address of the model. */
  readonly model: string;
  readonly name: string;
  /** Null where the model takes neither images nor volumes: arrays are taken as they are. */
  readonly preprocessing: Preprocessing | null;
  /** The model takes volumes, of which size and colours are those of their slices. */
  readonly ofVolumes?: true;
  readonly classes: number;
  /** So many of them have names. */
  readonly named: number;
  /** Files beside the model that would name them; looked for only where names are missing. */
  readonly labelFiles: readonly LabelFile[];
  /** Images can tell whether it is right. */
  readonly checkable: boolean;
}
