import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { labelKeys, servingNames } from '../planner/names';
import type { ServingPlan, SitePlan } from '../planner/plan';
import type { IRealized } from '../port/port';
import { endpointLabels, podLabels, queueLabel } from './labels';
import { addObject } from './objects';
import { addInferencePool } from './picker';
import { podTemplate } from './pod-template';
import { runningRequests, waitingRequests } from './telemetry/signals';
import { addWeights } from './weights';

/** Minutes beyond the engine's own start in which nodes may come up and queues admit. */
const ROLLOUT_SLACK_MINUTES = 30;
const SECONDS_PER_MINUTE = 60;

export interface ServingProps {
  readonly plan: ServingPlan;
  readonly site: SitePlan;
  /** What must be there first: namespaces, queues, priorities. */
  readonly after: readonly Construct[];
}

/** One workload at one site: weights, servers, routing, scaling, protection. */
export class Serving extends Construct implements IRealized {
  public readonly ready: readonly Construct[];

  public constructor(scope: Construct, id: string, { plan, site, after }: ServingProps) {
    super(scope, id);
    const weights = addWeights(this, plan, site.runtime.storage);
    const servers = this.addServers(plan, site, weights);
    const ready = [...weights, servers, ...addInferencePool(this, plan), ...this.addAround(plan, site)];
    // cdktf makes no depends_on of the dependencies between constructs.
    const first = after
      .filter(TerraformResource.isTerraformResource)
      .map((each) => `${each.terraformResourceType}.${each.friendlyUniqueId}`);
    for (const object of ready) object.dependsOn = [...(object.dependsOn ?? []), ...first];
    this.ready = ready;
  }

  /** A Deployment where a replica is one pod, a LeaderWorkerSet where it spans nodes. */
  private addServers(plan: ServingPlan, site: SitePlan, weights: readonly Manifest[]): Manifest {
    const { acceleratorApi } = site.runtime;
    const metadata = {
      name: plan.name,
      namespace: plan.namespace,
      labels: {
        ...podLabels(plan, 'server'),
        [labelKeys.site]: plan.site,
        ...(plan.queue === null ? {} : { [queueLabel]: plan.queue }),
      },
    };
    const { deviceClass } = site.runtime;
    const claims = deviceClass === null ? [] : [this.addClaimTemplate(plan, deviceClass)];
    const options = {
      dependsOn: [...weights, ...claims],
      // The scaler owns the count after the first apply.
      computedFields: ['metadata.annotations', 'metadata.labels', 'spec.replicas'],
      timeouts: { create: rolloutTimeout(plan), update: rolloutTimeout(plan) },
    };
    if (plan.nodesPerReplica === 1) {
      return addObject(
        this,
        'servers',
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata,
          spec: {
            replicas: plan.replicas.min,
            selector: { matchLabels: podLabels(plan, 'server') },
            // Accelerators are seldom spare: a pod leaves before its successor comes.
            strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
            progressDeadlineSeconds: plan.startupSeconds + ROLLOUT_SLACK_MINUTES * SECONDS_PER_MINUTE,
            template: podTemplate(plan, { acceleratorApi, role: null }),
          },
        },
        { ...options, wait: { rollout: true } },
      );
    }
    return addObject(
      this,
      'servers',
      {
        apiVersion: 'leaderworkerset.x-k8s.io/v1',
        kind: 'LeaderWorkerSet',
        metadata,
        spec: {
          replicas: plan.replicas.min,
          startupPolicy: 'LeaderCreated',
          rolloutStrategy: { type: 'RollingUpdate', rollingUpdateConfiguration: { maxSurge: 0, maxUnavailable: 1 } },
          leaderWorkerTemplate: {
            size: plan.nodesPerReplica,
            restartPolicy: 'RecreateGroupOnPodRestart',
            leaderTemplate: podTemplate(plan, { acceleratorApi, role: 'leader' }),
            workerTemplate: podTemplate(plan, { acceleratorApi, role: 'worker' }),
          },
        },
      },
      options,
    );
  }

  private addClaimTemplate(plan: ServingPlan, deviceClassName: string): Manifest {
    return addObject(this, 'claim-template', {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaimTemplate',
      metadata: { name: plan.name, namespace: plan.namespace },
      spec: {
        spec: {
          devices: {
            requests: [
              {
                name: 'accelerators',
                exactly: {
                  deviceClassName,
                  allocationMode: 'ExactCount',
                  count: plan.acceleratorsPerPod,
                },
              },
            ],
          },
        },
      },
    });
  }

  /** Service, disruption budget, scaler and scrape. */
  private addAround(plan: ServingPlan, site: SitePlan): Manifest[] {
    const { name, namespace } = plan;
    const selector = podLabels(plan, 'server');
    const metadata = { name, namespace, labels: selector };
    const { telemetry } = site.runtime;
    const group = plan.nodesPerReplica > 1;
    const trigger = (query: string, threshold: number) => ({
      type: 'prometheus',
      metricType: 'AverageValue',
      metadata: {
        serverAddress: telemetry.prometheusUrl,
        query,
        threshold: `${threshold}`,
        // No series is no answer, not zero: it leads to the fallback and not to fewer replicas.
        ignoreNullValues: 'false',
      },
    });
    return [
      addObject(this, 'service', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { ...metadata, name: servingNames(name).service },
        spec: {
          selector: endpointLabels(plan),
          ports: [{ name: 'http', port: plan.engine.port, targetPort: 'http', protocol: 'TCP' }],
        },
      }),
      addObject(this, 'disruption-budget', {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name, namespace },
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: selector } },
      }),
      addObject(this, 'monitor', {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: { name, namespace },
        spec: { selector: { matchLabels: selector }, endpoints: [{ port: 'http', path: '/metrics', interval: '15s' }] },
      }),
      addObject(this, 'scaler', {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        // A capacity that is held for a migration runs nothing, whatever waits.
        metadata: {
          name,
          namespace,
          ...(plan.replicas.min > 0 ? {} : { annotations: { 'autoscaling.keda.sh/paused-replicas': '0' } }),
        },
        spec: {
          scaleTargetRef: group
            ? { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet', name }
            : { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicaCount: plan.replicas.min,
          maxReplicaCount: plan.replicas.max,
          pollingInterval: 15,
          cooldownPeriod: plan.scaling.cooldownSeconds,
          // Blind is no reason to shrink, nor to start more.
          fallback: { failureThreshold: 3, replicas: plan.replicas.min, behavior: 'currentReplicasIfHigher' },
          advanced: {
            horizontalPodAutoscalerConfig: {
              behavior: {
                scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
                scaleDown: {
                  stabilizationWindowSeconds: plan.scaling.windowSeconds,
                  policies: [{ type: 'Pods', value: 1, periodSeconds: plan.scaling.windowSeconds }],
                },
              },
            },
          },
          triggers: [
            trigger(waitingRequests(plan), plan.scaling.waitingPerReplica),
            // Alone, an empty queue would send away the replicas that keep it empty.
            trigger(runningRequests(plan), plan.scaling.runningPerReplica),
          ],
        },
      }),
    ];
  }
}

const rolloutTimeout = (plan: ServingPlan): string =>
  `${plan.startupSeconds / SECONDS_PER_MINUTE + ROLLOUT_SLACK_MINUTES}m`;
