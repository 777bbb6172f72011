import { euclidean } from '../../statistics/distance';
import { norm } from '../../statistics/values';
import { RandomStream } from '../../tensor/random';
import type { TrustCheck } from '../mark';

const MOST = 1;
const SAMPLES = 2;
/** Levels of a channel of an image of 8 bits. */
const STEPS = 255;

/** How far the map moves under noise that no eye and no file of the image could tell. */
export const quantisation: TrustCheck = {
  id: 'quantisation',
  label: 'Noise',
  question: 'Does the map stay as it is under noise too small for the image file to hold?',
  formula: `largest ‖E(x + noise) − E(x)‖₂ / ‖E(x)‖₂ of ${SAMPLES} draws, noise uniform in half a step of 8 bits; at most ${MOST}`,
  maps: SAMPLES,
  applies: ({ input: { levels } }) => levels !== undefined,
  async measure({ input: { tensor, levels }, map, explain }) {
    const { black, white } = levels!;
    const positions = tensor.data.length / tensor.dims[1];
    let value = 0;
    for (let sample = 0; sample < SAMPLES; sample++) {
      const stream = new RandomStream('quantisation', sample);
      const data = tensor.data.map((x, i) => {
        const channel = Math.floor(i / positions) % black.length;
        return x + ((white[channel] - black[channel]) / STEPS) * (stream.uniform() - 0.5);
      });
      const moved = await explain({ input: { ...tensor, data } });
      value = Math.max(value, euclidean(moved.data, map.data) / norm(map.data));
    }
    const passed = value <= MOST;
    return {
      passed,
      value,
      said: `moves ${Math.round(100 * value)} %`,
      ...(!passed && { why: 'It changes as a whole under noise that the image cannot even hold.' }),
    };
  },
};
