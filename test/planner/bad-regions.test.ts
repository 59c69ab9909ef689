import { describe, expect, it } from 'vitest';
import { formatFinding } from '../../lib/planner/model/finding';
import { errors, plan, region } from './factories';

type Pool = NonNullable<ReturnType<typeof region>['pools']>[string];
type Region = Parameters<typeof region>[0];

const zone = 'us-east-1a';
const admins = ['arn:aws:iam::111122223333:role/deployer'];
const block = { type: 'capacity-block' as const, id: 'cr-1', endsAt: '2027-01-25T11:30:00Z' };
const purchase = {
  durationHours: 48,
  startsFrom: '2027-01-01T00:00:00Z',
  startsBefore: '2027-01-03T00:00:00Z',
  acceptNotRefundable: true as const,
};
const bad = (pool: Pool, changes: Region = {}): string[] =>
  errors({ sites: { east: region({ pools: { serve: pool }, ...changes }) }, workloads: {} });
const version = (minor: string): Region => ({
  cluster: { version: minor, admins, privateCidrs: ['10.50.8.0/24'] },
});

describe('a bad region', () => {
  it('fails for an UltraServer that Karpenter would run, that is cut up, or that Terraform would buy', () => {
    expect(
      bad({ machine: 'p6e-gb200.36xlarge', count: 9, zones: [zone], capacity: block, manager: 'karpenter' }),
    ).toMatchInlineSnapshot(`
      [
        "error  manager-not-possible  sites.east.pools.serve.manager: p6e-gb200.36xlarge cannot be run by karpenter; use managed",
      ]
    `);
    expect(bad({ machine: 'p6e-gb200.36xlarge', count: 10, zones: [zone], capacity: block })).toMatchInlineSnapshot(`
      [
        "error  ultraserver-part  sites.east.pools.serve.count: 10 nodes of p6e-gb200.36xlarge, which is had in UltraServers of 9 or more; use a multiple of 9",
      ]
    `);
    expect(
      bad({ machine: 'p6e-gb200.36xlarge', count: 9, zones: [zone], capacity: { type: 'capacity-block', purchase } }),
    ).toMatchInlineSnapshot(`
      [
        "error  capacity-block-purchase  sites.east.pools.serve.capacity.purchase: UltraServers of p6e-gb200.36xlarge are not sold through Terraform; buy the block and state its id",
      ]
    `);
  });

  it('fails for a block that EC2 does not sell', () => {
    const capacity = {
      type: 'capacity-block' as const,
      purchase: { ...purchase, durationHours: 24 * 20, startsBefore: purchase.startsFrom },
    };
    expect(bad({ machine: 'p5.48xlarge', count: 65, zones: [zone], capacity })).toMatchInlineSnapshot(`
      [
        "error  capacity-block-purchase  sites.east.pools.serve.capacity.purchase: 65 nodes, and a block has at most 64; split the pool",
        "error  capacity-block-purchase  sites.east.pools.serve.capacity.purchase: durationHours is 480; blocks have whole days up to 14 and whole weeks above",
        "error  capacity-block-purchase  sites.east.pools.serve.capacity.purchase: startsBefore 2027-01-01T00:00:00Z is not after startsFrom 2027-01-01T00:00:00Z; correct the times",
      ]
    `);
  });

  it('fails for a bought block that Karpenter would have to find', () => {
    const capacity = { type: 'capacity-block' as const, purchase };
    expect(
      bad({ machine: 'p5.48xlarge', count: 2, zones: [zone], capacity, manager: 'karpenter' }),
    ).toMatchInlineSnapshot(`
      [
        "error  manager-not-possible  sites.east.pools.serve.manager: a block that is bought on apply has no id for Karpenter to select; use managed",
      ]
    `);
  });

  it('fails for a block with a placement group, and for a machine that is not sold as one', () => {
    expect(
      bad({ machine: 'p5.48xlarge', count: 2, zones: [zone], capacity: block, placementGroup: true }),
    ).toMatchInlineSnapshot(`
      [
        "error  placement-group-with-block  sites.east.pools.serve.placementGroup: instances of a capacity block are placed together already, and a placement group makes launches fail; leave it out",
      ]
    `);
    expect(bad({ machine: 'g6e.48xlarge', count: 2, zones: [zone], capacity: block })).toMatchInlineSnapshot(`
      [
        "error  capacity-not-offered  sites.east.pools.serve.capacity: g6e.48xlarge is not offered as capacity-block; use on-demand or spot or reservation",
      ]
    `);
  });

  it('fails for a zone that its region has not, whether of the site or of a pool', () => {
    expect(
      bad({ machine: 'p5.48xlarge', count: 2 }, { zones: ['us-east-1a', 'eu-central-1a'] }),
    ).toMatchInlineSnapshot(`
      [
        "error  zone-not-in-region  sites.east.zones.1: zone "eu-central-1a" is not in region us-east-1, which has us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f; name one of those",
      ]
    `);
    expect(bad({ machine: 'p5.48xlarge', count: 2, zones: ['us-east-1z'] })).toMatchInlineSnapshot(`
      [
        "error  zone-not-in-site  sites.east.pools.serve.zones.0: zone "us-east-1z" is not one of the site's zones us-east-1a, us-east-1b, us-east-1c; use one of them or add it to sites.east.zones",
      ]
    `);
  });

  it('fails for a Kubernetes that EKS no longer supports, or does not have', () => {
    expect(bad({ machine: 'p5.48xlarge', count: 2 }, version('1.33'))).toMatchInlineSnapshot(`
      [
        "error  kubernetes-not-supported  sites.east.cluster.version: kubernetes 1.33 left standard support on 2026-07-29, and clusters are made with standard support only; use 1.35 or 1.36",
        "error  kubernetes-too-old  sites.east.pools: kubernetes 1.33 is older than 1.34, which kueue and dynamic resource allocation need; upgrade the cluster",
      ]
    `);
    expect(bad({ machine: 'p5.48xlarge', count: 2 }, version('1.53'))).toMatchInlineSnapshot(`
      [
        "error  kubernetes-not-supported  sites.east.cluster.version: EKS is not known to have kubernetes 1.53; use 1.35 or 1.36, or add a row under catalog.kubernetesSupport",
      ]
    `);
  });

  it('warns of a Kubernetes whose standard support ends soon', () => {
    const { findings } = plan({
      sites: { east: region({ ...version('1.34'), pools: { serve: { machine: 'p5.48xlarge', count: 2 } } }) },
      workloads: {},
    });
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['warning kubernetes-support-ends']);
  });

  it('fails for nodes whose release is not known for the version of their cluster', () => {
    expect(
      bad({ machine: 'p5.48xlarge', count: 2, image: { family: 'al2023' } }, version('1.34')),
    ).toMatchInlineSnapshot(`
      [
        "error  image-not-pinned  sites.east.pools.serve.image.release: no release of AL2023_x86_64_NVIDIA is pinned for kubernetes 1.34; state one, or add a row ami/al2023 for this minor under catalog.components",
      ]
    `);
    expect(
      bad(
        { machine: 'p5.48xlarge', count: 2, image: { family: 'al2023', release: '1.34.9-20260930' } },
        version('1.34'),
      ),
    ).toEqual([]);
  });

  it('fails for more zones than its addresses are planned for', () => {
    const zones = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `us-east-1${letter}`);
    expect(errors({ sites: { east: region({ zones }) }, workloads: {} })).toMatchInlineSnapshot(`
      [
        "error  zone-not-in-region  sites.east.zones.6: zone "us-east-1g" is not in region us-east-1, which has us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f; name one of those",
        "error  too-many-zones  sites.east.zones: 7 zones (us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f, us-east-1g); the address plan holds up to 6: name those that pools use",
      ]
    `);
  });

  it('fails for releases that are said to be installed and that nobody knows', () => {
    expect(
      errors({ sites: { east: region({ installed: ['kueue', 'keda', 'prometheus'] }) }, workloads: {} }),
    ).toMatchInlineSnapshot(`
      [
        "error  unknown-release  sites.east.installed: "prometheus" is said to be installed already, and is none of the platform's releases; they are ai-gateway-crds-helm, ai-gateway-helm, amd-gpu-operator, aws-efa-k8s-device-plugin, cert-manager, dra-driver-nvidia-gpu, gateway-helm, gpu-operator, inference-extension-crds, karpenter, karpenter-crd, keda, kube-prometheus-stack, kueue, llm-d-crds, lws, network-operator, neuron-helm-chart",
      ]
    `);
  });

  it('warns if nothing states from where Terraform reaches a private API, with the stacks and the ways', () => {
    const warned = (changes: Region): string[] =>
      plan({ sites: { east: region(changes) } })
        .findings.filter(({ code }) => code === 'private-api')
        .map(formatFinding);
    expect(warned({})).toMatchInlineSnapshot(`
      [
        "warning  private-api  sites.east.cluster: the API of the cluster answers at private addresses, to its nodes only, so Terraform cannot apply test-east-platform and test-east-workloads; set cluster.privateCidrs to the ranges of your runners or VPN, cluster.publicCidrs to public ranges that may reach it, or access.context to a kubeconfig context that leads through a tunnel; see docs/first-deploy.md",
      ]
    `);
    const ways: Region[] = [
      { cluster: { admins, privateCidrs: ['10.50.8.0/24'] } },
      { cluster: { admins, publicCidrs: ['203.0.113.7/32'] } },
      { access: { context: 'tunnel' } },
    ];
    expect(ways.flatMap(warned)).toEqual([]);
    expect(warned({ cluster: { admins, privateCidrs: [], publicCidrs: [] } })).toHaveLength(1);
  });
});
