import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import type { ModelDescription } from '../../../protocol/model';
import type {
  CardKey,
  ExplainDocument,
  MethodChoice,
  MethodCost,
  ModelInputs,
} from '../../../protocol/explain-document';
import type { ExplainToPanel } from '../../../protocol/explain-panel';
import { LensError } from '../../../protocol/error';
import type { EngineCallName, EngineCalls } from '../../../protocol/engine';
import type { Services } from '../../services';
import type { Recipe } from '../../../protocol/recipe';
import { readSidecar } from '../../workspace/sidecar';
import { requestsOf } from '../choices';
import { sumsOf } from '../method-costs';
import type { Subject } from './subject';

/** Questions whose answers are welcome but that no map waits for; a failure is logged and otherwise ignored. */
export class Inquiries {
  private readonly expected = new Map<string, number>();
  private costsOfMethods: readonly MethodCost[] = [];

  constructor(
    private readonly services: Services,
    private readonly post: (message: ExplainToPanel) => void,
  ) {}

  describe(model: string): Promise<ModelDescription | undefined> {
    return this.ask('model.describe', { model });
  }

  /** What is known of the inputs of a model that has several; null of one that has one. */
  async inputs(path: string, model: ExplainDocument['model']): Promise<ModelInputs | null> {
    const all = (await this.ask('model.inputs', { model: path })) ?? [];
    if (all.length < 2 || !model) return null;
    const { inputs = {} } = await readSidecar(vscode.Uri.parse(model.uri)).catch((): Recipe => ({}));
    return { all, stated: inputs };
  }

  /** Why the device was chosen, for the status bar and the log. */
  async device(model: string): Promise<void> {
    const report = await this.ask('device.report', { model });
    if (!report) return;
    this.services.log.info(`device: ${report.chosen} (${report.reason})`);
    this.services.status.showDevice(report.chosen, report.reason);
  }

  /** What each method will cost as it is set up, for the picker. */
  async costs({ model, input }: Pick<Subject, 'model' | 'input'>, choices: readonly MethodChoice[]): Promise<void> {
    const asked = choices.flatMap(requestsOf);
    const costs = await this.ask('method.cost', { model, input, methods: asked.map(({ request }) => request) });
    if (!costs) return;
    costs.forEach(({ expectedPasses }, i) => this.expected.set(cardIdOf(asked[i].key), expectedPasses));
    this.costsOfMethods = sumsOf(costs);
    this.tell();
  }

  /** Says the last answer again, to a page that has just loaded. */
  tell(): void {
    this.post({ kind: 'costs', costs: this.costsOfMethods });
  }

  /** The last answer for a card; infinite where there was none. */
  costOf(key: CardKey): number {
    return this.expected.get(cardIdOf(key)) ?? Infinity;
  }

  private async ask<N extends EngineCallName>(
    name: N,
    argument: EngineCalls[N]['arguments'],
  ): Promise<EngineCalls[N]['answer'] | undefined> {
    try {
      return await this.services.engine.call(name, argument);
    } catch (thrown) {
      this.services.log.debug(`${name}: ${LensError.from(thrown).message}`);
      return undefined;
    }
  }
}
