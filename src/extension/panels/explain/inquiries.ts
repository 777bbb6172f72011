import { cardIdOf } from '../../../protocol/cards';
import type { ModelDescription } from '../../../protocol/model';
import type { CardKey, ExplainToPanel, MethodChoice, MethodCost } from '../../../protocol/explain-panel';
import { LensError } from '../../../protocol/error';
import type { EngineCallName, EngineCalls } from '../../../protocol/engine';
import type { Services } from '../../services';
import { requestsOf } from './choices';

/** Questions whose answers are welcome but that no map waits for; a failure is logged and otherwise ignored. */
export class Inquiries {
  private readonly expected = new Map<string, number>();
  /** Of the last answer, by method. */
  private sums = new Map<string, MethodCost>();

  constructor(
    private readonly services: Services,
    private readonly post: (message: ExplainToPanel) => void,
  ) {}

  describe(model: string): Promise<ModelDescription | undefined> {
    return this.ask('model.describe', { model });
  }

  /** Why the device was chosen, for the status bar and the log. */
  async device(model: string): Promise<void> {
    const report = await this.ask('device.report', { model });
    if (!report) return;
    this.services.log.info(`device: ${report.chosen} (${report.reason})`);
    this.services.status.showDevice(report.chosen, report.reason);
  }

  /** What each method will cost as it is set up, for the picker. */
  async costs(model: string, choices: readonly MethodChoice[]): Promise<void> {
    const asked = choices.flatMap(requestsOf);
    const costs = await this.ask('method.cost', { model, methods: asked.map(({ request }) => request) });
    if (!costs) return;
    const sums = (this.sums = new Map<string, MethodCost>());
    for (const [i, { method, expectedPasses, unavailable }] of costs.entries()) {
      this.expected.set(cardIdOf(asked[i].key), expectedPasses);
      const sum = (sums.get(method)?.expectedPasses ?? 0) + expectedPasses;
      sums.set(method, { method, expectedPasses: sum, unavailable });
    }
    this.tell();
  }

  /** Says the last answer again, to a page that has just loaded. */
  tell(): void {
    this.post({ kind: 'costs', costs: [...this.sums.values()] });
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
