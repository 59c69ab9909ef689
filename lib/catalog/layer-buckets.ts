import type { Catalog, LayerBucket } from './rows';

const archeio = {
  source: 'kubernetes/registry.k8s.io@012f74b4:cmd/archeio/internal/app/buckets.go (awsRegionToHostURL)',
  asOf: '2026-11-24',
} as const;

export const layerBuckets: readonly LayerBucket[] = [
  {
    registry: 'ecr',
    region: null,
    bucket: 'prod-{region}-starport-layer-bucket',
    needsInternet: false,
    source: 'Amazon ECR user guide, interface VPC endpoints: minimum S3 bucket permissions',
    asOf: '2026-11-24',
  },
  {
    registry: 'registry.k8s.io',
    region: null,
    bucket: 'prod-registry-k8s-io-{region}',
    needsInternet: true,
    ...archeio,
  },
  {
    registry: 'registry.k8s.io',
    region: 'eu-west-2',
    bucket: '767373bbdcb8270361b96548387bf2a9ad0d48758c35-eu-west-2',
    needsInternet: true,
    ...archeio,
  },
  {
    registry: 'quay.io',
    region: 'us-east-1',
    bucket: 'quayio-production-s3',
    needsInternet: true,
    source:
      'OpenShift firewall prerequisites (Quay image content in AWS); quay.io sends callers in us-east-1 to S3 itself',
    asOf: '2026-11-24',
  },
];

/** Buckets that pulls in a region pass through its gateway endpoint; a row of the region precedes the row of all regions. */
export function layerBucketsOf({ layerBuckets }: Catalog, region: string, hasInternet: boolean): readonly string[] {
  const registries = [...new Set(layerBuckets.map((row) => row.registry))];
  return registries
    .flatMap((registry) => {
      const rows = layerBuckets.filter((row) => row.registry === registry && (hasInternet || !row.needsInternet));
      return rows.find((row) => row.region === region) ?? rows.find((row) => row.region === null) ?? [];
    })
    .map((row) => row.bucket.replace('{region}', region))
    .sort();
}
