import type { ErrorReport } from './error';
import type { LayerOverview } from './layer-overview';
import type { MethodDescription, MethodResult, RequestCost } from './method';
import type { PredictResult, ValueDifference } from './prediction';
import { none, type Loading } from './loading';
import type { LayerDescription, TensorDescription } from './model';
import type { NearestImages, NearImage } from './nearest';
import type { ObjectScores, ObjectScore } from './object';
import type { ParameterValue, ParameterValues } from './parameter';
import type { EvaluatedResults, AskedClass } from './map-verdict';
import type { FloatMap } from './raster';
import type { RecipeSummary, StatedInput } from './recipe';
import type { BoxTarget, TaskDescription } from './task';

/** A pair of colour maps: a diverging one for signed maps and a perceptually uniform one for positive maps. */
export type PaletteId = 'blue-red' | 'blue-orange' | 'purple-orange';

/** One file of the filmstrip. */
export interface ExplainInput {
  readonly uri: string;
  readonly name: string;
  /** An address the page may load; null for formats a browser does not draw. */
  readonly thumbnail: string | null;
  /** The label of its true class, where that is known. */
  readonly truth?: string;
  /** What the evaluation it was opened from explains of it; absent: the predicted class. */
  readonly asked?: AskedClass;
}

/** A method as the user set it up in the picker. */
export interface MethodChoice {
  readonly method: string;
  readonly selected: boolean;
  readonly params: ParameterValues;
  /** Activation tensor; null lets the method choose. */
  readonly layer: string | null;
  /** Of methods that draw random numbers; absent: 0. */
  readonly seed?: number;
  /** Values to compare, by parameter or `seed`: one card for each combination. */
  readonly sweep?: Sweep;
}

export type Sweep = Readonly<Record<string, readonly ParameterValue[]>>;

/** Which card: a method's only one, or the one of these values among those compared. */
export interface CardKey {
  readonly method: string;
  readonly variant?: ParameterValues;
}

/** What one card shows. */
export type Card = CardKey & CardContent;

type CardContent =
  | { readonly state: 'waiting' }
  | {
      readonly state: 'running';
      readonly fraction: number;
      readonly passes: number;
      readonly expectedPasses: number | null;
      readonly seconds: number;
      readonly map: FloatMap | null;
    }
  | { readonly state: 'done'; readonly result: MethodResult }
  | { readonly state: 'error'; readonly error: ErrorReport }
  /** What there was by then; a method that can stop anywhere sends a result of its own a little later. */
  | {
      readonly state: 'cancelled';
      readonly passes: number;
      readonly expectedPasses: number | null;
      readonly map: FloatMap | null;
    };

/** Images to which an embedding is compared, by their addresses. */
export interface ReferenceChoice {
  readonly files: readonly string[];
  readonly measure: 'similarity' | 'distance';
}

/** What the maps explain. */
export type TargetChoice = Pick<
  ExplainDocument,
  'target' | 'against' | 'region' | 'box' | 'group' | 'difference' | 'references'
>;

/** Images of a folder that are nearest to the one shown. */
export interface Nearest extends Pick<NearestImages, 'compared' | 'leftOut'> {
  /** Name of the folder. */
  readonly folder: string;
  readonly images: readonly (ExplainInput & Pick<NearImage, 'similarity'>)[];
}

/** The inputs of a model that has several, and what those beside the image are. */
export interface ModelInputs {
  readonly all: readonly TensorDescription[];
  readonly stated: Readonly<Record<string, StatedInput>>;
}

/** Everything the panel shows that is not a mere view setting; the host owns it and it survives a reload. */
export interface ExplainDocument {
  readonly inputs: readonly ExplainInput[];
  readonly current: number;
  readonly model: { readonly uri: string; readonly name: string; readonly hash: string | null } | null;
  readonly methods: readonly MethodDescription[];
  readonly choices: readonly MethodChoice[];
  /** null: the predicted class. */
  readonly target: number | null;
  /** The class whose score is taken off that of the target. */
  readonly against?: number | null;
  /** Over the output's positions, for dense outputs; null: the region predicted as the target. */
  readonly region: FloatMap | null;
  /** Of a detector; null: the most confident box, of the target where one is chosen. */
  readonly box: BoxTarget | null;
  /** Several labels together in place of one, by the sum of their scores. */
  readonly group?: readonly number[] | null;
  /** Explains by how far an estimate is from a value. */
  readonly difference?: ValueDifference | null;
  /** How near the image is to others, in place of a class. */
  readonly references?: ReferenceChoice | null;
  /** Of an embedding, where they were asked for. */
  readonly nearest: Loading<Nearest>;
  /** What the model's output means; null until it is known. */
  readonly task: TaskDescription | null;
  readonly layers: readonly LayerDescription[];
  /** From black to white in each channel, preprocessed; null for inputs that are no images. */
  readonly inputRange: readonly number[] | null;
  /** How the model is fed, for the header; null until it is known. */
  readonly recipe: RecipeSummary | null;
  /** Of a model that has several. */
  readonly modelInputs?: ModelInputs | null;
  readonly prediction: PredictResult | null;
  /** A small CAM at every stage; null until it is asked for. */
  readonly layerOverview: LayerOverview | null;
  readonly cards: readonly Card[];
  /** The results whose maps are looked at, where the panel was opened from an evaluation. */
  readonly evaluation?: EvaluatedResults | null;
  /** Why nothing can be shown; null when something can. */
  readonly error: ErrorReport | null;
  readonly busy: boolean;
  /** The model or its recipe is another one on disk, so that the prediction is as old as the maps. */
  readonly outdated: boolean;
  readonly trusted: boolean;
  readonly palette: PaletteId;
}

/** What the panel shows before anything was asked. */
export const emptyExplain: ExplainDocument = Object.freeze<ExplainDocument>({
  inputs: [],
  current: 0,
  model: null,
  methods: [],
  choices: [],
  target: null,
  region: null,
  box: null,
  nearest: none,
  task: null,
  layers: [],
  inputRange: null,
  recipe: null,
  prediction: null,
  layerOverview: null,
  cards: [],
  error: null,
  busy: false,
  outdated: false,
  trusted: true,
  palette: 'blue-red',
});

/** What a method will cost as it is set up, all its cards together. */
export type MethodCost = Omit<RequestCost, 'logitCache'>;

/** Where the object is in the image shown, 0 or 1 over the network's input; painted or read from a file. */
export interface ExplainObject {
  readonly mask: FloatMap;
  /** The file holds what is shown. */
  readonly saved: boolean;
  /** Name of the file it was read from or saved to. */
  readonly file: string | null;
}

/** How well each card's map points at the object, by the card's id; null for a map of another size. */
export interface CardScores extends Pick<ObjectScores, 'formulas'> {
  readonly scores: Readonly<Record<string, ObjectScore | null>>;
}
