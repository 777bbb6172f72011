import * as z from 'zod';

/** Arguments that several tools have. */
export const path = (what: string) =>
  z.string().min(1).describe(`${what}: a path, absolute or relative to the first folder that is open`);

export const model = path('The model file');
export const image = path('The image, or a .npy array');

/** A method with its parameters, as the command line takes it. */
export const methods = z
  .array(z.string().min(1))
  .max(20)
  .describe(
    'Ids of explanation methods, for example "grad-cam", with parameters behind colons: "occlusion:window=3x16x16". describe_model lists them',
  );
