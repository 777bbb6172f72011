import type { EngineCallName, EngineCalls, EngineSettings } from '../../protocol/engine';

/** Where the engine's own words go. */
export interface EngineLog {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
  debug(text: string): void;
}

export interface EngineOptions {
  /** Path of the engine's script. */
  readonly script: string;
  /** Read at every start of the process. */
  readonly settings: () => EngineSettings;
  readonly log: EngineLog;
  /** How long a cancelled call may take to stop before the process is killed. */
  readonly graceMilliseconds?: number;
  /** How long calls may take at all, in milliseconds; those that are not named may take any time. */
  readonly limits?: Partial<Record<EngineCallName, number>>;
}

export interface CallOptions<N extends EngineCallName> {
  readonly onEvent?: (event: EngineCalls[N]['event']) => void;
  readonly signal?: AbortSignal;
}
