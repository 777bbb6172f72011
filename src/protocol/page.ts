import type { OutputFile } from './output';

/** What any page may have done by name, and nothing else: commands of the extension, and the editor's trust editor. */
export const pageCommands = Object.freeze([
  'evaluateFolder',
  'explainImage',
  'manageTrust',
  'openFilters',
  'openModelEditor',
  'restartEngine',
  'selectModel',
  'showLog',
] as const);

export type PageCommand = (typeof pageCommands)[number];

/** Page → host: what every panel understands. */
export type PageToHost =
  /** The page has loaded and wants to be told everything. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'command'; readonly command: PageCommand }
  | { readonly kind: 'copy'; readonly text: string }
  /** Writes files into the panel's output folder. */
  | { readonly kind: 'saveFiles'; readonly files: readonly OutputFile[] };

/** Host → page: what every page understands. */
export type DocumentToPage<Document> =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'update'; readonly changes: Partial<Document> };
