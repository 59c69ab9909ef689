import type { Provenance } from './rows';

/** The device class by which pods claim the accelerators of a vendor through DRA. */
export interface DeviceClass extends Provenance {
  readonly vendor: string;
  readonly name: string;
}

export const deviceClasses: readonly DeviceClass[] = [
  {
    vendor: 'nvidia',
    name: 'gpu.nvidia.com',
    source: 'kubernetes-sigs dra-driver-nvidia-gpu v0.5.0, the class that its chart makes for whole GPUs',
    asOf: '2026-11-24',
  },
];
