import type { KubernetesSupport } from './rows';

const calendar = {
  source: 'Amazon EKS release calendar by endoflife.date/amazon-eks; 14 months of standard support from the release',
  asOf: '2026-11-24',
} as const;

/** Minors that EKS has or had; one that is missing is not known to exist there. */
export const kubernetesSupport: readonly KubernetesSupport[] = [
  { minor: '1.30', standardUntil: '2025-07-23', ...calendar },
  { minor: '1.31', standardUntil: '2025-11-26', ...calendar },
  { minor: '1.32', standardUntil: '2026-03-23', ...calendar },
  { minor: '1.33', standardUntil: '2026-07-29', ...calendar },
  { minor: '1.34', standardUntil: '2026-12-02', ...calendar },
  { minor: '1.35', standardUntil: '2027-03-27', ...calendar },
  {
    minor: '1.36',
    standardUntil: null,
    source: 'Amazon EKS user guide, Kubernetes versions (names 1.36 as available)',
    asOf: '2026-11-24',
  },
];
