import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Construct } from 'constructs';
import type { RuleGroup } from './rules/rule';

/** Name and namespace of an object. */
export interface ObjectPlace {
  readonly name: string;
  readonly namespace: string;
}

/** Adds rules for Prometheus. */
export const addRules = (scope: Construct, id: string, place: ObjectPlace, groups: readonly RuleGroup[]): Manifest =>
  new Manifest(scope, id, {
    manifest: {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { ...place, labels: { 'app.kubernetes.io/managed-by': 'ai-factory' } },
      spec: { groups: groups.filter(({ rules }) => rules.length > 0) },
    },
  });

/** Adds a dashboard, as a file that Grafana loads. */
export const addDashboard = (scope: Construct, id: string, place: ObjectPlace, dashboard: Dashboard): ConfigMapV1 =>
  new ConfigMapV1(scope, id, {
    metadata: { ...place, labels: { 'app.kubernetes.io/managed-by': 'ai-factory', grafana_dashboard: '1' } },
    data: { [`${place.name}.json`]: escaped(JSON.stringify(dashboard)) },
  });

/** Text in which Terraform finds no expression. */
const escaped = (text: string): string => text.replace(/([$%])\{/g, '$1$1{');
