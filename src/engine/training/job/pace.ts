import type { FoldProgress } from '../run/fold-run';
import type { TrainingProgress } from '../../../protocol/training';

/** Tells how far a training is, and how fast: only what was trained in this process counts for the speed. */
export class Pace {
  private readonly start = performance.now();
  private images = 0;
  private done = 0;

  /** @param total epochs of all folds of all networks */
  constructor(
    private readonly total: number,
    private readonly tell: (progress: TrainingProgress) => void,
  ) {}

  /** A listener for one fold; epochs that are there already, or that an early stop leaves out, count as done. */
  fold(facts: Pick<TrainingProgress, 'network' | 'fold' | 'folds' | 'epochs'>, samples: number) {
    const before = this.done;
    let trained = 0;
    let last: FoldProgress['last'];
    return {
      progress: ({ epoch, share, last: measured }: FoldProgress): void => {
        last = measured ?? last;
        const now = epoch - 1 + share;
        this.images += Math.max(0, Math.min(1, now - trained)) * samples;
        trained = now;
        this.report(before + now, {
          ...facts,
          epoch,
          accuracy: last?.validation.accuracy,
          loss: last?.validation.loss,
        });
      },
      end: (): void => {
        this.done = before + facts.epochs;
      },
    };
  }

  private report(done: number, facts: Omit<TrainingProgress, 'share' | 'imagesPerSecond' | 'secondsLeft'>): void {
    const seconds = (performance.now() - this.start) / 1000;
    const share = done / this.total;
    const trained = share - this.done / this.total;
    this.tell({
      ...facts,
      share,
      imagesPerSecond: this.images / seconds,
      secondsLeft: trained > 0 && seconds > 1 ? (seconds * (1 - share)) / share : null,
    });
  }
}
