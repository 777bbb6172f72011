import type {
  SignalBank,
  SignalBankRequest,
  SignalScattering,
  SignalScatteringRequest,
  SignalWavelet,
} from '../../../protocol/scattering';
import { littlewoodPaley1d } from '../../scattering/analysis';
import type { Filter1d, FilterBank1d } from '../../scattering/bank1d';
import { bankOf1d, paddingOf1d, paths1d } from '../../scattering/options1d';
import { scatteringModel1d } from '../../scattering/transform1d';
import { createSession, type RuntimeOptions } from '../../session/runtime';
import { fromReal, ifft } from '../../tensor/fft';
import { asFloats } from '../../tensor/tensor';
import { storedSignal } from './array';
import { meansOf } from './coefficients';

/** Where an envelope has ended, in standard deviations. */
const REACH = 4;

/**
 * The filter bank of the 1-D scattering transform, as data to look at. @throws LensError when there is none for these
 * numbers
 */
export function signalBank(request: SignalBankRequest): SignalBank {
  const bank = bankOf1d(request);
  const { padded, psi1, psi2, phi } = bank;
  const first = psi1.map((filter, n) => described(filter, `psi1 n=${n}`, 1, bank));
  const second = psi2.map((filter, n) => described(filter, `psi2 n=${n}`, 2, bank));
  const sums = [psi1, psi2].map((family) => centred(littlewoodPaley1d(phi, family)));
  const data = new Float32Array(2 * padded);
  sums.forEach((sum, k) => data.set(sum, k * padded));
  return {
    request,
    padded,
    filters: [...first, ...second, described(phi, 'phi', 0, bank)],
    littlewoodPaley: { dims: [2, padded], data },
  };
}

function described(
  filter: Filter1d,
  name: string,
  order: SignalWavelet['order'],
  { padded }: FilterBank1d,
): SignalWavelet {
  const { xi, sigma, j } = filter;
  const transfer = filter.fourier();
  const envelope = 1 / (2 * Math.PI * sigma);
  const { re, im } = ifft(fromReal(transfer));
  const width = Math.min(padded, 2 * Math.ceil(REACH * envelope) + 1);
  const data = new Float32Array(2 * width);
  for (let i = 0; i < width; i++) {
    const at = (i - (width >> 1) + padded) % padded;
    data[i] = re[at];
    data[width + i] = im[at];
  }
  return {
    // |ψ|² is a Gaussian exp(−(ω − xi)²/sigma²), half as high at sqrt(ln 2)·sigma from its centre.
    name,
    order,
    scale: j,
    centreFrequency: xi,
    bandwidth: 2 * Math.sqrt(Math.LN2) * sigma,
    sigma: envelope,
    time: { dims: [2, width], data },
    frequency: { dims: [padded], data: centred(transfer) },
  };
}

/** Values over frequencies with zero in the middle. */
const centred = (values: Float64Array): Float32Array =>
  Float32Array.from(values, (_, i) => values[(i + values.length / 2) % values.length]);

/** The scattering coefficients of one signal: [channels · paths, time]. @throws LensError */
export async function signalScattering(
  request: SignalScatteringRequest,
  runtime: RuntimeOptions,
): Promise<SignalScattering> {
  const begin = performance.now();
  const { J, Q, T, maxOrder } = request;
  const signal = storedSignal(request.input);
  const [, channels, length] = signal.dims;
  const options = { length, channels, J, Q, ...(T !== undefined && { T }), maxOrder };
  const bank = bankOf1d(options);
  const session = await createSession(scatteringModel1d(options), runtime);
  try {
    const { scattering } = await session.run({ signal });
    const { dims, data } = asFloats(scattering);
    const paths = paths1d(bank, maxOrder);
    const { from, before, stride } = paddingOf1d(bank, options);
    return {
      request,
      signal: { dims: [channels, length], data: signal.data },
      paths,
      frequencies: [bank.psi1.map((f) => f.xi), bank.psi2.map((f) => f.xi)],
      coefficients: { dims: dims.slice(1), data },
      start: from * stride - before,
      stride,
      means: meansOf(data, channels, paths.length),
      seconds: (performance.now() - begin) / 1000,
    };
  } finally {
    await session.release();
  }
}
