import type { MethodRequest, MethodResult } from '../protocol/method';
import { LensError, type ErrorReport } from '../protocol/error';
import { explain, type ExplanationOptions } from '../engine/explanation/explanation';
import { writeExplanation, type ResultEntry } from '../engine/explanation/explanation-files';
import { atOwnLayer, type ExplainedTarget } from '../engine/explanation/explained-target';
import { withMapsBeside, type ExplainedInput } from '../engine/explanation/maps-beside';
import type { TrustStrip } from '../protocol/trust';
import type { Voice } from './run';

/** What is explained, and where its files go. */
export interface Explained {
  readonly target: ExplainedTarget;
  readonly explained: ExplainedInput;
  readonly out: string;
  /** Checks a finished map; absent where that is not asked for. */
  readonly check?: (request: MethodRequest, result: MethodResult) => Promise<TrustStrip>;
}

/** An entry of `methods` in result.json. */
export interface WrittenEntry extends ResultEntry {
  readonly trust?: TrustStrip;
}

/** An entry of `failed` in result.json. */
export interface FailedEntry {
  readonly method: string;
  readonly error: ErrorReport;
}

/** What came of several methods. */
export interface ExplainedMethods {
  readonly written: readonly WrittenEntry[];
  readonly failed: readonly FailedEntry[];
  /** The first error. */
  readonly failure?: LensError;
}

/**
 * Runs one method after the other and writes what each gives; one that fails does not stop the others. @throws LensError
 * the first method's where all fail, or `cancelled` where nothing has been written
 */
export async function explainMethods(
  { target, explained, out, check }: Explained,
  requests: readonly MethodRequest[],
  options: ExplanationOptions,
  voice: Voice,
): Promise<ExplainedMethods> {
  const { model, score, box } = target;
  const { input } = explained;
  const written: WrittenEntry[] = [];
  const failures: { readonly method: string; readonly error: LensError }[] = [];
  for (const request of requests) {
    const report = (fraction: number) => voice.progress(`${request.method}  ${Math.round(100 * fraction)} %`);
    try {
      const own = atOwnLayer(request, target);
      const settings = { ...options, trace: true };
      const { result, attribution } = await explain(model, input, score, own, { ...settings, report });
      const whole = await withMapsBeside(result, explained, request, settings);
      const entry = await writeExplanation(out, whole, attribution, input, box?.corners);
      written.push({ ...entry, ...(check && { trust: await check(own, result) }) });
    } catch (thrown) {
      const error = LensError.from(thrown);
      // What was written before an interrupt is described all the same.
      if (error.code === 'cancelled' && written.length > 0) break;
      if (error.code === 'cancelled' || error.code === 'disk') throw error;
      failures.push({ method: request.method, error });
    }
  }
  if (written.length === 0 && failures.length > 0) throw failures[0].error;
  failures.forEach(({ method, error }) => voice.note(`${method}: ${error.message}`));
  return {
    written,
    failed: failures.map(({ method, error }) => ({ method, error: error.toReport() })),
    failure: failures[0]?.error,
  };
}
