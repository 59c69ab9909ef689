import type { z } from 'zod';
import type { CloudKey } from './cloud-keys';
import type { SiteInput, SiteSpec } from './site';

/** Schema of the sites of one cloud: a strict object with `provider: z.literal(name)` and the keys of `siteCommon`. */
export type SiteSchema = z.ZodType<SiteSpec, SiteInput> & z.core.$ZodTypeDiscriminable;

/** What the schema of a factory file is made of for one cloud. The rules of a cloud extend it. */
export interface CloudSchema {
  /** Value of `provider` of its sites. */
  readonly name: string;
  /** Schema of one site. */
  readonly siteSchema: SiteSchema;
  /**
   * Keys of `siteCommon` and of pools that the cloud realizes and that not every cloud can. A site that states another such key
   * is refused, so that nothing is dropped silently.
   *
   * @default - none of them
   */
  readonly realizes?: readonly CloudKey[];
  /**
   * Names that `traffic.frontDoor` may have beside `http-route`. The first is the default of a factory with a site of the cloud.
   *
   * @default - none
   */
  readonly frontDoors?: readonly string[];
  /**
   * Terraform providers of the cloud, with the range of versions that its bindings support: keys of `terraform.providers`.
   *
   * @default - none
   */
  readonly terraformProviders?: Readonly<Record<string, string>>;
}
