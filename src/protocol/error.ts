/** What can go wrong, as the user may act on it. */
export type ErrorCode =
  | 'cancelled'
  | 'corrupt-image'
  | 'corrupt-model'
  | 'device-unavailable'
  | 'disk'
  | 'engine-stopped'
  | 'internal'
  | 'invalid-argument'
  | 'not-differentiable'
  | 'not-found'
  | 'out-of-memory'
  | 'stopped'
  | 'time-limit'
  | 'unsupported-model'
  | 'wrong-shape';

/** The fields of a {@link LensError}, as they cross the process boundary. */
export interface ErrorReport {
  readonly code: ErrorCode;
  /** One clause: what is wrong. */
  readonly what: string;
  /** The file, tensor, node or option concerned. */
  readonly where?: string;
  /** What the user can do next. */
  readonly next?: string;
}

/** The project's one error: a code, what happened, where, and what to do next. */
export class LensError extends Error implements ErrorReport {
  readonly code: ErrorCode;
  readonly what: string;
  readonly where?: string;
  readonly next?: string;

  constructor(report: ErrorReport, options?: ErrorOptions) {
    const { code, what, where, next } = fitted(report);
    super(sentence({ code, what, where, next }), options);
    this.name = 'LensError';
    this.code = code;
    this.what = what;
    this.where = where;
    this.next = next;
  }

  toReport(): ErrorReport {
    return { code: this.code, what: this.what, where: this.where, next: this.next };
  }

  /** Whatever was thrown, as a LensError; unknown errors become `internal` and keep their message. */
  static from(thrown: unknown, where?: string): LensError {
    if (thrown instanceof LensError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new LensError({ code: 'internal', what: message, where }, { cause: thrown });
  }

  /** The same, and an error that does not say where is of `where`. */
  static in(where: string, thrown: unknown): LensError {
    const error = LensError.from(thrown, where);
    return error.where === undefined ? new LensError({ ...error.toReport(), where }, { cause: error }) : error;
  }
}

/**
 * Most characters of a sentence, and of its parts where it is longer: names that files give may be of any length. With
 * who says it before it, as on the command line, it stays under 600.
 */
const MOST = { sentence: 580, where: 160, what: 300, next: 130 };

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, (most * 2) / 3)}…${text.slice(1 - most / 3)}` : text;

const sentence = ({ what, where, next }: ErrorReport): string =>
  `${where ? `${where}: ` : ''}${what}${next ? `. ${next}` : ''}`;

/** The report with shorter parts where its sentence would be too long. */
function fitted(report: ErrorReport): ErrorReport {
  if (sentence(report).length <= MOST.sentence) return report;
  const where = report.where && shortened(report.where, MOST.where);
  const begun = { code: report.code, where, what: shortened(report.what, MOST.what) };
  const left = Math.max(MOST.next, MOST.sentence - sentence(begun).length - 3);
  return { ...begun, next: report.next && shortened(report.next, left) };
}
