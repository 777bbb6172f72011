import { pooled, reduced, type Pooling } from '../../builder/pooling';
import type { LayerCall, LayerConverter } from '../layer';
import { spatially } from './spatial';

const windowed = (kind: Pooling) => (call: LayerCall) =>
  spatially(call, (x) => {
    const axes = x.shape.length - 2;
    const kernel = call.settings.numbers('pool_size', axes, 2);
    const strides = call.settings.has('strides') ? call.settings.numbers('strides', axes, 1) : kernel;
    const padding = call.settings.text('padding', 'valid') === 'same' ? 'same' : 'valid';
    return pooled(call.builder, x, kind, { kernel, strides, dilations: new Array<number>(axes).fill(1), padding });
  });

const global = (kind: Pooling) => (call: LayerCall) =>
  spatially(call, (x) => {
    const axes = Array.from({ length: x.shape.length - 2 }, (_, k) => k + 1);
    return reduced(call.builder, x, kind, axes, call.settings.flag('keepdims', false));
  });

export const poolingLayers: readonly LayerConverter[] = [
  {
    classes: ['MaxPooling1D', 'MaxPooling2D', 'MaxPool1D', 'MaxPool2D', 'MaxPooling3D', 'MaxPool3D'],
    build: windowed('max'),
  },
  {
    classes: ['AveragePooling1D', 'AveragePooling2D', 'AvgPool1D', 'AvgPool2D', 'AveragePooling3D', 'AvgPool3D'],
    build: windowed('average'),
  },
  {
    classes: [
      'GlobalMaxPooling1D',
      'GlobalMaxPooling2D',
      'GlobalMaxPool1D',
      'GlobalMaxPool2D',
      'GlobalMaxPooling3D',
      'GlobalMaxPool3D',
    ],
    build: global('max'),
  },
  {
    classes: [
      'GlobalAveragePooling1D',
      'GlobalAveragePooling2D',
      'GlobalAvgPool1D',
      'GlobalAvgPool2D',
      'GlobalAveragePooling3D',
      'GlobalAvgPool3D',
    ],
    build: global('average'),
  },
];
