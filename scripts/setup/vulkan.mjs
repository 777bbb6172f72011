import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { installDebian } from './debian.mjs';
import { cache } from './paths.mjs';

/**
 * SwiftShader, the software Vulkan device that Debian's chromium package brings: runs the WebGPU provider without a
 * GPU.
 */
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';

/**
 * Environment in which ONNX Runtime's WebGPU provider finds the software device; installs it on Linux when it is
 * missing.
 */
export async function softwareVulkan() {
  if (process.platform !== 'linux') return {};
  if (!existsSync(driver))
    await installDebian(['chromium'], "the software Vulkan device of Debian's chromium is missing");
  const runtime = path.join(cache, 'xdg-runtime');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  return { VK_DRIVER_FILES: driver, XDG_RUNTIME_DIR: runtime };
}
