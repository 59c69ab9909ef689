import type { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { type ITerraformDependable, TerraformElement, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { moveNames } from '../planner/model/names';
import type { TrafficMovePlan, TrafficPlan, TrafficRoutePlan } from '../planner/model/plan';
import { childOf } from '../port/child';
import type { IRealized, TrafficGuard, TrafficTarget } from '../port/port';
import { clusterProvider } from './configure';
import { readRecord } from './moves';
import { addObject } from './objects';
import { type Precondition, ReadyServers } from './ready-servers';

/**
 * Guards the split of requests between two sites: a share grows only where ready servers cover it, and by one step of the
 * migration at a time. What the world has is read from a record at both ends, which is written after the front door.
 */
export class MoveGuard extends Construct {
  private readonly records = new Map<string, string>();
  private readonly ready = new Map<string, ReadyServers>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly plan: TrafficPlan,
  ) {
    super(scope, id);
  }

  /** Returns what must hold before a target takes requests; undefined if no migration moves them. */
  public guardOf(target: TrafficTarget, route: TrafficRoutePlan): TrafficGuard | undefined {
    const move = this.plan.moves.find((each) => each.name === target.move?.name);
    if (target.move === null || move === undefined) return undefined;
    const { end, percent } = target.move;
    const share = `try(coalesce(tonumber(${this.recordOf(move, target.site)}.share), 0), 0)`;
    const cover = this.serversAt(target.site, route.workload).cover({
      ...target.serving,
      namespace: route.namespace,
      percent,
      percentNow: end === 'to' ? share : `(100 - ${share})`,
      readyReplicas: target.readyReplicas,
      where: `at ${target.site}`,
    });
    return { preconditions: [cover, ...(end === 'to' ? [oneShare(move, share)] : [])] };
  }

  /** Writes the split to where workloads can see it, once the front door has it. */
  public record(frontDoor: IRealized): void {
    const after = frontDoor.ready.filter(isDependable);
    for (const move of this.plan.moves) {
      for (const site of [move.from, move.to]) {
        addObject(
          this.endOf(`move-${move.name}`, site),
          'record',
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: moveNames(move.name).traffic, namespace: move.namespace },
            data: { share: `${move.percent}` },
          },
          { dependsOn: after, provider: this.providerAt(site) },
        );
      }
    }
  }

  private serversAt(site: string, workload: string): ReadyServers {
    const known = this.ready.get(`${site}/${workload}`);
    const servers = known ?? new ReadyServers(this.endOf(`route-${workload}`, site), this.providerAt(site));
    this.ready.set(`${site}/${workload}`, servers);
    return servers;
  }

  private recordOf(move: TrafficMovePlan, site: string): string {
    const scope = this.endOf(`move-${move.name}`, site);
    const record = { name: moveNames(move.name).traffic, namespace: move.namespace };
    const known = this.records.get(scope.node.path) ?? readRecord(scope, 'was', record, this.providerAt(site));
    this.records.set(scope.node.path, known);
    return known;
  }

  /** Scope of what belongs to a move or a route at one site. */
  private endOf(what: string, site: string): Construct {
    return childOf(childOf(this, what), `at-${site}`);
  }

  private providerAt(site: string): KubernetesProvider {
    const provider = clusterProvider(TerraformStack.of(this), site);
    if (provider === undefined) throw new Error(`the traffic stack does not reach the cluster of "${site}"`);
    return provider;
  }
}

const isDependable = (construct: Construct): construct is Construct & ITerraformDependable =>
  TerraformElement.isTerraformElement(construct) && 'fqn' in construct;

/** The target takes the shares of the migration one after the other. */
function oneShare({ name, to, percent, percents }: TrafficMovePlan, share: string): Precondition {
  const between = `[for each in [${percents.join(', ')}] : each if each > min(${share}, ${percent}) && each < max(${share}, ${percent})]`;
  return {
    condition: `\${length(${between}) == 0}`,
    errorMessage: `Migration ${name} sends \${${share}}% of the requests to ${to} and the file says ${percent}%: shares are taken one at a time. Set the file to the share next to it and apply that first; see: ai-factory migrate status`,
  };
}
