import type { EngineCallName } from '../../protocol/engine';
import type { ErrorReport } from '../../protocol/error';

/** What a call is told whose process has ended. */
export function stopped(reason: string): ErrorReport {
  return {
    code: 'engine-stopped',
    what: `The engine stopped: ${reason}`,
    next: 'Try again; the log tells more',
  };
}

/** What a call is told that was given up. @param limit in milliseconds */
export function tooLong(name: EngineCallName, limit: number): ErrorReport {
  return {
    code: 'time-limit',
    what: `${name} took longer than ${Math.round(limit / 1000)} s and was stopped`,
    next: 'Check the file; the log tells more',
  };
}
