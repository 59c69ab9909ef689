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
      readonly exec: {
        /** Version of the credential API, such as `client.authentication.k8s.io/v1beta1`. */
        readonly apiVersion: string;
        /** Name of the command. */
        readonly command: string;
        /** Arguments of the command. */
        readonly args: readonly string[];
      };
    };
