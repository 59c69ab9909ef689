import type { LaunchTemplateConfig, LaunchTemplateNetworkInterfaces } from '@cdktf/provider-aws/lib/launch-template';
import type { ImagePlan, InterfacePlan } from '../../planner/plan';

export interface BaseTemplateProps {
  readonly name: string;
  readonly description: string;
  readonly image: ImagePlan;
  readonly diskGib: number;
  readonly keyArn: string;
  /** Whether containers and images live on the machine's own NVMe disks. */
  readonly localStorage: boolean;
  /** Tags of instances, volumes and interfaces: a provider's default tags do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Block devices by image family; Bottlerocket keeps its system on one and containers on another. */
const devices: Readonly<Record<ImagePlan['family'], readonly { name: string; system: boolean }[]>> = {
  al2023: [{ name: '/dev/xvda', system: false }],
  bottlerocket: [
    { name: '/dev/xvda', system: true },
    { name: '/dev/xvdb', system: false },
  ],
};

/** GiB of Bottlerocket's system disk, which holds nothing else. */
const SYSTEM_DISK_GIB = 4;

/** What every node has: IMDSv2 out of reach of pods, encrypted disks, tags on all parts. */
export function baseTemplate(props: BaseTemplateProps): LaunchTemplateConfig {
  const userData = props.localStorage ? localStorage[props.image.family] : undefined;
  return {
    name: props.name,
    description: props.description,
    updateDefaultVersion: true,
    ...(userData === undefined ? {} : { userData: Buffer.from(userData).toString('base64') }),
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      // One hop: pods do not reach the node's own credentials; they have pod identity.
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: 'disabled',
    },
    monitoring: { enabled: true },
    blockDeviceMappings: blockDevices(props.image.family, props.diskGib).map(({ name, gib }) => ({
      deviceName: name,
      ebs: {
        volumeType: 'gp3',
        volumeSize: gib,
        encrypted: 'true',
        kmsKeyId: props.keyArn,
        deleteOnTermination: 'true',
      },
    })),
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
      resourceType,
      tags: { ...props.tags, Name: props.name },
    })),
    tags: { Name: props.name },
  };
}

export const blockDevices = (family: ImagePlan['family'], diskGib: number) =>
  devices[family].map(({ name, system }) => ({ name, gib: system ? SYSTEM_DISK_GIB : diskGib }));

/** Interfaces in the order of the plan, all private and in one security group. */
export const networkInterfaces = (
  interfaces: readonly InterfacePlan[],
  securityGroupId: string,
): LaunchTemplateNetworkInterfaces[] =>
  interfaces.map(({ card, device, type }) => ({
    networkCardIndex: card,
    deviceIndex: device,
    interfaceType: type,
    securityGroups: [securityGroupId],
    deleteOnTermination: 'true',
    associatePublicIpAddress: 'false',
  }));

/** Puts images, containers and ephemeral volumes on the machine's NVMe disks, striped. */
const localStorage: Readonly<Record<ImagePlan['family'], string>> = {
  al2023: `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  instance:
    localStorage:
      strategy: RAID0

--//--
`,
  bottlerocket: `[settings.bootstrap-commands.local-storage]
commands = [
  ["apiclient", "ephemeral-storage", "init"],
  ["apiclient", "ephemeral-storage", "bind", "--dirs", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"],
]
essential = true
mode = "always"
`,
};
