/** One field that the DCGM exporter reads from each GPU. */
export interface DcgmField {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
}

/**
 * What the exporter reads: its default list leaves out errors and throttling, which the alerts need.
 * Every field costs a read on every GPU each interval, so nothing is listed that no rule or dashboard shows.
 */
export const dcgmFields: readonly DcgmField[] = [
  { name: 'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', type: 'counter', help: 'Double-bit ECC errors since the driver was loaded' },
  { name: 'DCGM_FI_DEV_FB_FREE', type: 'gauge', help: 'Free frame buffer in MiB' },
  { name: 'DCGM_FI_DEV_FB_USED', type: 'gauge', help: 'Used frame buffer in MiB' },
  { name: 'DCGM_FI_DEV_GPU_TEMP', type: 'gauge', help: 'GPU temperature in degrees Celsius' },
  { name: 'DCGM_FI_DEV_GPU_UTIL', type: 'gauge', help: 'GPU utilisation in percent' },
  { name: 'DCGM_FI_DEV_MEMORY_TEMP', type: 'gauge', help: 'Memory temperature in degrees Celsius' },
  { name: 'DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL', type: 'counter', help: 'NVLink bytes over all lanes' },
  {
    name: 'DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL',
    type: 'counter',
    help: 'NVLink flow-control CRC errors over all lanes',
  },
  {
    name: 'DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL',
    type: 'counter',
    help: 'NVLink recovery errors over all lanes',
  },
  { name: 'DCGM_FI_DEV_POWER_USAGE', type: 'gauge', help: 'Power draw in W' },
  { name: 'DCGM_FI_DEV_POWER_VIOLATION', type: 'counter', help: 'Throttling by the power limit in microseconds' },
  { name: 'DCGM_FI_DEV_SM_CLOCK', type: 'gauge', help: 'SM clock in MHz' },
  { name: 'DCGM_FI_DEV_THERMAL_VIOLATION', type: 'counter', help: 'Throttling by heat in microseconds' },
  {
    name: 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION',
    type: 'counter',
    help: 'Energy since the driver was loaded in mJ',
  },
  { name: 'DCGM_FI_DEV_XID_ERRORS', type: 'gauge', help: 'Number of the last XID error' },
  { name: 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', type: 'gauge', help: 'Share of cycles in which the tensor pipe works' },
];

/** The list in the exporter's own format. */
export const dcgmCsv = (): string => dcgmFields.map(({ name, type, help }) => `${name}, ${type}, ${help}.`).join('\n');
