import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LensError } from '../../protocol/error';
import { formatOf } from '../format';
import { readJson } from '../file/json';
import { ARRAY, MANIFEST, MODEL } from '../file/kind';
import { readFile } from '../file/reading';
import type { Model } from '../graph/model';
import { placeInside } from '../file/workspace';
import { prepareWithoutRunning } from '../graph/preparation';
import { writeWhole } from '../report/whole-file';
import { Network } from '../session/network';
import { networkGraph } from '../model/network-graph';
import type { RuntimeOptions } from '../session/runtime';
import { decodeNpy, encodeNpy } from '../tensor/npy';
import { asFloats, type Tensor } from '../tensor/tensor';
import type { Adapter, CaseFiles, CaseOutputs, ReferenceCase } from './adapter';
import { adapters } from './index';

interface Manifest {
  readonly suite: string;
  readonly models?: Readonly<Record<string, { readonly logits?: string; readonly batch?: string }>>;
  readonly cases: readonly ReferenceCase[];
}

export interface ReplayOptions {
  readonly manifest: string;
  readonly filter?: RegExp;
  readonly runtime: RuntimeOptions;
  readonly out: string;
  readonly signal?: AbortSignal;
  progress?(done: number, of: number, id: string): void;
}

export interface ReplaySummary {
  readonly ran: number;
  readonly failed: readonly { readonly id: string; readonly error: string }[];
}

/**
 * Runs every case of a reference manifest and writes the outputs its `expected` names. It compares nothing.
 * A case that cannot be run leaves `error.json`, and the rest go on.
 */
export async function replay(options: ReplayOptions): Promise<ReplaySummary> {
  const manifest = readJson(options.manifest, MANIFEST) as Manifest;
  const adapter = adapters.find((a) => a.suite === manifest.suite);
  if (!adapter)
    throw new LensError({
      code: 'invalid-argument',
      what: `the suite ${manifest.suite} is not known`,
      where: options.manifest,
    });
  const cases = manifest.cases.filter((c) => !options.filter || options.filter.test(`${c.method} ${c.id}`));
  const files = new ManifestFiles(manifest, options);
  const failed: { id: string; error: string }[] = [];
  try {
    for (const [index, reference] of cases.entries()) {
      if (options.signal?.aborted) throw new LensError({ code: 'cancelled', what: 'cancelled' });
      const folder = placeInside(options.out, join(...reference.id.split('/')), 'the id of a case', options.manifest);
      rmSync(join(folder, 'error.json'), { force: true });
      try {
        writeOutputs(folder, reference, await runCase(adapter, reference, files));
      } catch (thrown) {
        const error = LensError.from(thrown, reference.id);
        if (error.code === 'cancelled') throw error;
        failed.push({ id: reference.id, error: error.message });
        writeWhole(join(folder, 'error.json'), JSON.stringify(error.toReport(), null, 2));
      }
      options.progress?.(index + 1, cases.length, reference.id);
    }
  } finally {
    await files.close();
  }
  return { ran: cases.length, failed };
}

function runCase(adapter: Adapter, reference: ReferenceCase, files: CaseFiles): CaseOutputs | Promise<CaseOutputs> {
  const run = adapter.methods[reference.method];
  if (!run)
    throw new LensError({
      code: 'invalid-argument',
      what: `the method ${reference.method} is not known in the suite ${adapter.suite}`,
    });
  return run(reference, files);
}

/** Arrays become `.npy` files; numbers and lists become flat keys of `result.json`. */
function writeOutputs(folder: string, reference: ReferenceCase, outputs: CaseOutputs): void {
  const numbers: Record<string, number | readonly number[]> = {};
  for (const name of Object.keys(reference.expected)) {
    const value = outputs[name];
    if (value === undefined) throw new LensError({ code: 'internal', what: `the output ${name} was not computed` });
    if (typeof value === 'number' || Array.isArray(value)) numbers[name] = value;
    else writeWhole(join(folder, `${name}.npy`), encodeNpy(value as Tensor));
  }
  if (Object.keys(numbers).length > 0) writeWhole(join(folder, 'result.json'), JSON.stringify(numbers, null, 2));
}

/** Files of the manifest, and its models kept open. */
class ManifestFiles implements CaseFiles {
  private readonly folder: string;
  private readonly networks = new Map<string, Promise<Network>>();
  private readonly arrays = new Map<string, Tensor>();

  constructor(
    private readonly manifest: Manifest,
    private readonly options: ReplayOptions,
  ) {
    this.folder = dirname(resolve(options.manifest));
  }

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  array(path: string): Tensor {
    let tensor = this.arrays.get(path);
    if (!tensor) {
      tensor = decodeNpy(readFile(join(this.folder, path), ARRAY), path);
      this.arrays.set(path, tensor);
    }
    return tensor;
  }

  floats(path: string) {
    return asFloats(this.array(path));
  }

  network(model: string): Promise<Network> {
    return this.changed(model, '', (prepared) => ({
      model: prepared,
      logits: this.manifest.models?.[model]?.logits ?? prepared.graph.outputs[0].name,
    }));
  }

  changed(model: string, key: string, change: (prepared: Model) => { model: Model; logits: string }): Promise<Network> {
    const id = JSON.stringify([model, key]);
    let network = this.networks.get(id);
    if (!network) {
      network = this.open(model, change);
      this.networks.set(id, network);
    }
    return network;
  }

  get runtime(): RuntimeOptions {
    return this.options.runtime;
  }

  async model(model: string): Promise<Model> {
    const path = join(this.folder, '..', model);
    const bytes = readFile(path, MODEL);
    return (await formatOf(path, bytes).read(path, bytes)).model;
  }

  async close(): Promise<void> {
    for (const network of this.networks.values()) await network.then((n) => n.close()).catch(() => undefined);
  }

  private async open(model: string, change: (prepared: Model) => { model: Model; logits: string }): Promise<Network> {
    const changed = change(prepareWithoutRunning(await this.model(model)));
    const batched = this.manifest.models?.[model]?.batch !== 'fixed at 1';
    return new Network(
      networkGraph(changed.model, { logits: changed.logits, classAxis: 1, batched }),
      this.options.runtime,
    );
  }
}
