import type { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import type { Release, ReleaseConfig } from '@cdktf/provider-helm/lib/release';
import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { KubernetesAccess } from '../port/kubernetes-access';

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

/** Adds the Helm provider to a stack, with the access of the stack's Kubernetes provider. */
export const addHelmProvider = (stack: TerraformStack, access: KubernetesAccess): HelmProvider =>
  new (bindings().HelmProvider)(stack, 'helm', {
    kubernetes: 'exec' in access ? { ...access, exec: { ...access.exec, args: [...access.exec.args] } } : access,
  });

/** One Helm release. */
export const addRelease = (scope: Construct, id: string, config: ReleaseConfig): Release =>
  new (bindings().Release)(scope, id, config);
