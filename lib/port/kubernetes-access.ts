/** How Terraform's Kubernetes and Helm providers reach a cluster. */
export type KubernetesAccess =
  | {
      /** Kubeconfig context. The file is that of `KUBE_CONFIG_PATH`. */
      readonly configContext: string;
    }
  | {
      /** URL of the Kubernetes API. */
      readonly host: string;
      /** Certificate of the authority of the API, in PEM. */
      readonly clusterCaCertificate: string;
      /** Command that prints a credential. */
      readonly exec: { readonly apiVersion: string; readonly command: string; readonly args: readonly string[] };
    };
