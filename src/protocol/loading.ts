import { LensError, type ErrorReport } from './error';

/** Something that is asked for, may take a while, and may fail. */
export type Loading<T> =
  | { readonly state: 'none' }
  | { readonly state: 'loading'; readonly done?: number; readonly of?: number }
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'error'; readonly error: ErrorReport };

/** Nothing was asked for. */
export const none = Object.freeze({ state: 'none' } as const);

/** What is there, or null. */
export function valueOf<T>(loading: Loading<T>): T | null {
  return loading.state === 'done' ? loading.value : null;
}

/** What became of a question; a cancelled one leaves nothing. */
export async function outcomeOf<T>(answer: Promise<T>): Promise<Exclude<Loading<T>, { readonly state: 'loading' }>> {
  try {
    return { state: 'done', value: await answer };
  } catch (thrown) {
    const error = LensError.from(thrown).toReport();
    return error.code === 'cancelled' ? none : { state: 'error', error };
  }
}
