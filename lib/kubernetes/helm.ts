import type { HelmProvider, HelmProviderKubernetes } from '@cdktf/provider-helm/lib/provider';
import type { Release, ReleaseConfig } from '@cdktf/provider-helm/lib/release';
import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

type Bindings = typeof import('@cdktf/provider-helm/lib/provider') & typeof import('@cdktf/provider-helm/lib/release');

/**
 * The Helm bindings are an optional peer: they are loaded where a release is made, and everything else works without them.
 *
 * @throws Error where they are not installed
 */
function bindings(): Bindings {
  try {
    return { ...require('@cdktf/provider-helm/lib/provider'), ...require('@cdktf/provider-helm/lib/release') };
  } catch (cause) {
    throw new Error(
      'platform releases need the package @cdktf/provider-helm; install it, or list what the cluster has under `installed` of the site',
      { cause },
    );
  }
}

/** Adds the Helm provider to a stack; give it the access that the stack's Kubernetes provider has. */
export const addHelmProvider = (stack: TerraformStack, kubernetes: HelmProviderKubernetes): HelmProvider =>
  new (bindings().HelmProvider)(stack, 'helm', { kubernetes });

/** One Helm release. */
export const addRelease = (scope: Construct, id: string, config: ReleaseConfig): Release =>
  new (bindings().Release)(scope, id, config);
