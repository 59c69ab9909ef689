import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { readObject } from './read-object';

/** A condition that Terraform checks before it changes a resource. */
export interface Precondition {
  readonly condition: string;
  readonly errorMessage: string;
}

export interface ServersToCover {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'Deployment' | 'LeaderWorkerSet';
  /** Share of the requests that they are to take, in percent. */
  readonly percent: number;
  /** Expression of the share that they take now; less or the same needs no more servers. */
  readonly percentNow: string;
  readonly readyReplicas: number;
  /** Where they are, as the refusal says it. */
  readonly where: string;
}

const apiVersions = { Deployment: 'apps/v1', LeaderWorkerSet: 'leaderworkerset.x-k8s.io/v1' } as const;

/** Reads how many servers are ready in a cluster, so that requests go only to where they are answered. */
export class ReadyServers {
  public constructor(
    private readonly scope: Construct,
    private readonly provider?: TerraformProvider,
  ) {}

  /**
   * Holds while the servers for a share are ready. Taking requests away is always allowed: a step back must not wait for
   * the very servers that fail.
   */
  public cover(servers: ServersToCover): Precondition {
    const { name, namespace, kind, percent, percentNow, readyReplicas, where } = servers;
    const object = { apiVersion: apiVersions[kind], kind, name, namespace };
    const found = readObject(this.scope, `ready-${name}`, object, this.provider);
    const count = `try(coalesce(tonumber(${found}.status.readyReplicas), 0), 0)`;
    return {
      condition: `\${${percentNow} >= ${percent} || ${count} >= ${readyReplicas}}`,
      errorMessage: `${kind} ${name} ${where} has \${${count}} ready replicas and needs ${readyReplicas} for ${percent}% of the requests. Wait until they are ready, or step back with: ai-factory migrate back`,
    };
  }
}
