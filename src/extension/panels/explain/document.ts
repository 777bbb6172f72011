import * as vscode from 'vscode';
import type { ExplainDocument, ExplainInput } from '../../../protocol/explain-panel';
import { settingsFor } from '../../workspace/settings';

/** What the panel shows before anything was asked. */
export function emptyDocument(): ExplainDocument {
  const { palette } = settingsFor();
  const nothing = { inputs: [], methods: [], choices: [], layers: [], cards: [] };
  const unknown = { model: null, target: null, region: null, prediction: null, layerOverview: null, error: null };
  return {
    ...nothing,
    ...unknown,
    current: 0,
    nicknames: {},
    busy: false,
    trusted: vscode.workspace.isTrusted,
    palette,
  };
}

/** A document of an earlier session under the settings of this one. */
export function restoredDocument(document: ExplainDocument, inputs: readonly ExplainInput[]): ExplainDocument {
  // An earlier version may not have known every field.
  return {
    ...emptyDocument(),
    ...document,
    inputs,
    palette: settingsFor().palette,
    busy: false,
    trusted: vscode.workspace.isTrusted,
  };
}
