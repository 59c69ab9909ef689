import { describe, expect, it } from 'vitest';
import {
  AiFactory,
  Alert,
  Dashboard,
  FactoryError,
  type Finding,
  Migration,
  Queue,
  TokenWorkload,
  Traffic,
} from '../../lib';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { anApp } from './scratch';

/** Returns what a construct is refused for. */
function findingsOf(make: () => unknown): readonly Finding[] {
  try {
    make();
    return [];
  } catch (error) {
    if (error instanceof FactoryError) return error.findings;
    throw error;
  }
}

/** Props as a program states them that no compiler checked: `tsx` runs it all the same. */
const nothing = JSON.parse('{}');

describe('a program that leaves out what the types require', () => {
  const factory = new AiFactory(anApp(), 'acme', { owner: 'platform@example.com' });
  const site = new KubernetesSite(factory, 'hall', { country: 'SE', context: 'hall', storageClass: 'shared-files' });
  it.each([
    ['a site', 'sites.other', () => new KubernetesSite(factory, 'other', nothing)],
    ['a queue', 'queues.serving', () => new Queue(factory, 'serving', nothing)],
    ['a workload', 'workloads.chat', () => new TokenWorkload(factory, 'chat', nothing)],
    ['a migration', 'migrations.move', () => new Migration(factory, 'move', nothing)],
    ['the traffic', 'traffic', () => new Traffic(factory, 'traffic', nothing)],
    ['an alert', 'sites.hall.alerts.down', () => new Alert(site, 'down', nothing)],
    ['a dashboard', 'sites.hall.dashboards.own', () => new Dashboard(site, 'own', nothing)],
  ])('gets findings about %s', (_what, path, make) => {
    expect(findingsOf(make)).toContainEqual(expect.objectContaining({ path: expect.stringContaining(path) }));
  });
});
