import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../../lib/catalog/catalog';
import { planAddons } from '../../../../lib/clouds/aws/rules/addons';

const versions = (kubernetesVersion: string) =>
  Object.fromEntries(
    planAddons({ kubernetesVersion, bucketWeights: true }, defaultCatalog).map(({ name, version }) => [name, version]),
  );

describe('planAddons', () => {
  it('plans the add-ons of a cluster in the order of their names', () => {
    const names = planAddons({ kubernetesVersion: '1.35', bucketWeights: true }, defaultCatalog).map(
      ({ name }) => name,
    );
    expect(names).toEqual([
      'aws-ebs-csi-driver',
      'aws-mountpoint-s3-csi-driver',
      'coredns',
      'eks-node-monitoring-agent',
      'eks-pod-identity-agent',
      'kube-proxy',
      'metrics-server',
      'vpc-cni',
    ]);
  });

  it('pins what belongs to a minor by that minor', () => {
    expect(versions('1.34')['kube-proxy']).toMatch(/^v1\.34\./);
    expect(versions('1.35')['kube-proxy']).toMatch(/^v1\.35\./);
    expect(versions('1.34')['vpc-cni']).toBe(versions('1.35')['vpc-cni']);
  });

  it('leaves out the bucket driver where no weights come from a bucket', () => {
    const names = planAddons({ kubernetesVersion: '1.35', bucketWeights: false }, defaultCatalog).map(
      ({ name }) => name,
    );
    expect(names).not.toContain('aws-mountpoint-s3-csi-driver');
  });

  it('enforces network policies, and gives its rights to the service account and not to the node', () => {
    const cni = planAddons({ kubernetesVersion: '1.35', bucketWeights: true }, defaultCatalog).find(
      ({ name }) => name === 'vpc-cni',
    );
    expect(cni?.configuration).toMatchObject({ enableNetworkPolicy: 'true' });
    expect(cni?.identity).toEqual({ serviceAccount: 'aws-node', namespace: 'kube-system', role: 'vpc-cni' });
  });

  it('names the missing row where the catalogue lacks an add-on', () => {
    const catalog = { ...defaultCatalog, components: [] };
    expect(() => planAddons({ kubernetesVersion: '1.35', bucketWeights: true }, catalog)).toThrow(
      /no row for "addon\/vpc-cni"/,
    );
  });
});
