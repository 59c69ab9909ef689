import type { DeviceClass } from './rows';

export const deviceClasses: readonly DeviceClass[] = [
  {
    vendor: 'nvidia',
    name: 'gpu.nvidia.com',
    release: 'dra-driver-nvidia-gpu',
    source: 'kubernetes-sigs dra-driver-nvidia-gpu v0.5.0, the class that its chart makes for whole GPUs',
    asOf: '2026-11-24',
  },
];
