import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const models = [
  'squeezenet1.1-imagenet-fp32.onnx',
  'mobilenet-v2-1.0-224.onnx',
  'deeplabv3-mnv2-dm05-513.onnx',
  'resnet20-cifar10.onnx',
  'mnist-cntk.onnx',
  'imagenet-1000.txt',
  'imagenet-1001.txt',
  'cifar10.txt',
  'voc21.txt',
];
const images = ['golden-retriever.jpg', 'cat.png', 'bird-513.png', 'owl.jpg'];
const tile = 32;
const across = 10;

const recipes = {
  'mobilenet-v2-1.0-224.onnx': { preset: 'tensorflow', labels: 'imagenet-1001.txt' },
  'resnet20-cifar10.onnx': { preset: 'imagenet', labels: 'cifar10.txt' },
};

/** A workspace as people have it: networks with and without recipes, photos, and a test folder of CIFAR-10. */
export async function copyAssets(assets, folder) {
  for (const name of models) cpSync(path.join(assets, 'models', name), path.join(folder, 'models', name));
  for (const name of images) cpSync(path.join(assets, 'images', name), path.join(folder, 'photos', name));
  for (const [name, recipe] of Object.entries(recipes))
    writeFileSync(path.join(folder, 'models', `${name}.lens.json`), JSON.stringify(recipe));
  const sheet = path.join(assets, 'datasets/cifar10-test-000-099');
  const classes = readFileSync(path.join(assets, 'models/cifar10.txt'), 'utf8').trim().split('\n');
  const labels = JSON.parse(readFileSync(`${sheet}.labels.json`, 'utf8'));
  for (const [i, label] of labels.entries()) {
    const within = path.join(folder, 'cifar10', classes[label].trim());
    mkdirSync(within, { recursive: true });
    const place = { left: (i % across) * tile, top: Math.floor(i / across) * tile, width: tile, height: tile };
    await sharp(`${sheet}.png`)
      .extract(place)
      .toFile(path.join(within, `${String(i).padStart(3, '0')}.png`));
  }
}
