import type { CloudRelease, ReleaseInput } from '../../../planner/model/cloud';
import type { PlatformFacts } from '../../../planner/model/platform-facts';
import { acceleratorTaints, onTaintedNodes } from '../../../planner/site/platform-values';
import { EFA, EFA_RESOURCE } from './facts';
import { siteNames } from './names';
import { type AwsSiteSpec, isIsolated } from './site';

type Values = Readonly<Record<string, unknown>>;

const NAMESPACE = 'kube-system';

/** Returns the releases that nodes of EKS need: the device plugin of EFA, and Karpenter if it launches a pool. */
export function awsReleases(input: ReleaseInput<AwsSiteSpec>): readonly CloudRelease[] {
  const { pools, facts } = input;
  const hasEfa = pools.some((pool) => pool.fabric === EFA);
  const hasKarpenter = pools.some((pool) => pool.manager === 'dynamic');
  return [
    ...(hasEfa
      ? [
          {
            name: 'aws-efa-k8s-device-plugin',
            namespace: NAMESPACE,
            after: ['gpu-operator'],
            values: () => efaPluginValues(facts),
          },
        ]
      : []),
    ...(hasKarpenter
      ? [
          { name: 'karpenter-crd', namespace: NAMESPACE },
          {
            name: 'karpenter',
            namespace: NAMESPACE,
            after: ['karpenter-crd', 'kube-prometheus-stack'],
            values: () => karpenterValues(input, hasEfa),
          },
        ]
      : []),
  ];
}

const efaPluginValues = (facts: PlatformFacts): Values => ({
  tolerations: onTaintedNodes([...acceleratorTaints(facts), EFA_RESOURCE]),
});

const karpenterValues = ({ factory, site, facts }: ReleaseInput<AwsSiteSpec>, hasEfa: boolean): Values => ({
  // Names of the cloud's endpoints must resolve before CoreDNS has a node to run on.
  dnsPolicy: 'Default',
  priorityClassName: 'system-cluster-critical',
  replicas: 2,
  // Its role comes by pod identity.
  serviceAccount: { name: 'karpenter' },
  serviceMonitor: { enabled: true },
  controller: { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } } },
  settings: {
    clusterName: facts.clusterName,
    interruptionQueue: siteNames(factory.spec.name, site.name).events,
    // Karpenter queries prices, which no endpoint of the network offers.
    isolatedVPC: isIsolated(site.spec),
    ignoreDRARequests: true,
    featureGates: {
      // Pools with EFA tell by an overlay which huge pages their nodes have.
      nodeOverlay: hasEfa,
      nodeRepair: true,
      reservedCapacity: true,
      spotToSpotConsolidation: false,
      staticCapacity: false,
    },
  },
});
