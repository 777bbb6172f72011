import type { ModelDescription } from '../../../protocol/model';
import type { ExplainToPanel, MethodChoice } from '../../../protocol/explain-panel';
import { LensError } from '../../../protocol/error';
import type { EngineCallName, EngineCalls } from '../../../protocol/engine';
import type { Services } from '../../services';
import { requestOf } from './choices';

/** Questions whose answers are welcome but that no map waits for; a failure is logged and otherwise ignored. */
export class Inquiries {
  private readonly expected = new Map<string, number>();

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
    const costs = await this.ask('method.cost', { model, methods: choices.map(requestOf) });
    if (!costs) return;
    for (const { method, expectedPasses } of costs) this.expected.set(method, expectedPasses);
    this.post({ kind: 'costs', costs });
  }

  /** The last answer for a method; infinite where there was none. */
  costOf(method: string): number {
    return this.expected.get(method) ?? Infinity;
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
