import type { LayerDescription } from '../../protocol/model';
import { shape } from '../ui/format';
import type { ExplainApp } from './app';

/** The nickname, else the module the exporter left, else the node's name. Not unique: see {@link layerTitle}. */
export function layerName({ document }: ExplainApp, layer: LayerDescription): string {
  return document.nicknames[layer.tensor] ?? layer.module ?? layer.name;
}

/** Name and operator, for lists in which a convolution and the activation after it stand beside each other. */
export function layerTitle(app: ExplainApp, layer: LayerDescription): string {
  return `${layerName(app, layer)} · ${layer.op}`;
}

/** A place in the network where a CAM can be taken. */
export interface Stage {
  readonly tensor: string;
  readonly name: string;
  readonly title: string;
}

/** The stages of the layer overview where there is one, else the last layer with height and width of each named part. */
export function stagesOf(app: ExplainApp): Stage[] {
  const { layerOverview, layers, nicknames } = app.document;
  if (layerOverview) {
    const short = layerOverview.layers.map(({ module, name }) => stageName(module ?? name));
    return layerOverview.layers.map(({ tensor, name, module, shape: dims }, i) => {
      const unique = short.indexOf(short[i]) === short.lastIndexOf(short[i]);
      return {
        tensor,
        name: nicknames[tensor] ?? (unique ? short[i] : (module ?? name)),
        title: `${module ?? name}, ${shape(dims)}`,
      };
    });
  }
  const stages = new Map<string, Stage>();
  for (const layer of layers.filter(({ spatial }) => spatial)) {
    const name = stageName(layerName(app, layer));
    stages.set(name, { tensor: layer.tensor, name, title: `${layerTitle(app, layer)}, ${shape(layer.shape)}` });
  }
  return [...stages.values()];
}

/**
 * `layer3.0.relu2` belongs to `layer3.0`, `block1.body.0` to `block1`: a numbered child is a stage, a named one is part
 * of its parent.
 */
function stageName(name: string): string {
  const [first, second] = name.split('.');
  return second !== undefined && /^\d+$/.test(second) ? `${first}.${second}` : first;
}
