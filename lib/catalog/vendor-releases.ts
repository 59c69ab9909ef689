import type { Provenance } from './rows';

/** The release of the platform that the accelerators of a vendor need on every cluster. */
export interface VendorRelease extends Provenance {
  /** Vendor of the accelerators. */
  readonly vendor: string;
  /** Name of the release and of its row, `chart/<name>`. */
  readonly release: string;
}

export const vendorReleases: readonly VendorRelease[] = [
  {
    vendor: 'nvidia',
    release: 'gpu-operator',
    source: 'NVIDIA GPU Operator documentation: device plugin, exporter and driver of NVIDIA GPUs',
    asOf: '2026-11-24',
  },
  {
    vendor: 'amd',
    release: 'amd-gpu-operator',
    source: 'ROCm/gpu-operator: device plugin, exporter and driver of AMD Instinct GPUs',
    asOf: '2026-11-24',
  },
  {
    vendor: 'aws',
    release: 'neuron-helm-chart',
    source: 'AWS Neuron documentation, Kubernetes: device plugin of Trainium and Inferentia',
    asOf: '2026-11-24',
  },
];
