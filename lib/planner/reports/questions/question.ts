import type { Catalog } from '../../../catalog/rows';
import type { FactorySpec } from '../../../spec/factory';
import type { IsStated } from '../../../spec/stated';
import type { Check } from '../../model/check';
import type { CloudRules } from '../../model/cloud';
import type { Finding } from '../../model/finding';
import type { FactoryPlan } from '../../model/plan';
import type { MigrationStop } from '../../moves/stops';

/**
 * What can be asked of a planned factory beyond its plan. Questions and answers are plain JSON: the command asks a factory
 * file directly, and the factory of an app during its synthesis, which knows its own clouds and checks.
 */
export type Question =
  | {
      readonly kind: 'explain';
      /** Path of a number in the plan. */
      readonly path: string;
    }
  | { readonly kind: 'status' }
  | {
      readonly kind: 'migration';
      /** @default - the only migration */
      readonly name?: string;
    }
  | {
      readonly kind: 'lost';
      /** Site that is lost at once. */
      readonly site: string;
    }
  | {
      readonly kind: 'step';
      readonly direction: 'next' | 'back';
      /** @default - the only migration */
      readonly name?: string;
    };

/** The factory that is asked. */
export interface AskedFactory {
  readonly spec: FactorySpec;
  readonly catalog: Catalog;
  /** The plan, with its findings located. */
  readonly plan: FactoryPlan;
  /** Rules of the clouds of the sites. */
  readonly clouds: readonly CloudRules[];
  /** @default - standardChecks */
  readonly checks?: readonly Check[];
  /** Whether the user states a path, or it has its default. */
  readonly isStated: IsStated;
  /** Adds to a finding where the user states its path. */
  readonly locate: (finding: Finding) => Finding;
}

/** The answer to a question. */
export type Answer = GivenAnswer | RefusedAnswer;

export interface GivenAnswer {
  /** The answer for people. */
  readonly text: string;
  /** The answer for machines. */
  readonly json: unknown;
  /** Whether nothing in the answer is an error. */
  readonly isSound: boolean;
  /** Step of a migration, for whoever writes it down. */
  readonly step?: MigrationStep;
}

export interface RefusedAnswer {
  /** Why there is no answer. */
  readonly refused: readonly Finding[];
  /** Sentence before the findings. @default - none */
  readonly because?: string;
}

/** The step of a migration from one stop to the one beside it. */
export interface MigrationStep {
  readonly migration: string;
  readonly from: MigrationStop;
  readonly to: MigrationStop;
}
