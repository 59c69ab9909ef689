import type { LaunchTemplateConfig, LaunchTemplateNetworkInterfaces } from '@cdktf/provider-aws/lib/launch-template';
import type { ImagePlan, InterfacePlan } from './rules/plan';
import { userData } from './user-data';

export interface BaseTemplateProps {
  readonly name: string;
  readonly description: string;
  readonly image: ImagePlan;
  readonly diskGib: number;
  readonly keyArn: string;
  /** Whether containers and images live on the machine's own NVMe disks. */
  readonly localStorage: boolean;
  /** Whether images of engines, tens of GB each, are pulled onto the data disk. @default false */
  readonly fastDisk?: boolean;
  /** Whether the node has EFA interfaces. @default false */
  readonly efa?: boolean;
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
  const data = userData({ family: props.image.family, localStorage: props.localStorage, efa: props.efa ?? false });
  return {
    name: props.name,
    description: props.description,
    updateDefaultVersion: true,
    ...(data === undefined ? {} : { userData: Buffer.from(data).toString('base64') }),
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      // One hop: pods do not reach the node's own credentials; they have pod identity.
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: 'disabled',
    },
    monitoring: { enabled: true },
    blockDeviceMappings: blockDevices(props.image.family, props).map(({ name, gib, iops, throughput }) => ({
      deviceName: name,
      ebs: {
        volumeType: 'gp3',
        volumeSize: gib,
        iops,
        throughput,
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

/** Operations and MiB per second that a gp3 volume has for nothing, and those of a disk that images are pulled onto. */
const gp3 = { base: { iops: 3000, throughput: 125 }, fast: { iops: 6000, throughput: 500 } } as const;

/** Disks of a node with their speed: a node is not to be held up by its first pull. */
export const blockDevices = (
  family: ImagePlan['family'],
  { diskGib, fastDisk = false }: Pick<BaseTemplateProps, 'diskGib' | 'fastDisk'>,
) =>
  devices[family].map(({ name, system }) => ({
    name,
    gib: system ? SYSTEM_DISK_GIB : diskGib,
    ...(fastDisk && !system ? gp3.fast : gp3.base),
  }));

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
