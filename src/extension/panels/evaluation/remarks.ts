import type * as vscode from 'vscode';
import { noVerdicts, type EvaluatedMap, type VerdictId } from '../../../protocol/map-verdict';
import type { Services } from '../../services';
import type { EvaluationStore } from './store';
import { readTags, writeTags } from './tags';

/** What people say of the results that are shown: tags of inputs and verdicts on maps, kept beside them. */
export class Remarks {
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly verdicts: Services['verdicts'],
    private readonly store: EvaluationStore,
  ) {
    this.listening = verdicts.onDidChange(({ out, stored }) => {
      if (out === store.document.setup?.out) store.change({ verdicts: stored });
    });
  }

  /** Tags and verdicts that cannot be read keep no results from being shown; they are not written over either. */
  async load(): Promise<void> {
    const { results, setup } = this.store.document;
    this.store.change({
      tags: results && setup ? await readTags(setup.out).catch(() => ({})) : {},
      verdicts: results && setup ? await this.verdicts.read(setup.out).catch(() => noVerdicts) : noVerdicts,
      rater: this.verdicts.rater,
    });
  }

  /** Says what a person thinks of a map of the results, or takes it back. */
  async judge(map: EvaluatedMap, verdict: VerdictId | null): Promise<void> {
    const { setup, results } = this.store.document;
    if (setup && results) await this.verdicts.give(setup.out, map, verdict);
  }

  /** Puts other tags on an input of the results. */
  async tag(name: string, tags: readonly string[]): Promise<void> {
    const { setup, results } = this.store.document;
    if (setup && results) this.store.change({ tags: await writeTags(setup.out, name, tags) });
  }

  dispose(): void {
    this.listening.dispose();
  }
}
