import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import { TELEMETRY_NAMESPACE } from '../../../planner/model/names';
import { managedLabels } from '../../objects';
import type { RuleGroup } from './rule';

/** Name and groups of a PrometheusRule. */
export interface RulesProps {
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object. @default 'monitoring' */
  readonly namespace?: string;
  /** Groups of alerts and recording rules. */
  readonly groups: readonly RuleGroup[];
}

/** Alerts and recording rules of Prometheus, as a PrometheusRule of the Prometheus operator. */
export class Rules extends Manifest {
  /** Name of the object. */
  public readonly rulesName: string;
  /** Namespace of the object. */
  public readonly namespace: string;

  public constructor(scope: Construct, id: string, props: RulesProps) {
    const { name, namespace = TELEMETRY_NAMESPACE, groups } = props;
    super(scope, id, {
      manifest: {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name, namespace, labels: { ...managedLabels } },
        spec: { groups: groups.filter(({ rules }) => rules.length > 0) },
      },
    });
    this.rulesName = name;
    this.namespace = namespace;
  }
}
