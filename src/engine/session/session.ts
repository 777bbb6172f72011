import type { DeviceId } from '../../protocol/model';
import type { Tensor } from '../tensor/tensor';

/** A compiled graph on one device. Runs are sequential: the native call blocks its process. */
export interface Session {
  readonly device: DeviceId;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the graph; every input of the graph must be fed, and all outputs are returned unless named. */
  run(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
  /** Frees the native memory; the session must not be used afterwards. */
  release(): Promise<void>;
}

/** A session that is fed the same values in every run, where nothing else is given. */
export function withFeeds(session: Session, values: Readonly<Record<string, Tensor>>): Session {
  if (Object.keys(values).length === 0) return session;
  return {
    device: session.device,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: (feeds, outputs) => session.run({ ...values, ...feeds }, outputs),
    release: () => session.release(),
  };
}
