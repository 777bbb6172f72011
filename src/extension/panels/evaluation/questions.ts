import * as vscode from 'vscode';
import type { EvaluationCalls, MapQuestion } from '../../../protocol/evaluation-panel';
import type { ImageColumns } from '../../../protocol/folder';
import type { FloatMap } from '../../../protocol/raster';
import type { EngineProcess } from '../../engine/process';
import { mapOf } from './hover-map';
import { requestOf } from './setup';
import type { EvaluationStore } from './store';

/** What is asked about the results that are shown, of which the document holds no answer. */
export class Questions {
  constructor(
    private readonly engine: EngineProcess,
    private readonly store: EvaluationStore,
  ) {}

  /** The numbers of single inputs under a model and a method. */
  async images(question: EvaluationCalls['images']['arguments']): Promise<ImageColumns> {
    return this.engine.call('folder.images', { out: this.store.document.setup?.out ?? '', ...question });
  }

  /** The map of an input as the evaluation made it; one that nobody waits for any more is given up. */
  map(question: MapQuestion): Promise<FloatMap> {
    return mapOf(this.engine, this.store.document, question, this.store.turns.begin('map'));
  }

  /** What a metric did to come to a number of an input. */
  evidence(question: EvaluationCalls['evidence']['arguments']): Promise<EvaluationCalls['evidence']['answer']> {
    const signal = this.store.turns.begin('evidence');
    return this.engine.call('cell.evidence', { ...this.place(), ...question }, { signal });
  }

  /** Puts it into the reports beside the results. */
  async keepEvidence(question: EvaluationCalls['evidence']['arguments']): Promise<void> {
    await this.engine.call('evidence.keep', { ...this.place(), ...question });
  }

  /** What made the results that are shown, or would make those of the set-up. */
  async commandLine(): Promise<string> {
    const { folder, setup, results } = this.store.document;
    if (results) return results.summary.command;
    if (!folder || !setup || setup.models.length === 0) return '';
    return this.engine.call('folder.command', requestOf(vscode.Uri.parse(folder.uri), setup));
  }

  private place(): { readonly out: string; readonly labelling: string | null } {
    const { out = '', labelling = null } = this.store.document.setup ?? {};
    return { out, labelling };
  }
}
