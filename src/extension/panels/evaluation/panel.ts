import * as vscode from 'vscode';
import type {
  EvaluationCalls,
  EvaluationMemo,
  EvaluationToHost,
  EvaluationToPanel,
} from '../../../protocol/evaluation-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { Answers } from '../../../protocol/page';
import { showFile } from '../../workspace/showing';
import { explainPanel } from '../explain';
import { writeWhole } from '../../workspace/writing';
import type { Panel, PanelHost } from '../host';
import { evaluatedResults, methodRequest } from '../evaluated-maps';
import { openReport } from './reports';
import { EvaluationSession } from './session';
import type { EvaluationSubject } from './subject';
import { askForSuite, suiteText } from './suite-file';

/** A panel about one folder, or one suite: its session, and the messages between it and its page. */
export class EvaluationPanel implements Panel {
  readonly session: EvaluationSession;
  private firstLoaded!: () => void;
  readonly handlers: Handlers<EvaluationToHost> = {
    setup: ({ setup }) => this.session.choose(setup),
    inspect: () => this.session.outlook.inspect(),
    run: () => this.session.runs.start(),
    cancel: () => this.session.runs.cancel(),
    retry: () => this.session.retry(),
    explain: (message) => this.explain(message),
    tag: ({ name, tags }) => this.session.remarks.tag(name, tags),
    keepEvidence: ({ kind: _kind, ...question }) => this.keepEvidence(question),
    verdict: ({ kind: _kind, verdict, ...map }) => this.session.remarks.judge(map, verdict),
    compare: ({ names, model }) => this.compare(names, model),
    report: ({ format }) => openReport(this.outputFolder(), format),
    adopt: () => this.session.adopt(),
    reveal: () => showFile(vscode.Uri.joinPath(this.outputFolder(), 'summary.json')),
    saveSuite: ({ elsewhere }) => this.saveSuite(elsewhere),
    difference: () => this.session.results.compareRuns(this.session.document.difference === null),
  };
  readonly answers: Answers<EvaluationCalls> = {
    images: (question) => this.session.questions.images(question),
    map: (question) => this.session.questions.map(question),
    evidence: (question) => this.session.questions.evidence(question),
  };

  constructor(private readonly host: PanelHost<EvaluationToPanel>) {
    const loaded = new Promise<void>((resolve) => (this.firstLoaded = resolve));
    this.session = new EvaluationSession(
      host.services,
      (message) => this.tell(message),
      (folder) => this.admit(folder),
      loaded,
    );
  }

  /** Shows a folder, once, or a suite, read again. */
  async open(subject: EvaluationSubject): Promise<void> {
    if (!this.session.isOpen || subject.suite) await this.session.open(subject);
  }

  /** A page that has loaded, for the first time or again, is told everything there is by now. */
  ready(): void {
    this.session.tellAll();
    this.firstLoaded();
  }

  /** Nobody waits for it: VS Code loads the page only after this has returned, and the session waits for the page. */
  restore(state: unknown): void {
    const memo = (state as { readonly memo?: EvaluationMemo } | undefined)?.memo;
    if (memo) void this.session.restore(memo);
  }

  trustGranted(): Promise<void> {
    return this.session.retry();
  }

  modelChanged(model: vscode.Uri): Promise<void> {
    return this.session.models.changed(model);
  }

  commandLine(): Promise<string> {
    return this.session.questions.commandLine();
  }

  outputFolder(): vscode.Uri {
    return vscode.Uri.file(this.session.document.setup?.out ?? '');
  }

  dispose(): void {
    this.firstLoaded();
    this.session.dispose();
  }

  private tell(message: EvaluationToPanel): void {
    const { folder, suite } = this.session.document;
    const name = suite?.name ?? folder?.name;
    if (name) this.host.setTitle(vscode.l10n.t('Evaluate {0}', name));
    this.host.post(message);
  }

  /** Lets the page load images of a folder. */
  private admit(folder: vscode.Uri): string {
    this.host.admit([folder]);
    return this.host.addressOf(folder);
  }

  private fileOf(name: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.parse(this.session.document.folder?.uri ?? ''), name);
  }

  /** Explains an input beside this panel, with the model and the method of the results; the others are walked through. */
  private async explain({
    name,
    names,
    truths,
    asked,
    model,
    method,
    box,
  }: Extract<EvaluationToHost, { kind: 'explain' }>): Promise<void> {
    const { summary } = this.session.document.results ?? {};
    const used = await this.useModel(model);
    const how = method === null ? undefined : summary?.methods[method];
    await explainPanel.show(this.host.services, '', this.host.column).open(
      names.map((one) => this.fileOf(one)),
      used,
      {
        current: names.indexOf(name),
        truths,
        asked,
        only: how && methodRequest(how),
        box,
        evaluation: evaluatedResults(this.session.document),
      },
    );
  }

  /** Puts what a metric did into the reports, and offers the one that shows it. */
  private async keepEvidence(question: EvaluationCalls['evidence']['arguments']): Promise<void> {
    await this.session.questions.keepEvidence(question);
    const open = vscode.l10n.t('Open report');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('The report shows now what the metric did.'),
      open,
    );
    if (answer === open) await openReport(this.outputFolder(), 'html');
  }

  private async compare(names: readonly string[], model: number): Promise<void> {
    await this.useModel(model);
    await vscode.commands.executeCommand(
      'saliency-lens.compareMethods',
      names.map((name) => this.fileOf(name)),
    );
  }

  /** Makes a model of the results the one in use. */
  private async useModel(model: number): Promise<vscode.Uri | undefined> {
    const used = this.session.document.results?.summary.models[model];
    const uri = used && vscode.Uri.file(used.path);
    if (uri) await this.host.services.models.use(uri);
    return uri;
  }

  private async saveSuite(elsewhere: boolean): Promise<void> {
    const { folder, setup, suite, methods, metrics, sets } = this.session.document;
    if (!folder || !setup) return;
    const place = vscode.Uri.parse(folder.uri);
    const file = suite && !elsewhere ? vscode.Uri.parse(suite.uri) : await askForSuite(place);
    if (!file) return;
    await writeWhole(file, new TextEncoder().encode(suiteText(file, place, setup, { methods, metrics, sets })));
    this.session.savedAs(file);
    const open = vscode.l10n.t('Open');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('Saved {0}', vscode.workspace.asRelativePath(file)),
      open,
    );
    if (answer === open) await vscode.window.showTextDocument(file);
  }
}
