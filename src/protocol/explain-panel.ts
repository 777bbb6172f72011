import type { MetricDescription, MetricRequest } from './metric';
import type { MaskPage } from './explain';
import type { GridToHost, GridToPanel } from './map-grid';
import type { MetricEvidence } from './metric-evidence';
import type { DocumentToPage } from './page';
import type { QuestionDescription } from './question';
import type { CardVerdicts, VerdictId } from './map-verdict';
import type { FloatMap } from './raster';
import type { CardTrust } from './trust-strip';
import type { VersionsToHost, VersionsToPanel } from './versions';
import type { WhatIfQuestions } from './what-if';
import type {
  MethodChoice,
  Card,
  TargetChoice,
  ModelInputs,
  ExplainDocument,
  MethodCost,
  ExplainObject,
  CardScores,
} from './explain-document';

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
  /** Goes on from the only image to one beside it in its folder. */
  | { readonly kind: 'beside'; readonly by: number }
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
