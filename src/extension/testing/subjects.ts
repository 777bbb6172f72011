import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import type { MethodRequest } from '../../protocol/method';
import type { Services } from '../services';
import { section } from '../workspace/settings';

/** A folder whose labelled images are tests, and what each must fulfil. */
export interface TestSubject {
  readonly folder: vscode.Uri;
  /** undefined: the model in use. */
  readonly model: vscode.Uri | undefined;
  readonly labelling?: string;
  readonly method: MethodRequest;
  /** The least overlap of map and object; undefined where it does not matter. */
  readonly iou?: number;
  readonly pointingGame: boolean;
}

/** An entry of the setting: a folder, or one with what differs from the defaults. */
type Entry =
  | string
  | {
      readonly folder: string;
      readonly model?: string;
      readonly labelling?: string;
      readonly method?: string;
      readonly iou?: number;
      readonly pointingGame?: boolean;
    };

const defaultMethod = 'grad-cam';
const suitePattern = '**/*.lens-suite.json';

/** Whether anything was asked for. */
export function isOptedIn(): boolean {
  const values = vscode.workspace.getConfiguration(section);
  return values.get<readonly Entry[]>('testing.folders', []).length > 0 || values.get('testing.suites', false);
}

/** The folders of the settings of every workspace folder and, where that is switched on, those of the suite files. */
export async function testSubjects(services: Pick<Services, 'engine' | 'files' | 'log'>): Promise<TestSubject[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const fromSettings = folders.flatMap(({ uri }) => {
    const values = vscode.workspace.getConfiguration(section, uri);
    return values.get<readonly Entry[]>('testing.folders', []).map((entry) => fromEntry(entry, uri));
  });
  const wanted = vscode.workspace.getConfiguration(section).get('testing.suites', false);
  return [...fromSettings, ...(wanted ? await fromSuites(services) : [])];
}

function fromEntry(entry: Entry, base: vscode.Uri): TestSubject {
  const {
    folder,
    model,
    labelling,
    method = defaultMethod,
    iou,
    pointingGame = false,
  } = typeof entry === 'string' ? { folder: entry } : entry;
  const at = (path: string): vscode.Uri =>
    /^([/\\]|[a-z]:)/i.test(path) ? base.with({ path: vscode.Uri.file(path).path }) : vscode.Uri.joinPath(base, path);
  return {
    folder: at(folder),
    model: model === undefined ? undefined : at(model),
    labelling,
    method: { method, params: {} },
    iou,
    pointingGame,
  };
}

/** One subject for every model of a suite, explained by the suite's first method. */
async function fromSuites({ engine, files, log }: Pick<Services, 'engine' | 'files' | 'log'>): Promise<TestSubject[]> {
  const found = await vscode.workspace.findFiles(suitePattern, '**/{node_modules,.git,.saliency-lens}/**', 100);
  const read = found.map(async (uri): Promise<TestSubject[]> => {
    try {
      const {
        folder,
        models = [],
        methods = [],
        labelling,
      } = await engine.call('suite.read', { path: await files.pathOf(uri) });
      if (!folder) return [];
      const [method = { method: defaultMethod, params: {} }] = methods;
      const all = models.length > 0 ? models.map((path) => vscode.Uri.file(path)) : [undefined];
      return all.map((model) => ({ folder: vscode.Uri.file(folder), model, labelling, method, pointingGame: false }));
    } catch (thrown) {
      log.warn(`${vscode.workspace.asRelativePath(uri)}: ${LensError.from(thrown).message}`);
      return [];
    }
  });
  return (await Promise.all(read)).flat();
}
