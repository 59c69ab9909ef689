import { describe, expect, it } from 'vitest';
import { at, inHall, inRegion } from './factories';

const jobOf = (stack: ReturnType<typeof inHall>) => at(stack.manifests('Job')[0], 'spec', 'template', 'spec');

describe('weights in a volume', () => {
  it('are downloaded into it, with the token for gated ones', () => {
    const pod = jobOf(inHall({}, { weights: { tokenSecret: 'hub-token', revision: 'abc' } }));
    expect(at(pod, 'initContainers')).toBeUndefined();
    expect(at(pod, 'containers', 0, 'command')).toEqual([
      'hf',
      'download',
      'meta-llama/Llama-3.3-70B-Instruct',
      '--local-dir',
      '/models/llama-3.3-70b',
      '--exclude',
      '*/*',
      '--revision',
      'abc',
    ]);
    expect(at(pod, 'containers', 0, 'env', 1, 'valueFrom', 'secretKeyRef', 'name')).toBe('hub-token');
    expect(at(pod, 'volumes', 0, 'persistentVolumeClaim', 'claimName')).toBe('weights-chat');
  });

  it('have room as they are published, though the engine makes them smaller', () => {
    const room = (stack: ReturnType<typeof inHall>) =>
      at(stack.manifests('PersistentVolumeClaim')[0], 'spec', 'resources', 'requests', 'storage');
    expect(room(inHall())).toBe('145Gi');
    expect(room(inHall({}, { weights: { source: 's3://models/llama-in-fp8' } }))).toBe('75Gi');
  });
});

describe('weights in a bucket', () => {
  const stack = inRegion({ weights: { tokenSecret: 'hub-token' } });
  const pod = jobOf(stack);

  it('are written through its API by way of a scratch volume, and the token stays with the download', () => {
    expect(at(pod, 'initContainers', 0, 'command', 0)).toBe('hf');
    expect(at(pod, 'containers', 0, 'command')).toEqual([
      'aws',
      's3',
      'sync',
      '--only-show-errors',
      '/models/llama-3.3-70b',
      's3://test-east-weights-111122223333/llama-3.3-70b',
      '--exclude',
      '.cache/*',
    ]);
    expect(JSON.stringify(at(pod, 'containers', 0, 'env'))).not.toContain('HF_TOKEN');
    expect(at(pod, 'volumes', 0, 'ephemeral', 'volumeClaimTemplate', 'spec', 'storageClassName')).toBe('test-gp3');
  });

  it('are read through a mount that cannot write', () => {
    expect(at(stack.manifests('PersistentVolume')[0], 'spec')).toMatchObject({
      accessModes: ['ReadOnlyMany'],
      mountOptions: ['read-only', 'allow-other', 'uid=1000', 'gid=1000', 'region=us-east-1'],
    });
    expect(at(stack.manifests('PersistentVolumeClaim')[0], 'spec', 'accessModes')).toEqual(['ReadOnlyMany']);
  });

  it('go from bucket to bucket where they lie in one', () => {
    const direct = jobOf(inRegion({ weights: { source: 's3://models/llama' } }));
    expect(at(direct, 'initContainers')).toBeUndefined();
    expect(at(direct, 'containers', 0, 'command')).toEqual(
      expect.arrayContaining(['s3://models/llama', 's3://test-east-weights-111122223333/llama-3.3-70b']),
    );
    expect(at(direct, 'volumes', 0)).toEqual({ name: 'weights', emptyDir: {} });
  });

  it('have another job when what it does is another', () => {
    const name = (stack: ReturnType<typeof inHall>) => at(stack.manifests('Job')[0], 'metadata', 'name');
    expect(name(inRegion({ weights: { tokenSecret: 'hub-token', revision: 'one' } }))).not.toBe(
      name(inRegion({ weights: { tokenSecret: 'hub-token', revision: 'two' } })),
    );
  });
});
