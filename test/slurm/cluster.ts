import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

const NODES = ['n1', 'n2'];
const PORTS = { controller: 26817, nodes: 26821 };
/** Seconds without an answer after which a node counts as lost. */
const LOST = 10;

/** A Slurm cluster of two nodes on this machine, in a folder of its own. */
export class Cluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'lens-slurm-'));
  readonly env = { ...process.env, SLURM_CONF: join(this.folder, 'slurm.conf') };

  start(): void {
    install();
    startMunge();
    for (const folder of ['state', ...NODES.map((node) => `spool-${node}`)]) mkdirSync(join(this.folder, folder));
    writeFileSync(this.env.SLURM_CONF, configuration(this.folder));
    this.call('slurmctld');
    for (const node of NODES) this.startNode(node);
  }

  startNode(node: string): void {
    this.call('slurmd', '-N', node);
  }

  /** Ends a node as a power cut would: its daemon, and all it runs. */
  killNode(node: string): void {
    // Before the daemon, or it would tell the controller.
    this.kill(({ command }) => command[0].startsWith('slurmstepd') || command.join(' ').includes(`slurmd -N ${node}`));
    kill(processes().filter(({ environment }) => environment.includes(`SLURMD_NODENAME=${node}`)));
  }

  /** What a command of Slurm prints. */
  call(command: string, ...args: string[]): string {
    return execFileSync(command, args, { env: this.env, encoding: 'utf8' }).trim();
  }

  /** Signals the script of a job as Slurm does before its time is over. */
  signal(job: string, signal: string): void {
    // It would go on trying for a minute where the job has ended meanwhile.
    spawnSync('scancel', [`--signal=${signal}`, '--batch', job], { env: this.env, timeout: 2000 });
  }

  /** States of the tasks of a job: PENDING, RUNNING, COMPLETED… */
  states(job: string): string[] {
    const text = this.call('scontrol', 'show', 'job', job, '--oneliner');
    return text.split('\n').map((line) => /JobState=(\w+)/.exec(line)?.[1] ?? '');
  }

  stop(): void {
    spawnSync('scancel', ['--user=root'], { env: this.env });
    this.kill(() => true);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  /** Ends processes of this cluster, and of no other there may be. */
  private kill(which: (process: Process) => boolean): void {
    const ours = `SLURM_CONF=${this.env.SLURM_CONF}`;
    kill(processes().filter((one) => one.environment.includes(ours) && which(one)));
  }
}

interface Process {
  readonly pid: number;
  readonly command: readonly string[];
  readonly environment: readonly string[];
}

/** All processes but this one, as far as they may be looked at. */
function processes(): Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => {
    try {
      const [command, environment] = ['cmdline', 'environ'].map((file) =>
        readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0'),
      );
      return [{ pid: Number(pid), command, environment }];
    } catch {
      return [];
    }
  });
}

function kill(all: readonly Process[]): void {
  for (const { pid } of all) spawnSync('kill', ['-KILL', String(pid)]);
}

function install(): void {
  if (spawnSync('sbatch', ['--version']).status === 0) return;
  const packages = ['slurmctld', 'slurmd', 'slurm-client', 'munge'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, stdio: 'ignore' });
}

function startMunge(): void {
  if (spawnSync('pgrep', ['-x', 'munged']).status === 0) return;
  mkdirSync('/run/munge', { recursive: true });
  execFileSync('chown', ['munge:munge', '/run/munge']);
  execFileSync('runuser', ['-u', 'munge', '--', 'munged']);
}

const configuration = (folder: string): string =>
  [
    'ClusterName=lens',
    `SlurmctldHost=${hostname()}(127.0.0.1)`,
    'SlurmUser=root',
    'AuthType=auth/munge',
    'CredType=cred/munge',
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool-%n`,
    `SlurmctldPidFile=${folder}/controller.pid`,
    `SlurmdPidFile=${folder}/%n.pid`,
    `SlurmctldLogFile=${folder}/controller.log`,
    `SlurmdLogFile=${folder}/%n.log`,
    `SlurmctldPort=${PORTS.controller}`,
    'ProctrackType=proctrack/pgid',
    'TaskPlugin=task/none',
    'MpiDefault=none',
    'ReturnToService=2',
    `SlurmdTimeout=${LOST}`,
    'MinJobAge=600',
    'JobRequeue=1',
    // A job that goes back into the queue would else wait for two minutes.
    'SchedulerParameters=requeue_delay=1,sched_interval=2',
    'SelectType=select/cons_tres',
    'SlurmdParameters=config_overrides',
    ...NODES.map(
      (node, n) => `NodeName=${node} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${PORTS.nodes + n} CPUs=2`,
    ),
    `PartitionName=all Nodes=${NODES.join()} Default=YES MaxTime=INFINITE State=UP`,
    '',
  ].join('\n');
