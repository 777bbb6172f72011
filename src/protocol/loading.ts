import type { ErrorReport } from './error';

/** Something that is asked for, may take a while, and may fail. */
export type Loading<T> =
  | { readonly state: 'none' }
  | { readonly state: 'loading'; readonly done?: number; readonly of?: number }
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'error'; readonly error: ErrorReport };

/** Nothing was asked for. */
export const none: Loading<never> = Object.freeze({ state: 'none' });

/** What is there, or null. */
export function valueOf<T>(loading: Loading<T>): T | null {
  return loading.state === 'done' ? loading.value : null;
}
