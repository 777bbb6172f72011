import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Recipe } from '../../src/protocol/recipe';

export const SAMPLES = path.resolve(__dirname, '../../samples');
/** Of an edge of the drawn faces, in pixels. */
export const SIZE = 128;

export const rgb = (file: string) => sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer();
export const firstChannel = (file: string) => sharp(file).extractChannel(0).raw().toBuffer();

export const recipeOf = (model: string) =>
  JSON.parse(readFileSync(path.join(SAMPLES, 'models', `${model}.lens.json`), 'utf8')) as Recipe;

/** An image as the sidecar says: value = (v / 255 − mean) / std, channel after channel. */
export async function prepared(file: string, recipe: Recipe): Promise<Float32Array> {
  const pixels = await rgb(file);
  const [low, high] = recipe.range!;
  return Float32Array.from({ length: 3 * SIZE * SIZE }, (_, i) => {
    const channel = Math.floor(i / (SIZE * SIZE));
    const value = low + ((high - low) * pixels[(i % (SIZE * SIZE)) * 3 + channel]) / 255;
    return (value - recipe.mean![channel]) / recipe.std![channel];
  });
}
