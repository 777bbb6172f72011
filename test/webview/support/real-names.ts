/** Labels, files and layers as long as people have them: those of ImageNet, of cameras, of networks with modules. */
const labels: Readonly<Record<string, string>> = {
  glasses: 'American Staffordshire terrier, Staffordshire terrier, American pit bull terrier, pit bull terrier',
  'no-glasses': 'sulphur-crested cockatoo, Kakatoe galerita, Cacatua galerita',
  'no glasses': 'sulphur-crested cockatoo, Kakatoe galerita, Cacatua galerita',
  sunglasses: 'leatherback turtle, leatherback, leathery turtle, Dermochelys coriacea',
  'a.png': 'ILSVRC2012_val_00000293_golden-retriever_and_ball-2024-05-17T10-31-44.png',
  'net.onnx': 'mobilenet-v2-1.0-224-imagenet-finetuned-2024-05-17-best.onnx',
  'faces.onnx': 'mobilenet-v2-1.0-224-imagenet-finetuned-2024-05-17-best.onnx',
  '0.onnx': 'mobilenet-v2-1.0-224-imagenet-finetuned-2024-05-17-best.onnx',
  'faces-cnn': 'mobilenet-v2-1.0-224-imagenet-finetuned-2024-05-17-best',
  'layer1.0': 'features.denseblock4.denselayer16.norm2',
  'block1.conv': 'FeatureExtractor/MobilenetV2/expanded_conv_16/depthwise/BatchNorm_Fold',
  'layer1.0.conv1': 'FeatureExtractor/MobilenetV2/expanded_conv_16/depthwise/BatchNorm_Fold',
};

/** The same, with the short names of the synthetic documents replaced by real ones; arrays of numbers are shared. */
export function withRealNames<T>(value: T): T {
  if (typeof value === 'string') return named(value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => withRealNames(one)) as T;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withRealNames(child)])) as T;
}

/** A whole name, or the class that a path begins with. */
function named(text: string): string {
  const [first, ...rest] = text.split('/');
  return labels[text] ?? (rest.length > 0 && labels[first] ? [labels[first], ...rest].join('/') : text);
}
