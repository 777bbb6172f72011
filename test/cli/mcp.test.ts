import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import sharp from 'sharp';
import { lens, root } from './lens';

interface Content {
  readonly type: string;
  readonly text?: string;
  readonly data?: string;
  readonly mimeType?: string;
}

/** A folder with the sample model and some of its images, and a client of a server that is confined to it. */
describe('the tools over the Model Context Protocol', function () {
  this.timeout(180_000);
  let outside: string;
  let folder: string;
  let client: Client;
  before(async () => {
    outside = realpathSync(mkdtempSync(path.join(tmpdir(), 'lens-mcp-')));
    folder = path.join(outside, 'open');
    const samples = path.join(root, 'samples');
    for (const name of ['faces-cnn.onnx', 'faces-cnn.onnx.lens.json', 'faces.labels.txt'])
      cpSync(path.join(samples, 'models', name), path.join(folder, 'models', name));
    for (const kind of ['glasses', 'no-glasses', 'sunglasses'])
      for (const number of ['00', '01'])
        for (const part of ['test', 'masks'])
          cpSync(
            path.join(samples, 'faces', part, kind, `${kind}-${number}.png`),
            path.join(folder, 'faces', part, kind, `${kind}-${number}.png`),
          );
    cpSync(path.join(samples, 'faces/test/glasses/glasses-00.png'), path.join(outside, 'secret.png'));
    mkdirSync(path.join(folder, 'links'));
    symlinkSync(path.join(outside, 'secret.png'), path.join(folder, 'links/out.png'));
    writeFileSync(path.join(folder, 'notes.json'), '{}');
    client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [path.join(root, 'dist/cli.js'), 'mcp', folder, '--device', 'cpu', '--threads', '1'],
        stderr: 'inherit',
      }),
    );
  });
  after(async () => {
    await client.close();
    rmSync(outside, { recursive: true, force: true });
  });

  const called = new Set<string>();
  const call = async (name: string, args: Record<string, unknown> = {}) => {
    called.add(name);
    const result = await client.callTool({ name, arguments: args });
    const content = result.content as Content[];
    assert.ok(!result.isError, content[0].text);
    return { told: JSON.parse(content[0].text!) as Record<string, never>, images: content.slice(1) };
  };
  const refusal = async (name: string, args: Record<string, unknown>): Promise<string> => {
    const result = await client.callTool({ name, arguments: args });
    assert.equal(result.isError, true, JSON.stringify(result.content).slice(0, 300));
    return (result.content as Content[])[0].text!;
  };
  const model = 'models/faces-cnn.onnx';
  const image = 'faces/test/sunglasses/sunglasses-00.png';

  it('say what they are called, what they take and whether they write', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.filter(({ annotations }) => !annotations?.readOnlyHint).map(({ name }) => name),
      ['evaluate_folder'],
    );
    for (const { name, description, inputSchema } of tools) {
      assert.ok(description!.length > 80, name);
      assert.equal(inputSchema.type, 'object');
      for (const value of Object.values(inputSchema.properties ?? {}))
        assert.ok((value as { description?: string }).description, name);
    }
  });

  it('list models, and describe one with the methods that run on it', async () => {
    const { told } = await call('list_models');
    assert.deepEqual(told.models, [{ model: path.join(folder, model), bytes: told.models[0]['bytes'], recipe: true }]);
    const described = (await call('describe_model', { model })).told as unknown as {
      labels: string[];
      task: { id: string };
      methods: { id: string; forward_passes: number }[];
    };
    assert.deepEqual(
      [described.task.id, described.labels],
      ['classification', ['glasses', 'no-glasses', 'sunglasses']],
    );
    assert.ok(described.methods.find(({ id }) => id === 'grad-cam')!.forward_passes < 5);
  });

  it('predict as the command line does', async () => {
    const { told } = await call('predict', { model, image, top: 2 });
    const said = told.predictions as unknown as { label: string; probability: number }[];
    const out = path.join(folder, 'explained');
    const { stdout } = lens(
      ...['explain', path.join(folder, image), '--model', path.join(folder, model), '--method', 'gradient'],
      ...['--device', 'cpu', '--out', out, '--json'],
    );
    const [best] = (JSON.parse(stdout) as { predictions: { label: string; score: number }[] }).predictions;
    rmSync(out, { recursive: true });
    assert.equal(said.length, 2);
    assert.equal(said[0].label, best.label);
    assert.ok(Math.abs(said[0].probability - best.score) < 1e-4);
  });

  it('explain an image in numbers and as an image', async () => {
    const { told, images } = await call('explain_image', {
      model,
      image,
      methods: ['grad-cam', 'gradient'],
      regions: 2,
    });
    const { maps, explained } = told as unknown as {
      explained: { label: string };
      maps: {
        method: string;
        peak_lies: string;
        peak: { row: number; column: number };
        peak_in_image: { x: number; y: number };
        share_by_region: number[][];
        object: { share_inside: number; object_share_of_image: number };
        checks: { believable: boolean; made: { id: string; passed: boolean; formula: string }[] };
      }[];
    };
    assert.equal(explained.label, 'sunglasses');
    assert.deepEqual(
      maps.map(({ method }) => method),
      ['grad-cam', 'gradient'],
    );
    for (const { share_by_region: shares, object, peak, peak_in_image: place, checks } of maps) {
      const ids = checks.made.map(({ id }) => id);
      for (const id of ['training', 'specificity', 'randomisation', 'pointing'])
        assert.ok(ids.includes(id), ids.join());
      assert.equal(
        checks.believable,
        checks.made.every(({ passed }) => passed),
      );
      assert.ok(Math.abs(shares.flat().reduce((a, b) => a + b) - 1) < 1e-3);
      assert.ok(object.share_inside > object.object_share_of_image && object.share_inside <= 1);
      // The sample's images have the size of the network's input.
      assert.deepEqual([place.x, place.y], [peak.column + 0.5, peak.row + 0.5]);
    }
    assert.deepEqual(
      images.map(({ type, mimeType }) => [type, mimeType]),
      Array(2).fill(['image', 'image/png']),
    );
    const { width, height } = await sharp(Buffer.from(images[0].data!, 'base64')).metadata();
    assert.ok(width >= 224 && height >= 224, `${width} × ${height}`);
  });

  it('explain another class on request, and refuse one that is not there', async () => {
    const { told } = await call('explain_image', { model, image, target: 'glasses' });
    assert.equal(told.explained['label'], 'glasses');
    const { told: difference } = await call('explain_image', { model, image, target: 'sunglasses-glasses' });
    assert.equal(difference.explained['label'], 'sunglasses less glasses');
    assert.match(await refusal('explain_image', { model, image, target: 'hat' }), /no class hat/);
  });

  it('evaluate a folder, find what is wrong in it and compare two runs', async () => {
    const evaluated = await call('evaluate_folder', { folder: 'faces/test', models: [model] });
    const out = path.join(folder, '.saliency-lens/test');
    assert.deepEqual([evaluated.told.results, evaluated.told.images], [out, 6]);
    const summary = JSON.parse(readFileSync(path.join(out, 'summary.json'), 'utf8')) as {
      models: { classification: { accuracy: { mean: number } } }[];
      misclassified: { name: string }[];
    };
    const { accuracy } = (evaluated.told.models[0] as { measures: { accuracy: number } }).measures;
    assert.ok(Math.abs(accuracy - summary.models[0].classification.accuracy.mean) < 1e-4);
    const { told: wrong } = await call('find_wrong_images', { results: out });
    assert.equal(wrong.wrong, summary.misclassified.length);
    const other = path.join(folder, 'other');
    await call('evaluate_folder', { folder: 'faces/test', models: [model], limit: 3, out: other });
    const { told: difference } = await call('compare_runs', { results: out, before: other });
    assert.deepEqual(
      (difference.models as { name: string; images_in_both: number; file_changed: boolean }[]).map(
        ({ name, images_in_both: both, file_changed: changed }) => [name, both, changed],
      ),
      [['faces-cnn', 3, false]],
    );
  });

  it('read and write nothing outside their folders, links followed', async () => {
    const elsewhere = /outside the folders that are open/;
    assert.match(await refusal('predict', { model, image: path.join(outside, 'secret.png') }), elsewhere);
    assert.match(await refusal('predict', { model, image: '../secret.png' }), elsewhere);
    assert.match(await refusal('predict', { model, image: 'links/out.png' }), elsewhere);
    assert.match(await refusal('explain_image', { model: '/etc/passwd', image }), elsewhere);
    assert.match(
      await refusal('evaluate_folder', { folder: 'faces/test', models: [model], out: '../elsewhere' }),
      elsewhere,
    );
    assert.match(await refusal('evaluate_folder', { folder: outside, models: [model] }), elsewhere);
    assert.match(await refusal('find_wrong_images', { results: outside }), elsewhere);
    assert.match(await refusal('compare_runs', { results: '.saliency-lens/test', before: outside }), elsewhere);
    assert.match(
      await refusal('explain_image', {
        model,
        image,
        methods: [`integrated-gradients:baselineFile=${path.join(outside, 'b.npy')}`],
      }),
      elsewhere,
    );
  });

  it('say what is wrong with arguments', async () => {
    assert.match(await refusal('predict', { model }), /image/);
    assert.match(await refusal('predict', { model, image, top: 0 }), /top/);
    assert.match(await refusal('explain_image', { model, image, methods: ['gradcam'] }), /no method gradcam/);
    assert.match(await refusal('no_tool', {}), /no tool no_tool/);
  });

  it('were all called', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual([...called].sort(), tools.map(({ name }) => name).sort());
  });

  it('leave nothing on stdout but the protocol', () => {
    const said = (message: object): string => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
    const params = { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    const { status, stdout } = spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), 'mcp', folder], {
      input: said({ id: 1, method: 'initialize', params }) + said({ method: 'notifications/initialized' }),
      encoding: 'utf8',
    });
    assert.equal(status, 0);
    assert.match(stdout, /^.+\n$/);
    assert.equal((JSON.parse(stdout) as { id: number }).id, 1);
  });

  it('are not served for a whole disk or a folder that is not there', () => {
    const ended = [lens('mcp', '/'), lens('mcp', path.join(folder, 'nowhere'))];
    assert.deepEqual(
      ended.map(({ status }) => status),
      [2, 2],
    );
    assert.match(ended[0].stderr, /whole disk/);
    assert.match(ended[1].stderr, /no such folder/);
  });
});
