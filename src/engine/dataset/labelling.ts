import type { Classes } from './classes';
import type { Listing } from './listing';

/** Labels found for the inputs of a folder. */
export interface Labels {
  /** A sentence a person can check. */
  readonly description: string;
  readonly of: ReadonlyMap<string, string>;
  /** Mask files named beside the labels, relative to the folder. */
  readonly masks?: ReadonlyMap<string, string>;
  /** Entries that cannot be used, and why. */
  readonly faults?: readonly { readonly name: string; readonly reason: string }[];
  /** The file they come from, relative to the folder. */
  readonly source?: string;
}

/** A file that might have held the labels, and why it was not taken. */
export interface PassedOver {
  readonly name: string;
  readonly reason: string;
}

/** What is known when labels are looked for. */
export interface Search {
  readonly listing: Listing;
  /** The classes of the model, where it names them. */
  readonly classes: Classes | null;
  /** What a person added to say where to look; then nothing is guessed. */
  readonly argument?: string;
  /** Hears of files that look like labels and are not taken. */
  readonly passOver?: (file: PassedOver) => void;
}

/** A way labels are kept; it returns null where a folder does not keep them so. */
export interface Labelling {
  readonly id: string;
  readonly label: string;
  /** What a person may add to say where to look. */
  readonly takes: 'file' | 'pattern' | null;
  /** @throws LensError for a file that a person named and that cannot be used */
  find(search: Search): Labels | null;
}

/** Labels that occur, for a description. */
export function listed(of: ReadonlyMap<string, string>): string {
  const names = [...new Set(of.values())].sort();
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
