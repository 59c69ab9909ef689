import type { Component } from './rows';

/**
 * Pinned parts of the platform.
 *
 * The planner looks components up by stable ids: `chart/<name>`, `addon/<name>`, `image/<name>`, `ami/<name>`,
 * `kubernetes`. A row whose id ends in a Kubernetes minor (`addon/coredns/1.34`) is taken for clusters of that minor in
 * place of the row without one. Override any of them with `components` in the factory file.
 */

const chart = (name: string, repository: string | null, version: string, source: string, asOf: string): Component => ({
  id: `chart/${name}`,
  kind: 'chart',
  repository,
  version,
  digest: null,
  source,
  asOf,
});

const addon = (name: string, version: string, source: string, asOf: string): Component => ({
  id: `addon/${name}`,
  kind: 'addon',
  repository: null,
  version,
  digest: null,
  source,
  asOf,
});

const ami = (name: string, version: string, source: string, asOf: string): Component => ({
  id: `ami/${name}`,
  kind: 'ami',
  repository: null,
  version,
  digest: null,
  source,
  asOf,
});

const ngc = 'https://helm.ngc.nvidia.com/nvidia';
const envoy = 'oci://docker.io/envoyproxy';

const charts: readonly Component[] = [
  chart(
    'cert-manager',
    'https://charts.jetstack.io',
    'v1.21.1',
    'cert-manager v1.21.1 release notes (all users should upgrade), as quoted by gitlab-org/charts/gitlab!5234',
    '2026-08-31',
  ),
  chart(
    'kube-prometheus-stack',
    'https://prometheus-community.github.io/helm-charts',
    '88.4.0',
    'prometheus-community/helm-charts release 88.4.0 (2026-08-18); 88.x carries prometheus-operator v0.93, the CRDs of which the manifests are tested against',
    '2026-08-18',
  ),
  chart('gpu-operator', ngc, 'v26.7.0', 'NVIDIA/gpu-operator release v26.7.0, whose CRDs were read', '2026-11-23'),
  chart(
    'network-operator',
    ngc,
    '26.1.1',
    'docs.nvidia.com/networking/display/kubernetes2611/release-notes (26.1.1: CVE fixes)',
    '2026-11-23',
  ),
  chart(
    'dra-driver-nvidia-gpu',
    'oci://registry.k8s.io/dra-driver-nvidia/charts',
    '0.5.0',
    'kubernetes-sigs dra-driver-nvidia-gpu v0.5.0 (2026-08-19), installed as such by public AWS samples',
    '2026-08-19',
  ),
  chart(
    'aws-efa-k8s-device-plugin',
    'https://aws.github.io/eks-charts',
    'v0.5.29',
    'chart lock of a public repository: eks-charts aws-efa-k8s-device-plugin-v0.5.29.tgz with its digest',
    '2026-11-23',
  ),
  chart(
    'karpenter-crd',
    'oci://public.ecr.aws/karpenter',
    '1.14.1',
    'aws/karpenter-provider-aws v1.14.1, whose CRDs were read',
    '2026-11-23',
  ),
  chart(
    'karpenter',
    'oci://public.ecr.aws/karpenter',
    '1.14.1',
    'aws/karpenter-provider-aws v1.14.1, whose CRDs were read',
    '2026-11-23',
  ),
  chart(
    'lws',
    'oci://registry.k8s.io/lws/charts',
    '0.10.0',
    'kubernetes-sigs/lws v0.10.0, whose CRDs were read',
    '2026-11-23',
  ),
  chart(
    'keda',
    'https://kedacore.github.io/charts',
    '2.21.0',
    'kedacore/keda v2.21.0, whose CRDs were read; the chart follows the version of KEDA',
    '2026-11-23',
  ),
  chart(
    'inference-extension-crds',
    null,
    '1.6.0',
    'kubernetes-sigs/gateway-api-inference-extension v1.6.0; the project publishes no chart of its CRDs, so they come with this package',
    '2026-11-23',
  ),
  chart(
    'llm-d-crds',
    null,
    '0.10.0',
    'llm-d/llm-d-router v0.10.0; its CRDs come with this package, the endpoint picker watches them',
    '2026-11-23',
  ),
  chart(
    'ai-gateway-crds-helm',
    envoy,
    'v1.1.0',
    'envoyproxy/ai-gateway v1.1.0, whose CRDs were read; chart name as in its installation guide',
    '2026-11-23',
  ),
  chart(
    'ai-gateway-helm',
    envoy,
    'v1.1.0',
    'envoyproxy/ai-gateway v1.1.0: the extension that lets Envoy Gateway route to InferencePools',
    '2026-11-23',
  ),
  chart(
    'gateway-helm',
    envoy,
    'v1.9.0',
    'envoyproxy/gateway v1.9.0, whose CRDs were read; the chart brings them and the Gateway API CRDs',
    '2026-11-23',
  ),
  chart(
    'kueue',
    'oci://registry.k8s.io/kueue/charts',
    '0.19.2',
    'kubernetes-sigs/kueue v0.19.2, whose CRDs were read; needs Kubernetes 1.34',
    '2026-11-23',
  ),
  chart(
    'amd-gpu-operator',
    'https://rocm.github.io/gpu-operator',
    'v1.5.1',
    'ROCm/gpu-operator pull request 608 (v1.5.1) and a public chart list that pins gpu-operator-charts v1.5.1',
    '2026-11-23',
  ),
  chart(
    'neuron-helm-chart',
    'oci://public.ecr.aws/neuron',
    '1.10.0',
    'aws-neuron/neuron-helm-charts release 1.10.0 (2026-08-19)',
    '2026-08-19',
  ),
];

const eksOctober =
  'public EKS 1.35 cluster code and upgrade log of October 2026 (describe-addon-versions for Kubernetes 1.35)';

const addons: readonly Component[] = [
  addon('vpc-cni', 'v1.22.4-eksbuild.3', `${eksOctober}; EKS default for 1.34 to 1.36`, '2026-10-06'),
  addon('kube-proxy', 'v1.35.3-eksbuild.29', eksOctober, '2026-10-06'),
  addon('kube-proxy/1.34', 'v1.34.6-eksbuild.29', 'public EKS upgrade log of October 2026', '2026-10-06'),
  addon('coredns', 'v1.13.2-eksbuild.31', eksOctober, '2026-10-06'),
  addon(
    'coredns/1.34',
    'v1.12.4-eksbuild.29',
    'public EKS 1.34 cluster code (describe-addon-versions for Kubernetes 1.34)',
    '2026-10-06',
  ),
  addon('eks-pod-identity-agent', 'v1.3.10-eksbuild.3', eksOctober, '2026-10-06'),
  addon('aws-ebs-csi-driver', 'v1.66.0-eksbuild.1', eksOctober, '2026-10-06'),
  addon(
    'aws-mountpoint-s3-csi-driver',
    'v2.5.0-eksbuild.1',
    'public EKS cluster code that pins it beside eks-pod-identity-agent v1.3.10-eksbuild.3',
    '2026-07-31',
  ),
  addon(
    'eks-node-monitoring-agent',
    'v1.6.2-eksbuild.1',
    'ministryofjustice compute platform, EKS 1.35 environment',
    '2026-04-30',
  ),
  addon('metrics-server', 'v0.9.0-eksbuild.11', 'public EKS upgrade log of October 2026', '2026-10-06'),
];

const images: readonly Component[] = [
  {
    id: 'image/vllm',
    kind: 'image',
    repository: 'docker.io/vllm/vllm-openai',
    version: 'v0.26.0',
    digest: 'sha256:ffb2d59b1c059a5bd8d781320c9f5189de8293693b7d95da54befddaa54abf52',
    source:
      'index digest as pinned by several independent public repositories for amd64 and arm64; v0.26.0 is the vLLM of llm-d v0.9.0, which ships router v0.10.0',
    asOf: '2026-11-23',
  },
  {
    id: 'image/vllm-rocm',
    kind: 'image',
    repository: 'docker.io/vllm/vllm-openai-rocm',
    version: 'v0.26.0',
    digest: null,
    source: 'tag as pinned by LMCache CI and other public repositories; pinned by tag, its index digest was not found',
    asOf: '2026-11-23',
  },
  {
    id: 'image/vllm-efa',
    kind: 'image',
    repository: 'ghcr.io/llm-d/llm-d-aws',
    version: 'v0.9.0',
    digest: null,
    source:
      'llm-d v0.9.0, which builds on vLLM v0.26.0; the image for AWS adds EFA, libfabric and the plugin for NCCL; pinned by tag, its index digest was not found',
    asOf: '2026-11-24',
  },
  {
    id: 'image/rdma-device-plugin',
    kind: 'image',
    repository: 'nvcr.io/nvidia/mellanox/k8s-rdma-shared-dev-plugin',
    version: 'v26.1.1',
    digest: null,
    source:
      'a public installation guide for network operator 26.1.1, whose images carry the tag network-operator-<release>; pinned by tag, its digest was not looked up',
    asOf: '2026-11-24',
  },
  {
    id: 'image/epp',
    kind: 'image',
    repository: 'ghcr.io/llm-d/llm-d-router-endpoint-picker',
    version: 'v0.10.0',
    digest: 'sha256:2e516fa1310da7be59b82beb1445362139597d6d553ef04d546716abe3aaaa70',
    source:
      'index digest as recorded by four independent public repositories, one of which lists its amd64 and arm64 parts',
    asOf: '2026-11-23',
  },
];

const syncImage: Component = {
  id: 'image/aws-cli',
  kind: 'image',
  repository: 'public.ecr.aws/aws-cli/aws-cli',
  version: '2.31.0',
  digest: null,
  source: 'memory (AWS CLI v2 image on the public ECR gallery); pinned by tag, its digest was not looked up',
  asOf: '2026-11-23',
};

const bottlerocket =
  'ministryofjustice compute platform, EKS 1.35 node group; Bottlerocket 1.57.0 release notes of 2026-03-23 (adds kubelet-env-nvidia for Kubernetes 1.35). Later releases exist, but their build id, which node groups ask for, was not found';
const al2023 =
  'awslabs/amazon-eks-ami v20260930, release version as several public EKS 1.35 clusters (one with GPU nodes) use it';

const amis: readonly Component[] = [
  ami('bottlerocket', '1.57.0-beaadc52', bottlerocket, '2026-03-23'),
  ami('bottlerocket-nvidia', '1.57.0-beaadc52', bottlerocket, '2026-03-23'),
  ami('al2023', '1.35.8-20260930', al2023, '2026-09-30'),
  ami('al2023-nvidia', '1.35.8-20260930', al2023, '2026-09-30'),
  ami('al2023-neuron', '1.35.8-20260930', al2023, '2026-09-30'),
];

const kubernetes: readonly Component[] = [
  {
    id: 'kubernetes',
    kind: 'kubernetes',
    repository: null,
    version: '1.35',
    digest: null,
    source: 'AWS release calendar as read 2026-11-23: 1.34 leaves standard support on 2026-12-02',
    asOf: '2026-11-23',
  },
  {
    id: 'kubernetes/1.34',
    kind: 'kubernetes',
    repository: null,
    version: '1.34',
    digest: null,
    source: 'AWS release calendar as read 2026-11-23: standard support until 2026-12-02',
    asOf: '2026-11-23',
  },
];

export const components: readonly Component[] = [...charts, ...addons, ...images, syncImage, ...amis, ...kubernetes];
