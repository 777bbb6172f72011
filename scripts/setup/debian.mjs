import { must, run, say, which } from './process.mjs';

/**
 * Installs Debian packages when this user may (root, or sudo without a password); otherwise throws one sentence naming
 * them. `why` ends the sentence "… is needed".
 */
export async function installDebian(packages, why) {
  const prefix = await privilege();
  if (!prefix)
    throw new Error(
      `${why}: install ${packages.join(' ')} (on Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}).`,
    );
  say(`Installing ${packages.join(' ')} (${why})`);
  const [command, ...first] = [...prefix, 'apt-get'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = [...first, 'install', '--yes', '--no-install-recommends', ...packages];
  const direct = await run(command, install, { env });
  if (direct.status === 0) return;
  // The package lists may be missing or too old: refresh them once.
  await must('apt-get update', command, [...first, 'update'], { env });
  await must('apt-get install', command, install, { env });
}

async function privilege() {
  if (!which('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  if (which('sudo') && (await run('sudo', ['-n', 'true'])).status === 0) return ['sudo', '-n'];
  return undefined;
}
