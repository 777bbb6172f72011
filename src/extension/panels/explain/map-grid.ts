import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import { LensError } from '../../../protocol/error';
import type { ExplainEvent } from '../../../protocol/explain';
import type { Card, ExplainDocument, ExplainInput, TargetChoice } from '../../../protocol/explain-document';
import {
  emptyGrid,
  gridAfter,
  gridRows,
  type GridRow,
  type GridToPanel,
  type MapGrid,
} from '../../../protocol/map-grid';
import type { Services } from '../../services';
import { requireTrust } from '../../workspace/trust';
import { requestsOf, runKey, type CardRequest } from '../choices';
import { Turns } from '../turns';
import { emptyRow, saidOf, settled } from './map-grid-row';
import { reducedMap } from './reduction';
import { Shelf } from './shelf';
import { requestOf, subjectOf, targetOfAll, type Subject } from './subject';

/** What the grid's maps are made of; another image shown alone changes nothing of it. */
type About = Pick<ExplainDocument, 'inputs' | 'model' | 'outdated'> & TargetChoice;

/**
 * The images of an Explain panel with a map by every chosen method, a part of them at a time: made in the background,
 * image by image, and reduced to what is shown. What was made whole is kept within limits for the cards.
 */
export class MapGridRuns {
  private grid: MapGrid = emptyGrid;
  private readonly shelf = new Shelf();
  private readonly turns = new Turns();
  private about = '';

  constructor(
    private readonly services: Pick<Services, 'engine' | 'files'>,
    private readonly documentNow: () => ExplainDocument,
    private readonly post: (message: GridToPanel) => void,
  ) {}

  /** Follows the panel: maps of another model, other images or another target are not those of the grid. */
  heard(): void {
    const about = aboutOf(this.documentNow());
    if (about === this.about) return;
    this.about = about;
    this.shelf.clear();
    if (this.grid.rows.length > 0) this.show(this.grid.first, true);
  }

  get shown(): MapGrid {
    return this.grid;
  }

  /** The places of its images among the inputs. */
  indices(): number[] {
    return this.grid.rows.map((_, i) => this.grid.first + i);
  }

  tell(): void {
    this.post({ kind: 'grid', grid: this.grid });
  }

  /** A card that the grid has made whole. */
  made(key: string): Card | undefined {
    return this.shelf.look(key);
  }

  /** Shows the images from one on. @param anew forgets the maps that were made */
  show(first: number, anew = false): void {
    this.turns.end('run');
    const { inputs } = this.documentNow();
    const from = Math.max(0, Math.min(first, inputs.length - 1));
    const known = new Map(anew ? [] : this.grid.rows.map((row) => [row.uri, row]));
    const rows = inputs.slice(from, from + gridRows).map((input) => settled(known.get(input.uri) ?? emptyRow(input)));
    this.grid = { first: from, rows, busy: false };
    this.tell();
  }

  /** Makes what is missing of the images that are shown. */
  async run(): Promise<void> {
    if (this.grid.rows.length === 0) this.show(0);
    const signal = this.turns.begin('run');
    requireTrust();
    this.grid = { ...this.grid, rows: this.grid.rows.map(settled), busy: true };
    this.tell();
    for (const index of this.grid.rows.keys()) {
      await this.fill(index, signal);
      if (signal.aborted) return;
    }
    this.grid = { ...this.grid, busy: false };
    this.tell();
  }

  /** Asks what the model says of the images that are shown, until their maps are made, which ask it, too. */
  async predict(): Promise<void> {
    const { model, inputs } = this.documentNow();
    if (this.grid.busy || !model || !vscode.workspace.isTrusted) return;
    const signal = this.turns.begin('run');
    for (const [index, row] of this.grid.rows.entries()) {
      if (row.prediction || row.error) continue;
      const current = this.grid.first + index;
      try {
        const subject = await subjectOf({ ...this.documentNow(), current }, this.services.files);
        await this.predictRow(index, inputs[current], subject, signal);
      } catch (thrown) {
        if (!signal.aborted) this.change(index, { state: 'error', error: LensError.from(thrown).toReport() });
      }
      if (signal.aborted) return;
    }
  }

  /** What is done stays. */
  cancel(): void {
    this.turns.end('run');
    this.grid = { ...this.grid, rows: this.grid.rows.map(settled), busy: false };
    this.tell();
  }

  dispose(): void {
    this.turns.endAll();
  }

  private async fill(index: number, signal: AbortSignal): Promise<void> {
    const now = this.documentNow();
    const { model, choices } = now;
    const row = this.grid.rows[index];
    const current = this.grid.first + index;
    const input = now.inputs[current];
    const chosen = choices.filter(({ selected }) => selected).flatMap(requestsOf);
    const due = chosen.filter((one) => {
      const cell = row.cells[cardIdOf(one.key)];
      return cell?.state !== 'done' || cell.key !== this.keyOf(row, one);
    });
    if (!model || (row.prediction && due.length === 0)) return this.change(index, { state: 'done' });
    this.change(index, { state: 'running', error: null });
    try {
      const subject = await subjectOf({ ...now, ...targetOfAll(now), current }, this.services.files);
      if (!row.prediction) await this.predictRow(index, input, subject, signal);
      if (signal.aborted) return;
      if (due.length > 0) {
        const methods = due.map(({ request }) => request);
        const onEvent = (event: ExplainEvent): void => {
          if (!signal.aborted) this.hear(index, due[event.index], event);
        };
        const asked = { ...requestOf(subject), methods, background: true } as const;
        await this.services.engine.call('input.explain', asked, { signal, onEvent });
      }
      if (!signal.aborted) this.change(index, { state: 'done' });
    } catch (thrown) {
      if (!signal.aborted) this.change(index, { state: 'error', error: LensError.from(thrown).toReport() });
    }
  }

  private async predictRow(index: number, input: ExplainInput, of: Subject, signal: AbortSignal): Promise<void> {
    const image = { model: of.model, input: of.input, background: true } as const;
    const said = await this.services.engine.call('input.predict', image, { signal });
    if (signal.aborted) return;
    this.change(index, saidOf(input, said));
  }

  private hear(index: number, one: CardRequest, event: ExplainEvent): void {
    if (event.kind !== 'finished' && event.kind !== 'failed') return;
    const row = this.grid.rows[index];
    const key = this.keyOf(row, one);
    if (event.kind === 'finished') this.shelf.put(key, { ...one.key, state: 'done', result: event.result });
    this.say({
      kind: 'gridCell',
      index,
      card: cardIdOf(one.key),
      cell:
        event.kind === 'finished'
          ? { key, state: 'done', map: reducedMap(event.result.map) }
          : { key, state: 'error', error: event.error },
    });
  }

  private keyOf({ uri }: GridRow, { request }: CardRequest): string {
    const now = this.documentNow();
    const current = now.inputs.findIndex((input) => input.uri === uri);
    return runKey({ ...now, ...targetOfAll(now), current }, request);
  }

  private change(index: number, changes: Partial<GridRow>): void {
    const { cells: _cells, ...row } = { ...this.grid.rows[index], ...changes };
    this.say({ kind: 'gridRow', index, row });
  }

  private say(message: GridToPanel): void {
    this.grid = gridAfter(this.grid, message);
    this.post(message);
  }
}

const aboutOf = ({ inputs, model, outdated, ...of }: About): string =>
  JSON.stringify([model?.uri, targetOfAll(of), outdated, inputs.map(({ uri }) => uri)]);
