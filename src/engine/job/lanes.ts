import type { Lane } from '../session/execution';

/** Lets interactive jobs overtake background ones: a background batch waits while any interactive job is running. */
export class Lanes {
  private interactive = 0;
  private waiting: (() => void)[] = [];

  /** Runs an interactive job: never waits. */
  async interactively<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
    this.interactive++;
    try {
      return await work({ turn: nextTick });
    } finally {
      if (--this.interactive === 0) this.waiting.splice(0).forEach((wake) => wake());
    }
  }

  /** A background job's lane. */
  readonly background: Lane = {
    turn: async () => {
      await nextTick();
      while (this.interactive > 0) await new Promise<void>((wake) => this.waiting.push(wake));
    },
  };
}

/** Lets messages (a cancellation, say) in between two native calls, which block the event loop. */
const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
