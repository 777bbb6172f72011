import { unsupported, type LayerCall } from '../layer';

/** A parameter of an operation: among its settings, or given by name in the call. */
export const parameter = (call: LayerCall, name: string): unknown => call.named[name] ?? call.settings.all[name];

/** Axes, or undefined where none are given. @throws LensError where they are no numbers */
export function axesIn(call: LayerCall, name: string): number[] | undefined {
  const value = parameter(call, name);
  if (value === undefined || value === null) return undefined;
  const list = call.settings.asList(value);
  if (!list) throw unsupported(call, `its ${name} is not a list of numbers`);
  return list;
}

export function axisOf(call: LayerCall, otherwise: number): number {
  return axesIn(call, 'axis')?.[0] ?? otherwise;
}
