import * as vscode from 'vscode';
import type { FilterLayer } from '../../../protocol/filters';

/** A layer below its model. */
export interface LayerNode {
  readonly model: vscode.Uri;
  readonly layer: FilterLayer;
}

/** Stands where the layers would: why there are none. */
export interface NoteNode {
  readonly model: vscode.Uri;
  readonly note: string;
}

/** Stands above the models: what they are there for. */
export interface ExplainNode {
  readonly explains: 'an image';
}

/** A row of the Models view. Models and files of weights are their Uris, so that commands take them as they are. */
export type Node = vscode.Uri | LayerNode | NoteNode | ExplainNode;

/**
 * The model a row belongs to, and its layer if it is one; undefined for anything else, such as a command's missing
 * argument.
 */
export function placeOf(node: unknown): { readonly model: vscode.Uri; readonly layer?: string } | undefined {
  if (node instanceof vscode.Uri) return { model: node };
  if (typeof node !== 'object' || node === null || !('model' in node) || !(node.model instanceof vscode.Uri))
    return undefined;
  const { model } = node;
  return 'layer' in node ? { model, layer: (node as LayerNode).layer.tensor } : { model };
}
