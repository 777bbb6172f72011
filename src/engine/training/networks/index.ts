import { cnn } from './cnn';
import { cnn1d } from './cnn-1d';
import { gru } from './gru';
import { logistic } from './logistic';
import { lstm } from './lstm';
import { mlp } from './mlp';
import type { NetworkKind } from './network';
import { resnetSmall } from './resnet-small';
import { scatnet } from './scatnet';
import { vgg7 } from './vgg-7';

/** All kinds of networks. The registry forgets their parameters; values are completed against them. */
export const NETWORKS = Object.freeze([
  cnn,
  scatnet,
  vgg7,
  resnetSmall,
  cnn1d,
  mlp,
  logistic,
  lstm,
  gru,
]) as readonly NetworkKind[];
