import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { installDebian } from './debian.mjs';
import { cache } from './paths.mjs';

/**
 * SwiftShader, the software Vulkan device that Debian's chromium package brings: runs the WebGPU provider without a
 * GPU.
 */
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';
/** Vulkan's loader, by which a program finds the driver; chromium brings a copy of its own and does not ask for it. */
const loaders = ['x86_64-linux-gnu', 'aarch64-linux-gnu', '', '../lib64'].map((folder) =>
  path.join('/usr/lib', folder, 'libvulkan.so.1'),
);

/**
 * Environment in which ONNX Runtime's WebGPU provider finds the software device; installs it on Linux when it is
 * missing.
 */
export async function softwareVulkan() {
  if (process.platform !== 'linux') return {};
  if (!existsSync(driver))
    await installDebian(['chromium'], "the software Vulkan device of Debian's chromium is missing");
  if (!loaders.some(existsSync)) await installDebian(['libvulkan1'], 'the loader of Vulkan is missing');
  const runtime = path.join(cache, 'xdg-runtime');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  return { VK_DRIVER_FILES: driver, XDG_RUNTIME_DIR: runtime };
}
