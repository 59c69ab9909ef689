import { Construct, type IConstruct } from 'constructs';
import type { MigrationOptions } from '../spec/props.generated';
import { MigrationSpec } from '../spec/traffic';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import type { IGpuNodePool } from './gpu-node-pool';
import { phaseInContext } from './migration-phase';
import { assertSameFactory, namesIn } from './reference';
import type { ISite } from './site';
import type { ITokenWorkload } from './token-workload';

/** Workloads, ends, phase and pace of a migration. */
export interface MigrationProps extends Omit<MigrationOptions, 'workloads' | 'from' | 'to' | 'phase' | 'step'> {
  /**
   * Name of the migration, unique in the factory.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Workloads that move; at least one. */
  readonly workloads: readonly ITokenWorkload[];
  /** Site, or pool, that serves now. */
  readonly from: ISite | IGpuNodePool;
  /** Site, or pool, that is to serve. */
  readonly to: ISite | IGpuNodePool;
  /**
   * What changes on the way: model, precision, and the revision of what serves at the target.
   * @default - the same model and precision
   */
  readonly target?: Omit<MigrationOptions['to'], 'site' | 'pool'>;
  /**
   * Phase that is to be applied. A phase that is stated in code is not stepped by the command.
   * @default - the phase in the context of `cdktf.json`, which `ai-factory migrate next` and `back` write; else `planned`
   */
  readonly phase?: MigrationOptions['phase'];
  /**
   * Index into the shares while the phase is `shift`.
   * @default - the step in the context of `cdktf.json`, else 0
   */
  readonly step?: number;
}

/** A migration that others refer to. */
export interface IMigration extends IConstruct {
  /** Name of the migration. */
  readonly name: string;
}

/**
 * The move of workloads from one site or pool to another, as a desired phase.
 *
 * @throws FactoryError if the name is taken, a value is invalid, or a reference is to another factory
 */
export class Migration extends Construct implements IMigration {
  public readonly name: string;

  public constructor(scope: Construct, id: string, props: MigrationProps) {
    super(freeScope(scope, id), id);
    const { name = id, workloads, from, to, target, phase, step, ...own } = props;
    this.name = name;
    const core = FactoryCore.of(this);
    const at = `migrations.${name}`;
    const stated = phase === undefined && step === undefined ? phaseInContext(this, core.name, name) : { phase, step };
    core.describe({
      construct: this,
      path: ['migrations', name],
      schema: MigrationSpec,
      render: () => ({
        ...own,
        workloads: namesIn(this, `${at}.workloads`, workloads),
        from: this.end(`${at}.from`, from),
        to: { ...this.end(`${at}.to`, to), ...target },
        ...stated,
      }),
    });
  }

  /** The place of an end in the spec; undefined if an untyped program leaves it out, which the schema reports. */
  private end(
    key: string,
    place?: ISite | IGpuNodePool,
  ): { readonly site: string; readonly pool?: string } | undefined {
    if (place === undefined) return undefined;
    assertSameFactory(this, key, place);
    return 'site' in place ? { site: place.site.name, pool: place.name } : { site: place.name };
  }
}
