import { existsSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { writeWhole } from '../src/engine/report/whole-file';
import type { Figure } from './figure';

/** A figure as it was kept, with the day and the machine it was measured on. */
export interface Recorded extends Figure {
  readonly date: string;
  readonly machine: string;
}

export type Verdict = 'new' | 'better' | 'same' | 'worse';

/** A single number without quartiles is taken to be this uncertain. */
const NOISE = 0.15;

const key = ({ figure, of }: Figure): string =>
  JSON.stringify([figure, Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** Two numbers differ where their quartiles lie apart. */
function quartiles({ value, spread }: Figure): readonly [number, number] {
  return spread ?? [value * (1 - NOISE), value * (1 + NOISE)];
}

/** How a figure stands to the one kept before: only what lies beyond the noise of both is better or worse. */
export function verdict(now: Figure, before: Figure | undefined): Verdict {
  if (!before) return 'new';
  const [low, high] = quartiles(now);
  const [lowBefore, highBefore] = quartiles(before);
  if (high < lowBefore) return 'better';
  return low > highBefore ? 'worse' : 'same';
}

/** The figures kept so far: what a run is compared with. */
export class Ledger {
  private readonly figures: Map<string, Recorded>;

  constructor(private readonly path: string) {
    const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Recorded[]) : [];
    this.figures = new Map(kept.map((figure) => [key(figure), figure]));
  }

  before(figure: Figure): Recorded | undefined {
    return this.figures.get(key(figure));
  }

  /** Keeps figures in place of those of the same name, and every other as it is. */
  record(figures: readonly Figure[], date: Date): void {
    for (const figure of figures)
      this.figures.set(key(figure), { ...figure, date: date.toISOString().slice(0, 10), machine: machine() });
    const sorted = [...this.figures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, figure]) => figure);
    writeWhole(this.path, `[\n${sorted.map((figure) => `  ${JSON.stringify(figure)}`).join(',\n')}\n]\n`);
  }
}

/** The machine in words: figures of different ones are not compared without thinking. */
const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
