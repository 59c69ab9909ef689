import type { Provenance } from './rows';

/** Node images of EKS: which `ami_type` serves which accelerators on which processors. */
export interface NodeImage extends Provenance {
  readonly family: 'al2023' | 'bottlerocket';
  /** Vendor of the accelerators; null: none. */
  readonly vendor: string | null;
  readonly architecture: 'amd64' | 'arm64';
  readonly amiType: string;
  /** Component row that pins the release. */
  readonly component: string;
}

const eks = { source: 'EKS API reference, AMITypes of CreateNodegroup', asOf: '2026-11-23' } as const;

/** Pairs that are missing here have no image: a pool that asks for one is refused. */
export const nodeImages: readonly NodeImage[] = [
  {
    family: 'bottlerocket',
    vendor: 'nvidia',
    architecture: 'amd64',
    amiType: 'BOTTLEROCKET_x86_64_NVIDIA',
    component: 'ami/bottlerocket-nvidia',
    ...eks,
  },
  {
    family: 'bottlerocket',
    vendor: 'nvidia',
    architecture: 'arm64',
    amiType: 'BOTTLEROCKET_ARM_64_NVIDIA',
    component: 'ami/bottlerocket-nvidia',
    ...eks,
  },
  {
    family: 'bottlerocket',
    vendor: null,
    architecture: 'amd64',
    amiType: 'BOTTLEROCKET_x86_64',
    component: 'ami/bottlerocket',
    ...eks,
  },
  {
    family: 'bottlerocket',
    vendor: null,
    architecture: 'arm64',
    amiType: 'BOTTLEROCKET_ARM_64',
    component: 'ami/bottlerocket',
    ...eks,
  },
  {
    family: 'al2023',
    vendor: 'nvidia',
    architecture: 'amd64',
    amiType: 'AL2023_x86_64_NVIDIA',
    component: 'ami/al2023-nvidia',
    ...eks,
  },
  {
    family: 'al2023',
    vendor: 'nvidia',
    architecture: 'arm64',
    amiType: 'AL2023_ARM_64_NVIDIA',
    component: 'ami/al2023-nvidia',
    ...eks,
  },
  {
    family: 'al2023',
    vendor: 'aws',
    architecture: 'amd64',
    amiType: 'AL2023_x86_64_NEURON',
    component: 'ami/al2023-neuron',
    ...eks,
  },
  {
    family: 'al2023',
    vendor: null,
    architecture: 'amd64',
    amiType: 'AL2023_x86_64_STANDARD',
    component: 'ami/al2023',
    ...eks,
  },
  {
    family: 'al2023',
    vendor: null,
    architecture: 'arm64',
    amiType: 'AL2023_ARM_64_STANDARD',
    component: 'ami/al2023',
    ...eks,
  },
];
