import * as path from 'node:path';
import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import type { Card, ExplainDocument } from '../../../protocol/explain-document';
import type { ExplainToPanel } from '../../../protocol/explain-panel';
import { verdictsOn, type EvaluatedMap, type MapVerdict, type VerdictId } from '../../../protocol/map-verdict';
import type { Services } from '../../services';
import { cardRequestOf } from '../choices';
import { isMethodOf } from '../evaluated-maps';

/** What people say of the cards' maps, as far as these are maps of the evaluation that the panel was opened from. */
export class CardVerdicts {
  private read: { readonly out: string; readonly given: readonly MapVerdict[] } | null = null;
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly services: Pick<Services, 'verdicts' | 'log'>,
    private readonly documentNow: () => ExplainDocument,
    private readonly post: (message: ExplainToPanel) => void,
  ) {
    this.listening = services.verdicts.onDidChange(({ out, stored }) => {
      if (this.read?.out !== out) return;
      this.read = { out, given: stored.given };
      this.tell();
    });
  }

  /** Follows the panel: other maps, and another evaluation. */
  heard(message: ExplainToPanel): void {
    if (message.kind !== 'card' && message.kind !== 'update' && message.kind !== 'document') return;
    const { evaluation } = this.documentNow();
    if (evaluation && this.read?.out !== evaluation.out) void this.load(evaluation.out);
    else if (this.read) this.tell();
  }

  tell(): void {
    const { cards } = this.documentNow();
    const rater = this.services.verdicts.rater;
    const entries = cards.flatMap((card) => {
      const map = this.mapOf(card);
      return map ? [[cardIdOf(card), verdictsOn(this.read?.given ?? [], map, rater)] as const] : [];
    });
    this.post({ kind: 'verdicts', verdicts: Object.fromEntries(entries) });
  }

  async give(id: string, verdict: VerdictId | null): Promise<void> {
    const { cards, evaluation } = this.documentNow();
    const card = cards.find((one) => cardIdOf(one) === id);
    const map = card && this.mapOf(card);
    if (evaluation && map) await this.services.verdicts.give(evaluation.out, map, verdict);
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** Without verdicts that can be read there are none; giving one says why. */
  private async load(out: string): Promise<void> {
    this.read = { out, given: [] };
    try {
      const { given } = await this.services.verdicts.read(out);
      if (this.read.out === out) this.read = { out, given };
    } catch (thrown) {
      this.services.log.warn(`verdicts.read: ${String(thrown)}`);
    }
    this.tell();
  }

  /** Which map of the evaluation a card shows; null for another class, another model or other parameters. */
  private mapOf(card: Card): EvaluatedMap | null {
    const document = this.documentNow();
    const { evaluation, inputs, current, model, outdated } = document;
    const input = inputs[current];
    const request = cardRequestOf(document, card);
    if (!evaluation || !model || !request || outdated || card.state !== 'done' || card.result.stopped) return null;
    if (!isAsked(document)) return null;
    const own = vscode.Uri.parse(model.uri).fsPath;
    const of = evaluation.models.findIndex(
      ({ path: file, hash }) => vscode.Uri.file(file).fsPath === own && hash === model.hash,
    );
    const isRandom = document.methods.find(({ id }) => id === request.method)?.random === true;
    const method = evaluation.methods.findIndex((one) => isMethodOf(one, request, isRandom));
    const image = path.relative(evaluation.folder, vscode.Uri.parse(input.uri).fsPath).split(path.sep).join('/');
    return of < 0 || method < 0 || image.startsWith('../') ? null : { image, model: of, method };
  }
}

/** Whether what is explained is what the evaluation explains of the input. */
function isAsked({ inputs, current, target, against, region, box, group, references }: ExplainDocument): boolean {
  const { asked } = inputs[current];
  const isPlain = !region && !box && !group && !references;
  return isPlain && target === (asked?.target ?? null) && (against ?? null) === (asked?.against ?? null);
}
