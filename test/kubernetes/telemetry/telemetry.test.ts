import { App, TerraformStack, Testing } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { Telemetry } from '../../../lib/kubernetes/telemetry';
import { dashboardUid } from '../../../lib/planner/model/names';
import { aServing, aSite, aTelemetry, aWideServing } from './fixture';

function synthesize(serving = [aServing(), aWideServing()]): string {
  const stack = new TerraformStack(new App({ skipValidation: true }), 'test-frankfurt-workloads');
  new Telemetry(stack, 'telemetry', { telemetry: aTelemetry(), serving, site: aSite() });
  return Testing.synth(stack);
}

const resources: Record<string, Record<string, Record<string, unknown>>> = JSON.parse(synthesize()).resource;
const manifests = Object.values(resources['kubernetes_manifest'] ?? {}).map(
  (each) => each['manifest'] as Record<string, unknown>,
);
const configMaps = Object.values(resources['kubernetes_config_map_v1'] ?? {}) as {
  metadata: Record<string, unknown>;
  data: Record<string, string>;
}[];

describe('realizeTelemetry', () => {
  it('makes rules and a dashboard for the site and for each of its servings', () => {
    expect(manifests.map((each) => (each['metadata'] as { name: string }).name).sort()).toEqual([
      'test-serving-acme-chat',
      'test-serving-acme-frontier',
      'test-site-frankfurt',
    ]);
    expect(configMaps.map(({ metadata }) => metadata['name']).sort()).toEqual([
      'test-serving-acme-chat',
      'test-serving-acme-frontier',
      'test-site-frankfurt',
    ]);
  });

  it('labels dashboards so that Grafana finds them', () => {
    for (const { metadata } of configMaps) {
      expect(metadata['labels']).toMatchObject({ grafana_dashboard: '1' });
      expect(metadata['namespace']).toBe('monitoring');
    }
  });

  it('writes each dashboard as JSON with an address that stays', () => {
    const dashboards = configMaps.flatMap(({ data }) => Object.values(data)).map((text) => JSON.parse(text));
    expect(dashboards.map(({ uid }) => uid).sort()).toEqual(
      [
        dashboardUid(['test', 'site', 'frankfurt']),
        dashboardUid(['test', 'serving', 'frankfurt', 'acme', 'chat']),
        dashboardUid(['test', 'serving', 'frankfurt', 'acme', 'frontier']),
      ].sort(),
    );
    for (const { uid, panels } of dashboards) {
      expect(uid).toMatch(/^aif-[0-9a-f]{16}$/);
      expect(panels.length).toBeGreaterThan(8);
    }
  });

  it('gives the same text whatever the order of the servings', () => {
    expect(synthesize([aWideServing(), aServing()])).toBe(synthesize());
  });

  it('leaves nothing that Terraform would read as an expression', () => {
    const text = JSON.stringify([manifests, configMaps]);
    expect(text.match(/(?<![$%])[$%]\{/g)).toBeNull();
  });
});
