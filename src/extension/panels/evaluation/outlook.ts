import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { EngineProcess } from '../../engine/process';
import { costsOf, exampleIn, passRates, type PassRates } from './costs';
import type { EvaluationRuns } from './runs';
import { withoutMasks } from './setup';
import type { EvaluationStore } from './store';

/** What is known of a run before it starts: labels and masks, what it costs, and how long that takes. */
export class Outlook {
  private rates: PassRates = new Map();

  constructor(
    private readonly engine: EngineProcess,
    private readonly store: EvaluationStore,
    private readonly runs: Pick<EvaluationRuns, 'isBusy'>,
  ) {}

  /**
   * Previews labels and masks, as they would be found now.
   * @param usualMetrics nobody has chosen the metrics: those that would stay empty are none of the usual ones
   */
  async inspect(usualMetrics = false): Promise<void> {
    const { folder, setup } = this.store.document;
    if (!folder || !setup) return;
    const signal = this.store.turns.begin('inspect');
    const changes = await this.engine
      .call('folder.inspect', {
        folder: vscode.Uri.parse(folder.uri).fsPath,
        models: setup.models.map((model) => vscode.Uri.parse(model).fsPath),
        ...(setup.labelling !== null && { labelling: setup.labelling }),
      })
      .then((inspection) => ({ inspection, inspectionError: null }))
      .catch((thrown: unknown) => ({ inspectionError: LensError.from(thrown).toReport() }));
    if (signal.aborted) return;
    this.store.change(changes);
    const { metrics, setup: now, inspection } = this.store.document;
    if (usualMetrics && now && inspection?.masks.images === 0) this.store.change({ setup: withoutMasks(now, metrics) });
  }

  private get example(): string | undefined {
    const { folder, inspection } = this.store.document;
    return folder && inspection ? exampleIn(vscode.Uri.parse(folder.uri), inspection) : undefined;
  }

  /** What maps and metrics will cost, before they are made. */
  async askCosts(): Promise<void> {
    const { setup } = this.store.document;
    if (!setup) return;
    const signal = this.store.turns.begin('costs');
    const costs = await costsOf(this.engine, setup, this.example, this.rates).catch(() => []);
    if (!signal.aborted) this.store.change({ costs });
  }

  /** How long it will take: what was run knows it; before that one image tells how long a pass takes. */
  async timePasses(): Promise<void> {
    const { inspection, results, setup } = this.store.document;
    const isMeasured = results?.seconds.some((ofModel) => ofModel.some((took) => took !== null));
    if (!inspection || !setup || isMeasured || this.runs.isBusy) return;
    const signal = this.store.turns.begin('rates');
    const rates = await passRates(this.engine, setup, this.example);
    if (signal.aborted || rates.size === 0) return;
    this.rates = rates;
    await this.askCosts();
  }
}
