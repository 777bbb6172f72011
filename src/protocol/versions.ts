import type { ErrorReport } from './error';
import type { ExplainEvent, TargetRequest } from './explain';
import type { MethodRequest } from './method';
import type { PredictResult } from './prediction';
import type { FloatMap, Raster } from './raster';

/** Where a version of a model comes from: its file as it was written, a revision of it, a file of its series. */
export type VersionOrigin = 'saved' | 'revision' | 'file';

/** One state of a model's weights. */
export interface ModelVersion {
  readonly id: string;
  readonly origin: VersionOrigin;
  /** Short: a time of day, a revision, the name of a file. */
  readonly name: string;
  /** All there is to say of it, in a line. */
  readonly about: string;
  /** When it was written, in milliseconds. */
  readonly time: number;
  readonly state: 'waiting' | 'running' | 'done' | 'error';
  /** Why there is nothing to show of it. */
  readonly error: ErrorReport | null;
}

/** Which version stands beside the one that is shown: the one before it, the first of all, or one by its id. */
export type VersionAgainst = 'previous' | 'first' | { readonly id: string };

/** An image that every version explains. */
export interface PinnedImage {
  readonly uri: string;
  readonly name: string;
  /** As the network sees it, reduced; null until it was read, and for what is no image. */
  readonly image: Raster | null;
  readonly signal: FloatMap | null;
}

/** What two versions say of one class; null where one of them says nothing. */
export interface PredictionChange {
  readonly index: number;
  readonly label: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** The maps of two versions by one card; null where there is none. */
export interface MapChange {
  readonly before: FloatMap | null;
  readonly after: FloatMap | null;
  /** Why there is none. */
  readonly error: ErrorReport | null;
}

/** What the two versions that are shown say of a pinned image. */
export interface VersionRow {
  readonly uri: string;
  /** The class that all versions explain of it, as a label. */
  readonly explained: string | null;
  readonly link: PredictResult['link'];
  readonly changes: readonly PredictionChange[];
  /** By the id that the method's card has. */
  readonly maps: Readonly<Record<string, MapChange>>;
  /** Why there is neither. */
  readonly error: ErrorReport | null;
}

/** The versions of a model that an Explain panel holds side by side. */
export interface Versions {
  /** Whether every overwrite of the model's file is explained. */
  readonly pinned: boolean;
  readonly list: readonly ModelVersion[];
  /** The ids of those that are shown. */
  readonly after: string | null;
  readonly before: string | null;
  readonly against: VersionAgainst;
  /** The newest is shown as soon as it is there. */
  readonly newest: boolean;
  readonly images: readonly PinnedImage[];
  /** Images of the panel that are too many to be pinned. */
  readonly left: number;
  readonly rows: readonly VersionRow[];
  /** What keeps the file from being followed; the last whole version stays. */
  readonly said: string | null;
}

export const emptyVersions: Versions = Object.freeze<Versions>({
  pinned: false,
  list: [],
  after: null,
  before: null,
  against: 'previous',
  newest: true,
  images: [],
  left: 0,
  rows: [],
  said: null,
});

/** Host → Explain panel. */
export interface VersionsToPanel {
  readonly kind: 'versions';
  readonly changes: Partial<Versions>;
}

/** Explain panel → host. */
export type VersionsToHost =
  /** Explains every overwrite from now on, or no longer. */
  | { readonly kind: 'versionsPin'; readonly pinned: boolean }
  /** Explains the versions that are shown by the methods that are chosen now. */
  | { readonly kind: 'versionsRun' }
  | { readonly kind: 'versionsCancel' }
  | { readonly kind: 'versionsShow'; readonly id: string }
  | { readonly kind: 'versionsAgainst'; readonly against: VersionAgainst }
  /** Asks which revisions of the file are wanted, too. */
  | { readonly kind: 'versionsRevisions' }
  /** Asks for the pattern of the files that are versions, too. */
  | { readonly kind: 'versionsFiles' };

/** A pinned image, and what of the output is explained of it. */
export interface VersionInput extends TargetRequest {
  readonly input: string;
}

/** A version as the engine is asked about it. */
export interface VersionRequest {
  /** Where its weights lie. */
  readonly file: string;
  /** The model it is a version of: what lies beside that one, such as the recipe, is its own. */
  readonly model: string;
  readonly inputs: readonly VersionInput[];
  readonly methods: readonly MethodRequest[];
}

/** Told of every input in turn; `at` counts them. */
export type VersionEvent =
  | { readonly kind: 'predicted'; readonly at: number; readonly result: PredictResult }
  | { readonly kind: 'explained'; readonly at: number; readonly event: ExplainEvent }
  | { readonly kind: 'failed'; readonly at: number; readonly error: ErrorReport };

export interface VersionCalls {
  /** Reads a file of a model to its end: which version it holds, and the files beside it that it needs. */
  'version.read': {
    arguments: { file: string };
    answer: { readonly hash: string; readonly beside: readonly string[] };
    event: never;
  };
  /** Explains inputs by a version, behind all interactive requests; nothing of it is kept. */
  'version.explain': { arguments: VersionRequest; answer: null; event: VersionEvent };
}
