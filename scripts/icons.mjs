// Draws the extension's icon in the sizes that the marketplace shows: media/icon.png and media/icon-128.png.
import path from 'node:path';
import sharp from 'sharp';
import { root } from './setup/paths.mjs';

const media = path.join(root, 'media');
const sizes = { 'icon.png': 256, 'icon-128.png': 128 };

for (const [name, size] of Object.entries(sizes))
  await sharp(path.join(media, 'icon.svg'), { density: 288 })
    .resize(size, size)
    .png({ palette: true, effort: 10 })
    .toFile(path.join(media, name));
