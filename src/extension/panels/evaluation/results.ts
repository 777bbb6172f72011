import type { EngineProcess } from '../../engine/process';
import { differingParts } from './agreement';
import { freeFolder } from './free-folder';
import type { Remarks } from './remarks';
import type { EvaluationStore } from './store';

/** The results in the folder of the set-up, held against what a run would give and against the run before. */
export class Results {
  constructor(
    private readonly engine: EngineProcess,
    private readonly store: EvaluationStore,
    private readonly remarks: Remarks,
  ) {}

  async load(): Promise<void> {
    const { setup } = this.store.document;
    if (!setup) return;
    const results = await this.engine.call('folder.results', { out: setup.out });
    this.store.change({ results, difference: null });
    await this.remarks.load();
    await this.compareSetup();
  }

  /** Whether a run would give what is shown, and if not, where it goes. */
  async compareSetup(): Promise<void> {
    const { results, setup, folder, recipes } = this.store.document;
    const parts = results && setup && folder ? differingParts(results.summary, { setup, folder, recipes }) : [];
    const out = parts.length > 0 ? await freeFolder(this.store.document) : (setup?.out ?? null);
    this.store.change({ differs: parts.length > 0 ? { parts, out: out === setup?.out ? null : out } : null });
  }

  /** What changed between the last two runs; null hides it again. */
  async compareRuns(shown = true): Promise<void> {
    const { setup } = this.store.document;
    if (!setup) return;
    this.store.change({ difference: shown ? await this.engine.call('folder.difference', { out: setup.out }) : null });
  }
}
