import type { ErrorReport } from './error';
import type { FigureCalls } from './figure';
import type { OutputFile } from './output';

/** What any page may have done by name, and nothing else: commands of the extension, and the editor's trust editor. */
export const pageCommands = Object.freeze([
  'browseModel',
  'evaluateFolder',
  'explainImage',
  'manageTrust',
  'openFilters',
  'openModelEditor',
  'restartEngine',
  'selectModel',
  'showLog',
  'trainFolder',
  'trySample',
] as const);

export type PageCommand = (typeof pageCommands)[number];

/** Page → host: what every panel understands. */
export type PageToHost =
  /** The page has loaded and wants to be told everything. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'command'; readonly command: PageCommand }
  /** Shows a model, by its address, in the Model editor; `at` its check of the recipe. */
  | { readonly kind: 'openModel'; readonly model: string; readonly at?: 'check' }
  /** Names a model's classes by a file beside it. */
  | { readonly kind: 'useLabels'; readonly model: string; readonly file: string }
  | { readonly kind: 'copy'; readonly text: string }
  /** Copies the command line that makes what is shown. */
  | { readonly kind: 'copyCommand' }
  /** Writes files into the panel's output folder. */
  | { readonly kind: 'saveFiles'; readonly files: readonly OutputFile[] }
  /** A question, see {@link PageCalls}; `id` comes back with the answer. */
  | { readonly kind: 'ask'; readonly id: string; readonly name: string; readonly argument: unknown };

/** The answer to a question, or why there is none. */
export type AnswerToPage = { readonly kind: 'answer'; readonly id: string } & (
  { readonly value: unknown } | { readonly error: ErrorReport }
);

/** Questions by name, with what is asked and what is answered. */
export type Calls<C> = { readonly [Name in keyof C]: { readonly arguments: unknown; readonly answer: unknown } };

/** What any page may ask its host. */
export interface PageCalls {
  /** Path of an image or array that the user picks; null where none is picked. */
  pickArray: { arguments: null; answer: string | null };
  /** A figure as a file. */
  drawFigure: Pick<FigureCalls['figure.draw'], 'arguments' | 'answer'>;
}

/** Asks the host. Rejects with a LensError; of two questions of one name only the newer one is answered. */
export type Ask<C extends Calls<C>> = <Name extends keyof C & string>(
  name: Name,
  argument: C[Name]['arguments'],
) => Promise<C[Name]['answer']>;

/** One answer for each question. */
export type Answers<C extends Calls<C>> = {
  readonly [Name in keyof C]: (argument: C[Name]['arguments']) => C[Name]['answer'] | Promise<C[Name]['answer']>;
};

/** Host → page: what every page understands. */
export type DocumentToPage<Document> =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'update'; readonly changes: Partial<Document> };
