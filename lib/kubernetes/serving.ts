import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { TerraformResource } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { labelKeys, servingNames } from '../planner/model/names';
import type { ServingPlan, SitePlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import { endpointLabels, podLabels, queueLabel } from './labels';
import { addObject } from './objects';
import { addInferencePool } from './picker';
import { type PodOptions, podTemplate } from './pod-template';
import { type ServingParts, type ServingSettings, servingParts } from './serving-parts';
import { runningRequests, waitingRequests } from './telemetry/signals';
import { addWeights, type WeightsStorage } from './weights';

/** How pods request accelerators. */
interface Accelerators {
  readonly acceleratorApi: PodOptions['acceleratorApi'];
  readonly deviceClass: string | null;
}

/** Minutes beyond the engine's own start in which nodes may come up and queues admit. */
const ROLLOUT_SLACK_MINUTES = 30;
const SECONDS_PER_MINUTE = 60;

/** Settings of a serving, with the storage and the Prometheus of its cluster. */
export interface ServingProps extends ServingSettings {
  /** Where weights are cached. */
  readonly storage: {
    /** Storage class of the cache. It must support ReadWriteMany. */
    readonly className: string;
    /** A claim of the class, or a bucket that is mounted. @default - a claim */
    readonly weights?: WeightsStorage['weights'];
  };
  /** How pods request accelerators. @default 'device-plugin' */
  readonly acceleratorApi?: PodOptions['acceleratorApi'];
  /** Device class of the accelerators. @default - none; required by the API `dra` */
  readonly deviceClass?: string | null;
  /** URL of Prometheus, by which KEDA scales. @default - no scaler; `replicas.min` replicas run */
  readonly prometheusUrl?: string;
  /** What must exist before the objects: namespace, queues, priority classes. @default - nothing */
  readonly after?: readonly IConstruct[];
}

/** One workload in one cluster: weights cache, servers, endpoint picker, scaler, disruption budget and scrape. */
export class Serving extends Construct implements IRealized {
  public readonly ready: readonly Construct[];
  /** Name of the servers, and of the inference pool that routes refer to. */
  public readonly servingName: string;
  /** Namespace of the servers and of everything around them. */
  public readonly namespace: string;
  /** Name of the service of the servers. */
  public readonly serviceName: string;
  /** URL of the service inside the cluster, without endpoint picker. */
  public readonly serviceUrl: string;
  /** Labels of the pods of its servers. */
  public readonly podLabels: Readonly<Record<string, string>>;

  public constructor(scope: Construct, id: string, props: ServingProps) {
    super(scope, id);
    const { after = [], acceleratorApi = 'device-plugin', deviceClass = null } = props;
    if (acceleratorApi === 'dra' && deviceClass === null) {
      throw new Error(
        `serving "${props.name}" requests accelerators through DRA and has no device class; set \`deviceClass\``,
      );
    }
    const storage: WeightsStorage = {
      className: props.storage.className,
      weights: props.storage.weights ?? { kind: 'claim' },
    };
    const parts = servingParts(props, storage.weights);
    const weights = addWeights(this, parts, storage);
    const servers = this.addServers(parts, { acceleratorApi, deviceClass }, weights);
    const ready = [
      ...weights,
      servers,
      ...addInferencePool(this, parts),
      ...this.addAround(parts),
      ...(props.prometheusUrl === undefined ? [] : [this.addScaler(parts, props.prometheusUrl)]),
    ];
    // cdktf makes no depends_on of the dependencies between constructs.
    const first = after
      .filter(TerraformResource.isTerraformResource)
      .map((each) => `${each.terraformResourceType}.${each.friendlyUniqueId}`);
    for (const object of ready) object.dependsOn = [...(object.dependsOn ?? []), ...first];
    this.ready = ready;
    this.servingName = parts.name;
    this.namespace = parts.namespace;
    this.serviceName = servingNames(parts.name).service;
    this.serviceUrl = `http://${this.serviceName}.${parts.namespace}.svc:${parts.engine.port}`;
    this.podLabels = podLabels(parts, 'server');
  }

  /** A Deployment where a replica is one pod, a LeaderWorkerSet where it spans nodes. */
  private addServers(
    plan: ServingParts,
    { acceleratorApi, deviceClass }: Accelerators,
    weights: readonly Manifest[],
  ): Manifest {
    const metadata = {
      name: plan.name,
      namespace: plan.namespace,
      labels: {
        ...podLabels(plan, 'server'),
        ...(plan.site === null ? {} : { [labelKeys.site]: plan.site }),
        ...(plan.queue === null ? {} : { [queueLabel]: plan.queue }),
      },
    };
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

  private addClaimTemplate(plan: ServingParts, deviceClassName: string): Manifest {
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

  /** Service, disruption budget and scrape. */
  private addAround(plan: ServingParts): Manifest[] {
    const { name, namespace } = plan;
    const selector = podLabels(plan, 'server');
    const metadata = { name, namespace, labels: selector };
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
    ];
  }

  /** Scales by requests that wait and that run. */
  private addScaler(plan: ServingParts, serverAddress: string): Manifest {
    const { name, namespace } = plan;
    const group = plan.nodesPerReplica > 1;
    const trigger = (query: string, threshold: number) => ({
      type: 'prometheus',
      metricType: 'AverageValue',
      metadata: {
        serverAddress,
        query,
        threshold: `${threshold}`,
        // No series is no answer, not zero: it leads to the fallback and not to fewer replicas.
        ignoreNullValues: 'false',
      },
    });
    return addObject(this, 'scaler', {
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
        // Without metrics, keep the current replica count.
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
    });
  }
}

const rolloutTimeout = (plan: ServingParts): string =>
  `${plan.startupSeconds / SECONDS_PER_MINUTE + ROLLOUT_SLACK_MINUTES}m`;

export interface PlannedServingProps {
  readonly plan: ServingPlan;
  readonly site: Pick<SitePlan, 'runtime'>;
  readonly after: readonly Construct[];
}

/** A serving of a planned site. */
export class PlannedServing extends Serving {
  public constructor(scope: Construct, id: string, { plan, site, after }: PlannedServingProps) {
    const { storage, acceleratorApi, deviceClass, telemetry } = site.runtime;
    super(scope, id, { ...plan, storage, acceleratorApi, deviceClass, prometheusUrl: telemetry.prometheusUrl, after });
  }
}
