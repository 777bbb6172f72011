import { scatteringInput } from '../filters/scattering/array';
import { scatteringBank } from '../filters/scattering/bank';
import { scatteringCoefficients } from '../filters/scattering/coefficients';
import { signalBank, signalScattering } from '../filters/scattering/signal';
import type { Answering, Answers } from './answers';

/** Answers about scattering networks. */
export function scatteringAnswers({ lanes }: Answering): Answers<'scattering'> {
  return {
    'scattering.input': async ({ input, J }) => scatteringInput(input, J),
    'scattering.bank': async (request) => scatteringBank(request),
    'scattering.coefficients': (request) =>
      lanes.interactively(() => scatteringCoefficients(request, { device: 'cpu', threads: 0 })),
    'scattering.signalBank': async (request) => signalBank(request),
    'scattering.signal': (request) =>
      lanes.interactively(() => signalScattering(request, { device: 'cpu', threads: 0 })),
  };
}
