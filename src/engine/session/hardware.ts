import { readdirSync } from 'node:fs';

/**
 * Device files of GPUs on Linux: DRM render nodes, NVIDIA's, and the one Windows lends to its Linux
 * subsystem.
 */
const GRAPHICS = /^(renderD\d+|nvidia\d+|dxg)$/;

/**
 * Whether this machine may have a GPU. On Linux the device files tell, without waking a driver, which
 * takes time and writes warnings; elsewhere it cannot be told so cheaply, and the answer is yes.
 */
export function mayHaveGraphics(
  platform: NodeJS.Platform = process.platform,
  list: (folder: string) => string[] = namesIn,
): boolean {
  if (platform !== 'linux') return true;
  return ['/dev', '/dev/dri'].some((folder) => list(folder).some((name) => GRAPHICS.test(name)));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
