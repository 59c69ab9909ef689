import type { CloudPool } from './cloud-plan';

/** How the nodes of a pool are obtained, which also decides their price. */
export type CapacityPlan =
  | {
      /** On-demand capacity, billed by the hour. */
      readonly type: 'on-demand';
    }
  | {
      /** Spot capacity, which the provider can reclaim at any time. */
      readonly type: 'spot';
    }
  | {
      /** Servers that the user owns, priced by their depreciation and energy. */
      readonly type: 'owned';
    }
  | {
      /** Capacity reservation, for an open or a fixed period. */
      readonly type: 'reservation';
      /** Id of a reservation that exists; null: the library creates a targeted one. */
      readonly reservationId: string | null;
      /** RFC 3339; null: open ended. */
      readonly endsAt: string | null;
    }
  | {
      /** Capacity block, paid in advance for a fixed period. */
      readonly type: 'capacity-block';
      /** Id of a block that was bought already. Null: the block that `purchase` buys. */
      readonly reservationId: string | null;
      /** Purchase on apply, acknowledged by the user as not refundable; null: a block that was bought already. */
      readonly purchase: {
        /** Duration of the block in hours. */
        readonly durationHours: number;
        /** Earliest start of the block, RFC 3339. */
        readonly startsFrom: string;
        /** Latest start of the block, RFC 3339. */
        readonly startsBefore: string;
        /** Latest end of a block that starts in time. */
        readonly endsBefore: string;
        /** Most that the block may cost; null: whatever is asked. */
        readonly maxUsd: number | null;
      } | null;
      /** Both null where only the purchase tells. */
      readonly startsAt: string | null;
      /** When the block ends, RFC 3339; nodes are drained before. */
      readonly endsAt: string | null;
    };

/** A pool of identical nodes at one site, with what its nodes carry and how many are planned. */
export interface NodePoolPlan {
  /** Name of the site. */
  readonly site: string;
  /** Name of the pool, unique at its site. */
  readonly name: string;
  /** Id of the machine row: an EC2 instance type or a server model. */
  readonly machine: string;
  /** CPU architecture of the nodes, as `kubernetes.io/arch` has it. */
  readonly architecture: 'amd64' | 'arm64';
  /** Null for a pool without accelerators. */
  readonly accelerator: {
    /** Id of the accelerator row, such as `h100-sxm`; also the value of the node label `ai-factory/accelerator`. */
    readonly id: string;
    /** Display name of the accelerator. */
    readonly name: string;
    /** Vendor: `nvidia`, `amd`, `aws` or `google`. Selects drivers and the image of the engine. */
    readonly vendor: string;
    /** Extended resource that pods request, such as `nvidia.com/gpu`. */
    readonly resource: string;
    /** Number of accelerators of one node. */
    readonly perNode: number;
    /** Memory of one accelerator in GB (10^9 bytes). */
    readonly memoryGb: number;
    /** Board power limit of one accelerator in W. Null if no figure is published. */
    readonly boardW: number | null;
    /** Power limit per accelerator that the pool sets; null: the board's own. */
    readonly capW: number | null;
  } | null;
  /** Virtual CPUs of one node. Null if the machine row has no figure. */
  readonly vcpu: number | null;
  /** Memory of one node in GiB. Null if the machine row has no figure. */
  readonly memoryGib: number | null;
  /** Instance storage of one node in GB; 0 if there is none or the machine row has no figure. */
  readonly localNvmeGb: number;
  /** Number of nodes. */
  readonly nodes: {
    /** Minimum size of a managed pool; 0 for a capacity block, which has no nodes before it starts. */
    readonly min: number;
    /** Nodes of the pool: the stated `count`, or what the workloads need in the present phase of migrations. */
    readonly planned: number;
    /** Most nodes that the pool may have, at least 1; queue quotas are based on it. */
    readonly max: number;
  };
  /** Who makes the nodes: the substrate, a controller in the cluster, or nobody because they exist. */
  readonly manager: 'managed' | 'dynamic' | 'existing';
  /** How the nodes are obtained: on demand, as spot, reserved or owned. */
  readonly capacity: CapacityPlan;
  /** Zones of its nodes; one zone if the fabric or a capacity block requires it. */
  readonly zones: readonly string[];
  /** Name of the network between its nodes; `none`: there is none but the site's own. */
  readonly fabric: string;
  /** What only the site's cloud knows of it. @default null - nothing */
  readonly cloud: CloudPool | null;
  /** Size of the root volume in GiB. */
  readonly diskGib: number;
  /** Labels that the library sets on nodes: stated ones, the factory, the pool and the accelerator. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of nodes with accelerators, which keep other pods away; empty without accelerators. */
  readonly taints: readonly {
    /** Key of the taint: the extended resource of the accelerator. */
    readonly key: string;
    /** Value of the taint. */
    readonly value: string;
    /** Effect of the taint, such as `NoSchedule`. */
    readonly effect: string;
  }[];
  /** Labels that nodes of an existing cluster carry already and by which pods find them. */
  readonly selector: Readonly<Record<string, string>>;
  /** Nodes per rack, as stated or as the machine is sold. Null: as many as the rack limits allow. */
  readonly nodesPerRack: number | null;
  /**
   * Most of each resource that a controller may launch for the pool, as Kubernetes quantities: `nvidia.com/gpu`, `nodes`.
   * @default - `nodes.max` nodes
   */
  readonly limits?: Readonly<Record<string, string>>;
}
