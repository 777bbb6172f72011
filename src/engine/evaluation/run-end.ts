import { LensError } from '../../protocol/error';

/** What ends an evaluation that was cancelled. */
export const cancelled = (): LensError =>
  new LensError({ code: 'cancelled', what: 'the evaluation was cancelled; starting it again goes on from here' });

/** What ends an evaluation that was asked to stop between two inputs. */
export const stopped = (): LensError =>
  new LensError({
    code: 'stopped',
    what: 'the evaluation stopped after an input; starting it again goes on from here',
  });

/** Whether an error ends the whole run; every other one is of one input, or one number of it. */
export const endsRun = ({ code }: LensError): boolean => code === 'cancelled' || code === 'disk';
