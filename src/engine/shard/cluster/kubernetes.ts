import { stringify } from 'yaml';

/** What an Indexed Job needs to know. */
export interface KubernetesJob {
  /** Parts, one pod each. */
  readonly count: number;
  readonly atOnce: number;
  /** Arguments of `saliency-lens` behind its name, without what says which part. */
  readonly words: readonly string[];
  /** Folder of the volume that holds models, images and results. */
  readonly folder: string;
}

/** Exit statuses after which another try does not help: wrong arguments. */
const HOPELESS = [2];
/** Those of a part that was stopped or interrupted: the next try goes on from there, and counts as no failure. */
const INTERRUPTED = [75, 130];
const RETRIES = 6;
const IMAGE = 'saliency-lens';
const CONTAINER = 'saliency-lens';
const CLAIM = 'saliency-lens-data';

/**
 * An Indexed Job of the batch/v1 API and the job that merges, to be applied when the first has completed: every index
 * may fail some times by itself; wrong arguments fail the whole job at once, and a pod that was moved counts as no
 * failure.
 */
export function kubernetesJobs({ count, atOnce, words, folder }: KubernetesJob): { parts: string; merge: string } {
  const pod = (more: readonly string[]) => ({
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: CONTAINER,
          image: IMAGE,
          args: [...words, ...more],
          workingDir: folder,
          volumeMounts: [{ name: 'data', mountPath: folder }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: CLAIM } }],
    },
  });
  const job = (name: string, spec: object): string =>
    stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec });
  const podFailurePolicy = {
    rules: [
      { action: 'FailJob', onExitCodes: exits(HOPELESS) },
      { action: 'Ignore', onExitCodes: exits(INTERRUPTED) },
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ],
  };
  return {
    parts: job('saliency-lens', {
      completionMode: 'Indexed',
      completions: count,
      parallelism: Math.min(count, atOnce),
      backoffLimitPerIndex: RETRIES,
      podFailurePolicy,
      template: pod(['--shard', `auto/${count}`]),
    }),
    merge: job('saliency-lens-merge', { backoffLimit: 1, template: pod(['--merge']) }),
  };
}

const exits = (values: readonly number[]) => ({ containerName: CONTAINER, operator: 'In', values });

/** The image of the pods: the command line alone, from the package that `npm run package:cli` makes. */
export const DOCKERFILE = `# docker build -t ${IMAGE} . beside the package that npm run package:cli makes
FROM node:20-bookworm-slim
WORKDIR /package
COPY saliency-lens-*.tgz .
RUN npm install --global saliency-lens-*.tgz
USER node
ENTRYPOINT ["saliency-lens"]
`;
