import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import { LensError } from '../../../protocol/error';
import type { Card, ExplainDocument, ExplainObject } from '../../../protocol/explain-document';
import type { ExplainToPanel } from '../../../protocol/explain-panel';
import { emptyStrip, stripAfter, type CardTrust } from '../../../protocol/trust-strip';
import type { Services } from '../../services';
import { settingsFor } from '../../workspace/settings';
import { cardRequestOf } from '../choices';
import { Turns } from '../turns';
import { requestOf, subjectOf } from './subject';

type DoneCard = Extract<Card, { state: 'done' }>;

/**
 * The checks of the maps of an Explain panel, made in the background when no map is at work any more, one card after
 * the other; a map that goes takes its marks along.
 */
export class TrustStrips {
  private readonly strips = new Map<string, { readonly card: DoneCard; trust: CardTrust }>();
  private readonly turns = new Turns();
  /** Cards whose dear checks were asked for. */
  private readonly wanted = new Set<string>();
  private readonly settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('saliencyLens.trust')) this.anew();
  });

  constructor(
    private readonly services: Pick<Services, 'engine' | 'files' | 'log'>,
    private readonly documentNow: () => ExplainDocument,
    private readonly objectNow: () => ExplainObject | null,
    private readonly post: (message: ExplainToPanel) => void,
  ) {}

  /** Follows the panel: what is at work goes first, and another map is checked anew. */
  heard(message: ExplainToPanel): void {
    if (message.kind !== 'card' && message.kind !== 'update' && message.kind !== 'document') return;
    this.forgetOthers();
    if (this.documentNow().cards.some(({ state }) => state === 'waiting' || state === 'running')) this.turns.endAll();
    else void this.go();
  }

  /** What a page that is shown again has to know. */
  tell(): void {
    for (const [id, { trust }] of this.strips) this.post({ kind: 'trust', card: id, trust });
  }

  /** Makes the checks that wait, too. */
  async all(id: string): Promise<void> {
    this.wanted.add(id);
    this.strips.delete(id);
    this.turns.endAll();
    await this.go();
  }

  dispose(): void {
    this.settings.dispose();
    this.turns.endAll();
  }

  /** Other checks are wanted: all marks go, and are made again. */
  private anew(): void {
    this.turns.endAll();
    for (const id of this.strips.keys()) this.post({ kind: 'trust', card: id, trust: emptyStrip });
    this.strips.clear();
    this.heard({ kind: 'update', changes: {} });
  }

  private forgetOthers(): void {
    const { cards } = this.documentNow();
    for (const [id, { card }] of this.strips) if (!cards.includes(card)) this.strips.delete(id);
  }

  private async go(): Promise<void> {
    if (this.turns.isAtWork('trust')) return;
    const signal = this.turns.begin('trust');
    for (let card = this.next(); card && !signal.aborted; card = this.next()) await this.check(card, signal);
    if (!signal.aborted) this.turns.end('trust');
  }

  private next(): DoneCard | undefined {
    const { cards, outdated } = this.documentNow();
    const done = cards.filter((card) => card.state === 'done');
    return outdated ? undefined : done.find((card) => this.strips.get(cardIdOf(card))?.card !== card);
  }

  private async check(card: DoneCard, signal: AbortSignal): Promise<void> {
    const id = cardIdOf(card);
    const document = this.documentNow();
    const entry = { card, trust: emptyStrip };
    const request = cardRequestOf(document, card);
    const { off, mostPasses } = settingsFor(vscode.Uri.parse(document.inputs[document.current].uri)).trust;
    this.strips.set(id, entry);
    if (!request || card.result.stopped || mostPasses === 0) return;
    const say = (trust: CardTrust): void => {
      if (this.strips.get(id) !== entry) return;
      entry.trust = trust;
      this.post({ kind: 'trust', card: id, trust });
    };
    try {
      const subject = requestOf(await subjectOf(document, this.services.files));
      const object = this.objectNow()?.mask;
      const limit = this.wanted.has(id) ? {} : { mostPasses };
      const { map, completeness, forwardPasses, backwardPasses, sharedPasses } = card.result;
      const result = { map, completeness, forwardPasses, backwardPasses, sharedPasses };
      const asked = { ...subject, request, result, without: off, ...(object && { object }), ...limit };
      const strip = await this.services.engine.call('input.trust', asked, {
        signal,
        onEvent: (event) => say(stripAfter(entry.trust, event)),
      });
      say({ marks: strip.marks, ahead: [], waiting: strip.waiting });
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (this.strips.get(id) === entry && signal.aborted) this.strips.delete(id);
      else say({ ...entry.trust, ahead: [] });
      if (error.code !== 'cancelled') this.services.log.warn(`input.trust: ${error.message}`);
    }
  }
}
