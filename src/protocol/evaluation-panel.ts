import type { ErrorReport } from './error';
import type { EvaluationEvent, EvaluationProgress, PartialTable } from './evaluation-progress';
import type { ExplainedClass, WhichBoxes } from './evaluation';
import type { MetricCost, MetricDescription, MetricSet } from './metric';
import type { MethodDescription, RequestCost } from './method';
import type { PaletteId } from './explain-document';
import type { EvaluationDifference, FolderInspection, ImageColumns, StoredResults } from './folder';
import type { ImageTags } from './image-tags';
import type { BoxExample } from './judgement';
import { noVerdicts, type AskedClass, type EvaluatedMap, type StoredVerdicts, type VerdictId } from './map-verdict';
import type { LayerDescription } from './model';
import type { CellEvidenceRequest, MetricEvidence } from './metric-evidence';
import type { DocumentToPage } from './page';
import type { ParameterValues } from './parameter';
import type { RunReport } from './parts';
import type { FloatMap } from './raster';
import type { RecipeSummary } from './recipe';

/** A method or metric as it is set up; one may stand there several times with other values. */
export interface EvaluationChoice {
  /** Unique in the list. */
  readonly key: string;
  readonly id: string;
  readonly selected: boolean;
  readonly params: ParameterValues;
  readonly layer: string | null;
  readonly seed?: number;
}

/** What is evaluated and how; what a suite file holds. */
export interface EvaluationSetup {
  /** How labels are found, perhaps with where to look: `table:labels.csv`; null lets the engine guess. */
  readonly labelling: string | null;
  /** Addresses of the models. */
  readonly models: readonly string[];
  readonly methods: readonly EvaluationChoice[];
  readonly metrics: readonly EvaluationChoice[];
  readonly target: ExplainedClass;
  readonly seed: number;
  /** Of detectors: so many boxes of each image are explained; null: as many as usual. */
  readonly boxes: number | null;
  readonly whichBoxes: WhichBoxes;
  /** Null: as the model says. */
  readonly scoreThreshold: number | null;
  readonly overlapThreshold: number | null;
  readonly limit: number | null;
  /** The folder that results go to. */
  readonly out: string;
  /** Comparisons between the maps of every two methods and models, as a suite names them. */
  readonly pairs: readonly string[];
}

/** What the results shown and what would run may differ in. */
export type SetupPart = 'folder' | 'models' | 'recipes' | 'methods' | 'metrics' | 'target' | 'boxes' | 'seed';

/** How what would run differs from what is shown. */
export interface SetupDifference {
  readonly parts: readonly SetupPart[];
  /** The folder that a run goes to, so that what is shown stays; null where it only adds to that. */
  readonly out: string | null;
}

/** Of a choice of the set-up. */
interface OfChoice {
  readonly key: string;
}

/** What the methods and metrics of a set-up cost of one input under one of its models, ticked or not. */
export interface ModelCosts {
  /** Its address. */
  readonly model: string;
  /** How long a pass took here just now; not there until one was timed. */
  readonly secondsPerPass?: number;
  readonly methods: readonly (OfChoice & Pick<RequestCost, 'expectedPasses' | 'unavailable'>)[];
  readonly metrics: readonly (OfChoice & MetricCost)[];
}

export interface EvaluationModel {
  readonly uri: string;
  readonly name: string;
  /** The folder it lies in, human-readable. */
  readonly place: string;
}

/** A run that goes on, or that has stopped before its end; `parted`: all its parts have ended, but are not merged. */
export interface EvaluationRun {
  readonly state: 'starting' | 'running' | 'cancelled' | 'failed' | 'parted';
  readonly started: Extract<EvaluationEvent, { readonly kind: 'started' }> | null;
  readonly progress: EvaluationProgress | null;
  readonly table: PartialTable | null;
  readonly error: ErrorReport | null;
  /** How its parts are, where they run elsewhere. */
  readonly parts?: RunReport;
}

/** Everything the panel shows that is not a mere view setting; the host owns it. */
export interface EvaluationDocument {
  /** `base` is the address below which the page may load the folder's images. */
  readonly folder: { readonly uri: string; readonly name: string; readonly base: string } | null;
  readonly suite: { readonly uri: string; readonly name: string } | null;
  /** Models there are to choose from. */
  readonly models: readonly EvaluationModel[];
  /** They are being looked for: that there are none is not known yet. */
  readonly searching: boolean;
  readonly methods: readonly MethodDescription[];
  readonly metrics: readonly MetricDescription[];
  readonly sets: readonly MetricSet[];
  /** Of the first chosen model. */
  readonly layers: readonly LayerDescription[];
  /** Of the first chosen model: from black to white in each channel, preprocessed; null where it takes no images. */
  readonly inputRange: readonly number[] | null;
  /** How the chosen models are fed, for the header. */
  readonly recipes: readonly RecipeSummary[];
  readonly setup: EvaluationSetup | null;
  /** Of every chosen model; empty while they are not known. */
  readonly costs: readonly ModelCosts[];
  readonly inspection: FolderInspection | null;
  readonly inspectionError: ErrorReport | null;
  readonly run: EvaluationRun | null;
  readonly results: StoredResults | null;
  /** What people have put on its inputs; kept beside the results. */
  readonly tags: ImageTags;
  /** What people have said of its maps; kept beside the results. */
  readonly verdicts: StoredVerdicts;
  /** Whoever gives verdicts here. */
  readonly rater: string;
  /** Null where a run would give what is shown. */
  readonly differs: SetupDifference | null;
  readonly difference: EvaluationDifference | null;
  /** Why nothing can be shown; null when something can. */
  readonly error: ErrorReport | null;
  readonly trusted: boolean;
  readonly palette: PaletteId;
  /** The folder is being opened. */
  readonly opening: boolean;
  /** The model that knows the labels is being looked for; until then none is ticked. */
  readonly fitting: boolean;
}

export const emptyEvaluation: EvaluationDocument = Object.freeze<EvaluationDocument>({
  folder: null,
  suite: null,
  models: [],
  searching: true,
  methods: [],
  metrics: [],
  sets: [],
  layers: [],
  inputRange: null,
  recipes: [],
  setup: null,
  costs: [],
  inspection: null,
  inspectionError: null,
  run: null,
  results: null,
  tags: {},
  verdicts: noVerdicts,
  rater: '',
  differs: null,
  difference: null,
  error: null,
  trusted: true,
  palette: 'blue-red',
  opening: false,
  fitting: false,
});

/** What the page keeps, so that the panel can be brought back after a reload. */
export interface EvaluationMemo {
  readonly folder: string;
  readonly suite: string | null;
  readonly setup: EvaluationSetup | null;
  /** A run was going on: it goes on after the reload. */
  readonly running: boolean;
}

/** Host → Evaluation panel. */
export type EvaluationToPanel = DocumentToPage<EvaluationDocument>;

/** What the Evaluation panel's page asks. */
export interface EvaluationCalls {
  /** The numbers of single inputs under a model and a method of the results. */
  images: { arguments: { readonly model: number; readonly method: number }; answer: ImageColumns };
  /** The map of an input, by its name in the folder, under a model and a method of the results. */
  map: { arguments: MapQuestion; answer: FloatMap };
  /** What a metric did to come to a number of an input. */
  evidence: { arguments: CellQuestion; answer: readonly MetricEvidence[] };
}

/** A number of an input, by its name in the folder. */
export type CellQuestion = Omit<CellEvidenceRequest, 'out' | 'labelling'>;

export interface MapQuestion {
  readonly name: string;
  readonly model: number;
  readonly method: number;
  /** The class explained; null: the predicted one. */
  readonly target: string | null;
  /** The class that is taken off it. */
  readonly against?: string;
}

export type ReportFormat = 'html' | 'md' | 'tex' | 'csv' | 'json';

/** Evaluation panel → host. */
export type EvaluationToHost =
  | { readonly kind: 'setup'; readonly setup: EvaluationSetup }
  /** The set-up is looked at, and labels and masks have not been previewed. */
  | { readonly kind: 'inspect' }
  | { readonly kind: 'run' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'retry' }
  /** Explains an input, by its name in the folder, with a model and a method of the results; `names` are walked through. */
  | {
      readonly kind: 'explain';
      readonly name: string;
      readonly names: readonly string[];
      /** Their true classes, in the same order; null where they are not known. */
      readonly truths: readonly (string | null)[];
      /** What the results explain of them, in the same order; absent: the predicted classes. */
      readonly asked?: readonly (AskedClass | null)[];
      readonly model: number;
      readonly method: number | null;
      /** Of the input, in pixels of the image: what is explained of it. */
      readonly box?: Pick<BoxExample, 'index' | 'corners'>;
    }
  /** Puts other tags on an input, by its name in the folder. */
  | { readonly kind: 'tag'; readonly name: string; readonly tags: readonly string[] }
  /** Puts what a metric did to come to a number of an input into the reports. */
  | ({ readonly kind: 'keepEvidence' } & CellQuestion)
  /** Says what a person thinks of a map, or takes it back. */
  | ({ readonly kind: 'verdict'; readonly verdict: VerdictId | null } & EvaluatedMap)
  | { readonly kind: 'compare'; readonly names: readonly string[]; readonly model: number }
  | { readonly kind: 'report'; readonly format: ReportFormat }
  /** Sets up what the results shown were made with. */
  | { readonly kind: 'adopt' }
  | { readonly kind: 'reveal' }
  | { readonly kind: 'saveSuite'; readonly elsewhere: boolean }
  | { readonly kind: 'difference' };
