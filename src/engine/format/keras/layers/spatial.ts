import type { Feature } from '../../builder/feature';
import type { LayerCall } from '../layer';

/**
 * Builds a layer on its input as a channels-last feature. A channels-first tensor of the network lies as a moved
 * channels-last one does, so `data_format: channels_first` costs nothing.
 */
export function spatially(call: LayerCall, build: (x: Feature) => Feature): Feature {
  const [x] = call.inputs;
  if (call.settings.text('data_format', 'channels_last') !== 'channels_first') return build(x);
  const [batch, channels, ...lengths] = x.shape;
  const made = build({ tensor: call.builder.plain(x), shape: [batch, ...lengths, channels], moved: true });
  if (made.shape.length !== x.shape.length) return made;
  const shape = [made.shape[0], made.shape.at(-1) ?? null, ...made.shape.slice(1, -1)];
  return { tensor: call.builder.front(made), shape, moved: false };
}
