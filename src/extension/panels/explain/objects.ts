import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import { LensError } from '../../../protocol/error';
import type { ExplainDocument, ExplainObject } from '../../../protocol/explain-document';
import type { ExplainToPanel } from '../../../protocol/explain-panel';
import type { FloatMap } from '../../../protocol/raster';
import type { Services } from '../../services';
import { exists, nameOf } from '../../workspace/location';
import { writeWhole } from '../../workspace/writing';
import type { Snapshot } from '../snapshot';
import { Turns } from '../turns';

/** Painting goes on while maps are scored; so long after the last stroke. */
const settleMilliseconds = 250;

/** Masks that were painted and not saved, by the image's address. */
export type UnsavedMasks = ReadonlyMap<string, FloatMap>;

/**
 * The object masks of an Explain panel: the one of the image shown is read from its file, painted, kept while it is not
 * saved, written beside the image, and held against every finished map.
 */
export class ObjectMasks {
  private object: ExplainObject | null = null;
  private readonly unsaved = new Map<string, FloatMap>();
  /** What an earlier panel left unsaved is taken up. */
  private readonly restored: Promise<unknown>;
  /** Files this panel has written: those it may write again without asking. */
  private readonly written = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly turns = new Turns();

  constructor(
    private readonly services: Pick<Services, 'engine' | 'files' | 'log'>,
    private readonly snapshot: Snapshot<UnsavedMasks>,
    private readonly documentNow: () => ExplainDocument,
    private readonly post: (message: ExplainToPanel) => void,
  ) {
    this.restored = snapshot
      .load()
      .then((left) => left?.forEach((mask, uri) => this.unsaved.has(uri) || this.unsaved.set(uri, mask)));
  }

  /** Follows the panel: another image has another object, and a finished map is scored. */
  heard(message: ExplainToPanel): void {
    if (message.kind === 'card' && message.card.state === 'done') this.scoreSoon();
    const changes = message.kind === 'document' ? message.document : message.kind === 'update' ? message.changes : {};
    if (!('prediction' in changes)) return;
    if (changes.prediction) void this.load();
    else this.show(null);
  }

  /** What a page that is shown again has to know. */
  tell(): void {
    this.post({ kind: 'object', object: this.object });
    this.scoreSoon();
  }

  get now(): ExplainObject | null {
    return this.object;
  }

  paint(mask: FloatMap): void {
    this.object = { mask, saved: false, file: this.object?.file ?? null };
    this.unsaved.set(this.input().uri, mask);
    this.keep();
    this.scoreSoon();
  }

  /** Forgets what was painted and not saved. */
  async drop(): Promise<void> {
    this.unsaved.delete(this.input().uri);
    this.keep();
    await this.load();
  }

  /**
   * Writes `<image>.mask.png` beside the image, asking before a file is overwritten that this panel has not written
   * itself.
   */
  async save(): Promise<void> {
    const { object } = this;
    const { model } = this.documentNow();
    const { uri } = this.input();
    if (!object || !model) return;
    const image = vscode.Uri.parse(uri);
    const file = image.with({ path: `${image.path}.mask.png` });
    if (!this.written.has(file.toString()) && (await exists(file)) && !(await mayOverwrite(file))) return;
    const [modelPath, input] = await Promise.all(
      [vscode.Uri.parse(model.uri), image].map((one) => this.services.files.pathOf(one)),
    );
    const { png } = await this.services.engine.call('object.encode', { model: modelPath, input, mask: object.mask });
    await writeWhole(file, png);
    this.written.add(file.toString());
    if (this.unsaved.get(uri) === object.mask) this.unsaved.delete(uri);
    this.keep();
    if (this.object?.mask === object.mask) this.show({ mask: object.mask, saved: true, file: nameOf(file) });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.turns.endAll();
  }

  /** The mask painted last, if it was not saved and fits the model; else the one of the file. */
  private async load(): Promise<void> {
    const signal = this.turns.begin('load');
    const { model, prediction } = this.documentNow();
    const { uri } = this.input();
    const image = prediction?.input.image;
    if (!model || !image) return this.show(null);
    try {
      const [modelPath, input] = await Promise.all(
        [model.uri, uri].map((text) => this.services.files.pathOf(vscode.Uri.parse(text))),
      );
      await this.restored;
      const found = await this.services.engine.call('object.read', { model: modelPath, input });
      if (signal.aborted) return;
      const file = found && nameOf(vscode.Uri.file(found.path));
      const painted = this.unsaved.get(uri);
      const fits = painted?.dims[0] === image.height && painted.dims[1] === image.width;
      this.show(
        painted && fits ? { mask: painted, saved: false, file } : found && { mask: found.mask, saved: true, file },
      );
    } catch (thrown) {
      this.services.log.warn(`object.read: ${LensError.from(thrown).message}`);
      if (!signal.aborted) this.show(null);
    }
  }

  private input(): ExplainDocument['inputs'][number] {
    const { inputs, current } = this.documentNow();
    return inputs[current];
  }

  private show(object: ExplainObject | null): void {
    if (!object && !this.object) return;
    this.object = object;
    this.post({ kind: 'object', object });
    this.scoreSoon();
  }

  private keep(): void {
    this.snapshot.save(() => this.unsaved);
  }

  private scoreSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.score(), settleMilliseconds);
  }

  private async score(): Promise<void> {
    const { object } = this;
    const cards = this.documentNow().cards.flatMap((card) =>
      card.state === 'done' ? [{ name: cardIdOf(card), map: card.result.map }] : [],
    );
    if (!object || cards.length === 0 || !object.mask.data.some(Boolean))
      return this.post({ kind: 'objectScores', objectScores: null });
    try {
      const { scores, formulas } = await this.services.engine.call('object.score', { maps: cards, mask: object.mask });
      if (object !== this.object) return;
      this.post({
        kind: 'objectScores',
        objectScores: { formulas, scores: Object.fromEntries(cards.map(({ name }, i) => [name, scores[i]])) },
      });
    } catch (thrown) {
      this.services.log.warn(`object.score: ${LensError.from(thrown).message}`);
    }
  }
}

async function mayOverwrite(file: vscode.Uri): Promise<boolean> {
  const overwrite = vscode.l10n.t('Overwrite');
  const detail = vscode.l10n.t('The mask that is there now will be lost.');
  const question = vscode.l10n.t('{0} exists already.', vscode.workspace.asRelativePath(file));
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, overwrite)) === overwrite;
}
