/** A colour map: a value in [0, 1] to red, green and blue in 0…255. */
export interface ColorMap {
  readonly id: string;
  readonly label: string;
  /** A diverging map has its neutral colour at 0.5. */
  readonly diverging: boolean;
  /** 256 colours, 3 bytes each. */
  readonly table: Uint8Array;
}

/**
 * Control colours, evenly spaced; lightness is monotone (or symmetric about the middle), so the maps survive colour
 * blindness and print.
 */
const CONTROLS: readonly { id: string; label: string; diverging: boolean; colors: readonly string[] }[] = [
  {
    id: 'blue-red',
    label: 'Blue – white – red',
    diverging: true,
    colors: ['#053061', '#2f79b5', '#a7d0e4', '#f7f7f7', '#f9c4a9', '#c84440', '#67001f'],
  },
  {
    id: 'purple-green',
    label: 'Purple – white – green',
    diverging: true,
    colors: ['#40004b', '#8d65a4', '#d6c3de', '#f7f7f7', '#c4e6bf', '#4da65a', '#00441b'],
  },
  {
    id: 'viridis',
    label: 'Viridis',
    diverging: false,
    colors: ['#440154', '#46307e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39', '#fde725'],
  },
  {
    id: 'inferno',
    label: 'Inferno',
    diverging: false,
    colors: ['#000004', '#2f0a5b', '#731f6e', '#b63755', '#e8602d', '#fca50a', '#f4e156', '#fcffa4'],
  },
  { id: 'gray', label: 'Grey', diverging: false, colors: ['#000000', '#ffffff'] },
];

const rgbOf = (hex: string): number[] => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

function tableOf(colors: readonly string[]): Uint8Array {
  const controls = colors.map(rgbOf);
  const table = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (controls.length - 1);
    const k = Math.min(Math.floor(at), controls.length - 2);
    for (let c = 0; c < 3; c++)
      table[3 * i + c] = Math.round(controls[k][c] + (at - k) * (controls[k + 1][c] - controls[k][c]));
  }
  return table;
}

export const colorMaps: readonly ColorMap[] = Object.freeze(
  CONTROLS.map(({ colors, ...map }) => ({ ...map, table: tableOf(colors) })),
);
