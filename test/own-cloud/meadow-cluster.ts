import type { DataResource } from 'cdktf';
import type { Handle } from 'cdktf-ai-factory';

/** What the substrate of a site consists of. */
export interface MeadowParts {
  readonly network: DataResource;
  readonly cluster: DataResource;
}

/** The cluster of a site. Its attributes are tokens and can be used before the factory is planned. */
export class MeadowCluster {
  public constructor(private readonly made: Handle<MeadowParts>) {}

  /** URL of the Kubernetes API. */
  public get endpoint(): string {
    return this.attribute('endpoint');
  }

  /** Certificate of the authority of the API, in PEM. */
  public get certificateAuthority(): string {
    return this.attribute('certificateAuthority');
  }

  private attribute(name: string): string {
    return this.made.string(({ cluster }) => cluster.getStringAttribute(`output.${name}`));
  }
}
