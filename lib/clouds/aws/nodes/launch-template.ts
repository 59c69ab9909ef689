import type { LaunchTemplateConfig, LaunchTemplateNetworkInterfaces } from '@cdktf/provider-aws/lib/launch-template';
import type { IEncryptionKey } from '../identity/encryption-key';
import type { InterfacePlan } from '../rules/plan';
import type { ImageFamily, NodeImage } from './node-settings';
import { userData } from './user-data';

export interface BaseTemplateProps {
  readonly name: string;
  readonly description: string;
  readonly image: NodeImage;
  readonly diskGib: number;
  /** Key of the disks. @default - the account's default key */
  readonly key?: IEncryptionKey;
  /** Whether containers and images are on the NVMe disks of the machine. */
  readonly localStorage: boolean;
  /** Whether images of engines, of tens of GB each, are pulled to the data disk. @default false */
  readonly fastDisk?: boolean;
  /** Whether the node has EFA interfaces. @default false */
  readonly efa?: boolean;
  /** Tags of instances, volumes and interfaces, which the default tags of the provider do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Block devices by image family. Bottlerocket has one for its system and one for containers. */
const devices: Readonly<Record<ImageFamily, readonly { name: string; system: boolean }[]>> = {
  al2023: [{ name: '/dev/xvda', system: false }],
  bottlerocket: [
    { name: '/dev/xvda', system: true },
    { name: '/dev/xvdb', system: false },
  ],
};

/** Size of Bottlerocket's system disk, which holds nothing else, in GiB. */
const SYSTEM_DISK_GIB = 4;

/** Returns what every node has: IMDSv2 that pods cannot reach, encrypted disks, and tags on all parts. */
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
      // One hop, so that pods cannot reach the credentials of the node. They have pod identity.
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
        ...(props.key === undefined ? {} : { kmsKeyId: props.key.keyArn }),
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

/** Operations and MiB per second that are included with a gp3 volume, and those of a disk that images are pulled to. */
const gp3 = { base: { iops: 3000, throughput: 125 }, fast: { iops: 6000, throughput: 500 } } as const;

/** Returns the disks of a node with their speed, so that the first pull of an image does not hold it up. */
export const blockDevices = (
  family: ImageFamily,
  { diskGib, fastDisk = false }: Pick<BaseTemplateProps, 'diskGib' | 'fastDisk'>,
) =>
  devices[family].map(({ name, system }) => ({
    name,
    gib: system ? SYSTEM_DISK_GIB : diskGib,
    ...(fastDisk && !system ? gp3.fast : gp3.base),
  }));

/** Returns network interfaces of a launch template, all private and in the same security groups. */
export const networkInterfaces = (
  interfaces: readonly InterfacePlan[],
  securityGroupIds: readonly string[],
): LaunchTemplateNetworkInterfaces[] =>
  interfaces.map(({ card, device, type }) => ({
    networkCardIndex: card,
    deviceIndex: device,
    interfaceType: type,
    securityGroups: [...securityGroupIds],
    deleteOnTermination: 'true',
    associatePublicIpAddress: 'false',
  }));
