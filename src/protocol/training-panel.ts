import type { ErrorReport } from './error';
import type { ReportFormat } from './evaluation-panel';
import { none, type Loading } from './loading';
import type { DocumentToPage } from './page';
import type { ParameterValues } from './parameter';
import type { ContactSheet, StoredTraining, TrainingEstimate, TrainingEvent, TrainingInspection } from './training';
import type { TrainingRegistries } from './training-registries';
import type { EpochMeasures } from './training-result';

/** A network or an augmentation as it is set up; a network may stand there several times with other values. */
export interface TrainingChoice {
  /** Unique in the list. */
  readonly key: string;
  readonly id: string;
  readonly selected: boolean;
  readonly params: ParameterValues;
}

/** One of a registry, with its values. */
export interface OneChoice {
  readonly id: string;
  readonly params: ParameterValues;
}

/** What is trained, on what, and how. */
export interface TrainingSetup {
  readonly networks: readonly TrainingChoice[];
  readonly augmentations: readonly TrainingChoice[];
  readonly optimiser: OneChoice;
  readonly schedule: OneChoice;
  readonly folds: number;
  /** The whole so many times, with other folds and weights. */
  readonly repeats: number;
  /** Sizes of the sample-size curve: `78`, `46+32` by class, `auto`; none: all inputs are learned from. */
  readonly sizes: readonly string[];
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly balanced: boolean;
  readonly labelSmoothing: number;
  readonly clip: number;
  readonly patience: number;
  /** Height and width of images; null: those they have. */
  readonly size: readonly number[] | null;
  readonly color: 'rgb' | 'gray';
  /** The folder that models and tables go to. */
  readonly out: string;
}

/** What a fold of a network has gone through. */
export interface FoldCurve {
  readonly network: string;
  /** From 1. */
  readonly fold: number;
  readonly history: readonly EpochMeasures[];
}

/** A training that goes on, or that has stopped before its end. */
export interface TrainingRun {
  readonly state: 'starting' | 'running' | 'paused' | 'failed';
  readonly reading: { readonly done: number; readonly total: number } | null;
  /** Inputs whose features are computed, while that goes on. */
  readonly features: { readonly network: string; readonly done: number; readonly total: number } | null;
  readonly started: Extract<TrainingEvent, { readonly kind: 'started' }> | null;
  readonly progress: Extract<TrainingEvent, { readonly kind: 'progress' }> | null;
  readonly curves: readonly FoldCurve[];
  readonly error: ErrorReport | null;
}

/** Everything the panel shows that is not a mere view setting; the host owns it. */
export interface TrainingDocument {
  /** `base` is the address below which the page may load the folder's images. */
  readonly folder: { readonly uri: string; readonly name: string; readonly base: string } | null;
  readonly registries: TrainingRegistries | null;
  readonly setup: TrainingSetup | null;
  readonly inspection: Loading<TrainingInspection>;
  /** What the network will see; asked for while the augmentation is looked at. */
  readonly sheet: Loading<ContactSheet>;
  readonly estimate: Loading<TrainingEstimate>;
  readonly run: TrainingRun | null;
  readonly results: StoredTraining | null;
  /** The folder that a run goes to where it would give other results than those shown; null where it would not. */
  readonly differs: string | null;
  /** Why nothing can be shown; null when something can. */
  readonly error: ErrorReport | null;
  readonly trusted: boolean;
  /** The folder is being opened. */
  readonly opening: boolean;
}

export const emptyTraining: TrainingDocument = Object.freeze<TrainingDocument>({
  folder: null,
  registries: null,
  setup: null,
  inspection: none,
  sheet: none,
  estimate: none,
  run: null,
  results: null,
  differs: null,
  error: null,
  trusted: true,
  opening: false,
});

/** What the page keeps, so that the panel can be brought back after a reload. */
export interface TrainingMemo {
  readonly folder: string;
  readonly setup: TrainingSetup | null;
  /** How a run stood: one that was going on goes on after the reload, one that was paused can be gone on with. */
  readonly run: 'running' | 'paused' | null;
}

/** Host → Training panel. */
export type TrainingToPanel = DocumentToPage<TrainingDocument>;

/** What can be done with the model of a fold. */
export type ModelUse = 'explain' | 'evaluate' | 'filters';

/** Training panel → host. */
export type TrainingToHost =
  | { readonly kind: 'setup'; readonly setup: TrainingSetup }
  /** Runs, or goes on. */
  | { readonly kind: 'run' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'retry' }
  /** The contact sheet of the augmentations is looked at. */
  | { readonly kind: 'sheet' }
  /** Sets up what the results shown were made with. */
  | { readonly kind: 'adopt' }
  /** Explains an input, by its name in the folder, with the model of a fold; `names` are walked through. */
  | {
      readonly kind: 'explain';
      readonly name: string;
      readonly names: readonly string[];
      /** Their true classes, in the same order. */
      readonly truths: readonly string[];
      /** Relative to the results. */
      readonly model: string;
    }
  | { readonly kind: 'use'; readonly model: string; readonly use: ModelUse }
  | { readonly kind: 'report'; readonly format: ReportFormat }
  | { readonly kind: 'reveal' };
