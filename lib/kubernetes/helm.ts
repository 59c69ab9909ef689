import type { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import type { Release, ReleaseConfig } from '@cdktf/provider-helm/lib/release';
import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { KubernetesAccess } from '../port/kubernetes-access';

type Bindings = typeof import('@cdktf/provider-helm/lib/provider') & typeof import('@cdktf/provider-helm/lib/release');

/**
 * Loads the Helm bindings when the first release is made: a factory that installs no charts does not pay for loading them.
 *
 * @throws Error if they are not installed, which package managers without automatic peers allow
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
