import { type LibraryPolicy, manifestsOf, violation } from './policy';
import { at, listAt, objectAt, textAt, textsOf } from './terraform-json';

const id = 'nothing-public';

/** Returns whether a range, or one of a list, is every address. */
export const anybody = (value: unknown): boolean =>
  textsOf(value).some((range) => range === '0.0.0.0/0' || range === '::/0');

/** Annotations by which clouds make a Service's balancer internal. */
const internalAnnotations: Readonly<Record<string, RegExp>> = {
  'service.beta.kubernetes.io/aws-load-balancer-scheme': /^internal$/,
  'service.beta.kubernetes.io/aws-load-balancer-internal': /^true$/,
  'service.beta.kubernetes.io/azure-load-balancer-internal': /^true$/,
  'networking.gke.io/load-balancer-type': /^internal$/i,
};

/** Returns whether a Service, or the one of a proxy's settings, takes calls from outside its network. */
function openService(manifest: unknown): boolean {
  const proxy = at(manifest, 'kind') === 'EnvoyProxy';
  if (!proxy && at(manifest, 'kind') !== 'Service') return false;
  const service = objectAt(manifest, proxy ? 'spec.provider.kubernetes.envoyService' : 'spec');
  if (service['type'] !== 'LoadBalancer') return false;
  const annotations = objectAt(proxy ? service : manifest, proxy ? 'annotations' : 'metadata.annotations');
  const internal = Object.entries(internalAnnotations).some(([key, value]) =>
    value.test(textAt({ a: annotations[key] }, 'a') ?? ''),
  );
  const ranges = listAt(service, 'loadBalancerSourceRanges');
  return !internal && (ranges.length === 0 || anybody(ranges));
}

/** No Service is reached from the internet unless somebody acknowledges it. */
export const nothingPublic: LibraryPolicy = {
  id,
  description: 'No Service is open to the internet: an open inference endpoint is used up by others',
  check: ({ stacks }) =>
    stacks.flatMap((stack) =>
      manifestsOf(stack)
        .filter(({ manifest }) => openService(manifest))
        .map(({ object, manifest }) =>
          violation(
            id,
            object,
            `${textAt(manifest, 'kind')} requests a load balancer that may face the internet; make it internal or name loadBalancerSourceRanges`,
          ),
        ),
    ),
};
