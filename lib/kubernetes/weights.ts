import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import { clusterNames, servingNames } from '../planner/model/names';
import type { StoragePlan } from '../planner/model/plan';
import { podLabels } from './labels';
import { addObject } from './objects';
import { containerSecurity, podSecurity } from './pod-template';
import type { ServingParts } from './serving-parts';

/** Where weights are cached: a claim of a class, or a bucket that is mounted. */
export type WeightsStorage = Pick<StoragePlan, 'className' | 'weights'>;

/** The weights cache of a serving, and the job that fills it. */
export function addWeights(scope: Construct, serving: ServingParts, storage: WeightsStorage): Manifest[] {
  const { namespace } = serving;
  const name = servingNames(serving.name).weightsClaim;
  const { weights } = storage;
  const requests = { storage: `${serving.cacheGib}Gi` };
  const volume =
    weights.kind === 'bucket' ? clusterNames(serving.factory).weightsVolume(namespace, serving.name) : null;
  const volumes =
    weights.kind === 'bucket' && volume !== null
      ? [
          addObject(scope, 'volume', {
            apiVersion: 'v1',
            kind: 'PersistentVolume',
            metadata: { name: volume },
            spec: {
              capacity: requests,
              // Servers, none of which is root, read through the mount; the bucket is filled through its API.
              accessModes: ['ReadOnlyMany'],
              persistentVolumeReclaimPolicy: 'Retain',
              // No class: the API drops an empty one, and the provider takes that for a change of its own.
              claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
              mountOptions: ['read-only', 'allow-other', 'uid=1000', 'gid=1000', `region=${weights.region}`],
              csi: {
                driver: weights.driver,
                volumeHandle: volume,
                volumeAttributes: { bucketName: weights.bucket },
              },
            },
          }),
        ]
      : [];
  const claim = addObject(
    scope,
    'claim',
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace },
      spec: {
        accessModes: [volume === null ? 'ReadWriteMany' : 'ReadOnlyMany'],
        resources: { requests },
        storageClassName: volume === null ? storage.className : '',
        ...(volume === null ? {} : { volumeName: volume }),
      },
    },
    { dependsOn: volumes },
  );
  return [...volumes, claim, addHydrateJob(scope, serving, storage, claim)];
}

function addHydrateJob(scope: Construct, serving: ServingParts, storage: WeightsStorage, claim: Manifest): Manifest {
  const { hydrate, namespace } = serving;
  const containers = hydrate.steps.map((step) => loader(serving, step));
  const last = containers.slice(-1);
  const labels = podLabels(serving, 'weights');
  return addObject(
    scope,
    'hydrate',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      // A deleted Job orphans its pods unless it says otherwise, and a finished pod still holds the claim.
      metadata: { name: serving.hydrateName, namespace, labels, finalizers: ['foregroundDeletion'] },
      spec: {
        backoffLimit: 6,
        template: {
          metadata: { labels },
          spec: {
            restartPolicy: 'OnFailure',
            automountServiceAccountToken: false,
            serviceAccountName: serving.serviceAccounts.weights,
            securityContext: podSecurity,
            ...(containers.length > 1 ? { initContainers: containers.slice(0, -1) } : {}),
            containers: last,
            volumes: [
              { name: 'weights', ...cacheOf(serving, storage) },
              { name: 'tmp', emptyDir: {} },
            ],
          },
        },
      },
    },
    {
      dependsOn: [claim],
      // The job controller labels the pods of a job with the job.
      computedFields: ['metadata.annotations', 'metadata.labels', 'spec.template.metadata.labels'],
    },
  );
}

/** Where the steps of the job meet: the cache itself, or a scratch volume beside a bucket. */
function cacheOf(serving: ServingParts, { weights, className }: WeightsStorage) {
  if (serving.hydrate.scratch) {
    const resources = { requests: { storage: `${serving.cacheGib}Gi` } };
    return {
      ephemeral: {
        volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], storageClassName: className, resources } },
      },
    };
  }
  return weights.kind === 'bucket'
    ? { emptyDir: {} }
    : { persistentVolumeClaim: { claimName: servingNames(serving.name).weightsClaim } };
}

/** The container of one step. */
function loader(serving: ServingParts, { name, fromHub, image, command }: ServingParts['hydrate']['steps'][number]) {
  const token = { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: serving.tokenSecret, key: 'token' } } };
  return {
    name,
    image,
    command,
    env: [{ name: 'HOME', value: '/tmp' }, ...(serving.tokenSecret === null || !fromHub ? [] : [token])],
    resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { cpu: '4', memory: '16Gi' } },
    securityContext: containerSecurity,
    volumeMounts: [
      { name: 'weights', mountPath: '/models' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}
