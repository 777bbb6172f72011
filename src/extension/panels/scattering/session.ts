import * as vscode from 'vscode';
import type { ExplainInput } from '../../../protocol/explain-document';
import { none } from '../../../protocol/loading';
import {
  emptyScattering,
  type ScatteringDocument,
  type ScatteringSettings,
  type ScatteringToPanel,
} from '../../../protocol/scattering-panel';
import type { Services } from '../../services';
import { DocumentStore, surroundings } from '../document';

/**
 * The ScatNet panel without its page: the bank follows the settings, and the coefficients follow settings and image.
 */
export class ScatteringSession extends DocumentStore<ScatteringDocument, ScatteringToPanel> {
  /** Coefficients are computed once they have been looked at. */
  private wantsCoefficients = false;

  constructor(
    private readonly services: Services,
    post: (message: ScatteringToPanel) => void,
  ) {
    super({ ...emptyScattering, ...surroundings() }, post);
  }

  async set(settings: ScatteringSettings): Promise<void> {
    this.change({ settings });
    await Promise.all([this.readBank(), this.readCoefficients()]);
  }

  async use(image: ExplainInput): Promise<void> {
    this.change({ image, coefficients: none });
    await this.readCoefficients();
  }

  async showCoefficients(): Promise<void> {
    this.wantsCoefficients = true;
    if (this.document.coefficients.state === 'none') await this.readCoefficients();
  }

  async retry(): Promise<void> {
    await this.set(this.document.settings);
  }

  async trustGranted(): Promise<void> {
    this.change({ trusted: true });
    await this.readCoefficients();
  }

  private readBank(): Promise<void> {
    const { J, L, height, width } = this.document.settings;
    const quietly = this.document.bank.state === 'done';
    return this.ask('bank', () => this.services.engine.call('scattering.bank', { J, L, height, width }), quietly);
  }

  private async readCoefficients(): Promise<void> {
    const { image, trusted, settings } = this.document;
    if (!this.wantsCoefficients || !image || !trusted) return;
    const { J, L, Q, maxOrder, height, width } = settings;
    await this.ask('coefficients', async () => {
      const input = await this.services.files.pathOf(vscode.Uri.parse(image.uri));
      const { kind } = await this.services.engine.call('scattering.input', { input, J });
      if (kind === 'signal') return this.services.engine.call('scattering.signal', { input, J, Q: [Q, 1], maxOrder });
      return this.services.engine.call('scattering.coefficients', { input, J, L, maxOrder, size: [height, width] });
    });
  }
}
