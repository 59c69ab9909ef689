import { gatewayNamespace, TELEMETRY_NAMESPACE } from '../../lib/planner/model/names';
import { kubectl } from './rig';

/**
 * What the rig lacks and a real site has, each named for what it stands in for. Charts cannot be downloaded on the rig, so
 * platform stacks are not applied; kwok runs no provisioner.
 */

/** In place of the platform stack: the namespaces of Prometheus and of the factory's gateway. */
export function standInForPlatform(context: string, factory: string, env: NodeJS.ProcessEnv): void {
  const existing = kubectl(context, ['get', 'namespaces', '-o', 'name'], env);
  for (const name of [TELEMETRY_NAMESPACE, gatewayNamespace(factory)]) {
    if (!existing.includes(`namespace/${name}\n`)) kubectl(context, ['create', 'namespace', name], env);
  }
}

/** In place of a storage provisioner: volumes of the class that the site names. */
export function standInForProvisioner(context: string, env: NodeJS.ProcessEnv, count = 1): void {
  for (let index = 1; index <= count; index++) {
    const name = `shared-${index}`;
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        capacity: { storage: '500Gi' },
        accessModes: ['ReadWriteMany'],
        storageClassName: 'shared-files',
        persistentVolumeReclaimPolicy: 'Retain',
        hostPath: { path: '/shared' },
      },
    };
    kubectl(context, ['delete', 'persistentvolume', name, '--ignore-not-found'], env);
    kubectl(context, ['apply', '-f', '-'], env, JSON.stringify(volume));
  }
}

/** In place of KEDA, which no release brings to the rig: the replicas of a scaled object are back at its least. */
export function standInForScaler(context: string, namespace: string, name: string, env: NodeJS.ProcessEnv): void {
  const least = kubectl(
    context,
    ['-n', namespace, 'get', 'scaledobject', name, '-o', 'jsonpath={.spec.minReplicaCount}'],
    env,
  );
  kubectl(context, ['-n', namespace, 'scale', 'deployment', name, `--replicas=${least}`], env);
}

/** Calls an API of the AWS stand-in, which reads the region and service from the credential and checks no signature. */
async function call(
  env: NodeJS.ProcessEnv,
  service: string,
  region: string,
  path: string,
  body?: URLSearchParams | string,
) {
  const response = await fetch(`${env['AWS_ENDPOINT_URL']}${path}`, {
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
  return { ok: response.ok, text: await response.text() };
}

/** In place of the team's own DNS: a hosted zone; gives its id. */
export async function standInForZone(env: NodeJS.ProcessEnv, domain: string): Promise<string> {
  const body = `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${domain}</Name><CallerReference>stand-in</CallerReference></CreateHostedZoneRequest>`;
  const { text } = await call(env, 'route53', 'us-east-1', '/2013-04-01/hostedzone', body);
  const id = /<Id>\/hostedzone\/([^<]+)<\/Id>/.exec(text)?.[1];
  if (id === undefined) throw new Error(`no hosted zone was made: ${text}`);
  return id;
}

/** Construct paths on the tags of everything that the AWS stand-in has of a factory. */
export async function taggedObjects(env: NodeJS.ProcessEnv, region: string, factory: string): Promise<string[]> {
  const paths: string[] = [];
  let page = '';
  do {
    const response = await fetch(`${env['AWS_ENDPOINT_URL']}/`, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/tagging/aws4_request, SignedHeaders=host, Signature=0`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'ResourceGroupsTaggingAPI_20170126.GetResources',
      },
      body: JSON.stringify({
        TagFilters: [{ Key: 'ai-factory:factory', Values: [factory] }],
        ResourcesPerPage: 100,
        ...(page === '' ? {} : { PaginationToken: page }),
      }),
    });
    const found = (await response.json()) as {
      ResourceTagMappingList: { ResourceARN: string; Tags: { Key: string; Value: string }[] }[];
      PaginationToken?: string;
    };
    page = found.PaginationToken ?? '';
    for (const { Tags } of found.ResourceTagMappingList) {
      paths.push(...Tags.filter((tag) => tag.Key === 'ai-factory:id').map((tag) => tag.Value));
    }
  } while (page !== '');
  return paths;
}
