import type { ErrorReport } from './error';
import type { MetricDescription, MetricRequest } from './evaluation';
import type {
  LayerOverview,
  MaskPage,
  MethodDescription,
  MethodResult,
  PredictResult,
  RequestCost,
  ValueDifference,
} from './explain';
import { none, type Loading } from './loading';
import type { GridToHost, GridToPanel } from './map-grid';
import type { MetricEvidence } from './metric-evidence';
import type { LayerDescription, TensorDescription } from './model';
import type { NearestImages, NearImage } from './nearest';
import type { ObjectScores, ObjectScore } from './object';
import type { DocumentToPage } from './page';
import type { ParameterValue, ParameterValues } from './parameter';
import type { QuestionDescription } from './question';
import type { EvaluatedResults, AskedClass, CardVerdicts, VerdictId } from './map-verdict';
import type { FloatMap } from './raster';
import type { RecipeSummary, StatedInput } from './recipe';
import type { BoxTarget, TaskDescription } from './task';
import type { CardTrust } from './trust-strip';
import type { VersionsToHost, VersionsToPanel } from './versions';
import type { WhatIfQuestions } from './what-if';

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

/** Host → Explain panel. */
export type ExplainToPanel =
  | DocumentToPage<ExplainDocument>
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'costs'; readonly costs: readonly MethodCost[] }
  /** A sentence that needs no answer, such as that the engine was restarted. */
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'object'; readonly object: ExplainObject | null }
  | { readonly kind: 'objectScores'; readonly objectScores: CardScores | null }
  | { readonly kind: 'trust'; readonly card: string; readonly trust: CardTrust }
  | { readonly kind: 'verdicts'; readonly verdicts: CardVerdicts }
  | { readonly kind: 'collect' }
  | GridToPanel
  | VersionsToPanel
  /** Shows many images at once. */
  | { readonly kind: 'showGrid' }
  /** Shows what changes between versions of the model. */
  | { readonly kind: 'showVersions' }
  /** Does what a key of the page does, wherever in it the focus is. */
  | { readonly kind: 'key'; readonly act: KeyAct };

/** What commands do in the page. */
export type KeyAct = 'previousImage' | 'nextImage' | 'toggleMaps';

export type ExportFormat = 'png' | 'npy' | 'json' | 'all';

/** A card drawn as PNG by the page. */
export interface CardImage {
  /** The card's id. */
  readonly card: string;
  readonly png: Uint8Array;
  /** It shows the standard errors instead of the map. */
  readonly standardError?: true;
}

/** The map of one image as its cell of the grid shows it; `row` counts the rows there. */
export type GridCellImage = Omit<CardImage, 'standardError'> & { readonly row: number };

/** Explain panel → host; `card` is a card's id, null stands for all. */
export type ExplainToHost =
  | { readonly kind: 'run' }
  | { readonly kind: 'cancel'; readonly card: string | null }
  | { readonly kind: 'retry'; readonly card: string | null }
  | { readonly kind: 'choose'; readonly choices: readonly MethodChoice[]; readonly run: boolean }
  | ({ readonly kind: 'target' } & TargetChoice)
  /** Asks for images to compare with. */
  | { readonly kind: 'addReferences' }
  /** Asks for a folder, and shows its images that are nearest to this one. */
  | { readonly kind: 'nearest'; readonly toReferences: boolean }
  | { readonly kind: 'layerOverview' }
  /** Writes into the sidecar what the inputs beside the image are, and explains again. */
  | { readonly kind: 'stateInputs'; readonly stated: ModelInputs['stated'] }
  /** Writes into the sidecar from which probability on each label counts as given; nothing is run anew. */
  | { readonly kind: 'keepThresholds'; readonly thresholds: readonly number[] }
  /** Another object mask was painted. */
  | { readonly kind: 'paint'; readonly mask: FloatMap }
  | { readonly kind: 'saveObject' }
  /** Takes the mask of the file again, or none. */
  | { readonly kind: 'dropObject' }
  /** Makes the checks of a card's map that were too dear to be made unasked. */
  | { readonly kind: 'trustAll'; readonly card: string }
  /** Says what a person thinks of a card's map, or takes it back. */
  | { readonly kind: 'verdict'; readonly card: string; readonly verdict: VerdictId | null }
  /** Compares the maps that are done. */
  | { readonly kind: 'compare' }
  /** Shows another image; `keepTarget` explains the same class of it. */
  | { readonly kind: 'input'; readonly index: number; readonly keepTarget?: true }
  | GridToHost
  | VersionsToHost
  | {
      readonly kind: 'export';
      readonly format: ExportFormat;
      readonly card: string | null;
      readonly images: readonly CardImage[];
    }
  | { readonly kind: 'gridExport'; readonly format: ExportFormat; readonly images: readonly GridCellImage[] };

/** What the Explain panel's page asks. */
export interface ExplainCalls extends WhatIfQuestions {
  /** Some of the random masks behind a finished card's map. */
  masks: { arguments: MaskQuestion; answer: MaskPage };
  /** The metrics that can show what they do with a map. */
  metrics: { arguments: null; answer: readonly MetricDescription[] };
  /** What a metric does with a finished card's map. */
  evidence: { arguments: EvidenceQuestion; answer: readonly MetricEvidence[] };
  /** What a user may want to know, and the methods that answer it. */
  questions: { arguments: null; answer: readonly QuestionDescription[] };
}

export interface EvidenceQuestion {
  /** The card's id. */
  readonly card: string;
  readonly metric: MetricRequest;
}

export interface MaskQuestion {
  /** The card's id. */
  readonly card: string;
  readonly first: number;
  readonly count: number;
}
