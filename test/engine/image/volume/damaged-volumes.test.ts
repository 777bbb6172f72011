import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readInput } from '../../../../src/engine/image/input';
import { completeRecipe } from '../../../../src/engine/image/recipe';
import { LensError } from '../../../../src/protocol/error';
import { dicomFile } from './dicom-file';
import { niftiFile } from './nifti-file';
import { tiffStackFile } from './tiff-stack-file';

const DIMS = [1, 3, 4, 5];
const values = Uint16Array.from({ length: 60 }, (_, i) => i);

describe('volumes that are hostile, damaged or something else', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-damaged-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const refusal = async (content: Uint8Array): Promise<LensError | null> => {
    const path = join(folder, 'a.volume');
    writeFileSync(path, content);
    try {
      await readInput(path, DIMS, completeRecipe({}, [], { dims: DIMS }));
      return null;
    } catch (error) {
      assert.ok(error instanceof LensError, String(error));
      assert.ok(['corrupt-image', 'wrong-shape'].includes(error.code), error.code);
      assert.ok(error.message.length <= 600);
      assert.doesNotMatch(error.message, /undefined|NaN|TypeError|RangeError/);
      return error;
    }
  };
  const nifti = niftiFile({ lengths: [5, 4, 3], values });
  const dicom = dicomFile({ width: 5, height: 4, frames: 3, values });
  const tiff = tiffStackFile(5, 4, [values.subarray(0, 20), values.subarray(20, 40), values.subarray(40)]);

  for (const [name, whole] of [
    ['NIfTI', nifti],
    ['packed NIfTI', gzipSync(nifti)],
    ['DICOM', dicom],
    ['TIFF', tiff],
  ] as const) {
    it(`as ${name} cut short are refused in one sentence`, async () => {
      assert.equal(await refusal(whole), null);
      for (let length = 0; length < whole.length - 1; length += 13)
        assert.ok(await refusal(whole.subarray(0, length)), `${length} of ${whole.length} bytes`);
    });

    it(`as ${name} with any byte changed are read or refused in one sentence, at once`, async () => {
      const begun = performance.now();
      for (let at = 0; at < Math.min(whole.length, 700); at += 3) {
        for (const byte of [0, 0xff, 0x80]) {
          const changed = Buffer.from(whole);
          changed[at] = byte;
          await refusal(changed);
        }
      }
      assert.ok(performance.now() - begun < 30_000);
    });
  }

  it('state more than there is room for', async () => {
    const giant = Buffer.from(nifti);
    for (const at of [42, 44, 46]) giant.writeInt16LE(32_000, at);
    assert.match((await refusal(giant))!.what, /32000 × 32000 × 32000.* more than the 268435456/);
    const many = dicomFile({ width: 65_535, height: 65_535, frames: 90_000, values });
    assert.match((await refusal(many))!.what, /more than the/);
    assert.match((await refusal(gzipSync(Buffer.alloc(1 << 24))))!.what, /another kind of file/);
  });

  it('are in forms that are not read, and say how they would be', async () => {
    const packed = dicomFile({ width: 5, height: 4, values, syntax: '1.2.840.10008.1.2.4.90' });
    assert.match((await refusal(packed))!.what, /1\.2\.840\.10008\.1\.2\.4\.90.*gdcmconv --raw/);
    const pair = Buffer.from(nifti);
    pair.write('ni1\0', 344, 'latin1');
    assert.match((await refusal(pair))!.what, /pair of files: save it as one \.nii file/);
    const palette = dicomFile({ width: 5, height: 4, values, photometric: 'PALETTE COLOR' });
    assert.match((await refusal(palette))!.what, /PALETTE COLOR/);
    assert.match((await refusal(Buffer.from('no volume at all')))!.message, /takes volumes of 3 × 4 × 5.*NIfTI/);
  });
});
