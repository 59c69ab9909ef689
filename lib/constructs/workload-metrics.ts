import type { ITokenWorkload } from './token-workload';
export class WorkloadMetrics {
  constructor(readonly workload: ITokenWorkload) {}
}
