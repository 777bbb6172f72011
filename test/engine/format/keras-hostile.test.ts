import assert from 'node:assert/strict';
import { readH5, readKeras } from '../../../src/engine/format/keras/files';
import { readHdf5 } from '../../../src/engine/format/keras/hdf5';
import { LensError } from '../../../src/protocol/error';
import { functional, hdf5, keras, layer, tensor } from './keras-files';
import { probe } from './tensorflow';

const refused = (what: RegExp) => (error: unknown) =>
  error instanceof LensError && what.test(error.message) && error.message.length <= 600;

/** A network that calls the one inside it twice, `depth` times over: its graph has 2^depth activations. */
function doubling(depth: number): object {
  const input = layer('InputLayer', 'in', { batch_shape: [null, 2] }, []);
  const relu = layer('Activation', 'relu', { activation: 'relu' }, [tensor('in')]);
  let inner = functional([input, relu], 'in', 'relu');
  for (let k = 0; k < depth; k++) {
    const name = `net${k}`;
    const inbound_nodes = [tensor('in'), tensor(name)].map((from) => ({ args: [from], kwargs: {} }));
    inner = functional([input, { ...inner, name, inbound_nodes }], 'in', name);
    Object.assign((inner as { config: object }).config, { output_layers: [[name, 1, 0]] });
  }
  return inner;
}

describe('hostile files of weights', () => {
  it('a damaged file does not spoil the next', async () => {
    const good = await hdf5({ note: 'good' }, new Map([['a/b', probe([2, 3])]]));
    let unread = 0;
    for (let at = 100; at < good.length; at += Math.ceil(good.length / 8)) {
      const damaged = good.slice();
      damaged.fill(0xff, at, at + 40);
      await readHdf5(damaged).catch((error: unknown) => {
        assert.ok(refused(/damaged/)(error), String(error));
        unread++;
      });
    }
    assert.ok(unread > 0, 'none was damaged enough');
    const [[name, weight]] = (await readHdf5(good)).arrays();
    assert.deepEqual([name, weight.dims], ['a/b', [2, 3]]);
  });

  it('groups that lead to one another by links, and arrays that were never stored, end at a budget', async () => {
    const { ready, File } = await import('h5wasm');
    const { FS } = await ready;
    const written = (fill: (file: InstanceType<typeof File>) => void): Uint8Array => {
      const file = new File('hostile.h5', 'w');
      fill(file);
      file.close();
      const bytes = Uint8Array.from(FS.readFile('hostile.h5'));
      FS.unlink('hostile.h5');
      return bytes;
    };
    const doubled = written((file) => {
      for (let k = 0; k < 24; k++) {
        const group = file.create_group(`g${k}`);
        if (k > 0) for (const side of ['a', 'b']) group.create_hard_link(`/g${k - 1}`, side);
      }
    });
    await assert.rejects(readHdf5(doubled), refused(/links lead in circles/));
    const claimed = written((file) => {
      for (let k = 0; k < 4; k++)
        file
          .create_dataset({ name: `d${k}`, data: new Float32Array(16), shape: [16], maxshape: [null], chunks: [8] })
          .resize([200_000_000]);
    });
    await assert.rejects(readHdf5(claimed), refused(/larger than its bytes/));
  });

  it('networks within networks end at a number of calls', async () => {
    const file = await keras(doubling(30), new Map([['x', probe([1])]]));
    await assert.rejects(readKeras(file), refused(/more than 50000 times/));
  });

  it('layers that are called without a tensor, in a circle or by tensors that are none are named', async () => {
    const image = layer('InputLayer', 'image', { batch_shape: [null, 4, 4, 3] }, []);
    const relu = (name: string, ...args: unknown[]): object => layer('Activation', name, { activation: 'relu' }, args);
    const read = async (layers: readonly object[], output: string) =>
      readKeras(await keras(functional([image, ...layers], 'image', output), new Map([['x', probe([1])]])));
    await assert.rejects(read([relu('a')], 'a'), refused(/a: .*without a tensor/));
    await assert.rejects(read([relu('a', tensor('b')), relu('b', tensor('a'))], 'b'), refused(/form a circle/));
    const second = layer('InputLayer', 'second', { batch_shape: [null, 2] }, [tensor('image')]);
    await assert.rejects(
      read([second, relu('a', tensor('second'))], 'a'),
      refused(/a call of second that does not exist/),
    );
    const broken = { class_name: '__keras_tensor__', config: {} };
    await assert.rejects(read([relu('a', broken)], 'a'), refused(/without a tensor/));
    const kernel = new Map([['layers/conv2d/vars/0', probe([3, 3, 4])]]);
    const conv = layer('Conv2D', 'conv', { filters: 4, kernel_size: [3, 3], use_bias: false }, [tensor('image')]);
    await assert.rejects(
      readKeras(await keras(functional([image, conv], 'image', 'conv'), kernel)),
      refused(/Conv2D conv: its kernel is \[3, 3, 4\]/),
    );
  });

  it('configurations that are not what they should be are named', async () => {
    const nothing = new Map([['x', probe([1])]]);
    const config = { class_name: 'Functional', config: { layers: null } };
    await assert.rejects(readKeras(await keras(config, nothing)), refused(/no list of layers/));
    const h5 = await hdf5({ model_config: '{"class_name"' }, new Map([['model_weights/a/b', probe([1])]]));
    await assert.rejects(readH5(h5), refused(/model_config is no JSON/));
    for (const name of [{}, [1], true]) {
      const named = functional([{ ...layer('InputLayer', 'in', {}, []), name }], 'in', 'in');
      await assert.rejects(
        readKeras(await keras(named, nothing)),
        refused(/the name of a layer of the class InputLayer/),
      );
    }
  });
});
