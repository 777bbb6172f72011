import type { LayerDescription } from '../../protocol/model';
import { element, keyed, setAttribute } from '../ui/element';
import { shape } from '../ui/format';
import { t } from '../ui/l10n';
import { methodOf, setChoice, type Component, type ExplainApp } from './app';

/** The nickname, else the module the exporter left, else the node's name. Not unique: see {@link layerTitle}. */
export function layerName({ document }: ExplainApp, layer: LayerDescription): string {
  return document.nicknames[layer.tensor] ?? layer.module ?? layer.name;
}

/** Name and operator, for lists in which a convolution and the activation after it stand beside each other. */
export function layerTitle(app: ExplainApp, layer: LayerDescription): string {
  return `${layerName(app, layer)} · ${layer.op}`;
}

/** One rung per stage of the network, from the input up: choosing one moves every chosen method that reads a layer there. */
export function layerLadder(app: ExplainApp): Component {
  const rungs = element('div', { class: 'rungs', role: 'radiogroup', 'aria-label': t('Layer') });
  const node = element('section', { class: 'ladder', 'aria-label': t('Layers') }, element('h2', {}, t('Layer')), rungs);
  const choose = (tensor: string | null): void => {
    const readers = app.document.choices.filter((choice) => choice.selected && readsLayer(app, choice.method));
    for (const { method } of readers) setChoice(app, method, { layer: tensor }, method === readers[readers.length - 1].method);
  };
  return {
    element: node,
    update() {
      const readers = app.document.choices.filter((choice) => choice.selected && readsLayer(app, choice.method));
      const stages = stagesOf(app);
      node.hidden = readers.length === 0 || stages.length === 0;
      const chosen = readers[0]?.layer ?? null;
      keyed<Stage | null, HTMLElement>(rungs, [null, ...stages], tensorOf, (stage) => rung(app, stage, choose), (label, stage) => {
        const input = label.firstElementChild as HTMLInputElement;
        input.checked = (stage?.layer.tensor ?? null) === chosen;
        setAttribute(label, 'data-layer', tensorOf(stage));
      });
    },
  };
}

function tensorOf(stage: Stage | null): string {
  return stage?.layer.tensor ?? '';
}

function rung(app: ExplainApp, stage: Stage | null, choose: (tensor: string | null) => void): HTMLElement {
  const input = element('input', { type: 'radio', name: 'layer', onchange: () => choose(stage?.layer.tensor ?? null) });
  const title = stage ? `${layerTitle(app, stage.layer)}, ${shape(stage.layer.shape)}` : t('The method chooses');
  return element('label', { class: 'segment', title }, input, element('span', {}, stage ? stage.name : t('Automatic')));
}

function readsLayer(app: ExplainApp, id: string): boolean {
  return methodOf(app, id)?.needs.includes('layer') ?? false;
}

interface Stage {
  readonly name: string;
  /** The stage's last layer with height and width. */
  readonly layer: LayerDescription;
}

function stagesOf(app: ExplainApp): Stage[] {
  const stages = new Map<string, Stage>();
  for (const layer of app.document.layers.filter(({ spatial }) => spatial)) {
    const name = stageName(layerName(app, layer));
    stages.set(name, { name, layer });
  }
  return [...stages.values()];
}

/** `layer3.0.relu2` belongs to `layer3.0`, `block1.body.0` to `block1`: a numbered child is a stage, a named one is part of its parent. */
function stageName(name: string): string {
  const [first, second] = name.split('.');
  return second !== undefined && /^\d+$/.test(second) ? `${first}.${second}` : first;
}
