import { figure, percent } from '../ui/format';

/** ‖new − old‖ / ‖old‖ in per cent; of a layer that was trained anew, as a multiple. */
export function changeText(relative: number): string {
  return relative < 10 ? percent(relative) : `${figure(relative)}\u00a0×`;
}
