import { DataKubernetesResource } from '@cdktf/provider-kubernetes/lib/data-kubernetes-resource';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

/** A condition that Terraform checks before it changes a resource. */
export interface Precondition {
  readonly condition: string;
  readonly errorMessage: string;
}

export interface ServersToCover {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'Deployment' | 'LeaderWorkerSet';
  readonly weight: number;
  readonly readyReplicas: number;
  /** Where they are, as the refusal says it. */
  readonly where: string;
}

const apiVersions = { Deployment: 'apps/v1', LeaderWorkerSet: 'leaderworkerset.x-k8s.io/v1' } as const;

/** Reads how many servers are ready in a cluster, so that traffic moves only to where they are. */
export class ReadyServers {
  public constructor(
    private readonly scope: Construct,
    private readonly prefix: string,
    private readonly provider?: TerraformProvider,
  ) {}

  /** Holds while the servers that a weight needs are ready. */
  public cover(servers: ServersToCover): Precondition {
    const { name, namespace, kind, weight, readyReplicas, where } = servers;
    const found = new DataKubernetesResource(this.scope, `${this.prefix}-${name}-ready`, {
      apiVersion: apiVersions[kind],
      kind,
      metadata: { name, namespace },
      ...(this.provider === undefined ? {} : { provider: this.provider }),
    });
    const count = `try(tonumber(${found.fqn}.object.status.readyReplicas), 0)`;
    return {
      condition: `\${${count} >= ${readyReplicas}}`,
      errorMessage: `${kind} ${name} ${where} has \${${count}} ready replicas and needs ${readyReplicas} for ${weight}% of the requests. Wait until they are ready, or step back with: ai-factory migrate back`,
    };
  }
}
