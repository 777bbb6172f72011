import { toBytes } from './oklab';

/** The colour that stands for a class wherever it is drawn. */
export interface ClassColor {
  readonly rgb: readonly [number, number, number];
  readonly css: string;
  /** Of text that stands on it. */
  readonly ink: string;
}

/** Neighbours in a list of classes differ in lightness, too, so that no pair needs full colour vision. */
const lightness = [0.74, 0.6, 0.86];
const chroma = 0.14;
const firstHue = 250;
const goldenAngle = 137.508;

const known = new Map<number, ClassColor>();

/** Any number of classes, each as far from those before it in hue as can be. */
export function classColor(index: number): ClassColor {
  const found = known.get(index) ?? make(index);
  known.set(index, found);
  return found;
}

function make(index: number): ClassColor {
  const hue = ((firstHue + index * goldenAngle) * Math.PI) / 180;
  const light = lightness[index % lightness.length];
  const rgb = toBytes([light, chroma * Math.cos(hue), chroma * Math.sin(hue)]);
  return { rgb, css: `rgb(${rgb.join(' ')})`, ink: light > 0.65 ? '#000000' : '#ffffff' };
}
