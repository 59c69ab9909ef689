/** `factory.yaml` of a new project: the factory of `main.ts` as a file. */
export const FACTORY_YAML = `name: starter
owner: platform@example.com

sites:
  lab:
    provider: kubernetes
    context: lab # kubeconfig context of the cluster
    country: DE
    storageClass: shared-files # for the weights of the models; must allow ReadWriteMany
    pools:
      gpus:
        machine: l40s-8x
        count: 1
        selector: { node-role.example.com/gpu: l40s } # labels of the nodes of the pool
        capacity: { type: owned, usdPerNode: 95000, lifeYears: 4 }

tenants:
  assistants: {}

workloads:
  chat:
    tenant: assistants
    pools: [lab/gpus]
    model: qwen3-8b # Apache-2.0: needs no token of a hub
    precision: fp8
    demand: { requestsPerSecond: 4, inputTokens: 800, outputTokens: 250 }
    objectives: { ttftMs: 1000, interTokenMs: 60 }
`;
