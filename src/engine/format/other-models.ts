import { basename, extname } from 'node:path';
import { LensError } from '../../protocol/error';

/** A format that is not opened, and the way from it to one that is. */
interface OtherFormat {
  /** What such a file is, with its article. */
  readonly name: string;
  is(name: string, bytes: Uint8Array): boolean;
  next(name: string): string;
}

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');
const ends =
  (...endings: string[]) =>
  (name: string): boolean =>
    endings.some((ending) => name.toLowerCase().endsWith(ending));
const stem = (name: string): string => name.slice(0, name.length - extname(name).length);
const FROM_CODE = 'Export it to ONNX from the code that trained it';
const BESIDE = 'Open the .onnx file it was made of';

/** Model files that people have, beside those that are opened. */
const otherFormats: readonly OtherFormat[] = Object.freeze([
  {
    name: 'a TensorFlow Lite model',
    is: (name, bytes) => latin(bytes, 4, 8) === 'TFL3' || ends('.tflite', '.lite')(name),
    next: (name) => `Convert it: python -m tf2onnx.convert --tflite ${name} --output ${stem(name)}.onnx`,
  },
  {
    name: "a model in ONNX Runtime's own format",
    is: (name, bytes) => latin(bytes, 4, 8) === 'ORTM' || ends('.ort')(name),
    next: () => BESIDE,
  },
  {
    name: 'a frozen graph of TensorFlow, or a part of another model',
    is: ends('.pb', '.pbtxt'),
    next: (name) =>
      `Convert a graph: python -m tf2onnx.convert --graphdef ${name} --inputs NAME:0 --outputs NAME:0 --output ${stem(name)}.onnx`,
  },
  {
    name: 'a checkpoint of TensorFlow, which holds weights alone',
    is: (name) => /(^checkpoint|\.(index|meta|data-\d{5}-of-\d{5}))$/.test(name),
    next: () => 'Load it in Python and save the whole model: model.save("model.keras")',
  },
  {
    name: 'a manifest of TensorFlow.js weights without the network they belong to',
    is: (name, bytes) => ends('.json')(name) && isManifest(bytes),
    next: () => 'Save the whole model with model.save, which writes a model.json with its structure',
  },
  {
    name: 'the structure of a Keras model without its weights',
    is: (name, bytes) => ends('.json')(name) && /"class_name"\s*:/.test(latin(bytes, 0, 4096)),
    next: () => 'Load its weights in Python and save the whole model: model.save("model.keras")',
  },
  {
    name: 'a PaddlePaddle model',
    is: ends('.pdmodel', '.pdiparams', '.pdparams'),
    next: (name) =>
      `Convert it: paddle2onnx --model_dir . --model_filename ${stem(name)}.pdmodel --params_filename ${stem(name)}.pdiparams --save_file ${stem(name)}.onnx`,
  },
  { name: 'a Core ML model', is: ends('.mlmodel', '.mlpackage'), next: () => FROM_CODE },
  {
    name: 'an OpenVINO model',
    is: (name, bytes) => ends('.xml')(name) && latin(bytes, 0, 512).includes('<net '),
    next: () => BESIDE,
  },
  { name: 'a TensorRT engine', is: ends('.engine', '.trt', '.plan'), next: () => BESIDE },
  {
    name: 'a Caffe model',
    is: ends('.caffemodel', '.prototxt'),
    next: () => 'Convert it to ONNX, with caffe2onnx or through PyTorch',
  },
  { name: 'a Darknet model', is: ends('.weights', '.cfg'), next: () => 'Convert it to ONNX, through PyTorch' },
  { name: 'an MXNet model', is: ends('.params', '-symbol.json'), next: () => 'Convert it: mx.onnx.export_model' },
  { name: 'a GGUF model', is: (_, bytes) => latin(bytes, 0, 4) === 'GGUF', next: () => FROM_CODE },
  {
    name: 'a model for another runtime',
    is: ends('.mnn', '.param', '.rknn', '.om', '.dlc', '.hef', '.blob'),
    next: () => BESIDE,
  },
  {
    name: 'a pickle of Python, whose code is not run',
    is: (name, bytes) =>
      ends('.pkl', '.pickle', '.joblib')(name) || (bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5),
    next: () => 'Export the model in it to ONNX, one of scikit-learn with skl2onnx.to_onnx(model, X[:1])',
  },
] satisfies OtherFormat[]);

function isManifest(bytes: Uint8Array): boolean {
  const opening = latin(bytes, 0, 4096);
  return /^\s*\[\s*\{/.test(opening) && /"(weights|paths)"\s*:/.test(opening);
}

/** The refusal of a model in a format that is known and not opened; undefined for anything else. */
export function otherModel(path: string, bytes: Uint8Array): LensError | undefined {
  const name = basename(path);
  const found = otherFormats.find(({ is }) => is(name, bytes));
  return (
    found &&
    new LensError({
      code: 'unsupported-model',
      what: `this is ${found.name}, which cannot be opened here`,
      where: path,
      next: found.next(name),
    })
  );
}
