import type { LeftOut } from '../dataset';
import type { Listing } from '../listing';

/** What is true of the inputs of a folder, as somebody wrote it down. */
export interface Annotations<T> {
  /** A sentence a person can check. */
  readonly description: string;
  /** By input. */
  readonly of: ReadonlyMap<string, T>;
  /** What the classes are called, in the order of their numbers, where the files say it. */
  readonly names?: readonly string[];
  /** Entries that cannot be used, and why. */
  readonly faults?: readonly LeftOut[];
  /** Whether a file of the folder belongs to the annotations, and is no input. */
  owns(name: string): boolean;
}

/** What is known when annotations are looked for. */
export interface AnnotationSearch {
  readonly listing: Listing;
  /** What a person added to say where to look; then nothing is guessed. */
  readonly argument?: string;
  /** What the model calls its outputs; empty where it does not say. */
  readonly names: readonly string[];
  /** How many there are. */
  readonly outputs: number;
}

/** A way in which annotations are kept; it finds null where a folder does not keep them so. */
export interface AnnotationForm<T> {
  readonly id: string;
  readonly label: string;
  /** What a person may add to say where to look. */
  readonly takes: 'file' | 'folder' | null;
  /** @throws LensError for what a person named and cannot be used */
  find(search: AnnotationSearch): Annotations<T> | null;
}
