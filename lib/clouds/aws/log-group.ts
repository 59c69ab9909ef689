import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { IKeyRing, SiteContext } from '../../port/port';
import { type SubstratePlan, substrateOf } from './rules/plan';

/** A log group under the site's key, with a retention that the plan states. */
export const addLogGroup = (
  scope: Construct,
  id: string,
  props: { readonly name: string; readonly retentionDays: number; readonly keys: IKeyRing },
): CloudwatchLogGroup =>
  new CloudwatchLogGroup(scope, id, {
    name: props.name,
    retentionInDays: props.retentionDays,
    kmsKeyId: props.keys.keyArn,
  });

/** @throws Error where a kind is realized before the one that it stands on */
export function requireHandle<T>(handle: T | undefined, kind: string, context: SiteContext): T {
  if (handle === undefined) throw new Error(`site "${context.site.name}": realize ${kind} first`);
  return handle;
}

/** @throws Error where the site's cluster is not the library's own */
export function requireSubstrate(context: SiteContext): SubstratePlan {
  const substrate = substrateOf(context.site);
  if (substrate === null) throw new Error(`site "${context.site.name}" has no substrate to realize`);
  return substrate;
}
