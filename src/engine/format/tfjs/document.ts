import type { WeightGroup } from './manifest';

/** A TensorFlow.js `model.json`, of either kind. */
export interface ModelDocument {
  readonly format?: string;
  readonly generatedBy?: string;
  readonly convertedBy?: string;
  readonly modelTopology: Readonly<Record<string, unknown>>;
  readonly weightsManifest: readonly WeightGroup[];
  readonly signature?: unknown;
  readonly userDefinedMetadata?: { readonly signature?: unknown };
}

/** Longer files are no model.json: weights lie outside it. */
const LONGEST = 256 * 2 ** 20;
const OPENING = 4096;

/**
 * The document, if these bytes are one: JSON of any name that has a topology and a manifest of weights.
 * What does not begin like an object is not parsed.
 */
export function modelDocument(bytes: Uint8Array): ModelDocument | undefined {
  if (bytes.length > LONGEST || !/^\uFEFF?\s*\{/.test(Buffer.from(bytes.subarray(0, OPENING)).toString()))
    return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!text.includes('"modelTopology"') || !text.includes('"weightsManifest"')) return undefined;
  try {
    const value = JSON.parse(text.toString().replace(/^\uFEFF/, '')) as ModelDocument;
    return typeof value.modelTopology === 'object' &&
      value.modelTopology !== null &&
      Array.isArray(value.weightsManifest)
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}

/** A GraphModel holds TensorFlow's nodes; a LayersModel the configuration of Keras layers. */
export const isGraphModel = ({ format, modelTopology }: ModelDocument): boolean =>
  format === 'graph-model' || Array.isArray(modelTopology.node);
