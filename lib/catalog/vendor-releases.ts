import type { VendorRelease } from './rows';

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
