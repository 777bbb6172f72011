import { LensError } from '../../../protocol/error';
import type { ModelFunction } from '../model';

/** Operators that all calls of a model's functions may open into: functions that call others twice grow without end. */
const MOST_OPERATORS = 200_000;
/** Calls within calls. */
const DEEPEST = 100;

/** The calls of model functions that are being opened, within a budget. */
export class FunctionCalls {
  private readonly path: ModelFunction[] = [];
  private operators = 0;

  /** Opens a call of a function. @throws LensError `unsupported-model` where it leads too far */
  enter(called: ModelFunction, open: () => void): void {
    if (this.path.includes(called)) throw refused(called, 'calls itself');
    if (this.path.length === DEEPEST) throw refused(called, `is called within ${DEEPEST} other calls`);
    this.operators += called.nodes.length;
    if (this.operators > MOST_OPERATORS)
      throw refused(called, `and the other functions open into more than ${MOST_OPERATORS} operators`);
    this.path.push(called);
    open();
    this.path.pop();
  }
}

const refused = ({ name }: ModelFunction, why: string): LensError =>
  new LensError({
    code: 'unsupported-model',
    what: `the function ${name} of the model ${why}`,
    next: 'Export the model with its functions inlined',
  });
