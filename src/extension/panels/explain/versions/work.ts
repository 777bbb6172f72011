import * as vscode from 'vscode';
import { LensError } from '../../../../protocol/error';
import type { Services } from '../../../services';
import { Turns } from '../../turns';
import { explained } from './explaining';
import type { VersionPlan } from './plan';
import type { VersionResults } from './results';
import type { VersionSources } from './sources';
import { isDue, type VersionStore } from './store';
import { outworn } from './version-list';

/** What the work is done with. */
export interface WorkPlace {
  readonly services: Pick<Services, 'engine' | 'files'>;
  readonly store: VersionStore;
  readonly sources: VersionSources;
  readonly results: VersionResults;
  readonly plan: () => VersionPlan;
  /** A version was explained. */
  readonly done: (id: string) => void;
}

/**
 * Explains the versions that wait, one after the other in the background: first those that are looked at, then in the
 * order in which they were made. None is left out.
 */
export class VersionWork {
  private readonly turns = new Turns();

  constructor(private readonly place: WorkPlace) {}

  async go(): Promise<void> {
    if (this.turns.isAtWork('explain')) return;
    const signal = this.turns.begin('explain');
    for (let next = this.next(); next && !signal.aborted; next = this.next()) await this.explain(next, signal);
    if (!signal.aborted) this.turns.end('explain');
  }

  /** What was at work waits again. */
  stop(): void {
    this.turns.endAll();
    this.place.store.markDue({ state: 'waiting' });
  }

  private next(): string | undefined {
    const { list, after, before } = this.place.store.state;
    const due = list.filter(isDue).map(({ id }) => id);
    return [after, before].find((id) => id !== null && due.includes(id)) ?? due[0];
  }

  private async explain(id: string, signal: AbortSignal): Promise<void> {
    const { services, store, sources, results, done } = this.place;
    const plan = this.place.plan();
    store.mark(id, { state: 'running' });
    try {
      const file = await sources.locate(id, vscode.Uri.parse(plan.document.model!.uri));
      if (!file) throw notKept();
      const result = await explained(services, plan, file, signal);
      if (signal.aborted) return;
      results.put(id, result);
      store.mark(id, { state: 'done' });
      done(id);
    } catch (thrown) {
      if (!signal.aborted) store.mark(id, { state: 'error', error: LensError.from(thrown).toReport() });
    }
    if (!signal.aborted) await this.tidy();
  }

  /** Lets go of what is too much; whatever is shown or waits stays. */
  private async tidy(): Promise<void> {
    const { store, sources, results } = this.place;
    const { list, after, before } = store.state;
    const shown = [after, before].filter((id) => id !== null);
    await sources.trim(new Set([...list.filter(isDue).map(({ id }) => id), ...shown]));
    const canShow = (id: string): boolean => results.has(id) || sources.canMake(id);
    const gone = new Set(outworn(store.state.list, new Set(shown), canShow));
    if (gone.size === 0) return;
    for (const id of gone) {
      results.forget(id);
      sources.forget(id);
    }
    store.change({ list: store.state.list.filter(({ id }) => !gone.has(id)) });
  }
}

const notKept = (): LensError =>
  new LensError({
    code: 'not-found',
    what: vscode.l10n.t('The file of this version is not kept any more'),
    next: vscode.l10n.t('Choose a newer version, or a revision'),
  });
