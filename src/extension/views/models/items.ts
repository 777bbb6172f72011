import * as vscode from 'vscode';
import type { FilterLayer } from '../../../protocol/filters';
import { nameOf } from '../../workspace/location';
import { sizeOf } from '../../workspace/models';
import type { LayerNode, NoteNode } from './node';

export interface ModelState {
  readonly used: boolean;
  /** False for files of weights. */
  readonly runs: boolean;
}

/** A model's row: its name, whether it is the one in use, its size and folder. */
export async function modelItem(uri: vscode.Uri, { used, runs }: ModelState): Promise<vscode.TreeItem> {
  const item = new vscode.TreeItem(nameOf(uri), vscode.TreeItemCollapsibleState.Collapsed);
  const place = vscode.workspace.asRelativePath(uri);
  const folder = place.slice(0, Math.max(0, place.lastIndexOf('/')));
  const facts = [used && vscode.l10n.t('in use'), !runs && vscode.l10n.t('weights'), await sizeOf(uri), folder];
  const says = facts.filter(Boolean).join(' · ');
  item.id = uri.toString();
  item.description = says;
  item.iconPath = used
    ? new vscode.ThemeIcon('check', new vscode.ThemeColor('charts.blue'))
    : new vscode.ThemeIcon(runs ? 'symbol-structure' : 'symbol-array');
  item.command = runs ? explaining(uri) : filtersOf(uri);
  item.tooltip = [place, used && vscode.l10n.t('This model explains images.'), item.command.title]
    .filter(Boolean)
    .join('\n');
  item.contextValue = runs ? `model.${used ? 'used' : 'other'}` : 'weights';
  item.accessibilityInformation = { label: `${nameOf(uri)}, ${says}` };
  return item;
}

/** A click on a model's name leads to an explanation, one on its arrow to its layers. */
const explaining = (uri: vscode.Uri): vscode.Command => ({
  command: 'saliency-lens.explainWithModel',
  title: vscode.l10n.t('Click to explain an image with it; unfold it for its layers.'),
  arguments: [uri],
});

/** Weights without a graph explain nothing, but have filters. */
const filtersOf = (uri: vscode.Uri): vscode.Command => ({
  command: 'saliency-lens.showFilters',
  title: vscode.l10n.t('Click to show its filters; unfold it for its layers.'),
  arguments: [uri],
});

/** The row above the models, for whoever asks where to begin. @param used the model in use */
export function explainItem(used: vscode.Uri | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Explain an image…'));
  item.id = 'explain';
  item.description = used ? vscode.l10n.t('with {0}', nameOf(used)) : vscode.l10n.t('with a model of yours');
  item.iconPath = new vscode.ThemeIcon('eye');
  item.tooltip = vscode.l10n.t('Pick an image: which parts of it make the model say what it says?');
  item.contextValue = 'explain';
  item.command = { command: 'saliency-lens.explainImage', title: vscode.l10n.t('Explain an image…') };
  return item;
}

/** A layer's row: its label, its kernels; a click shows them. */
export function layerItem({ model, layer }: LayerNode): vscode.TreeItem {
  const item = new vscode.TreeItem(layer.label);
  item.id = `${model.toString()}#${layer.tensor}`;
  item.description = `${layer.op} ${kernelOf(layer)}`;
  item.iconPath = new vscode.ThemeIcon('layers');
  item.tooltip = tooltipOf(layer);
  item.contextValue = 'layer';
  item.command = {
    command: 'saliency-lens.showFilters',
    title: vscode.l10n.t('Show Filters'),
    arguments: [{ model, layer } satisfies LayerNode],
  };
  return item;
}

export function noteItem({ note }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(note);
  item.iconPath = new vscode.ThemeIcon('info');
  item.tooltip = note;
  item.contextValue = 'note';
  return item;
}

/** 64 × 3 × 7 × 7, or 1000 × 512 where the kernels have one place. */
function kernelOf({ dims: [filters, channels, height, width] }: FilterLayer): string {
  return [filters, channels, ...(height * width > 1 ? [height, width] : [])].join(' × ');
}

function tooltipOf(layer: FilterLayer): string {
  const { dims, parameters, tensor } = layer;
  return [
    tensor,
    vscode.l10n.t('{0} filters of {1}', dims[0], dims.slice(1).join(' × ')),
    vscode.l10n.t('{0} parameters', parameters.toLocaleString(vscode.env.language)),
  ].join('\n');
}
