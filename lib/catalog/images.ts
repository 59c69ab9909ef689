import type { NodeImage } from './rows';

const eks = { source: 'EKS API reference, AMITypes of CreateNodegroup', asOf: '2026-11-23' } as const;
const bottlerocket = {
  family: 'bottlerocket',
  releasePerMinor: false,
  driver: true,
  toolkit: true,
  devicePlugin: true,
  partitioning: true,
  ...eks,
} as const;
const al2023 = {
  family: 'al2023',
  releasePerMinor: true,
  driver: true,
  toolkit: true,
  devicePlugin: false,
  partitioning: false,
  ...eks,
} as const;

/** Node images of EKS, preferred ones first; a pool whose machine has none is refused. */
export const nodeImages: readonly NodeImage[] = [
  {
    ...bottlerocket,
    vendor: 'nvidia',
    architecture: 'amd64',
    amiType: 'BOTTLEROCKET_x86_64_NVIDIA',
    component: 'ami/bottlerocket-nvidia',
  },
  {
    ...bottlerocket,
    vendor: 'nvidia',
    architecture: 'arm64',
    amiType: 'BOTTLEROCKET_ARM_64_NVIDIA',
    component: 'ami/bottlerocket-nvidia',
  },
  {
    ...bottlerocket,
    vendor: null,
    architecture: 'amd64',
    amiType: 'BOTTLEROCKET_x86_64',
    component: 'ami/bottlerocket',
  },
  {
    ...bottlerocket,
    vendor: null,
    architecture: 'arm64',
    amiType: 'BOTTLEROCKET_ARM_64',
    component: 'ami/bottlerocket',
  },
  {
    ...al2023,
    vendor: 'nvidia',
    architecture: 'amd64',
    amiType: 'AL2023_x86_64_NVIDIA',
    component: 'ami/al2023-nvidia',
  },
  {
    ...al2023,
    vendor: 'nvidia',
    architecture: 'arm64',
    amiType: 'AL2023_ARM_64_NVIDIA',
    component: 'ami/al2023-nvidia',
  },
  {
    ...al2023,
    vendor: 'aws',
    architecture: 'amd64',
    amiType: 'AL2023_x86_64_NEURON',
    component: 'ami/al2023-neuron',
  },
  {
    ...al2023,
    vendor: null,
    architecture: 'amd64',
    amiType: 'AL2023_x86_64_STANDARD',
    component: 'ami/al2023',
  },
  {
    ...al2023,
    vendor: null,
    architecture: 'arm64',
    amiType: 'AL2023_ARM_64_STANDARD',
    component: 'ami/al2023',
  },
];
