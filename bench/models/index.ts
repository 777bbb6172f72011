import type { Model } from '../../src/engine/graph/model';
import { convnextTiny } from './convnext';
import { densenet121 } from './densenet';
import { efficientnetB0 } from './efficientnet';
import { mobilenetV2 } from './mobilenet';
import { resnet18, resnet50 } from './resnet';
import { squeezenet } from './squeezenet';
import { swinTiny } from './swin';
import { vgg16 } from './vgg';
import { visionTransformer } from './vision-transformer';

export { INPUT, LOGITS } from './stack';

/** Classifiers of the field's usual sizes with random weights: what they cost does not depend on what they learned. */
export interface BenchmarkModel {
  readonly id: string;
  build(): Model;
}

export const benchmarkModels: readonly BenchmarkModel[] = Object.freeze([
  { id: 'resnet-18', build: resnet18 },
  { id: 'squeezenet-1.1', build: squeezenet },
  { id: 'mobilenet-v2', build: mobilenetV2 },
  { id: 'densenet-121', build: densenet121 },
  { id: 'vgg-16', build: vgg16 },
  { id: 'resnet-50', build: resnet50 },
  { id: 'efficientnet-b0', build: efficientnetB0 },
  { id: 'convnext-tiny', build: convnextTiny },
  { id: 'vit-b-16', build: visionTransformer },
  { id: 'swin-tiny', build: swinTiny },
]);
