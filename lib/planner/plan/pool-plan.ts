import type { CloudPool } from './cloud-plan';

export type CapacityPlan =
  | { readonly type: 'on-demand' }
  | { readonly type: 'spot' }
  | { readonly type: 'owned' }
  | {
      readonly type: 'reservation';
      /** Id of a reservation that exists; null: the library creates a targeted one. */
      readonly reservationId: string | null;
      /** RFC 3339; null: open ended. */
      readonly endsAt: string | null;
    }
  | {
      readonly type: 'capacity-block';
      readonly reservationId: string | null;
      /** Purchase on apply, acknowledged by the user as not refundable; null: a block that was bought already. */
      readonly purchase: {
        readonly durationHours: number;
        readonly startsFrom: string;
        readonly startsBefore: string;
        /** Latest end of a block that starts in time. */
        readonly endsBefore: string;
        /** Most that the block may cost; null: whatever is asked. */
        readonly maxUsd: number | null;
      } | null;
      /** Both null where only the purchase tells. */
      readonly startsAt: string | null;
      readonly endsAt: string | null;
    };

export interface NodePoolPlan {
  readonly site: string;
  readonly name: string;
  readonly machine: string;
  readonly architecture: 'amd64' | 'arm64';
  /** Null for a pool without accelerators. */
  readonly accelerator: {
    readonly id: string;
    readonly name: string;
    readonly vendor: string;
    readonly resource: string;
    readonly perNode: number;
    readonly memoryGb: number;
    readonly boardW: number | null;
    /** Power limit per accelerator that the pool sets; null: the board's own. */
    readonly capW: number | null;
  } | null;
  readonly vcpu: number | null;
  readonly memoryGib: number | null;
  readonly localNvmeGb: number;
  readonly nodes: { readonly min: number; readonly planned: number; readonly max: number };
  /** Who makes the nodes: the substrate, a controller in the cluster, or nobody because they exist. */
  readonly manager: 'managed' | 'dynamic' | 'existing';
  readonly capacity: CapacityPlan;
  /** Zones its nodes may stand in; one where the fabric or a capacity block needs it. */
  readonly zones: readonly string[];
  /** Name of the network between its nodes; `none`: there is none but the site's own. */
  readonly fabric: string;
  /** What only the site's cloud knows of it. @default null - nothing */
  readonly cloud: CloudPool | null;
  readonly diskGib: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  /** Labels that nodes of an existing cluster carry already and by which pods find them. */
  readonly selector: Readonly<Record<string, string>>;
  readonly nodesPerRack: number | null;
  /**
   * Most of each resource that a controller may launch for the pool, as Kubernetes quantities: `nvidia.com/gpu`, `nodes`.
   * @default - `nodes.max` nodes
   */
  readonly limits?: Readonly<Record<string, string>>;
}
